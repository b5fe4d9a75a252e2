/** The files of an image as a value: what lies where, whose it is, and where a path leads when links are followed. */
import { posix } from "node:path";

export interface FileEntry {
  readonly kind: "file" | "directory" | "symlink" | "other";
  readonly size: number;
  /** permission bits */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** where a symlink leads, as written */
  readonly link: string | null;
}

export interface Listing {
  readonly entries: ReadonlyMap<string, FileEntry>;
  /** first line of scripts, without `#!` */
  readonly interpreters: ReadonlyMap<string, string>;
  /** texts of the few files that are read as a whole: accounts, paths of the loader */
  readonly texts: ReadonlyMap<string, string>;
}

export const emptyListing: Listing = { entries: new Map(), interpreters: new Map(), texts: new Map() };

/** The kernel gives up after as many. */
const LINKS = 40;

/** The real path of `path`, all links followed; null when it leads nowhere. */
export function realPath(listing: Listing, path: string): string | null {
  let rest = path.split("/").filter((part) => part !== "");
  let at = "/";
  let links = 0;
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    if (part === ".") continue;
    if (part === "..") {
      at = posix.dirname(at);
      continue;
    }
    const next = posix.join(at, part);
    const entry = listing.entries.get(next);
    if (!entry) return null;
    if (entry.kind !== "symlink") {
      at = next;
      continue;
    }
    if (++links > LINKS) return null;
    const target = entry.link ?? "";
    if (target.startsWith("/")) at = "/";
    rest = [...target.split("/").filter((each) => each !== ""), ...rest];
  }
  return at;
}

/** @returns the entry that the path leads to */
export function entryAt(listing: Listing, path: string): FileEntry | null {
  const real = realPath(listing, path);
  if (real === null) return null;
  return real === "/" ? ROOT : (listing.entries.get(real) ?? null);
}

export const ROOT: FileEntry = { kind: "directory", size: 0, mode: 0o755, uid: 0, gid: 0, link: null };

/** The program that a name without a slash stands for, looked up in the folders of the PATH. */
export function onPath(listing: Listing, name: string, folders: readonly string[]): string | null {
  for (const folder of folders) {
    const path = posix.join(folder, name);
    const entry = entryAt(listing, path);
    if (entry?.kind === "file" && (entry.mode & 0o111) !== 0) return path;
  }
  return null;
}

/** As the kernel and every shell have it when an image sets none. */
export const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export function foldersOfPath(env: Readonly<Record<string, string>>): readonly string[] {
  return (env["PATH"] ?? DEFAULT_PATH).split(":").filter((folder) => folder.startsWith("/"));
}
