/**
 * Log lines and bodies without what is different in every run: times, durations, process numbers, identifiers,
 * the container's own name and address. In: text and what is known of this container; out: text of the same lines.
 */
export interface Own {
  /** name, identifier, address: replaced wherever they stand */
  readonly words: readonly string[];
  /** a path of the original and the one that the rewrite gave it */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

export const nothingOwn: Own = { words: [], renamed: [] };

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\u001b\[[0-9;?]*[A-Za-z]/g, ""],
  [/\b\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?([.,]\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?(?!\d)/g, "<time>"],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \w+ \d+ [\d: ]+(GMT|UTC|[+-]\d{4})?( \d{4})?/g, "<time>"],
  [/\b\d\d?\/[A-Za-z]{3}\/\d{4}[ :]\d\d:\d\d:\d\d( [+-]\d{4})?/g, "<time>"],
  [/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d\d?, \d{4} \d\d?:\d\d:\d\d( [AP]M)?/g, "<time>"],
  [/\b\d\d?[/.]\d\d?[/.]\d{4},? \d\d?:\d\d(:\d\d)?([.,]\d+)?(\s[AP]M)?\b/gi, "<time>"],
  [/\b\d\d?:\d\d:\d\d([.,]\d+)?(\s[AP]M)?\b/gi, "<time>"],
  [/\b1[5-9]\d{8}(\d{3})?\b/g, "<time>"],
  [/\b\d+([.,]\d+)? ?(ns|µs|us|ms|milliseconds|millis|s|secs?|seconds|m|minutes?)\b/g, "<duration>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [/@[0-9a-f]{5,8}\b/g, "@<id>"],
  [/\b0x[0-9a-f]{4,}\b/gi, "<id>"],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b/g, "<id>"],
  [/\b(pid|process)([ =:]+)\d+/gi, "$1$2<pid>"],
  [/\b\d+(\.\d+)? ?([KMG]i?B|bytes)\b/g, "<size>"],
  // two images of one major version seldom have the same patch level
  [/\b(Java|JDK|JRE|OpenJDK|JVM|node|npm|v)([ /:]*v?)(\d+)(\.\d+)+([+_-][\w.+-]*)?/gi, "$1$2$3.*"],
];

export function normalise(text: string, own: Own = nothingOwn): string {
  let result = text;
  for (const word of own.words) if (word !== "") result = result.replaceAll(word, "<own>");
  for (const { from, to } of own.renamed) {
    result = result.replaceAll(from, "<artifact>").replaceAll(to, "<artifact>");
  }
  for (const [pattern, by] of PATTERNS) result = result.replaceAll(pattern, by);
  return result;
}

/** The first lines that say something. */
export function firstLines(text: string, count: number, own: Own = nothingOwn): readonly string[] {
  return normalise(text, own)
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(0, count);
}
