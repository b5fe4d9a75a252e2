/** Arguments of calls, with and without parentheses, and the items of lists and maps, which are written alike. */
import type { Reader } from "./reader.js";
import type { Argument, Expression } from "./syntax.js";
import type { Token } from "./tokens.js";

/** `("x", type: Jar)`, from the opening to behind the closing parenthesis. */
export function readArguments(reader: Reader): readonly Argument[] {
  return readSeparated(reader, ")", [","]);
}

/** `'a', type: Jar` up to the first argument that no comma follows. */
export function readCommandArguments(reader: Reader): readonly Argument[] {
  const { cursor } = reader;
  const args: Argument[] = [];
  for (;;) {
    args.push(readArgument(reader, true));
    if (!cursor.take(",")) return args;
    cursor.skipNewlines();
  }
}

/** `["a", "b"]`, `[a: 1]`, `[:]` */
export function readList(reader: Reader, line: number): Expression {
  const items = readSeparated(reader, "]", [",", ":"]);
  return { kind: "list", items: items.map(({ name, value }) => ({ key: name, value })), line };
}

function readSeparated(reader: Reader, close: string, separators: readonly string[]): readonly Argument[] {
  const { cursor } = reader;
  cursor.advance();
  return cursor.inBrackets(() => {
    const args: Argument[] = [];
    for (;;) {
      cursor.skipNewlines();
      if (cursor.token === undefined || cursor.take(close)) return args;
      if (separators.some((separator) => cursor.take(separator))) continue;
      const before = cursor.position;
      args.push(readArgument(reader, false));
      if (cursor.position === before) cursor.advance();
    }
  });
}

function readArgument(reader: Reader, command: boolean): Argument {
  const { cursor } = reader;
  cursor.take("*"); // spread
  const token = cursor.token;
  const named =
    ((token?.kind === "name" || token?.kind === "string") && cursor.is(":", 1)) ||
    (token?.kind === "name" && !command && cursor.is("=", 1));
  if (!named || token === undefined) return { name: null, value: reader.expression(false) };
  cursor.advance(2);
  cursor.skipNewlines();
  return { name: nameOf(token), value: reader.expression(false) };
}

function nameOf(token: Token): string {
  if (token.kind === "name") return token.text;
  const part = token.kind === "string" ? token.parts[0] : undefined;
  return part !== undefined && "text" in part ? part.text : "";
}
