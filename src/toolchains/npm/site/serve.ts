/**
 * `serve` (vercel): the folder, the port, and what its options and serve.json say. Tried with 14.2.7
 * (serve-handler 6.1.7): `-s` answers every path without an extension by index.html, also that of a page or folder that
 * is there; clean URLs are on; the port is PORT or 3000, 5000 before version 14. Refused: what nginx would do otherwise.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { ImageTree, Invocation } from "../../../model/types.js";
import type { StaticSite } from "../../types.js";
import { asObject, asText, parseJson, type Json, type JsonObject } from "../jsonText.js";
import { flagsOf, isOpen, portOf, type Flags } from "./flags.js";

const TABLE = {
  values: {
    "-l": "listen",
    "--listen": "listen",
    "-p": "listen",
    "--port": "listen",
    "-c": "config",
    "--config": "config",
  },
  plain: {
    "-s": "single",
    "--single": "single",
    "-C": "cors",
    "--cors": "cors",
    "-L": "quiet",
    "--no-request-logging": "quiet",
    "-u": "plain",
    "--no-compression": "plain",
    "-n": "other",
    "--no-clipboard": "other",
    "-d": "other",
    "--debug": "other",
    "-S": "other",
    "--symlinks": "other",
    "--no-etag": "other",
    "--no-port-switching": "other",
  },
} as const;

/** The four that 14.2.7 sends with --cors. */
const CORS = [
  ["Access-Control-Allow-Origin", "*"],
  ["Access-Control-Allow-Headers", "*"],
  ["Access-Control-Allow-Credentials", "true"],
  ["Access-Control-Allow-Private-Network", "true"],
] as const;

export function serve(invocation: Invocation, major: number | null, tree: ImageTree): Known<StaticSite> {
  const flags = flagsOf(invocation, TABLE);
  if (!flags.known) return flags;
  if (!invocation.cwd.known) return invocation.cwd;
  const { folders, given } = flags.value;
  if (folders.length > 1) return unknown("serve is given several folders");
  const folder = resolve(invocation.cwd.value, folders[0] ?? ".");
  const port = listens(flags.value, invocation, major);
  if (!port.known) return port;
  const settings = settingsOf(folder, given.get("config")?.[0] ?? null, tree);
  if (!settings.known) return settings;
  const { clean, single, listing, headers } = settings.value;
  const fallback = single || given.has("single");
  if (!clean && !fallback)
    return unknown(
      "serve.json switches clean URLs off, and then serve lists folders instead of their index.html",
    );
  return known({
    server: "serve",
    folder,
    port: port.value,
    lookup: fallback ? "single" : "clean",
    redirectsPages: clean,
    fallback,
    listing: listing && !fallback,
    headers: [...(given.has("cors") ? CORS : []), ...headers],
    gzip: given.has("plain") ? "no" : "yes",
    charset: true,
    log: !given.has("quiet"),
    differences: [
      "ETag is made of time and size instead of the content, and there is no Content-Disposition",
      "other methods than GET and HEAD are answered by 405",
      ...(fallback ? [] : ["the page for what is not there is nginx's own where the folder has no 404.html"]),
      ...(fallback || !listing
        ? []
        : [
            "lists of folders look different, and a folder without a slash at its end is sent to the one with it",
          ]),
    ],
  });
}

function listens({ given }: Flags, invocation: Invocation, major: number | null): Known<number> {
  const listed = given.get("listen") ?? [];
  if (listed.length > 1) return unknown("serve listens on several addresses");
  const [written] = listed;
  if (written !== undefined) {
    const tcp = /^tcp:\/\/([^:/]*|\[[^\]]*\])(?::(\d+))?\/?$/.exec(written);
    if (tcp !== null && !isOpen(tcp[1] ?? "")) return unknown(`serve listens on ${tcp[1] ?? ""} alone`);
    const port = portOf(tcp === null ? written : (tcp[2] ?? "3000"));
    return port === null ? unknown(`the address ${written} of serve is no port`) : known(port);
  }
  const set = invocation.env.get("PORT");
  if (set !== undefined) {
    const port = set.known ? portOf(set.value) : null;
    return port === null ? unknown("the value of PORT is not known") : known(port);
  }
  if (major === null) return unknown("the port of serve depends on its version, which is not told: give -l");
  return known(major >= 14 ? 3000 : 5000);
}

interface Settings {
  readonly clean: boolean;
  readonly single: boolean;
  readonly listing: boolean;
  readonly headers: readonly (readonly [string, string])[];
}

/** https://github.com/vercel/serve-handler#options, read from the served folder; bundlers copy it there from public. */
function settingsOf(folder: string, named: string | null, tree: ImageTree): Known<Settings> {
  const places = [folder, join(folder, "../public"), join(folder, "../static")];
  const path =
    named === null
      ? places.map((place) => join(place, "serve.json")).find((one) => tree.kind(one) === "file")
      : [resolve(folder, named), ...places.slice(1).map((place) => resolve(place, named))].find(
          (one) => tree.kind(one) === "file",
        );
  if (path === undefined)
    return named === null
      ? known({ clean: true, single: false, listing: true, headers: [] })
      : unknown(`${named}, which serve reads from the served folder, is not at hand`);
  const text = tree.read(path);
  const json = text.known ? parseJson(text.value) : text;
  const config = json.known ? asObject(json.value) : null;
  if (config === null) return unknown(`${path} cannot be read`);
  const { cleanUrls, directoryListing, rewrites, headers, ...rest } = config as Record<string, Json>;
  const left = Object.keys(rest).find((name) => !/^(etag|symlinks|\$schema)$/.test(name));
  if (left !== undefined) return unknown(`${path} sets ${left}, which is not carried over`);
  for (const [name, value] of Object.entries({ cleanUrls, directoryListing }))
    if (value !== undefined && typeof value !== "boolean")
      return unknown(`${path} sets ${name} for some paths alone`);
  const single = isSingle(rewrites);
  if (single === null) return unknown(`${path} has rewrites that are not those of a single page`);
  const sent = headersOf(headers);
  if (sent === null) return unknown(`${path} sets headers for some paths alone`);
  return known({ clean: cleanUrls !== false, single, listing: directoryListing !== false, headers: sent });
}

/** null: other rewrites than all paths to index.html. */
function isSingle(rewrites: Json | undefined): boolean | null {
  if (rewrites === undefined || (Array.isArray(rewrites) && rewrites.length === 0)) return false;
  const [only, ...others] = Array.isArray(rewrites) ? (rewrites as readonly Json[]) : [];
  const rule: JsonObject | null = asObject(only);
  const all = /^\/?\*\*(\/\*)?$/.test(asText(rule?.["source"]) ?? "");
  const index = /^\/?(index\.html)?$/.test(asText(rule?.["destination"]) ?? "?");
  return others.length === 0 && all && index ? true : null;
}

function headersOf(value: Json | undefined): readonly (readonly [string, string])[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return null;
  const found: (readonly [string, string])[] = [];
  for (const rule of value as readonly Json[]) {
    const { source, headers } = asObject(rule) ?? {};
    if (!/^\/?\*\*(\/\*)?$/.test(asText(source) ?? "") || !Array.isArray(headers)) return null;
    for (const header of headers as readonly Json[]) {
      const [key, text] = [asText(asObject(header)?.["key"]), asText(asObject(header)?.["value"])];
      if (key === null || text === null || !/^[\w-]+$/.test(key) || /["'\\$\n]/.test(text)) return null;
      found.push([key, text]);
    }
  }
  return found;
}
