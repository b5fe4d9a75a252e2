/**
 * The container's command of the node family -> what it needs. `npm start` and its kin are handed
 * back as text to follow; node, node's servers, migration tools and process managers become needs.
 * Refuses development servers, interpreters of the sources and builds at start.
 */
import { join, resolve } from "node:path/posix";
import { known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory, Launch, Need } from "../types.js";
import { packageOfProgram, programOfPath } from "./bins.js";
import { readManagerCommand, type ManagerCommand } from "./commands.js";
import { applicationDirectory } from "./directory.js";
import { readNode } from "./nodeOptions.js";
import { packageOf } from "./imports.js";
import { operands } from "./outputs/made.js";
import { toolOf } from "./outputs/tools.js";
import { closestPackage, type PackageJson } from "./packageJson.js";
import { nodeFile, worksOf } from "./produced.js";
import { hasHooks, parallelScripts, peeled, throughNode } from "./scripts.js";
import {
  BUILDS_AT_START,
  DEV_SERVERS,
  INTERPRETERS,
  INTERPRETING_PRELOAD,
  OTHER_VERBS,
  WATCHES,
} from "./servers.js";
import { serverLaunch } from "./serverLaunch.js";
import { appended, homeOf, texts, withArgv } from "./words.js";

const DEPTH = 6;

export function npmLaunch(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  depth = 0,
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
  const direct = throughNode(invocation);
  if (["node", "nodejs", "bun"].includes(direct.program)) return nodeLaunch(direct, tree, history);
  const local =
    programOfPath(invocation.path) !== null ||
    direct.program !== invocation.program ||
    (invocation.bins?.length ?? 0) > 0;
  return programLaunch(direct, local, tree, history, depth);
}

export function refuse(code: string, message: string): Launch {
  return { kind: "refuse", code, message };
}

