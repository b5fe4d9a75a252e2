import { known, unknown, type Known } from "../known.js";

/**
 * The shell patterns of `${x#p}`, `${x%p}` and `${x/p/r}` as BuildKit reads them: `*`, `?` and
 * a backslash in front of `* ? \ } /`, no bracket expressions. `null` for a pattern that
 * BuildKit rejects.
 */
function patternSource(pattern: string, greedy: boolean): string | null {
  let source = "";
  const chars = [...pattern];
  for (let index = 0; index < chars.length; index += 1) {
    let char = chars[index] ?? "";
    if (char === "*") source += greedy ? "[^\\n]*" : "[^\\n]*?";
    else if (char === "?") source += "[^\\n]";
    else {
      if (char === "\\") {
        const escaped = chars[index + 1] ?? "";
        if (escaped === "}" || escaped === "/") continue;
        if (escaped !== "*" && escaped !== "?" && escaped !== "\\") return null;
        char = escaped;
        index += 1;
      }
      source += char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
    }
  }
  return source;
}

export function trimPrefix(value: string, pattern: string, greedy: boolean): string | null {
  const source = patternSource(pattern, greedy);
  if (source === null) return null;
  return value.replace(new RegExp(`^${source}`, "u"), "");
}

/** Both sides are read backwards, since an expression finds the shortest match from the left only. */
export function trimSuffix(value: string, pattern: string, greedy: boolean): string | null {
  const left = trimPrefix(reversed(value), reversedPattern(pattern), greedy);
  return left === null ? null : reversed(left);
}

export function replacePattern(
  value: string,
  pattern: string,
  replacement: string,
  all: boolean,
): Known<string> | null {
  const source = patternSource(pattern, true);
  if (source === null) return null;
  if (all && replacement.includes("$")) return unknown(`the replacement ${replacement} holds a $`);
  // A pattern that matches nothing at all is replaced at every place by Go in its own way.
  if (all && new RegExp(`^(?:${source})$`, "u").test(""))
    return unknown(`the pattern ${pattern} matches an empty text`);
  return known(value.replace(new RegExp(source, all ? "gu" : "u"), () => replacement));
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** The pattern backwards, each backslash still in front of its character. */
function reversedPattern(pattern: string): string {
  const tokens = pattern.match(/\\[^]|[^]/gu) ?? [];
  return tokens.reverse().join("");
}
