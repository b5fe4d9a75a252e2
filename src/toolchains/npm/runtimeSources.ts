/**
 * The sources behind what runs: the entry file and what it loads, or, for a compiled entry, the
 * files that the compiler made it from. Where modules are loaded by computed names, or the tool
 * decides the names of its output, every source that may be meant counts.
 */
import { basename, dirname, join } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import { aliasOf, type Alias } from "./alias.js";
import { buildOnlyName, compilerSetting } from "./buildOnly.js";
import { readByConvention } from "./conventions.js";
import { closure, SOURCE, type Scan } from "./imports.js";
import { readTypeScriptConfig } from "./outputs/tsconfig.js";
import type { PackageJson } from "./packageJson.js";
import { below, within } from "./paths.js";
import type { Producer, Work } from "./produced.js";
import { selfContained } from "./selfContained.js";

export interface RuntimeSources {
  readonly scan: Scan;
  /** the entry is what a tool made */
  readonly compiled: boolean;
  /** files that tools turn into output, absolute */
  readonly inputs: ReadonlySet<string>;
  readonly alias: Alias;
}

export function runtimeSources(
  directory: string,
  pkg: PackageJson | null,
  entry: string | null,
  producer: Producer | null,
  works: readonly Work[],
  uses: readonly string[],
  tree: ImageTree,
): RuntimeSources {
  const home = pkg?.directory ?? directory;
  // nx has its aliases in tsconfig.base.json
  const settings = ["tsconfig.json", "tsconfig.base.json"].find(
    (name) => tree.kind(join(home, name)) === "file",
  );
  const config = readTypeScriptConfig(join(home, settings ?? "tsconfig.json"), tree);
  const alias = aliasOf(pkg, config.known ? config.value : null, tree);
  const all = (): readonly string[] => sourceFiles(directory, tree);
  // A bundle with its dependencies in it reads no settings of the tool that made it.
  const configs = (selfContained(entry, works) === null ? (tree.entries(home) ?? []) : [])
    .filter(
      (name) =>
        (/\.config\.[cm]?[jt]s$|^(knexfile|ormconfig|data-source)/.test(name) && SOURCE.test(name)) ||
        (readByConvention(name, new Set(uses), uses) !== null &&
          tree.kind(join(home, name)) === "file" &&
          (SOURCE.test(name) || !/.\./.test(name))),
    )
    .filter((name) => buildOnlyName(name) === null && !compilerSetting(name))
    // node loads no TypeScript; the program whose settings they are may.
    .filter((name) => !/\.[cm]?tsx?$/.test(name) || readByConvention(name, new Set(), uses) !== null)
    .map((name) => join(home, name));
  // What the settings load at run time is read as it is, though the program was compiled from it, too.
  const loaded = new Set(closure(configs, tree, alias.find).sources.map(({ path }) => path));
  const inputs = new Set([...inputsOf(works, tree, alias)].filter((path) => !loaded.has(path)));
  const from = (roots: readonly string[], fallback: () => readonly string[]): Scan => {
    const scan = closure([...roots, ...configs], tree, alias.find);
    return scan.dynamic === null && scan.unread.length === 0
      ? scan
      : closure([...roots, ...configs, ...fallback()], tree, alias.find);
  };
  if (entry === null || producer === null)
    return { scan: closure(all(), tree, alias.find), compiled: false, inputs, alias };
  if (producer.kind === "context" && tree.kind(entry) === "file") {
    // What bundlers turned into output for the browser is no module of the server.
    const own = (): readonly string[] =>
      all().filter((path) => !inputs.has(path) || within(path, dirname(entry)));
    return { scan: from([entry], own), compiled: false, inputs, alias };
  }
  if (producer.kind === "tool" && producer.source !== null) {
    const { emits } = producer.work.making;
    return { scan: from([producer.source], () => [...emits.values()]), compiled: true, inputs, alias };
  }
  const work = producer.kind === "tool" || producer.kind === "folder" ? producer.work : null;
  const emitted = [...(work?.making.emits.values() ?? [])];
  const roots =
    emitted.length > 0
      ? emitted
      : (work?.making.sources ?? [])
          .flatMap((path) => tree.files(path))
          .filter((path) => SOURCE.test(path) && !isTest(path));
  return {
    scan: closure(roots.length === 0 ? all() : [...roots, ...configs], tree, alias.find),
    compiled: producer.kind !== "context",
    inputs,
    alias,
  };
}

/** All sources below a folder that are no tests, no settings of tools and not installed. */
export function sourceFiles(directory: string, tree: ImageTree): readonly string[] {
  return tree.files(directory).filter((path) => {
    if (isTest(path)) return false;
    const parts = path.slice(below(directory).length).split("/");
    if (parts.includes("node_modules") || (!SOURCE.test(path) && !isNodeScript(path, tree))) return false;
    return buildOnlyName(parts[0] ?? "") === null && !compilerSetting(basename(path));
  });
}

/** A program by its first line: `bin/www`. */
function isNodeScript(path: string, tree: ImageTree): boolean {
  if (basename(path).includes(".")) return false;
  const text = tree.read(path);
  return text.known && /^#!.*\bnode\b/.test(text.value);
}

export function isTest(path: string): boolean {
  return /\.(test|spec|stories)\.[cm]?[jt]sx?$|\/(__tests__|__mocks__)\/|\.d\.[cm]?ts$/.test(path);
}

function inputsOf(works: readonly Work[], tree: ImageTree, alias: Alias): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { making } of works) {
    const files = making.sources.flatMap((path) => tree.files(path));
    for (const file of files) found.add(file);
    // A compiler writes what it was given; a bundler takes in what that loads.
    if (making.emits.size > 0) continue;
    const loaded = closure(
      files.filter((path) => SOURCE.test(path)),
      tree,
      alias.find,
      true,
    );
    for (const { path } of loaded.sources) found.add(path);
  }
  return found;
}
