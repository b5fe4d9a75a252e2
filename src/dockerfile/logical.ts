import type { Logical } from "./types.js";

/**
 * Text put together from pieces of the source, with the way back: comes in as pieces (slices of
 * the source, or inserted characters that stand for one place), goes out as a `Logical`.
 * An offset at a seam belongs to the later piece, the final offset to the end of the last one.
 */
export interface Piece {
  readonly text: string;
  /** offset of the piece's first character in the source */
  readonly start: number;
}

export function logicalOf(pieces: readonly Piece[], emptyAt: number): Logical {
  const filled = pieces.filter((piece) => piece.text !== "");
  const starts: number[] = [];
  let length = 0;
  for (const piece of filled) {
    starts.push(length);
    length += piece.text.length;
  }
  return {
    text: filled.map((piece) => piece.text).join(""),
    at(offset) {
      const index = lastNotAfter(starts, offset);
      const piece = filled[index];
      if (piece === undefined) return emptyAt;
      const inside = Math.max(0, offset - (starts[index] ?? 0));
      return piece.start + Math.min(inside, piece.text.length);
    },
  };
}

/** `logical.text.slice(start, end)` as a logical text of its own. */
export function sliceLogical(logical: Logical, start: number, end: number): Logical {
  const text = logical.text.slice(start, end);
  return {
    text,
    at(offset) {
      const inside = Math.min(Math.max(offset, 0), text.length);
      if (inside < text.length || text === "") return logical.at(start + inside);
      return logical.at(start + inside - 1) + 1;
    },
  };
}

/** The parts one behind the other, as one text. */
export function concatLogical(parts: readonly Logical[]): Logical {
  const filled = parts.filter((part) => part.text !== "");
  const starts: number[] = [];
  let length = 0;
  for (const part of filled) {
    starts.push(length);
    length += part.text.length;
  }
  return {
    text: filled.map((part) => part.text).join(""),
    at(offset) {
      const index = lastNotAfter(starts, offset);
      return filled[index]?.at(offset - (starts[index] ?? 0)) ?? parts[0]?.at(0) ?? 0;
    },
  };
}

/** Index of the last value that is not greater than `wanted`; -1 for an empty list. */
export function lastNotAfter(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return sorted.length === 0 ? -1 : Math.max(0, low - 1);
}
