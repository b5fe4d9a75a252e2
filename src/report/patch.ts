/**
 * The diff of one changed file, as `git apply` and `patch -p1` take it. Line ends, a missing final newline
 * and bytes inside lines stay as they are; names are quoted as git quotes them. There is no `diff --git`
 * line: with it `git apply` takes the paths from the root of the repository, and silently passes over the
 * patch in any other folder, while `patch` takes them from the folder it stands in.
 */
import { structuredPatch } from "diff";

export interface PatchFile {
  /** relative, POSIX, without a prefix */
  readonly path: string;
  /** null when the file is created */
  readonly before: string | null;
  readonly after: string;
}

export function formatPatch(file: PatchFile): string {
  if (file.before === file.after) return "";
  const { hunks } = structuredPatch("a", "b", file.before ?? "", file.after, "", "", { context: 3 });
  const from = quoted(`a/${file.path}`);
  const to = quoted(`b/${file.path}`);
  // A file that is created empty has no hunk, and no line that would say so.
  if (hunks.length === 0) return "";
  const lines = [`--- ${file.before === null ? "/dev/null" : ended(from)}`, `+++ ${ended(to)}`];
  for (const hunk of hunks) {
    const before = range(hunk.oldStart, hunk.oldLines);
    const after = range(hunk.newStart, hunk.newLines);
    lines.push(`@@ -${before} +${after} @@`, ...hunk.lines);
  }
  return `${lines.join("\n")}\n`;
}

/** The format counts an empty range from the line in front of it, and leaves out a length of one. */
function range(start: number, length: number): string {
  if (length === 0) return `${start - 1},0`;
  return length === 1 ? String(start) : `${start},${length}`;
}

/** A name with a space ends with a tab, so that nothing takes what follows the space for a date. */
function ended(name: string): string {
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

function quoted(name: string): string {
  let text = "";
  let plain = true;
  for (const byte of Buffer.from(name)) {
    const escape =
      ESCAPES[byte] ?? (byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, "0")}` : undefined);
    if (escape !== undefined) plain = false;
    text += escape ?? String.fromCharCode(byte);
  }
  return plain ? name : `"${text}"`;
}
