/**
 * The first stage gets a name, after the rule of the specification: `build`; an unreferenced
 * builder's word that is there already stays; any other name goes to the runtime stage, since
 * whoever says `--target NAME` means the final image.
 */
import { refined, type Analysis, type Plan, type Transform } from "../src/plan/types.js";
import { referencedTargets } from "../src/plan/references.js";

const BUILDER_WORDS =
  /^(build|builder|build-?stage|building|maven|mvn|gradle|compile|compiler|base-?build|sdk)$/i;

/** The names of the two stages for a file whose only stage is called `name` (null: it has none). */
export function stageNames(
  name: string | null,
  isReferenced: boolean,
): { readonly build: string; readonly runtime: string | null } {
  if (name === null) return { build: "build", runtime: null };
  if (!isReferenced && BUILDER_WORDS.test(name)) return { build: name, runtime: null };
  return { build: name.toLowerCase() === "build" ? "builder" : "build", runtime: name };
}

function apply(plan: Plan, analysis: Analysis): ReturnType<Transform["apply"]> {
  const name = analysis.dockerfile.stages[0]?.from.alias?.text ?? null;
  const referenced = name !== null && referencedTargets(analysis.project).has(name.toLowerCase());
  const names = stageNames(name, referenced);
  return refined({
    ...plan,
    buildName: names.build,
    decisions: [
      ...plan.decisions,
      {
        line: analysis.dockerfile.stages[0]?.from.line ?? null,
        instruction: `FROM ${analysis.dockerfile.stages[0]?.from.image.text ?? ""}`,
        placement: "build",
        transform: "name-build-stage",
        because: `the first stage is called ${names.build}${names.runtime === null ? "" : `; ${names.runtime} is the final image's name`}`,
      },
    ],
  });
}

export const nameBuildStage: Transform = {
  name: "name-build-stage",
  summary: "Names the first stage, so that the runtime stage can copy from it",
  default: true,
  required: true,
  safety: "safe",
  example: {
    before: "FROM maven:3.9-eclipse-temurin-17",
    after: "FROM maven:3.9-eclipse-temurin-17 AS build",
  },
  apply,
};
