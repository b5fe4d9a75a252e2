/**
 * Does what tsc writes load in node as the sources did in ts-node or tsx? In: the compiler's configuration and
 * the sources that run; out: null, or why not: modules that node would not load, files that are found by the
 * place of the source, sources that are named as such. Source: the module option of TypeScript's reference, tried with 5.9.
 */
import { dirname, resolve } from "node:path/posix";
import type { ImageTree } from "../../../model/types.js";
import { isRelative, type Scan } from "../imports.js";
import { asObject, asText, parseJson } from "../jsonText.js";
import { tokens } from "../literals.js";
import type { PackageJson } from "../packageJson.js";

/** The `module` that the configuration sets, itself or by what it extends, in small letters; null: it sets none that can be read. */
export function moduleKind(path: string, tree: ImageTree, depth = 0): string | null {
  const text = tree.read(path);
  const json = text.known ? parseJson(text.value) : null;
  const root = json?.known === true ? asObject(json.value) : null;
  if (root === null || depth > 4) return null;
  const own = asText(asObject(root["compilerOptions"])?.["module"]);
  if (own !== null) return own.toLowerCase();
  const base = asText(root["extends"]);
  if (base === null) return null;
  // https://github.com/tsconfig/bases: node10 to node14 set commonjs, later ones node16
  if (/^@tsconfig\/(node\d+|recommended)(\/|$)/.test(base)) return "node16";
  if (!isRelative(base)) return null;
  const file = resolve(dirname(path), base);
  return moduleKind(file.endsWith(".json") ? file : `${file}.json`, tree, depth + 1);
}

export function unloadable(config: string, pkg: PackageJson, scan: Scan, tree: ImageTree): string | null {
  const kind = moduleKind(config, tree);
  if (kind === null) return `${config} does not say which modules it writes (compilerOptions.module)`;
  if (kind === "commonjs")
    return pkg.module ? `${config} writes CommonJS, and package.json says that its files are modules` : null;
  if (/^node\d+$|^nodenext$/.test(kind)) return null;
  if (!/^es/.test(kind)) return `${config} writes modules of the kind ${kind}`;
  if (!pkg.module) return `${config} writes ${kind}, and package.json has no "type": "module"`;
  for (const { path, facts } of scan.sources) {
    const bare = facts.imports.find((name) => isRelative(name) && !/\.(c|m)?js(on)?$/.test(name));
    if (bare !== undefined)
      return `${path} imports ${bare} without an extension, which node does not resolve`;
  }
  return null;
}

/** What is found by the place or the name of a source, which the build moves. */
export function boundToSources(scan: Scan, tree: ImageTree): string | null {
  for (const { path, facts } of scan.sources) {
    const named = facts.texts.find(({ value }) => /\.[cm]?tsx?$/.test(value) && !/[{,]\.?js/.test(value));
    if (named !== undefined) return `${path} names ${named.value}, which stays behind as a source`;
    const text = tree.read(path);
    const list = text.known ? [...tokens(text.value)] : [];
    const at = list.findIndex(
      ({ kind, value }, index) =>
        (kind === "name" && (value === "__dirname" || value === "__filename")) ||
        (value === "meta" && list[index - 2]?.value === "import") ||
        (kind === "template" && value.includes("__dirname")),
    );
    if (at >= 0 && !list.slice(at, at + 6).some(({ kind, value }) => kind !== "name" && /\*.*js/.test(value)))
      return `${path} finds files by its own place, which is another one when it is compiled`;
  }
  return null;
}
