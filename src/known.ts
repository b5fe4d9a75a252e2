/**
 * A value that may not be known, with the reason. dfsplit never guesses: what cannot be
 * computed from the files at hand is carried as `unknown` and ends in a note or a refusal.
 */
export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly because: string };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(because: string): Known<never> {
  return { known: false, because };
}

/** Applies `change` to a known value; an unknown one keeps its reason. */
export function mapKnown<T, U>(from: Known<T>, change: (value: T) => U): Known<U> {
  return from.known ? known(change(from.value)) : from;
}
