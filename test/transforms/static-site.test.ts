/** `--with static-site`: a folder of built files goes from a static server of node to nginx, and answers as it did. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome, SplitOptions } from "../../src/split/types.js";

type Files = Readonly<Record<string, string>>;

const HEAD = "FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n";
const DEV = { vite: "5.4.10", serve: "14.2.7", "http-server": "14.1.1" };

function site(more: Files = {}, scripts: Files = {}, dev: Files = DEV): Files {
  return {
    "package.json": JSON.stringify({
      name: "site",
      scripts: { build: "vite build", ...scripts },
      devDependencies: dev,
    }),
    "package-lock.json": JSON.stringify({
      name: "site",
      lockfileVersion: 3,
      packages: {
        "": { name: "site", devDependencies: dev },
        ...Object.fromEntries(
          Object.entries(dev).map(([name, version]) => [`node_modules/${name}`, { version, dev: true }]),
        ),
      },
    }),
    "index.html": "<h1>x</h1>\n",
    ...more,
  };
}

function run(source: string, files: Files = site(), options: Partial<SplitOptions> = {}): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
    unsafe: true,
    with: ["static-site"],
    ...options,
  });
}

function served(source: string, files: Files = site(), options: Partial<SplitOptions> = {}): string {
  const outcome = run(source, files, options);
  if (outcome.status !== "rewritten") throw new Error(`${outcome.reason?.code}: ${outcome.reason?.message}`);
  const note = outcome.notes.find(({ code }) => code === "static-site");
  if (note === undefined)
    throw new Error(outcome.notes.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  expect(note).toMatchObject({
    weight: "review",
    line: source.split("\n").findIndex((line) => /^(CMD|ENTRYPOINT)/.test(line)) + 1,
  });
  return outcome.changes[0]?.after ?? "";
}

/** The lines of the configuration. */
function config(command: string, files: Files = site(), env = ""): string {
  const text = served(`${HEAD}${env}${command}\n`, files);
  return [...text.matchAll(/^ {4}'(.*)' \\$/gm)].map(([, line = ""]) => line).join("\n");
}

/** Why the server stays; the file is split as without the transform. */
function declined(source: string, files: Files = site(), options: Partial<SplitOptions> = {}): string {
  const outcome = run(source, files, options);
  expect(outcome.notes.map(({ code }) => code)).not.toContain("static-site");
  return (
    outcome.notes.find(({ code }) => code === "static-site-not-made")?.message ??
    `${outcome.reason?.code}: ${outcome.reason?.message}`
  );
}

const CMD = 'CMD ["npx", "serve", "-s", "dist", "-l", "3000"]\n';

