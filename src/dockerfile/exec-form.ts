import type { ExecWord, Logical } from "./types.js";
import { skipSpaces, sourceSpan } from "./text.js";

/**
 * The JSON form of an instruction. Comes in as logical text, goes out as decoded strings with
 * their spans (quotes included); `null` when the text is no JSON array, which BuildKit then
 * reads as words or as a shell command; "not-strings" for an array that it rejects.
 */
export function readExecForm(body: Logical): readonly ExecWord[] | "not-strings" | null {
  const { text } = body;
  if (text.charAt(skipSpaces(text, 0)) !== "[") return null;
  let values: unknown;
  try {
    values = JSON.parse(text.slice(skipSpaces(text, 0)));
  } catch {
    return null;
  }
  if (!Array.isArray(values)) return null;
  if (!values.every((value) => typeof value === "string")) return "not-strings";
  const spans = stringSpans(text);
  return values.map((value, index) => {
    const [start, end] = spans[index] ?? [0, 0];
    return { value, span: sourceSpan(body, start, end) };
  });
}

/** Where the strings of a valid JSON array of strings stand. */
function stringSpans(text: string): readonly (readonly [number, number])[] {
  const spans: (readonly [number, number])[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) !== '"') continue;
    const start = at;
    for (at += 1; text.charAt(at) !== '"'; at += 1) if (text.charAt(at) === "\\") at += 1;
    spans.push([start, at + 1]);
  }
  return spans;
}
