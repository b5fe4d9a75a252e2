/**
 * Plug'n'Play, the linker of yarn 2 and later unless .yarnrc.yml names another one: no node_modules, but a file
 * `.pnp.cjs` that tells node in which archive of yarn's cache each package lies. In: the folder of the project; out: the
 * files that the program loads, with the cache outside of the project where yarn keeps it there (by default
 * from 4 on), or why they cannot be told. Tried with yarn 3.8.7 and 4.18.1.
 */
import { join } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import { readPackage } from "./packageJson.js";
import { homeOf } from "./words.js";
import { workspaceAround } from "./workspace.js";

/** Files and folders, absolute; `.yarn` holds the releases, unpacked packages and a cache of the project's own. */
export type PnpFiles = Known<readonly string[]>;

/** nodeLinker of .yarnrc.yml (yarnpkg.com/configuration/yarnrc); null where it is not set. */
function linkerOf(settings: string): string | null {
  return setting(settings, "nodeLinker");
}

function setting(settings: string, name: string): string | null {
  return new RegExp(`^\\s*${name}:\\s*["']?([^"'\\s]+)`, "m").exec(settings)?.[1] ?? null;
}

function settingsOf(root: string, tree: ImageTree): string {
  const text = tree.read(join(root, ".yarnrc.yml"));
  return text.known ? text.value : "";
}

/** Does an install by yarn 2 or later leave `.pnp.cjs` there instead of node_modules? */
export function linksByPnp(root: string, tree: ImageTree): boolean {
  const linker = linkerOf(settingsOf(root, tree));
  return linker === null || linker === "pnp";
}

export function pnpFiles(root: string, invocation: Invocation, tree: ImageTree): PnpFiles {
  const major = yarnMajor(root, tree);
  if (major === null || major < 3)
    return unknown("which version of yarn installs is not known, or it is older than 3");
  const settings = settingsOf(root, tree);
  const env = (name: string): string | null => {
    const value = invocation.env.get(name);
    return value?.known === true ? value.value : null;
  };
  const named = ["YARN_CACHE_FOLDER", "YARN_GLOBAL_FOLDER"].find((name) => invocation.env.has(name));
  const place = ["cacheFolder", "globalFolder", "pnpUnpluggedFolder", "virtualFolder"].find(
    (name) => setting(settings, name) !== null,
  );
  if (named !== undefined || place !== undefined)
    return unknown(`${named ?? place ?? ""} puts packages elsewhere`);
  const shared =
    env("YARN_ENABLE_GLOBAL_CACHE") ??
    setting(settings, "enableGlobalCache") ??
    (major >= 4 ? "true" : "false");
  return known([
    join(root, ".pnp.cjs"),
    ...(setting(settings, "pnpEnableInlining") === "false" ? [join(root, ".pnp.data.json")] : []),
    ...(hasLoader(root, settings, tree) ? [join(root, ".pnp.loader.mjs")] : []),
    join(root, ".yarn"),
    ...(shared === "true" || shared === "1" ? [join(homeOf(invocation), ".yarn/berry/cache")] : []),
  ]);
}

/** Written when a package of the project is of modules, unless the settings decide (pnpEnableEsmLoader). */
function hasLoader(root: string, settings: string, tree: ImageTree): boolean {
  const set = setting(settings, "pnpEnableEsmLoader");
  if (set !== null) return set === "true";
  const own = readPackage(root, tree);
  const members = workspaceAround(root, tree)?.members ?? [];
  return [...(own.known && own.value !== null ? [own.value] : []), ...members].some((one) => one.module);
}

/** By yarnPath, by `packageManager`, or by the form of the lockfile: 8 and more are yarn 4's. */
export function yarnMajor(root: string, tree: ImageTree): number | null {
  const path = /yarn-(\d+)/.exec(setting(settingsOf(root, tree), "yarnPath") ?? "")?.[1];
  const pkg = readPackage(root, tree);
  const declared = /^yarn@(\d+)/.exec((pkg.known ? pkg.value?.packageManager : null) ?? "")?.[1];
  const lock = tree.read(join(root, "yarn.lock"));
  const form = lock.known ? /^__metadata:\s*\n\s+version: (\d+)/m.exec(lock.value)?.[1] : undefined;
  const named = path ?? declared;
  if (named !== undefined) return Number(named);
  return form === undefined ? null : Number(form) >= 8 ? 4 : Number(form) >= 5 ? 3 : 2;
}

/** The version that a RUN brings, where that is another one than the project names. */
export function otherYarn(root: string, tree: ImageTree, history: BuildHistory): string | null {
  const major = yarnMajor(root, tree);
  const fetched = history.invocations.flatMap(({ program, raw }) => {
    const words = raw.join(" ");
    const set = program === "yarn" ? /^(?:policies )?set version (\S+)/.exec(words)?.[1] : undefined;
    return set ?? /(?:^| )(?:yarn|@yarnpkg\/cli-dist)@(\S+)/.exec(words)?.[1] ?? [];
  });
  // what these names have meant since yarn 4 came out in 2023
  const majors = fetched.map((name) =>
    /^(berry|stable)$/.test(name) ? 4 : Number(/^v?(\d+)/.exec(name)?.[1] ?? 0),
  );
  return fetched.find((_, at) => majors[at] !== 1 && majors[at] !== major) ?? null;
}
