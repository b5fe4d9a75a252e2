/** What stands in parentheses: one expression, or something that is passed over. */
import type { Reader } from "./reader.js";
import type { Expression } from "./syntax.js";

/** The expression in parentheses; `other` when there is more in them. */
export function readParenthesised(reader: Reader): Expression {
  const { cursor } = reader;
  const line = cursor.line;
  if (!cursor.take("(")) return { kind: "other", line };
  const inner = cursor.inBrackets(() => {
    cursor.skipNewlines();
    const read = reader.expression(true);
    cursor.skipNewlines();
    return read;
  });
  if (cursor.take(")")) return inner;
  let open = 1;
  while (cursor.token !== undefined && open > 0) {
    if (cursor.is("(")) open += 1;
    else if (cursor.is(")")) open -= 1;
    cursor.advance();
  }
  return { kind: "other", line };
}
