/**
 * The build stage still does what the input did up to the end of its build: every RUN, COPY and ADD
 * stands there, in its order, and the steps of the tool chains have the same outputs. What only the container
 * uses may be absent; whatever stands there has the same state in front of it (variables, folder, user, shell).
 */
import type { Instruction } from "../../dockerfile/types.js";
import type { ImageModel } from "../../model/fold.js";
import { isWithin } from "../../model/paths.js";
import type { Fact, State, Step } from "../../model/types.js";
import { modelOf } from "./stage-model.js";
import type { Rewrite, Rule } from "./types.js";

export const build: Rule = {
  name: "build",
  violations: (rewrite) => {
    const [stage] = rewrite.output.stages;
    if (!stage) return [];
    const now = modelOf(stage, rewrite);
    return [...instructions(now, rewrite), ...steps(now, rewrite)];
  },
};

function instructions(now: ImageModel, rewrite: Rewrite): readonly string[] {
  const { analysis, output, plan } = rewrite;
  const { dockerfile, model, regions } = analysis;
  const text = (one: Instruction, source: string): string => source.slice(one.span.start, one.span.end);
  const edited = new Map(
    plan.build.flatMap((item) => (item.kind === "edited" ? [[item.instruction, item.text] as const] : [])),
  );
  let at = 0;
  for (const fact of model.facts) {
    const { instruction } = fact;
    if (!/^(RUN|COPY|ADD)$/.test(instruction.keyword)) continue;
    const wanted = edited.get(instruction.index) ?? text(instruction, dockerfile.source);
    const found = now.facts.findIndex(
      (one, index) => index >= at && text(one.instruction, output.source) === wanted,
    );
    if (found === -1) {
      if (instruction.index > regions.lastBuild || isIdleInBuild(fact, now.facts.slice(at), rewrite))
        continue;
      return [`line ${instruction.line} (${instruction.keyword}) is not in the build stage`];
    }
    at = found + 1;
    const difference = stateDiffers(fact.before, now.facts[found]?.before);
    if (difference !== null) {
      return [
        `line ${instruction.line} (${instruction.keyword}) has another ${difference} in the build stage`,
      ];
    }
  }
  return [];
}

/** Users, and files of the container outside the sources, that nothing behind them in the build stage reads. */
function isIdleInBuild(fact: Fact, behind: readonly Fact[], { analysis }: Rewrite): boolean {
  const { regions } = analysis;
  if (fact.kind === "run") {
    return fact.units.every((unit) =>
      unit.commands.every(
        ({ effects, opaque, step }) =>
          opaque === null &&
          step === null &&
          effects.every((effect) => effect.kind === "user" || effect.kind === "group"),
      ),
    );
  }
  if (fact.kind !== "copy" || !fact.destination.known) return false;
  const target = fact.destination.value;
  if (regions.isBuildPath(target) || fact.files.some(({ image }) => regions.isBuildPath(image))) return false;
  return !behind.some(
    (other) =>
      other.kind === "run" &&
      (other.opaque !== null ||
        other.units.some((unit) =>
          unit.commands.some(
            ({ opaque, effects }) =>
              opaque !== null ||
              effects.some((effect) => {
                const read =
                  effect.kind === "read" ? effect.path : effect.kind === "write" ? effect.from : undefined;
                return read !== undefined && isWithin(read, target);
              }),
          ),
        )),
  );
}

/** The first part of the state that is not as it was; null when all is. */
function stateDiffers(before: State, now: State | undefined): string | null {
  if (!now) return "state";
  const value = (one: { readonly known: boolean; readonly value?: string }): string =>
    one.known ? (one.value ?? "") : "?";
  const same = (left: State["env"], right: State["env"]): string | null => {
    const names = new Set([...left.keys(), ...right.keys()]);
    for (const name of names) {
      const [one, other] = [left.get(name), right.get(name)];
      if (!one || !other || value(one) !== value(other)) return name;
    }
    return null;
  };
  const variable = same(before.env, now.env);
  if (variable !== null) return `value of the variable ${variable}`;
  const argument = same(before.args, now.args);
  if (argument !== null) return `value of the argument ${argument}`;
  if (value(before.workdir) !== value(now.workdir)) return "working directory";
  if (value(before.user) !== value(now.user)) return "user";
  return JSON.stringify(before.shell) === JSON.stringify(now.shell) ? null : "shell";
}

function steps(now: ImageModel, { analysis }: Rewrite): readonly string[] {
  const done = now.history.steps.map(({ step }) => describe(step));
  const end = analysis.dockerfile.instructions[analysis.regions.lastBuild]?.endLine ?? 0;
  // A step that serves the container alone (a global install behind the build) may leave the build stage.
  const before = analysis.model.history.steps.filter(
    ({ step, invocation }) => step.kind !== "housekeeping" && invocation.line <= end,
  );
  let at = 0;
  for (const { step, invocation } of before) {
    const found = done.indexOf(describe(step), at);
    if (found === -1)
      return [`line ${invocation.line} does not do in the build stage what it did: ${step.evidence}`];
    at = found + 1;
  }
  const prune = analysis.application?.prune;
  const pruned = now.history.steps.find(
    ({ step }) => step.kind === "prune" && !before.some((one) => describe(one.step) === describe(step)),
  );
  if (pruned && !(prune?.known === true && prune.value !== null))
    return [`${pruned.step.evidence}, which the container's needs do not allow`];
  return [];
}

function describe(step: Step): string {
  return JSON.stringify([step.toolchain, step.kind, step.directory, step.outputs]);
}
