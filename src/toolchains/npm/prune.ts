/**
 * May dev dependencies be dropped at the end of the build, and with which command? In: the
 * application, its runtime sources and what the RUNs did; out: the command, null when there is
 * nothing to drop, or the reason why node_modules goes along whole.
 * What the commands do is tried by scripts/prune-experiments.mjs: docs/prune.md.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import { NEXT_IN_TYPESCRIPT } from "./conventions.js";
import { packageOf, type ScannedSource } from "./imports.js";
import { lockfileOf, readLockfile, type Lockfile } from "./lockfiles.js";
import { changedAfter, installsIn, type Install } from "./installs.js";
import { hiddenUse } from "./hiddenUses.js";
import { nodeModulesIn } from "./nodeModules.js";
import type { PackageJson } from "./packageJson.js";
import { within } from "./paths.js";
import { pruneCommand, type Prune } from "./pruneCommand.js";

export interface PruneQuestion {
  /** of the folder in which node_modules lies */
  readonly pkg: PackageJson;
  /** the other packages of a workspace, all of them: a prune works on the whole tree */
  readonly members: readonly PackageJson[];
  readonly tree: ImageTree;
  readonly history: BuildHistory;
  /** what runs, compiled sources in their source form */
  readonly sources: readonly ScannedSource[];
  /** a module is loaded by a computed name and the files cannot be told */
  readonly unread: readonly string[];
  readonly uses: readonly string[];
  /** is the import an alias of a file of the project? */
  readonly alias: (specifier: string, path: string) => boolean;
}

export function pruneOf(question: PruneQuestion): Prune {
  const { pkg, members, tree, history } = question;
  const packages = [pkg, ...members];
  if (packages.every((one) => onlyDev(one).length === 0)) return known(null);
  const [unread] = question.unread;
  if (unread !== undefined) return unknown(`${unread} cannot be read, so its imports are not known`);
  const installs = installsIn(pkg.directory, tree, history);
  const last = installs.at(-1);
  if (last === undefined)
    return unknown(`no command is known that installs node_modules in ${pkg.directory}`);
  const { state } = nodeModulesIn(pkg.directory, tree, history);
  if (state === "production") return known(null);
  const pruned = history.steps.some(({ step }) => step.kind === "prune" && step.directory === pkg.directory);
  if (pruned && state !== "all") return known(null);
  if (last.productionOnly)
    return installs.every(({ productionOnly }) => productionOnly)
      ? known(null)
      : unknown("dev dependencies are installed and then left out by a second install");
  const changed = changedAfter(pkg.directory, tree, history);
  if (changed !== null) return unknown(changed);
  const lock = lockOf(last, question);
  if (!lock.known) return lock;
  for (const one of packages) {
    const own = question.sources.filter(({ path }) => ownerOf(path, packages) === one);
    const used = own.length > 0 || members.length === 0;
    const hidden = used ? hiddenUse(one, onlyDev(one), own, question.uses, tree) : null;
    if (hidden !== null) return unknown(hidden);
  }
  const reached = reaches(question, lock.value);
  if (reached !== null) return unknown(reached);
  return pruneCommand(last, lock.value, {
    directory: pkg.directory,
    packages,
    workspace: members.length > 0,
    tree,
    history,
  });
}

function onlyDev(pkg: PackageJson): readonly string[] {
  return Object.keys(pkg.devDependencies).filter((name) => !(name in pkg.dependencies));
}

/** The innermost package around a file. */
function ownerOf(path: string, packages: readonly PackageJson[]): PackageJson | undefined {
  return packages.reduce<PackageJson | undefined>(
    (found, one) =>
      within(path, one.directory) && (found === undefined || one.directory.length > found.directory.length)
        ? one
        : found,
    undefined,
  );
}

