/**
 * A tolerant reader of Gradle build files: tokens in, statements out. It knows the shapes that Groovy
 * and Kotlin build scripts share (calls with and without parentheses, trailing closures, infix words,
 * assignments) and reads anything else as `other` up to the end of its line, never throwing.
 */
import type { Argument, Block, Expression, Segment, Statement } from "./syntax.js";
import { tokenize, type Token } from "./tokens.js";

const MODIFIERS = new Set([
  "private",
  "public",
  "protected",
  "internal",
  "final",
  "static",
  "lateinit",
  "const",
  "override",
  "abstract",
  "open",
  "inline",
  "suspend",
]);
const OPAQUE = new Set([
  "for",
  "while",
  "try",
  "switch",
  "when",
  "class",
  "interface",
  "enum",
  "object",
  "fun",
  "do",
  "synchronized",
  "catch",
  "finally",
]);
const ASSIGNMENT = new Set(["=", "+=", "-="]);
/** loosest first */
const BINARY: readonly (readonly string[])[] = [
  ["?:"],
  ["||"],
  ["&&"],
  ["==", "!=", "===", "!==", "=~", "in", "is", "instanceof"],
  ["<", ">"],
  [".."],
  ["+", "-", "<<"],
  ["*", "/", "%"],
  ["as", "to"],
];
const WORD_OPERATORS = new Set(["in", "is", "instanceof", "as", "to"]);

export function parseBuildFile(source: string, kotlin: boolean): Block {
  return new Reader(tokenize(source, kotlin), kotlin, 0).block();
}

/** No build file nests this deep; what does is passed over. */
const DEEPEST = 100;

