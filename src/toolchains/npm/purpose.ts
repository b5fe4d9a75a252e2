/** What a file of a front end is for when another tool chain's program runs: only the build reads it. */
import { basename, join } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { Purpose } from "../types.js";
import { buildOnlyName, compilerSetting, isLockfileName } from "./buildOnly.js";

export function npmPurpose(path: string, directory: string, tree: ImageTree): Purpose {
  const name = basename(path);
  if (tree.kind(join(directory, "package.json")) !== "file") return "unknown";
  if (name === "package.json" || name === "node_modules" || isLockfileName(name) || compilerSetting(name))
    return "build-only";
  return buildOnlyName(name) === null && !/^\.(npmrc|yarnrc(\.yml)?|yarn|pnp\.c?js|pnpmfile\.cjs)$/.test(name)
    ? "unknown"
    : "build-only";
}
