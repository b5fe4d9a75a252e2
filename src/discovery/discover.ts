/**
 * From the paths, folders and globs of the command line to the list of Dockerfiles. A file is taken as
 * it is, whatever its name; a folder is searched; a glob is matched below its fixed part. What cannot be
 * found is an item of the list too, so that it is reported and stops nothing else.
 */
import { realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { isDockerfileName } from "./names.js";
import { search, searchNames } from "./search.js";

export type Discovered =
  | {
      readonly kind: "file";
      /** absolute */
      readonly path: string;
      /** as the user would type it from the working directory */
      readonly shown: string;
    }
  | { readonly kind: "invalid"; readonly shown: string; readonly code: string; readonly message: string }
  /** a folder without a Dockerfile: worth a word, not an error */
  | { readonly kind: "nothing"; readonly shown: string };

export function discover(paths: readonly string[], cwd: string): readonly Discovered[] {
  const seen = new Set<string>();
  const list: Discovered[] = [];
  for (const path of paths) {
    for (const found of discoverOne(path, cwd)) {
      const key = found.kind === "file" ? found.path : `${found.kind} ${found.shown}`;
      if (!seen.has(key)) list.push(found);
      seen.add(key);
    }
  }
  return list;
}

function discoverOne(path: string, cwd: string): readonly Discovered[] {
  const absolute = resolve(cwd, path);
  const look = lookAt(absolute);
  if ("error" in look) return isGlob(path) ? matchGlob(path, cwd) : [invalid(path, ...missing(look.error))];
  if (!look.directory) return [file(absolute, path, cwd)];
  const found = below(absolute, (folder) => searchNames(folder, isDockerfileName));
  if (found.length > 0) return found.map((each) => file(each, path, cwd));
  if (isDockerfileName(basename(absolute))) {
    return [invalid(path, "not-a-file", "it is a folder, and there is no Dockerfile in it")];
  }
  return [{ kind: "nothing", shown: path }];
}

function matchGlob(pattern: string, cwd: string): readonly Discovered[] {
  const { base, glob } = picomatch.scan(pattern);
  const folder = resolve(cwd, base);
  const matches = picomatch(glob, { dot: true });
  const wanted = (path: string): boolean => {
    const parts = path.split("/");
    if (matches(path)) return true;
    // a folder that matches is searched like a folder that is named
    if (!isDockerfileName(parts.at(-1) ?? "")) return false;
    return parts.some((_, index) => index > 0 && matches(parts.slice(0, index).join("/")));
  };
  const found =
    "error" in lookAt(folder)
      ? []
      : below(folder, (real) => search(real, (path) => wanted(relative(real, path).split(sep).join("/"))));
  if (found.length === 0) return [invalid(pattern, "pattern-matches-nothing", "no file matches the pattern")];
  return found.map((each) => file(each, pattern, cwd));
}

/** Searches the real folder and gives the paths back as they look from the folder as it was named. */
function below(folder: string, find: (real: string) => readonly string[]): readonly string[] {
  const real = realpathSync.native(folder);
  return find(real).map((path) => (real === folder ? path : join(folder, relative(real, path))));
}

function isGlob(path: string): boolean {
  return picomatch.scan(path).isGlob;
}

/** Symlinks followed; the system's code when there is nothing to look at. */
function lookAt(path: string): { readonly directory: boolean } | { readonly error: string } {
  try {
    return { directory: statSync(path).isDirectory() };
  } catch (error) {
    return { error: (error as NodeJS.ErrnoException).code ?? "" };
  }
}

function missing(code: string): readonly [string, string] {
  if (code === "ELOOP") return ["symlink-loop", "its symlinks lead in a circle"];
  if (code === "EACCES" || code === "EPERM")
    return ["unreadable-file", "there is no permission to look at it"];
  return ["no-such-file", "there is no such file or folder"];
}

function file(absolute: string, given: string, cwd: string): Discovered {
  const shown = relative(cwd, absolute);
  return {
    kind: "file",
    path: absolute,
    shown: shown.startsWith("..") && isAbsolute(given) ? absolute : shown,
  };
}

function invalid(shown: string, code: string, message: string): Discovered {
  return { kind: "invalid", shown, code, message };
}
