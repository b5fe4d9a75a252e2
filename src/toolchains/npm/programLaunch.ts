/**
 * A program of node_modules or of a global install as the container's command -> what it needs. Refuses
 * development servers, interpreters of the sources and builds at start; null for a program that is
 * nobody's here.
 */
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory, Launch, Need } from "../types.js";
import { packageOfProgram } from "./bins.js";
import { developmentOf } from "./development.js";
import { applicationDirectory } from "./directory.js";
import { fetchedBecause } from "./fetchedProgram.js";
import { binsOf, fetchedNote, pathArguments, refuse } from "./launchParts.js";
import { toolOf } from "./outputs/tools.js";
import { closestPackage, readPackage, type PackageJson } from "./packageJson.js";
import { parallelScripts } from "./parallelScripts.js";
import { peeled } from "./scripts.js";
import { serverLaunch } from "./serverLaunch.js";
import { texts } from "./words.js";
import { workspaceAround } from "./workspace.js";

/** A program of node_modules or of a global install. */
export function programLaunch(
  invocation: Invocation,
  local: boolean,
  fetches: boolean,
  tree: ImageTree,
  history: BuildHistory,
  follow: (inner: Invocation) => Launch | null,
): Launch | null {
  const { program } = invocation;
  const args = texts(invocation.args);
  const line = [program, ...invocation.raw].join(" ");
  const development = developmentOf(invocation);
  if (development !== null) return refuse(development.code, development.message);
  const parallel = parallelScripts(invocation, tree);
  const cwd = invocation.cwd.known ? invocation.cwd.value : null;
  if (cwd === null)
    return local ? refuse("command-not-understood", "the working directory is not known") : null;
  const pkg = closestPackage(cwd, tree);
  const home = pkg.known ? pkg.value : null;
  const uses = usedPackage(program, home, tree);
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
      follow({
        ...first,
        ...(invocation.bins === undefined ? {} : { bins: invocation.bins }),
      }) ?? unknownProgram(first, tree, history);
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
    fetched: fetches ? fetchedBecause(invocation, tree, history) : null,
  });
  if (server !== null) return server;
  if (toolOf(program) !== null && (local || uses !== null))
    return refuse("build-at-start", `${line} builds when the container starts`);
  return local && uses !== null ? unknownProgram(invocation, tree, history) : null;
}

/** Of the package itself, or of the root of its workspace, whose programs are on the PATH too. */
function usedPackage(program: string, pkg: PackageJson | null, tree: ImageTree): string | null {
  const own = packageOfProgram(program, pkg, null);
  const root = own === null && pkg !== null ? workspaceAround(pkg.directory, tree)?.root : undefined;
  const outer = root === undefined ? null : readPackage(root, tree);
  return own ?? (outer?.known === true ? packageOfProgram(program, outer.value, null) : null);
}

function isGlobal(program: string, history: BuildHistory): boolean {
  return history.steps.some(
    ({ step }) =>
      step.outputs.known && step.outputs.value.some(({ path }) => path.endsWith(`/bin/${program}`)),
  );
}

/** A program of a package that dfsplit does not know: the whole application goes along. */
export function unknownProgram(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  fetched: string | null = null,
): Launch {
  const cwd = invocation.cwd.known ? invocation.cwd.value : "/";
  const pkg = closestPackage(cwd, tree);
  const uses = usedPackage(invocation.program, pkg.known ? pkg.value : null, tree);
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
    notes: fetched === null ? [] : [fetchedNote(invocation, fetched)],
  };
}
