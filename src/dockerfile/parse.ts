import type { Arg, Dockerfile, Instruction, Parsed, Stage } from "./types.js";
import { readBoundaries } from "./boundaries.js";
import { readDirectives } from "./directives.js";
import { ParseError } from "./errors.js";
import { splitLines } from "./lines.js";
import { readInstructions, sourceLines, type ReadInstruction } from "./reader.js";
import { placeholderError, refuseTemplate } from "./templates.js";
import { shown } from "./text.js";
import { wordProblem } from "./variables.js";

/**
 * A Dockerfile's text as a syntax tree with exact spans. Boundaries, words, flags and heredocs
 * follow BuildKit's parser; a second reading by dockerfile-ast must agree on where instructions
 * begin, unless the place is one of those where that library is known to be wrong. What BuildKit
 * rejects comes back as an error with a code and a line; nothing is thrown for any text.
 */
export function parseDockerfile(source: string): Parsed {
  try {
    return { ok: true, dockerfile: readDockerfile(source) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { code, message, line } = placeholderError(source, error);
    return { ok: false, error: { code, message, line } };
  }
}

function readDockerfile(source: string): Dockerfile {
  const bom = source.startsWith("\uFEFF");
  const lines = splitLines(source, bom ? 1 : 0);
  const { directives, escape, end } = readDirectives(source, bom ? 1 : 0);
  const read = readInstructions(sourceLines(source, lines, escape), end);
  const instructions = read.map((each) => each.instruction);
  if (instructions.length === 0) throw new ParseError("empty-dockerfile", "The file has no instructions.", 1);
  const { globalArgs, stages } = groupByStage(instructions);
  for (const instruction of instructions) checkWords(instruction, escape);
  checkBoundaries(source, read);
  refuseTemplate(instructions);
  const eol = /\r?\n/.exec(source)?.[0] === "\r\n" ? "\r\n" : "\n";
  return { source, bom, eol, escape, directives, instructions, globalArgs, stages };
}

function groupByStage(instructions: readonly Instruction[]): Pick<Dockerfile, "globalArgs" | "stages"> {
  const globalArgs: Arg[] = [];
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  let stray: Instruction | null = null;
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.keyword === "FROM") stages.push({ from: instruction, instructions: [] });
    else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.keyword === "ARG") globalArgs.push(instruction);
    else stray ??= instruction;
  }
  if (stages.length === 0)
    throw new ParseError("no-from", "The file has no FROM.", instructions[0]?.line ?? 1);
  if (stray !== null)
    throw new ParseError(
      "instruction-before-from",
      `${stray.keyword} stands before the first FROM.`,
      stray.line,
    );
  return { globalArgs, stages };
}

/** A word that BuildKit cannot expand, whatever its variables hold, fails the build. */
function checkWords(instruction: Instruction, escape: string): void {
  for (const word of expandedWords(instruction)) {
    const problem = wordProblem(word, escape);
    if (problem !== null)
      throw new ParseError(
        "syntax-error",
        `${instruction.keyword} holds ${shown(word)}: ${problem}.`,
        instruction.line,
      );
  }
}

function expandedWords(instruction: Instruction): readonly string[] {
  switch (instruction.keyword) {
    case "FROM":
      return [instruction.image.text, instruction.platform ?? ""];
    case "ENV":
    case "LABEL":
      return instruction.pairs.flatMap((pair) => [pair.key, pair.value]);
    case "COPY":
    case "ADD":
      return [...instruction.sources, instruction.destination].map((word) => word.text);
    case "WORKDIR":
    case "USER":
    case "STOPSIGNAL":
      return [instruction.value.text];
    case "EXPOSE":
    case "VOLUME":
      return instruction.values.map((word) => word.text);
    default:
      return [];
  }
}

/** Spaces that BuildKit knows and dockerfile-ast does not. */
const ODD_SPACE = /[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function checkBoundaries(source: string, read: readonly ReadInstruction[]): void {
  const second = readBoundaries(source);
  const oddSpace = source.search(ODD_SPACE);
  for (const [index, { instruction, irregular }] of read.entries()) {
    if (oddSpace !== -1 && oddSpace < instruction.span.end) return;
    const other = second[index];
    const same = other?.line === instruction.line && other.keyword === instruction.keyword;
    // From here on the library may have lost its place.
    if (irregular) return;
    if (!same)
      throw new ParseError(
        "boundaries-ambiguous",
        `It is not clear where ${instruction.keyword} begins or ends.`,
        instruction.line,
      );
  }
}
