/**
 * Which entries of the application's folder go to the runtime stage. An entry stays behind only when
 * it is proven build-only: turned into output by a compiler and named by nothing that runs, or by
 * its name a matter of tests, linters, editors, CI or documentation. Everything else is kept.
 */
import { basename, dirname, join, relative } from "node:path/posix";
import type { ImageTree, Output } from "../../model/types.js";
import { buildOnlyName, compilerSetting, isLockfileName } from "./buildOnly.js";
import { NEXT_IN_TYPESCRIPT, readByConvention } from "./conventions.js";
import { namesEntry, type ScannedSource } from "./imports.js";
import type { MemberView } from "./memberView.js";
import { topEntry, within } from "./paths.js";
import { isTest } from "./runtimeSources.js";

export interface ClassifyScope {
  readonly tree: ImageTree;
  readonly sources: readonly ScannedSource[];
  /** those whose texts may name what is read at run time */
  readonly naming: readonly ScannedSource[];
  /** the entry is what a tool made */
  readonly compiled: boolean;
  readonly inputs: ReadonlySet<string>;
  /** folders and files that a tool's documentation calls its sources */
  readonly folders: ReadonlySet<string>;
  /** variables that path functions are given in one of the sources */
  readonly passed: ReadonlySet<string>;
  /** packages that the sources import or the command runs */
  readonly packages: ReadonlySet<string>;
  /** a bundle that has its dependencies in it */
  readonly alone: boolean;
  /** a source runs git */
  readonly asksGit: boolean;
  readonly outputs: readonly Output[];
  /** absolute paths that have to be there whatever their names are */
  readonly forced: readonly string[];
  /** folders that links of node_modules point to */
  readonly linked: readonly string[];
  /** paths that commands other than build steps wrote */
  readonly written: readonly string[];
  readonly uses: readonly string[];
  readonly nodeModules: { readonly keep: boolean; readonly because: string };
  /** the manager that runs at run time reads its lockfile */
  readonly lockfileRead: boolean;
  readonly built: boolean;
  /** folders of the packages of a workspace, and those among them that the program reaches */
  readonly workspace?: {
    readonly members: readonly string[];
    readonly used: ReadonlyMap<string, MemberView>;
  };
}

