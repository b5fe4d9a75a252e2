/**
 * Searches file contents for byte strings while they come by, also across the borders of chunks. In: the
 * strings; out: which stands in which file. Holds no more than one chunk; stops after so many bytes.
 */
import type { ContentWanted } from "./read.js";

export interface Hit {
  readonly needle: number;
  readonly path: string;
}

/** Files per needle: more say nothing new. */
const HITS = 5;

export class NeedleSearch {
  readonly hits: Hit[] = [];
  /** true when the limit was reached and files were passed over */
  incomplete = false;
  readonly #needles: readonly Buffer[];
  readonly #overlap: number;
  #left: number;

  constructor(needles: readonly string[], limit = 8 * 1024 * 1024 * 1024) {
    this.#needles = needles.map((needle) => Buffer.from(needle));
    this.#overlap = Math.max(1, ...this.#needles.map((needle) => needle.length)) - 1;
    this.#left = limit;
  }

  readonly wanted: ContentWanted = (path, size) => {
    if (this.#needles.length === 0) return null;
    if (this.#left < size) {
      this.incomplete = true;
      return null;
    }
    this.#left -= size;
    let tail = Buffer.alloc(0);
    const found = new Set<number>();
    const search = (bytes: Buffer): void => {
      for (const [at, needle] of this.#needles.entries())
        if (!found.has(at) && bytes.includes(needle)) found.add(at);
    };
    return {
      chunk: (bytes) => {
        if (tail.length > 0) search(Buffer.concat([tail, bytes.subarray(0, this.#overlap)]));
        search(bytes);
        const whole = bytes.length >= this.#overlap ? bytes : Buffer.concat([tail, bytes]);
        tail = Buffer.from(whole.subarray(Math.max(0, whole.length - this.#overlap)));
      },
      end: () => {
        for (const needle of found)
          if (this.hits.filter((hit) => hit.needle === needle).length < HITS)
            this.hits.push({ needle, path });
      },
    };
  };
}
