/**
 * Lockfiles of npm (all versions), yarn classic and berry, pnpm and bun, as far as dfsplit asks
 * them: does a package stay when dev dependencies go, can it be imported from the root, which
 * package brings a program, and does the file agree with package.json.
 */
import { dirname, join, relative } from "node:path/posix";
import { parse as parseYaml } from "yaml";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { asObject, asRecord, asText, parseJson, type Json, type JsonObject } from "./jsonText.js";
import type { LockedPackage, Lockfile, LockScope, Manager } from "./locked.js";
import type { PackageJson } from "./packageJson.js";
import { readYarn } from "./yarnLock.js";

export type { LockedPackage, Lockfile, Manager } from "./locked.js";

const FILES: readonly { readonly name: string; readonly manager: Manager }[] = [
  // npm prefers its shrinkwrap; https://docs.npmjs.com/cli/v10/configuring-npm/npm-shrinkwrap-json
  { name: "npm-shrinkwrap.json", manager: "npm" },
  { name: "package-lock.json", manager: "npm" },
  { name: "yarn.lock", manager: "yarn-classic" },
  { name: "pnpm-lock.yaml", manager: "pnpm" },
  { name: "bun.lock", manager: "bun" },
  { name: "bun.lockb", manager: "bun" },
];

/** The lockfiles that lie in the directory, absolute. */
export function lockfilesIn(
  directory: string,
  tree: ImageTree,
): readonly { readonly path: string; readonly manager: Manager }[] {
  return FILES.flatMap(({ name, manager }) => {
    const path = join(directory, name);
    if (tree.kind(path) !== "file") return [];
    return [
      {
        path,
        manager: name === "yarn.lock" && isBerry(path, directory, tree) ? ("yarn-berry" as const) : manager,
      },
    ];
  });
}

function isBerry(path: string, directory: string, tree: ImageTree): boolean {
  const text = tree.read(path);
  return (
    (text.known && /^__metadata:/m.test(text.value)) || tree.kind(join(directory, ".yarnrc.yml")) === "file"
  );
}

/** The lockfile that this manager reads in the directory, null when there is none. */
export function lockfileOf(manager: Manager, directory: string, tree: ImageTree): string | null {
  return lockfilesIn(directory, tree).find((one) => one.manager === manager)?.path ?? null;
}

export function readLockfile(
  path: string,
  manager: Manager,
  pkg: PackageJson,
  tree: ImageTree,
  members: readonly PackageJson[] = [],
): Known<Lockfile> {
  const scope: LockScope = { root: dirname(path), pkg, members };
  if (path.endsWith(".lockb")) return unknown(`${path} is binary`);
  const text = tree.read(path);
  if (!text.known) return text;
  try {
    switch (manager) {
      case "npm":
        return readNpm(path, text.value, scope);
      case "yarn-classic":
      case "yarn-berry":
        return readYarn(path, text.value, manager, scope);
      case "pnpm":
        return readPnpm(path, text.value, scope);
      case "bun":
        return unknown(`${path} is not read`);
    }
  } catch (error) {
    return unknown(`${path} cannot be read: ${error instanceof Error ? error.message : "unknown form"}`);
  }
}

function readNpm(path: string, text: string, { root: directory, pkg, members }: LockScope): Known<Lockfile> {
  const json = parseJson(text);
  const root = json.known ? asObject(json.value) : null;
  if (root === null) return unknown(`${path} is not a lockfile`);
  const version = String(Number(root["lockfileVersion"] ?? 1));
  const packages = asObject(root["packages"]);
  if (packages !== null) {
    const differs = [pkg, ...members]
      .map((one) => {
        const own = asObject(packages[relative(directory, one.directory)]) ?? {};
        return difference(
          one,
          { ...asRecord(own["optionalDependencies"]), ...asRecord(own["dependencies"]) },
          asRecord(own["devDependencies"]),
        );
      })
      .find((one) => one !== null);
    return known({
      manager: "npm",
      path,
      version,
      packages: Object.entries(packages).flatMap(([key, value]) => npmPackage(key, asObject(value))),
      differs: differs ?? null,
    });
  }
  const dependencies = asObject(root["dependencies"]);
  if (dependencies === null && Object.keys({ ...pkg.dependencies, ...pkg.devDependencies }).length > 0) {
    return unknown(`${path} lists no packages`);
  }
  const missing = Object.keys({ ...pkg.dependencies, ...pkg.devDependencies }).find(
    (name) => !(name in (dependencies ?? {})),
  );
  return known({
    manager: "npm",
    path,
    version,
    packages: nested(dependencies ?? {}, true),
    differs: missing === undefined ? null : `${missing} of package.json is not in ${path}`,
  });
}

