/** Reads the ELF files of an image while its archive comes by. In: contents; out: path -> what the file asks for. */
import { isElf, readElf, type ElfFile } from "./elf.js";
import type { ContentWanted } from "./read.js";

/** Beyond this a file is not held in memory. */
const LIMIT = 256 * 1024 * 1024;

export class ElfCollector {
  readonly files = new Map<string, ElfFile>();

  readonly wanted: ContentWanted = (path, size) => {
    if (size < 64 || size > LIMIT) return null;
    const parts: Buffer[] = [];
    let is: boolean | null = null;
    return {
      chunk: (bytes) => {
        is ??= isElf(bytes);
        if (is) parts.push(bytes);
      },
      end: () => {
        const file = is === true ? readElf(Buffer.concat(parts)) : null;
        if (file) this.files.set(path, file);
      },
    };
  };
}
