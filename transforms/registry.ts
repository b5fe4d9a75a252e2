/** The transforms in the order in which they refine the plan. */
import type { Described, Transform } from "../src/plan/types.js";
import { buildBeforeRun } from "./build-before-run.js";
import { buildInside } from "./build-inside.js";
import { cacheMounts } from "./cache-mounts.js";
import { chooseRuntimeImage } from "./choose-runtime-image.js";
import { copyArtifacts } from "./copy-artifacts.js";
import { dependencyLayer } from "./dependency-layer.js";
import { dockerignore } from "./dockerignore.js";
import { fetchManager } from "./fetch-manager.js";
import { nameBuildStage } from "./name-build-stage.js";
import { placeInstructions } from "./place-instructions.js";
import { pruneDevDependencies } from "./prune-dev-dependencies.js";
import { redeclareArguments } from "./redeclare-arguments.js";
import { rewriteCommand } from "./rewrite-command.js";
import { springLayers } from "./spring-layers.js";
import { staticSite } from "./static-site.js";

export const transforms: readonly Transform[] = [
  nameBuildStage,
  placeInstructions,
  copyArtifacts,
  staticSite,
  springLayers,
  rewriteCommand,
  pruneDevDependencies,
  fetchManager,
  redeclareArguments,
  chooseRuntimeImage,
  dockerignore,
  dependencyLayer,
  cacheMounts,
];

/** Steps in front of the plan, which make a file fit to be split; `src/split/prepared.ts` carries them out. */
export const preparations: readonly Described[] = [buildBeforeRun, buildInside];
