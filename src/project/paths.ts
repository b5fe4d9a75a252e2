/** Relative POSIX paths below a root: normalisation that never leaves the root. */
import { posix } from "node:path";

/** `a/./b/../c/` becomes `a/c`, the root is ""; null when the path is absolute or climbs out. */
export function withinRoot(path: string): string | null {
  if (path.startsWith("/") || path.includes("\0")) return null;
  const normal = posix.normalize(path === "" ? "." : path);
  if (normal === ".." || normal.startsWith("../")) return null;
  const bare = normal.endsWith("/") ? normal.slice(0, -1) : normal;
  return bare === "." ? "" : bare;
}

export function join(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/** Order by code units, the same on every machine and in every locale. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
