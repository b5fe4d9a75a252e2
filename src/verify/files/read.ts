/**
 * A tar archive of an image's file system -> its listing. One pass, nothing on disk: file contents are shown to
 * the readers that want them while they come by. The only module that knows tar-stream.
 */
import type { Readable } from "node:stream";
import { extract, type Header } from "tar-stream";
import type { FileEntry, Listing } from "./listing.js";

/** Looks at the bytes of one file. */
export interface ContentReader {
  chunk(bytes: Buffer): void;
  end(): void;
}

/** Asked for each file; null when its bytes do not matter. */
export type ContentWanted = (path: string, size: number) => ContentReader | null;

const WHOLE = /^\/etc\/(passwd|group|ld\.so\.conf|ld\.so\.conf\.d\/.*\.conf|ld-musl-.*\.path)$/;
const WHOLE_LIMIT = 1024 * 1024;
/** A first line longer than this is none. */
const FIRST_LINE = 256;

export async function readListing(tar: Readable, wanted: readonly ContentWanted[]): Promise<Listing> {
  const entries = new Map<string, FileEntry>();
  const interpreters = new Map<string, string>();
  const texts = new Map<string, string>();
  const archive = extract();
  const piped = tar.pipe(archive);
  tar.on("error", (error) => archive.destroy(error));
  for await (const entry of piped) {
    const header = entry.header;
    const path = pathOf(header.name);
    const file = entryOf(header, entries);
    if (file.kind === "file" && header.type !== "link") {
      const readers = wanted.flatMap((ask) => ask(path, file.size) ?? []);
      const whole = WHOLE.test(path) && file.size <= WHOLE_LIMIT ? [] : null;
      let first: Buffer | null = null;
      for await (const bytes of entry as AsyncIterable<Buffer>) {
        first ??= bytes;
        (whole as Buffer[] | null)?.push(bytes);
        for (const reader of readers) reader.chunk(bytes);
      }
      for (const reader of readers) reader.end();
      if (whole !== null) texts.set(path, Buffer.concat(whole).toString("utf8"));
      const line = first === null ? null : interpreterOf(first);
      if (line !== null) interpreters.set(path, line);
    } else {
      const target = header.type === "link" ? interpreters.get(pathOf(header.linkname ?? "")) : undefined;
      if (target !== undefined) interpreters.set(path, target);
      entry.resume();
    }
    if (path !== "/") entries.set(path, file);
  }
  return { entries, interpreters, texts };
}

function entryOf(header: Header, entries: ReadonlyMap<string, FileEntry>): FileEntry {
  // A hard link is the file that it was linked to, which stands earlier in the archive.
  if (header.type === "link") {
    const target = entries.get(pathOf(header.linkname ?? ""));
    if (target) return { ...target, size: 0 };
  }
  return {
    kind: kindOf(header.type),
    size: header.size ?? 0,
    mode: (header.mode ?? 0) & 0o7777,
    uid: header.uid ?? 0,
    gid: header.gid ?? 0,
    link: header.type === "symlink" ? (header.linkname ?? "") : null,
  };
}

function kindOf(type: Header["type"]): FileEntry["kind"] {
  switch (type) {
    case "file":
    case "contiguous-file":
    case "link":
      return "file";
    case "directory":
      return "directory";
    case "symlink":
      return "symlink";
    default:
      return "other";
  }
}

function pathOf(name: string): string {
  return `/${name.replace(/^(\.?\/)+/, "").replace(/\/+$/, "")}`.replace(/^\/\.$/, "/");
}

function interpreterOf(start: Buffer): string | null {
  if (start[0] !== 0x23 || start[1] !== 0x21) return null;
  const text = start.subarray(2, FIRST_LINE).toString("latin1");
  const end = text.indexOf("\n");
  return (end < 0 ? text : text.slice(0, end)).trim();
}
