/**
 * What an ELF file asks of the image that runs it: its loader, the libraries it names, where it looks for them, the
 * versions of symbols it needs, and those it gives. In: the bytes; out: null for anything else than an ELF
 * file that can be read. After the System V ABI (chapters 4 and 5) and the GNU symbol versioning of the LSB.
 */
export interface ElfFile {
  /** machine and word size: only files with the same can be loaded together */
  readonly kind: string;
  readonly loader: string | null;
  readonly needed: readonly string[];
  /** folders, `$ORIGIN` as written */
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** library -> versions of its symbols */
  readonly versionsNeeded: ReadonlyMap<string, readonly string[]>;
  readonly versionsGiven: readonly string[];
}

const DYNAMIC = 2;
const INTERP = 3;
const LOAD = 1;
const TAG = {
  needed: 1,
  strtab: 5,
  rpath: 15,
  runpath: 29,
  verdef: 0x6ffffffc,
  verdefnum: 0x6ffffffd,
  verneed: 0x6ffffffe,
  verneednum: 0x6fffffff,
} as const;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

export function isElf(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46;
}

export function readElf(bytes: Buffer): ElfFile | null {
  if (!isElf(bytes)) return null;
  try {
    return parse(bytes);
  } catch (error) {
    // an offset beyond the end: cut short, or only made to look like ELF
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_OUT_OF_RANGE" || code === "ERR_BUFFER_OUT_OF_BOUNDS") return null;
    throw error;
  }
}

function parse(bytes: Buffer): ElfFile {
  const wide = bytes[4] === 2;
  const little = bytes[5] === 1;
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const word = (at: number): number => {
    if (!wide) return u32(at);
    return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  };
  const text = (at: number): string => bytes.toString("latin1", at, bytes.indexOf(0, at));

  const segments: Segment[] = [];
  const table = word(wide ? 32 : 28);
  const entrySize = u16(wide ? 54 : 42);
  const count = u16(wide ? 56 : 44);
  for (let at = table; at < table + entrySize * count; at += entrySize) {
    segments.push({
      type: u32(at),
      offset: word(at + (wide ? 8 : 4)),
      address: word(at + (wide ? 16 : 8)),
      size: word(at + (wide ? 32 : 16)),
    });
  }
  const place = (address: number): number => {
    const segment = segments.find(
      (one) => one.type === LOAD && address >= one.address && address < one.address + one.size,
    );
    return segment ? address - segment.address + segment.offset : address;
  };

  const tags: (readonly [number, number])[] = [];
  const dynamic = segments.find(({ type }) => type === DYNAMIC);
  if (dynamic) {
    const step = wide ? 16 : 8;
    for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += step) {
      const tag = word(at);
      if (tag === 0) break;
      tags.push([tag, word(at + step / 2)]);
    }
  }
  const value = (tag: number): number | null => tags.find(([one]) => one === tag)?.[1] ?? null;
  const strings = place(value(TAG.strtab) ?? 0);
  const named = (tag: number): readonly string[] =>
    tags.filter(([one]) => one === tag).map(([, at]) => text(strings + at));
  const folders = (tag: number): readonly string[] =>
    named(tag).flatMap((list) => list.split(":").filter((folder) => folder !== ""));
  const loader = segments.find(({ type }) => type === INTERP);

  const versionsNeeded = new Map<string, readonly string[]>();
  const verneed = value(TAG.verneed);
  if (verneed !== null) {
    let at = place(verneed);
    for (let left = value(TAG.verneednum) ?? 0; left > 0; left--) {
      const versions: string[] = [];
      let aux = at + u32(at + 8);
      for (let names = u16(at + 2); names > 0; names--) {
        // a weak need (flag 2) does not stop the loader
        if ((u16(aux + 4) & 2) === 0) versions.push(text(strings + u32(aux + 8)));
        const step = u32(aux + 12);
        if (step === 0) break;
        aux += step;
      }
      versionsNeeded.set(text(strings + u32(at + 4)), versions);
      const step = u32(at + 12);
      if (step === 0) break;
      at += step;
    }
  }
  const versionsGiven: string[] = [];
  const verdef = value(TAG.verdef);
  if (verdef !== null) {
    let at = place(verdef);
    for (let left = value(TAG.verdefnum) ?? 0; left > 0; left--) {
      versionsGiven.push(text(strings + u32(at + u32(at + 12))));
      const step = u32(at + 16);
      if (step === 0) break;
      at += step;
    }
  }
  return {
    kind: `${u16(18)}/${wide ? 64 : 32}`,
    loader: loader ? text(loader.offset) : null,
    needed: named(TAG.needed),
    rpath: folders(TAG.rpath),
    runpath: folders(TAG.runpath),
    versionsNeeded,
    versionsGiven,
  };
}
