/** Every user that the final stage names (USER, --chown, chown of a RUN) is there: of the base image, made by a RUN, or a number. */
import type { Instruction } from "../../dockerfile/types.js";
import type { Rewrite, Rule } from "./types.js";

export const users: Rule = {
  name: "users",
  violations: (rewrite) => {
    const { output, analysis, plan } = rewrite;
    const base = plan.runtimeFrom?.base;
    // On an image that is not known, or is the build's own, the original settles it.
    const brought = base?.known === true ? Object.keys(base.value.users) : null;
    const made = madeUsers(rewrite);
    const known = new Set(["root", ...(brought ?? []), ...made.first]);
    const before = new Set([
      ...(analysis.model.base.known ? Object.keys(analysis.model.base.value.users) : []),
      ...made.ofInput,
    ]);
    const named = (output.stages.at(-1)?.instructions ?? []).flatMap(usersOf);
    return (
      named
        .filter((name) => /^[A-Za-z_]/.test(name) && !known.has(name))
        // A user that the input does not make either comes from an image that is not known.
        .filter((name) => before.has(name) || brought !== null)
        .map((name) => `the user ${name} is not in the final stage`)
    );
  },
};

function usersOf(instruction: Instruction): readonly string[] {
  const names = (owner: string): string[] => owner.split(":").slice(0, 1);
  if (instruction.keyword === "USER") return names(instruction.value.text.replaceAll(/["']/g, ""));
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
    return instruction.chown === null ? [] : names(instruction.chown);
  }
  return [];
}

/** Names made by the RUN lines that the runtime stage has, and by all of the input. */
function madeUsers({ output, analysis }: Rewrite): {
  readonly first: readonly string[];
  readonly ofInput: readonly string[];
} {
  const accounts = analysis.model.facts.flatMap((fact) =>
    fact.kind === "run"
      ? fact.units
          .flatMap((unit) => unit.commands)
          .flatMap((command) =>
            command.effects.flatMap((effect) =>
              effect.kind === "user" ? [{ name: effect.name, text: command.span }] : [],
            ),
          )
      : [],
  );
  const runs = (output.stages.at(-1)?.instructions ?? [])
    .filter((one) => one.keyword === "RUN")
    .map((one) => one.body.text);
  const source = analysis.dockerfile.source;
  const squeeze = (text: string): string =>
    text
      .replaceAll(/\\\r?\n|\s+/g, " ")
      .replaceAll(/ +/g, " ")
      .trim();
  return {
    first: accounts
      .filter(({ text }) =>
        runs.some((run) => squeeze(run).includes(squeeze(source.slice(text.start, text.end)))),
      )
      .map(({ name }) => name),
    ofInput: accounts.map(({ name }) => name),
  };
}
