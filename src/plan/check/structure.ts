/**
 * The output has exactly one stage more than the input, nothing of the input is lost, and its own
 * form gives linters nothing new to say (rules of `docker build --check`: StageNameCasing,
 * FromAsCasing, DuplicateStageName, ReservedStageName, WorkdirRelativePath).
 */
import type { Instruction } from "../../dockerfile/types.js";
import type { Rewrite, Rule } from "./types.js";

export const structure: Rule = {
  name: "structure",
  violations: (rewrite) => [...stages(rewrite), ...everyInstruction(rewrite), ...everyComment(rewrite)],
};

function stages({ output, analysis }: Rewrite): string[] {
  const found: string[] = [];
  const before = analysis.dockerfile.stages.length;
  if (output.stages.length !== before + 1) {
    found.push(`the output has ${output.stages.length} stages instead of ${before + 1}`);
  }
  const names = output.stages.flatMap(({ from }) => (from.alias ? [from.alias.text] : []));
  const lower = names.map((name) => name.toLowerCase());
  if (new Set(lower).size !== lower.length) found.push(`two stages are called ${names.join(", ")}`);
  if (lower.some((name) => name === "scratch" || name === "context"))
    found.push("a stage has a reserved name");
  const [first] = output.stages;
  if (first?.from.alias === null) found.push("the first stage has no name");
  const keys = output.directives.map(({ name, value }) => `${name}=${value}`).join();
  if (keys !== analysis.dockerfile.directives.map(({ name, value }) => `${name}=${value}`).join()) {
    found.push("the parser directives are not the input's");
  }
  return found;
}

/** Byte for byte in one of the stages, or an edited one that the plan speaks of. */
function everyInstruction({ output, plan, analysis }: Rewrite): string[] {
  const text = (instruction: Instruction, source: string): string =>
    source.slice(instruction.span.start, instruction.span.end);
  const present = new Map<string, number>();
  for (const instruction of output.instructions) {
    const key = text(instruction, output.source);
    present.set(key, (present.get(key) ?? 0) + 1);
  }
  const edited = new Set(
    [...plan.build, ...plan.runtime].flatMap((item) => (item.kind === "edited" ? [item.instruction] : [])),
  );
  return analysis.dockerfile.instructions.flatMap((instruction) => {
    if (instruction.keyword === "FROM") return [];
    const key = text(instruction, analysis.dockerfile.source);
    if ((present.get(key) ?? 0) > 0) return [];
    if (edited.has(instruction.index) || plan.dropped.includes(instruction.index)) return [];
    return [`line ${instruction.line} (${instruction.keyword}) is neither in the output nor in a decision`];
  });
}

function everyComment({ output, plan, analysis }: Rewrite): string[] {
  const comments = (source: string): string[] =>
    source
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line.startsWith("#"));
  const left = new Set(comments(output.source));
  // The comment block of an instruction that is left out speaks of that alone.
  const { source, instructions } = analysis.dockerfile;
  const dropped = plan.dropped.flatMap((index) => {
    const one = instructions[index];
    return one ? comments(source.slice(one.leadStart, one.span.end)) : [];
  });
  for (const line of dropped) left.add(line);
  return comments(source)
    .filter((line) => !left.has(line))
    .map((line) => `the comment ${JSON.stringify(line)} is lost`);
}
