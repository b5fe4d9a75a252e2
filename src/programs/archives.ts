/**
 * tar, unzip, gzip and its kin, jar, zip. What an archive holds is not known, so unpacking writes a
 * tree: everything in and below the directory may come from it.
 */
import { known, unknown } from "../known.js";
import type { Effect } from "../model/types.js";
import {
  absolute,
  forEachPath,
  pathOf,
  reads,
  together,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { readOptions } from "./options.js";

const TAR = {
  flags:
    "AcdrtuxzjJavkmpoOhPSwlW --extract --get --create --list --append --update --gzip --gunzip --bzip2 --xz --zstd --lzma --auto-compress " +
    "--verbose --keep-old-files --overwrite --same-owner --no-same-owner --same-permissions --preserve-permissions --no-same-permissions " +
    "--touch --wildcards --no-wildcards --anchored --no-anchored --absolute-names --dereference --numeric-owner --skip-old-files --unlink-first " +
    "--warning --checkpoint --delay-directory-restore --no-overwrite-dir --totals --to-stdout --keep-newer-files --strip-components --strip --exclude " +
    "--directory --file --owner --group --transform --xform --mode --sort --mtime --checkpoint-action --exclude-vcs --use-compress-program",
  values:
    "fCTXIbHNKLV --file --directory --strip-components --strip --exclude --files-from --exclude-from --transform --xform --owner --group --mode --use-compress-program",
};

export const archives: Readonly<Record<string, Program>> = {
  tar,
  bsdtar: tar,
  unzip(call) {
    const options = readOptions(call, { flags: "oqnjltpvuCKLXaZf", values: "dxP" });
    if (!options.known) return options;
    const [archive] = options.value.operands;
    const read = archive ? reads([archive], call) : [];
    if (options.value.has("-l", "-t", "-p", "-v")) return known(read);
    return unpack(options.value.last("-d"), read, call);
  },
  bsdunzip: (call) => archives["unzip"]?.(call) ?? known([]),
  "7z": (call) => sevenZip(call),
  "7za": (call) => sevenZip(call),
  jar(call) {
    const [mode, ...rest] = call.args;
    const letters = mode?.value.known ? mode.value.value.replace(/^--?/, "") : "";
    if (/^(x|extract)/.test(letters))
      return unpack(null, reads(letters.includes("f") ? rest.slice(0, 1) : [], call), call);
    if (/^t/.test(letters)) return known(reads(rest.slice(0, 1), call));
    if (/^[cu][a-zA-Z0]*f/.test(letters)) {
      return forEachPath(rest.slice(0, 1), call, (path) => [{ kind: "write", path, what: "file" }]);
    }
    return unknown(`jar ${mode?.raw ?? ""} is not known`);
  },
  gzip: (call) => compress(call, ".gz", false),
  gunzip: (call) => compress(call, ".gz", true),
  bzip2: (call) => compress(call, ".bz2", false),
  bunzip2: (call) => compress(call, ".bz2", true),
  xz: (call) => compress(call, ".xz", false),
  unxz: (call) => compress(call, ".xz", true),
  zcat: (call) =>
    known(
      reads(
        call.args.filter(({ raw }) => !raw.startsWith("-")),
        call,
      ),
    ),
  zip(call) {
    const options = readOptions(call, { flags: "rqjmuyX9190@", values: "xib" });
    if (!options.known) return options;
    const [archive, ...content] = options.value.operands;
    if (!archive) return known([]);
    const written = forEachPath([archive], call, (path) => [{ kind: "write", path, what: "file" }]);
    return together(known(reads(content, call)), written);
  },
};

function tar(call: Call): Effects {
  // `tar xzf FILE`: the first word holds the options without a dash.
  const [first, ...rest] = call.args;
  if (!first?.value.known) return unknown("what tar does is not known");
  const bundled = /^[A-Za-z]+$/.test(first.value.value);
  const args = bundled ? oldStyle(first.value.value, rest) : call.args;
  const options = readOptions(call, TAR, args);
  if (!options.known) return options;
  const file = options.value.last("-f", "--file");
  const folder = options.value.last("-C", "--directory");
  const archive = file && file.raw !== "-" ? file : null;
  if (options.value.has("-x", "--extract", "--get")) {
    if (options.value.has("-O", "--to-stdout")) return known(archive ? reads([archive], call) : []);
    return unpack(folder, archive ? reads([archive], call) : [], call);
  }
  if (options.value.has("-t", "--list")) return known(archive ? reads([archive], call) : []);
  if (options.value.has("-c", "--create", "-r", "--append", "-u", "--update")) {
    const content = folder ? [] : reads(options.value.operands, call);
    if (!archive) return known(content);
    const written = forEachPath([archive], call, (path) => [{ kind: "write", path, what: "file" }]);
    return together(known(content), written);
  }
  return unknown("what tar does is not known");
}

/** In the old style the values of bundled options follow in the order of their letters. */
function oldStyle(letters: string, rest: readonly Argument[]): Argument[] {
  const args: Argument[] = [];
  let at = 0;
  for (const letter of letters) {
    args.push({ value: known(`-${letter}`), raw: `-${letter}` });
    const value = rest[at];
    if ("fCTXIbHNKLV".includes(letter) && value) {
      args.push(value);
      at++;
    }
  }
  return [...args, ...rest.slice(at)];
}

function unpack(folder: Argument | null, read: readonly Effect[], call: Call): Effects {
  const path = folder ? pathOf(folder, call) : absolute(".", call);
  if (!path.known) return path;
  return known([...read, { kind: "write", path: path.value, what: "tree" }]);
}

function compress(call: Call, suffix: string, always: boolean): Effects {
  const options = readOptions(call, {
    flags: "cdfkqnrvtl0123456789 --decompress --stdout --keep --force --quiet --best --fast",
    values: "ST",
  });
  if (!options.known) return options;
  const { operands } = options.value;
  if (operands.length === 0 || options.value.has("-c", "--stdout", "-t", "-l"))
    return known(reads(operands, call));
  const unpacks = always || options.value.has("-d", "--decompress");
  const keeps = options.value.has("-k", "--keep");
  return forEachPath(operands, call, (path) => {
    const made = unpacks ? path.replace(/\.(gz|tgz|bz2|xz|lzma)$/, "") : path + suffix;
    return [
      { kind: "read", path },
      { kind: "write", path: made, what: "file" },
      ...(keeps ? [] : [{ kind: "remove", path } as const]),
    ];
  });
}

function sevenZip(call: Call): Effects {
  const [mode, archive, ...rest] = call.args;
  if (mode?.raw !== "x" && mode?.raw !== "e") return unknown("what 7z does is not known");
  const folder = rest.find(({ raw }) => /^["']?-o/.test(raw));
  if (folder && !folder.value.known) return folder.value;
  const target = folder?.value.known ? { value: known(folder.value.value.slice(2)), raw: folder.raw } : null;
  return unpack(target, archive ? reads([archive], call) : [], call);
}
