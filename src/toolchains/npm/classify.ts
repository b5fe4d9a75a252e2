/**
 * Which entries of the application's folder go to the runtime stage. An entry stays behind only when
 * it is proven build-only: turned into output by a compiler and named by nothing that runs, or by
 * its name a matter of tests, linters, editors, CI or documentation. Everything else is kept.
 */
import { basename, dirname, join, relative } from "node:path/posix";
import type { ImageTree, Output } from "../../model/types.js";
import { buildOnlyName, compilerSetting, isLockfileName } from "./buildOnly.js";
import { namesEntry, type ScannedSource } from "./imports.js";
import { topEntry, within } from "./paths.js";
import { isTest } from "./runtimeSources.js";

export interface ClassifyScope {
  readonly tree: ImageTree;
  readonly sources: readonly ScannedSource[];
  /** the entry is what a tool made */
  readonly compiled: boolean;
  readonly inputs: ReadonlySet<string>;
  readonly outputs: readonly Output[];
  /** absolute paths that have to be there whatever their names are */
  readonly forced: readonly string[];
  /** paths that commands other than build steps wrote */
  readonly written: readonly string[];
  readonly uses: readonly string[];
  readonly nodeModules: { readonly keep: boolean; readonly because: string };
  /** the manager that runs at run time reads its lockfile */
  readonly lockfileRead: boolean;
  readonly built: boolean;
}

export interface Placed {
  readonly path: string;
  readonly keep: boolean;
  readonly because: string;
}

/** In an application that lies in "/": what the system and the caches have there is none of its own. */
export const SYSTEM =
  /^\/(bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)$/;

export function classify(directory: string, scope: ClassifyScope, nested = false): readonly Placed[] {
  const { tree, outputs, written, forced } = scope;
  const inside = [...outputs.map(({ path }) => path), ...written, ...forced]
    .flatMap((path) => topEntry(path, directory) ?? [])
    .filter((path) => directory !== "/" || !SYSTEM.test(path));
  const names = new Set([...(tree.entries(directory) ?? []).map((name) => join(directory, name)), ...inside]);
  return [...names].sort().flatMap((path) => place(path, scope, nested));
}

