/**
 * Finds the build context of a Dockerfile: what compose, bake or a workflow of the repository says
 * (P150), else the folder in which the Dockerfile stands. Where several files disagree the answer is
 * "ambiguous": a rewrite that suits one context may break the other.
 */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { READ_LIMIT } from "../project/decode.js";
import { byCodeUnits } from "../project/paths.js";
import { repositoryRoot } from "../project/repository-root.js";
import { definitionKind, readDefinitions } from "./build-definitions.js";
import { search } from "./search.js";

export type BuildContext =
  | { readonly kind: "context"; readonly directory: string }
  | { readonly kind: "ambiguous"; readonly directories: readonly string[]; readonly because: string };

/** Where compose files are looked for: this many folders below the top of the repository. */
const DEPTH = 4;

interface Named {
  readonly context: string;
  readonly by: string;
}

/** One per run: the files of a repository are read once, however many Dockerfiles it has. */
export class BuildContexts {
  readonly #cwd: string;
  readonly #repositories = new Map<string, ReadonlyMap<string, readonly Named[]>>();

  /** @param cwd real; outside of a repository nothing above it is looked at */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** @param dockerfile absolute path */
  of(dockerfile: string): BuildContext {
    const folder = dirname(dockerfile);
    const real = join(realpathSync.native(folder), basename(dockerfile));
    const repository = repositoryRoot(dirname(real));
    const top = repository ?? (isBelow(real, this.#cwd) ? this.#cwd : dirname(real));
    const named = this.#definitions(top, repository === null ? dirname(real) : null).get(real) ?? [];
    const directories = [...new Set(named.map((each) => each.context))];
    const [only] = directories;
    if (only === undefined || (directories.length === 1 && only === dirname(real))) {
      return { kind: "context", directory: folder };
    }
    if (directories.length === 1) return { kind: "context", directory: only };
    const because = named.map((each) => `${each.by} builds it from ${shownFrom(top, each.context)}`);
    return { kind: "ambiguous", directories, because: [...new Set(because)].slice(0, 4).join(", ") };
  }

  #definitions(top: string, upFrom: string | null): ReadonlyMap<string, readonly Named[]> {
    const key = upFrom ?? top;
    let found = this.#repositories.get(key);
    if (found === undefined) {
      // A folder that is no repository may be a home folder or a disk: only what lies on the way up is read.
      found = definitionsOf(
        top,
        upFrom === null ? search(top, isDefinition, { maxDepth: DEPTH }) : onTheWay(upFrom, top),
      );
      this.#repositories.set(key, found);
    }
    return found;
  }
}

function onTheWay(from: string, top: string): readonly string[] {
  const files: string[] = [];
  for (let folder = from; isBelow(folder, top) || folder === top; folder = dirname(folder)) {
    files.push(...search(folder, isDefinition, { maxDepth: 0 }));
    if (folder === dirname(folder)) break;
  }
  return files;
}

function isDefinition(path: string): boolean {
  return definitionKind(basename(path), dirname(path)) !== null;
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function definitionsOf(top: string, files: readonly string[]): ReadonlyMap<string, readonly Named[]> {
  const byDockerfile = new Map<string, Named[]>();
  for (const file of files) {
    const kind = definitionKind(basename(file), dirname(file));
    if (kind === null) continue;
    const text = readText(file);
    if (text === null) continue;
    const base = kind === "workflow" ? top : dirname(file);
    for (const definition of readDefinitions(kind, text)) {
      const context = realFolder(resolve(base, definition.context));
      if (context === null || !(context === top || isBelow(context, top))) continue;
      // Compose and bake give the Dockerfile's path from the context, the others from where they stand.
      const fromContext = kind === "compose" || kind.startsWith("bake") || definition.dockerfile === null;
      const dockerfile = resolve(fromContext ? context : base, definition.dockerfile ?? "Dockerfile");
      const named = byDockerfile.get(dockerfile) ?? [];
      named.push({ context, by: shownFrom(top, file) });
      byDockerfile.set(
        dockerfile,
        named.sort((a, b) => byCodeUnits(a.by, b.by)),
      );
    }
  }
  return byDockerfile;
}

function readText(file: string): string | null {
  try {
    return statSync(file).size > READ_LIMIT ? null : readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function realFolder(path: string): string | null {
  try {
    const real = realpathSync.native(path);
    return statSync(real).isDirectory() ? real : null;
  } catch {
    return null;
  }
}

function shownFrom(top: string, path: string): string {
  return relative(top, path) || ".";
}
