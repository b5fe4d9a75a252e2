import type { Logical } from "./types.js";
import { ParseError } from "./errors.js";
import { logicalOf, type Piece } from "./logical.js";
import { skipSpaces, trimSpacesEnd } from "./text.js";

/**
 * Physical lines, and the logical lines that BuildKit joins them to: an escape character followed
 * only by blanks continues a line (unless it is itself escaped), comment and blank lines inside
 * a continuation are skipped. Refuses a line longer than BuildKit's scanner takes.
 */
export interface PhysicalLine {
  readonly start: number;
  /** before the line break */
  readonly textEnd: number;
  /** after the line break */
  readonly end: number;
}

/** bufio.MaxScanTokenSize - 1, in bytes */
const MAX_LINE_BYTES = 65_535;

export function splitLines(source: string, start: number): readonly PhysicalLine[] {
  const lines: PhysicalLine[] = [];
  let at = start;
  while (at < source.length) {
    const feed = source.indexOf("\n", at);
    const end = feed === -1 ? source.length : feed + 1;
    let textEnd = feed === -1 ? end : feed;
    while (textEnd > at && source.charAt(textEnd - 1) === "\r") textEnd -= 1;
    if (
      end - at > MAX_LINE_BYTES / 3 &&
      Buffer.byteLength(source.slice(at, feed === -1 ? end : feed)) > MAX_LINE_BYTES
    )
      throw new ParseError(
        "syntax-error",
        `The line is longer than the ${MAX_LINE_BYTES} bytes that the builder reads.`,
        lines.length + 1,
      );
    lines.push({ start: at, textEnd, end });
    at = end;
  }
  return lines;
}

export interface LogicalLine {
  readonly text: Logical;
  /** index of the first physical line */
  readonly first: number;
  /** index of the first physical line behind everything that belongs to it */
  readonly next: number;
  /** offset of the first character that is no space */
  readonly start: number;
  /** offset behind the last character that is no space; a continuation that leads nowhere stands behind it */
  readonly end: number;
  /** a line is nothing but a continuation, a comment inside ends like one, or the last line ends in an escaped escape character */
  readonly irregular: boolean;
}

/** The logical line that starts at `lines[first]`, which is neither blank nor a comment. */
export function joinLines(
  source: string,
  lines: readonly PhysicalLine[],
  first: number,
  escape: string,
): LogicalLine {
  const pieces: Piece[] = [];
  let irregular = false;
  let index = first;
  for (; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    const content = skipSpaces(source, line.start, line.textEnd);
    if (index > first) {
      if (content === line.textEnd) continue;
      if (source.charAt(content) === "#") {
        irregular ||= continuationAt(source, content, line.textEnd, escape) !== null;
        continue;
      }
    }
    // BuildKit strips leading spaces of an instruction's first line only.
    const start = index === first ? content : line.start;
    const cut = continuationAt(source, start, line.textEnd, escape);
    pieces.push({ text: source.slice(start, cut ?? line.textEnd), start });
    irregular ||= cut === start;
    if (cut === null) {
      irregular ||= source.slice(start, line.textEnd).trimEnd().endsWith(escape);
      index += 1;
      break;
    }
  }
  const start = skipSpaces(source, lines[first]?.start ?? 0, lines[first]?.textEnd ?? 0);
  return {
    text: logicalOf(pieces, start),
    first,
    next: index,
    start,
    end: contentEnd(source, pieces, start),
    irregular,
  };
}

/** Where the escape character stands that continues the line `start..end`; null when nothing does. */
function continuationAt(source: string, start: number, end: number, escape: string): number | null {
  let at = end;
  while (at > start && (source.charAt(at - 1) === " " || source.charAt(at - 1) === "\t")) at -= 1;
  if (at === start || source.charAt(at - 1) !== escape) return null;
  if (at - 2 >= start && source.charAt(at - 2) === escape) return null;
  return at - 1;
}

function contentEnd(source: string, pieces: readonly Piece[], start: number): number {
  for (const piece of pieces.toReversed()) {
    const end = trimSpacesEnd(source, piece.start, piece.start + piece.text.length);
    if (end > piece.start) return end;
  }
  return start + 1;
}

export function isBlankLine(source: string, line: PhysicalLine): boolean {
  return skipSpaces(source, line.start, line.textEnd) === line.textEnd;
}

export function isCommentLine(source: string, line: PhysicalLine): boolean {
  const content = skipSpaces(source, line.start, line.textEnd);
  return content < line.textEnd && source.charAt(content) === "#";
}
