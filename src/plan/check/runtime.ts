/**
 * The runtime stage by itself: whatever its RUN lines read, change or set owner and mode of stands
 * there when they run, and is not something that only the build stage has.
 */
import { lookupImage } from "../../images/lookup.js";
import { foldImage } from "../../model/fold.js";
import { isWithin } from "../../model/paths.js";
import type { Effect } from "../../model/types.js";
import { toolchains } from "../../toolchains/registry.js";
import type { Rule } from "./types.js";

export const runtime: Rule = {
  name: "runtime",
  violations: ({ output, analysis }) => {
    const stage = output.stages.at(-1);
    if (!stage) return [];
    const found: string[] = [];
    // The stage as a file of its own; its facts are looked at one by one, each with what stands in front of it.
    for (const [at, instruction] of stage.instructions.entries()) {
      if (instruction.keyword !== "RUN") continue;
      const model = foldImage(
        { ...output, stages: [{ from: stage.from, instructions: stage.instructions.slice(0, at + 1) }] },
        analysis.project,
        { buildArgs: analysis.options.buildArgs, toolchains, lookupImage },
      );
      const fact = model.facts.at(-1);
      if (fact?.kind !== "run") continue;
      const effects = fact.units.flatMap((unit) => unit.commands).flatMap((command) => command.effects);
      for (const effect of effects) {
        const path = wanted(effect);
        // The RUN may make the folder itself before it works on it.
        if (effects.some((one) => one.kind === "write" && path !== null && isWithin(path, one.path)))
          continue;
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
