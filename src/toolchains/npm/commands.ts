/**
 * Command lines of npm, yarn, pnpm and bun -> what they ask for. In: an invocation; out: one of a
 * few kinds with what matters of the options. A command that is not known is `other`.
 */
import { resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { installAsked, managerOf, productionAsked, type InstallAsked } from "./installArguments.js";
import type { Manager } from "./lockfiles.js";
import { splitWords, type Parts, type Program } from "./managerWords.js";
import { closestPackage } from "./packageJson.js";
import { workspaceAround } from "./workspace.js";
import type { Selected } from "./workspaceSelection.js";
import { workspaceWords } from "./workspaceWords.js";

export type Asked =
  | InstallAsked
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
  /** `production`: it takes dev dependencies away */
  | { readonly kind: "prune"; readonly production: boolean }
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
  /** the folder is a project of its own, whatever workspace lies around it */
  readonly alone: boolean;
  readonly asked: Asked;
  /** packages of a workspace are meant, by this option or word; `directory` is where the command stands */
  readonly workspace: { readonly label: string; readonly members: Selected } | null;
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

/** null when the program is no package manager. */
export function readManagerCommand(invocation: Invocation, tree: ImageTree): ManagerCommand | null {
  const program = PROGRAMS[invocation.program];
  if (program === undefined) return null;
  const parts = splitWords(invocation, program);
  const folder =
    parts.options.get("--prefix")?.[0] ??
    parts.options.get("-C")?.[0] ??
    parts.options.get("--cwd")?.[0] ??
    parts.options.get("--dir")?.[0];
  const stands =
    folder === undefined
      ? invocation.cwd
      : invocation.cwd.known || folder.startsWith("/")
        ? known(resolve(invocation.cwd.known ? invocation.cwd.value : "/", folder))
        : invocation.cwd;
  // pnpm's -w means the root of the workspace, npm's a package of it
  const upwards = program === "pnpm" && (parts.options.has("-w") || parts.options.has("--workspace-root"));
  const root = upwards && stands.known ? workspaceAround(stands.value, tree)?.root : undefined;
  const directory = root === undefined ? stands : known(root);
  const [first, second] = parts.words;
  const words = workspaceWords(invocation, program, parts, directory, tree);
  if (words?.inner) {
    const inner = readManagerCommand({ ...words.inner, cwd: directory }, tree);
    const [only, ...others] = words.members.known ? words.members.value : [];
    if (inner !== null && words.label === "workspace" && only !== undefined && others.length === 0)
      return readManagerCommand({ ...words.inner, cwd: known(only.directory) }, tree);
    if (inner !== null)
      return {
        ...inner,
        asked: inMembers(inner.asked, words.members),
        workspace: { label: words.label, members: words.members },
      };
  }
  const asked = ask(invocation, program, parts, first, second, directory, tree);
  return {
    program,
    manager: managerOf(program, directory, tree),
    directory,
    // npm looks for the workspace around a folder only where it is not told the folder
    alone: program === "npm" && folder !== undefined,
    asked: words === null ? beyondScripts(asked, program, directory, tree) : inMembers(asked, words.members),
    workspace: words === null ? null : { label: words.label, members: words.members },
  };
}

/** `pnpm --filter api build` is a script where a package has one of that name. */
function inMembers(asked: Asked, members: Selected): Asked {
  const [program, ...args] = asked.kind === "exec" ? asked.argv : [];
  return program?.known === true &&
    members.known &&
    members.value.some(({ scripts }) => program.value in scripts)
    ? { kind: "run", script: program, args, ifPresent: true }
    : asked;
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
  if (["npx", "pnpx", "bunx"].includes(invocation.program)) return executed(parts);
  if (first === undefined) {
    if ([...parts.options.keys()].some((name) => ["-v", "--version", "-h", "--help"].includes(name)))
      return { kind: "housekeeping" };
    return program === "yarn"
      ? installAsked(invocation, program, parts, [], directory, tree, false)
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
        return installAsked(invocation, program, parts, [], directory, tree, true);
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
      return installAsked(invocation, program, parts, names, directory, tree, false);
    case "link":
    case "ln":
      return installAsked(invocation, program, parts, ["link"], directory, tree, false);
    case "global":
      if (program === "yarn")
        return {
          ...installAsked(invocation, program, parts, names.slice(1), directory, tree, false),
          global: true,
        };
      break;
    case "workspaces":
    case "workspace":
      if (program === "yarn")
        return second?.known === true && second.value === "focus"
          ? installAsked(invocation, program, parts, [], directory, tree, false)
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
      return executed({ ...parts, words: parts.words.slice(1) });
    case "node":
      return { kind: "exec", argv: [known("node"), ...parts.words.slice(1)], text: null, fetched: false };
    // https://pnpm.io/cli/fetch: the lockfile's packages into the store, for an install without a network
    case "fetch":
      if (program === "pnpm") return { kind: "housekeeping" };
      break;
    case "prune":
      return { kind: "prune", production: productionAsked(invocation, program, parts, directory, tree) };
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
  if (program === "bun" && SOURCE_FILE.test(verb)) return interpreted(parts.words);
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

const SOURCE_FILE = /\.[cm]?[jt]sx?$/;

/**
 * Where no script has the name, `yarn run` and `bun run` take a program of node_modules, and bun a source file
 * first (cli/commands/run.js of yarn 1, plugin-essentials of berry, docs/cli/run.md of bun); npm and pnpm run scripts alone.
 */
function beyondScripts(asked: Asked, program: Program, directory: Known<string>, tree: ImageTree): Asked {
  if ((program !== "yarn" && program !== "bun") || asked.kind !== "run" || asked.ifPresent) return asked;
  const { script, args } = asked;
  if (!script.known || !directory.known || LIFECYCLE.has(script.value)) return asked;
  const pkg = closestPackage(directory.value, tree);
  if (!pkg.known || pkg.value === null || script.value in pkg.value.scripts) return asked;
  return program === "bun" && SOURCE_FILE.test(script.value)
    ? interpreted([script, ...args])
    : { kind: "exec", argv: [script, ...args], text: null, fetched: false };
}

function interpreted(words: readonly Known<string>[]): Asked {
  return { kind: "exec", argv: [known("bun"), ...words], text: null, fetched: false };
}

/** No package is known to bring programs of these names. */
const LIFECYCLE: ReadonlySet<string> = new Set(["start", "stop", "restart", "test"]);

function executed(parts: Parts): Asked {
  const text = parts.options.get("-c")?.[0] ?? parts.options.get("--call")?.[0] ?? null;
  return {
    kind: "exec",
    argv: parts.words.map((word, at) => (at === 0 && word.known ? known(withoutVersion(word.value)) : word)),
    text,
    fetched: parts.options.has("-p") || parts.options.has("--package"),
  };
}

function withoutVersion(name: string): string {
  const at = name.indexOf("@", 1);
  return at > 0 ? name.slice(0, at) : name;
}