/** The lockfile at prune time; null: the install wrote it itself, in the image. */
function lockOf(install: Install, { pkg, members, tree }: PruneQuestion): Known<Lockfile | null> {
  const { asked, manager } = install.command;
  if (manager === "bun") return unknown("bun has no command that drops dev dependencies");
  if (asked.kind === "install" && asked.lockless) return unknown("the install took no notice of a lockfile");
  const settings = tree.read(`${pkg.directory}/.npmrc`);
  if (settings.known && /^\s*package-lock\s*=\s*false/m.test(settings.value))
    return unknown(".npmrc turns the lockfile off");
  const now = lockfileOf(manager, pkg.directory, tree);
  if (now === null) {
    // Tried with yarn 1.22: without a lockfile these resolve anew and write none, so a second install may take other versions.
    const unwritten = install.flags.find((flag) => /^--(frozen|pure)-lockfile$/.test(flag));
    return manager === "yarn-classic" && unwritten !== undefined
      ? unknown(`yarn ${unwritten} finds no lockfile and writes none`)
      : known(null);
  }
  if (install.lockfile === null)
    return unknown(`${now} came after the install and may differ from what is installed`);
  const lock = readLockfile(now, manager, pkg, tree, members);
  if (!lock.known) return lock;
  return lock.value.differs === null ? lock : unknown(lock.value.differs);
}

/** The first thing at run time that only a dev dependency brings. */
function reaches(question: PruneQuestion, lock: Lockfile | null): string | null {
  const { pkg, members, sources, uses, alias } = question;
  const packages = [pkg, ...members];
  const declared = (name: string, one: PackageJson): boolean =>
    name in one.dependencies || name in one.optionalDependencies || name === one.name;
  const stays = (name: string, owners: readonly PackageJson[]): boolean | null => {
    if (owners.some((one) => declared(name, one)) || members.some((one) => one.name === name)) return true;
    const locked = lock?.packages.filter((one) => one.name === name) ?? [];
    if (locked.some(({ production, hoisted }) => production && hoisted)) return true;
    if (locked.length > 0 || owners.some((one) => name in one.devDependencies)) return false;
    return lock === null ? false : null;
  };
  for (const name of uses) {
    if (stays(name, packages) !== true) return `the command uses ${name}, which is no production dependency`;
  }
  const typed = sources.find(({ path }) => NEXT_IN_TYPESCRIPT.test(path));
  if (typed !== undefined && stays("typescript", packages) !== true)
    return `next compiles ${typed.path} with typescript when it starts`;
  for (const { path, facts } of sources) {
    const owner = ownerOf(path, packages) ?? pkg;
    const owners = [owner, pkg];
    for (const specifier of facts.imports) {
      const name = packageOf(specifier);
      if (name === null || alias(specifier, path)) continue;
      if (stays(name, owners) === false) return `${path} imports ${name}, which is no production dependency`;
    }
    const named = facts.texts.find(
      ({ value }) => isOnlyDev(value, owner) && stays(packageOf(value) ?? value, owners) !== true,
    );
    if (named !== undefined) return `${path} names ${named.value}, which is a dev dependency`;
    const driver = facts.texts.map(({ value }) => driverOf(value, owner)).find((name) => name !== null);
    if (driver !== undefined && driver !== null && stays(driver, owners) !== true)
      return `${path} may use the driver ${driver}, which is a dev dependency`;
  }
  return null;
}

function isOnlyDev(text: string, pkg: PackageJson): boolean {
  const name = packageOf(text) ?? "";
  return (
    name in pkg.devDependencies &&
    !(name in pkg.dependencies) &&
    !/^(typescript|jest|mocha|test|eslint|prettier|husky)$/.test(name)
  );
}

/** What typeorm, knex and sequelize load for a dialect. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  postgres: ["pg"],
  postgresql: ["pg"],
  mysql: ["mysql2", "mysql"],
  mariadb: ["mariadb", "mysql2"],
  sqlite: ["sqlite3", "better-sqlite3"],
  mssql: ["mssql", "tedious"],
  mongodb: ["mongodb"],
};

function driverOf(text: string, pkg: PackageJson): string | null {
  const drivers = Object.hasOwn(DRIVERS, text) ? (DRIVERS[text] ?? []) : [];
  if (drivers.some((name) => name in pkg.dependencies)) return null;
  return drivers.find((name) => name in pkg.devDependencies) ?? null;
}
