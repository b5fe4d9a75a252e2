/** Expressions: operators by their rank, and the conditional `a ? b : c`. */
import { readChain } from "./chains.js";
import { readPrimary } from "./primary.js";
import type { Reader } from "./reader.js";
import type { Expression } from "./syntax.js";
import { WORD_OPERATORS } from "./tokens.js";
import { skipTypeName } from "./type-names.js";

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
/** They may stand on the next line. */
const LEADING = ["?:", "&&", "||"];

export function readExpression(reader: Reader, commands: boolean): Expression {
  const { cursor } = reader;
  if (cursor.tooDeep) {
    cursor.advance();
    return { kind: "other", line: 0 };
  }
  return cursor.deeper(() => {
    const test = readOperation(reader, commands, 0);
    return cursor.is("?") ? readTernary(reader, test) : test;
  });
}

function readOperation(reader: Reader, commands: boolean, rank: number): Expression {
  const { cursor } = reader;
  const operators = BINARY[rank];
  if (operators === undefined) return readUnary(reader, commands);
  let left = readOperation(reader, commands, rank + 1);
  for (;;) {
    const operator = operatorHere(reader, operators);
    if (operator === null) return left;
    cursor.skipNewlines();
    cursor.advance();
    cursor.skipNewlines();
    const line = cursor.line;
    if (["as", "is", "instanceof"].includes(operator)) {
      skipTypeName(cursor);
      if (operator !== "as") left = { kind: "other", line };
      continue;
    }
    const right = readOperation(reader, commands, rank + 1);
    left = { kind: "binary", operator, left, right, line };
  }
}

function operatorHere({ cursor }: Reader, operators: readonly string[]): string | null {
  const ahead = cursor.pastNewlines();
  const word = cursor.name(ahead);
  const punct = cursor.punct(ahead);
  if (ahead > 0 && !cursor.bracketed && !LEADING.includes(punct)) return null;
  if (operators.includes(punct)) return punct;
  return WORD_OPERATORS.has(word) && operators.includes(word) ? word : null;
}

function readTernary(reader: Reader, test: Expression): Expression {
  const { cursor } = reader;
  cursor.advance();
  cursor.skipNewlines();
  const line = cursor.line;
  const yes = reader.expression(false);
  cursor.skipNewlines();
  cursor.take(":");
  cursor.skipNewlines();
  const no = reader.expression(false);
  return { kind: "ternary", test, yes, no, line };
}

function readUnary(reader: Reader, commands: boolean): Expression {
  const { cursor } = reader;
  const line = cursor.line;
  if (cursor.is("!")) {
    let odd = false;
    while (cursor.take("!")) odd = !odd;
    const of = readOperand(reader, false);
    return odd ? { kind: "not", of, line } : of;
  }
  if ((cursor.is("-") || cursor.is("+")) && !commands) {
    while (cursor.is("-") || cursor.is("+")) cursor.advance();
    return readOperand(reader, false);
  }
  return readOperand(reader, commands);
}

function readOperand(reader: Reader, commands: boolean): Expression {
  return readChain(reader, readPrimary(reader), commands);
}
