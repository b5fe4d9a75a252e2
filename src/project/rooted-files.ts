/**
 * Read-only access to the files below one real folder. Every path is taken through `realpath` and must
 * still lie below the root, so neither `..` nor a symlink leads out, and a loop of symlinks is simply
 * "not there". Answers are kept, since the same questions come again and again for one Dockerfile.
 */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import type { Dirent } from "node:fs";
import { sep } from "node:path";
import type { Known } from "../known.js";
import { known, unknown } from "../known.js";
import { READ_LIMIT, decodeUtf8 } from "./decode.js";
import { byCodeUnits, withinRoot } from "./paths.js";
import type { Entry, FileInfo } from "./types.js";

export class RootedFiles {
  readonly #root: string;
  readonly #entries = new Map<string, readonly Entry[] | null>();
  readonly #infos = new Map<string, FileInfo | null>();
  readonly #texts = new Map<string, Known<string>>();

  /** @param root a real path (no symlinks in it) */
  constructor(root: string) {
    this.#root = root;
  }

  entries(directory: string): readonly Entry[] | null {
    return remember(this.#entries, directory, () => {
      const real = this.#real(directory);
      if (real === null) return null;
      const found = attempt(() => readdirSync(real, { withFileTypes: true }));
      return (
        found
          ?.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
          .sort((a, b) => byCodeUnits(a.name, b.name)) ?? null
      );
    });
  }

  info(path: string): FileInfo | null {
    return remember(this.#infos, path, () => {
      const real = this.#real(path);
      const stats = real === null ? null : attempt(() => statSync(real));
      if (stats === null) return null;
      const executable = (stats.mode & 0o100) !== 0;
      if (stats.isDirectory()) return { kind: "directory", size: 0, executable };
      return stats.isFile() ? { kind: "file", size: stats.size, executable } : null;
    });
  }

  /** The text without a byte order mark. */
  read(path: string): Known<string> {
    const exact = this.readExactly(path);
    return exact.known && exact.value.startsWith("\ufeff") ? known(exact.value.slice(1)) : exact;
  }

  /** The text as it stands in the file, byte order mark included. */
  readExactly(path: string): Known<string> {
    return remember(this.#texts, path, () => {
      const real = this.#real(path);
      const info = this.info(path);
      if (real === null || info === null) return unknown(`${path} is not there`);
      if (info.kind === "directory") return unknown(`${path} is a folder`);
      if (info.size > READ_LIMIT) return unknown(`${path} is larger than 4 MiB`);
      const bytes = attempt(() => readFileSync(real));
      if (bytes === null) return unknown(`${path} cannot be read`);
      const text = decodeUtf8(bytes);
      return text.known ? text : unknown(`${path}: ${text.because}`);
    });
  }

  #real(path: string): string | null {
    const normal = withinRoot(path);
    if (normal === null) return null;
    if (normal === "") return this.#root;
    const real = attempt(() => realpathSync.native(`${this.#root}/${normal}`));
    if (real === null) return null;
    const below = this.#root.endsWith(sep) ? this.#root : this.#root + sep;
    return real === this.#root || real.startsWith(below) ? real : null;
  }
}

function kindOf(entry: Dirent): Entry["kind"] {
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isDirectory()) return "directory";
  return entry.isFile() ? "file" : "other";
}

/** A file that cannot be looked at is no error of the program: the question is answered with "not there". */
function attempt<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}

function remember<T>(answers: Map<string, T>, key: string, look: () => T): T {
  const before = answers.get(key);
  if (before !== undefined || answers.has(key)) return before as T;
  const answer = look();
  answers.set(key, answer);
  return answer;
}
