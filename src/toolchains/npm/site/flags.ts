/** Options of static servers, taken apart by a table of their names; unknown ones are refused by their name. */
import { unknown, known, type Known } from "../../../known.js";
import type { Invocation } from "../../../model/types.js";
import { texts } from "../words.js";

export interface Flags {
  readonly folders: readonly string[];
  /** name in the table -> its values, "" for an option without one */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

export interface FlagTable {
  /** every spelling -> the name */
  readonly values: Readonly<Record<string, string>>;
  readonly plain: Readonly<Record<string, string>>;
}

export function flagsOf(invocation: Invocation, table: FlagTable): Known<Flags> {
  const list = texts(invocation.args);
  const given = new Map<string, string[]>();
  const folders: string[] = [];
  const add = (name: string, value: string): void =>
    void given.set(name, [...(given.get(name) ?? []), value]);
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? null;
    if (word === null)
      return unknown(
        `${invocation.raw[at] ?? "an argument"} of ${invocation.program} is only known when the container starts`,
      );
    if (!word.startsWith("-") || word === "-") {
      folders.push(word);
      continue;
    }
    const equals = word.indexOf("=");
    const spelt = equals > 0 ? word.slice(0, equals) : word;
    const inline = equals > 0 ? word.slice(equals + 1) : null;
    // `-p8080` and `-c-1` are written in one word
    const short = /^-[a-zA-Z]/.test(word) && !word.startsWith("--") ? word.slice(0, 2) : null;
    const valued = table.values[spelt];
    const plain = table.plain[spelt];
    if (valued !== undefined) {
      if (inline === null) at += 1;
      const value = inline ?? list[at] ?? null;
      if (value === null) return unknown(`the value of ${spelt} is only known when the container starts`);
      add(valued, value);
    } else if (plain !== undefined) add(plain, inline ?? "");
    else if (short !== null && table.values[short] !== undefined)
      add(table.values[short] ?? "", word.slice(2));
    else if (short !== null && [...word.slice(1)].every((letter) => table.plain[`-${letter}`] !== undefined))
      for (const letter of word.slice(1)) add(table.plain[`-${letter}`] ?? "", "");
    else return unknown(`the option ${word} of ${invocation.program} is not carried over`);
  }
  return known({ folders, given });
}

/** A port that is written as a number. */
export function portOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

/** Is the address one that other containers and the host reach? */
export function isOpen(host: string): boolean {
  return host === "" || host === "0.0.0.0" || host === "::" || host === "[::]" || host === "true";
}
