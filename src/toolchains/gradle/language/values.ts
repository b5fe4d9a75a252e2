/**
 * What an expression of a build file is worth: expressions in, texts, truth values or null out, unknown
 * with the line that would settle it. Nothing is run; names are asked of the scope.
 */
import { known, unknown, type Known } from "../../../known.js";
import { table } from "../table.js";
import type { Argument, Chain, Expression, Segment } from "./syntax.js";

export type Scalar = string | boolean | null;

export interface Scope {
  /** the value of `a`, `a.b`, `f("x")` …; null when the scope knows nothing of it */
  lookup(segments: readonly Segment[], line: number): Known<Scalar> | null;
  /** for messages: `build.gradle` */
  readonly file: string;
}

/** Calls that hand on what they are called on. */
const TRANSPARENT = new Set([
  "get",
  "toString",
  "getOrNull",
  "orNull",
  "toBoolean",
  "booleanValue",
  "let",
  "asString",
  "forUseAtConfigurationTime",
  "getAsString",
  "isPresent",
  "present",
  "toURI",
]);

export function evaluate(expression: Expression, scope: Scope): Known<Scalar> {
  switch (expression.kind) {
    case "literal":
      return known(expression.value);
    case "string": {
      let text = "";
      for (const part of expression.parts) {
        const value = typeof part === "string" ? known(part) : evaluate(part, scope);
        if (!value.known) return value;
        text += String(value.value);
      }
      return known(text);
    }
    case "chain":
      return evaluateChain(expression, scope);
    case "not":
      return truth(evaluate(expression.of, scope), (value) => !value);
    case "ternary": {
      const test = evaluate(expression.test, scope);
      if (!test.known) return test;
      return evaluate(isTrue(test.value) ? expression.yes : expression.no, scope);
    }
    case "binary":
      return evaluateBinary(expression.operator, expression.left, expression.right, scope);
    case "closure": {
      const last = expression.body.at(-1);
      if (expression.body.length === 1 && last?.kind === "expression")
        return evaluate(last.expression, scope);
      return unsettled(expression.line, scope);
    }
    case "list":
    case "other":
      return unsettled(expression.line, scope);
  }
}

/** A text, with numbers as they are written; unknown for truth values and null. */
export function evaluateText(expression: Expression, scope: Scope): Known<string> {
  const value = evaluate(expression, scope);
  if (!value.known) return value;
  return typeof value.value === "string" ? known(value.value) : unsettled(expression.line, scope);
}

export function isTrue(value: Scalar): boolean {
  return value !== null && value !== false && value !== "";
}

export function unsettled(line: number, scope: Scope): Known<never> {
  return unknown(`${scope.file} line ${line} decides it in a way that only running the build can tell`);
}

/** The positional arguments. */
export function positional(args: readonly Argument[] | null): readonly Expression[] {
  return (args ?? []).filter((arg) => arg.name === null).map((arg) => arg.value);
}

/** The text of a string literal without interpolation, or null. */
export function literalText(expression: Expression | undefined): string | null {
  if (expression?.kind !== "string") return null;
  if (expression.parts.length === 0) return "";
  const only = expression.parts[0];
  return expression.parts.length === 1 && typeof only === "string" ? only : null;
}

/** The name of `Jar`, `Jar::class`, `org.x.Jar`, or null. */
export function typeText(expression: Expression | undefined): string | null {
  if (expression?.kind !== "chain" || expression.head !== null) return null;
  const names = expression.segments
    .map((segment) => segment.name)
    .filter((name) => name !== "class" && name !== "java");
  return names.at(-1) ?? null;
}

