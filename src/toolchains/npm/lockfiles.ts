/**
 * Lockfiles of npm (all versions), yarn classic and berry, pnpm and bun, as far as dfsplit asks
 * them: does a package stay when dev dependencies go, can it be imported from the root, which
 * package brings a program, and does the file agree with package.json.
 */
import { join } from "node:path/posix";
import { parse as parseYaml } from "yaml";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { asObject, asRecord, asText, parseJson, type Json, type JsonObject } from "./jsonText.js";
import type { PackageJson } from "./packageJson.js";

export type Manager = "npm" | "yarn-classic" | "yarn-berry" | "pnpm" | "bun";

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** stays when dev dependencies are dropped */
  readonly production: boolean;
  /** lies directly in the root's node_modules */
  readonly hoisted: boolean;
  /** null: the lockfile does not tell */
  readonly bins: readonly string[] | null;
}

export interface Lockfile {
  readonly manager: Manager;
  /** absolute */
  readonly path: string;
  /** as the file says it: `3`, `9.0` */
  readonly version: string;
  readonly packages: readonly LockedPackage[];
  /** every direct dependency of package.json is locked under its own range; null: agrees */
  readonly differs: string | null;
}

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
): Known<Lockfile> {
  if (path.endsWith(".lockb")) return unknown(`${path} is binary`);
  const text = tree.read(path);
  if (!text.known) return text;
  try {
    switch (manager) {
      case "npm":
        return readNpm(path, text.value, pkg);
      case "yarn-classic":
      case "yarn-berry":
        return readYarn(path, text.value, manager, pkg);
      case "pnpm":
        return readPnpm(path, text.value, pkg);
      case "bun":
        return unknown(`${path} is not read`);
    }
  } catch (error) {
    return unknown(`${path} cannot be read: ${error instanceof Error ? error.message : "unknown form"}`);
  }
}

function readNpm(path: string, text: string, pkg: PackageJson): Known<Lockfile> {
  const json = parseJson(text);
  const root = json.known ? asObject(json.value) : null;
  if (root === null) return unknown(`${path} is not a lockfile`);
  const version = String(Number(root["lockfileVersion"] ?? 1));
  const packages = asObject(root["packages"]);
  if (packages !== null) {
    const own = asObject(packages[""]) ?? {};
    return known({
      manager: "npm",
      path,
      version,
      packages: Object.entries(packages).flatMap(([key, value]) => npmPackage(key, asObject(value))),
      differs: difference(
        pkg,
        { ...asRecord(own["optionalDependencies"]), ...asRecord(own["dependencies"]) },
        asRecord(own["devDependencies"]),
      ),
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

interface Block {
  readonly name: string;
  readonly version: string;
  readonly needs: Readonly<Record<string, string>>;
}

/** `name@range` -> what it resolves to; both forms of yarn.lock. */
function yarnBlocks(text: string): ReadonlyMap<string, Block> {
  const blocks = new Map<string, Block>();
  for (const part of text.replace(/\r/g, "").split(/\n(?=[^\s#])/)) {
    const [head = "", ...lines] = part
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("#"));
    if (!head.endsWith(":") || head.startsWith("__metadata")) continue;
    const keys = head.slice(0, -1).replace(/"/g, "").split(/,\s*/);
    const needs: Record<string, string> = {};
    let version = "";
    let section = "";
    for (const line of lines) {
      const field = /^ {2}"?([^\s":]+)"?:?\s*(.*)$/.exec(line);
      const entry = /^ {4}"?([^\s":]+)"?:?\s+"?([^"]*)"?$/.exec(line);
      if (entry !== null) {
        if (section === "dependencies" || section === "optionalDependencies")
          needs[entry[1] ?? ""] = entry[2] ?? "";
      } else if (field !== null) {
        section = field[1] ?? "";
        if (section === "version") version = (field[2] ?? "").replace(/"/g, "");
      }
    }
    for (const key of keys) {
      const name = key.slice(0, key.indexOf("@", 1));
      blocks.set(key.trim(), { name, version, needs });
    }
  }
  return blocks;
}

function readYarn(
  path: string,
  text: string,
  manager: "yarn-classic" | "yarn-berry",
  pkg: PackageJson,
): Known<Lockfile> {
  const blocks = yarnBlocks(text);
  const find = (name: string, range: string): Block | undefined =>
    blocks.get(`${name}@${range}`) ?? blocks.get(`${name}@npm:${range}`);
  const wanted = { ...pkg.devDependencies, ...pkg.optionalDependencies, ...pkg.dependencies };
  const missing = Object.entries(wanted).find(([name, range]) => find(name, range) === undefined);
  const staying = new Set<Block>();
  const queue = Object.entries({ ...pkg.dependencies, ...pkg.optionalDependencies }).map(([name, range]) =>
    find(name, range),
  );
  while (queue.length > 0) {
    const block = queue.pop();
    if (block === undefined || staying.has(block)) continue;
    staying.add(block);
    queue.push(...Object.entries(block.needs).map(([name, range]) => find(name, range)));
  }
  const unique = [...new Set(blocks.values())];
  // yarn puts what package.json names on top; of other packages with several versions the lockfile does
  // not tell which one lies there, nor which one moves up when a dev dependency goes.
  const hoisted = (block: Block): boolean => {
    const others = unique.filter((other) => other !== block && other.name === block.name);
    if (others.length === 0) return true;
    const range = wanted[block.name];
    if (range === undefined || find(block.name, range) !== block) return false;
    return (
      block.name in pkg.dependencies ||
      block.name in pkg.optionalDependencies ||
      others.every((other) => !staying.has(other))
    );
  };
  return known({
    manager,
    path,
    version: manager === "yarn-classic" ? "1" : (/^__metadata:\s*\n\s+version: (\S+)/m.exec(text)?.[1] ?? ""),
    packages: unique.map((block) => ({
      name: block.name,
      version: block.version,
      production: staying.has(block),
      hoisted: hoisted(block),
      bins: null,
    })),
    differs: missing === undefined ? null : `${missing[0]}@${missing[1]} of package.json is not in ${path}`,
  });
}

/** Lockfile versions 5 to 9: https://github.com/pnpm/spec/blob/master/lockfile */
function readPnpm(path: string, text: string, pkg: PackageJson): Known<Lockfile> {
  const root = asObject(parseYaml(text) as Json);
  if (root === null) return unknown(`${path} is not a lockfile`);
  const importers = asObject(root["importers"]);
  if (importers !== null && Object.keys(importers).length > 1) return unknown(`${path} locks a workspace`);
  const own = asObject(importers?.["."]) ?? root;
  const specifiers = asRecord(own["specifiers"]);
  const direct = (field: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(asObject(own[field]) ?? {}).map(([name, value]) => [
        name,
        asText(asObject(value)?.["specifier"]) ?? specifiers[name] ?? "",
      ]),
    );
  const production = { ...direct("optionalDependencies"), ...direct("dependencies") };
  const dev = direct("devDependencies");
  return known({
    manager: "pnpm",
    path,
    version: String(asText(root["lockfileVersion"]) ?? Number(root["lockfileVersion"] ?? 0)),
    // Only direct dependencies lie in the root's node_modules: that is all an import can reach.
    packages: [
      ...Object.keys(production).map((name) => [name, true] as const),
      ...Object.keys(dev).map((name) => [name, name in production] as const),
    ].map(([name, stays]) => ({ name, version: "", production: stays, hoisted: true, bins: null })),
    differs: difference(pkg, production, dev),
  });
}
