/**
 * Where a file of the original stands in the rewrite: at its own path, or where a COPY --from put it. In: the copies
 * and both listings; out: the way from one to the other.
 */
import { posix } from "node:path";
import { globMatches, hasGlob, isWithin } from "../../model/paths.js";
import type { StageCopy } from "../dockerfile-facts.js";
import { entryAt, type Listing } from "./listing.js";

export interface CopiedPath {
  readonly from: string;
  readonly to: string;
}

export class PathMap {
  /** longest first */
  readonly copied: readonly CopiedPath[];

  constructor(copies: readonly StageCopy[], before: Listing, after: Listing) {
    this.copied = copies
      .flatMap((copy) => pairsOf(copy, before, after))
      .sort((one, other) => other.to.length - one.to.length);
  }

  /** The path in the original of what stands at `path` in the rewrite. */
  before(path: string): string {
    const copy = this.copied.find(({ to }) => isWithin(path, to));
    return copy ? moved(path, copy.to, copy.from) : path;
  }

  /** The path in the rewrite of what stands at `path` in the original. */
  after(path: string): string {
    const copy = this.copied
      .filter(({ from }) => isWithin(path, from))
      .sort((one, other) => other.from.length - one.from.length)[0];
    return copy ? moved(path, copy.from, copy.to) : path;
  }

  /** Did a COPY --from bring it? */
  isCopied(path: string): boolean {
    return this.copied.some(({ to }) => isWithin(path, to));
  }

  get renamed(): readonly CopiedPath[] {
    return this.copied.filter(({ from, to }) => from !== to);
  }
}

function moved(path: string, from: string, to: string): string {
  return posix.join(to, path.slice(from === "/" ? 0 : from.length));
}

function pairsOf(copy: StageCopy, before: Listing, after: Listing): readonly CopiedPath[] {
  const sources = hasGlob(copy.from)
    ? [...before.entries.keys()].filter((path) => globMatches(copy.from, path))
    : [copy.from];
  return sources.map((from) => {
    if (entryAt(before, from)?.kind === "directory") return { from, to: copy.to };
    const folder = copy.into || entryAt(after, copy.to)?.kind === "directory";
    return { from, to: folder ? posix.join(copy.to, posix.basename(from)) : copy.to };
  });
}
