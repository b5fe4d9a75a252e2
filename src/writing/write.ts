/**
 * Writes the files of one rewrite so that every file on disk is, at any moment, the old or the new one,
 * whole. All new contents are first laid beside their targets and flushed to disk; then what stands there
 * is compared with what was read; only then each is renamed into place. A failure before the first
 * rename changes nothing, and one between two renames is undone. Everything is synchronous: with a signal
 * handler installed, an interrupt is delivered before or after, never in the middle.
 *
 * Refused, as a `WriteError`: a file that changed since it was read, a read-only file, whatever the
 * system refuses (no space, no permission).
 */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { Stats } from "node:fs";
import { basename, dirname, join } from "node:path";

export interface FileWrite {
  /** absolute; a symlink is followed, and its target written */
  readonly path: string;
  /** the bytes as they were read; null when the file is to be created */
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
}

export class WriteError extends Error {
  override readonly name = "WriteError";
  readonly code: "file-changed" | "read-only-file" | "write-failed";
  readonly path: string;
  constructor(code: WriteError["code"], path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

interface Staged {
  readonly write: FileWrite;
  /** the real file that is replaced */
  readonly target: string;
  readonly temporary: string;
  /** of the file that is replaced, null for a new one */
  readonly stats: Stats | null;
}

export function writeFiles(writes: readonly FileWrite[]): void {
  const staged: Staged[] = [];
  const renamed: Staged[] = [];
  try {
    for (const write of writes) staged.push(guard(write.path, () => stage(write)));
    for (const each of staged) assertUnchanged(each);
    for (const each of staged) {
      guard(each.write.path, () => renameSync(each.temporary, each.target));
      renamed.push(each);
    }
    for (const folder of new Set(staged.map((each) => dirname(each.target)))) flushFolder(folder);
  } catch (error) {
    for (const each of staged) if (!renamed.includes(each)) remove(each.temporary);
    for (const each of renamed.reverse()) undo(each);
    throw error;
  }
}

function stage(write: FileWrite): Staged {
  const target = write.before === null ? write.path : realpathSync.native(write.path);
  const stats = write.before === null ? null : statSync(target);
  // The rename would go through on a read-only file, but who took the write bits away meant it.
  if (stats !== null && (stats.mode & 0o222) === 0) {
    throw new WriteError("read-only-file", write.path, "the file is read-only");
  }
  return { write, target, stats, temporary: layBeside(target, write.after, stats) };
}

/** Writes and flushes a temporary file in the same folder, with the mode and owner of the file it will replace. */
function layBeside(target: string, bytes: Uint8Array, stats: Stats | null): string {
  const temporary = join(dirname(target), `.${basename(target)}.dfsplit-${process.pid}.tmp`);
  const descriptor = openSync(temporary, "wx", stats === null ? 0o666 : 0o600);
  try {
    // A single write may be short when the disk is full, without an error.
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } catch (error) {
    closeSync(descriptor);
    remove(temporary);
    throw error;
  }
  closeSync(descriptor);
  if (stats !== null) {
    try {
      giveTo(temporary, stats);
      chmodSync(temporary, stats.mode & 0o7777);
    } catch (error) {
      remove(temporary);
      throw error;
    }
  }
  return temporary;
}

function giveTo(temporary: string, stats: Stats): void {
  try {
    chownSync(temporary, stats.uid, stats.gid);
  } catch (error) {
    // Only root can give files away; another user's rewrite belongs to who writes it, as with any editor.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
}

function assertUnchanged({ write, target }: Staged): void {
  if (write.before === null) {
    if (exists(target))
      throw new WriteError("file-changed", write.path, "the file has appeared since it was looked for");
    return;
  }
  const now = guard(write.path, () => readFileSync(target));
  if (!now.equals(write.before)) {
    throw new WriteError("file-changed", write.path, "the file has changed since it was read");
  }
}

function undo({ write, target, stats }: Staged): void {
  try {
    if (write.before === null) unlinkSync(target);
    else renameSync(layBeside(target, write.before, stats), target);
  } catch {
    // the new content stays, whole; the error that led here is the one that is reported
  }
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof WriteError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const readOnly = code === "EROFS" || code === "EACCES" || code === "EPERM";
    throw new WriteError(readOnly ? "read-only-file" : "write-failed", path, plainly(code));
  }
}

function plainly(code: string): string {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "there is no space left on the disk";
    case "EROFS":
      return "the file system is read-only";
    case "EACCES":
    case "EPERM":
      return "there is no permission to write it";
    case "EEXIST":
      return "a temporary file of another run stands beside it";
    default:
      return `the system says ${code}`;
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // already gone
  }
}

/** Makes the renames last through a power cut, where the system lets a folder be flushed. */
function flushFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // not possible on every file system; the files themselves are flushed
  }
}