function evaluateChain(chain: Chain, scope: Scope): Known<Scalar> {
  if (chain.head === null) {
    const found = scope.lookup(chain.segments, chain.line);
    if (found !== null) return found;
  } else if (chain.segments.length === 0) return evaluate(chain.head, scope);
  const last = chain.segments.at(-1);
  if (last === undefined) return unsettled(chain.line, scope);
  const rest: Chain = { ...chain, segments: chain.segments.slice(0, -1) };
  if (chain.head === null && rest.segments.length === 0) {
    // provider { … }, project.provider { … } and Groovy's `"${-> …}"`
    if (last.name === "provider" && last.block !== null)
      return evaluate({ kind: "closure", body: last.block, line: chain.line }, scope);
    return unsettled(chain.line, scope);
  }
  if (last.name === "provider" && last.block !== null)
    return evaluate({ kind: "closure", body: last.block, line: chain.line }, scope);
  const method = METHODS[last.name];
  if (method === undefined && !TRANSPARENT.has(last.name)) return unsettled(chain.line, scope);
  const on = evaluateChain(rest, scope);
  if (!on.known) return on;
  if (method === undefined) return on;
  const args: Scalar[] = [];
  for (const arg of positional(last.args)) {
    const value = evaluate(arg, scope);
    if (!value.known) return value;
    args.push(value.value);
  }
  return method(on.value, args) ?? unsettled(chain.line, scope);
}

/** Methods of strings and providers whose result is plain. */
type Method = (on: Scalar, args: readonly Scalar[]) => Known<Scalar> | null;
const METHODS = table<Method>({
  trim: (on) => (typeof on === "string" ? known(on.trim()) : null),
  toLowerCase: (on) => (typeof on === "string" ? known(on.toLowerCase()) : null),
  lowercase: (on) => (typeof on === "string" ? known(on.toLowerCase()) : null),
  toUpperCase: (on) => (typeof on === "string" ? known(on.toUpperCase()) : null),
  uppercase: (on) => (typeof on === "string" ? known(on.toUpperCase()) : null),
  replace: (on, [from, to]) =>
    typeof on === "string" && typeof from === "string" && typeof to === "string"
      ? known(on.split(from).join(to))
      : null,
  removePrefix: (on, [prefix]) =>
    typeof on === "string" && typeof prefix === "string"
      ? known(on.startsWith(prefix) ? on.slice(prefix.length) : on)
      : null,
  startsWith: (on, [prefix]) =>
    typeof on === "string" && typeof prefix === "string" ? known(on.startsWith(prefix)) : null,
  endsWith: (on, [suffix]) =>
    typeof on === "string" && typeof suffix === "string" ? known(on.endsWith(suffix)) : null,
  contains: (on, [part]) =>
    typeof on === "string" && typeof part === "string" ? known(on.includes(part)) : null,
  isEmpty: (on) => (typeof on === "string" ? known(on === "") : null),
  isNotEmpty: (on) => (typeof on === "string" ? known(on !== "") : null),
  isNullOrEmpty: (on) => known(on === null || on === ""),
  orElse: (on, [other]) => known(on ?? other ?? null),
  getOrElse: (on, [other]) => known(on ?? other ?? null),
});

function evaluateBinary(operator: string, left: Expression, right: Expression, scope: Scope): Known<Scalar> {
  const a = evaluate(left, scope);
  if (operator === "&&" && a.known && !isTrue(a.value)) return known(false);
  if (operator === "||" && a.known && isTrue(a.value)) return known(true);
  if (!a.known) return a;
  if (operator === "?:") return isTrue(a.value) ? a : evaluate(right, scope);
  const b = evaluate(right, scope);
  if (!b.known) return b;
  switch (operator) {
    case "+":
      return typeof a.value === "string" && b.value !== null
        ? known(a.value + String(b.value))
        : unsettled(left.line, scope);
    case "==":
    case "===":
      return known(a.value === b.value);
    case "!=":
    case "!==":
      return known(a.value !== b.value);
    case "&&":
    case "||":
      return known(isTrue(b.value));
    default:
      return unsettled(left.line, scope);
  }
}

function truth(value: Known<Scalar>, change: (value: boolean) => boolean): Known<Scalar> {
  return value.known ? known(change(isTrue(value.value))) : value;
}
