/** Finds the repository around a folder: the nearest folder upwards that holds `.git` (a folder, or the file of a worktree). */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The root, or null when there is none up to the top of the file system. */
export function repositoryRoot(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
}
