/**
 * What the readers of the parts of a build file share: the place where they are, and the three kinds of
 * syntax that contain each other, so that no module of them has to know the one above it.
 */
import type { Cursor } from "./cursor.js";
import type { Block, Expression } from "./syntax.js";

export interface Reader {
  readonly cursor: Cursor;
  /** Statements up to the closing brace (which is taken) or the end. */
  block(): Block;
  /** `commands`: arguments may follow without parentheses, as in `id 'x' version '1'`. */
  expression(commands: boolean): Expression;
  /** The expression in `"${…}"`. */
  embedded(code: string, line: number): Expression;
}
