/** Bundles with their dependencies in them: Nuxt 3 and Next standalone. Out: the bundle's folder, or null. */
import type { Work } from "./produced.js";

export function selfContained(entry: string | null, works: readonly Work[]): string | null {
  if (entry === null) return null;
  const found = /^(.*\/(?:\.output|\.next\/standalone))\//.exec(entry)?.[1];
  if (found === undefined) return null;
  return works.some(({ making }) => making.certain.includes(entry)) ? found : null;
}
