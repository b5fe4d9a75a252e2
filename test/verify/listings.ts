/** Images for tests, without an engine: a few paths and their rights. */
import type { Image } from "../../src/verify/compare/image.js";
import { emptyConfig } from "../../src/verify/engine/inspected.js";
import type { ImageConfig } from "../../src/verify/engine/types.js";
import { accountOf } from "../../src/verify/files/accounts.js";
import type { ElfFile } from "../../src/verify/files/elf.js";
import type { FileEntry, Listing } from "../../src/verify/files/listing.js";

export const plainConfig = emptyConfig;

export function file(more: Partial<FileEntry> = {}): FileEntry {
  return { kind: "file", size: 10, mode: 0o644, uid: 0, gid: 0, link: null, ...more };
}

export function folder(more: Partial<FileEntry> = {}): FileEntry {
  return file({ kind: "directory", size: 0, mode: 0o755, ...more });
}

export function link(to: string): FileEntry {
  return file({ kind: "symlink", size: 0, mode: 0o777, link: to });
}

export function listing(
  entries: Readonly<Record<string, FileEntry>>,
  texts: Readonly<Record<string, string>> = {},
  interpreters: Readonly<Record<string, string>> = {},
): Listing {
  const all = new Map(Object.entries(entries));
  // folders on the way
  for (const path of Object.keys(entries)) {
    const parts = path.split("/");
    for (let at = 2; at < parts.length; at++) {
      const parent = parts.slice(0, at).join("/");
      if (!all.has(parent)) all.set(parent, folder());
    }
  }
  return {
    entries: all,
    texts: new Map(Object.entries(texts)),
    interpreters: new Map(Object.entries(interpreters)),
  };
}

export interface ImageParts {
  readonly config?: Partial<ImageConfig>;
  readonly files?: Listing;
  readonly elf?: Readonly<Record<string, ElfFile>>;
  readonly history?: readonly string[];
  readonly hits?: Image["hits"];
}

export function image(parts: ImageParts = {}): Image {
  const config = { ...plainConfig, ...parts.config };
  const files = parts.files ?? listing({});
  return {
    facts: { id: "sha256:1", config, size: 1, layers: 1, history: parts.history ?? [] },
    config,
    listing: files,
    elf: new Map(Object.entries(parts.elf ?? {})),
    hits: parts.hits ?? [],
    searchIncomplete: false,
    account: accountOf(config.user, files),
  };
}
