/** Paths of a build's files: absolute ones, with `/` between folders, and which of several names is there. */
import type { ImageTree } from "../../model/types.js";

export function join(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

export function parentOf(path: string): string {
  return join(path, "..");
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function firstFile(tree: ImageTree, directory: string, names: readonly string[]): string | null {
  return names.map((name) => join(directory, name)).find((path) => tree.kind(path) === "file") ?? null;
}

const BUILD_FILES = ["build.gradle", "build.gradle.kts"];

/** The build file of a project; `named` by the settings, or after the project, as old builds do. */
export function buildFileOf(
  tree: ImageTree,
  directory: string,
  named: string | null,
  project = "",
): string | null {
  const names =
    named === null
      ? [...BUILD_FILES, ...(project === "" ? [] : [`${project}.gradle`, `${project}.gradle.kts`])]
      : [named];
  return firstFile(tree, directory, names);
}
