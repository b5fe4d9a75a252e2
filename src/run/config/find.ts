/**
 * The configuration of a Dockerfile: the closest file from its folder up to the root of its repository. In: the folder;
 * out: settings with the path of their file, null when there is none. A configuration in JavaScript is a program, and
 * dfsplit runs nothing of the repositories that it rewrites: one that a search finds is run only where it
 * stands in the folder that the user started in, or above it. The only module that knows lilconfig.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { lilconfig, type Loader } from "lilconfig";
import { parse } from "yaml";
import { UserError } from "../user-error.js";
import { settingsOf, type Settings } from "./settings.js";

export interface Found {
  /** absolute */
  readonly file: string;
  readonly settings: Settings;
}

const PLACES = [
  ".dfsplitrc",
  ".dfsplitrc.json",
  ".dfsplitrc.yaml",
  ".dfsplitrc.yml",
  "dfsplit.config.js",
  "dfsplit.config.mjs",
  "dfsplit.config.cjs",
  "dfsplit.config.json",
  "dfsplit.config.yaml",
  "package.json",
];

export class Configurations {
  readonly #cwd: string;
  readonly #found = new Map<string, Promise<Found | null>>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** The closest configuration of a folder. Rejects with a `UserError`. */
  of(folder: string): Promise<Found | null> {
    const known = this.#found.get(folder);
    if (known !== undefined) return known;
    const found = this.#search(folder);
    this.#found.set(folder, found);
    return found;
  }

  /** The file of `--config`. Rejects with a `UserError`. */
  async named(path: string): Promise<Found> {
    const file = resolve(this.#cwd, path);
    if (!existsSync(file)) throw new UserError(`--config: ${path} does not exist`);
    const found = await this.#reading(file, () => this.#searcher(dirname(file), true).load(file));
    if (found === null) throw new UserError(`--config: ${path} is empty`);
    return found;
  }

  #search(folder: string): Promise<Found | null> {
    return this.#reading(null, () => this.#searcher(repositoryOf(folder), false).search(folder));
  }

  #searcher(stopDir: string, named: boolean): ReturnType<typeof lilconfig> {
    const code: Loader = async (file) => {
      if (!named && !isWithinOrSame(this.#cwd, dirname(file)))
        throw new FileFault(file, "is a program, which is run only when it is named with --config");
      const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
      return module.default;
    };
    const data: Loader = (file, content) => {
      const read = (): unknown => parse(content) as unknown;
      if (!file.endsWith("package.json")) return read();
      // a broken package.json is no business of a search
      try {
        return JSON.parse(content) as unknown;
      } catch {
        return {};
      }
    };
    return lilconfig("dfsplit", {
      searchPlaces: PLACES,
      stopDir,
      cache: false,
      loaders: {
        ".js": fileFaults(code),
        ".mjs": fileFaults(code),
        ".cjs": fileFaults(code),
        ".json": fileFaults(data),
        ".yaml": fileFaults(data),
        ".yml": fileFaults(data),
        noExt: fileFaults(data),
      },
    });
  }

  async #reading(
    named: string | null,
    read: () => Promise<{ readonly filepath: string; readonly config: unknown } | null>,
  ): Promise<Found | null> {
    try {
      const result = await read();
      if (result === null || result.config === undefined || result.config === null) return null;
      return { file: result.filepath, settings: settingsOf(result.config, this.#shown(result.filepath)) };
    } catch (error) {
      if (error instanceof UserError) throw error;
      const file = error instanceof FileFault ? error.file : named;
      const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
      throw new UserError(`${file === null ? "configuration" : this.#shown(file)}: ${message}`);
    }
  }

  #shown(file: string): string {
    const path = relative(this.#cwd, file);
    return path === "" || path.startsWith("..") ? file : path;
  }
}

/** What is wrong with a file, with its path. */
class FileFault extends Error {
  constructor(
    readonly file: string,
    message: string,
  ) {
    super(message);
  }
}

function fileFaults(loader: Loader): Loader {
  return async (file, content) => {
    try {
      return (await loader(file, content)) as unknown;
    } catch (error) {
      if (error instanceof FileFault) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw new FileFault(file, `cannot be read: ${message.split("\n")[0] ?? ""}`);
    }
  };
}

/** The closest folder above with a `.git`, else the root of the file system. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git")) || dirname(at) === at) return at;
  }
}

function isWithinOrSame(path: string, folder: string): boolean {
  const from = relative(folder, path);
  return from === "" || !from.startsWith("..");
}
