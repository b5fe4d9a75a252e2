import type { Flag, Keyword, Logical } from "./types.js";
import { isSpace, sourceSpan } from "./text.js";

/**
 * The flags in front of an instruction's arguments: `--from=x`, `--link`, `--mount=…`. Only
 * leading words count, a lone `--` ends them. Quotes and escapes in a flag are resolved, as
 * BuildKit does. Refuses a quote that is not closed, a flag that the instruction does not
 * have, a flag given twice, a missing value.
 */
export interface Flags {
  readonly flags: readonly Flag[];
  /** offset in the logical text of what follows the flags */
  readonly end: number;
}

/** A reason in words, for the caller who knows the line. */
export type FlagProblem = { readonly problem: string };

export function readFlags(line: Logical, start: number, escape: string): Flags | FlagProblem {
  const { text } = line;
  const flags: Flag[] = [];
  let at = start;
  for (;;) {
    while (at < text.length && isSpace(text.charAt(at))) at += 1;
    if (!text.startsWith("--", at)) return { flags, end: at };
    const wordStart = at;
    let word = "";
    let quote = "";
    for (; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (quote === "" && isSpace(char)) break;
      if (quote === "" && (char === '"' || char === "'")) quote = char;
      else if (quote !== "" && char === quote) quote = "";
      else if (char === escape) {
        // An escape character at the very end is dropped.
        at += 1;
        word += text.charAt(at);
      } else word += char;
    }
    at = Math.min(at, text.length);
    if (quote !== "") return { problem: `a quote in the flag ${word} is not closed` };
    if (word === "--") return { flags, end: at };
    const [name, value] = cut(word.slice(2), "=");
    flags.push({ name, value, span: sourceSpan(line, wordStart, at) });
  }
}

type FlagType = "text" | "list" | "boolean";

/** The flags of each instruction; source: BuildKit, frontend/dockerfile/instructions/parse.go and commands_run*.go. */
const FLAGS: Partial<Record<Keyword, Readonly<Record<string, FlagType>>>> = {
  FROM: { platform: "text" },
  COPY: { from: "text", chown: "text", chmod: "text", link: "boolean", parents: "boolean", exclude: "list" },
  ADD: {
    chown: "text",
    chmod: "text",
    link: "boolean",
    "keep-git-dir": "boolean",
    checksum: "text",
    unpack: "boolean",
    exclude: "list",
  },
  RUN: { mount: "list", network: "text", security: "text", device: "list" },
  HEALTHCHECK: {
    interval: "text",
    timeout: "text",
    "start-period": "text",
    "start-interval": "text",
    retries: "text",
  },
};

/** What BuildKit would say against these flags, or null. */
export function flagProblem(keyword: Keyword, flags: readonly Flag[]): string | null {
  // BuildKit never looks at the flags of STOPSIGNAL.
  if (keyword === "STOPSIGNAL") return null;
  const known = new Map(Object.entries(FLAGS[keyword] ?? {}));
  const seen = new Set<string>();
  for (const { name, value } of flags) {
    const type = known.get(name);
    if (type === undefined) return `${keyword} has no flag --${name}`;
    if (seen.has(name) && type !== "list") return `the flag --${name} is given twice`;
    seen.add(name);
    if (type !== "boolean" && value === null) return `the flag --${name} needs a value`;
    if (type === "boolean" && value !== null && !/^(?:true|false)$/i.test(value))
      return `the flag --${name} takes true or false`;
  }
  return null;
}

function cut(text: string, separator: string): readonly [string, string | null] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}
