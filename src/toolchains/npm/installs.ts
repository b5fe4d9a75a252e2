/**
 * What the RUNs installed into a folder, and whether anything later changes it in a way that its lockfile
 * does not know. In: the folder and the history; out: the installs in their order, and a sentence or null.
 */
import type { Effect, ImageTree } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import { readManagerCommand, type ManagerCommand } from "./commands.js";
import { within } from "./paths.js";

export interface Install {
  readonly command: ManagerCommand;
  readonly lockfile: string | null;
  readonly productionOnly: boolean;
  readonly flags: readonly string[];
}

export function installsIn(directory: string, tree: ImageTree, history: BuildHistory): readonly Install[] {
  return history.steps.flatMap(({ step, invocation }): readonly Install[] => {
    if (step.kind !== "install" || step.directory !== directory) return [];
    const command = readManagerCommand(invocation, tree);
    if (command?.asked.kind !== "install" || command.asked.global) return [];
    const flags = invocation.args.flatMap((arg) =>
      arg.known && arg.value.startsWith("-") ? [arg.value] : [],
    );
    return [
      { command, lockfile: step.lockfile ?? null, productionOnly: step.productionOnly === true, flags },
    ];
  });
}

/** Packages by name, updates, changes to package.json or node_modules by other commands. */
export function changedAfter(directory: string, tree: ImageTree, history: BuildHistory): string | null {
  const installed = history.invocations.findIndex((one) =>
    history.steps.some(
      ({ step, invocation }) => invocation === one && step.kind === "install" && step.directory === directory,
    ),
  );
  for (const [at, invocation] of history.invocations.entries()) {
    const line = [invocation.program, ...invocation.raw].join(" ");
    const command = readManagerCommand(invocation, tree);
    if (command !== null) {
      const { asked } = command;
      if (!command.directory.known) return `where ${line} works is not known`;
      if (!within(command.directory.value, directory)) continue;
      if (asked.kind === "install" && !asked.global && asked.names.length > 0)
        return `${line} installs packages by name, which the lockfile of the context does not have`;
      if (asked.kind === "update" || asked.kind === "remove" || asked.kind === "other")
        return `${line} changes what the lockfile says`;
      continue;
    }
    if (history.steps.some((one) => one.invocation === invocation)) continue;
    const effects = effectsOf(invocation, tree);
    if (!effects.known) continue;
    const touched = effects.value.find(
      (effect) =>
        (effect.kind === "write" || effect.kind === "remove") &&
        !makesFolder(effect, `${directory}/node_modules`) &&
        [
          `${directory}/package.json`,
          `${directory}/.npmrc`,
          `${directory}/package-lock.json`,
          `${directory}/yarn.lock`,
          `${directory}/pnpm-lock.yaml`,
          // What lay there before the install is not what is installed.
          ...(at < installed ? [] : [`${directory}/node_modules`]),
        ].some((path) => within(effect.path, path)),
    );
    if (touched !== undefined && "path" in touched) return `${line} changes ${touched.path}`;
  }
  return null;
}

/** `mkdir -p node_modules/.cache`: the folder itself, or one in it with a dot, which managers leave where it is. */
function makesFolder(effect: Effect, modules: string): boolean {
  return (
    effect.kind === "write" &&
    effect.what === "directory" &&
    effect.from === undefined &&
    (effect.path === modules || effect.path.startsWith(`${modules}/.`))
  );
}
