/**
 * A `Project` over texts in memory: for the library's users who have no files on disk, and for tests.
 * Paths of `files` are relative to the repository root; the context is that root unless `contextPath`
 * names a folder in it.
 */
import { known, unknown } from "../known.js";
import { contextFiles } from "./context-files.js";
import { compileDockerignore } from "./dockerignore.js";
import { byCodeUnits, join, withinRoot } from "./paths.js";
import type { Entry, Project } from "./types.js";

export interface MemoryOptions {
  /** paths (as in `files`) with the run bit */
  readonly executables?: readonly string[];
  /** the context's folder inside the repository; "" by default */
  readonly contextPath?: string;
  /** relative to the context; `Dockerfile` by default */
  readonly dockerfilePath?: string | null;
  readonly label?: string;
}

export function memoryProject(files: Readonly<Record<string, string>>, options: MemoryOptions = {}): Project {
  const texts = new Map(Object.entries(files));
  const folders = foldersOf([...texts.keys()]);
  const contextPath = options.contextPath ?? "";
  const dockerfilePath = options.dockerfilePath === undefined ? "Dockerfile" : options.dockerfilePath;

  const entriesOf = (directory: string | null): readonly Entry[] | null =>
    (directory === null ? undefined : folders.get(directory)) ?? null;
  const readText = (path: string | null, shown: string): ReturnType<Project["read"]> => {
    const text = path === null ? undefined : texts.get(path);
    return text === undefined ? unknown(`${shown} is not there`) : known(text.replace(/^\ufeff/, ""));
  };
  const inContext = (path: string): string | null => {
    const normal = withinRoot(path);
    return normal === null ? null : normal === "" ? contextPath : join(contextPath, normal);
  };

  const own = dockerfilePath === null ? null : `${dockerfilePath}.dockerignore`;
  const ignorePath =
    [own, ".dockerignore"].find((path) => path !== null && texts.has(join(contextPath, path))) ?? null;
  const ignoreText = ignorePath === null ? "" : (texts.get(join(contextPath, ignorePath)) ?? "");
  const ignore = compileDockerignore(ignoreText);
  const entries = (directory: string): readonly Entry[] | null => entriesOf(inContext(directory));
  return {
    present: true,
    label: options.label ?? ".",
    entries,
    info: (path) => {
      const at = inContext(path);
      const text = at === null ? undefined : texts.get(at);
      if (at !== null && text !== undefined) {
        return {
          kind: "file",
          size: Buffer.byteLength(text),
          executable: options.executables?.includes(at) === true,
        };
      }
      return entriesOf(at) === null ? null : { kind: "directory", size: 0, executable: true };
    },
    read: (path) => readText(inContext(path), path),
    ignored: (path) => ignore.ignores(path),
    dockerignore: ignorePath === null ? null : { path: ignorePath, text: ignoreText },
    files: () => contextFiles(entries, ignore),
    repository: {
      contextPath,
      dockerfilePath: dockerfilePath === null ? null : withinRoot(join(contextPath, dockerfilePath)),
      entries: (directory) => entriesOf(withinRoot(directory)),
      read: (path) => readText(withinRoot(path), path),
    },
  };
}

/** Every folder that the paths imply, with its entries sorted; the root is always there. */
function foldersOf(paths: readonly string[]): ReadonlyMap<string, readonly Entry[]> {
  const folders = new Map<string, Map<string, Entry>>([["", new Map()]]);
  for (const path of paths) {
    let kind: Entry["kind"] = "file";
    for (let at = path; at !== ""; kind = "directory") {
      const cut = at.lastIndexOf("/");
      const folder = cut < 0 ? "" : at.slice(0, cut);
      const names = folders.get(folder) ?? new Map<string, Entry>();
      folders.set(folder, names);
      const name = at.slice(cut + 1);
      if (!names.has(name)) names.set(name, { name, kind });
      at = folder;
    }
  }
  return new Map(
    [...folders].map(([folder, names]) => [
      folder,
      [...names.values()].sort((a, b) => byCodeUnits(a.name, b.name)),
    ]),
  );
}
