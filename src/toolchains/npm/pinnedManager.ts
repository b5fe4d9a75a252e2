/**
 * The version of pnpm that package.json pins (`packageManager`) beside an unnamed one in the image: which of the two
 * is newer, and where pnpm keeps what it fetches, is not known, but pnpm 10 fetches the pinned one at its first call,
 * into the home of whoever calls (tried with 10.15 and 10.8.1; 11 does so later). In: the project, and how pnpm came into
 * the image; out: a call that fetches it, or null where nothing is fetched or the folder is copied.
 */
import type { ImageTree } from "../../model/types.js";
import type { Application, BuildHistory } from "../types.js";
import { closestPackage } from "./packageJson.js";
import { otherVersion } from "./pnpmCheck.js";
import { workspaceAround } from "./workspace.js";

export function pinnedManager(
  directory: string,
  tree: ImageTree,
  history: BuildHistory,
): NonNullable<Application["fetches"]> | null {
  const closest = closestPackage(directory, tree);
  if (!closest.known || closest.value === null) return null;
  const home = closest.value.directory;
  const root = workspaceAround(home, tree)?.root ?? home;
  const other = otherVersion(root, tree, history);
  if (other?.place !== "unknown") return null;
  return {
    program: "pnpm",
    command: "pnpm --version",
    directory: root,
    because: `package.json pins pnpm ${other.wanted}, which the container would fetch when it starts`,
  };
}
