/**
 * What a slimmer image lacks of the things that the container needs, as one phrase, or null when it
 * has everything: programs of the command, programs that kept RUN lines use, programs that the
 * application calls, users.
 */
import type { BaseImage } from "../images/types.js";
import { baseName } from "../model/paths.js";
import { programEverywhere } from "../needs/follow.js";
import { oldJavaNamed } from "./java-home.js";
import { providedByFile } from "./providers.js";
import type { Analysis, Plan } from "./types.js";

export function lackingIn(image: BaseImage, plan: Plan, analysis: Analysis): string | null {
  const wanted: { readonly name: string; readonly because: string }[] = [
    ...analysis.needs.needs.flatMap(({ need }) => (need.kind === "program" ? [need] : [])),
    ...plan.imagePrograms,
    ...analysis.called.filter(({ certain }) => certain),
  ];
  for (const { name, because } of wanted) {
    const program = baseName(name);
    if (programEverywhere(program) || providedByFile(analysis.model, name)) continue;
    if (image.has(program) !== "yes") return `${program} (${because})`;
  }
  // Where the code does not show whether a program is called, an image that is known to lack it is left alone.
  for (const { name, because, certain } of analysis.called) {
    if (!certain && !providedByFile(analysis.model, name) && image.has(baseName(name)) === "no") {
      return `${name} (${because})`;
    }
  }
  const java = oldJavaNamed(image, plan, analysis);
  if (java !== null) return java;
  const taken = takenId(image, plan, analysis);
  if (taken !== null) return taken;
  const { user } = analysis.model.final;
  if (user.known) {
    const name = user.value.split(":")[0] ?? "";
    if (
      name !== "" &&
      name !== "root" &&
      !/^\d+$/.test(name) &&
      !(name in image.users) &&
      !madeByFile(name, analysis)
    ) {
      return `the user ${name}`;
    }
  }
  return null;
}

/** A user or group is made with a number that the image already gave away (Ubuntu 24.04 brings uid 1000). */
function takenId(image: BaseImage, plan: Plan, analysis: Analysis): string | null {
  const ids = new Map(
    Object.entries(image.users).flatMap(([name, id]) => id.split(":").map((part) => [part, name] as const)),
  );
  const kept = new Set(plan.runtime.flatMap((item) => (item.kind === "new" ? [] : [item.instruction])));
  for (const fact of analysis.model.facts) {
    if (fact.kind !== "run" || !kept.has(fact.instruction.index)) continue;
    for (const { effects, invocation } of fact.units.flatMap((unit) => unit.commands)) {
      if (!effects.some((effect) => effect.kind === "user" || effect.kind === "group")) continue;
      for (const [at, word] of invocation.raw.entries()) {
        const value = /^--?(?:u|uid|g|gid)$/.test(word)
          ? invocation.raw[at + 1]
          : /^(?:-[ug]|--[ug]id=)(\d+)$/.exec(word)?.[1];
        const name = value === undefined ? undefined : ids.get(value);
        if (name !== undefined && value !== undefined) return `a free id ${value}: its user ${name} has it`;
      }
    }
  }
  return null;
}

function madeByFile(user: string, analysis: Analysis): boolean {
  return analysis.model.facts.some(
    (fact) =>
      fact.kind === "run" &&
      fact.units.some((unit) =>
        unit.commands.some((command) =>
          command.effects.some((effect) => effect.kind === "user" && effect.name === user),
        ),
      ),
  );
}
