/** Statements of a build file: reads a block up to its closing brace, and what stands on one line of it. */
import { readAssignment } from "./assignments.js";
import { readDeclaration, typedName } from "./declarations.js";
import { readParenthesised } from "./parentheses.js";
import { isOpaque, readOpaque, skipAnnotation } from "./opaque.js";
import type { Reader } from "./reader.js";
import type { Block, Statement } from "./syntax.js";

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

/** Statements up to the closing brace (which is taken) or the end. */
export function readBlock(reader: Reader): Block {
  const { cursor } = reader;
  return cursor.deeper(() =>
    cursor.inBraces(() => {
      const statements: Statement[] = [];
      for (;;) {
        cursor.skipNewlines();
        if (cursor.token === undefined || cursor.take("}")) return statements;
        if (cursor.take(";")) continue;
        const before = cursor.position;
        if (!cursor.tooDeep) statements.push(...readStatement(reader));
        if (cursor.position === before) cursor.advance();
      }
    }),
  );
}

function readStatement(reader: Reader): readonly Statement[] {
  const { cursor } = reader;
  while (cursor.is("@")) skipAnnotation(cursor);
  let declares = false;
  while (MODIFIERS.has(cursor.name()) && cursor.isName(1)) {
    declares = true;
    cursor.advance();
  }
  const token = cursor.token;
  if (token === undefined) return [];
  const line = token.line;
  if (token.kind !== "name") return readAssignment(reader, line, declares);
  if (token.text === "import" || token.text === "package") {
    cursor.skipLine();
    return [];
  }
  if (token.text === "if" && cursor.is("(", 1)) return [readConditional(reader, line)];
  if (isOpaque(cursor)) return [readOpaque(reader, line)];
  if (["val", "var", "def"].includes(token.text)) return readDeclaration(reader, line);
  const typed = typedName(cursor);
  if (typed === null) return readAssignment(reader, line, declares);
  cursor.advance(typed);
  return cursor.is("(", 1) ? [readOpaque(reader, line)] : readAssignment(reader, line, true);
}

function readConditional(reader: Reader, line: number): Statement {
  const { cursor } = reader;
  cursor.advance();
  const test = readParenthesised(reader);
  cursor.skipNewlines();
  const then = readBranch(reader);
  const behind = cursor.position;
  cursor.skipNewlines();
  if (cursor.name() === "else") {
    cursor.advance();
    cursor.skipNewlines();
    return { kind: "if", test, then, otherwise: readBranch(reader), line };
  }
  cursor.returnTo(behind);
  return { kind: "if", test, then, otherwise: [], line };
}

function readBranch(reader: Reader): Block {
  const { cursor } = reader;
  if (cursor.take("{")) return reader.block();
  if (cursor.tooDeep) return [];
  return cursor.deeper(() => readStatement(reader));
}