function npmPackage(key: string, value: JsonObject | null): readonly LockedPackage[] {
  const at = key.lastIndexOf("node_modules/");
  if (at < 0 || value === null) return [];
  const bin = value["bin"];
  return [
    {
      name: key.slice(at + "node_modules/".length),
      version: asText(value["version"]) ?? "",
      production: value["dev"] !== true,
      hoisted: at === 0,
      bins: Object.keys(asObject(bin) ?? {}),
    },
  ];
}

function nested(dependencies: JsonObject, hoisted: boolean): readonly LockedPackage[] {
  return Object.entries(dependencies).flatMap(([name, value]): readonly LockedPackage[] => {
    const entry = asObject(value);
    if (entry === null) return [];
    const own: LockedPackage = {
      name,
      version: asText(entry["version"]) ?? "",
      production: entry["dev"] !== true,
      hoisted,
      bins: null,
    };
    return [own, ...nested(asObject(entry["dependencies"]) ?? {}, false)];
  });
}

function difference(
  pkg: PackageJson,
  production: Readonly<Record<string, string>>,
  dev: Readonly<Record<string, string>>,
): string | null {
  const differ = (
    wanted: Readonly<Record<string, string>>,
    locked: Readonly<Record<string, string>>,
  ): string | undefined => Object.keys(wanted).find((name) => locked[name] !== wanted[name]);
  const name =
    differ({ ...pkg.optionalDependencies, ...pkg.dependencies }, production) ??
    differ(pkg.devDependencies, dev);
  return name === undefined ? null : `the lockfile has another range for ${name} than package.json`;
}

/** Lockfile versions 5 to 9: https://github.com/pnpm/spec/blob/master/lockfile */
function readPnpm(path: string, text: string, { root: directory, pkg, members }: LockScope): Known<Lockfile> {
  const root = asObject(parseYaml(text) as Json);
  if (root === null) return unknown(`${path} is not a lockfile`);
  const importers = asObject(root["importers"]);
  if (importers !== null && members.length === 0 && Object.keys(importers).length > 1)
    return unknown(`${path} locks a workspace`);
  const lockedFor = (one: PackageJson): ReturnType<typeof pnpmImporter> =>
    pnpmImporter(
      asObject(importers?.[relative(directory, one.directory) || "."]) ?? (one === pkg ? root : {}),
    );
  const { production, dev } = lockedFor(pkg);
  const differs = [pkg, ...members]
    .map((one) => {
      const locked = lockedFor(one);
      return difference(one, locked.production, locked.dev);
    })
    .find((one) => one !== null);
  return known({
    manager: "pnpm",
    path,
    version: String(asText(root["lockfileVersion"]) ?? Number(root["lockfileVersion"] ?? 0)),
    // Only direct dependencies lie in the root's node_modules: that is all an import can reach.
    packages: [
      ...Object.keys(production).map((name) => [name, true] as const),
      ...Object.keys(dev).map((name) => [name, name in production] as const),
    ].map(([name, stays]) => ({ name, version: "", production: stays, hoisted: true, bins: null })),
    differs: differs ?? null,
  });
}

/** Ranges under which the direct dependencies of one package are locked. */
function pnpmImporter(own: JsonObject): {
  readonly production: Readonly<Record<string, string>>;
  readonly dev: Readonly<Record<string, string>>;
} {
  const specifiers = asRecord(own["specifiers"]);
  const direct = (field: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(asObject(own[field]) ?? {}).map(([name, value]) => [
        name,
        asText(asObject(value)?.["specifier"]) ?? specifiers[name] ?? "",
      ]),
    );
  return {
    production: { ...direct("optionalDependencies"), ...direct("dependencies") },
    dev: direct("devDependencies"),
  };
}
