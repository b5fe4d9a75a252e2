/**
 * `vite preview`: the folder, the port, and what vite.config says. Tried with vite 8.3: PATH, PATH.html, PATH/index.html,
 * else index.html whatever the extension; Cache-Control is no-cache. Refused: an address that only the container reaches,
 * a base path, proxies, and settings of `preview` that are not flags of the command.
 */
import { resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { ImageTree, Invocation } from "../../../model/types.js";
import type { StaticSite } from "../../types.js";
import { configFile, configNames, setting, settings } from "../outputs/configText.js";
import { flagsOf, isOpen, portOf } from "./flags.js";

const TABLE = {
  values: {
    "--port": "port",
    "--outDir": "folder",
    "-c": "config",
    "--config": "config",
    "-m": "other",
    "--mode": "other",
    "-l": "other",
    "--logLevel": "other",
  },
  plain: {
    "--host": "host",
    "--strictPort": "other",
    "--open": "other",
    "--clearScreen": "other",
    "--cors": "other",
  },
} as const;

export function vitePreview(
  invocation: Invocation,
  major: number | null,
  tree: ImageTree,
): Known<StaticSite> {
  if (!invocation.cwd.known) return invocation.cwd;
  const cwd = invocation.cwd.value;
  const list = invocation.args.filter((_, at) => at > 0 || invocation.raw[0] !== "preview");
  const flags = flagsOf({ ...invocation, args: withHost(list), raw: [] }, TABLE);
  if (!flags.known) return flags;
  const { folders, given } = flags.value;
  if (folders.length > 0) return unknown("vite preview of another folder");
  if (given.has("config")) return unknown("vite preview is given a configuration of its own");
  const path = configFile(cwd, configNames("vite"), tree);
  const text = path === null ? known("") : tree.read(path);
  if (!text.known) return text;
  const base = setting(text.value, "base");
  if (base.kind !== "absent" && !(base.kind === "text" && /^(\/|\.\/|)$/.test(base.value)))
    return unknown("vite.config sets a base path");
  for (const name of ["proxy", "preview", "headers", "appType", "configurePreviewServer", "https"])
    if (
      settings(text.value, name).length > 0 ||
      (name === "configurePreviewServer" && text.value.includes(name))
    )
      return unknown(`vite.config sets ${name}, which is not carried over`);
  if (!given.has("host") || !isOpen(given.get("host")?.at(-1) ?? ""))
    return unknown(
      "vite preview without --host listens on localhost alone, which no port of the container reaches",
    );
  const written = given.get("port")?.at(-1);
  if (written === undefined && (major === null || major < 3))
    return unknown("the port of vite preview depends on its version, which is not told: give --port");
  const port = portOf(written ?? "4173");
  if (port === null) return unknown("the port of vite preview is not known");
  const out = setting(text.value, "outDir");
  if (out.kind !== "absent" && out.kind !== "text") return unknown("outDir in vite.config is computed");
  return known({
    server: "vite preview",
    folder: resolve(cwd, given.get("folder")?.at(-1) ?? (out.kind === "text" ? out.value : "dist")),
    port,
    lookup: "preview",
    redirectsPages: false,
    fallback: true,
    listing: false,
    headers: [["Cache-Control", "no-cache"]],
    gzip: "yes",
    charset: false,
    log: true,
    differences: [
      "any Host is answered, where vite from 5.4.12 on answers those of preview.allowedHosts alone",
      "ETag looks different, there is no Vary: Origin, and scripts are sent as application/javascript",
    ],
  });
}

/** `--host` stands alone or in front of an address: one word for both. */
function withHost(args: readonly Known<string>[]): readonly Known<string>[] {
  const words: Known<string>[] = [];
  for (const arg of args) {
    const last = words.at(-1);
    if (last?.known === true && last.value === "--host" && arg.known && !arg.value.startsWith("-"))
      words[words.length - 1] = known(`--host=${arg.value}`);
    else words.push(arg);
  }
  return words;
}
