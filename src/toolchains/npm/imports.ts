/**
 * The sources that run: from the entry file (or all source files where modules are loaded by
 * computed names) to the packages they import and the files and folders they name. In: roots; out:
 * facts with the file that each comes from.
 */
import { builtinModules } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import { PATH_CALL, readSource, type SourceFacts } from "./literals.js";

export interface ScannedSource {
  /** absolute */
  readonly path: string;
  readonly facts: SourceFacts;
}

export interface Scan {
  readonly sources: readonly ScannedSource[];
  /** a computed require or import stands in one of them */
  readonly dynamic: string | null;
  /** files that were named and could not be read */
  readonly unread: readonly string[];
}

export const SOURCE = /\.([cm]?[jt]sx?|vue|svelte|astro)$/;
const EXTENSIONS = [
  "",
  ".ts",
  ".tsx",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".mts",
  ".cts",
  ".json",
  ".vue",
  ".node",
];
const BUILTIN: ReadonlySet<string> = new Set(builtinModules);

/**
 * All files that the roots load, the roots included. `alias` maps an import that is no relative path;
 * `withTypes` also follows what a compiler only reads for its types.
 */
export function closure(
  roots: readonly string[],
  tree: ImageTree,
  alias: (specifier: string) => readonly string[],
  withTypes = false,
): Scan {
  const sources: ScannedSource[] = [];
  const seen = new Set<string>();
  const unread: string[] = [];
  let dynamic: string | null = null;
  const queue = [...roots];
  while (queue.length > 0) {
    const path = queue.pop() ?? "";
    if (seen.has(path)) continue;
    seen.add(path);
    if (!SOURCE.test(path) && !loadedAsScript(path, roots)) continue;
    const text = tree.read(path);
    if (!text.known) {
      unread.push(path);
      continue;
    }
    const facts = factsOf(path, text.value, tree);
    sources.push({ path, facts });
    if (facts.dynamic) dynamic ??= path;
    for (const specifier of withTypes ? [...facts.imports, ...facts.types] : facts.imports) {
      const candidates = isRelative(specifier) ? [resolve(dirname(path), specifier)] : alias(specifier);
      for (const candidate of candidates) {
        const file = moduleFile(candidate, tree);
        if (file !== null) {
          queue.push(file);
          break;
        }
      }
    }
  }
  return { sources, dynamic, unread };
}

/** `bin/www`, `.sequelizerc`: node takes a file without extension for JavaScript, and the one it is given with any but its own few. */
function loadedAsScript(path: string, roots: readonly string[]): boolean {
  const extension = extname(path);
  return (
    basename(path) !== "" &&
    (extension === "" || (roots.includes(path) && !/^\.(json|node|wasm|html?|css)$/.test(extension)))
  );
}

const read = new WeakMap<ImageTree, Map<string, { readonly text: string; readonly facts: SourceFacts }>>();

/** The same files are asked for by several questions; what was read of a text holds as long as the text does. */
function factsOf(path: string, text: string, tree: ImageTree): SourceFacts {
  const files = read.get(tree) ?? new Map<string, { readonly text: string; readonly facts: SourceFacts }>();
  read.set(tree, files);
  const before = files.get(path);
  if (before?.text === text) return before.facts;
  const facts = readSource(script(path, text));
  files.set(path, { text, facts });
  return facts;
}

/** Only the script parts of single-file components. */
function script(path: string, text: string): string {
  if (/\.(vue|svelte)$/.test(path))
    return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((part) => part[1] ?? "").join("\n");
  if (path.endsWith(".astro")) return text.split(/^---$/m)[1] ?? "";
  return text;
}

export function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..";
}

/** As node (and the compilers, which map `.js` to `.ts`) find a module's file. */
export function moduleFile(path: string, tree: ImageTree): string | null {
  const written = /\.[cm]?js$/.test(path)
    ? [path, path.replace(/js$/, "ts"), path.replace(/\.js$/, ".tsx")]
    : [path];
  for (const base of written) {
    for (const extension of EXTENSIONS) {
      if (tree.kind(base + extension) === "file") return base + extension;
    }
  }
  for (const extension of EXTENSIONS.slice(1)) {
    const index = join(path, `index${extension}`);
    if (tree.kind(index) === "file") return index;
  }
  return null;
}

/** `lodash/fp` -> `lodash`, `@nestjs/core/x` -> `@nestjs/core`; null for a relative path or a part of node. */
export function packageOf(specifier: string): string | null {
  if (isRelative(specifier) || specifier.startsWith("node:") || specifier.startsWith("#")) return null;
  const clean = specifier.replace(/[?!].*$/, "");
  const [first = "", second = ""] = clean.split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  // Bundlers give `@/x`, `~/x` and `virtual:x` a meaning of their own.
  if (!/^(@[a-z0-9~-][\w.~-]*\/)?[a-zA-Z0-9_~-][\w.~-]*$/.test(name)) return null;
  return BUILTIN.has(name) ? null : name;
}

/** Names of variables and options that hold a place. */
export const PLACE =
  /(dir|directory|path|folder|root|views|schema|entities|migrations|files|apis|globs?|include|location|partials|layouts)s?$/i;

/**
 * Does a text of the source, read as a path, or an import go through the entry at `path`? A bare name counts where
 * it is given to a path function, directly or by a variable (`passed`: those of all sources), or held by an
 * option for a place. The imports of a source that is `compiled` were resolved by the compiler.
 */
export function namesEntry(
  facts: SourceFacts,
  path: string,
  compiled = false,
  passed: ReadonlySet<string> = new Set(facts.passed),
): boolean {
  const name = basename(path);
  return (
    facts.texts.some(({ value, call, holder }) => {
      if (value === name)
        return (
          name.includes(".") ||
          PATH_CALL.test(call) ||
          (holder !== "" && (PLACE.test(holder) || passed.has(holder)))
        );
      if (!value.includes(name)) return false;
      if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !value.startsWith("file:")) return false;
      return [value, ...value.split(/[\s,;:|]+/)].some((text) => goesThrough(text, path));
    }) ||
    (!compiled &&
      facts.imports.some(
        (specifier) => isRelative(specifier) && specifier.split("/").includes(name) && extname(name) === "",
      ))
  );
}

/** `a/b/src` is a folder src in one called b, wherever it is read from: another folder's src is not meant. */
function goesThrough(text: string, path: string): boolean {
  if (!/[\\/]/.test(text)) return false;
  const [name, parent] = [basename(path), basename(dirname(path))];
  const parts = text.split(/[\\/]/);
  return parts.some((part, at) => {
    const before = parts[at - 1];
    return part === name && (before === undefined || /^\.{0,2}$|[*?[{]/.test(before) || before === parent);
  });
}
