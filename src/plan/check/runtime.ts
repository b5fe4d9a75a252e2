/**
 * The runtime stage by itself: whatever its RUN lines read, change or set owner and mode of stands
 * there when they run, and is not something that only the build stage has; none of them builds; and apt
 * has an index where it has one in the original.
 */
import { isWithin } from "../../model/paths.js";
import type { ImageModel } from "../../model/fold.js";
import type { Effect, ModelledCommand, Step } from "../../model/types.js";
import { isGlobal } from "../regions.js";
import { fetchesIndex } from "../units.js";
import { modelOf } from "./stage-model.js";
import type { Rule } from "./types.js";

export const runtime: Rule = {
  name: "runtime",
  violations: (rewrite) => {
    const { output, analysis } = rewrite;
    const stage = output.stages.at(-1);
    if (!stage) return [];
    const found: string[] = [];
    const indexed = commandsOf(analysis.model).some(({ effects }) => effects.some(fetchesIndex));
    let index = false;
    // The stage as a file of its own; its facts are looked at one by one, each with what stands in front of it.
    for (const [at, instruction] of stage.instructions.entries()) {
      if (instruction.keyword !== "RUN") continue;
      const model = modelOf({ from: stage.from, instructions: stage.instructions.slice(0, at + 1) }, rewrite);
      const fact = model.facts.at(-1);
      if (fact?.kind !== "run") continue;
      const commands = fact.units.flatMap((unit) => unit.commands);
      const step = commands.flatMap((command) => command.step ?? []).find(isOfTheBuild);
      if (step)
        found.push(`line ${instruction.line} of the rewrite builds in the runtime stage: ${step.evidence}`);
      const effects = commands.flatMap((command) => command.effects);
      for (const effect of effects) {
        index ||= fetchesIndex(effect);
        if (indexed && !index && installsByApt(effect))
          found.push(`line ${instruction.line} of the rewrite installs packages without an index of them`);
      }
      for (const effect of effects) {
        const path = wanted(effect);
        // The RUN may make it itself before it works on it; a new folder holds nothing.
        if (effects.some((one) => path !== null && makes(one, path))) continue;
        if (
          path === null ||
          model.tree.kind(path) !== null ||
          model.ledger.everMade(path) ||
          model.ledger.isDirectory(path)
        )
          continue;
        if (analysis.regions.isBuildPath(path) || analysis.model.ledger.everMade(path)) {
          found.push(
            `line ${instruction.line} of the rewrite works on ${path}, which only the build stage has`,
          );
        }
      }
    }
    return found;
  },
};

/** An install, a build or a prune of the project: the runtime stage never does it again. */
function isOfTheBuild(step: Step): boolean {
  return /^(install|build|prune)$/.test(step.kind) && !isGlobal(step.directory, step);
}

function commandsOf(model: ImageModel): readonly ModelledCommand[] {
  return model.facts.flatMap((fact) =>
    fact.kind === "run" ? fact.units.flatMap((unit) => unit.commands) : [],
  );
}

/** The other managers fetch an index by themselves, or their images have one. */
function installsByApt(effect: Effect): boolean {
  return effect.kind === "packages" && effect.action === "install" && effect.manager === "apt";
}

function makes(effect: Effect, path: string): boolean {
  if (effect.kind !== "write") return false;
  const empty = effect.what === "directory" && effect.from === undefined;
  return empty ? effect.path === path : isWithin(path, effect.path);
}

/** The path that has to be there before the command runs. */
function wanted(effect: Effect): string | null {
  switch (effect.kind) {
    case "read":
    case "chmod":
    case "chown":
      return effect.path;
    case "write":
      return effect.from !== undefined && effect.link !== true ? effect.from : null;
    default:
      return null;
  }
}
