/**
 * What a slimmer image lacks of the things that the container needs: programs of the command, programs
 * that kept RUN lines use, programs that the application calls, users. Each as a phrase, and with the
 * program's name where a package could bring it. Empty when the image has everything.
 */
import type { BaseImage } from "../images/types.js";
import { userExists } from "../images/users.js";
import { baseName, isWithin } from "../model/paths.js";
import { programEverywhere } from "../needs/follow.js";
import { oldJavaNamed } from "./java-home.js";
import { providedByFile } from "./providers.js";
import type { Analysis, Plan } from "./types.js";

export interface Lack {
  readonly phrase: string;
  /** what a package could bring; null for everything else */
  readonly program: string | null;
  readonly because: string;
}

export function lackingIn(image: BaseImage, plan: Plan, analysis: Analysis): readonly Lack[] {
  const wanted: { readonly name: string; readonly because: string; readonly certain?: boolean }[] = [
    ...analysis.needs.needs.flatMap(({ need }) => (need.kind === "program" ? [need] : [])),
    ...plan.imagePrograms,
    ...analysis.called,
  ];
  const found = new Map<string, Lack>();
  for (const { name, because, certain } of wanted) {
    const program = baseName(name);
    if (programEverywhere(program) || providedByFile(analysis.model, name)) continue;
    if (plan.copies.some(({ to }) => to.endsWith(`/bin/${program}`) || isWithin(name, to))) continue;
    const has = image.has(program);
    // Where the code does not show whether a program is called, an image that is known to lack it is left alone.
    if (certain === false ? has !== "no" : has === "yes") continue;
    if (!found.has(program)) found.set(program, { phrase: `${program} (${because})`, program, because });
  }
  const others = [
    oldJavaNamed(image, plan, analysis),
    takenId(image, plan, analysis),
    missingUser(image, plan, analysis),
  ];
  return [
    ...found.values(),
    ...others.flatMap((phrase) => (phrase === null ? [] : [{ phrase, program: null, because: phrase }])),
  ];
}

/** A user or group is made with a number that the image already gave away (Ubuntu 24.04 brings uid 1000). */
function takenId(image: BaseImage, plan: Plan, analysis: Analysis): string | null {
  const ids = new Map(
    Object.entries(image.users).flatMap(([name, id]) => id.split(":").map((part) => [part, name] as const)),
  );
  const kept = keptInstructions(plan);
  const removed = new Set<string>();
  for (const fact of analysis.model.facts) {
    if (fact.kind !== "run" || !kept.has(fact.instruction.index)) continue;
    for (const { effects, invocation } of fact.units.flatMap((unit) => unit.commands)) {
      for (const effect of effects) {
        if (effect.kind === "setting" && /^removal of the (user|group) /.test(effect.of))
          removed.add(effect.of.split(" ").at(-1) ?? "");
      }
      if (!effects.some((effect) => effect.kind === "user" || effect.kind === "group")) continue;
      for (const [at, word] of invocation.raw.entries()) {
        const value = /^--?(?:u|uid|g|gid)$/.test(word)
          ? invocation.raw[at + 1]
          : /^(?:-[ug]|--[ug]id=)(\d+)$/.exec(word)?.[1];
        const name = value === undefined ? undefined : ids.get(value);
        if (name !== undefined && value !== undefined && !removed.has(name))
          return `a free id ${value}: its user ${name} has it`;
      }
    }
  }
  return null;
}

/** Users that USER, --chown or a chown of the runtime stage names, and that neither the image nor the file makes. */
function missingUser(image: BaseImage, plan: Plan, analysis: Analysis): string | null {
  const kept = keptInstructions(plan);
  const { user } = analysis.model.final;
  const named = [...(user.known ? [user.value] : []), ...plan.copies.map(({ owner }) => owner)];
  for (const fact of analysis.model.facts) {
    const { instruction } = fact;
    if (!kept.has(instruction.index)) continue;
    if (instruction.keyword === "USER") named.push(instruction.value.text.replaceAll(/["']/g, ""));
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
      if (instruction.chown !== null) named.push(instruction.chown);
    }
    if (fact.kind !== "run") continue;
    for (const { effects } of fact.units.flatMap((unit) => unit.commands)) {
      named.push(...effects.flatMap((effect) => (effect.kind === "chown" ? [effect.owner] : [])));
    }
  }
  for (const owner of named) {
    const name = owner.split(":")[0] ?? "";
    if (/^[A-Za-z_]/.test(name) && !userExists(image, name) && !madeByFile(name, analysis)) {
      return `the user ${name}`;
    }
  }
  return null;
}

function keptInstructions(plan: Plan): ReadonlySet<number> {
  return new Set(plan.runtime.flatMap((item) => (item.kind === "new" ? [] : [item.instruction])));
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
