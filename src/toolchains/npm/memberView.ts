/**
 * One package of a workspace, as the program sees it: run as it is, compiled into output that is loaded
 * instead of its sources, or a site that another package serves. In: the package, and what the build made; out: the
 * sources that run, and what of the folder was input of the build. A package of which that cannot be shown goes
 * along whole, with all its sources taken as running.
 */
import { resolve } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import { closure, packageOf, type ScannedSource } from "./imports.js";
import { asObject, asText, type Json } from "./jsonText.js";
import type { PackageJson } from "./packageJson.js";
import { within } from "./paths.js";
import { producerOf, type Producer, type Work } from "./produced.js";
import { runtimeSources, sourceFiles } from "./runtimeSources.js";

export interface MemberView {
  readonly member: PackageJson;
  readonly kind: "whole" | "compiled" | "site";
  readonly sources: readonly ScannedSource[];
  readonly unread: readonly string[];
  readonly inputs: ReadonlySet<string>;
  /** folders and files that a tool's documentation calls its sources */
  readonly folders: ReadonlySet<string>;
  /** files that must be there: what others load of it */
  readonly targets: readonly string[];
}

export interface MemberQuestion {
  readonly member: PackageJson;
  /** the program's entry file, where it is this package that runs */
  readonly entry: string | null;
  readonly uses: readonly string[];
  /** the packages that are in the image at run time, and the root's own */
  readonly others: readonly PackageJson[];
  readonly works: readonly Work[];
}

export function memberView(question: MemberQuestion, tree: ImageTree, history: BuildHistory): MemberView {
  const { member, entry, uses, works } = question;
  const own = works.filter(({ making }) => worksIn(member.directory, making));
  const targets = entry === null ? loadedFiles(member) : [entry];
  if (own.length === 0 || (entry === null && reachesInto(question, own, tree))) return whole(member, tree);
  if (targets.length === 0)
    return isSite(question, own) ? site(member, own, uses, tree) : whole(member, tree);
  const producers = targets.map((target) => producerOf(target, tree, history, own));
  if (!producers.every(made)) return whole(member, tree);
  const parts = targets.map((target, at) =>
    runtimeSources(member.directory, member, target, producers[at] ?? null, own, uses, tree),
  );
  if (!parts.every(({ compiled }) => compiled)) return whole(member, tree);
  return {
    member,
    kind: "compiled",
    sources: distinct(parts.flatMap(({ scan }) => scan.sources)),
    unread: parts.flatMap(({ scan }) => scan.unread),
    inputs: new Set(parts.flatMap(({ inputs }) => [...inputs])),
    folders: foldersOf(own),
    targets,
  };
}

function whole(member: PackageJson, tree: ImageTree): MemberView {
  const { sources, unread } = closure(sourceFiles(member.directory, tree), tree, () => []);
  return { member, kind: "whole", sources, unread, inputs: new Set(), folders: new Set(), targets: [] };
}

/** Nothing loads its modules: what it has for others is the folder that its bundler wrote. */
function site(
  member: PackageJson,
  works: readonly Work[],
  uses: readonly string[],
  tree: ImageTree,
): MemberView {
  const { inputs } = runtimeSources(member.directory, member, null, null, works, uses, tree);
  return { member, kind: "site", sources: [], unread: [], inputs, folders: foldersOf(works), targets: [] };
}

function foldersOf(works: readonly Work[]): ReadonlySet<string> {
  return new Set(works.flatMap(({ making }) => making.sources));
}

function worksIn(directory: string, { emits, partial, sources }: Work["making"]): boolean {
  const there = (path: string): boolean => within(path, directory);
  return (
    [...emits.keys()].some(there) ||
    (sources.some(there) && partial.some(({ path, role }) => role === "artifact" && there(path)))
  );
}

function made(producer: Producer): boolean {
  return producer.kind === "tool" || (producer.kind === "folder" && producer.work !== null);
}

/** A package that no other one depends on, and whose tools write a folder of files with names of their own. */
function isSite({ member, others }: MemberQuestion, works: readonly Work[]): boolean {
  const { name } = member;
  const loaded = others.some(
    (one) =>
      one.directory !== member.directory &&
      name !== null &&
      [one.dependencies, one.devDependencies, one.optionalDependencies, one.peerDependencies].some(
        (names) => name in names,
      ),
  );
  return (
    !loaded &&
    works.some(({ making }) => making.opaque.some((path) => within(path, member.directory))) &&
    works.every(({ making }) => [...making.emits.keys()].every((path) => !within(path, member.directory)))
  );
}

/** `@shop/prices/src/table` goes past `main`: only where the folder is output too, or `exports` tells all there is. */
function reachesInto({ member, others }: MemberQuestion, works: readonly Work[], tree: ImageTree): boolean {
  const { name, directory, fields } = member;
  if (name === null || "exports" in fields) return false;
  const deep = others
    .filter((one) => one.directory !== directory)
    .flatMap((one) => closure(sourceFiles(one.directory, tree), tree, () => []).sources)
    .flatMap(({ facts }) => [...facts.imports, ...facts.texts.map(({ value }) => value)])
    .filter((one) => one.startsWith(`${name}/`) && packageOf(one) === name);
  return deep.some((one) => {
    const path = resolve(directory, one.slice(name.length + 1));
    return !works.some(
      ({ making }) =>
        making.opaque.some((folder) => within(path, folder)) ||
        [...making.emits.keys()].some((output) => output === path || output.startsWith(`${path}.`)),
    );
  });
}

/** The files that package.json gives others to load: `main`, `module` and `exports` (types are for compilers), `bin`. */
function loadedFiles(pkg: PackageJson): readonly string[] {
  const { fields, directory, main } = pkg;
  const { exports, module, bin } = fields;
  const named = [
    ...(main === null ? [] : [main]),
    ...(asText(module) === null ? [] : [asText(module) ?? ""]),
    ...exported(exports),
    ...(asText(bin) === null ? Object.values(asObject(bin) ?? {}) : [bin]).flatMap(
      (one) => asText(one) ?? [],
    ),
  ];
  return [
    ...new Set(
      named.filter((path) => !path.includes("*")).map((path) => withExtension(resolve(directory, path))),
    ),
  ];
}

function withExtension(path: string): string {
  return /\.([cm]?[jt]sx?|json|node)$/.test(path) ? path : `${path}.js`;
}

function exported(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(exported);
  return Object.entries(asObject(value) ?? {}).flatMap(([condition, one]) =>
    condition === "types" || condition.startsWith("types@") || /package\.json$/.test(condition)
      ? []
      : exported(one),
  );
}

function distinct(sources: readonly ScannedSource[]): readonly ScannedSource[] {
  return [...new Map(sources.map((source) => [source.path, source])).values()];
}
