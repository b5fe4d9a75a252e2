/**
 * Workspaces of npm, yarn and pnpm, and lerna repositories: which folder is the root, which packages
 * belong to it, and which of them a package reaches by what it declares. In: a folder of the image; out:
 * the workspace that it is a part of, or null. Only packages that are in the image count.
 */
import { join, relative } from "node:path/posix";
import picomatch from "picomatch";
import { parse as parseYaml } from "yaml";
import type { ImageTree } from "../../model/types.js";
import { asObject, asTexts, parseJson, type Json } from "./jsonText.js";
import { closestPackage, readPackage, type PackageJson } from "./packageJson.js";
import { upward } from "./paths.js";

export interface Workspace {
  /** absolute */
  readonly root: string;
  readonly members: readonly PackageJson[];
}

/** Folders are listed this deep for a pattern with `**`. */
const DEPTH = 5;

export function workspaceAround(directory: string, tree: ImageTree): Workspace | null {
  const own = closestPackage(directory, tree);
  const home = own.known ? (own.value?.directory ?? directory) : directory;
  for (const root of upward(home)) {
    const patterns = patternsOf(root, tree);
    if (patterns.length === 0) continue;
    const members = membersOf(root, patterns, tree);
    // A package beside the patterns is a project of its own.
    if (members.length > 0 && (root === home || members.some((member) => member.directory === home)))
      return { root, members };
  }
  return null;
}

function patternsOf(root: string, tree: ImageTree): readonly string[] {
  const pkg = readPackage(root, tree);
  const own = pkg.known && pkg.value !== null ? pkg.value.workspaces : [];
  const pnpm = tree.read(join(root, "pnpm-workspace.yaml"));
  const lerna = tree.read(join(root, "lerna.json"));
  return [
    ...own,
    ...(pnpm.known ? listed(yaml(pnpm.value)) : []),
    ...(lerna.known && own.length === 0 ? lernaPatterns(lerna.value) : []),
  ].filter((pattern) => pattern !== ".");
}

function yaml(text: string): Json {
  try {
    return parseYaml(text) as Json;
  } catch {
    return null;
  }
}

function listed(value: Json): readonly string[] {
  return asTexts(asObject(value)?.["packages"]);
}

/** https://lerna.js.org/docs/api-reference/configuration: `packages/*` where nothing else is said */
function lernaPatterns(text: string): readonly string[] {
  const json = parseJson(text);
  if (!json.known) return [];
  const patterns = listed(json.value);
  return patterns.length > 0 || asObject(json.value)?.["useWorkspaces"] === true ? patterns : ["packages/*"];
}

function membersOf(root: string, patterns: readonly string[], tree: ImageTree): readonly PackageJson[] {
  const plain = (pattern: string): string => pattern.replace(/^\.\//, "").replace(/\/+$/, "");
  const without = patterns.filter((one) => one.startsWith("!")).map((one) => plain(one.slice(1)));
  const left = without.length === 0 ? () => false : picomatch(without);
  const directories = patterns
    .filter((one) => !one.startsWith("!"))
    .flatMap((pattern) => expand(root, plain(pattern).split("/"), tree, 0));
  return [...new Set(directories)]
    .filter((directory) => directory !== root && !left(relative(root, directory)))
    .sort()
    .flatMap((directory) => {
      const pkg = readPackage(directory, tree);
      return pkg.known && pkg.value !== null ? [pkg.value] : [];
    });
}

/** The folders of the image that the parts of a pattern mean. */
function expand(
  directory: string,
  parts: readonly string[],
  tree: ImageTree,
  depth: number,
): readonly string[] {
  const [part, ...rest] = parts;
  if (part === undefined || part === "") return [directory];
  const below = (): readonly string[] =>
    (tree.entries(directory) ?? []).filter(
      (name) => name !== "node_modules" && tree.kind(join(directory, name)) === "directory",
    );
  if (part === "**") {
    if (depth > DEPTH) return [];
    return [
      ...expand(directory, rest, tree, depth),
      ...below().flatMap((name) => expand(join(directory, name), parts, tree, depth + 1)),
    ];
  }
  if (!/[*?{[(]/.test(part)) {
    const path = join(directory, part);
    return tree.kind(path) === "directory" ? expand(path, rest, tree, depth) : [];
  }
  const matches = picomatch(part);
  return below()
    .filter((name) => matches(name))
    .flatMap((name) => expand(join(directory, name), rest, tree, depth));
}

/** The members that these packages name among their dependencies of any kind, and theirs in turn, the packages themselves included. */
export function reachedMembers(from: readonly PackageJson[], { members }: Workspace): readonly PackageJson[] {
  const found = new Set<PackageJson>();
  const queue = [...from];
  while (queue.length > 0) {
    const pkg = queue.pop();
    if (pkg === undefined || found.has(pkg)) continue;
    found.add(pkg);
    const names = {
      ...pkg.dependencies,
      ...pkg.devDependencies,
      ...pkg.optionalDependencies,
      ...pkg.peerDependencies,
    };
    queue.push(...members.filter(({ name }) => name !== null && name in names));
  }
  return members.filter((member) => [...found].some(({ directory }) => directory === member.directory));
}
