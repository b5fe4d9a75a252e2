/** A table of names that has no names but its own: `toString` is none of them. */
export type Table<T> = Readonly<Record<string, T | undefined>>;

export function table<T>(entries: Readonly<Record<string, T>>): Table<T> {
  return Object.assign(Object.create(null) as Record<string, T>, entries);
}
