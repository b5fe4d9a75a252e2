/**
 * Chains: what is called on a name, a string or a list, from left to right: `.b`, `(c)`, `{ … }`, `["e"]`,
 * type arguments, and in commands the words and literals that follow without parentheses.
 */
import { readArguments, readCommandArguments } from "./arguments.js";
import { readClosure } from "./closures.js";
import type { Cursor } from "./cursor.js";
import type { Reader } from "./reader.js";
import type { Expression, Segment } from "./syntax.js";
import { WORD_OPERATORS, type Token } from "./tokens.js";
import { readTypeArguments } from "./type-names.js";

export function readChain(reader: Reader, start: Expression, commands: boolean): Expression {
  const { cursor } = reader;
  if (!["chain", "string", "list"].includes(start.kind) && !cursor.is(".")) return start;
  const chain = new OpenChain(start);
  for (let token = cursor.token; token !== undefined; token = cursor.token)
    if (!extend(reader, chain, token, commands)) break;
  return chain.close();
}

/** A chain that may still grow. */
class OpenChain {
  private head: Expression | null;
  private readonly segments: Segment[];
  private readonly line: number;

  constructor(start: Expression) {
    this.head = start.kind === "chain" ? start.head : start;
    this.segments = start.kind === "chain" ? [...start.segments] : [];
    this.line = start.line;
  }

  get last(): Segment | undefined {
    return this.segments.at(-1);
  }

  get takesIndex(): boolean {
    return this.segments.length > 0 || this.head !== null;
  }

  /** a call on a string: `"jar"(Jar::class) { … }` in Kotlin configures the task of that name */
  get takesBlock(): boolean {
    return (this.segments.length > 0 || this.head?.kind === "string") && this.last?.block == null;
  }

  add(name: string, args: Segment["args"] = null): void {
    this.segments.push({ name, args, types: [], block: null });
  }

  /** Says more of the last name. */
  change(change: Partial<Segment>): void {
    const segment = this.segments.pop();
    if (segment !== undefined) this.segments.push({ ...segment, ...change });
    else if (
      this.head?.kind === "string" &&
      this.head.parts.length === 1 &&
      typeof this.head.parts[0] === "string"
    ) {
      this.segments.push({ name: this.head.parts[0], args: null, types: [], block: null, ...change });
      this.head = null;
    }
  }

  close(): Expression {
    if (this.segments.length === 0 && this.head !== null) return this.head;
    return { kind: "chain", head: this.head, segments: this.segments, line: this.line };
  }
}

/** Reads one more part of the chain; false when it ends here. */
function extend(reader: Reader, chain: OpenChain, token: Token, commands: boolean): boolean {
  switch (token.kind) {
    case "newline":
      return crossLine(reader.cursor);
    case "punct":
      return extendByPunct(reader, chain, token, commands);
    case "name":
    case "string":
    case "number":
      return commands && token.spaced && extendByWord(reader, chain, token);
  }
}

/** `.b` on the next line goes on with the chain. */
function crossLine(cursor: Cursor): boolean {
  const ahead = cursor.pastNewlines();
  if (!cursor.is(".", ahead) && !cursor.is("?.", ahead)) return false;
  cursor.advance(ahead);
  return true;
}

function extendByPunct(
  reader: Reader,
  chain: OpenChain,
  { text, spaced }: Extract<Token, { kind: "punct" }>,
  commands: boolean,
): boolean {
  const { cursor } = reader;
  const last = chain.last;
  switch (text) {
    case ".":
    case "?.":
      return extendByMember(cursor, chain);
    case "::":
      // Jar::class, Jar::class.java
      cursor.advance();
      if (cursor.isName()) cursor.advance();
      return true;
    case "!":
      if (!cursor.is("!", 1)) return false;
      cursor.advance(2);
      return true;
    case "<": {
      const types = last?.args === null && !spaced ? readTypeArguments(cursor) : null;
      if (types !== null) chain.change({ types });
      return types !== null;
    }
    case "(":
      if ((last?.args ?? null) !== null || last?.block != null) return false;
      chain.change({ args: readArguments(reader) });
      return true;
    case "[":
      if (!spaced && chain.takesIndex) {
        chain.add("[]", [{ name: null, value: readIndex(reader) }]);
        return true;
      }
      if (!commands || !spaced || last?.args !== null) return false;
      chain.change({ args: readCommandArguments(reader) });
      return true;
    case "{": {
      if (!chain.takesBlock) return false;
      const { parameter, body } = readClosure(reader);
      chain.change({ args: last?.args ?? [], block: body, parameter });
      return true;
    }
    default:
      return false;
  }
}

/** `.name`, `."name"` */
function extendByMember(cursor: Cursor, chain: OpenChain): boolean {
  cursor.advance();
  cursor.skipNewlines();
  const member = cursor.token;
  const only = member?.kind === "string" && member.parts.length === 1 ? member.parts[0] : undefined;
  if (member?.kind === "name") chain.add(member.text);
  else if (only !== undefined && "text" in only) chain.add(only.text);
  else return false;
  cursor.advance();
  return true;
}

function readIndex(reader: Reader): Expression {
  const { cursor } = reader;
  cursor.advance();
  const index = cursor.inBrackets(() => {
    cursor.skipNewlines();
    const read = reader.expression(false);
    cursor.skipNewlines();
    return read;
  });
  cursor.take("]");
  return index;
}

/** A word or literal after a call or a name on the same line: `id 'x' version '1'`, `include 'a', 'b'`. */
function extendByWord(reader: Reader, chain: OpenChain, token: Token): boolean {
  const last = chain.last;
  if (last === undefined) return false;
  if (token.kind === "name" && WORD_OPERATORS.has(token.text)) return false;
  if (last.args === null && last.block === null) {
    chain.change({ args: readCommandArguments(reader) });
    return true;
  }
  if (token.kind !== "name" || token.text === "else") return false;
  chain.add(token.text);
  reader.cursor.advance();
  return true;
}
