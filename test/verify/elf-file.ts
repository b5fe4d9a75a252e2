/** Writes a small 64-bit ELF file, as far as a loader would read it. */
export interface ElfParts {
  readonly loader?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  /** library and a version of its symbols */
  readonly needsVersion?: readonly [string, string];
  readonly givesVersion?: string;
}

export function elfFile(parts: ElfParts): Buffer {
  let strings = "\0";
  const string = (text: string): number => {
    const at = strings.length;
    strings += `${text}\0`;
    return at;
  };
  const tags: [number, number][] = (parts.needed ?? []).map((name) => [1, string(name)]);
  if (parts.rpath !== undefined) tags.push([15, string(parts.rpath)]);
  if (parts.runpath !== undefined) tags.push([29, string(parts.runpath)]);

  const verneed = Buffer.alloc(32);
  if (parts.needsVersion) {
    verneed.writeUInt16LE(1, 0);
    verneed.writeUInt16LE(1, 2);
    verneed.writeUInt32LE(string(parts.needsVersion[0]), 4);
    verneed.writeUInt32LE(16, 8);
    verneed.writeUInt32LE(string(parts.needsVersion[1]), 16 + 8);
  }
  const verdef = Buffer.alloc(28);
  if (parts.givesVersion !== undefined) {
    verdef.writeUInt16LE(1, 0);
    verdef.writeUInt32LE(20, 12);
    verdef.writeUInt32LE(string(parts.givesVersion), 20);
  }
  const loader = Buffer.from(`${parts.loader ?? ""}\0`);
  const table = Buffer.from(strings, "latin1");

  const start = 64 + 3 * 56;
  const places = { loader: start, table: start + loader.length } as { [name: string]: number };
  places["verneed"] = (places["table"] ?? 0) + table.length;
  places["verdef"] = (places["verneed"] ?? 0) + verneed.length;
  places["dynamic"] = (places["verdef"] ?? 0) + verdef.length;
  // addresses are not offsets: everything is loaded at BASE
  const BASE = 0x400000;
  tags.push([5, BASE + (places["table"] ?? 0)]);
  if (parts.needsVersion) tags.push([0x6ffffffe, BASE + (places["verneed"] ?? 0)], [0x6fffffff, 1]);
  if (parts.givesVersion !== undefined)
    tags.push([0x6ffffffc, BASE + (places["verdef"] ?? 0)], [0x6ffffffd, 1]);
  tags.push([0, 0]);
  const dynamic = Buffer.alloc(tags.length * 16);
  for (const [at, [tag, value]] of tags.entries()) {
    dynamic.writeBigUInt64LE(BigInt(tag), at * 16);
    dynamic.writeBigUInt64LE(BigInt(value), at * 16 + 8);
  }

  const header = Buffer.alloc(64);
  header.writeUInt32BE(0x7f454c46, 0);
  header.set([2, 1, 1], 4);
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(62, 18); // x86-64
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(3, 56);
  const size = (places["dynamic"] ?? 0) + dynamic.length;
  const segment = (type: number, offset: number, length: number): Buffer => {
    const bytes = Buffer.alloc(56);
    bytes.writeUInt32LE(type, 0);
    bytes.writeBigUInt64LE(BigInt(offset), 8);
    bytes.writeBigUInt64LE(BigInt(BASE + offset), 16);
    bytes.writeBigUInt64LE(BigInt(length), 32);
    return bytes;
  };
  return Buffer.concat([
    header,
    segment(1, 0, size),
    segment(2, places["dynamic"] ?? 0, dynamic.length),
    segment(parts.loader === undefined ? 0 : 3, places["loader"] ?? 0, loader.length),
    loader,
    table,
    verneed,
    verdef,
    dynamic,
  ]);
}
