/**
 * The runtime image is one on which the build's work runs: the same C library and major version of the language;
 * the same distribution and release where packages are installed, and wherever dependencies are compiled against
 * the system (node). An image that the user names is the user's own decision, and a note
 * says where it differs (src/plan/named-image.ts).
 */
import type { ImageModel } from "../../model/fold.js";
import { modelOf } from "./stage-model.js";
import type { Rule } from "./types.js";

export const base: Rule = {
  name: "base",
  violations: (rewrite) => {
    const { analysis, output } = rewrite;
    const stage = output.stages.at(-1);
    // Files that nginx serves run nowhere.
    if (!stage || rewrite.plan.runtimeFrom?.byUser === true || rewrite.plan.server !== null) return [];
    const now = modelOf(stage, rewrite);
    const before = analysis.model;
    if (now.reference.known && before.reference.known && now.reference.value === before.reference.value)
      return [];
    if (!before.base.known || !now.base.known) return [];
    // What the input did not install is written for the new image, in its own package manager.
    const added = new Set(rewrite.plan.runtime.flatMap((item) => (item.kind === "new" ? [item.text] : [])));
    const strict = before.base.value.family === "node" || installs(now, added, output.source);
    const [old, chosen] = [before.base.value, now.base.value];
    return (strict ? [...ALWAYS, ...STRICT] : ALWAYS).flatMap(([what, property]) => {
      const [one, other] = [old[property], chosen[property]];
      return one.known && other.known && one.value !== other.value
        ? [`the runtime image has another ${what}: ${other.value} instead of ${one.value}`]
        : [];
    });
  },
};

type Property = "libc" | "major" | "packageManager" | "distribution" | "codename";

const ALWAYS: readonly (readonly [string, Property])[] = [
  ["C library", "libc"],
  ["major version", "major"],
];
const STRICT: readonly (readonly [string, Property])[] = [
  ["package manager", "packageManager"],
  ["distribution", "distribution"],
  ["release", "codename"],
];

function installs(model: ImageModel, added: ReadonlySet<string>, source: string): boolean {
  return model.facts.some(
    (fact) =>
      fact.kind === "run" &&
      !added.has(source.slice(fact.instruction.span.start, fact.instruction.span.end)) &&
      fact.units.some((unit) =>
        unit.commands.some(({ effects }) =>
          effects.some((effect) => effect.kind === "packages" && effect.action === "install"),
        ),
      ),
  );
}
