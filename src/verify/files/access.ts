/** May this user read, write or run that path? The permission bits, every folder on the way included. */
import { posix } from "node:path";
import type { Account } from "./accounts.js";
import { realPath, ROOT, type FileEntry, type Listing } from "./listing.js";

export const READ = 4;
export const WRITE = 2;
export const RUN = 1;

export function mayDo(listing: Listing, path: string, account: Account, what: number): boolean {
  const real = realPath(listing, path);
  if (real === null) return false;
  const entry = real === "/" ? ROOT : listing.entries.get(real);
  if (!entry || !permits(entry, account, what)) return false;
  for (let folder = posix.dirname(real); folder !== "/"; folder = posix.dirname(folder)) {
    const on = listing.entries.get(folder);
    if (on && !permits(on, account, RUN)) return false;
  }
  return true;
}

/** The bits of the entry alone. */
export function permits(entry: FileEntry, account: Account, what: number): boolean {
  // root may do everything, but runs only what somebody may run
  if (account.uid === 0) return what !== RUN || entry.kind === "directory" || (entry.mode & 0o111) !== 0;
  const shift = entry.uid === account.uid ? 6 : account.gids.includes(entry.gid) ? 3 : 0;
  return ((entry.mode >> shift) & what) === what;
}
