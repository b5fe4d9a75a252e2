/**
 * Command lines of npm, yarn, pnpm and bun -> what they ask for. In: an invocation; out: one of a
 * few kinds with what matters of the options. A command that is not known is `other`.
 */
import { resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { closestPackage } from "./packageJson.js";
import { lockfilesIn, type Manager } from "./lockfiles.js";

export type Program = "npm" | "yarn" | "pnpm" | "bun";

export type Asked =
  | {
      readonly kind: "install";
      /** `npm ci`, `--frozen-lockfile`: fails without a lockfile that agrees */
      readonly frozen: boolean;
      readonly production: boolean;
      readonly global: boolean;
      /** packages by name */
      readonly names: readonly string[];
      readonly ignoreScripts: boolean;
      /** writes or reads no lockfile */
      readonly lockless: boolean;
    }
  | {
      readonly kind: "run";
      readonly script: Known<string>;
      readonly args: readonly Known<string>[];
      readonly ifPresent: boolean;
    }
  | {
      readonly kind: "exec";
      readonly argv: readonly Known<string>[];
      readonly text: string | null;
      readonly fetched: boolean;
    }
  | { readonly kind: "prune" }
  | { readonly kind: "rebuild" }
  | { readonly kind: "remove"; readonly names: readonly string[] }
  | { readonly kind: "update" }
  | { readonly kind: "check" }
  | { readonly kind: "housekeeping" }
  | { readonly kind: "other"; readonly command: string };

export interface ManagerCommand {
  readonly program: Program;
  readonly manager: Manager;
  /** absolute */
  readonly directory: Known<string>;
  readonly asked: Asked;
  /** one or all packages of a workspace are meant */
  readonly workspace: string | null;
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  npm: "npm",
  npx: "npm",
  yarn: "yarn",
  yarnpkg: "yarn",
  pnpm: "pnpm",
  pnpx: "pnpm",
  bun: "bun",
  bunx: "bun",
};

/** Options with a value in the next word. */
const VALUES: ReadonlySet<string> = new Set(
  (
    "--prefix -C --cwd --dir --registry --loglevel -w --workspace --filter -F --cache --cache-folder --userconfig --omit --include --only --also --script-shell " +
    "--fetch-retries --fetch-timeout --network-timeout --network-concurrency --maxsockets --arch --cpu --os --libc --before --tag --location --modules-folder " +
    "--mutex --store-dir --reporter --fetch-retry-mintimeout --fetch-retry-maxtimeout --child-concurrency --workspace-concurrency --mode --global-folder --install-strategy -p --package"
  ).split(" "),
);

interface Parts {
  readonly words: readonly Known<string>[];
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** index in `args` at which each word stands */
  readonly positions: readonly number[];
}

/** null when the program is no package manager. */
export function readManagerCommand(invocation: Invocation, tree: ImageTree): ManagerCommand | null {
  const program = PROGRAMS[invocation.program];
  if (program === undefined) return null;
  const parts = split(invocation, program);
  const folder =
    parts.options.get("--prefix")?.[0] ??
    parts.options.get("-C")?.[0] ??
    parts.options.get("--cwd")?.[0] ??
    parts.options.get("--dir")?.[0];
  const directory =
    folder === undefined
      ? invocation.cwd
      : invocation.cwd.known || folder.startsWith("/")
        ? known(resolve(invocation.cwd.known ? invocation.cwd.value : "/", folder))
        : invocation.cwd;
  const [first, second] = parts.words;
  const workspaceFlag = [
    "-w",
    "--workspace",
    "--workspaces",
    "-ws",
    "--filter",
    "-F",
    "-r",
    "--recursive",
  ].find(
    (name) =>
      parts.options.has(name) &&
      !(program === "yarn" && name === "-w") &&
      !(program === "pnpm" && name === "-w"),
  );
  const inner =
    program === "yarn" &&
    first?.known === true &&
    (first.value === "workspace" || first.value === "workspaces")
      ? "yarn workspaces"
      : null;
  return {
    program,
    manager: managerOf(program, directory, tree),
    directory,
    asked: ask(invocation, program, parts, first, second, directory, tree),
    workspace: workspaceFlag ?? inner,
  };
}

/** Words before the script or program's own arguments are options of the manager. */
function split(invocation: Invocation, program: Program): Parts {
  const words: Known<string>[] = [];
  const positions: number[] = [];
  const options = new Map<string, string[]>();
  const executes = ["npx", "pnpx", "bunx"].includes(invocation.program);
  const { args } = invocation;
  let open = true;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? unknown("no word");
    const verb = words[0]?.known === true ? words[0].value : null;
    // What stands behind the script's name belongs to the script for yarn, pnpm and bun; npm wants `--`.
    const done = executes
      ? words.length >= 1
      : verb !== null &&
        (["exec", "x", "dlx", "node"].includes(verb)
          ? words.length >= 2
          : program !== "npm" &&
            (["run", "run-script"].includes(verb)
              ? words.length >= 2
              : !INSTALLS.has(verb) && !KNOWN_WORDS.has(verb)));
    if (!open || done || !arg.known || !arg.value.startsWith("-")) {
      words.push(arg);
      positions.push(at);
      continue;
    }
    if (arg.value === "--") {
      open = false;
      continue;
    }
    const equals = arg.value.indexOf("=");
    const name = equals > 0 ? arg.value.slice(0, equals) : arg.value;
    const list = options.get(name) ?? [];
    const next = args[at + 1];
    if (equals > 0) list.push(arg.value.slice(equals + 1));
    else if (takesValue(name, program, executes) && next !== undefined) {
      if (next.known) list.push(next.value);
      at += 1;
    } else if (next?.known === true && (next.value === "true" || next.value === "false")) {
      list.push(next.value);
      at += 1;
    }
    options.set(name, list);
  }
  return { words, options, positions };
}

