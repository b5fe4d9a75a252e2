/** The first part of an operand: a literal, a name, a list, a closure, `new X()` or Kotlin's `if` with a value. */
import { readArguments, readList } from "./arguments.js";
import { readClosure } from "./closures.js";
import { readParenthesised } from "./parentheses.js";
import type { Reader } from "./reader.js";
import { nameOnly, type Expression } from "./syntax.js";
import { skipTypeName } from "./type-names.js";

export function readPrimary(reader: Reader): Expression {
  const { cursor } = reader;
  const token = cursor.token;
  if (token === undefined) return { kind: "other", line: 0 };
  const line = token.line;
  switch (token.kind) {
    case "string": {
      cursor.advance();
      const parts = token.parts.map((part) =>
        "text" in part ? part.text : reader.embedded(part.code, line),
      );
      return { kind: "string", parts, line };
    }
    case "number":
      cursor.advance();
      return { kind: "literal", value: token.text, line };
    case "name":
      cursor.advance();
      return readNamed(reader, token.text, line);
    case "punct":
      if (token.text === "(") return readParenthesised(reader);
      if (token.text === "[") return readList(reader, line);
      if (token.text === "{") return { kind: "closure", body: readClosure(reader).body, line };
      // what closes something belongs to whoever opened it
      if (![")", "]", "}", ","].includes(token.text)) cursor.advance();
      return { kind: "other", line };
    case "newline":
      return { kind: "other", line };
  }
}

function readNamed(reader: Reader, name: string, line: number): Expression {
  const { cursor } = reader;
  switch (name) {
    case "true":
    case "false":
      return { kind: "literal", value: name === "true", line };
    case "null":
      return { kind: "literal", value: null, line };
    case "new": {
      skipTypeName(cursor);
      const args = cursor.is("(") ? readArguments(reader) : [];
      if (cursor.is("{")) readClosure(reader);
      return {
        kind: "chain",
        head: null,
        segments: [{ name: "new", args, types: [], block: null }],
        line,
      };
    }
    case "if":
      return cursor.is("(") ? readInlineIf(reader, line) : nameOnly(name, line);
    default:
      return nameOnly(name, line);
  }
}

function readInlineIf(reader: Reader, line: number): Expression {
  const { cursor } = reader;
  const test = readParenthesised(reader);
  cursor.skipNewlines();
  const yes = readInlineBranch(reader);
  const behind = cursor.position;
  cursor.skipNewlines();
  if (cursor.name() !== "else") {
    cursor.returnTo(behind);
    return { kind: "other", line };
  }
  cursor.advance();
  cursor.skipNewlines();
  return { kind: "ternary", test, yes, no: readInlineBranch(reader), line };
}

function readInlineBranch(reader: Reader): Expression {
  if (!reader.cursor.is("{")) return reader.expression(false);
  const { body } = readClosure(reader);
  const last = body.at(-1);
  return body.length === 1 && last?.kind === "expression" ? last.expression : { kind: "other", line: 0 };
}
