/**
 * What the original's image has and the rewrite's has not, by kind: programs of the PATH, caches of package managers,
 * sources (files of the build context), packages of node_modules, and the rest. In: both listings, the context's
 * files and where the original put them; out: names, numbers and bytes.
 */
import { posix } from "node:path";
import { isWithin } from "../../model/paths.js";
import { entryAt, foldersOfPath } from "../files/listing.js";
import type { PathMap } from "../files/path-map.js";
import type { LeftReport } from "../types.js";
import type { Image } from "./image.js";

/** Where package managers keep what they fetched, as their documentation has it. */
const CACHES: readonly RegExp[] = [
  /^.*?\/\.m2(?=\/)/,
  /^.*?\/\.gradle(?=\/)/,
  /^.*?\/\.npm(?=\/)/,
  /^.*?\/\.yarn\/(berry\/)?cache(?=\/)/,
  /^\/usr\/local\/share\/\.cache(?=\/)/,
  /^.*?\/\.local\/share\/pnpm(?=\/)/,
  /^.*?\/\.pnpm-store(?=\/)/,
  /^.*?\/\.cache(?=\/)/,
  /^\/var\/cache\/(apt|apk|yum|dnf)(?=\/)/,
  /^\/var\/lib\/apt\/lists(?=\/)/,
];
const FIRST = 5;

export interface ContextFiles {
  /** relative to the context; empty when there are too many to list */
  readonly files: ReadonlySet<string>;
  /** folders of the image that files of the context went to */
  readonly places: readonly string[];
}

export function leftBehind(before: Image, after: Image, paths: PathMap, context: ContextFiles): LeftReport {
  const caches = new Map<string, number>();
  const sources: string[] = [];
  const packages = new Map<string, number>();
  let [sourceBytes, otherCount, otherBytes] = [0, 0, 0];
  const places = new Set(["/", ...context.places.flatMap(upwards)]);
  for (const [path, { kind, size }] of before.listing.entries) {
    if (kind !== "file" || entryAt(after.listing, paths.after(path)) || entryAt(after.listing, path))
      continue;
    const cache = CACHES.map((pattern) => pattern.exec(path)?.[0]).find((found) => found !== undefined);
    const module = /^.*\/node_modules\/(?:@[^/]+\/)?[^/.@][^/]*(?=\/)/.exec(path)?.[0];
    if (cache !== undefined) caches.set(cache, (caches.get(cache) ?? 0) + size);
    else if (module !== undefined) packages.set(module, (packages.get(module) ?? 0) + size);
    else if (isSource(path, places, context)) {
      sources.push(path);
      sourceBytes += size;
    } else {
      otherCount++;
      otherBytes += size;
    }
  }
  const still = new Set(programsOf(after));
  // A package that lost some files only has not left.
  const gone = [...packages].filter(([path]) => !entryAt(after.listing, paths.after(path)));
  return {
    programs: programsOf(before).filter((name) => !still.has(name)),
    caches: [...caches]
      .map(([path, bytes]) => ({ path, bytes }))
      .sort((one, other) => other.bytes - one.bytes),
    sources: { count: sources.length, bytes: sourceBytes, first: sources.sort().slice(0, FIRST) },
    packages: {
      count: gone.length,
      bytes: gone.reduce((sum, [, bytes]) => sum + bytes, 0),
      first: [...new Set(gone.map(([path]) => path.replace(/^.*\/node_modules\//, "")))].slice(0, FIRST),
    },
    other: { count: otherCount, bytes: otherBytes },
  };
}

/** Names of the programs on the PATH, sorted. */
export function programsOf({ listing, config }: Image): readonly string[] {
  const folders = foldersOfPath(config.env);
  const names = new Set<string>();
  for (const [path, entry] of listing.entries) {
    if (!folders.includes(posix.dirname(path))) continue;
    const file = entry.kind === "symlink" ? entryAt(listing, path) : entry;
    if (file?.kind === "file" && (file.mode & 0o111) !== 0) names.add(posix.basename(path));
  }
  return [...names].sort();
}

/** A file of the context, at a place that the Dockerfile gave it. */
function isSource(
  path: string,
  places: ReadonlySet<string>,
  { files, places: given }: ContextFiles,
): boolean {
  if (!given.some((place) => isWithin(path, place))) return false;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1))
    if (places.has(path.slice(0, at) || "/") && files.has(path.slice(at + 1))) return true;
  return false;
}

function upwards(place: string): readonly string[] {
  const found = [place];
  for (let folder = place; folder !== "/"; folder = posix.dirname(folder)) found.push(folder);
  return found;
}
