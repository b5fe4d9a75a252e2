/**
 * `http-server`: the folder, the port and its options. Tried with 14.1.1: PATH, then PATH.html, folders are sent to the
 * path with a slash, lists are on; `-P` with its own address and a question mark at the end is the usual way to answer
 * what is not there by index.html, any other proxy is refused; so are certificates, passwords and types of one's own.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { Invocation } from "../../../model/types.js";
import type { StaticSite } from "../../types.js";
import { flagsOf, isOpen, portOf } from "./flags.js";

const TABLE = {
  values: {
    "-p": "port",
    "--port": "port",
    "-a": "host",
    "-c": "cache",
    "-d": "list",
    "-i": "index",
    "-e": "ext",
    "--ext": "ext",
    "-t": "other",
    "-P": "proxy",
    "--proxy": "proxy",
  },
  plain: {
    "-g": "gzip",
    "--gzip": "gzip",
    "-s": "quiet",
    "--silent": "quiet",
    "--cors": "cors",
    "-o": "other",
    "-U": "other",
    "--utc": "other",
    "--log-ip": "other",
  },
} as const;

export function httpServer(invocation: Invocation, isFolder: (path: string) => boolean): Known<StaticSite> {
  const flags = flagsOf(invocation, TABLE);
  if (!flags.known) return flags;
  if (!invocation.cwd.known) return invocation.cwd;
  const { folders, given } = flags.value;
  const value = (name: string): string | undefined => given.get(name)?.at(-1);
  const cwd = invocation.cwd.value;
  const folder = resolve(cwd, folders[0] ?? (isFolder(join(cwd, "public")) ? "public" : "."));
  if (!isOpen(value("host") ?? "")) return unknown(`http-server listens on ${value("host") ?? ""} alone`);
  const set = invocation.env.get("PORT");
  const written = value("port") ?? (set === undefined ? "8080" : set.known ? set.value : undefined);
  const port = portOf(written);
  if (port === null) return unknown("the port of http-server is not known");
  if (invocation.env.has("NODE_HTTP_SERVER_USERNAME")) return unknown("http-server asks for a password");
  if ((value("ext") ?? "html") !== "html") return unknown(`-e ${value("ext") ?? ""} is not carried over`);
  if (value("index") === "false") return unknown("-i false is not carried over");
  const proxy = value("proxy");
  const itself = new RegExp(
    `^https?://(localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0)(:${port})?/?(index\\.html)?\\?$`,
  );
  if (proxy !== undefined && !itself.test(proxy))
    return unknown(`http-server hands what is not there to ${proxy}`);
  const cache = value("cache") ?? "3600";
  if (!/^-?\d+$/.test(cache)) return unknown(`-c ${cache} is no number of seconds`);
  const cors = given.get("cors")?.at(-1);
  if (cors !== undefined && cors !== "") return unknown(`--cors=${cors} is not carried over`);
  const fallback = proxy !== undefined;
  return known({
    server: "http-server",
    folder,
    port,
    lookup: "extension",
    redirectsPages: false,
    fallback,
    listing: value("list") !== "false",
    headers: [
      ["Cache-Control", cache === "-1" ? "no-cache, no-store, must-revalidate" : `max-age=${cache}`],
      ...(cors === undefined
        ? []
        : ([
            ["Access-Control-Allow-Origin", "*"],
            ["Access-Control-Allow-Headers", "Origin, X-Requested-With, Content-Type, Accept, Range"],
          ] as const)),
    ],
    gzip: given.has("gzip") ? "made" : "no",
    charset: true,
    log: !given.has("quiet"),
    differences: [
      "a folder is sent to its path with a slash by 301 instead of 302, and ETag looks different",
      ...(fallback
        ? []
        : [
            "what is not there is answered by nginx's page instead of an empty one where the folder has no 404.html",
          ]),
      ...(value("list") === "false" ? [] : ["lists of folders look different"]),
    ],
  });
}
