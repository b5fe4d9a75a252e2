/**
 * Variables: every ARG or ENV that an instruction of a stage uses is declared in that stage in front
 * of it, as far as it was in the input; no credential of the build is named in the final stage.
 */
import type { Instruction, Stage } from "../../dockerfile/types.js";
import { isSecretName } from "../environment.js";
import { variablesOf } from "../order.js";
import type { Rule } from "./types.js";

export const scope: Rule = {
  name: "scope",
  violations: (rewrite) => {
    const { output, analysis, plan } = rewrite;
    const declaredBefore = declarations(analysis.dockerfile.stages[0]?.instructions ?? []);
    const bases = [analysis.model.base, plan.runtimeFrom?.base];
    return output.stages.flatMap((stage, at) => {
      const base = bases[at];
      const inherited = new Set([
        // every image has one, by its configuration or by the engine
        "PATH",
        ...(base?.known === true && base.value.config.known ? Object.keys(base.value.config.value.env) : []),
      ]);
      return [
        ...undeclared(stage, declaredBefore, inherited, output.escape),
        ...(at === output.stages.length - 1 ? secrets(stage) : []),
      ];
    });
  },
};

function declarations(instructions: readonly Instruction[]): ReadonlySet<string> {
  return new Set(
    instructions.flatMap((one) => {
      if (one.keyword === "ARG") return one.args.map(({ name }) => name);
      return one.keyword === "ENV" ? one.pairs.map(({ key }) => key) : [];
    }),
  );
}

function undeclared(
  stage: Stage,
  wanted: ReadonlySet<string>,
  inherited: ReadonlySet<string>,
  escape: "\\" | "`",
): string[] {
  const seen = new Set<string>(inherited);
  const found: string[] = [];
  for (const instruction of stage.instructions) {
    for (const name of variablesOf(instruction, escape)) {
      const local =
        instruction.keyword === "RUN" &&
        new RegExp(`(^|[\\s;&(])(export\\s+)?${name}=|\\bfor ${name} in\\b|\\bread (-\\w+ )*${name}\\b`).test(
          instruction.body.text,
        );
      if (wanted.has(name) && !seen.has(name) && !local) {
        found.push(`${instruction.keyword} uses ${name}, which is not declared in its stage`);
      }
    }
    if (instruction.keyword === "ARG") for (const { name } of instruction.args) seen.add(name);
    if (instruction.keyword === "ENV") for (const { key } of instruction.pairs) seen.add(key);
  }
  return found;
}

function secrets(stage: Stage): string[] {
  return stage.instructions.flatMap((one) =>
    one.keyword === "ARG"
      ? one.args
          .filter(({ name }) => isSecretName(name))
          .map(({ name }) => `the credential ${name} is declared in the final stage`)
      : [],
  );
}
