/**
 * What is passed over: loops, functions, classes, annotations and the rest of a line that is not
 * understood. The statements in the blocks of an opaque one are kept, since they may run.
 */
import { readClosure } from "./closures.js";
import type { Cursor } from "./cursor.js";
import type { Reader } from "./reader.js";
import type { Statement } from "./syntax.js";

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

export function isOpaque(cursor: Cursor): boolean {
  return OPAQUE.has(cursor.name()) && !cursor.is(".", 1) && !cursor.is("=", 1);
}

/** Everything up to and with the block, or to the end of the line. */
export function readOpaque(reader: Reader, line: number): Statement {
  const { cursor } = reader;
  const body: Statement[] = [];
  while (!cursor.atLineEnd && !cursor.is("}")) {
    if (cursor.is("(")) cursor.skipBalanced();
    else if (cursor.take("{")) {
      body.push(...reader.block());
      if (!["catch", "finally", "while", "else"].includes(cursor.name())) break;
    } else if (cursor.take("=")) {
      body.push({ kind: "expression", expression: reader.expression(true), line });
    } else cursor.advance();
  }
  return { kind: "opaque", body, line };
}

export function skipAnnotation(cursor: Cursor): void {
  cursor.advance();
  while (cursor.isName() || cursor.is(".") || cursor.is(":")) cursor.advance();
  if (cursor.is("(")) cursor.skipBalanced();
  cursor.skipNewlines();
}

/** Whatever is left of the statement is passed over, blocks included. */
export function skipStatement(reader: Reader): void {
  const { cursor } = reader;
  while (!cursor.atLineEnd && !cursor.is(";") && !cursor.is("}")) {
    if (cursor.is("(") || cursor.is("[")) cursor.skipBalanced();
    else if (cursor.is("{")) readClosure(reader);
    else cursor.advance();
  }
}
