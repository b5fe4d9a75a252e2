/**
 * Optional: the caches of package managers and build tools in BuildKit cache mounts, so that they
 * survive from build to build. Only for RUNs of root in the build stage, and only for folders that
 * no need of the container lies in; a builder without BuildKit cannot build the result.
 */
import { isWithin } from "../src/model/paths.js";
import { shellVariables } from "../src/model/state.js";
import type { Fact } from "../src/model/types.js";
import {
  refined,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";

const NAME = "cache-mounts";

function apply(plan: Plan, analysis: Analysis): Refined {
  const decisions = [...plan.decisions];
  const build = plan.build.map((item): Item => {
    if (item.kind !== "original") return item;
    const fact = analysis.model.facts.find((one) => one.instruction.index === item.instruction);
    if (fact?.kind !== "run") return item;
    const targets = cachesOf(fact, analysis);
    if (targets.length === 0) return item;
    const { instruction } = fact;
    const flags = targets.map((target) => `--mount=type=cache,target=${target}`).join(" ");
    const text = analysis.dockerfile.source.slice(instruction.span.start, instruction.span.end);
    decisions.push({
      line: instruction.line,
      instruction: `${instruction.keyword} ${flags}`,
      placement: "build",
      transform: NAME,
      because: "the cache survives from build to build",
    });
    const at = instruction.written.length;
    return {
      kind: "edited",
      instruction: item.instruction,
      text: `${text.slice(0, at)} ${flags}${text.slice(at)}`,
      because: "its cache is mounted",
    };
  });
  return refined({ ...plan, build, decisions });
}

function cachesOf(fact: Extract<Fact, { kind: "run" }>, analysis: Analysis): readonly string[] {
  const home = shellVariables(fact.before).get("HOME");
  if (home?.known !== true || fact.instruction.flags.some((flag) => flag.name === "mount")) return [];
  const outputs = fact.units
    .flatMap((unit) => unit.commands)
    .flatMap(({ step }) => (step?.outputs.known === true ? step.outputs.value : []));
  const caches = outputs
    .filter(
      (output) => output.role === "cache" && output.path !== home.value && isWithin(output.path, home.value),
    )
    .map((output) => output.path);
  const copied = analysis.needs.needs.flatMap(({ need }) => (need.kind === "path" ? [need.path] : []));
  return [...new Set(caches)]
    .filter((path) => !copied.some((wanted) => isWithin(wanted, path)))
    .filter((path, _at, all) => !all.some((other) => other !== path && isWithin(path, other)));
}

export const cacheMounts: Transform = {
  name: NAME,
  summary: "Keeps the caches of build tools in BuildKit cache mounts",
  default: false,
  required: false,
  safety: "safe",
  example: { before: "RUN mvn package", after: "RUN --mount=type=cache,target=/root/.m2 mvn package" },
  apply,
};
