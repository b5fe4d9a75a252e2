import { parseDockerfile } from "../../src/dockerfile/parse.js";
import type { Dockerfile, Instruction, Keyword, Span } from "../../src/dockerfile/types.js";

/** The instruction type that takes the keyword `K`. */
type Of<K extends Keyword, I extends Instruction = Instruction> = I extends unknown
  ? K extends I["keyword"]
    ? I
    : never
  : never;

/** The tree of a Dockerfile that must parse. */
export function tree(source: string): Dockerfile {
  const parsed = parseDockerfile(source);
  if (!parsed.ok)
    throw new Error(`${parsed.error.code} on line ${parsed.error.line}: ${parsed.error.message}`);
  return parsed.dockerfile;
}

/** Code and line of the error of a Dockerfile that must not parse. */
export function refusal(source: string): { readonly code: string; readonly line: number } {
  const parsed = parseDockerfile(source);
  if (parsed.ok) throw new Error("parsed, and should not");
  return { code: parsed.error.code, line: parsed.error.line };
}

/** The first instruction with this keyword, behind `FROM alpine:3.20`. */
export function instruction<K extends Keyword>(text: string, keyword: K): Of<K> {
  return first(tree(`FROM alpine:3.20\n${text}\n`), keyword);
}

export function first<K extends Keyword>(dockerfile: Dockerfile, keyword: K): Of<K> {
  const found = dockerfile.instructions.find((each): each is Of<K> => each.keyword === keyword);
  if (found === undefined) throw new Error(`no ${keyword}`);
  return found;
}

export function keywords(source: string): readonly Keyword[] {
  return tree(source).instructions.map((each) => each.keyword);
}

export function slice(source: string, span: Span): string {
  return source.slice(span.start, span.end);
}

/** The shell text of a RUN that stands behind `FROM alpine:3.20`. */
export function script(text: string): string {
  const { command } = instruction(text, "RUN");
  if (command.form !== "shell") throw new Error("exec form");
  return command.script.text;
}
