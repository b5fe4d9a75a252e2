/** Numbers and names of the report as people read them; the table and the Markdown report share them. */
import { someOf } from "../compare/problems.js";
import type { BeforeAfter, FileReport, LeftReport, VerifyOutcome } from "../types.js";

export const outcomeWords: Readonly<Record<VerifyOutcome, string>> = {
  same: "same",
  different: "DIFFERENT",
  "left-alone": "left alone",
  "original-does-not-build": "original does not build",
  invalid: "invalid",
  failed: "engine failed",
  interrupted: "interrupted",
};

export const headings = ["file", "outcome", "before", "after", "saved", "layers", "runs"] as const;

/** One cell for each heading. */
export function rowOf(file: FileReport): readonly string[] {
  const { images } = file;
  return [
    file.path,
    outcomeWords[file.outcome],
    images ? bytes(images.size.before) : "",
    images ? bytes(images.size.after) : "",
    images ? saved(images.size) : "",
    images ? `${images.layers.before} -> ${images.layers.after}` : "",
    file.runs.length === 0 ? "" : String(file.runs.length),
  ];
}

/** Decimal, as docker counts. */
export function bytes(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(2)} GB`;
  if (count >= 1e6) return `${Math.round(count / 1e6)} MB`;
  return `${Math.round(count / 1e3)} kB`;
}

export function saved({ before, after }: BeforeAfter<number>): string {
  const percent = Math.round(100 - (100 * after) / before);
  return percent < 0 ? `+${-percent} %` : `-${percent} %`;
}

/** What stayed behind, one phrase a kind. */
export function leftWords(left: LeftReport): readonly string[] {
  const { programs, caches, sources, packages, other } = left;
  const words: string[] = [];
  if (programs.length > 0) words.push(`${plural(programs.length, "program")} (${someOf(programs, 6)})`);
  for (const { path, bytes: size } of caches) words.push(`the cache ${path} (${bytes(size)})`);
  if (sources.count > 0) words.push(`${plural(sources.count, "source")} (${someOf(sources.first)})`);
  if (packages.count > 0)
    words.push(
      `${plural(packages.count, "package")} of node_modules (${bytes(packages.bytes)}: ${someOf(packages.first)})`,
    );
  if (other.count > 0) words.push(`${plural(other.count, "other file")} (${bytes(other.bytes)})`);
  return words;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

export function summaryWords(summary: Readonly<Record<VerifyOutcome, number>>): string {
  const some = (Object.keys(outcomeWords) as VerifyOutcome[]).filter((outcome) => summary[outcome] > 0);
  return (
    some.map((outcome) => `${summary[outcome]} ${outcomeWords[outcome].toLowerCase()}`).join(", ") ||
    "nothing to verify"
  );
}