describe("static-site", () => {
  it("is off by default, and never emitted without --unsafe", () => {
    expect(run(`${HEAD}${CMD}`, site(), { with: [] }).changes[0]?.after).toContain("serve");
    expect(run(`${HEAD}${CMD}`, site(), { unsafe: false })).toMatchObject({
      status: "refused",
      reason: { code: "needs-review" },
    });
  });

  it("P95, P97: the whole file, on the same port, with the fallback that the server had", () => {
    expect(served(`${HEAD}EXPOSE 3000\nLABEL a=b\n\n# the server\n${CMD}`)).toBe(`FROM node:20 AS build
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build

FROM nginx:1.30
RUN printf '%s\\n' \\
    'server {' \\
    '    listen 3000;' \\
    '    root /app/dist;' \\
    '    absolute_redirect off;' \\
    '    include /etc/nginx/mime.types;' \\
    '    types {' \\
    '        application/javascript mjs;' \\
    '        application/json map;' \\
    '        application/manifest+json webmanifest;' \\
    '        text/csv csv;' \\
    '        text/markdown md;' \\
    '        text/yaml yaml yml;' \\
    '    }' \\
    '    charset utf-8;' \\
    '    charset_types text/css text/csv text/markdown text/plain text/yaml application/javascript application/json application/manifest+json;' \\
    '    gzip on;' \\
    '    gzip_vary on;' \\
    '    gzip_proxied any;' \\
    '    gzip_min_length 1024;' \\
    '    gzip_types text/css text/csv text/markdown text/plain text/yaml application/javascript application/json application/manifest+json text/xml application/xml application/wasm image/svg+xml image/x-icon;' \\
    '    rewrite ^/index$ /? permanent;' \\
    '    rewrite ^(/.+)(\\.html|/index)$ $1? permanent;' \\
    '    location / {' \\
    '        try_files /index.html =404;' \\
    '    }' \\
    '    location ~ [^/]\\.[^/]*$ {' \\
    '        try_files $uri /index.html =404;' \\
    '    }' \\
    '}' \\
    > /etc/nginx/conf.d/default.conf
WORKDIR /app
COPY --from=build /app/dist ./dist
EXPOSE 3000
LABEL a=b

# the server
CMD ["nginx", "-g", "daemon off;"]
`);
  });

  it("P96: a site with a router gets no fallback where its server had none", () => {
    const text = config(
      "CMD npx serve dist -l 3000",
      site({ "src/main.js": "import { createRouter } from 'vue-router';\n" }),
    );
    expect(text).not.toContain("/index.html =404");
    expect(text).toContain("try_files $page/index.html $page.html $uri $uri/ =404;");
  });

  it.each<readonly [string, string, string]>([
    ["-l", "CMD npx serve -s dist -l 8080", ""],
    ["--listen=", "CMD npx serve -s dist --listen=8080", ""],
    ["tcp://", "CMD npx serve -s dist -l tcp://0.0.0.0:8080", ""],
    ["-p", "CMD npx serve -s dist -p 8080", ""],
    ["PORT", "CMD npx serve -s dist", "ENV PORT=8080\n"],
    ["a variable", "CMD npx serve -s dist -l $PORT", "ENV PORT=8080\n"],
    ["http-server -p", "CMD npx http-server dist -p 8080", ""],
    ["http-server", "CMD npx http-server dist", ""],
    ["vite preview", "CMD npx vite preview --host 0.0.0.0 --port 8080", ""],
    ["a script", "CMD npm run preview -- --host --port 8080", ""],
  ])("P97: the port by %s", (_what, command, env) => {
    expect(config(command, site({}, { preview: "vite preview" }), env)).toContain("    listen 8080;\n");
  });

  it("P97: without any of them it is the default of the version", () => {
    expect(config("CMD npx serve -s dist")).toContain("listen 3000;");
    expect(config("CMD npx serve -s dist", site({}, {}, { ...DEV, serve: "^13.0.4" }))).toContain(
      "listen 5000;",
    );
    expect(config("CMD npx vite preview --host")).toContain("listen 4173;");
    expect(
      declined(`${HEAD}RUN npm i -g serve\nCMD serve -s dist\n`, site({}, {}, { vite: "5.4.10" })),
    ).toContain("depends on its version");
  });

  it.each<readonly [string, string, readonly string[], readonly string[]]>([
    ["no compression", "-u", ["gzip off;"], ["gzip on;"]],
    ["no log", "-L", ["access_log off;"], []],
    ["cors", "--cors", ['add_header Access-Control-Allow-Origin "*" always;'], []],
  ])("serve: %s", (_what, option, has, lacks) => {
    const text = config(`CMD npx serve -s dist -l 3000 ${option}`);
    for (const line of has) expect(text).toContain(line);
    for (const line of lacks) expect(text).not.toContain(line);
  });

  it("serve.json: the single page, headers for all, no clean URLs, no lists", () => {
    const text = config(
      "CMD npx serve dist -l 3000",
      site({
        "public/serve.json": JSON.stringify({
          cleanUrls: false,
          directoryListing: false,
          rewrites: [{ source: "**", destination: "/index.html" }],
          headers: [{ source: "**", headers: [{ key: "X-Frame-Options", value: "DENY" }] }],
        }),
      }),
    );
    expect(text).toContain('add_header X-Frame-Options "DENY";');
    expect(text).toContain("try_files $uri /index.html =404;");
    expect(text).not.toMatch(/permanent|autoindex/);
  });

  it("http-server: cache, lists, .gz files beside, and its own address as the proxy", () => {
    const text = config("CMD npx http-server dist -c-1 -d false -g -P 'http://localhost:8080?'");
    expect(text).toContain('add_header Cache-Control "no-cache, no-store, must-revalidate";');
    expect(text).toContain("gzip_static on;");
    expect(text).toContain("try_files $uri $uri.html $uri/ /index.html =404;");
    expect(text).not.toContain("autoindex");
    expect(config("CMD npx http-server dist")).toContain("autoindex on;");
    expect(config("CMD npx http-server dist")).not.toContain("/index.html");
  });

  it("a server that is installed for the image alone is left out, with its comment; and said", () => {
    const source = `${HEAD}# static files\nRUN npm install -g serve@14.2.4\n${CMD.replace('"npx", ', "")}`;
    const outcome = run(source, site({}, {}, { vite: "5.4.10" }));
    expect(outcome.changes[0]?.after).not.toMatch(/static files|install -g/);
    expect(outcome.notes.find(({ code }) => code === "static-site")?.message).toContain(
      "line 7 is left out: only serve needed it",
    );
  });

  it("packages of the system that only node may have used are left out", () => {
    const text = served(
      HEAD.replace("WORKDIR", "RUN apt-get update && apt-get install -y tzdata curl\nWORKDIR") +
        `HEALTHCHECK CMD curl -f http://127.0.0.1:3000/\n${CMD}`,
    );
    expect(text.split("FROM nginx:1.30\n")[1]).not.toContain("apt-get");
    expect(text).toContain("HEALTHCHECK CMD curl");
  });

  it("the image is the user's, or nginx on the system of the build", () => {
    expect(served(`${HEAD}${CMD}`, site(), { runtimeImage: "registry.example/nginx:2" })).toContain(
      "\nFROM registry.example/nginx:2\n",
    );
    expect(served(`${HEAD.replace("node:20", "node:20-alpine")}${CMD}`)).toContain(
      "\nFROM nginx:1.30-alpine\n",
    );
  });

  it("ENTRYPOINT stays ENTRYPOINT", () => {
    expect(served(`${HEAD}ENTRYPOINT npx serve -s dist -l 3000\n`)).toContain(
      'ENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
    );
  });

  it("a heredoc where the syntax directive asks for a frontend that reads them", () => {
    const text = served(`# syntax=docker/dockerfile:1.7\n${HEAD}${CMD}`);
    expect(text).toContain("\nCOPY <<'EOF' /etc/nginx/conf.d/default.conf\nserver {\n    listen 3000;\n");
    expect(text).not.toContain("printf");
    expect(served(`# syntax=docker/dockerfile:1.2\n${HEAD}${CMD}`)).toContain("RUN printf");
  });

  it("P98: variables that are written into the pages stay in the build stage, with a note", () => {
    const source = HEAD.replace("RUN npm run build", "ARG VITE_API=/api\nRUN npm run build") + CMD;
    const files = site({
      "compose.yaml":
        "services:\n  web:\n    build: .\n    environment:\n      VITE_API: https://x.example\n",
    });
    const outcome = run(source, files);
    const [build, runtime] = (outcome.changes[0]?.after ?? "").split("\nFROM ");
    expect(build).toContain("ARG VITE_API=/api\n");
    expect(runtime).not.toContain("VITE_API");
    expect(outcome.notes.filter(({ code }) => code === "build-time-variable")).toEqual([
      expect.objectContaining({
        line: 5,
        message: expect.stringContaining("VITE_API: written into the pages") as string,
      }),
      expect.objectContaining({ message: expect.stringContaining("give it as a build argument") as string }),
    ]);
  });

  it("P99: the folder is the one that the build's configuration names", () => {
    const files = site({ "vite.config.js": "export default { build: { outDir: 'public_html' } };\n" });
    expect(config("CMD npx serve -s public_html -l 3000", files)).toContain("root /app/public_html;");
    expect(declined(`${HEAD}CMD npx serve -s dist -l 3000\n`, files)).toMatch(
      /^(command-not-produced|artifact)/,
    );
  });
});

