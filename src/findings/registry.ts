/** All codes with their pages, from the catalogues of this folder. A new catalogue is one line in `catalogues`. */
import type { Catalogue, Page } from "./catalogue.js";
import { dockerfilePages } from "./dockerfile.js";
import { gradlePages } from "./gradle.js";
import { jvmPages } from "./jvm.js";
import { nodePages } from "./node.js";
import { planPages } from "./plan.js";
import { projectPages } from "./project.js";
import { verifyPages } from "./verify.js";

/** In the order in which a file meets them. */
export const catalogues: readonly Catalogue[] = [
  projectPages,
  dockerfilePages,
  planPages,
  jvmPages,
  gradlePages,
  nodePages,
  verifyPages,
];

const pages: ReadonlyMap<string, Page> = new Map(
  catalogues.flatMap((catalogue) => Object.entries(catalogue)),
);

export function pageOf(code: string): Page | null {
  return pages.get(code) ?? null;
}

/** Sorted. */
export function allCodes(): readonly string[] {
  return [...pages.keys()].sort();
}
