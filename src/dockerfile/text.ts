import type { Dockerfile, Instruction, Logical, Span } from "./types.js";

/**
 * Small facts about text that the front end and its users share: what counts as a blank, on
 * which line an offset lies, the exact bytes of an instruction. Nothing here is refused.
 */

/** What Go's unicode.IsSpace takes for a space; JavaScript's \s differs (U+0085, U+FEFF). */
const SPACE = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACE_CHAR = new RegExp(`^[${SPACE}]$`);

export function isSpace(char: string): boolean {
  return SPACE_CHAR.test(char);
}

/** The blanks between words of an instruction (BuildKit's reWhitespace). */
export function isBlank(char: string): boolean {
  return char === " " || char === "\t" || char === "\v" || char === "\f" || char === "\r";
}

/** First offset from `start` on that is no space; `end` when there is none. */
export function skipSpaces(text: string, start: number, end: number = text.length): number {
  let at = start;
  while (at < end && isSpace(text.charAt(at))) at += 1;
  return at;
}

/** Offset after the last character before `end` that is no space; `start` when there is none. */
export function trimSpacesEnd(text: string, start: number, end: number = text.length): number {
  let at = end;
  while (at > start && isSpace(text.charAt(at - 1))) at -= 1;
  return at;
}

/** The 1-based line on which `offset` lies; only a line feed ends a line. */
export function lineOf(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at !== -1 && at < offset; at = source.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** The span in the source of `text.slice(start, end)`. Never ends behind a continuation that follows the text. */
export function sourceSpan(logical: Logical, start: number, end: number): Span {
  const from = logical.at(start);
  return { start: from, end: end > start ? logical.at(end - 1) + 1 : from };
}

/** The exact text of an instruction, with the comment block directly above it. */
export function instructionText(dockerfile: Dockerfile, instruction: Instruction): string {
  return dockerfile.source.slice(instruction.leadStart, instruction.span.end);
}

/** A word of the exec form, as a JSON string. */
export function quoteExecWord(value: string): string {
  return JSON.stringify(value);
}

/** Text of the file inside a message: quoted, on one line, cut when it is long. */
export function shown(text: string): string {
  const line = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(line);
}
