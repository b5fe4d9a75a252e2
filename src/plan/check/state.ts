/**
 * Instructions of the input that stand in the final stage mean there what they meant: a RUN has the same user
 * and shell, a COPY or ADD the same destination and owner, whatever stands in front of it now.
 */
import type { Fact } from "../../model/types.js";
import type { Known } from "../../known.js";
import { sameOwner } from "../../model/ledger.js";
import { modelOf } from "./stage-model.js";
import type { Rule } from "./types.js";

export const state: Rule = {
  name: "state",
  violations: (rewrite) => {
    const { analysis, output, plan } = rewrite;
    const stage = output.stages.at(-1);
    if (!stage) return [];
    const now = modelOf(stage, rewrite);
    const { source } = analysis.dockerfile;
    const textOf = (index: number): string => {
      const one = analysis.dockerfile.instructions[index];
      return one ? source.slice(one.span.start, one.span.end) : "";
    };
    return plan.runtime.flatMap((item) => {
      if (item.kind === "new") return [];
      const before = analysis.model.facts.find((fact) => fact.instruction.index === item.instruction);
      const text = item.kind === "edited" ? item.text : textOf(item.instruction);
      const after = now.facts.find(
        ({ instruction }) => output.source.slice(instruction.span.start, instruction.span.end) === text,
      );
      const difference =
        before && after ? differs(before, after, rewrite.plan.runtimeFrom?.same === true) : null;
      return difference === null || !before
        ? []
        : [
            `line ${before.instruction.line} (${before.instruction.keyword}) has another ${difference} in the final stage`,
          ];
    });
  },
};

function differs(before: Fact, after: Fact, sameImage: boolean): string | null {
  if (before.kind === "run" && after.kind === "run") {
    if (!sameUser(before.before.user, after.before.user, sameImage)) return "user";
    return JSON.stringify(before.before.shell) === JSON.stringify(after.before.shell) ? null : "shell";
  }
  if (before.kind === "copy" && after.kind === "copy") {
    const [one, other] = [before.destination, after.destination];
    if (one.known && (!other.known || other.value !== one.value)) return "destination";
    if (!sameOwner(before.owner, after.owner)) return "owner";
  }
  return null;
}

/** The user that a base image sets itself is not known of every image; on the same image it is the same. */
function sameUser(before: Known<string>, after: Known<string>, sameImage: boolean): boolean {
  if (!before.known || !after.known) return before.known === after.known || !sameImage;
  return sameOwner(before.value, after.value);
}
