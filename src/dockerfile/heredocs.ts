import { known } from "../known.js";
import type { Heredoc } from "./types.js";
import { LexError, lexWord, type LexOptions } from "./lex.js";
import type { PhysicalLine } from "./lines.js";

/**
 * Heredocs of RUN, COPY and ADD: which words of the logical line start one, and the body that
 * follows. As in BuildKit, `<<` counts only at the start of a word outside quotes, and the
 * words are read with a backslash as escape character whatever the directive says.
 */
export interface HeredocStart {
  readonly delimiter: string;
  readonly expand: boolean;
  readonly stripTabs: boolean;
}

const HEREDOC = /^\d*<<(-?)[\t\n\f\r ]*([^<]*)$/;
const LEX: LexOptions = { escape: "\\", lookup: () => known(null), keepUnset: true };

/** The heredocs that the line starts; null when the line cannot be read as shell words, and BuildKit sees none. */
export function heredocStarts(line: string): readonly HeredocStart[] | null {
  if (!line.includes("<<")) return [];
  try {
    const { words } = lexWord(line, { ...LEX, rawQuotes: true, rawEscapes: true });
    return words.flatMap((word) => heredocStart(word) ?? []);
  } catch (error) {
    if (error instanceof LexError) return null;
    throw error;
  }
}

/** The heredoc that `word` as a whole is, or null. */
export function heredocStart(word: string): HeredocStart | null {
  const [, dash, rest] = HEREDOC.exec(word) ?? [];
  if (rest === undefined || rest === "") return null;
  const plain = lexWords(rest, false);
  const raw = lexWords(rest, true);
  const delimiter = plain?.[0];
  if (delimiter === undefined || plain?.length !== 1) return null;
  return {
    delimiter,
    expand: quotes(delimiter) === quotes(raw?.[0] ?? ""),
    stripTabs: dash === "-",
  };
}

function lexWords(text: string, rawQuotes: boolean): readonly string[] | null {
  try {
    return lexWord(text, { ...LEX, rawQuotes }).words;
  } catch (error) {
    if (error instanceof LexError) return null;
    throw error;
  }
}

function quotes(text: string): number {
  return text.replace(/[^'"]/g, "").length;
}

export interface HeredocBody {
  readonly heredoc: Heredoc;
  /** the body as it stands in the source, tabs included */
  readonly raw: { readonly start: number; readonly end: number };
  /** index of the physical line behind the terminator */
  readonly next: number;
}

/** The body that starts at `lines[first]`; null when its terminator never comes. */
export function readHeredoc(
  source: string,
  lines: readonly PhysicalLine[],
  first: number,
  start: HeredocStart,
): HeredocBody | null {
  for (let index = first; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    const text = source.slice(line.start, line.textEnd);
    if ((start.stripTabs ? text.replace(/^\t+/, "") : text) !== start.delimiter) continue;
    const bodyStart = lines[first]?.start ?? line.start;
    const raw = source.slice(bodyStart, line.start);
    return {
      heredoc: {
        ...start,
        content: start.stripTabs ? raw.replace(/(^|\n)\t+/g, "$1") : raw,
        span: { start: bodyStart, end: line.textEnd },
      },
      raw: { start: bodyStart, end: line.start },
      next: index + 1,
    };
  }
  return null;
}
