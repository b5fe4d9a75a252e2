/**
 * Words of a Gradle build file, Groovy and Kotlin alike: text in, tokens out. Comments are dropped,
 * strings keep their interpolated parts as source text, line ends are tokens because they end a
 * statement. Nothing is refused: a character that means nothing here becomes a punctuation token.
 */

export type Token =
  | { readonly kind: "name"; readonly text: string; readonly line: number; readonly spaced: boolean }
  | { readonly kind: "number"; readonly text: string; readonly line: number; readonly spaced: boolean }
  | {
      readonly kind: "string";
      readonly parts: readonly StringPart[];
      readonly line: number;
      readonly spaced: boolean;
    }
  | { readonly kind: "punct"; readonly text: string; readonly line: number; readonly spaced: boolean }
  | { readonly kind: "newline"; readonly line: number; readonly spaced: boolean };

/** Literal text, or the source of an expression that is interpolated (`$name`, `${…}`). */
export type StringPart = { readonly text: string } | { readonly code: string };

/** Operators that are words: such a name after an operand is no argument and no next call. */
export const WORD_OPERATORS: ReadonlySet<string> = new Set(["in", "is", "instanceof", "as", "to"]);

const LONG_PUNCTUATION = [
  "===",
  "!==",
  "?.",
  "?:",
  "->",
  "::",
  "+=",
  "-=",
  "==",
  "!=",
  "&&",
  "||",
  "=~",
  "<<",
];
/** Strings in expressions in strings. */
const DEEPEST = 20;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** `kotlin` decides what `$a.b` in a string means: Groovy takes the dotted path, Kotlin the first name. */
export function tokenize(source: string, kotlin: boolean): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let spaced = false;

  const push = (token: Token): void => {
    tokens.push(token);
    spaced = false;
  };
  const countLines = (from: number, to: number): void => {
    for (let i = from; i < to; i += 1) if (source[i] === "\n") line += 1;
  };

  while (at < source.length) {
    const char = source.charAt(at);
    if (char === "\n") {
      push({ kind: "newline", line, spaced });
      line += 1;
      at += 1;
    } else if (char === "\\" && /^\\\r?\n/.test(source.slice(at, at + 3))) {
      at = source.indexOf("\n", at) + 1;
      line += 1;
      spaced = true;
    } else if (/\s/.test(char) || char === "\uFEFF") {
      at += 1;
      spaced = true;
    } else if (source.startsWith("//", at) || (source.startsWith("#!", at) && at === 0)) {
      const end = source.indexOf("\n", at);
      at = end === -1 ? source.length : end;
    } else if (source.startsWith("/*", at)) {
      const end = source.indexOf("*/", at + 2);
      const stop = end === -1 ? source.length : end + 2;
      countLines(at, stop);
      at = stop;
      spaced = true;
    } else if (char === '"' || char === "'") {
      const read = readString(source, at, kotlin);
      const start = line;
      countLines(at, read.end);
      push({ kind: "string", parts: read.parts, line: start, spaced });
      at = read.end;
    } else if (char === "/" && slashyMayStart(tokens.at(-1)) && slashyEnd(source, at) !== -1) {
      const end = slashyEnd(source, at);
      push({ kind: "string", parts: [{ text: source.slice(at + 1, end) }], line, spaced });
      at = end + 1;
    } else if (char === "`") {
      const end = source.indexOf("`", at + 1);
      const stop = end === -1 ? source.length : end;
      push({ kind: "name", text: source.slice(at + 1, stop), line, spaced });
      at = stop + 1;
    } else if (/[A-Za-z_$]/.test(char)) {
      const text = /^[\w$]+/.exec(source.slice(at, at + 500))?.[0] ?? char;
      push({ kind: "name", text, line, spaced });
      at += text.length;
    } else if (/[0-9]/.test(char)) {
      const text = /^[0-9][\w]*(\.[0-9]\w*)?/.exec(source.slice(at, at + 100))?.[0] ?? char;
      push({ kind: "number", text, line, spaced });
      at += text.length;
    } else {
      const text = LONG_PUNCTUATION.find((long) => source.startsWith(long, at)) ?? char;
      push({ kind: "punct", text, line, spaced });
      at += text.length;
    }
  }
  return tokens;
}

/** Groovy's `/regex/`: only where an operand is due, since `/` divides elsewhere. */
function slashyMayStart(before: Token | undefined): boolean {
  if (before === undefined) return false;
  return before.kind === "punct" && ["=", "(", ",", "=~", "+", ":", "["].includes(before.text);
}

function slashyEnd(source: string, at: number): number {
  for (let i = at + 1; i < source.length && source[i] !== "\n"; i += 1) {
    if (source[i] === "\\") i += 1;
    else if (source[i] === "/") return i;
  }
  return -1;
}

function readString(
  source: string,
  at: number,
  kotlin: boolean,
  depth = 0,
): { parts: StringPart[]; end: number } {
  const quote = source.charAt(at);
  const delimiter = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const parts: StringPart[] = [];
  let text = "";
  let i = at + delimiter.length;
  const flush = (): void => {
    if (text !== "") parts.push({ text });
    text = "";
  };
  while (i < source.length) {
    if (source.startsWith(delimiter, i)) {
      flush();
      return { parts, end: i + delimiter.length };
    }
    const char = source.charAt(i);
    if (char === "\n" && delimiter.length === 1) break;
    if (char === "\\" && i + 1 < source.length) {
      const next = source.charAt(i + 1);
      text += ESCAPES[next] ?? next;
      i += 2;
    } else if (char === "$" && quote === '"' && source.charAt(i + 1) === "{") {
      const end = closingBrace(source, i + 2, kotlin, depth);
      flush();
      parts.push({ code: source.slice(i + 2, end) });
      i = end + 1;
    } else if (char === "$" && quote === '"' && /[A-Za-z_]/.test(source.charAt(i + 1))) {
      const name =
        (kotlin ? /^[A-Za-z_]\w*/ : /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*/).exec(
          source.slice(i + 1, i + 300),
        )?.[0] ?? "";
      flush();
      parts.push({ code: name });
      i += 1 + name.length;
    } else {
      text += char;
      i += 1;
    }
  }
  flush();
  return { parts, end: i };
}

function closingBrace(source: string, from: number, kotlin: boolean, outer: number): number {
  let depth = 1;
  for (let i = from; i < source.length; i += 1) {
    const char = source[i];
    if (char === "{") depth += 1;
    else if (char === "}") {
      depth -= 1;
      if (depth === 0) return i;
    } else if ((char === '"' || char === "'") && outer < DEEPEST) {
      i = readString(source, i, kotlin, outer + 1).end - 1;
    }
  }
  return source.length;
}