function takesValue(name: string, program: Program, executes: boolean): boolean {
  if (name === "-p" || name === "--package") return executes || program === "npm";
  if (name === "-w" || name === "-C") return !(name === "-w" && program !== "npm");
  return VALUES.has(name);
}

const INSTALLS: ReadonlySet<string> = new Set(
  "install i add in ins inst isntall ci clean-install ic install-clean it install-test link global up upgrade update remove uninstall un rm r unlink rebuild rb prune dedupe import fetch deploy".split(
    " ",
  ),
);
const KNOWN_WORDS: ReadonlySet<string> = new Set(
  "run run-script config cache set get audit version test t store setup env list ls outdated why pack plugin workspaces workspace self-update policies autoclean check fund doctor create init info login logout publish bin root prefix help completion npm-set patch patch-commit approve-builds upgrade-interactive build pm".split(
    " ",
  ),
);

/** Which manager stands behind the program's name: yarn is classic or berry by what lies in the project. */
function managerOf(program: Program, directory: Known<string>, tree: ImageTree): Manager {
  if (program !== "yarn") return program;
  if (!directory.known) return "yarn-classic";
  const pkg = closestPackage(directory.value, tree);
  const home = pkg.known && pkg.value !== null ? pkg.value.directory : directory.value;
  const declared = pkg.known ? pkg.value?.packageManager : null;
  const version = /^yarn@(\d+)/.exec(declared ?? "")?.[1];
  if (version !== undefined) return Number(version) >= 2 ? "yarn-berry" : "yarn-classic";
  return lockfilesIn(home, tree).some(({ manager }) => manager === "yarn-berry") ||
    tree.kind(`${home}/.yarnrc.yml`) === "file"
    ? "yarn-berry"
    : "yarn-classic";
}

