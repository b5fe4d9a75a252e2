/**
 * Files that the program reads and that the project does not show: a `.env` that git does not know, a
 * settings file that the sources load and nobody has committed. Whoever builds with such a file beside
 * the others has it in the image. Out: patterns of names in the application's folder, with the reason.
 */
import { basename, dirname, extname, resolve } from "node:path/posix";
import type { ImageTree, Output } from "../../model/types.js";
import { isRelative, moduleFile, type ScannedSource } from "./imports.js";
import { within } from "./paths.js";

export interface Untracked {
  /** absolute, with a glob in its name: it may match nothing */
  readonly pattern: string;
  readonly because: string;
}

/** Packages and programs that read `.env` of the working directory when the program runs (their own documentation). */
const READS_ENV =
  /^(dotenv|dotenv-expand|dotenv-flow|dotenv-safe|dotenv-extended|dotenv-defaults|@dotenvx\/dotenvx|@nestjs\/config|prisma|next|@adonisjs\/core)$/;

export interface UntrackedScope {
  readonly directory: string;
  readonly tree: ImageTree;
  readonly sources: readonly ScannedSource[];
  readonly packages: ReadonlySet<string>;
  readonly outputs: readonly Output[];
  readonly written: readonly string[];
  /** what runs are the sources themselves: a compiler would have missed what they load */
  readonly plain: boolean;
}

export function untracked(scope: UntrackedScope): readonly Untracked[] {
  const { directory, tree, packages } = scope;
  const reader = [...packages].find((name) => READS_ENV.test(name));
  const path = resolve(directory, ".env");
  const env: readonly Untracked[] =
    reader === undefined || tree.kind(path) !== null || scope.written.includes(path)
      ? []
      : [{ pattern: `${path}*`, because: `${reader} reads .env where there is one` }];
  return [...env, ...(scope.plain ? missingModules(scope) : [])];
}

/** What sources load from beside them and neither the context nor a step has. */
function missingModules({
  directory,
  tree,
  sources,
  outputs,
  written,
}: UntrackedScope): readonly Untracked[] {
  const found = new Map<string, Untracked>();
  for (const { path, facts } of sources) {
    for (const specifier of facts.imports.filter(isRelative)) {
      const target = resolve(dirname(path), specifier);
      const made =
        written.some((one) => within(target, one) || one.startsWith(target)) ||
        outputs.some((output) => within(target, output.path) || output.path.startsWith(target));
      if (made || moduleFile(target, tree) !== null || tree.kind(target) !== null) continue;
      // What lies deeper comes along with its folder.
      if (dirname(target) !== directory) continue;
      const name = basename(target);
      const pattern =
        extname(name) === "" ? `${target}.js*` : `${target.slice(0, -1)}[${target.at(-1) ?? ""}]`;
      if (/^[\w.-]+$/.test(name)) found.set(pattern, { pattern, because: `${path} loads ${specifier}` });
    }
  }
  return [...found.values()];
}
