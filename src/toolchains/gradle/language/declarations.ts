/** `val x = …`, `val x: T by …`, `def x = …`, `def f() { … }`, `def (a, b) = …`, and Groovy's `String x = …`. */
import { readAssignment } from "./assignments.js";
import type { Cursor } from "./cursor.js";
import { readOpaque, skipStatement } from "./opaque.js";
import type { Reader } from "./reader.js";
import { nameOnly, type Statement } from "./syntax.js";

/** Reads on from `val`, `var` or `def`. */
export function readDeclaration(reader: Reader, line: number): readonly Statement[] {
  const { cursor } = reader;
  cursor.advance();
  // `def String x`
  if (cursor.isName() && cursor.isName(1) && cursor.name(1) !== "by") cursor.advance();
  if (!cursor.isName()) {
    if (cursor.is("(")) cursor.skipBalanced();
    return readAssignment(reader, line, true);
  }
  const name = cursor.name();
  if (cursor.is("(", 1)) return [readOpaque(reader, line)];
  cursor.advance();
  if (cursor.is(":")) while (!cursor.atLineEnd && !cursor.is("=") && cursor.name() !== "by") cursor.advance();
  if (cursor.name() === "by") {
    cursor.advance();
    const by = reader.expression(true);
    skipStatement(reader);
    return [{ kind: "delegate", name, by, line }];
  }
  if (!cursor.take("=")) {
    skipStatement(reader);
    return [];
  }
  cursor.skipNewlines();
  const value = reader.expression(true);
  skipStatement(reader);
  return [{ kind: "assign", target: nameOnly(name, line), operator: "=", value, declares: true, line }];
}

/** How far ahead the name stands in `Type name =`, `List<String> name =` or `String name(`, or null. */
export function typedName(cursor: Cursor): number | null {
  let ahead = 1;
  while (cursor.is(".", ahead) && cursor.isName(ahead + 1)) ahead += 2;
  if (cursor.is("<", ahead)) {
    for (;;) {
      const token = cursor.peek(ahead);
      if (token === undefined || token.kind === "newline" || cursor.is(">", ahead)) break;
      ahead += 1;
    }
    ahead += 1;
  }
  if (cursor.is("[", ahead) && cursor.is("]", ahead + 1)) ahead += 2;
  if (!cursor.isName(ahead)) return null;
  if (cursor.is("=", ahead + 1)) return ahead;
  // a method: `String tag() {`; a command call `task fatJar(type: Jar) {` is not one
  const method = cursor.is("(", ahead + 1) && /^([A-Z]\w*|void|boolean|int)$/.test(cursor.name());
  return method ? ahead : null;
}
