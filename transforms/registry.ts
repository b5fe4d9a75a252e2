/** The transforms in the order in which they refine the plan. */
import type { Transform } from "../src/plan/types.js";
import { cacheMounts } from "./cache-mounts.js";
import { chooseRuntimeImage } from "./choose-runtime-image.js";
import { copyArtifacts } from "./copy-artifacts.js";
import { dockerignore } from "./dockerignore.js";
import { nameBuildStage } from "./name-build-stage.js";
import { placeInstructions } from "./place-instructions.js";
import { pruneDevDependencies } from "./prune-dev-dependencies.js";
import { redeclareArguments } from "./redeclare-arguments.js";
import { rewriteCommand } from "./rewrite-command.js";

export const transforms: readonly Transform[] = [
  nameBuildStage,
  placeInstructions,
  copyArtifacts,
  rewriteCommand,
  pruneDevDependencies,
  redeclareArguments,
  chooseRuntimeImage,
  dockerignore,
  cacheMounts,
];
