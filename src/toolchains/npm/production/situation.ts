/**
 * What the readers of development commands share: the command taken apart, the words that run scripts and
 * programs with the project's own manager, what a build would make, and which of its tools are not installed.
 */
import { known } from "../../../known.js";
import type { ImageTree, Invocation } from "../../../model/types.js";
import type { BuildHistory } from "../../types.js";
import { packageOfProgram } from "../bins.js";
import { makingOf, type Making } from "../making.js";
import type { PackageJson } from "../packageJson.js";
import { producerOf, worksOf } from "../produced.js";
import { withArgv } from "../words.js";

export interface Situation {
  /** the program that serves, as its scripts call it */
  readonly invocation: Invocation;
  /** absolute: where it runs, which is where the build runs */
  readonly cwd: string;
  readonly pkg: PackageJson;
  readonly tree: ImageTree;
  readonly history: BuildHistory;
  /** npm, yarn, pnpm or bun */
  readonly manager: string;
}

/** Words that run a script of package.json. */
export function scriptWords({ manager }: Situation, name: string): readonly string[] {
  return [manager, "run", name];
}

/** Words that run a program of node_modules: the project's own script where it is just that, without others around it. */
export function programWords({ manager, pkg }: Situation, words: readonly string[]): readonly string[] {
  const script = Object.entries(pkg.scripts).find(
    ([name, text]) =>
      text.trim() === words.join(" ") && !(`pre${name}` in pkg.scripts) && !(`post${name}` in pkg.scripts),
  )?.[0];
  if (script !== undefined && script !== "start") return [manager, "run", script];
  const [first, ...more] = { npm: ["npx"], yarn: ["yarn"], pnpm: ["pnpm", "exec"], bun: ["bunx"] }[
    manager
  ] ?? ["npx"];
  return [first ?? "npx", ...more, ...words];
}

/** What these words would make, run where the command runs. */
export function makingFrom(words: readonly string[], here: Situation): Making {
  const { invocation, cwd, tree } = here;
  const run = withArgv(
    words.map((word) => known(word)),
    { ...invocation, cwd: known(cwd), assignments: [], redirects: [] },
  );
  return makingOf(run ?? invocation, tree);
}

/** Has a RUN of the file made this file by now? */
export function isMade(path: string, { tree, history }: Situation): boolean {
  return producerOf(path, tree, history, worksOf(history, tree)).kind === "tool";
}

/** A program that a dev dependency brings while the file installs production dependencies alone; null when all are there. */
export function notInstalled(programs: readonly string[], here: Situation): string | null {
  const { pkg, history } = here;
  const installs = history.steps.filter(
    ({ step }) => step.toolchain === "npm" && step.kind === "install" && step.directory === pkg.directory,
  );
  const last = history.steps.findLast(
    ({ step }) => step.toolchain === "npm" && (step.kind === "install" || step.kind === "prune"),
  );
  const without =
    installs.length > 0 &&
    (installs.every(({ step }) => step.productionOnly === true) || last?.step.kind === "prune");
  if (!without) return null;
  for (const program of programs) {
    const name = packageOfProgram(program, pkg, null);
    if (name !== null && name in pkg.devDependencies && !(name in pkg.dependencies))
      return `${program} comes with ${name}, a dev dependency, and line ${last?.invocation.line ?? 0} leaves dev dependencies out`;
  }
  return null;
}
