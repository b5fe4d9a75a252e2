/** Which folder is the application: where its package.json stands, or the working directory around it. */
import { dirname } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import { closestPackage } from "./packageJson.js";
import { within } from "./paths.js";
import { workspaceAround } from "./workspace.js";

/**
 * The outer one of the folder of the closest package.json and the working directory, where one lies in
 * the other: the program reads files relative to both. "/" is never the application because of a
 * working directory alone.
 */
export function applicationDirectory(cwd: string, entry: string | null, tree: ImageTree): string {
  const from = entry === null ? cwd : tree.kind(entry) === "directory" ? entry : dirname(entry);
  const pkg = closestPackage(from, tree);
  const own = pkg.known && pkg.value !== null ? pkg.value.directory : null;
  // The packages of a workspace hang on node_modules of its root, and on each other.
  const home = own === null ? null : (workspaceAround(own, tree)?.root ?? own);
  if (home === null) return cwd !== "/" && within(from, cwd) ? cwd : from;
  if (cwd === "/") return home;
  return within(home, cwd) ? cwd : home;
}
