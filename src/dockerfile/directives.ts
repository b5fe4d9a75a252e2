import type { Directive } from "./types.js";
import { ParseError } from "./errors.js";
import { skipSpaces } from "./text.js";

/**
 * Parser directives: `# escape=`, `# syntax=` and `# check=` on the first lines. Any other line
 * (also a blank one, a plain comment, an unknown key) ends them, as in BuildKit. Refuses a
 * directive that is given twice and an escape character other than \ and `.
 */
const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(.+?)[\t\n\f\r ]*$/;

export interface Directives {
  readonly directives: readonly Directive[];
  readonly escape: "\\" | "`";
  /** offset of the first line that is no directive */
  readonly end: number;
}

export function readDirectives(source: string, start: number): Directives {
  const directives: Directive[] = [];
  let escape: "\\" | "`" = "\\";
  let lineStart = start;
  while (lineStart < source.length) {
    const feed = source.indexOf("\n", lineStart);
    const next = feed === -1 ? source.length : feed + 1;
    const text = source.slice(lineStart, next).replace(/[\r\n]+$/, "");
    const directive = readDirective(text, lineStart);
    if (directive === null) break;
    const line = directives.length + 1;
    if (directives.some((other) => other.name === directive.name))
      throw new ParseError("syntax-error", `Only one ${directive.name} directive can be used.`, line);
    if (directive.name === "escape") {
      if (directive.value !== "\\" && directive.value !== "`")
        throw new ParseError("syntax-error", "The escape directive takes a backslash or a backtick.", line);
      escape = directive.value;
    }
    directives.push(directive);
    lineStart = next;
  }
  return { directives, escape, end: lineStart };
}

function readDirective(line: string, offset: number): Directive | null {
  const hash = skipSpaces(line, 0);
  if (line.charAt(hash) !== "#") return null;
  const [, key, value] = DIRECTIVE.exec(line.slice(skipSpaces(line, hash + 1))) ?? [];
  const name = key?.toLowerCase();
  if ((name !== "escape" && name !== "syntax" && name !== "check") || value === undefined) return null;
  return { name, value, span: { start: offset + hash, end: offset + line.length } };
}