class Reader {
  private at = 0;
  /** inside parentheses and brackets a line end means nothing */
  private nesting = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly kotlin: boolean,
    /** strings in expressions in strings */
    private readonly level: number,
  ) {}

  /** Statements up to the closing brace (which is taken) or the end. */
  block(): Block {
    const statements: Statement[] = [];
    this.depth += 1;
    const nesting = this.nesting;
    this.nesting = 0;
    for (;;) {
      this.skipNewlines();
      const token = this.tokens[this.at];
      if (token === undefined) break;
      if (this.isPunct("}")) {
        this.at += 1;
        break;
      }
      if (this.isPunct(";")) {
        this.at += 1;
        continue;
      }
      const before = this.at;
      if (this.depth <= DEEPEST) statements.push(...this.statement());
      if (this.at === before) this.at += 1;
    }
    this.nesting = nesting;
    this.depth -= 1;
    return statements;
  }

  private statement(): Statement[] {
    while (this.isPunct("@")) this.annotation();
    let declares = false;
    while (this.nameIs(MODIFIERS) && this.tokens[this.at + 1]?.kind === "name") {
      declares = true;
      this.at += 1;
    }
    const token = this.tokens[this.at];
    if (token === undefined) return [];
    const line = token.line;
    if (token.kind === "name") {
      if (token.text === "import" || token.text === "package") {
        this.skipLine();
        return [];
      }
      if (token.text === "if" && this.isPunct("(", 1)) return [this.conditional(line)];
      if (OPAQUE.has(token.text) && !this.isPunct(".", 1) && !this.isPunct("=", 1))
        return [this.opaque(line)];
      if (["val", "var", "def"].includes(token.text)) return this.declaration(line);
      // `String x = …`, `List<String> x = …`, `String name() { … }`
      const typed = this.typedDeclaration();
      if (typed !== null) {
        this.at = typed;
        return this.isPunct("(", 1) ? [this.opaque(line)] : this.assignment(line, true);
      }
    }
    return this.assignment(line, declares);
  }

  private assignment(line: number, declares: boolean): Statement[] {
    const target = this.expression(true);
    const operator = this.tokens[this.at];
    if (operator?.kind === "punct" && ASSIGNMENT.has(operator.text)) {
      this.at += 1;
      this.skipNewlines();
      const value = this.expression(true);
      // a = b = value
      if (this.isPunct("=")) {
        this.at += 1;
        const last = this.expression(true);
        this.endLine();
        return [
          { kind: "assign", target: value, operator: "=", value: last, declares: false, line },
          { kind: "assign", target, operator: operator.text, value: last, declares, line },
        ];
      }
      this.endLine();
      return [{ kind: "assign", target, operator: operator.text, value, declares, line }];
    }
    this.endLine();
    return [{ kind: "expression", expression: target, line }];
  }

  /** `val x = …`, `val x: T by …`, `def x = …`, `def f() { … }`, `def (a, b) = …`. */
  private declaration(line: number): Statement[] {
    this.at += 1;
    let name = this.tokens[this.at];
    if (
      name?.kind === "name" &&
      this.tokens[this.at + 1]?.kind === "name" &&
      !["by"].includes(this.nameAt(1))
    ) {
      this.at += 1; // `def String x`
      name = this.tokens[this.at];
    }
    if (name?.kind !== "name") {
      if (this.isPunct("(")) this.skipBalanced();
      return this.assignment(line, true);
    }
    if (this.isPunct("(", 1)) return [this.opaque(line)];
    this.at += 1;
    if (this.isPunct(":")) {
      while (
        this.at < this.tokens.length &&
        !this.isPunct("=") &&
        this.nameAt(0) !== "by" &&
        !this.isNewline()
      )
        this.at += 1;
    }
    if (this.nameAt(0) === "by") {
      this.at += 1;
      const by = this.expression(true);
      this.endLine();
      return [{ kind: "delegate", name: name.text, by, line }];
    }
    const target: Expression = {
      kind: "chain",
      head: null,
      segments: [{ name: name.text, args: null, types: [], block: null }],
      line,
    };
    if (!this.isPunct("=")) {
      this.endLine();
      return [];
    }
    this.at += 1;
    this.skipNewlines();
    const value = this.expression(true);
    this.endLine();
    return [{ kind: "assign", target, operator: "=", value, declares: true, line }];
  }

  /** The position of the name in `Type name =` or `Type<…> name(`, or null. */
  private typedDeclaration(): number | null {
    let i = this.at + 1;
    while (this.punctAt(i) === "." && this.tokens[i + 1]?.kind === "name") i += 2;
    if (this.punctAt(i) === "<") {
      while (i < this.tokens.length && this.punctAt(i) !== ">" && this.tokens[i]?.kind !== "newline") i += 1;
      i += 1;
    }
    if (this.punctAt(i) === "[" && this.punctAt(i + 1) === "]") i += 2;
    if (this.tokens[i]?.kind !== "name") return null;
    if (this.punctAt(i + 1) === "=") return i;
    // a method: `String tag() {`; a command call `task fatJar(type: Jar) {` is not one
    const first = this.tokens[this.at];
    if (
      this.punctAt(i + 1) === "(" &&
      first?.kind === "name" &&
      /^([A-Z]\w*|void|boolean|int)$/.test(first.text)
    )
      return i;
    return null;
  }

  private conditional(line: number): Statement {
    this.at += 1;
    const test = this.parenthesised();
    this.skipNewlines();
    const then = this.branch();
    const back = this.at;
    this.skipNewlines();
    if (this.nameAt(0) === "else") {
      this.at += 1;
      this.skipNewlines();
      return { kind: "if", test, then, otherwise: this.branch(), line };
    }
    this.at = back;
    return { kind: "if", test, then, otherwise: [], line };
  }

  private branch(): Block {
    if (this.isPunct("{")) {
      this.at += 1;
      return this.block();
    }
    if (this.depth > DEEPEST) return [];
    this.depth += 1;
    const read = this.statement();
    this.depth -= 1;
    return read;
  }

  /** Loops, functions, classes: everything up to and with the block, or to the end of the line. */
  private opaque(line: number): Statement {
    const body: Statement[] = [];
    while (this.at < this.tokens.length && !this.isNewline() && !this.isPunct("}")) {
      if (this.isPunct("(")) this.skipBalanced();
      else if (this.isPunct("{")) {
        this.at += 1;
        body.push(...this.block());
        const next = this.nameAt(0);
        if (!["catch", "finally", "while", "else"].includes(next)) break;
      } else if (this.isPunct("=")) {
        this.at += 1;
        const value = this.expression(true);
        body.push({ kind: "expression", expression: value, line });
      } else this.at += 1;
    }
    return { kind: "opaque", body, line };
  }

  private expression(commands: boolean, level = 0): Expression {
    if (level > 0) return this.operand(commands, level);
    if (this.depth > DEEPEST) {
      this.at += 1;
      return { kind: "other", line: 0 };
    }
    this.depth += 1;
    const read = this.operand(commands, 0);
    this.depth -= 1;
    return read;
  }

  private operand(commands: boolean, level: number): Expression {
    const operators = BINARY[level];
    if (operators === undefined) return this.unary(commands);
    let left = this.expression(commands, level + 1);
    for (;;) {
      const operator = this.operatorHere(operators);
      if (operator === null) break;
      this.skipNewlines();
      this.at += 1;
      this.skipNewlines();
      const line = this.tokens[this.at]?.line ?? 0;
      if (["as", "is", "instanceof"].includes(operator)) {
        this.typeName();
        if (operator !== "as") left = { kind: "other", line };
        continue;
      }
      const right = this.expression(commands, level + 1);
      left = { kind: "binary", operator, left, right, line };
    }
    if (level === 0 && this.isPunct("?")) {
      this.at += 1;
      this.skipNewlines();
      const line = this.tokens[this.at]?.line ?? 0;
      const yes = this.expression(false);
      this.skipNewlines();
      if (this.isPunct(":")) this.at += 1;
      this.skipNewlines();
      const no = this.expression(false);
      return { kind: "ternary", test: left, yes, no, line };
    }
    return left;
  }

  /** `?:`, `&&`, `||` and `+` may stand on the next line. */
  private operatorHere(operators: readonly string[]): string | null {
    let i = this.at;
    let crossed = false;
    while (this.tokens[i]?.kind === "newline") {
      i += 1;
      crossed = true;
    }
    const token = this.tokens[i];
    if (token === undefined) return null;
    if (crossed && this.nesting === 0 && !(token.kind === "punct" && ["?:", "&&", "||"].includes(token.text)))
      return null;
    if (token.kind === "punct" && operators.includes(token.text)) return token.text;
    if (token.kind === "name" && WORD_OPERATORS.has(token.text) && operators.includes(token.text))
      return token.text;
    return null;
  }

  private unary(commands: boolean): Expression {
    const token = this.tokens[this.at];
    if (token?.kind === "punct" && token.text === "!") {
      let odd = false;
      while (this.isPunct("!")) {
        odd = !odd;
        this.at += 1;
      }
      const of = this.postfix(this.primary(), false);
      return odd ? { kind: "not", of, line: token.line } : of;
    }
    if (token?.kind === "punct" && (token.text === "-" || token.text === "+") && !commands) {
      while (this.isPunct("-") || this.isPunct("+")) this.at += 1;
      return this.postfix(this.primary(), false);
    }
    return this.postfix(this.primary(), commands);
  }

  private primary(): Expression {
    const token = this.tokens[this.at];
    if (token === undefined) return { kind: "other", line: 0 };
    const line = token.line;
    switch (token.kind) {
      case "string":
        this.at += 1;
        return {
          kind: "string",
          parts: token.parts.map((part) =>
            "text" in part
              ? part.text
              : this.level > 10
                ? { kind: "other" as const, line }
                : parseExpression(part.code, this.kotlin, this.level + 1),
          ),
          line,
        };
      case "number":
        this.at += 1;
        return { kind: "literal", value: token.text, line };
      case "name":
        this.at += 1;
        if (token.text === "true" || token.text === "false")
          return { kind: "literal", value: token.text === "true", line };
        if (token.text === "null") return { kind: "literal", value: null, line };
        if (token.text === "new") {
          this.typeName();
          const args = this.isPunct("(") ? this.args() : [];
          if (this.isPunct("{")) this.trailingBlock();
          return {
            kind: "chain",
            head: null,
            segments: [{ name: "new", args, types: [], block: null }],
            line,
          };
        }
        if (token.text === "if" && this.isPunct("(")) {
          const test = this.parenthesised();
          this.skipNewlines();
          const yes = this.inlineBranch();
          const back = this.at;
          this.skipNewlines();
          if (this.nameAt(0) !== "else") {
            this.at = back;
            return { kind: "other", line };
          }
          this.at += 1;
          this.skipNewlines();
          return { kind: "ternary", test, yes, no: this.inlineBranch(), line };
        }
        return {
          kind: "chain",
          head: null,
          segments: [{ name: token.text, args: null, types: [], block: null }],
          line,
        };
      case "punct":
        if (token.text === "(") return this.parenthesised();
        if (token.text === "[") return this.list(line);
        if (token.text === "{") return { kind: "closure", body: this.trailingBlock(), line };
        if (token.text === ")" || token.text === "]" || token.text === "}" || token.text === ",")
          return { kind: "other", line };
        this.at += 1;
        return { kind: "other", line };
      case "newline":
        return { kind: "other", line };
    }
  }

  private inlineBranch(): Expression {
    if (!this.isPunct("{")) return this.expression(false);
    const body = this.trailingBlock();
    const last = body.at(-1);
    return body.length === 1 && last?.kind === "expression" ? last.expression : { kind: "other", line: 0 };
  }

  private postfix(start: Expression, commands: boolean): Expression {
    let head: Expression | null = start.kind === "chain" ? start.head : start;
    const segments: Segment[] = start.kind === "chain" ? [...start.segments] : [];
    const line = start.line;
    const last = (): Segment | undefined => segments.at(-1);
    const replace = (change: Partial<Segment>): void => {
      const segment = last();
      if (segment === undefined) {
        // a call on a string: `"jar"(Jar::class) { … }` in Kotlin configures the task of that name
        if (head?.kind === "string" && head.parts.length === 1 && typeof head.parts[0] === "string") {
          segments.push({ name: head.parts[0], args: null, types: [], block: null, ...change });
          head = null;
        }
        return;
      }
      segments[segments.length - 1] = { ...segment, ...change };
    };
    if (start.kind !== "chain" && start.kind !== "string" && start.kind !== "list") {
      if (!this.isPunct(".")) return start;
    }
    for (;;) {
      const token = this.tokens[this.at];
      if (token === undefined) break;
      if (token.kind === "newline") {
        // `.b` on the next line goes on with the chain
        let i = this.at;
        while (this.tokens[i]?.kind === "newline") i += 1;
        const next = this.punctAt(i);
        if (next !== "." && next !== "?.") break;
        this.at = i;
        continue;
      }
      if (token.kind === "punct") {
        if (token.text === "." || token.text === "?.") {
          this.at += 1;
          this.skipNewlines();
          const name = this.tokens[this.at];
          if (name?.kind === "name") segments.push({ name: name.text, args: null, types: [], block: null });
          else if (
            name?.kind === "string" &&
            name.parts.length === 1 &&
            name.parts[0] !== undefined &&
            "text" in name.parts[0]
          )
            segments.push({ name: name.parts[0].text, args: null, types: [], block: null });
          else break;
          this.at += 1;
          continue;
        }
        if (token.text === "::") {
          // Jar::class, Jar::class.java
          this.at += 1;
          const name = this.tokens[this.at];
          if (name?.kind === "name") this.at += 1;
          continue;
        }
        if (token.text === "!" && this.punctAt(this.at + 1) === "!") {
          this.at += 2;
          continue;
        }
        if (token.text === "<" && last()?.args === null && !token.spaced) {
          const types = this.typeArguments();
          if (types === null) break;
          replace({ types });
          continue;
        }
        if (token.text === "(" && (last()?.args ?? null) === null && last()?.block == null) {
          replace({ args: this.args() });
          continue;
        }
        if (token.text === "[" && !token.spaced && (segments.length > 0 || head !== null)) {
          this.at += 1;
          this.nesting += 1;
          this.skipNewlines();
          const index = this.expression(false);
          this.skipNewlines();
          this.nesting -= 1;
          if (this.isPunct("]")) this.at += 1;
          segments.push({ name: "[]", args: [{ name: null, value: index }], types: [], block: null });
          continue;
        }
        if (token.text === "{" && (segments.length > 0 || head?.kind === "string") && last()?.block == null) {
          const args = last()?.args ?? [];
          const parameter = this.blockParameter();
          replace({ args, block: this.trailingBlock(), parameter });
          continue;
        }
        if (commands && token.text === "[" && token.spaced && last()?.args === null) {
          replace({ args: this.commandArgs() });
          continue;
        }
        break;
      }
      if (WORD_OPERATORS.has(token.kind === "name" ? token.text : "")) break;
      // a word or literal after a call or a name on the same line: `id 'x' version '1'`, `include 'a', 'b'`
      if (!commands || !token.spaced) break;
      const segment = last();
      if (segment === undefined) break;
      if (segment.args === null && segment.block === null) {
        replace({ args: this.commandArgs() });
        continue;
      }
      if (token.kind === "name" && token.text !== "else") {
        segments.push({ name: token.text, args: null, types: [], block: null });
        this.at += 1;
        continue;
      }
      break;
    }
    if (segments.length === 0 && head !== null) return head;
    return { kind: "chain", head, segments, line };
  }

  private args(): readonly Argument[] {
    this.at += 1;
    this.nesting += 1;
    const args: Argument[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.tokens[this.at] === undefined) break;
      if (this.isPunct(")")) {
        this.at += 1;
        break;
      }
      if (this.isPunct(",")) {
        this.at += 1;
        continue;
      }
      const before = this.at;
      args.push(this.argument(false));
      if (this.at === before) this.at += 1;
    }
    this.nesting -= 1;
    return args;
  }

  private commandArgs(): readonly Argument[] {
    const args: Argument[] = [];
    for (;;) {
      args.push(this.argument(true));
      if (!this.isPunct(",")) break;
      this.at += 1;
      this.skipNewlines();
    }
    return args;
  }

  private argument(command: boolean): Argument {
    if (this.isPunct("*")) this.at += 1; // spread
    const token = this.tokens[this.at];
    const next = this.punctAt(this.at + 1);
    if (
      (token?.kind === "name" || token?.kind === "string") &&
      (next === ":" || (!command && next === "=" && token.kind === "name"))
    ) {
      const part = token.kind === "string" ? token.parts[0] : undefined;
      const name = token.kind === "name" ? token.text : part !== undefined && "text" in part ? part.text : "";
      this.at += 2;
      this.skipNewlines();
      return { name, value: this.expression(false) };
    }
    return { name: null, value: this.expression(false) };
  }

  private list(line: number): Expression {
    this.at += 1;
    this.nesting += 1;
    const items: { key: string | null; value: Expression }[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.tokens[this.at] === undefined) break;
      if (this.isPunct("]")) {
        this.at += 1;
        break;
      }
      if (this.isPunct(",") || this.isPunct(":")) {
        this.at += 1;
        continue;
      }
      const before = this.at;
      const item = this.argument(false);
      items.push({ key: item.name, value: item.value });
      if (this.at === before) this.at += 1;
    }
    this.nesting -= 1;
    return { kind: "list", items, line };
  }

  private parenthesised(): Expression {
    const line = this.tokens[this.at]?.line ?? 0;
    if (!this.isPunct("(")) return { kind: "other", line };
    this.at += 1;
    this.nesting += 1;
    this.skipNewlines();
    const inner = this.expression(true);
    this.skipNewlines();
    this.nesting -= 1;
    if (this.isPunct(")")) {
      this.at += 1;
      return inner;
    }
    let depth = 1;
    while (this.at < this.tokens.length && depth > 0) {
      if (this.isPunct("(")) depth += 1;
      else if (this.isPunct(")")) depth -= 1;
      this.at += 1;
    }
    return { kind: "other", line };
  }

  /** The first name of `{ x, y -> … }`. */
  private blockParameter(): string | null {
    let i = this.at + 1;
    while (this.tokens[i]?.kind === "newline") i += 1;
    let first: string | null = null;
    for (
      ;
      this.tokens[i]?.kind === "name" || ["(", ")", ",", ":", "<", ">", ".", "?"].includes(this.punctAt(i));
      i += 1
    ) {
      const token = this.tokens[i];
      // in `Project p ->` the last name of the first parameter is its name
      if (token?.kind === "name" && this.tokens[i + 1]?.kind !== "name" && first === null) first = token.text;
    }
    return this.punctAt(i) === "->" ? first : null;
  }

  /** `{ x -> … }`: the parameters are dropped. */
  private trailingBlock(): Block {
    this.at += 1;
    let i = this.at;
    while (this.tokens[i]?.kind === "newline") i += 1;
    while (
      this.tokens[i]?.kind === "name" ||
      ["(", ")", ",", ":", "<", ">", ".", "?", "->"].includes(this.punctAt(i))
    ) {
      if (this.punctAt(i) === "->") {
        this.at = i + 1;
        break;
      }
      i += 1;
    }
    return this.block();
  }

  private typeArguments(): readonly string[] | null {
    const types: string[] = [];
    let i = this.at + 1;
    let depth = 1;
    let name = "";
    for (; i < this.tokens.length && depth > 0; i += 1) {
      const token = this.tokens[i];
      const text = this.punctAt(i);
      if (text === "<") depth += 1;
      else if (text === ">") depth -= 1;
      else if (text === "," && depth === 1) {
        types.push(name);
        name = "";
      } else if (token?.kind === "name") name = token.text;
      else if (![".", "*", "?", ","].includes(text)) return null;
    }
    types.push(name);
    this.at = i;
    return types;
  }

  private typeName(): void {
    while (this.tokens[this.at]?.kind === "name" || this.isPunct(".")) this.at += 1;
    if (this.isPunct("<")) {
      if (this.typeArguments() === null) this.at += 1;
    }
    while (this.isPunct("?")) {
      if (this.punctAt(this.at + 1) === ":") break;
      this.at += 1;
    }
  }

  private annotation(): void {
    this.at += 1;
    while (this.tokens[this.at]?.kind === "name" || this.isPunct(".") || this.isPunct(":")) this.at += 1;
    if (this.isPunct("(")) this.skipBalanced();
    this.skipNewlines();
  }

  private skipBalanced(): void {
    let depth = 0;
    while (this.at < this.tokens.length) {
      const text = this.punctAt(this.at);
      if (text === "(" || text === "[") depth += 1;
      if (text === ")" || text === "]") depth -= 1;
      this.at += 1;
      if (depth === 0) return;
    }
  }

  /** Whatever is left of the statement is not understood and is passed over, blocks included. */
  private endLine(): void {
    while (this.at < this.tokens.length && !this.isNewline() && !this.isPunct(";") && !this.isPunct("}")) {
      if (this.isPunct("(") || this.isPunct("[")) this.skipBalanced();
      else if (this.isPunct("{")) this.trailingBlock();
      else this.at += 1;
    }
  }

  private skipLine(): void {
    while (this.at < this.tokens.length && !this.isNewline()) this.at += 1;
  }

  private skipNewlines(): void {
    while (this.tokens[this.at]?.kind === "newline") this.at += 1;
  }

  private isNewline(): boolean {
    return this.tokens[this.at]?.kind === "newline";
  }

  private punctAt(index: number): string {
    const token = this.tokens[index];
    return token?.kind === "punct" ? token.text : "";
  }

  private isPunct(text: string, ahead = 0): boolean {
    return this.punctAt(this.at + ahead) === text;
  }

  private nameAt(ahead: number): string {
    const token = this.tokens[this.at + ahead];
    return token?.kind === "name" ? token.text : "";
  }

  private nameIs(names: ReadonlySet<string>): boolean {
    return names.has(this.nameAt(0));
  }
}

function parseExpression(code: string, kotlin: boolean, level: number): Expression {
  const statement = new Reader(tokenize(code, kotlin), kotlin, level).block()[0];
  return statement?.kind === "expression" ? statement.expression : { kind: "other", line: 0 };
}