function ask(
  invocation: Invocation,
  program: Program,
  parts: Parts,
  first: Known<string> | undefined,
  second: Known<string> | undefined,
  directory: Known<string>,
  tree: ImageTree,
): Asked {
  if (["npx", "pnpx", "bunx"].includes(invocation.program)) return executed(parts, 0);
  if (first === undefined) {
    if ([...parts.options.keys()].some((name) => ["-v", "--version", "-h", "--help"].includes(name)))
      return { kind: "housekeeping" };
    return program === "yarn"
      ? install(invocation, program, parts, [], directory, tree, false)
      : { kind: "housekeeping" };
  }
  if (!first.known)
    return {
      kind: "run",
      script: program === "yarn" ? first : unknown(first.because),
      args: [],
      ifPresent: false,
    };
  const verb = first.value;
  const names = parts.words.slice(1).map((word) => (word.known ? word.value : "$"));
  switch (verb) {
    case "ci":
    case "clean-install":
    case "ic":
    case "install-clean":
      if (program === "npm" || program === "pnpm")
        return install(invocation, program, parts, [], directory, tree, true);
      break;
    case "install":
    case "i":
    case "add":
    case "in":
    case "ins":
    case "inst":
    case "isntall":
    case "it":
    case "install-test":
      return install(invocation, program, parts, names, directory, tree, false);
    case "link":
    case "ln":
      return install(invocation, program, parts, ["link"], directory, tree, false);
    case "global":
      if (program === "yarn")
        return {
          ...install(invocation, program, parts, names.slice(1), directory, tree, false),
          global: true,
        };
      break;
    case "workspaces":
    case "workspace":
      if (program === "yarn")
        return second?.known === true && second.value === "focus"
          ? install(invocation, program, parts, [], directory, tree, false)
          : { kind: "other", command: verb };
      break;
    case "run":
    case "run-script":
    case "rum":
    case "urn":
      if (second === undefined) return { kind: "check" };
      return {
        kind: "run",
        script: second,
        args: parts.words.slice(2),
        ifPresent: parts.options.has("--if-present"),
      };
    case "start":
    case "stop":
    case "restart":
      return {
        kind: "run",
        script: first,
        args: parts.words.slice(1),
        ifPresent: parts.options.has("--if-present"),
      };
    case "test":
    case "t":
    case "tst":
    case "audit":
      return program === "npm" && verb === "audit" && second?.known === true && second.value === "fix"
        ? { kind: "update" }
        : { kind: "check" };
    case "exec":
    case "x":
    case "dlx":
      return executed({ ...parts, words: parts.words.slice(1) }, 0);
    case "node":
      return { kind: "exec", argv: [known("node"), ...parts.words.slice(1)], text: null, fetched: false };
    case "prune":
      return { kind: "prune" };
    case "rebuild":
    case "rb":
      return { kind: "rebuild" };
    case "remove":
    case "uninstall":
    case "un":
    case "rm":
    case "r":
    case "unlink":
      return { kind: "remove", names };
    case "update":
    case "up":
    case "upgrade":
    case "dedupe":
    case "import":
    case "audit-fix":
      return { kind: "update" };
    default:
      break;
  }
  const housekeeping =
    "config cache set get version store setup env list ls outdated why plugin policies autoclean check fund doctor info login logout bin root prefix help completion npm-set self-update";
  if (housekeeping.split(" ").includes(verb) && !(program === "yarn" && scriptNamed(verb, directory, tree)))
    return { kind: "housekeeping" };
  if (program === "npm") return { kind: "other", command: verb };
  if (program === "bun" && /\.[cm]?[jt]sx?$/.test(verb))
    return { kind: "exec", argv: [known("bun"), ...parts.words], text: null, fetched: false };
  if (scriptNamed(verb, directory, tree))
    return { kind: "run", script: first, args: parts.words.slice(1), ifPresent: false };
  // yarn and pnpm run a program of node_modules when no script has the name
  return { kind: "exec", argv: parts.words, text: null, fetched: false };
}

function scriptNamed(name: string, directory: Known<string>, tree: ImageTree): boolean {
  if (!directory.known) return false;
  const pkg = closestPackage(directory.value, tree);
  return pkg.known && pkg.value !== null && name in pkg.value.scripts;
}

