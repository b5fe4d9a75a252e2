/**
 * package.json as npm, yarn, pnpm and bun read it. In: a directory of the image; out: the fields
 * that decide what runs, or unknown where the file is there and cannot be read.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { asObject, asRecord, asText, asTexts, parseJson, type JsonObject } from "./jsonText.js";
import { upward } from "./paths.js";

export interface PackageJson {
  /** absolute, where package.json stands */
  readonly directory: string;
  readonly name: string | null;
  readonly main: string | null;
  readonly module: boolean;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  /** patterns of its workspaces, empty when it has none */
  readonly workspaces: readonly string[];
  readonly packageManager: string | null;
  /** every field, for the tools that keep their settings here */
  readonly fields: JsonObject;
}

/** null when there is no package.json in the directory. */
export function readPackage(directory: string, tree: ImageTree): Known<PackageJson | null> {
  const path = join(directory, "package.json");
  if (tree.kind(path) !== "file") return known(null);
  const text = tree.read(path);
  if (!text.known) return text;
  const json = parseJson(text.value);
  if (!json.known) return unknown(`${path} is not JSON: ${json.because}`);
  const fields = asObject(json.value);
  if (fields === null) return unknown(`${path} is no object`);
  const workspaces = fields["workspaces"];
  return known({
    directory,
    name: asText(fields["name"]),
    main: asText(fields["main"]),
    module: fields["type"] === "module",
    scripts: asRecord(fields["scripts"]),
    dependencies: asRecord(fields["dependencies"]),
    devDependencies: asRecord(fields["devDependencies"]),
    optionalDependencies: asRecord(fields["optionalDependencies"]),
    peerDependencies: asRecord(fields["peerDependencies"]),
    workspaces: asTexts(Array.isArray(workspaces) ? workspaces : asObject(workspaces)?.["packages"]),
    packageManager: asText(fields["packageManager"]),
    fields,
  });
}

/** The package that a command in `directory` works on: the closest package.json upwards. */
export function closestPackage(directory: string, tree: ImageTree): Known<PackageJson | null> {
  for (const candidate of upward(directory)) {
    const found = readPackage(candidate, tree);
    if (!found.known || found.value !== null) return found;
  }
  return known(null);
}

/** What is installed in production: dependencies and optionalDependencies. */
export function productionNames(pkg: PackageJson): readonly string[] {
  return [...Object.keys(pkg.dependencies), ...Object.keys(pkg.optionalDependencies)];
}

export function hasDependencies(pkg: PackageJson): boolean {
  return [pkg.dependencies, pkg.devDependencies, pkg.optionalDependencies].some(
    (one) => Object.keys(one).length > 0,
  );
}

/** Folders that production dependencies are links to (`file:../lib`, `link:./lib`), absolute; archives are unpacked instead. */
export function linkedFolders(pkg: PackageJson): readonly string[] {
  return Object.values({ ...pkg.optionalDependencies, ...pkg.dependencies }).flatMap((range) => {
    const path = /^(?:(?:file|link|portal):|(?=\.{1,2}\/))(.+)$/.exec(range)?.[1];
    return path === undefined || /\.(tgz|tar\.gz)$/.test(path)
      ? []
      : [resolve(pkg.directory, path.replace(/^\/\//, ""))];
  });
}
