import { known, mapKnown, unknown, type Known } from "../known.js";
import { replacePattern, trimPrefix, trimSuffix } from "./patterns.js";
import { isSpace } from "./text.js";

/**
 * BuildKit's word lexer (frontend/dockerfile/shell/lex.go): quotes, escapes and `$variables` of an
 * instruction's word. Comes in as text as written, goes out as the expanded text and as words. What a
 * variable holds is asked of `lookup`; an unknown value makes only that text unknown which
 * uses it. Throws LexError where BuildKit rejects the word.
 */
export class LexError extends Error {}

/** The value of a variable; null when it is not set. */
export type Lookup = (name: string) => Known<string | null>;

export interface LexOptions {
  readonly escape: string;
  readonly lookup: Lookup;
  /** quotes stay in the result */
  readonly rawQuotes?: boolean;
  /** escape characters stay in the result */
  readonly rawEscapes?: boolean;
  /** the reference to an unset variable stays in the result */
  readonly keepUnset?: boolean;
}

export interface Lexed {
  readonly text: Known<string>;
  readonly words: readonly string[];
}

export function lexWord(text: string, options: LexOptions): Lexed {
  return new Lexer(text, options).until(null, options.rawEscapes ?? false);
}

/** Deeper than anybody writes, and far from the end of the call stack. */
const MAX_DEPTH = 200;

class Lexer {
  private at = 0;
  private depth = 0;
  private rawEscapes = false;

  constructor(
    private readonly text: string,
    private readonly options: LexOptions,
  ) {}

