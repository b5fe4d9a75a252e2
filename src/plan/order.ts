/** Instructions in the file's order, with questions that several transforms ask of them. */
import type { Instruction } from "../dockerfile/types.js";
import { variablesIn } from "../dockerfile/variables.js";
import type { Analysis } from "./types.js";

/** One line of at most 80 characters, for decisions. */
export function summaryOf(instruction: Instruction): string {
  const text = `${instruction.keyword} ${instruction.body.text.trim().replaceAll(/\s+/g, " ")}`;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Names of variables that the instruction's text uses: BuildKit expands these, a RUN's shell reads them. */
export function variablesOf(instruction: Instruction, escape: "\\" | "`"): readonly string[] {
  switch (instruction.keyword) {
    case "RUN":
      return [...instruction.body.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap((match) => match[1] ?? []);
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
    case "ARG":
    case "SHELL":
    case "ONBUILD":
      // Not expanded at build time (the container's shell does it, with ENV alone), or declares itself.
      return instruction.keyword === "ARG"
        ? instruction.args.flatMap((arg) => variablesIn(arg.default ?? "", escape))
        : [];
    default:
      return [
        ...variablesIn(instruction.body.text, escape),
        ...instruction.flags.flatMap((flag) => variablesIn(flag.value ?? "", escape)),
      ];
  }
}

export function stageInstructions(analysis: Analysis): readonly Instruction[] {
  return analysis.dockerfile.stages[0]?.instructions ?? [];
}
