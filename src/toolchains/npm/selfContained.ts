/** Bundles with their dependencies in them: Nuxt 3 and Next standalone. Out: the bundle's folder, or null. */
import type { Work } from "./produced.js";

export function selfContained(entry: string | null, works: readonly Work[]): string | null {
  if (entry === null) return null;
  const made = works.filter(({ making }) => making.certain.includes(entry));
  const nitro = made.some(({ making }) => making.programs.some((name) => /^nux(t|i)$|^nuxt-ts$/.test(name)));
  // Nitro may be told another folder than `.output`.
  const found = nitro
    ? /^(.+)\/server\/index\.mjs$/.exec(entry)?.[1]
    : /^(.*\/(?:\.output|\.next\/standalone))\//.exec(entry)?.[1];
  return made.length > 0 ? (found ?? null) : null;
}
