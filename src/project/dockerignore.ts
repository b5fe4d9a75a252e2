/**
 * Decides which paths a `.dockerignore` keeps out of the build context, as BuildKit does it. In: the
 * text of the file; out: a function from a context path to a boolean. The rules are those of
 * moby/patternmatcher v0.6: lines are read by `ignorefile.ReadAll`, and a path is judged from the top
 * folder downwards with what each pattern decided for the folder above it, which is how the context is
 * walked. A file with a pattern that docker rejects (`!` alone, `[`) ignores nothing here, because no
 * build gets as far as using it; `broken` says so.
 */
import { posix } from "node:path";

interface Rule {
  readonly exception: boolean;
  matches(path: string): boolean;
}

export interface DockerIgnore {
  /** the first pattern that docker refuses to read, or null */
  readonly broken: string | null;
  /** some pattern starts with `!`, so that a folder that is ignored may hold files that are not */
  readonly exceptions: boolean;
  ignores(path: string): boolean;
}

/** What each rule said about a folder; a rule that was passed over counts as "did not match". */
interface Verdict {
  readonly ignored: boolean;
  readonly matched: readonly boolean[];
}

export function compileDockerignore(text: string): DockerIgnore {
  const rules: Rule[] = [];
  for (const pattern of patternsOf(text)) {
    const rule = compileRule(pattern);
    if (rule === null) return { broken: pattern, exceptions: false, ignores: () => false };
    rules.push(rule);
  }
  const folders = new Map<string, Verdict>();
  const judge = (path: string): Verdict => {
    const cut = path.lastIndexOf("/");
    if (cut < 0) return decide(rules, path, null);
    const folder = path.slice(0, cut);
    let above = folders.get(folder);
    if (above === undefined) {
      above = judge(folder);
      folders.set(folder, above);
    }
    return decide(rules, path, above);
  };
  return {
    broken: null,
    exceptions: rules.some((rule) => rule.exception),
    ignores: (path) => path !== "" && rules.length > 0 && judge(path).ignored,
  };
}

function decide(rules: readonly Rule[], path: string, above: Verdict | null): Verdict {
  let ignored = false;
  const matched = rules.map((rule, index) => {
    const inherited = above?.matched[index] === true;
    // A rule that could not change the outcome is not asked, and what lies below does not inherit from it.
    const match = inherited || (rule.exception === ignored && rule.matches(path));
    if (match) ignored = !rule.exception;
    return match;
  });
  return { ignored, matched };
}

// Go's unicode.IsSpace, which is not quite what String.prototype.trim removes (U+0085, U+FEFF).
const SPACE = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const EDGES = new RegExp(`^${SPACE}|${SPACE}$`, "g");

function patternsOf(text: string): readonly string[] {
  const patterns: string[] = [];
  for (const line of text.replace(/^\ufeff/, "").split("\n")) {
    // The `#` counts only in the first column: ` # x` is a pattern.
    if (line.startsWith("#")) continue;
    const trimmed = line.replace(EDGES, "");
    if (trimmed === "") continue;
    const exception = trimmed.startsWith("!");
    const body = exception ? trimmed.slice(1).replace(EDGES, "") : trimmed;
    const rooted = body === "" ? "" : clean(body).replace(/^\/(?=.)/, "");
    const pattern = exception ? `!${rooted}` : rooted;
    patterns.push(clean(pattern.replace(EDGES, "")));
  }
  return patterns;
}

/** Go's `filepath.Clean`: as POSIX normalisation, without a trailing slash. */
function clean(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

function compileRule(written: string): Rule | null {
  const exception = written.startsWith("!");
  const pattern = exception ? written.slice(1) : written;
  if ((exception && pattern === "") || !wellFormed(pattern)) return null;
  try {
    return { exception, matches: matcherOf(pattern) };
  } catch {
    // not a regular expression once translated: docker refuses it as a bad pattern
    return null;
  }
}

/** One item of a class: a character, perhaps escaped, or a range of two. Neither may begin with `-` or `]`. */
const CLASS_ITEM = String.raw`(?:\\[^]|[^\\\]-])(?:-(?:\\[^]|[^\\\]-]))?`;
const WELL_FORMED = new RegExp(
  String.raw`^\**(?!\*)(?:\\[^]|\[(?:\^|(?!\^))(?:${CLASS_ITEM})+\]|[^\\[*])*(?:\*|$)`,
  "u",
);

/**
 * Docker asks Go's `filepath.Match` about "." to find out whether a pattern is well formed, and that
 * looks no further than the first part in front of a star.
 */
function wellFormed(pattern: string): boolean {
  return WELL_FORMED.test(pattern);
}

function matcherOf(pattern: string): (path: string) => boolean {
  let kind: "exact" | "prefix" | "suffix" | "expression" = "exact";
  let source = "^";
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? "";
    if (character === "*" && characters[i + 1] === "*") {
      const first = i === 0;
      i++;
      if (characters[i + 1] === "/") i++;
      if (i + 1 >= characters.length) {
        if (kind === "exact") kind = "prefix";
        else {
          source += ".*";
          kind = "expression";
        }
      } else {
        source += "(.*/)?";
        kind = "expression";
      }
      if (first) kind = "suffix";
    } else if (character === "*" || character === "?") {
      source += character === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (".+()$".includes(character)) {
      // `|`, `{` and `}` keep their meaning in the expression: upstream means to escape them, and does not
      source += `\\${character}`;
    } else if (character === "\\") {
      const next = characters[i + 1];
      source += `\\${next ?? "\\"}`;
      if (next !== undefined) kind = "expression";
      i++;
    } else {
      if (character === "[" || character === "]") kind = "expression";
      source += character;
    }
  }
  switch (kind) {
    case "exact":
      return (path) => path === pattern;
    case "prefix":
      return (path) => path.startsWith(pattern.slice(0, -2));
    case "suffix": {
      // `**/foo` is `foo` in any folder and in the root, and `**foo` any path that ends so
      const suffix = pattern.slice(2);
      return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
    }
    case "expression": {
      const expression = new RegExp(`${source}$`);
      return (path) => expression.test(path);
    }
  }
}
