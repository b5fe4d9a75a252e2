/**
 * A tolerant reader of Gradle build files: text in, statements out. It knows the shapes that Groovy and
 * Kotlin build scripts share (calls with and without parentheses, trailing closures, infix words,
 * assignments) and reads anything else as `other` up to the end of its line, never throwing.
 */
import { Cursor } from "./cursor.js";
import { readExpression } from "./expressions.js";
import type { Reader } from "./reader.js";
import { readBlock } from "./statements.js";
import type { Block } from "./syntax.js";
import { tokenize } from "./tokens.js";

/** Strings in expressions in strings: no build file goes deeper. */
const DEEPEST_STRING = 10;

export function parseBuildFile(source: string, kotlin: boolean): Block {
  return readerOf(source, kotlin, 0).block();
}

function readerOf(source: string, kotlin: boolean, level: number): Reader {
  const reader: Reader = {
    cursor: new Cursor(tokenize(source, kotlin)),
    block: () => readBlock(reader),
    expression: (commands) => readExpression(reader, commands),
    embedded: (code, line) => {
      if (level > DEEPEST_STRING) return { kind: "other", line };
      const statement = readerOf(code, kotlin, level + 1).block()[0];
      return statement?.kind === "expression" ? statement.expression : { kind: "other", line: 0 };
    },
  };
  return reader;
}
