/**
 * `imports` of package.json as node resolves it (https://nodejs.org/api/packages.html#subpath-imports). In: the package
 * and the conditions of the command; out: the targets that the program can reach, as they are written. They hold for
 * files whose closest package.json it is: one that the build puts beside its output has its own.
 */
import { dirname, join } from "node:path/posix";
import type { ImageTree, Output } from "../../model/types.js";
import { asObject, type Json } from "./jsonText.js";
import type { PackageJson } from "./packageJson.js";
import { upward, within } from "./paths.js";

/** Conditions of node itself; whether a file is imported or required, both may happen. */
const CONDITIONS = ["node-addons", "node", "import", "require", "module-sync", "default"];

export function importTargets(
  pkg: PackageJson | null,
  entry: string | null,
  conditions: readonly string[],
  tree: ImageTree,
  outputs: readonly Output[],
): readonly string[] {
  if (pkg === null || hasOwnPackage(entry, pkg, tree, outputs)) return [];
  const holding = new Set([...CONDITIONS, ...conditions]);
  const imports = Object.values(asObject(pkg.fields["imports"]) ?? {}) as readonly Json[];
  return imports.flatMap((target) => targets(target, holding));
}

/** Which of the conditions comes first in the file decides, and `import` and `require` each for their way. */
function targets(value: Json | undefined, holding: ReadonlySet<string>): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((one: Json) => targets(one, holding));
  const found: string[] = [];
  for (const [condition, target] of Object.entries(asObject(value) ?? {})) {
    if (!holding.has(condition)) continue;
    found.push(...targets(target, holding));
    if (condition !== "import" && condition !== "require" && condition !== "module-sync") break;
  }
  return found;
}

function hasOwnPackage(
  entry: string | null,
  { directory }: PackageJson,
  tree: ImageTree,
  outputs: readonly Output[],
): boolean {
  if (entry === null) return false;
  return upward(dirname(entry))
    .filter((folder) => folder !== directory && within(folder, directory))
    .map((folder) => join(folder, "package.json"))
    .some((path) => tree.kind(path) === "file" || outputs.some((output) => output.path === path));
}
