/**
 * A place in the tokens of a build file: what stands there and ahead of it, and ways to go on. It knows
 * brackets and line ends, not what the tokens mean.
 */
import type { Token } from "./tokens.js";

/** No build file nests this deep; what does is passed over. */
const DEEPEST = 100;

export class Cursor {
  private at = 0;
  /** inside parentheses and brackets a line end means nothing */
  private brackets = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get token(): Token | undefined {
    return this.tokens[this.at];
  }

  /** Of the token; 0 at the end of the file. */
  get line(): number {
    return this.token?.line ?? 0;
  }

  /** Changes whenever something was read. */
  get position(): number {
    return this.at;
  }

  get bracketed(): boolean {
    return this.brackets > 0;
  }

  peek(ahead: number): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** The punctuation that stands there, or nothing. */
  punct(ahead = 0): string {
    const token = this.peek(ahead);
    return token?.kind === "punct" ? token.text : "";
  }

  /** The name that stands there, or nothing. */
  name(ahead = 0): string {
    const token = this.peek(ahead);
    return token?.kind === "name" ? token.text : "";
  }

  is(punct: string, ahead = 0): boolean {
    return this.punct(ahead) === punct;
  }

  isName(ahead = 0): boolean {
    return this.peek(ahead)?.kind === "name";
  }

  isNewline(): boolean {
    return this.token?.kind === "newline";
  }

  /** Does the line end here, or the file? */
  get atLineEnd(): boolean {
    return this.token === undefined || this.isNewline();
  }

  /** How far ahead the next token stands that is no line end. */
  pastNewlines(from = 0): number {
    let ahead = from;
    while (this.peek(ahead)?.kind === "newline") ahead += 1;
    return ahead;
  }

  advance(by = 1): void {
    this.at += by;
  }

  /** Takes the punctuation if it stands there. */
  take(punct: string): boolean {
    if (!this.is(punct)) return false;
    this.at += 1;
    return true;
  }

  returnTo(position: number): void {
    this.at = position;
  }

  skipNewlines(): void {
    this.at += this.pastNewlines();
  }

  skipLine(): void {
    while (!this.atLineEnd) this.at += 1;
  }

  /** From an opening bracket to behind the one that closes it. */
  skipBalanced(): void {
    let open = 0;
    while (this.token !== undefined) {
      const text = this.punct();
      if (text === "(" || text === "[") open += 1;
      if (text === ")" || text === "]") open -= 1;
      this.at += 1;
      if (open === 0) return;
    }
  }

  /** Reads something inside brackets, where a line end means nothing. */
  inBrackets<T>(read: () => T): T {
    this.brackets += 1;
    const value = read();
    this.brackets -= 1;
    return value;
  }

  /** Reads something inside braces, where a line end means something again. */
  inBraces<T>(read: () => T): T {
    const brackets = this.brackets;
    this.brackets = 0;
    const value = read();
    this.brackets = brackets;
    return value;
  }

  /** Reads something one level deeper. */
  deeper<T>(read: () => T): T {
    this.depth += 1;
    const value = read();
    this.depth -= 1;
    return value;
  }

  get tooDeep(): boolean {
    return this.depth > DEEPEST;
  }
}