function place(path: string, scope: ClassifyScope, nested: boolean): readonly Placed[] {
  const { tree, outputs, forced, sources, compiled, inputs } = scope;
  const name = basename(path);
  const keep = (because: string): readonly Placed[] => [{ path, keep: true, because }];
  const leave = (because: string): readonly Placed[] => [{ path, keep: false, because }];
  if (name === "node_modules") {
    if (nested && !sources.some((source) => within(source.path, dirname(path))))
      return leave("the packages of a part that is built");
    return scope.nodeModules.keep ? keep(scope.nodeModules.because) : leave(scope.nodeModules.because);
  }
  if (name === "package.json")
    return nested && !sources.some((source) => within(source.path, dirname(path)))
      ? leave("of a part that is built")
      : keep("node reads it");
  if (name === ".npmrc" || name === ".yarnrc") return leave("settings of the package manager");
  const needed = forced.find((one) => within(one, path));
  const own = outputs.filter((output) => within(output.path, path));
  const fromContext = tree.kind(path) !== null;
  const lasting = own.filter(({ role }) => role === "artifact" || role === "dependencies");
  const runsHere = sources.some(
    (source) => within(source.path, path) && !(compiled && inputs.has(source.path)),
  );
  if (needed !== undefined) {
    // `.next/standalone` alone, not all of `.next`
    return !fromContext && needed.endsWith("/standalone")
      ? [{ path: needed, keep: true, because: "the command runs it" }]
      : keep("the command needs it");
  }
  if (!fromContext && own.length > 0) {
    if (lasting.length === 0) return leave("the build tool's own");
    return keep("the build makes it");
  }
  if (isNestedPackage(path, tree) && !runsHere && lasting.length > 0) return classify(path, scope, true);
  if (lasting.some((output) => output.path === path)) return keep("the build makes it");
  if (runsHere) return keep("its sources are the program");
  const naming = sources.find(
    (source) =>
      (compiled || !within(source.path, path)) &&
      namesEntry(source.facts, name, compiled && inputs.has(source.path)),
  );
  const consumed = compiledFrom(path, scope) || (nested && inputs.size > 0 && everyInput(path, scope));
  if (naming !== undefined && !(isLockfileName(name) || /^(tsconfig[\w.-]*\.json|\.git)$/.test(name))) {
    return keep(`${relative(dirname(path), naming.path)} names it`);
  }
  if (naming !== undefined && name === ".git") return keep("the program reads it");
  if (consumed)
    return lasting.length > 0
      ? lasting.map((output) => ({ path: output.path, keep: true, because: "the build makes it" }))
      : leave(everyInput(path, scope) ? "the build has turned it into output" : "sources of the build");
  if (lasting.length > 0) return keep("the build writes into it");
  if (name === "tsconfig.json" && scope.uses.includes("tsconfig-paths"))
    return keep("tsconfig-paths reads it");
  if (isLockfileName(name))
    return scope.lockfileRead ? keep("the package manager reads it at run time") : leave("a lockfile");
  if (name === "Procfile" || /^LICEN[CS]E/i.test(name) || name === "NOTICE") return leave("documentation");
  const useless = buildOnlyName(name);
  if (useless !== null && scope.written.every((one) => one !== path)) return leave(useless);
  if ((scope.built || compiled) && compilerSetting(name) && !(name === "index.html" && !compiled))
    return leave("settings of the compiler");
  if (own.length > 0 && lasting.length === 0 && !fromContext) return leave("the build tool's own");
  return keep("not shown to be useless at run time");
}

function isNestedPackage(path: string, tree: ImageTree): boolean {
  return tree.kind(join(path, "package.json")) === "file";
}

/** Is the entry, or what lies in it, the input of a build and not run as it is? */
function compiledFrom(path: string, scope: ClassifyScope): boolean {
  const { inputs, tree } = scope;
  if (inputs.has(path)) return true;
  if (tree.kind(path) !== "directory") return false;
  const files = tree.files(path);
  const sources = files.filter((file) => !isTest(file) && /\.([cm]?[jt]sx?|vue|svelte|astro)$/.test(file));
  return sources.length > 0 && sources.every((file) => inputs.has(file));
}

function everyInput(path: string, scope: ClassifyScope): boolean {
  const files = scope.tree.files(path);
  return (
    files.length > 0 &&
    files.every(
      (file) => scope.inputs.has(file) || isTest(file) || /\.(s?css|sass|less|md|snap|map)$/.test(file),
    )
  );
}

/** Texts of kept settings (`.sequelizerc`, ormconfig.json) that name a folder which would stay behind. */
export function namedBySettings(
  placed: readonly Placed[],
  directory: string,
  tree: ImageTree,
): readonly Placed[] {
  const texts = placed
    .filter(({ path, keep }) => keep && tree.kind(path) === "file" && dirname(path) === directory)
    .filter(
      ({ path }) =>
        /\.(json5?|ya?ml|toml|ini|conf|cfg|sh|ejs|hbs)$|rc$/.test(path) && basename(path) !== "package.json",
    )
    .flatMap(({ path }) => {
      const text = tree.read(path);
      return text.known ? [{ path, text: text.value }] : [];
    });
  return placed.map((one) => {
    if (
      one.keep ||
      tree.kind(one.path) !== "directory" ||
      /^\./.test(basename(one.path)) ||
      basename(one.path) === "node_modules"
    )
      return one;
    const name = basename(one.path).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const found = texts.find(({ text }) => new RegExp(`(^|[\\s"'./=:])${name}/`, "m").test(text));
    return found === undefined
      ? one
      : { path: one.path, keep: true, because: `${basename(found.path)} names it` };
  });
}