describe("static-site leaves the server where nginx would answer otherwise", () => {
  it.each<readonly [string, string, Files, string]>([
    [
      "a port that is only known at the start",
      `CMD npx serve -s dist -l $PORT`,
      site(),
      "only known when the container starts",
    ],
    ["certificates", "CMD npx serve -s dist --ssl-cert x.pem", site(), "--ssl-cert"],
    ["localhost", "CMD npx serve -s dist -l tcp://127.0.0.1:3000", site(), "127.0.0.1 alone"],
    ["two addresses", "CMD npx serve -s dist -l 1 -l 2", site(), "several addresses"],
    [
      "redirects",
      "CMD npx serve dist -l 3000",
      site({ "public/serve.json": JSON.stringify({ redirects: [{ source: "/a", destination: "/b" }] }) }),
      "sets redirects",
    ],
    [
      "other rewrites",
      "CMD npx serve dist -l 3000",
      site({
        "public/serve.json": JSON.stringify({ rewrites: [{ source: "/a/**", destination: "/b.html" }] }),
      }),
      "not those of a single page",
    ],
    [
      "headers of some paths",
      "CMD npx serve dist -l 3000",
      site({
        "public/serve.json": JSON.stringify({
          headers: [{ source: "**/*.js", headers: [{ key: "A", value: "b" }] }],
        }),
      }),
      "for some paths alone",
    ],
    ["a configuration that is not there", "CMD npx serve dist -c other.json -l 3000", site(), "other.json"],
    [
      "a proxy",
      "CMD npx http-server dist -P http://api:8080",
      site(),
      "hands what is not there to http://api:8080",
    ],
    ["a password", "CMD npx http-server dist --username a --password b", site(), "--username"],
    ["brotli", "CMD npx http-server dist -b", site(), "-b"],
    ["vite on localhost", "CMD npx vite preview", site(), "localhost alone"],
    [
      "a base path",
      "CMD npx vite preview --host",
      site({ "vite.config.js": "export default { base: '/app/' };\n" }),
      "base path",
    ],
    [
      "a proxy of vite",
      "CMD npx vite preview --host",
      site({ "vite.config.js": "export default { server: { proxy: { '/api': 'http://x' } } };\n" }),
      "sets proxy",
    ],
    ["another user", "USER node\nCMD npx serve -s dist -l 3000", site(), "runs as node"],
    [
      "more commands",
      "CMD ./migrate && npx serve -s dist -l 3000",
      site({ migrate: "#!/bin/sh\ntrue\n" }),
      "does more",
    ],
    [
      "a health check of node",
      "HEALTHCHECK CMD node -e 0\nCMD npx serve -s dist -l 3000",
      site(),
      "health check",
    ],
    [
      "a health check that the image lacks",
      "HEALTHCHECK CMD wget -q localhost:3000\nCMD npx serve -s dist -l 3000",
      site(),
      "wget",
    ],
    ["SHELL", 'SHELL ["/bin/bash", "-c"]\nCMD npx serve -s dist -l 3000', site(), "SHELL"],
    [
      "a service with another command",
      "CMD npx serve -s dist -l 3000",
      site({ "compose.yaml": "services:\n  web:\n    build: .\n    command: npx serve dist\n" }),
      "runs another command",
    ],
    [
      "a service with another port",
      "CMD npx serve -s dist",
      site({ "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      PORT: 80\n" }),
      "sets PORT to 80",
    ],
  ])("%s", (_what, command, files, because) => {
    expect(declined(`${HEAD}${command}\n`, files)).toContain(because);
  });

  it("says nothing of a container that serves no built files", () => {
    const outcome = run(`${HEAD}CMD ["node", "server.js"]\n`, site({ "server.js": "require('http');\n" }));
    expect(outcome.notes.map(({ code }) => code).filter((code) => code.startsWith("static-site"))).toEqual(
      [],
    );
  });
});
