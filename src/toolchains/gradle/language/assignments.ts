/** `a = b`, `a += b`, `a = b = c`, and the expression that stands alone: everything that begins with an expression. */
import { skipStatement } from "./opaque.js";
import type { Reader } from "./reader.js";
import type { Statement } from "./syntax.js";

const OPERATORS = new Set(["=", "+=", "-="]);

export function readAssignment(reader: Reader, line: number, declares: boolean): readonly Statement[] {
  const { cursor } = reader;
  const target = reader.expression(true);
  const operator = cursor.punct();
  if (!OPERATORS.has(operator)) {
    skipStatement(reader);
    return [{ kind: "expression", expression: target, line }];
  }
  cursor.advance();
  cursor.skipNewlines();
  const value = reader.expression(true);
  if (cursor.take("=")) {
    const last = reader.expression(true);
    skipStatement(reader);
    return [
      { kind: "assign", target: value, operator: "=", value: last, declares: false, line },
      { kind: "assign", target, operator, value: last, declares, line },
    ];
  }
  skipStatement(reader);
  return [{ kind: "assign", target, operator, value, declares, line }];
}
