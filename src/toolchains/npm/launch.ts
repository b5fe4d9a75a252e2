/**
 * The container's command of the node family -> what it needs. `npm start` and its kin are handed
 * back as text to follow; node, node's servers, migration tools and process managers become needs.
 * Refuses development servers, interpreters of the sources and builds at start.
 */
import { join } from "node:path/posix";
import type { Note } from "../../findings/types.js";
import { known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory, Launch, Need } from "../types.js";
import { programOfPath } from "./bins.js";
import { readManagerCommand, type ManagerCommand } from "./commands.js";
import { fetchedBecause } from "./fetchedProgram.js";
import { binsOf, refuse } from "./launchParts.js";
import { nodeLaunch } from "./nodeLaunch.js";
import { closestPackage } from "./packageJson.js";
import { pnpRoot } from "./pnpRoot.js";
import { checkedByPnpm, otherVersion } from "./pnpmCheck.js";
import { programLaunch, unknownProgram } from "./programLaunch.js";
import { lackingIn } from "./lackingProgram.js";
import { fetchesPrograms, hasHooks, startsServer, throughNode, type Leaf } from "./scripts.js";
import { appended, homeOf, quote, withArgv } from "./words.js";
import { workspaceAround } from "./workspace.js";

const DEPTH = 6;

export function npmLaunch(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  depth = 0,
  fetches = false,
): Launch | null {
  if (depth > DEPTH) return refuse("command-not-understood", "the command wraps itself without end");
  const manager = readManagerCommand(invocation, tree);
  if (
    manager !== null &&
    !(
      manager.asked.kind === "exec" &&
      manager.asked.argv[0]?.known === true &&
      manager.asked.argv[0].value === "bun"
    )
  ) {
    return managerLaunch(manager, invocation, tree, history, depth);
  }
  const inner = (one: Invocation): Launch | null => npmLaunch(one, tree, history, depth + 1);
  const direct = throughNode(invocation);
  const broken = withoutProgram(direct, fetches, tree, history);
  if (broken !== null) return broken;
  if (["node", "nodejs", "bun"].includes(direct.program)) return nodeLaunch(direct, tree, history, inner);
  const local =
    programOfPath(invocation.path) !== null ||
    direct.program !== invocation.program ||
    (invocation.bins?.length ?? 0) > 0;
  return programLaunch(direct, local, fetches, tree, history, inner);
}

/** A program of node_modules/.bin that the build has left out: the container ends at once. */
function withoutProgram(
  invocation: Invocation,
  fetches: boolean,
  tree: ImageTree,
  history: BuildHistory,
): Launch | null {
  if ((invocation.bins?.length ?? 0) === 0 && programOfPath(invocation.path) === null) return null;
  const leaf: Leaf = { kind: "program", invocation, ...(fetches ? { fetches } : {}) };
  const lacking = lackingIn([leaf], tree, history);
  return lacking === null
    ? null
    : { kind: "broken", code: "original-broken-dev-dependency", message: lacking.because };
}

function managerLaunch(
  command: ManagerCommand,
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  depth: number,
): Launch {
  const { workspace } = command;
  if (workspace !== null) {
    const { members } = workspace;
    const [only, ...others] = members.known ? members.value : [];
    if (only === undefined || others.length > 0)
      return refuse(
        "workspace",
        members.known
          ? `${invocation.program} ${workspace.label} starts ${members.value.length} packages of a workspace`
          : `${invocation.program} ${workspace.label}: ${members.because}`,
      );
    return managerLaunch(
      { ...command, workspace: null, directory: known(only.directory) },
      { ...invocation, cwd: known(only.directory) },
      tree,
      history,
      depth,
    );
  }
  const { asked, directory } = command;
  if (!directory.known) return refuse("command-not-understood", directory.because);
  const program = needsOfManager(command, invocation, tree, history);
  switch (asked.kind) {
    case "run":
      return runLaunch(command, asked, invocation, tree, history, program);
    case "exec": {
      if (asked.text !== null)
        return {
          kind: "follow",
          text: asked.text,
          cwd: directory.value,
          needs: program,
          bins: binsOf(directory.value, tree),
          because: `${invocation.program} runs a text`,
        };
      const pnp = command.manager === "yarn-berry" ? pnpRoot(directory.value, tree, history) : null;
      const hook = pnp === null ? [] : [["NODE_OPTIONS", known(hooked(pnp, invocation))] as const];
      const inner = withArgv(asked.argv, {
        ...invocation,
        cwd: directory,
        env: new Map([...invocation.env, ...hook]),
        bins: binsOf(directory.value, tree),
      });
      if (inner === null)
        return refuse(
          "command-not-understood",
          `the program that ${invocation.program} runs is only known at run time`,
        );
      const fetches = fetchesPrograms(command, invocation);
      const launch =
        npmLaunch(inner, tree, history, depth + 1, fetches) ??
        unknownProgram(inner, tree, history, fetches ? fetchedBecause(inner, tree, history) : null);
      return launch.kind === "needs" || launch.kind === "follow"
        ? { ...launch, needs: [...program, ...launch.needs] }
        : launch;
    }
    case "check":
      return refuse(
        "test-command",
        `${[invocation.program, ...invocation.raw].join(" ")} checks the project and serves nothing`,
      );
    case "housekeeping":
      return { kind: "needs", needs: program, notes: [] };
    default:
      return refuse(
        "build-at-start",
        `${[invocation.program, ...invocation.raw].join(" ")} changes node_modules when the container starts`,
      );
  }
}

