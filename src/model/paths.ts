/** POSIX paths inside an image: resolution, containment and glob matching. Pure string work, no file system. */
import { posix } from "node:path";
import picomatch from "picomatch";

/** `path` against `cwd`, normalised, without a trailing slash (except "/"). */
export function resolvePath(cwd: string, path: string): string {
  const resolved = posix.resolve(cwd, path);
  return resolved.length > 1 && resolved.endsWith("/") ? resolved.slice(0, -1) : resolved;
}

/** Is `path` the directory itself or below it? */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

export function parentOf(path: string): string {
  return posix.dirname(path);
}

export function baseName(path: string): string {
  return posix.basename(path);
}

export function hasGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** Does a glob without `**` match the whole path? `*` and `?` do not cross "/", as in a shell and in COPY. */
export function globMatches(pattern: string, path: string): boolean {
  return (
    pattern === path || (hasGlob(pattern) && picomatch.isMatch(path, pattern, { dot: false, noext: true }))
  );
}

/** Do two patterns (either may be plain) name a common path as far as can be told part by part? */
export function mayOverlap(one: string, other: string): boolean {
  if (!hasGlob(one)) return globMatches(other, one);
  if (!hasGlob(other)) return globMatches(one, other);
  const left = one.split("/");
  const right = other.split("/");
  return left.length === right.length && left.every((part, at) => partsOverlap(part, right[at] ?? ""));
}

function partsOverlap(one: string, other: string): boolean {
  if (!hasGlob(one)) return globMatches(other, one);
  if (!hasGlob(other)) return globMatches(one, other);
  const prefix = (part: string): string => part.slice(0, part.search(/[*?[]/));
  const suffix = (part: string): string => /[^*?\]]*$/.exec(part)?.[0] ?? "";
  const [startOne, startOther] = [prefix(one), prefix(other)];
  const [endOne, endOther] = [suffix(one), suffix(other)];
  return (
    (startOne.startsWith(startOther) || startOther.startsWith(startOne)) &&
    (endOne.endsWith(endOther) || endOther.endsWith(endOne))
  );
}

/** `path` written relative to `cwd` where it lies below it, else absolute; `./name` for the bare form COPY likes. */
export function relativeTo(cwd: string, path: string): string {
  if (path === cwd) return ".";
  return isWithin(path, cwd) ? path.slice(cwd === "/" ? 1 : cwd.length + 1) : path;
}
