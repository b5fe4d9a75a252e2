/**
 * Versions in tags: what stands before the first `-`. A tag with fewer parts floats to the newest of its line, so
 * that `20.3` counts as newer than `20.3.0`.
 */
export type Version = readonly number[];

/** `17.0.8.1` -> [17,0,8,1]; null for anything else */
export function versionOf(text: string): Version | null {
  return /^\d+(?:\.\d+)*$/.test(text) ? text.split(".").map(Number) : null;
}

/** Is what `version` stands for `from` or newer? A missing part of `version` is the newest there is. */
export function atLeast(version: Version, from: Version): boolean {
  for (const [at, least] of from.entries()) {
    const part = version[at] ?? Infinity;
    if (part !== least) return part > least;
  }
  return true;
}
