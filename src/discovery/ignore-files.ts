/**
 * What `.gitignore` and `.dfsplitignore` files keep out of a search. Every folder from the top of the
 * repository down to the searched path may hold both; the deepest file that says anything decides, as
 * in git, and the two kinds of file are asked apart from each other.
 */
import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { ignoreRules, type IgnoreRules } from "../project/ignore-rules.js";

const KINDS = [".gitignore", ".dfsplitignore"] as const;

export class IgnoreFiles {
  readonly #top: string;
  readonly #read = new Map<string, IgnoreRules | null>();

  /** @param top the folder above which no ignore file counts */
  constructor(top: string) {
    this.#top = top;
  }

  /** @param path absolute, below the top; everything above it must have been asked for before, or be searched on purpose */
  ignored(path: string, kind: "file" | "directory"): boolean {
    return KINDS.some((name) => this.#ignoredBy(name, path, kind));
  }

  #ignoredBy(name: string, path: string, kind: "file" | "directory"): boolean {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const rules = this.#rules(join(folder, name));
      if (rules !== null) {
        const below = relative(folder, path).split(sep).join("/") + (kind === "directory" ? "/" : "");
        const verdict = rules.test(below);
        if (verdict.ignored || verdict.unignored) return verdict.ignored;
      }
      if (folder === this.#top || dirname(folder) === folder) return false;
    }
  }

  #rules(file: string): IgnoreRules | null {
    let rules = this.#read.get(file);
    if (rules === undefined) {
      rules = load(file);
      this.#read.set(file, rules);
    }
    return rules;
  }
}

function load(file: string): IgnoreRules | null {
  try {
    return ignoreRules(readFileSync(file, "utf8"));
  } catch {
    // not there, a folder, not readable: nothing is ignored by it
    return null;
  }
}