/** The manager itself, and what it reads beside package.json. */
function needsOfManager(
  command: ManagerCommand,
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): readonly Need[] {
  const needs: Need[] = [
    {
      kind: "program",
      name: invocation.path,
      because: `the command is ${[invocation.program, ...invocation.raw].join(" ")}`,
    },
  ];
  const pkg = command.directory.known ? closestPackage(command.directory.value, tree) : null;
  const home = pkg?.known === true ? (pkg.value?.directory ?? null) : null;
  if (home === null) return needs;
  needs.push({ kind: "path", path: join(home, "package.json"), because: `${invocation.program} reads it` });
  const managed = history.invocations.some(({ program }) => program === "corepack");
  if ((command.program === "pnpm" || command.program === "yarn") && managed) {
    // The shim runs the version that the build fetched; without it the container would fetch it at start.
    const cache = invocation.env.get("COREPACK_HOME");
    needs.push({
      kind: "path",
      path: cache?.known === true ? cache.value : join(homeOf(invocation), ".cache/node/corepack"),
      because: `corepack keeps ${command.program} there`,
      optional: true,
    });
  }
  const workspace = workspaceAround(home, tree);
  const root = workspace?.root;
  if (command.program === "pnpm") {
    needs.push(...checkedByPnpm(home, workspace, tree, history));
    if (otherVersion(root ?? home, tree, history)?.place === "tools") {
      const base = invocation.env.get("PNPM_HOME");
      needs.push({
        kind: "path",
        path: join(
          base?.known === true ? base.value : join(homeOf(invocation), ".local/share/pnpm"),
          ".tools",
        ),
        because: "pnpm keeps the version there that packageManager asks for",
        optional: true,
      });
    }
  }
  if (root !== undefined) {
    for (const name of ["package.json", "pnpm-workspace.yaml"]) {
      if (tree.kind(join(root, name)) === "file")
        needs.push({
          kind: "path",
          path: join(root, name),
          because: `${invocation.program} finds the workspace by it`,
        });
    }
  }
  if (command.manager === "yarn-berry") {
    for (const name of ["yarn.lock", ".yarnrc.yml", ".yarn", ".pnp.cjs"]) {
      const path = join(root ?? home, name);
      if (tree.kind(path) !== null)
        needs.push({ kind: "path", path, because: "yarn reads it when it runs a script" });
    }
  }
  return needs;
}

/** NODE_OPTIONS as yarn sets it for what it starts */
function hooked(root: string, { env }: Invocation): string {
  const before = env.get("NODE_OPTIONS");
  return [`--require ${join(root, ".pnp.cjs")}`, ...(before?.known === true ? [before.value] : [])].join(" ");
}

function notesOfManager(command: ManagerCommand, tree: ImageTree, history: BuildHistory): readonly Note[] {
  if (command.program !== "pnpm" || !command.directory.known) return [];
  const home = command.directory.value;
  const other = otherVersion(workspaceAround(home, tree)?.root ?? home, tree, history);
  return other?.place !== "unknown"
    ? []
    : [
        {
          code: "pnpm-version-switch",
          message: `packageManager asks for pnpm ${other.wanted}, and the image installs another one or an unnamed one: where pnpm keeps what it fetches then is not known, so the container may fetch it when it starts`,
          line: null,
          weight: "review",
        },
      ];
}

function runLaunch(
  command: ManagerCommand,
  asked: Extract<ManagerCommand["asked"], { kind: "run" }>,
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  needs: readonly Need[],
): Launch {
  const line = [invocation.program, ...invocation.raw].join(" ");
  if (!asked.script.known)
    return refuse(
      "script-name-variable",
      `the script that ${line} runs is only known when the container starts`,
    );
  const directory = command.directory.known ? command.directory.value : "/";
  const pkg = closestPackage(directory, tree);
  if (!pkg.known) return refuse("start-script-unknown", `${line}: ${pkg.because}`);
  if (pkg.value === null)
    return refuse(
      "start-script-unknown",
      `${line}: there is no package.json for ${directory} in the context that is at hand`,
    );
  const { scripts, directory: home } = pkg.value;
  const name = asked.script.value;
  const fallback = name === "start" && startsServer(command) ? "node server.js" : null;
  const text = scripts[name] ?? fallback;
  if (text === null) {
    if (asked.ifPresent) return { kind: "needs", needs, notes: [] };
    return {
      kind: "broken",
      code: "original-broken-no-script",
      message: `package.json in ${home} has no script ${name}`,
    };
  }
  const hooks = hasHooks(command);
  const pnp = pnpRoot(directory, tree, history);
  if (pnp !== null && command.manager !== "yarn-berry")
    return refuse("yarn-pnp", `${line} starts the program without .pnp.cjs, so that node finds no packages`);
  const parts = [
    // yarn gives it to all that it starts
    pnp === null ? undefined : `export NODE_OPTIONS=${quote(hooked(pnp, invocation))}`,
    hooks ? scripts[`pre${name}`] : undefined,
    appended(text, asked.args),
    hooks ? scripts[`post${name}`] : undefined,
  ];
  return {
    kind: "follow",
    text: parts.filter((part): part is string => part !== undefined).join("\n"),
    cwd: home,
    needs,
    bins: [`${home}/node_modules/.bin`],
    because: `${line} runs the script ${name}`,
    notes: notesOfManager(command, tree, history),
  };
}
