/**
 * A static site as a server block of nginx that answers as the server before did. Comes in: the site; goes out: the
 * lines of conf.d/default.conf, which every nginx from 1.19 on takes. Tried against each server with the same requests.
 */
import type { StaticSite } from "../toolchains/types.js";

/** Types that the servers know and mime.types of nginx (1.31) does not. */
const TYPES = [
  "application/javascript mjs;",
  "application/json map;",
  "application/manifest+json webmanifest;",
  "text/csv csv;",
  "text/markdown md;",
  "text/yaml yaml yml;",
];
/** The types that the servers send with a character set, and those that `compression` of express compresses. */
const TEXTS =
  "text/css text/csv text/markdown text/plain text/yaml application/javascript application/json application/manifest+json";
const COMPRESSED = `${TEXTS} text/xml application/xml application/wasm image/svg+xml image/x-icon`;

export function nginxConfig(site: StaticSite): readonly string[] {
  const body = [
    `listen ${site.port};`,
    `root ${quoted(site.folder)};`,
    "absolute_redirect off;",
    ...types(site),
    ...(site.log ? [] : ["access_log off;"]),
    ...site.headers.map(
      ([name, value]) => `add_header ${name} "${value}"${/^Access-/.test(name) ? " always" : ""};`,
    ),
    ...compression(site),
    ...(site.listing ? ["autoindex on;"] : []),
    ...(site.redirectsPages
      ? ["rewrite ^/index$ /? permanent;", "rewrite ^(/.+)(\\.html|/index)$ $1? permanent;"]
      : []),
    ...locations(site),
  ];
  return ["server {", ...body.map((line) => `    ${line}`), "}"];
}

function types({ charset, lookup }: StaticSite): readonly string[] {
  return [
    "include /etc/nginx/mime.types;",
    "types {",
    ...TYPES.map((line) => `    ${line}`),
    "}",
    // serve and vite tell no type of a name without an extension, so that browsers look into the file
    ...(lookup === "clean" || lookup === "preview" ? ['default_type "";'] : []),
    ...(charset ? ["charset utf-8;", `charset_types ${TEXTS};`] : []),
  ];
}

function compression({ gzip }: StaticSite): readonly string[] {
  switch (gzip) {
    case "yes":
      return [
        "gzip on;",
        "gzip_vary on;",
        "gzip_proxied any;",
        "gzip_min_length 1024;",
        `gzip_types ${COMPRESSED};`,
      ];
    case "made":
      return ["gzip_static on;"];
    case "no":
      return ["gzip off;"];
  }
}

/** No redirect of its own within try_files: its last word would pass the rewrites above once more. */
function locations(site: StaticSite): readonly string[] {
  const folder = site.listing ? " $uri/" : "";
  const index = site.fallback ? " /index.html" : "";
  switch (site.lookup) {
    case "single":
      return [
        ...block("location /", "try_files /index.html =404;"),
        ...block("location ~ [^/]\\.[^/]*$", "try_files $uri /index.html =404;"),
      ];
    case "clean":
      return [
        ...block("location ~ ^(?<page>.*?)/*$", `try_files $page/index.html $page.html $uri${folder} =404;`),
        ...missing(),
      ];
    case "extension":
      return [
        ...block("location /", `try_files $uri $uri.html $uri/${index} =404;`),
        ...(site.fallback ? [] : missing()),
      ];
    case "preview":
      return block("location /", `try_files $uri $uri.html \${uri}index.html${index} =404;`);
  }
}

/** A page 404.html of the site, where it has one. */
function missing(): readonly string[] {
  return ["error_page 404 @missing;", ...block("location @missing", "try_files /404.html =404;")];
}

function block(head: string, line: string): readonly string[] {
  return [`${head} {`, `    ${line}`, "}"];
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `"${path}"`;
}
