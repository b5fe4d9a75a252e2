import type { Instruction, Keyword } from "./types.js";
import { ParseError } from "./errors.js";
import { readExecForm } from "./exec-form.js";
import { flagProblem, readFlags } from "./flags.js";
import { heredocStarts, readHeredoc, type HeredocBody } from "./heredocs.js";
import { buildInstruction } from "./instructions.js";
import { isBlankLine, isCommentLine, joinLines, type LogicalLine, type PhysicalLine } from "./lines.js";
import { sliceLogical } from "./logical.js";
import { isBlank, shown, skipSpaces, trimSpacesEnd } from "./text.js";

/**
 * The walk over the physical lines: blank and comment lines in between, logical lines, the heredoc bodies behind
 * them. Goes out as instructions in order. Refuses an unknown keyword, a heredoc without an
 * end or with two readings, and whatever a part of the instruction refuses.
 */
export interface SourceLines {
  readonly source: string;
  readonly lines: readonly PhysicalLine[];
  readonly escape: string;
  /** index of the last line that is `text` behind its tabs; -1 when there is none */
  lastLineOf(text: string): number;
}

export function sourceLines(source: string, lines: readonly PhysicalLine[], escape: string): SourceLines {
  let last: Map<string, number> | null = null;
  return {
    source,
    lines,
    escape,
    lastLineOf(text) {
      last ??= new Map(
        lines.map((line, index) => [source.slice(line.start, line.textEnd).replace(/^\t+/, ""), index]),
      );
      return last.get(text) ?? -1;
    },
  };
}

export interface ReadInstruction {
  readonly instruction: Instruction;
  /** dockerfile-ast is known to misread such text */
  readonly irregular: boolean;
}

export function readInstructions(file: SourceLines, directivesEnd: number): readonly ReadInstruction[] {
  const { source, lines, escape } = file;
  const found: ReadInstruction[] = [];
  /** first line of the comment block that touches the current line */
  let lead: number | null = null;
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.start < directivesEnd || isBlankLine(source, line)) {
      lead = null;
      index += 1;
    } else if (isCommentLine(source, line)) {
      lead ??= line.start;
      index += 1;
    } else {
      const joined = joinLines(source, lines, index, escape);
      const read = readInstruction(file, joined, found.length, lead ?? line.start);
      found.push(read);
      lead = null;
      index = read.next;
    }
  }
  return found;
}

const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  "FROM",
  "RUN",
  "CMD",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "COPY",
  "ADD",
  "ENV",
  "LABEL",
  "ARG",
  "WORKDIR",
  "USER",
  "STOPSIGNAL",
  "MAINTAINER",
  "EXPOSE",
  "VOLUME",
  "SHELL",
  "ONBUILD",
]);

function isKeyword(text: string): text is Keyword {
  return KEYWORDS.has(text);
}

function readInstruction(
  file: SourceLines,
  joined: LogicalLine,
  index: number,
  leadStart: number,
): ReadInstruction & { readonly next: number } {
  const { source, lines, escape } = file;
  const line = joined.first + 1;
  const { text } = joined.text;
  const end = trimSpacesEnd(text, 0);
  const start = skipSpaces(text, 0, end);
  let keywordEnd = start;
  while (keywordEnd < end && !isBlank(text.charAt(keywordEnd))) keywordEnd += 1;
  const written = text.slice(start, keywordEnd);
  const keyword = written.toUpperCase();
  if (!isKeyword(keyword))
    throw new ParseError("unknown-instruction", `${shown(written)} is not an instruction.`, line);
  const read = readFlags(sliceLogical(joined.text, 0, end), keywordEnd, escape);
  const problem = "problem" in read ? read.problem : flagProblem(keyword, read.flags);
  if ("problem" in read || problem !== null)
    throw new ParseError("syntax-error", `${keyword} is not well formed: ${problem}.`, line);
  const body = sliceLogical(joined.text, Math.min(skipSpaces(text, read.end), end), end);
  const bodies = readHeredocs(file, joined, keyword, body.text);
  const last = bodies.at(-1);
  const spanEnd = last?.heredoc.span.end ?? joined.end;
  const instruction = buildInstruction({
    source,
    escape,
    keyword,
    base: {
      index,
      written,
      span: { start: joined.start, end: spanEnd },
      leadStart,
      line,
      endLine: lineIndexOf(lines, spanEnd, joined.first) + 1,
      flags: read.flags,
      body,
      heredocs: bodies.map((each) => each.heredoc),
    },
    bodies,
  });
  return {
    instruction,
    irregular: joined.irregular || text.includes("<<"),
    next: last?.next ?? joined.next,
  };
}

/** Index of the line on which the text that ends at `end` ends. */
function lineIndexOf(lines: readonly PhysicalLine[], end: number, first: number): number {
  let index = first;
  while ((lines[index]?.end ?? end) < end) index += 1;
  return index;
}

function readHeredocs(
  file: SourceLines,
  joined: LogicalLine,
  keyword: Keyword,
  rest: string,
): readonly HeredocBody[] {
  const trigger = keyword === "ONBUILD" ? /^(RUN|COPY|ADD)[\t\v\f\r ]+/i.exec(rest) : null;
  const takes = keyword === "RUN" || keyword === "COPY" || keyword === "ADD" || trigger !== null;
  const { text } = joined.text;
  if (!takes || !text.includes("<<")) return [];
  const json = logicalJson(rest.slice(trigger?.[0].length ?? 0));
  if (json) return [];
  const line = joined.first + 1;
  const starts = heredocStarts(text);
  if (starts === null) {
    refuseUnreadHeredoc(file, joined);
    return [];
  }
  const bodies: HeredocBody[] = [];
  let next = joined.next;
  for (const start of starts) {
    const body = readHeredoc(file.source, file.lines, next, start);
    if (body === null)
      throw new ParseError("unterminated-heredoc", `The heredoc ${shown(start.delimiter)} never ends.`, line);
    bodies.push(body);
    next = body.next;
  }
  return bodies;
}

function logicalJson(text: string): boolean {
  const exec = readExecForm({ text, at: (offset) => offset });
  return exec !== null && exec !== "not-strings";
}

/**
 * BuildKit sees no heredoc in a line with an odd quote or a substitution that it does not know. The shell
 * may see one: when its terminator follows, the author meant a heredoc, and no reading is safe.
 */
function refuseUnreadHeredoc(file: SourceLines, joined: LogicalLine): void {
  for (const [, , delimiter = ""] of joined.text.text.matchAll(/<<-?[\t ]*(["']?)([A-Za-z_]\w*)\1/g)) {
    if (file.lastLineOf(delimiter) < joined.next) continue;
    throw new ParseError(
      "heredoc-ambiguous",
      `The builder and the shell may differ on whether ${shown(delimiter)} starts a heredoc here.`,
      joined.first + 1,
    );
  }
}
