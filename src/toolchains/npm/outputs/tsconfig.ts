/**
 * tsconfig.json with what it extends. In: its path; out: the options that decide which files tsc
 * compiles and where it writes. Unknown where a base lies in a package that may set them.
 */
import { dirname, join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { ImageTree } from "../../../model/types.js";
import { asObject, asText, asTexts, parseJson, type Json, type JsonObject } from "../jsonText.js";

export interface TypeScriptConfig {
  /** absolute */
  readonly path: string;
  /** patterns, absolute; null: not given */
  readonly files: readonly string[] | null;
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[] | null;
  readonly references: readonly string[];
  readonly outDir: string | null;
  readonly rootDir: string | null;
  readonly outFile: string | null;
  readonly baseUrl: string | null;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  /** what `paths` are relative to */
  readonly pathsBase: string;
  readonly allowJs: boolean;
  readonly noEmit: boolean;
  readonly declarationOnly: boolean;
  readonly composite: boolean;
  readonly incremental: boolean;
  readonly preserveJsx: boolean;
  /** absolute; where tsBuildInfoFile says */
  readonly buildInfo: string | null;
}

/** Published bases that set neither folders nor files: https://github.com/tsconfig/bases */
const HARMLESS_BASES = /^(@tsconfig\/|@vue\/tsconfig(\/|$))/;
const DEPTH = 8;

export function readTypeScriptConfig(path: string, tree: ImageTree, depth = 0): Known<TypeScriptConfig> {
  if (depth > DEPTH) return unknown(`${path} extends itself`);
  const text = tree.read(path);
  if (!text.known) return text;
  const json = parseJson(text.value);
  if (!json.known) return unknown(`${path} cannot be read: ${json.because}`);
  const root = asObject(json.value);
  if (root === null) return unknown(`${path} is no object`);
  const directory = dirname(path);
  let base = null as TypeScriptConfig | null;
  const bases = typeof root["extends"] === "string" ? [root["extends"]] : asTexts(root["extends"]);
  for (const name of bases) {
    if (HARMLESS_BASES.test(name)) continue;
    if (!/^\.{0,2}\//.test(name)) return unknown(`${path} extends ${name}, which lies in a package`);
    const written = resolve(directory, name);
    const file = [written, `${written}.json`].find((candidate) => tree.kind(candidate) === "file");
    if (file === undefined) return unknown(`${path} extends ${name}, which is not there`);
    const read = readTypeScriptConfig(file, tree, depth + 1);
    if (!read.known) return read;
    // of several bases the later one wins; only what it does not set comes from the one before
    base = base === null ? read.value : later(base, read.value);
  }
  return known(merge(path, directory, root, base));
}

function later(one: TypeScriptConfig, other: TypeScriptConfig): TypeScriptConfig {
  const set = Object.fromEntries(
    Object.entries(other).filter(([, value]) => value !== null && value !== false),
  );
  return { ...one, ...(set as Partial<TypeScriptConfig>) };
}

function merge(
  path: string,
  directory: string,
  root: JsonObject,
  base: TypeScriptConfig | null,
): TypeScriptConfig {
  const options = asObject(root["compilerOptions"]) ?? {};
  const place = (value: string): string => resolve(directory, value.replace("${configDir}", directory));
  const list = (name: string): readonly string[] | null =>
    Array.isArray(root[name]) ? asTexts(root[name] as Json).map(place) : null;
  const folder = (name: string): string | null => {
    const value = asText(options[name]);
    return value === null ? null : place(value);
  };
  const flag = (name: string, fallback: boolean): boolean =>
    typeof options[name] === "boolean" ? options[name] : fallback;
  const paths = asObject(options["paths"]);
  const baseUrl = folder("baseUrl") ?? base?.baseUrl ?? null;
  return {
    path,
    files: list("files") ?? base?.files ?? null,
    include: list("include") ?? base?.include ?? null,
    exclude: list("exclude") ?? base?.exclude ?? null,
    references: (Array.isArray(root["references"]) ? root["references"] : []).flatMap((one: Json) => {
      const target = asText(asObject(one)?.["path"]);
      if (target === null) return [];
      return [
        target.endsWith(".json")
          ? resolve(directory, target)
          : join(resolve(directory, target), "tsconfig.json"),
      ];
    }),
    outDir: folder("outDir") ?? base?.outDir ?? null,
    rootDir: folder("rootDir") ?? base?.rootDir ?? null,
    outFile: folder("outFile") ?? base?.outFile ?? null,
    baseUrl,
    paths:
      paths === null
        ? (base?.paths ?? {})
        : Object.fromEntries(Object.entries(paths).map(([name, targets]) => [name, asTexts(targets)])),
    pathsBase: paths === null ? (baseUrl ?? base?.pathsBase ?? directory) : (baseUrl ?? directory),
    allowJs: flag("allowJs", base?.allowJs ?? false),
    noEmit: flag("noEmit", base?.noEmit ?? false),
    declarationOnly: flag("emitDeclarationOnly", base?.declarationOnly ?? false),
    composite: flag("composite", base?.composite ?? false),
    incremental: flag("incremental", base?.incremental ?? false),
    preserveJsx: (
      asText(options["jsx"])?.toLowerCase() ?? (base?.preserveJsx === true ? "preserve" : "")
    ).startsWith("preserve"),
    buildInfo: folder("tsBuildInfoFile") ?? base?.buildInfo ?? null,
  };
}