  private peek(): string {
    const code = this.text.codePointAt(this.at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  private next(): string {
    const char = this.peek();
    this.at += char.length;
    return char;
  }

  /** Everything up to `stop`, which is consumed; to the end of the text when `stop` is null. */
  until(stop: string | null, rawEscapes: boolean): Lexed {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new LexError("substitutions are nested too deeply");
    const outer = this.rawEscapes;
    this.rawEscapes = rawEscapes;
    const result: Known<string>[] = [];
    const words = new Words();
    for (;;) {
      const char = this.peek();
      if (char === "" || char === stop) break;
      if (char === "$") {
        const value = this.dollar();
        result.push(value);
        if (value.known) for (const each of value.value) words.add(each);
      } else if (char === "'" || char === '"') {
        const value = char === "'" ? known(this.singleQuoted()) : this.doubleQuoted();
        result.push(value);
        if (value.known) words.addRaw(value.value);
      } else if (char === "<") {
        const value = this.lessThan();
        result.push(known(value));
        words.addRaw(value);
      } else {
        this.next();
        if (char !== this.options.escape) {
          result.push(known(char));
          words.add(char);
          continue;
        }
        const escaped = this.next();
        const value = (this.rawEscapes ? char : "") + escaped;
        result.push(known(value));
        words.addRaw(value);
      }
    }
    if (stop !== null && this.next() !== stop) throw new LexError(`a ${stop} is missing`);
    this.rawEscapes = outer;
    this.depth -= 1;
    return { text: joinKnown(result), words: words.all() };
  }

  private singleQuoted(): string {
    const close = this.text.indexOf("'", this.at + 1);
    if (close === -1) throw new LexError("a single quote is not closed");
    const inner = this.text.slice(this.at + 1, close);
    this.at = close + 1;
    return this.options.rawQuotes === true ? `'${inner}'` : inner;
  }

  private doubleQuoted(): Known<string> {
    const quote = this.options.rawQuotes === true ? known('"') : known("");
    const result: Known<string>[] = [quote];
    this.next();
    for (;;) {
      const char = this.peek();
      if (char === "") throw new LexError("a double quote is not closed");
      if (char === "$") {
        result.push(this.dollar());
        continue;
      }
      this.next();
      if (char === '"') return joinKnown([...result, quote]);
      if (char !== this.options.escape) {
        result.push(known(char));
        continue;
      }
      const escaped = this.peek();
      if (this.rawEscapes) result.push(known(char));
      // In double quotes the escape character stays, except in front of these three.
      if (escaped === '"' || escaped === "$" || escaped === char) {
        this.next();
        result.push(known(escaped));
      } else if (escaped !== "") result.push(known(char));
    }
  }

  /** `<<` takes the blanks behind it along, so that `<< EOF` is one word. */
  private lessThan(): string {
    this.next();
    if (this.peek() !== "<") return "<";
    this.next();
    let blanks = "";
    while (["\t", "\r", " "].includes(this.peek())) blanks += this.next();
    return `<<${blanks}`;
  }

  private dollar(): Known<string> {
    this.next();
    if (this.peek() !== "{") {
      const name = this.name();
      return name === "" ? known("$") : this.plain(name, `$${name}`);
    }
    this.next();
    if (this.peek() === "") throw new LexError("a } is missing");
    if (["{", "}", ":"].includes(this.peek())) throw new LexError("a bad substitution");
    const name = this.name();
    const operator = this.next();
    switch (operator) {
      case "}":
        return this.plain(name, `\${${name}}`);
      case ":": {
        const after = this.next();
        if (after !== "-" && after !== "+" && after !== "?") throw unsupported(`:${after}`);
        return this.conditional(name, after, true);
      }
      case "-":
      case "+":
      case "?":
        return this.conditional(name, operator, false);
      case "#":
      case "%":
        return this.trimmed(name, operator);
      case "/":
        return this.replaced(name);
      default:
        throw unsupported(operator);
    }
  }

  private plain(name: string, asWritten: string): Known<string> {
    const value = this.options.lookup(name);
    return mapKnown(value, (set) => set ?? (this.options.keepUnset === true ? asWritten : ""));
  }

  private conditional(name: string, operator: "-" | "+" | "?", emptyIsUnset: boolean): Known<string> {
    const word = this.until("}", false).text;
    const value = this.options.lookup(name);
    if (!value.known) return value;
    const set = value.value;
    const sign = (emptyIsUnset ? ":" : "") + operator;
    if (set === null && this.options.keepUnset === true)
      return mapKnown(word, (text) => `\${${name}${sign}${text}}`);
    // Who looks variables up may not tell unset from empty; here that makes a difference, unless
    // the word is empty too.
    const noWord = operator !== "?" && word.known && word.value === "";
    if (set === "" && !emptyIsUnset && !noWord)
      return unknown(`it is open whether ${name} is unset or empty`);
    const given = set !== null && set !== "";
    if (operator === "-") return given ? known(set) : word;
    if (operator === "+") return given ? word : known("");
    return given ? known(set) : unknown(`${name} has no value, and \${${name}${sign}…} demands one`);
  }

  private trimmed(name: string, operator: "#" | "%"): Known<string> {
    const pattern = this.until("}", true).text;
    const value = this.options.lookup(name);
    if (!value.known) return value;
    if (value.value === null && this.options.keepUnset === true)
      return mapKnown(pattern, (text) => `\${${name}${operator}${text}}`);
    const set = value.value ?? "";
    if (!pattern.known) return pattern;
    const greedy = pattern.value.startsWith(operator);
    const wanted = greedy ? pattern.value.slice(1) : pattern.value;
    const trim = operator === "#" ? trimPrefix : trimSuffix;
    const left = trim(set, wanted, greedy);
    if (left === null) throw new LexError(`the pattern ${wanted} is not valid`);
    return known(left);
  }

  private replaced(name: string): Known<string> {
    const all = this.peek() === "/";
    if (all) this.next();
    const pattern = this.until("/", true).text;
    const replacement = this.until("}", true).text;
    const value = this.options.lookup(name);
    if (!value.known) return value;
    if (!pattern.known) return pattern;
    if (!replacement.known) return replacement;
    if (value.value === null && this.options.keepUnset === true)
      return known(`\${${name}/${pattern.value}/${replacement.value}}`);
    const result = replacePattern(value.value ?? "", pattern.value, replacement.value, all);
    if (result === null) throw new LexError(`the pattern ${pattern.value} is not valid`);
    return result;
  }

  private name(): string {
    const rest = this.text.slice(this.at);
    const name =
      (/^\p{Nd}+/u.exec(rest) ?? /^[@*#?\-$!]/.exec(rest) ?? /^[\p{L}_][\p{L}\p{Nd}_]*/u.exec(rest))?.[0] ??
      "";
    this.at += name.length;
    return name;
  }
}

/** Words as the lexer collects them: split at spaces that were neither quoted nor escaped. */
class Words {
  private readonly words: string[] = [];
  private current = "";

  add(char: string): void {
    if (isSpace(char)) this.all();
    else this.current += char;
  }

  addRaw(text: string): void {
    this.current += text;
  }

  all(): readonly string[] {
    if (this.current !== "") this.words.push(this.current);
    this.current = "";
    return this.words;
  }
}

function joinKnown(parts: readonly Known<string>[]): Known<string> {
  let text = "";
  for (const part of parts) {
    if (!part.known) return part;
    text += part.value;
  }
  return known(text);
}

function unsupported(operator: string): LexError {
  return new LexError(`the modifier ${operator} is not supported`);
}
