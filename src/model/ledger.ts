/**
 * Who made which path of the image, in order: COPY, a step of a toolchain, a command. The ledger
 * answers "who produced this path" and "whom does it belong to at the end".
 */
import type { Output } from "./types.js";
import { globMatches, isWithin, mayOverlap, parentOf } from "./paths.js";

export interface LedgerEntry {
  /** absolute, may hold a glob in its last part */
  readonly path: string;
  readonly what: "file" | "directory" | "tree";
  readonly by: "copy" | "step" | "command" | "workdir";
  /** index of the instruction */
  readonly instruction: number;
  /** index of the unit in its RUN */
  readonly unit: number | null;
  readonly output?: Output;
  /** where cp, mv or ln took it from */
  readonly from?: string;
  readonly link?: boolean;
  readonly owner: string;
}

interface Ownership {
  readonly path: string;
  readonly recursive: boolean;
  readonly owner: string;
  readonly instruction: number;
  readonly explicit: boolean;
}

export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #owners: Ownership[] = [];
  readonly #modes: { readonly path: string; readonly recursive: boolean; readonly mode: string }[] = [];
  /** as `#entries`, with those that were removed */
  readonly #ever: LedgerEntry[] = [];

  /** `owned` are the paths that get the owner, when not everything below the entry's path does. */
  record(entry: LedgerEntry, owned: readonly string[] = [entry.path]): void {
    this.#entries.push(entry);
    this.#ever.push(entry);
    for (const path of owned) {
      this.#owners.push({
        path,
        recursive: entry.what !== "file",
        owner: entry.owner,
        instruction: entry.instruction,
        explicit: false,
      });
    }
  }

  chmod(path: string, recursive: boolean, mode: string): void {
    this.#modes.push({ path, recursive, mode });
  }

  /** The modes that chmod gave to a folder itself, in their order. */
  modesOf(path: string): readonly string[] {
    return this.#modes
      .filter((event) => event.path === path || (event.recursive && isWithin(path, event.path)))
      .map(({ mode }) => mode);
  }

  chown(path: string, recursive: boolean, owner: string, instruction: number): void {
    this.#owners.push({ path, recursive, owner, instruction, explicit: true });
  }

  remove(path: string): void {
    const kept = this.#entries.filter(
      (entry) => !(isWithin(entry.path, path) || globMatches(path, entry.path)),
    );
    this.#entries.splice(0, this.#entries.length, ...kept);
  }

  /** Was the path, or a folder around it, ever made by a command or a COPY, removed since or not? */
  everMade(path: string): boolean {
    return this.#ever.some(
      (entry) =>
        entry.by !== "workdir" &&
        (mayOverlap(entry.path, path) ||
          (entry.what !== "file" && !isNewFolder(entry) && entry.path !== "/" && isWithin(path, entry.path))),
    );
  }

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** Entries that make exactly this path, the latest first: same path, or one is a glob that the other satisfies. */
  producers(path: string): readonly LedgerEntry[] {
    return this.#entries.filter((entry) => mayOverlap(entry.path, path)).reverse();
  }

  /** As `producers`, of the time just before `until`: files that were moved away or removed since are among them. */
  formerProducers(path: string, until: LedgerEntry): readonly LedgerEntry[] {
    const end = this.#ever.lastIndexOf(until);
    return this.#ever
      .slice(0, end === -1 ? undefined : end)
      .filter((entry) => mayOverlap(entry.path, path))
      .reverse();
  }

  /** Entries whose directory or tree holds the path, the closest first. */
  covering(path: string): readonly LedgerEntry[] {
    return this.#entries
      .filter((entry) => entry.what !== "file" && entry.path !== path && isWithin(path, entry.path))
      .sort((one, other) => other.path.length - one.path.length || other.instruction - one.instruction);
  }

  /** The owner of a path at the end (`root` when nothing says otherwise), and whether something below it differs. */
  ownerOf(path: string): { readonly owner: string; readonly mixed: boolean } {
    let owner = "root";
    let since = -1;
    this.#owners.forEach((event, at) => {
      // A file that is made in a folder says nothing of the folder.
      if (mayOverlap(event.path, path) || (event.recursive && isWithin(path, event.path))) {
        owner = event.owner;
        since = at;
      }
    });
    const mixed = this.#owners
      .slice(since + 1)
      .some((event) => event.path !== path && isWithin(event.path, path) && !sameOwner(event.owner, owner));
    return { owner, mixed };
  }

  /** Was the path, or a folder above it, chowned by a command? */
  chowned(path: string): boolean {
    return this.#owners.some(
      (event) => event.explicit && (event.path === path || (event.recursive && isWithin(path, event.path))),
    );
  }

  /** Did mkdir or WORKDIR make the folder, or something stand in it? Of what a cp made, that is not known. */
  isFolder(path: string): boolean {
    return this.#entries.some(
      (entry) =>
        (entry.path === path && (entry.by === "workdir" || isNewFolder(entry))) ||
        (entry.path !== path && isWithin(parentOf(entry.path), path)),
    );
  }

  /** Is the directory known to be there, because something was put into it or made it? */
  isDirectory(path: string): boolean {
    return this.#entries.some(
      (entry) =>
        (entry.path === path && entry.what !== "file") ||
        (entry.path !== path && isWithin(parentOf(entry.path), path)),
    );
  }
}

export function sameOwner(one: string, other: string): boolean {
  const user = (owner: string): string => {
    const name = owner.split(":")[0] ?? "";
    return name === "0" || name === "" ? "root" : name;
  };
  return user(one) === user(other);
}

/** A folder that `mkdir` makes holds nothing. */
function isNewFolder(entry: LedgerEntry): boolean {
  return entry.by === "command" && entry.what === "directory" && entry.from === undefined;
}
