/**
 * What a slimmer image lacks of the things that the container needs, as one phrase, or null when it
 * has everything: programs of the command, programs that kept RUN lines use, programs that the
 * application calls, users.
 */
import type { BaseImage } from "../images/types.js";
import { baseName } from "../model/paths.js";
import { programEverywhere } from "../needs/follow.js";
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
  const { user } = analysis.model.final;
  if (user.known) {
    const name = user.value.split(":")[0] ?? "";
    if (name !== "" && name !== "root" && !/^\d+$/.test(name) && !(name in image.users) && !madeByFile(name, analysis)) {
      return `the user ${name}`;
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
