/**
 * Searches a folder on disk. Symlinks, `.git` and `node_modules` are not followed, and what the
 * repository ignores is passed over; a folder that cannot be read is passed over as well. Out: absolute
 * paths of files, in the order of their code units, so that two runs give the same list.
 */
import { basename } from "node:path";
import { fdir } from "fdir";
import { byCodeUnits } from "../project/paths.js";
import { repositoryRoot } from "../project/repository-root.js";
import { IgnoreFiles } from "./ignore-files.js";

const NEVER = new Set([".git", "node_modules"]);

export interface SearchOptions {
  readonly maxDepth?: number;
}

/** @param folder absolute, real @param wanted is asked with the absolute path of each file */
export function search(
  folder: string,
  wanted: (path: string) => boolean,
  options: SearchOptions = {},
): readonly string[] {
  const top = repositoryRoot(folder) ?? folder;
  const above = new IgnoreFiles(top);
  // A folder that is searched on purpose is searched, whatever the rules above it say of it.
  const rules = folder !== top && above.ignored(folder, "directory") ? new IgnoreFiles(folder) : above;
  const crawler = new fdir({ excludeSymlinks: true })
    .withFullPaths()
    .withMaxDepth(options.maxDepth ?? Infinity)
    .exclude((name, path) => NEVER.has(name) || rules.ignored(path.replace(/\/+$/, ""), "directory"))
    .filter((path) => wanted(path) && !rules.ignored(path, "file"));
  return crawler.crawl(folder).sync().sort(byCodeUnits);
}

/** Files by their name alone. */
export function searchNames(
  folder: string,
  wanted: (name: string) => boolean,
  options: SearchOptions = {},
): readonly string[] {
  return search(folder, (path) => wanted(basename(path)), options);
}
