/** `{ … }` behind a call or as a value: its statements, and the first of its parameters. */
import type { Cursor } from "./cursor.js";
import type { Reader } from "./reader.js";
import type { Block } from "./syntax.js";

export interface Closure {
  /** the first name in front of `->`, or null */
  readonly parameter: string | null;
  readonly body: Block;
}

/** Reads from the opening brace to behind the closing one. */
export function readClosure(reader: Reader): Closure {
  reader.cursor.advance();
  const parameter = readParameters(reader.cursor);
  return { parameter, body: reader.block() };
}

/** `x, y ->`, `Project p ->`, `(a, b) ->`: taken when the arrow is there. */
function readParameters(cursor: Cursor): string | null {
  let first: string | null = null;
  let ahead = cursor.pastNewlines();
  while (cursor.isName(ahead) || ["(", ")", ",", ":", "<", ">", ".", "?"].includes(cursor.punct(ahead))) {
    // in `Project p ->` the last name of the first parameter is its name
    if (cursor.isName(ahead) && !cursor.isName(ahead + 1)) first ??= cursor.name(ahead);
    ahead += 1;
  }
  if (!cursor.is("->", ahead)) return null;
  cursor.advance(ahead + 1);
  return first;
}
