/**
 * Reads single values out of what the parser of the command line gives. In: its values by name; out: typed ones, or a
 * `UserError` that names the option.
 */
import { UserError } from "../run/user-error.js";

export type Values = Readonly<Record<string, unknown>>;

/** Stands for a lone dash, which the parser would drop from the paths; no argument of a process can hold a NUL. */
export const DASH = "\0-";

/** `--only a,b --only c` */
export function names(values: Values, name: string): readonly string[] {
  return many(values, name)
    .flatMap((value) => value.split(",").map((each) => each.trim()))
    .filter((each) => each !== "");
}

export function buildArgs(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((each) => {
      const [, key, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(each) ?? [];
      if (key === undefined || value === undefined) throw new UserError(`--build-arg takes K=V, not ${each}`);
      return [key, value];
    }),
  );
}

export function flag(values: Values, name: string): boolean | null {
  const value = values[name];
  if (value === undefined) return null;
  if (typeof value !== "boolean") throw new UserError(`--${name} is given more than once`);
  return value;
}

export function one(values: Values, name: string): string | null {
  const value = values[name];
  if (value === undefined) return null;
  if (typeof value !== "string") throw new UserError(`--${name} is given more than once`);
  if (value === "") throw new UserError(`--${name} needs a value`);
  return value === DASH ? "-" : value;
}

export function many(values: Values, name: string): readonly string[] {
  const value = values[name];
  return value === undefined
    ? []
    : (Array.isArray(value) ? value : [value]).map((each) => (each === DASH ? "-" : String(each)));
}
