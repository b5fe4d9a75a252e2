/** Types: `org.x.Jar`, `List<String>?`, and the arguments in `named<BootJar>("x")`. */
import type { Cursor } from "./cursor.js";

/** The last names of the types between `<` and `>`, or null (and nothing taken) when these are comparisons. */
export function readTypeArguments(cursor: Cursor): readonly string[] | null {
  const types: string[] = [];
  let ahead = 1;
  let open = 1;
  let name = "";
  for (; cursor.peek(ahead) !== undefined && open > 0; ahead += 1) {
    const text = cursor.punct(ahead);
    if (text === "<") open += 1;
    else if (text === ">") open -= 1;
    else if (text === "," && open === 1) {
      types.push(name);
      name = "";
    } else if (cursor.isName(ahead)) name = cursor.name(ahead);
    else if (![".", "*", "?", ","].includes(text)) return null;
  }
  types.push(name);
  cursor.advance(ahead);
  return types;
}

export function skipTypeName(cursor: Cursor): void {
  while (cursor.isName() || cursor.is(".")) cursor.advance();
  if (cursor.is("<") && readTypeArguments(cursor) === null) cursor.advance();
  while (cursor.is("?") && !cursor.is(":", 1)) cursor.advance();
}