function managerLaunch(
  command: ManagerCommand,
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  depth: number,
): Launch {
  const { asked, directory } = command;
  if (!directory.known) return refuse("command-not-understood", directory.because);
  if (command.workspace !== null)
    return refuse("workspace", `${invocation.program} starts packages of a workspace (${command.workspace})`);
  const program = needsOfManager(command, invocation, tree, history);
  switch (asked.kind) {
    case "run":
      return runLaunch(command, asked, invocation, tree, program);
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
      const inner = withArgv(asked.argv, {
        ...invocation,
        cwd: directory,
        bins: binsOf(directory.value, tree),
      });
      if (inner === null)
        return refuse(
          "command-not-understood",
          `the program that ${invocation.program} runs is only known at run time`,
        );
      const launch = npmLaunch(inner, tree, history, depth + 1) ?? unknownProgram(inner, tree, history);
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

function binsOf(directory: string, tree: ImageTree): readonly string[] {
  const pkg = closestPackage(directory, tree);
  return [`${pkg.known && pkg.value !== null ? pkg.value.directory : directory}/node_modules/.bin`];
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
  if (command.manager === "yarn-berry") {
    for (const name of ["yarn.lock", ".yarnrc.yml", ".yarn", ".pnp.cjs"]) {
      if (tree.kind(join(home, name)) !== null)
        needs.push({ kind: "path", path: join(home, name), because: "yarn reads it when it runs a script" });
    }
  }
  return needs;
}

function runLaunch(
  command: ManagerCommand,
  asked: Extract<ManagerCommand["asked"], { kind: "run" }>,
  invocation: Invocation,
  tree: ImageTree,
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
  // https://docs.npmjs.com/cli/v10/using-npm/scripts: the default of start, when server.js is there
  const fallback = name === "start" && command.program === "npm" ? "node server.js" : null;
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
  const parts = [
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
  };
}

/** node and bun with a file. */
function nodeLaunch(invocation: Invocation, tree: ImageTree, history: BuildHistory): Launch {
  const node = readNode(
    invocation.program === "bun" && invocation.args[0]?.known === true && invocation.args[0].value === "run"
      ? { ...invocation, args: invocation.args.slice(1), raw: invocation.raw.slice(1) }
      : invocation,
  );
  if (!node.known) return refuse("command-not-understood", node.because);
  if (!invocation.cwd.known) return refuse("command-not-understood", invocation.cwd.because);
  const cwd = invocation.cwd.value;
  const { script, preloads, watch, test, run } = node.value;
  if (run !== null)
    return (
      npmLaunch(
        { ...invocation, program: "npm", path: "npm", args: [known("run"), known(run)], raw: ["run", run] },
        tree,
        history,
      ) ?? refuse("command-not-understood", "node --run is not followed")
    );
  if (watch)
    return refuse(
      "dev-server-command",
      "node --watch restarts the program when a source changes: a development server",
    );
  if (test) return refuse("test-command", "node --test runs the tests and serves nothing");
  const interpreter = preloads.find((name) => INTERPRETING_PRELOAD.test(name));
  if (interpreter !== undefined)
    return refuse(
      "interpreter-of-sources",
      `node loads ${interpreter}, which compiles the sources when the container starts`,
    );
  const needs: Need[] = [{ kind: "program", name: invocation.path, because: "the program is run by it" }];
  for (const preload of preloads) {
    if (/^\.{0,2}\//.test(preload))
      needs.push({
        kind: "path",
        path: nodeFile(resolve(cwd, preload), tree, history, worksOf(history, tree)) ?? resolve(cwd, preload),
        because: "node loads it first",
      });
  }
  for (const file of node.value.envFiles)
    needs.push({
      kind: "path",
      path: resolve(cwd, file),
      because: "node reads the environment from it",
      optional: true,
    });
  const uses = preloads.map(packageOf).filter((name): name is string => name !== null);
  if (script === null && node.value.evaluated === null) return { kind: "needs", needs, notes: [] };
  const entry = script === null ? null : entryFile(resolve(cwd, script), tree, history);
  needs.push(...pathArguments(texts(node.value.args), cwd, tree));
  return {
    kind: "needs",
    needs: [
      ...needs,
      {
        kind: "application",
        language: "node",
        directory: applicationDirectory(cwd, entry, tree),
        entry,
        because: `the command is ${[invocation.program, ...invocation.raw].join(" ")}`,
        ...(uses.length === 0 ? {} : { uses }),
      },
    ],
    notes: [],
  };
}

/** `node .` and `node dist` take main of package.json, or index.js; an extension may be left out. */
export function entryFile(path: string, tree: ImageTree, history: BuildHistory): string {
  if (tree.kind(path) === "file") return path;
  const works = worksOf(history, tree);
  const pkg = closestPackage(path, tree);
  const main =
    pkg.known && pkg.value?.directory === path && pkg.value.main !== null
      ? resolve(path, pkg.value.main)
      : null;
  const found = nodeFile(path, tree, history, works, main);
  if (found !== null) return found;
  if (main !== null) return /\.[cm]?js$/.test(main) ? main : `${main}.js`;
  if (/\.([cm]?[jt]s|json|node|tsx)$/.test(path)) return path;
  const folder =
    tree.kind(path) === "directory" ||
    works.some(({ making }) =>
      making.partial.some((output) => output.path === path && output.kind === "directory"),
    );
  return folder ? join(path, "index.js") : path;
}

/** Arguments that are files or folders of the context. */
export function pathArguments(
  args: readonly (string | null)[],
  cwd: string,
  tree: ImageTree,
): readonly Need[] {
  return args.flatMap((arg): readonly Need[] => {
    const value = arg === null ? "" : arg.replace(/^--?[\w-]+=/, "");
    if (value === "" || value.startsWith("-") || value === "." || /^[a-z]+:\/\//.test(value)) return [];
    const path = resolve(cwd, value);
    return tree.kind(path) === null || path === cwd
      ? []
      : [{ kind: "path", path, because: "the command names it", optional: true }];
  });
}

/** A program of node_modules or of a global install. */
function programLaunch(
  invocation: Invocation,
  local: boolean,
  tree: ImageTree,
  history: BuildHistory,
  depth: number,
): Launch | null {
  const { program } = invocation;
  const args = texts(invocation.args);
  const [verb] = operands(args);
  // Without a verb of its own the program serves; a value of an option may stand in its place.
  const plain = OTHER_VERBS.has(verb ?? "") ? (verb ?? "") : "";
  const matches = ({ program: name, verbs }: (typeof DEV_SERVERS)[number]): boolean =>
    name === program && (verbs === null || verbs.includes(verb ?? "") || verbs.includes(plain));
  const line = [program, ...invocation.raw].join(" ");
  if (INTERPRETERS.has(program)) {
    return args.includes("watch") || args.includes("--watch")
      ? refuse("dev-server-command", `${line} is a development server`)
      : refuse("interpreter-of-sources", `${line} compiles the sources when the container starts`);
  }
  if (WATCHES.some((name) => args.includes(name)) && (toolOf(program) !== null || program === "nest"))
    return refuse("dev-server-command", `${line} watches the sources`);
  if (BUILDS_AT_START.some(matches))
    return refuse("build-at-start", `${line} compiles the sources when the container starts`);
  if (DEV_SERVERS.some(matches)) return refuse("dev-server-command", `${line} is a development server`);
  const parallel = parallelScripts(invocation);
  const cwd = invocation.cwd.known ? invocation.cwd.value : null;
  if (cwd === null)
    return local ? refuse("command-not-understood", "the working directory is not known") : null;
  const pkg = closestPackage(cwd, tree);
  const home = pkg.known ? pkg.value : null;
  const uses = usedPackage(program, home);
  const directory = applicationDirectory(cwd, null, tree);
  const self: Need = {
    kind: "application",
    language: "node",
    directory,
    entry: null,
    because: `${program} runs the command`,
    ...(uses === null ? {} : { uses: [uses] }),
  };
  if (parallel !== null) {
    if (!parallel.known) return refuse("command-not-understood", parallel.because);
    return {
      kind: "follow",
      text: parallel.value.join("\n"),
      cwd,
      needs: uses === null ? [] : [self],
      bins: binsOf(cwd, tree),
      because: `${program} runs several commands`,
    };
  }
  if (["cross-env", "cross-env-shell", "env-cmd", "dotenv", "dotenvx"].includes(program)) {
    const inner = peeled(invocation);
    const first = inner?.known === true ? inner.value[0] : undefined;
    if (first === undefined) return refuse("command-not-understood", `what ${line} runs is not known`);
    if (typeof first === "string")
      return {
        kind: "follow",
        text: first,
        cwd,
        needs: [self],
        bins: binsOf(cwd, tree),
        because: `${program} runs a text`,
      };
    const launch =
      npmLaunch(
        { ...first, ...(invocation.bins === undefined ? {} : { bins: invocation.bins }) },
        tree,
        history,
        depth + 1,
      ) ?? unknownProgram(first, tree, history);
    if (launch.kind !== "needs" && launch.kind !== "follow") return launch;
    const files = pathArguments(args, cwd, tree);
    return { ...launch, needs: [self, ...files, ...launch.needs] };
  }
  const server = serverLaunch(invocation, {
    cwd,
    tree,
    history,
    pkg: home,
    uses,
    directory,
    global: isGlobal(program, history),
  });
  if (server !== null) return server;
  if (toolOf(program) !== null && (local || uses !== null))
    return refuse("build-at-start", `${line} builds when the container starts`);
  return local && uses !== null ? unknownProgram(invocation, tree, history) : null;
}

function usedPackage(program: string, pkg: PackageJson | null): string | null {
  return packageOfProgram(program, pkg, null);
}

function isGlobal(program: string, history: BuildHistory): boolean {
  return history.steps.some(
    ({ step }) =>
      step.outputs.known && step.outputs.value.some(({ path }) => path.endsWith(`/bin/${program}`)),
  );
}

/** A program of a package that dfsplit does not know: the whole application goes along. */
function unknownProgram(invocation: Invocation, tree: ImageTree, history: BuildHistory): Launch {
  const cwd = invocation.cwd.known ? invocation.cwd.value : "/";
  const pkg = closestPackage(cwd, tree);
  const uses = packageOfProgram(invocation.program, pkg.known ? pkg.value : null, null);
  if (uses === null) {
    if (isGlobal(invocation.program, history))
      return {
        kind: "needs",
        needs: [
          { kind: "program", name: invocation.program, because: "the command runs it" },
          ...pathArguments(texts(invocation.args), cwd, tree),
        ],
        notes: [],
      };
  }
  const application: Need = {
    kind: "application",
    language: "node",
    directory: applicationDirectory(cwd, null, tree),
    entry: null,
    because: `the command runs ${invocation.program}`,
    uses: [uses ?? invocation.program],
  };
  return {
    kind: "needs",
    needs: [application, ...pathArguments(texts(invocation.args), cwd, tree)],
    notes: [],
  };
}
