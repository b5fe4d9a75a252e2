/**
 * Reads one Dockerfile. In: its path; out: bytes and text, or the reason why it is not a text that could
 * be a Dockerfile. Named pipes and devices are not opened, since they may never end.
 */
import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, sep } from "node:path";
import { READ_LIMIT, decodeUtf8 } from "../project/decode.js";
import { repositoryRoot } from "../project/repository-root.js";

export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** @param path absolute @param cwd real */
export function readDockerfile(
  path: string,
  cwd: string,
  read: (path: string) => Uint8Array = readFileSync,
): ReadResult {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return no("not-a-file", "it is a folder");
    if (!stats.isFile()) return no("not-a-file", "it is not a regular file");
    if (stats.size > READ_LIMIT) return no("file-too-large", "it is larger than 4 MiB");
    if (lstatSync(path).isSymbolicLink() && leavesTree(path, cwd)) {
      return no(
        "symlink-out-of-tree",
        `it is a symlink to ${realpathSync.native(path)}, outside of the repository`,
      );
    }
    return textOf(read(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    if (code === "ENOENT") return no("no-such-file", "there is no such file");
    if (code === "ELOOP") return no("symlink-loop", "its symlinks lead in a circle");
    const denied = code === "EACCES" || code === "EPERM";
    return no("unreadable-file", denied ? "there is no permission to read it" : `the system says ${code}`);
  }
}

export function textOf(bytes: Uint8Array): ReadResult {
  if (bytes.length > READ_LIMIT) return no("file-too-large", "it is larger than 4 MiB");
  const text = decodeUtf8(bytes);
  return text.known ? { ok: true, bytes, text: text.value } : no("not-utf8", text.because);
}

/** The tree is the repository in which the link stands, and the working directory. */
function leavesTree(path: string, cwd: string): boolean {
  const folder = realpathSync.native(dirname(path));
  const target = realpathSync.native(path);
  const trees = [repositoryRoot(folder) ?? folder, cwd];
  return !trees.some((tree) => target.startsWith(tree.endsWith(sep) ? tree : tree + sep));
}

function no(code: string, message: string): ReadResult {
  return { ok: false, code, message };
}
