/**
 * The build stage still does what the input did: its model has the same steps, with the same outputs,
 * in the same order; only what a transform added at its end may follow.
 */
import { lookupImage } from "../../images/lookup.js";
import { foldImage } from "../../model/fold.js";
import type { Step } from "../../model/types.js";
import { toolchains } from "../../toolchains/registry.js";
import type { Rule } from "./types.js";

export const build: Rule = {
  name: "build",
  violations: ({ output, analysis }) => {
    const model = foldImage(output, analysis.project, {
      buildArgs: analysis.options.buildArgs,
      toolchains,
      lookupImage,
    });
    const now = model.history.steps.map(({ step }) => describe(step));
    // A step that serves the container alone (a global install behind the build) may leave the build stage.
    const before = analysis.model.history.steps.filter(
      ({ step, invocation }) => step.kind !== "housekeeping" && invocation.line <= endOfBuild(analysis),
    );
    let at = 0;
    for (const { step, invocation } of before) {
      const found = now.indexOf(describe(step), at);
      if (found === -1)
        return [`line ${invocation.line} does not do in the build stage what it did: ${step.evidence}`];
      at = found + 1;
    }
    return [];
  },
};

function endOfBuild(analysis: Parameters<Rule["violations"]>[0]["analysis"]): number {
  return analysis.dockerfile.instructions[analysis.regions.lastBuild]?.endLine ?? 0;
}

function describe(step: Step): string {
  return JSON.stringify([step.toolchain, step.kind, step.directory, step.outputs]);
}
