/** What the reader of build files makes of their text: statements and expressions, Groovy and Kotlin in one shape. */

export type Block = readonly Statement[];

export type Statement =
  /** `version = "1"`, `val x = 1`, `def x = 1`, `a += b`; `declares` for a new local variable */
  | {
      readonly kind: "assign";
      readonly target: Expression;
      readonly operator: string;
      readonly value: Expression;
      readonly declares: boolean;
      readonly line: number;
    }
  /** `val x: String by project` */
  | { readonly kind: "delegate"; readonly name: string; readonly by: Expression; readonly line: number }
  | { readonly kind: "expression"; readonly expression: Expression; readonly line: number }
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly then: Block;
      readonly otherwise: Block;
      readonly line: number;
    }
  /** a loop, function, class, try or switch: its body may run never, once or often */
  | { readonly kind: "opaque"; readonly body: Block; readonly line: number };

export type Expression =
  | { readonly kind: "string"; readonly parts: readonly (string | Expression)[]; readonly line: number }
  | { readonly kind: "literal"; readonly value: string | boolean | null; readonly line: number }
  | Chain
  | {
      readonly kind: "list";
      readonly items: readonly { readonly key: string | null; readonly value: Expression }[];
      readonly line: number;
    }
  | { readonly kind: "closure"; readonly body: Block; readonly line: number }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | { readonly kind: "not"; readonly of: Expression; readonly line: number }
  | {
      readonly kind: "ternary";
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
      readonly line: number;
    }
  | { readonly kind: "other"; readonly line: number };

/** `a.b(c) { … }.d["e"]`: names with what is called on them, from left to right. */
export interface Chain {
  readonly kind: "chain";
  /** what the chain hangs on when it is no name: a string, a list */
  readonly head: Expression | null;
  readonly segments: readonly Segment[];
  readonly line: number;
}

export interface Segment {
  /** `[]` for an index */
  readonly name: string;
  /** null when it is not called */
  readonly args: readonly Argument[] | null;
  /** type arguments: `BootJar` of `named<BootJar>("x")` */
  readonly types: readonly string[];
  readonly block: Block | null;
  /** the first name in front of `->` in the block */
  readonly parameter?: string | null;
}

export interface Argument {
  /** `type` of `type: Jar` and of `type = Jar::class` */
  readonly name: string | null;
  readonly value: Expression;
}

/** A name that nothing is called on. */
export function nameOnly(name: string, line: number): Chain {
  return { kind: "chain", head: null, segments: [{ name, args: null, types: [], block: null }], line };
}

/** Does a name stand anywhere in the block? */
export function mentions(block: Block, name: string): boolean {
  return JSON.stringify(block).includes(`"name":"${name}"`);
}

/** The calls of a block: its statements that are chains. */
export function chainsOf(block: Block): readonly Chain[] {
  return block.flatMap((statement) =>
    statement.kind === "expression" && statement.expression.kind === "chain" ? [statement.expression] : [],
  );
}
