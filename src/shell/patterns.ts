/** Shell patterns (`*`, `?`, `[…]`) and the operations on a parameter's value that use them. */

/** A regular expression source for a shell pattern; with `shortest`, `*` takes as little as it can. */
export function patternSource(pattern: string, shortest: boolean): string {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === "*") source += shortest ? "[^]*?" : "[^]*";
    else if (char === "?") source += "[^]";
    else if (char === "[") {
      const close = pattern.indexOf("]", at + 2);
      if (close < 0) source += "\\[";
      else {
        const body = pattern.slice(at + 1, close).replace(/\\/g, "\\\\");
        source += `[${body.startsWith("!") ? `^${body.slice(1)}` : body}]`;
        at = close;
      }
    } else source += char.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  }
  return source;
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}` */
export function removeAffix(value: string, operator: "#" | "##" | "%" | "%%", pattern: string): string {
  if (operator === "#") return value.replace(new RegExp(`^${patternSource(pattern, true)}`), "");
  if (operator === "##") return value.replace(new RegExp(`^${patternSource(pattern, false)}`), "");
  // A suffix has no leftmost-shortest expression: try the ends one by one.
  const whole = new RegExp(`^${patternSource(pattern, false)}$`);
  const starts = Array.from({ length: value.length + 1 }, (_, at) => at);
  if (operator === "%") starts.reverse();
  for (const start of starts) {
    if (whole.test(value.slice(start))) return value.slice(0, start);
  }
  return value;
}

/** `${x/p/r}`, `${x//p/r}`, `${x/#p/r}`, `${x/%p/r}` */
export function replaceMatches(
  value: string,
  operator: "/" | "//" | "/#" | "/%",
  pattern: string,
  replacement: string,
): string {
  if (pattern === "") return value;
  const source = patternSource(pattern, false);
  switch (operator) {
    case "/":
      return value.replace(new RegExp(source), () => replacement);
    case "//":
      return value.replace(new RegExp(source, "g"), () => replacement);
    case "/#":
      return value.replace(new RegExp(`^${source}`), () => replacement);
    case "/%":
      return value.replace(new RegExp(`${source}$`), () => replacement);
  }
}

/** Does the text, taken as unquoted, hold a pattern character? */
export function isPattern(text: string): boolean {
  return /[*?]|\[[^\]]+\]/.test(text);
}
