/**
 * The build context on disk as a `Project`. In: the context folder and the Dockerfile's path; out: a
 * read-only view that answers lazily and keeps what it answered. It refuses by "not there" or "unknown"
 * whatever leads out of the context, is too large or is not text.
 */
import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { contextFiles } from "./context-files.js";
import { compileDockerignore } from "./dockerignore.js";
import type { DockerIgnore } from "./dockerignore.js";
import { repositoryRoot } from "./repository-root.js";
import { RootedFiles } from "./rooted-files.js";
import type { Project, Repository } from "./types.js";

export interface DiskOptions {
  /** path of the Dockerfile on disk, or null (standard input) */
  readonly dockerfilePath: string | null;
  /** for messages; the folder as given by default */
  readonly label?: string;
}

/** @throws when the context folder does not exist */
export function diskProject(contextDir: string, options: DiskOptions): Project {
  const root = realpathSync.native(contextDir);
  const files = new RootedFiles(root);
  const dockerfile = options.dockerfilePath === null ? null : realPlace(options.dockerfilePath);
  const dockerignore = findDockerignore(root, files, dockerfile);
  let ignore: DockerIgnore | null = null;
  const rules = (): DockerIgnore => (ignore ??= compileDockerignore(dockerignore?.text ?? ""));
  let all: ReturnType<Project["files"]> | null = null;
  return {
    present: true,
    label: options.label ?? contextDir,
    entries: (directory) => files.entries(directory),
    info: (path) => files.info(path),
    read: (path) => files.read(path),
    ignored: (path) => rules().ignores(path),
    dockerignore,
    files: () => (all ??= contextFiles((directory) => files.entries(directory), rules())),
    repository: repositoryAround(root, files, dockerfile),
  };
}

/** The real folder of the Dockerfile with its name as given: a symlinked Dockerfile stands where the link stands. */
function realPlace(path: string): string {
  const absolute = resolve(path);
  return join(realpathSync.native(dirname(absolute)), basename(absolute));
}

/** BuildKit looks for `<Dockerfile>.dockerignore` beside the Dockerfile first, then for `.dockerignore` in the context. */
function findDockerignore(
  root: string,
  files: RootedFiles,
  dockerfile: string | null,
): Project["dockerignore"] {
  if (dockerfile !== null) {
    const beside = new RootedFiles(dirname(dockerfile));
    const name = `${basename(dockerfile)}.dockerignore`;
    const text = beside.readExactly(name);
    if (text.known) return { path: posixRelative(root, join(dirname(dockerfile), name)), text: text.value };
  }
  const text = files.readExactly(".dockerignore");
  return text.known ? { path: ".dockerignore", text: text.value } : null;
}

function repositoryAround(root: string, context: RootedFiles, dockerfile: string | null): Repository {
  const top = repositoryRoot(root) ?? root;
  const files = top === root ? context : new RootedFiles(top);
  const dockerfilePath = dockerfile === null ? null : posixRelative(top, dockerfile);
  return {
    contextPath: posixRelative(top, root),
    dockerfilePath: dockerfilePath?.startsWith("../") ? null : dockerfilePath,
    entries: (directory) => files.entries(directory),
    read: (path) => files.read(path),
  };
}

function posixRelative(from: string, to: string): string {
  return relative(from, to).split(sep).join("/");
}
