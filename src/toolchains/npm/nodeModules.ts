/**
 * What of a project's dependencies lies in its node_modules after the commands of the build so far: all,
 * those for production, or nothing, by the installs, prunes and removals in their order. In: the folder and
 * the history; out: the state and the command that left the others out. What is not followed makes it unknown.
 * Which commands take dev dependencies away is measured: docs/prune.md.
 */
import { join } from "node:path/posix";
import type { ImageTree, Invocation } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import type { ManagerCommand } from "./commands.js";
import { lifecycle } from "./install.js";
import { toolOf } from "./outputs/tools.js";
import { closestPackage } from "./packageJson.js";
import { within } from "./paths.js";
import { follow, type Leaf } from "./scripts.js";
import { workspaceAround } from "./workspace.js";

export interface NodeModules {
  readonly state: "all" | "production" | "nothing" | "unknown";
  /** the command that left dev dependencies out, or took them away */
  readonly by: Invocation | null;
  /** packages that were installed by name */
  readonly added: readonly string[];
}

const UNKNOWN: NodeModules = { state: "unknown", by: null, added: [] };
const NOTHING: NodeModules = { state: "nothing", by: null, added: [] };

export function nodeModulesIn(directory: string, tree: ImageTree, history: BuildHistory): NodeModules {
  // What the context brings is somebody's install elsewhere.
  if (!tree.known || tree.kind(join(directory, "node_modules")) !== null) return UNKNOWN;
  let now = NOTHING;
  for (const invocation of history.invocations) {
    const step = history.steps.some((one) => one.invocation === invocation);
    const leaves: readonly Leaf[] = step
      ? follow(invocation, tree).flatMap((leaf) => withScripts(leaf, tree))
      : [{ kind: "program", invocation }];
    for (const leaf of leaves) now = after(now, leaf, directory, tree, history);
  }
  return now;
}

/** An install and the scripts that it runs. */
function withScripts(leaf: Leaf, tree: ImageTree): readonly Leaf[] {
  return leaf.kind === "manager" ? [leaf, ...lifecycle(leaf.command, leaf.invocation, tree)] : [leaf];
}

function after(
  before: NodeModules,
  leaf: Leaf,
  directory: string,
  tree: ImageTree,
  history: BuildHistory,
): NodeModules {
  switch (leaf.kind) {
    case "unknown":
      return UNKNOWN;
    case "missing":
      return before;
    case "program":
      return afterProgram(before, leaf.invocation, directory, tree);
    case "manager": {
      const { command } = leaf;
      const next = afterManager(before, command, leaf.invocation, history);
      if (next === before || modulesOf(command, tree) !== directory) return before;
      return leaf.invocation.certain && command.workspace === null ? next : UNKNOWN;
    }
  }
}

/** Wherever a command stands in a workspace, it works on the root's. */
function modulesOf(command: ManagerCommand, tree: ImageTree): string | null {
  if (!command.directory.known) return null;
  const root = command.alone ? undefined : workspaceAround(command.directory.value, tree)?.root;
  const pkg = closestPackage(command.directory.value, tree);
  return root ?? (pkg.known && pkg.value !== null ? pkg.value.directory : command.directory.value);
}

function afterManager(
  before: NodeModules,
  { manager, asked, directory }: ManagerCommand,
  invocation: Invocation,
  history: BuildHistory,
): NodeModules {
  if (!directory.known) return UNKNOWN;
  const left = (added: readonly string[] = before.added): NodeModules => ({
    state: "production",
    by: before.state === "production" ? before.by : invocation,
    added,
  });
  switch (asked.kind) {
    case "install": {
      if (asked.global) return before;
      if (invocation.raw.includes("focus") || asked.names.includes("link")) return UNKNOWN;
      if (!asked.production) return { state: "all", by: null, added: [] };
      if (!omits(invocation, manager, history)) return UNKNOWN;
      const fresh = manager === "npm" && asked.frozen;
      // npm 6 is not known to take away what is there.
      if (before.state === "unknown" && !fresh) return UNKNOWN;
      if (before.state === "all" && manager === "npm" && !fresh && !isRecent(history)) return UNKNOWN;
      return left(fresh ? [] : [...before.added, ...asked.names.map(plainName)]);
    }
    case "prune":
      if (!asked.production || before.state === "production" || before.state === "nothing") return before;
      if (before.state === "unknown" || !omits(invocation, manager, history)) return UNKNOWN;
      return left([]);
    case "update":
    case "remove":
    case "other":
      return UNKNOWN;
    default:
      return before;
  }
}

/** npm knows --omit from version 7 on, which comes with node 15; npm 6 passes over it. */
function omits(invocation: Invocation, manager: ManagerCommand["manager"], history: BuildHistory): boolean {
  const older = /^(--production|--only(=prod.*)?)$/;
  return (
    manager !== "npm" ||
    invocation.raw.every((word) => !word.startsWith("--omit")) ||
    invocation.raw.some((word) => older.test(word)) ||
    isRecent(history)
  );
}

function isRecent({ base }: BuildHistory): boolean {
  return base?.family === "node" && base.major !== null && base.major >= 16;
}

function plainName(name: string): string {
  const at = name.indexOf("@", 1);
  return at > 0 ? name.slice(0, at) : name;
}

function afterProgram(
  before: NodeModules,
  invocation: Invocation,
  directory: string,
  tree: ImageTree,
): NodeModules {
  const modules = join(directory, "node_modules");
  if (toolOf(invocation.program) !== null) return invocation.program === "lerna" ? UNKNOWN : before;
  const effects = effectsOf(invocation, tree);
  if (!effects.known) return UNKNOWN;
  for (const effect of effects.value) {
    if (effect.kind === "remove" && within(modules, effect.path))
      return invocation.certain ? { ...NOTHING, by: invocation } : UNKNOWN;
    if (effect.kind !== "write") continue;
    if (effect.from !== undefined && effect.move === true && within(modules, effect.from)) return UNKNOWN;
    // A folder that is made changes nothing in what lies there.
    if (effect.what === "directory" && effect.from === undefined) continue;
    if (within(effect.path, modules) || (within(modules, effect.path) && effect.what === "tree"))
      return UNKNOWN;
  }
  return before;
}
