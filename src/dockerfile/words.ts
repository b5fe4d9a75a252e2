import type { Logical, Word } from "./types.js";
import { isBlank, isSpace, sourceSpan } from "./text.js";

/**
 * The two ways in which BuildKit cuts the rest of an instruction into words: at blanks alone
 * (FROM, COPY, EXPOSE, VOLUME), or with quotes and escapes respected (ENV, LABEL, ARG).
 * Comes in as logical text without spaces around it; quotes and variables stay as written.
 */
export interface LocatedWord extends Word {
  /** offset in the logical text */
  readonly offset: number;
}

export function splitAtBlanks(body: Logical): readonly LocatedWord[] {
  const words: LocatedWord[] = [];
  const { text } = body;
  let at = 0;
  while (at < text.length) {
    while (at < text.length && isBlank(text.charAt(at))) at += 1;
    const start = at;
    while (at < text.length && !isBlank(text.charAt(at))) at += 1;
    if (at > start) words.push(wordOf(body, start, at));
  }
  return words;
}

export function splitQuoted(body: Logical, escape: string): readonly LocatedWord[] {
  const words: LocatedWord[] = [];
  const { text } = body;
  let at = 0;
  while (at < text.length) {
    while (at < text.length && isSpace(text.charAt(at))) at += 1;
    const start = at;
    let quote = "";
    for (; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (quote === "") {
        if (isSpace(char)) break;
        if (char === '"' || char === "'") quote = char;
        else if (char === escape) at += 1;
      } else if (char === quote) quote = "";
      else if (char === escape && quote !== "'") at += 1;
    }
    at = Math.min(at, text.length);
    if (at > start) words.push(wordOf(body, start, at));
  }
  return words;
}

export function wordOf(body: Logical, start: number, end: number): LocatedWord {
  return { text: body.text.slice(start, end), span: sourceSpan(body, start, end), offset: start };
}
