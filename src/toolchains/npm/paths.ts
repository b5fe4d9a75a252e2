/** Paths of the image as the modules of this toolchain use them: absolute, POSIX, without a trailing slash. */
import { dirname } from "node:path/posix";

export function within(path: string, directory: string): boolean {
  return path === directory || path.startsWith(below(directory));
}

/** `directory` with a slash at its end. */
export function below(directory: string): string {
  return directory === "/" ? "/" : `${directory}/`;
}

/** The entry directly below `directory` that holds `path`; null when it does not lie there. */
export function topEntry(path: string, directory: string): string | null {
  if (path === directory || !within(path, directory)) return null;
  const name = path.slice(below(directory).length).split("/")[0] ?? "";
  return `${below(directory)}${name}`;
}

/** The directory itself and all above it, the closest first. */
export function upward(directory: string): readonly string[] {
  const found = [directory];
  for (let at = directory; at !== "/";) {
    at = dirname(at);
    found.push(at);
  }
  return found;
}
