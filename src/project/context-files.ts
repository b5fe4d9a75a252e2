/**
 * All files of a build context that the builder gets. In: a way to list folders and the verdict of the
 * `.dockerignore`; out: sorted paths, or unknown where the context is too large to be looked at.
 * Symlinks are listed and not followed, as the builder receives them.
 */
import type { Known } from "../known.js";
import { known, unknown } from "../known.js";
import type { DockerIgnore } from "./dockerignore.js";
import { byCodeUnits, join } from "./paths.js";
import type { Entry } from "./types.js";

const MOST_FILES = 50_000;
/** entries looked at, ignored ones included: a `!` pattern makes it necessary to look into ignored folders */
const MOST_ENTRIES = 500_000;

export function contextFiles(
  entries: (directory: string) => readonly Entry[] | null,
  ignore: DockerIgnore,
): Known<readonly string[]> {
  const files: string[] = [];
  const pending = [""];
  let seen = 0;
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const entry of entries(directory) ?? []) {
      const path = join(directory, entry.name);
      if (++seen > MOST_ENTRIES) return unknown(`the build context has more than ${MOST_ENTRIES} entries`);
      const ignored = ignore.ignores(path);
      if (entry.kind === "directory") {
        if (!ignored || ignore.exceptions) pending.push(path);
      } else if (!ignored && entry.kind !== "other") {
        files.push(path);
        if (files.length > MOST_FILES) return unknown(`the build context has more than ${MOST_FILES} files`);
      }
    }
  }
  return known(files.sort(byCodeUnits));
}
