/**
 * Decides which folder the paths of a diff start from: the working directory when all changed files lie
 * below it, so that `git apply` and `patch -p1` work right there; else the repository's root; without a
 * repository the folder that holds all of them. Neither tool takes a path with `..`.
 */
import { dirname, relative, sep } from "node:path";
import { repositoryRoot } from "../project/repository-root.js";

/** @param paths absolute and real, at least one */
export function diffRoot(paths: readonly string[], cwd: string): string {
  const holdsAll = (folder: string): boolean =>
    paths.every((path) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep));
  if (holdsAll(cwd)) return cwd;
  let folder = dirname(paths[0] ?? cwd);
  const repository = repositoryRoot(folder);
  if (repository !== null && holdsAll(repository)) return repository;
  while (!holdsAll(folder)) folder = dirname(folder);
  return folder;
}

export function diffPath(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}