function executed(parts: Parts, from: number): Asked {
  const text = parts.options.get("-c")?.[0] ?? parts.options.get("--call")?.[0] ?? null;
  return {
    kind: "exec",
    argv: parts.words
      .slice(from)
      .map((word, at) => (at === 0 && word.known ? known(withoutVersion(word.value)) : word)),
    text,
    fetched: parts.options.has("-p") || parts.options.has("--package"),
  };
}

function withoutVersion(name: string): string {
  const at = name.indexOf("@", 1);
  return at > 0 ? name.slice(0, at) : name;
}

function install(
  invocation: Invocation,
  program: Program,
  parts: Parts,
  names: readonly string[],
  directory: Known<string>,
  tree: ImageTree,
  ci: boolean,
): Extract<Asked, { kind: "install" }> {
  const { options } = parts;
  const set = (...flags: readonly string[]): boolean =>
    flags.some((name) => options.has(name) && options.get(name)?.[0] !== "false");
  const off = (...flags: readonly string[]): boolean =>
    flags.some((name) => options.get(name)?.[0] === "false" || options.has(`--no-${name.slice(2)}`));
  return {
    kind: "install",
    frozen: ci || set("--frozen-lockfile", "--immutable"),
    production: isProduction(invocation, program, options, set, off, directory, tree),
    global: set("-g", "--global") || options.get("--location")?.[0] === "global",
    names,
    ignoreScripts: set("--ignore-scripts") || options.get("--mode")?.[0] === "skip-build",
    lockless:
      options.has("--no-lockfile") ||
      options.has("--no-package-lock") ||
      off("--package-lock") ||
      options.get("--frozen-lockfile")?.[0] === "never",
  };
}

type Test = (...flags: readonly string[]) => boolean;

/** As npm (omit, only, production, NODE_ENV), yarn 1 (production, NODE_ENV), pnpm (prod, NODE_ENV) and bun decide it. */
function isProduction(
  invocation: Invocation,
  program: Program,
  options: Parts["options"],
  set: Test,
  off: Test,
  directory: Known<string>,
  tree: ImageTree,
): boolean {
  const listed = (name: string): readonly string[] =>
    (options.get(name) ?? []).flatMap((value) => value.split(","));
  if (
    listed("--include").includes("dev") ||
    listed("--also").some((one) => /^dev/.test(one)) ||
    set("-D", "--dev")
  )
    return false;
  if (off("--production", "--prod")) return false;
  if (set("--production", "--prod") || (program === "pnpm" && set("-P"))) return true;
  if (listed("--omit").includes("dev") || listed("--only").some((one) => /^prod/.test(one))) return true;
  const env = (name: string): string | null => {
    const value =
      [...invocation.assignments].reverse().find((one) => one.name === name)?.value ??
      invocation.env.get(name);
    return value?.known === true ? value.value : null;
  };
  const setting = (name: string): string | null =>
    env(`npm_config_${name}`) ?? env(`NPM_CONFIG_${name.toUpperCase()}`);
  if (setting("production") !== null) return setting("production") === "true";
  if (setting("include")?.includes("dev") === true) return false;
  if (
    setting("omit")
      ?.split(/[,\s]+/)
      .includes("dev") === true ||
    setting("only")?.startsWith("prod") === true
  )
    return true;
  const npmrc = directory.known ? tree.read(`${directory.value}/.npmrc`) : directory;
  if (npmrc.known && program === "npm") {
    if (/^\s*include\s*(\[\])?\s*=\s*"?dev/m.test(npmrc.value)) return false;
    if (/^\s*(omit\s*(\[\])?\s*=\s*"?dev|production\s*=\s*true)/m.test(npmrc.value)) return true;
  }
  // Berry and bun take no notice of NODE_ENV when they install.
  if (program === "bun" || (program === "yarn" && managerOf(program, directory, tree) === "yarn-berry"))
    return false;
  return env("NODE_ENV") === "production";
}
