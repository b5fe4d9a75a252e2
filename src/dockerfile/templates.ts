import type { Instruction, Keyword } from "./types.js";
import { ParseError } from "./errors.js";

/**
 * Templates of a Dockerfile: text with placeholders that another program fills in. Such a file
 * is no Dockerfile yet. A placeholder counts where it makes the text illegal, or where it
 * stands for an image, a path or a user; in a shell command or a value it may be meant.
 */
const PLACEHOLDER = /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|@@\w+@@|%%\w+%%|#\{\w+\}|<#.*?>/;
const PLACEHOLDER_IMAGE = /^(?:@\w+@|__\w+__|<[\w -]+>|\[\[.*\]\])/;

/** The same error, as `template-placeholders` when a placeholder stands on its line. */
export function placeholderError(source: string, error: ParseError): ParseError {
  if (error.code === "empty-dockerfile") return error;
  const text = source.split("\n")[error.line - 1] ?? "";
  const [placeholder] = PLACEHOLDER.exec(text) ?? /^\s*(?:\{\{|\{%|<%)/.exec(text) ?? [];
  return placeholder === undefined ? error : templateError(placeholder.trim(), error.line);
}

/** What these hold is literal, but for variables. */
const LITERAL: ReadonlySet<Keyword> = new Set(["FROM", "COPY", "ADD", "WORKDIR", "USER", "EXPOSE", "VOLUME"]);

/** Throws when an image, a path, a user or a port is a placeholder. */
export function refuseTemplate(instructions: readonly Instruction[]): void {
  for (const instruction of instructions) {
    if (!LITERAL.has(instruction.keyword)) continue;
    const { text } = instruction.body;
    const image = instruction.keyword === "FROM" ? PLACEHOLDER_IMAGE.exec(instruction.image.text) : null;
    const found = PLACEHOLDER.exec(text) ?? image;
    if (found !== null) throw templateError(found[0], instruction.line);
  }
}

function templateError(placeholder: string, line: number): ParseError {
  return new ParseError(
    "template-placeholders",
    `The file is a template: ${placeholder} has to be filled in first.`,
    line,
  );
}