export interface Placed {
  readonly path: string;
  readonly keep: boolean;
  readonly because: string;
  /** its reader takes options from it and follows none of the paths that it names */
  readonly optionsOnly?: boolean;
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

/** What is known of one package of a workspace, which its build has turned into output. */
function memberScope(view: MemberView, scope: ClassifyScope): ClassifyScope {
  const { kind, sources, inputs, targets, folders } = view;
  return {
    ...scope,
    sources,
    inputs,
    folders,
    compiled: kind === "compiled",
    forced: [...scope.forced.filter((path) => within(path, view.member.directory)), ...targets],
    lockfileRead: false,
  };
}

function place(path: string, scope: ClassifyScope, nested: boolean): readonly Placed[] {
  const { tree, outputs, forced, sources, compiled, inputs } = scope;
  const name = basename(path);
  const keep = (because: string): readonly Placed[] => [{ path, keep: true, because }];
  const leave = (because: string): readonly Placed[] => [{ path, keep: false, because }];
  const members = scope.workspace?.members ?? [];
  if (members.includes(path)) {
    const view = scope.workspace?.used.get(path);
    if (view === undefined) return leave("a package of the workspace that the program does not use");
    return view.kind === "whole"
      ? keep("a package of the workspace that the program uses")
      : classify(path, memberScope(view, scope), view.kind === "site");
  }
  if (members.some((member) => within(member, path))) return classify(path, scope, nested);
  if (name === "node_modules") {
    if (nested && !sources.some((source) => within(source.path, dirname(path))))
      return leave("the packages of a part that is built");
    return scope.nodeModules.keep ? keep(scope.nodeModules.because) : leave(scope.nodeModules.because);
  }
  if (name === "package.json" && scope.alone) return leave("the bundle has its own");
  // yarn and pnpm look for every package of the workspace before they run a script
  if (name === "package.json" && members.includes(dirname(path))) return keep("a package of the workspace");
  if (name === "package.json")
    return nested && !sources.some((source) => within(source.path, dirname(path)))
      ? leave("of a part that is built")
      : keep("node reads it");
  if (name === ".npmrc" && steersScripts(path, tree)) return keep("it steers how scripts run");
  if (/^\.(npmrc|yarnrc)/.test(name) && !(name === ".yarnrc.yml" && scope.lockfileRead))
    return leave("settings of the package manager");
  const needed = forced.find((one) => within(one, path));
  if (scope.nodeModules.keep && scope.linked.some((one) => within(one, path)))
    return keep("node_modules has a link to it");
  const own = outputs.filter((output) => within(output.path, path));
  const fromContext = tree.kind(path) !== null;
  const lasting = own.filter((output) => lasts(output, compiled));
  const runsHere = sources.some(
    (source) => within(source.path, path) && !(compiled && inputs.has(source.path)),
  );
  if (needed !== undefined) {
    // `.next/standalone` alone, not all of `.next`; a RUN may have put files of the context into it.
    return needed.endsWith("/standalone") && tree.files(path).every((file) => within(file, needed))
      ? [{ path: needed, keep: true, because: "the command runs it" }]
      : keep("the command needs it");
  }
  // The server of Next's bundle looks for it beside itself (docs of `output`).
  if (name === "public" && forced.some((one) => one === join(dirname(path), ".next/standalone")))
    return leave("the bundle has its own");
  if (!fromContext && own.length > 0) {
    if (lasting.length === 0) return leave("the build tool's own");
    return keep("the build makes it");
  }
  if (isNestedPackage(path, tree) && !runsHere && lasting.length > 0) return classify(path, scope, true);
  if (lasting.some((output) => output.path === path)) return keep("the build makes it");
  if (runsHere) return keep("its sources are the program");
  const naming = scope.naming.find(
    (source) =>
      (compiled || !within(source.path, path)) &&
      namesEntry(source.facts, path, compiled && inputs.has(source.path), scope.passed),
  );
  const consumed = compiledFrom(path, scope) || (nested && inputs.size > 0 && everyInput(path, scope));
  if (naming !== undefined && !(isLockfileName(name) || /^(tsconfig[\w.-]*\.json|\.git)$/.test(name))) {
    return keep(`${relative(dirname(path), naming.path)} names it`);
  }
  if (name === ".git" && (naming !== undefined || scope.asksGit)) return keep("the program reads it");
  const reader = readByConvention(name, scope.packages, scope.uses);
  if (reader !== null && !isNestedPackage(path, tree)) return keep(`${reader} reads it`);
  if (consumed)
    return lasting.length > 0
      ? lasting.map((output) => ({ path: output.path, keep: true, because: "the build makes it" }))
      : leave(everyInput(path, scope) ? "the build has turned it into output" : "sources of the build");
  if (lasting.length > 0) return keep("the build writes into it");
  if (name === "tsconfig.json" && scope.uses.some((one) => /^(tsconfig-paths|(@strapi\/)?strapi)$/.test(one)))
    return keep("the program reads it");
  if (name === "tsconfig.json" && sources.some((source) => NEXT_IN_TYPESCRIPT.test(source.path)))
    return [{ path, keep: true, because: "next reads it for its configuration", optionsOnly: true }];
  if (isLockfileName(name))
    return scope.lockfileRead ? keep("the package manager reads it at run time") : leave("a lockfile");
  if (name === "Procfile" || /^LICEN[CS]E/i.test(name) || name === "NOTICE") return leave("documentation");
  const useless = buildOnlyName(name);
  if (useless !== null && scope.written.every((one) => one !== path)) return leave(useless);
  if ((scope.built || compiled) && compilerSetting(name) && !(name === "index.html" && !compiled))
    return leave("settings of the compiler");
  if (own.length > 0 && lasting.length === 0 && !fromContext) return leave("the build tool's own");
  if (compiled && scope.built && onlyForCompilers(path, scope))
    return leave("sources that only a compiler reads");
  return keep("not shown to be useless at run time");
}

/** A source that a step writes for the compiler is in the compiler's output when the program is. */
function lasts({ path, kind, role }: Output, compiled: boolean): boolean {
  if (role !== "artifact" && role !== "dependencies") return false;
  const source = kind === "file" && COMPILED.test(path) && !/\.config\.\w+$/.test(path);
  return !(compiled && source);
}

/** node runs no TypeScript or single-file component of itself; a source that names one has kept it by now. */
function onlyForCompilers(path: string, { tree, alone, uses }: ClassifyScope): boolean {
  const name = basename(path);
  if (tree.kind(path) === "file") {
    if (alone && /^(nuxt|next)\.config\.[cm]?[jt]s$/.test(name)) return true;
    // Command line tools load their settings in TypeScript themselves.
    if (/\.config\.\w+$/.test(name) || uses.some((one) => MIGRATION_TOOLS.test(one))) return false;
    return COMPILED.test(name);
  }
  const files = tree.files(path);
  return (
    !uses.some((one) => MIGRATION_TOOLS.test(one)) &&
    files.some((file) => COMPILED.test(file)) &&
    files.every((file) => COMPILED.test(file) || STYLE.test(file))
  );
}

const COMPILED = /\.([cm]?tsx?|jsx|vue|svelte|astro)$/;
const STYLE = /\.(s?css|sass|less|styl|snap|map)$/;
const MIGRATION_TOOLS =
  /^(prisma|knex|sequelize|sequelize-cli|typeorm|drizzle-kit|mikro-orm|@mikro-orm\/cli|migrate-mongo)$/;

/** https://docs.npmjs.com/cli/v10/using-npm/config and https://pnpm.io/npmrc: what `npm run` and `pnpm run` obey. */
function steersScripts(path: string, tree: ImageTree): boolean {
  const text = tree.read(path);
  return (
    text.known &&
    /^\s*(node-options|script-shell|shell-emulator|enable-pre-post-scripts|ignore-scripts)\s*=/m.test(
      text.value,
    ) &&
    !/_auth|_password|token/i.test(text.value)
  );
}

function isNestedPackage(path: string, tree: ImageTree): boolean {
  return tree.kind(join(path, "package.json")) === "file";
}

/** Is the entry, or what lies in it, the input of a build and not run as it is? */
function compiledFrom(path: string, scope: ClassifyScope): boolean {
  const { inputs, tree, folders } = scope;
  if (inputs.has(path)) return true;
  if (tree.kind(path) !== "directory") return false;
  const files = tree.files(path);
  if (folders.has(path) && files.length > 0) return true;
  // What the compiler does not take from the folder is out of reach of its output, but by a name.
  if (scope.compiled && scope.sources.some((source) => within(source.path, path) && inputs.has(source.path)))
    return scope.outputs.every((output) => !lasts(output, true) || !within(output.path, path));
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
