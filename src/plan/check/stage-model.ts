/** A stage of the output, modelled as a file of its own: the rules trust the text, not the plan that made it. */
import type { Stage } from "../../dockerfile/types.js";
import { lookupImage } from "../../images/lookup.js";
import { foldImage, type ImageModel } from "../../model/fold.js";
import { toolchains } from "../../toolchains/registry.js";
import type { Rewrite } from "./types.js";

const models = new WeakMap<Stage, ImageModel>();

/** The model of the stage, made once for all rules. */
export function modelOf(stage: Stage, { output, analysis }: Rewrite): ImageModel {
  const before = models.get(stage);
  if (before) return before;
  const model = foldImage({ ...output, stages: [stage] }, analysis.project, {
    buildArgs: analysis.options.buildArgs,
    toolchains,
    lookupImage,
  });
  models.set(stage, model);
  return model;
}
