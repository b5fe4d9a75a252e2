/**
 * May dev dependencies be dropped at the end of the build, and with which command? In: the
 * application, its runtime sources and what the RUNs did; out: the command, null when there is
 * nothing to drop, or the reason why node_modules goes along whole.
 *
 * Measured on small projects with a package that compiles on install, a generated folder
 * node_modules/.prisma, a file written into a kept package and all lifecycle scripts in the root:
 * - npm 7.24, 10.9, 11.19 `npm prune --omit=dev`: runs no script, keeps all of these; works without the
 *   registry, also with lockfile version 1. npm 6.14 takes the option and drops nothing; `npm prune
 *   --production` works on 6 to 11 (10 and 11 warn).
 * - yarn 1.22 `yarn install --production --ignore-scripts --prefer-offline`: runs no script, keeps what
 *   install scripts built and node_modules/.prisma, but removes files written into packages later and
 *   undoes changes to them (patch-package). Without --ignore-scripts it runs preinstall, install and
 *   postinstall. A cleaned cache makes it fetch every package again.
 * - pnpm 8.15, 9.15, 10.34 `pnpm prune --prod`: runs preinstall, install, postinstall and prepare of the
 *   root; with --ignore-scripts none; keeps compiled addons and .prisma below .pnpm.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import { NEXT_IN_TYPESCRIPT } from "./conventions.js";
import { readManagerCommand, type ManagerCommand } from "./commands.js";
import { packageOf, type ScannedSource } from "./imports.js";
import { lockfileOf, readLockfile, type Lockfile } from "./lockfiles.js";
import { hiddenUse } from "./hiddenUses.js";
import type { PackageJson } from "./packageJson.js";
import { within } from "./paths.js";
import { follow } from "./scripts.js";

export interface PruneQuestion {
  readonly pkg: PackageJson;
  readonly tree: ImageTree;
  readonly history: BuildHistory;
  /** what runs, compiled sources in their source form */
  readonly sources: readonly ScannedSource[];
  /** a module is loaded by a computed name and the files cannot be told */
  readonly unread: readonly string[];
  readonly uses: readonly string[];
  /** is the import an alias of a file of the project? */
  readonly alias: (specifier: string) => boolean;
}

export type Prune = Known<{ readonly command: string; readonly directory: string } | null>;

interface Install {
  readonly command: ManagerCommand;
  readonly lockfile: string | null;
  readonly productionOnly: boolean;
  readonly flags: readonly string[];
}

export function pruneOf(question: PruneQuestion): Prune {
  const { pkg, history } = question;
  const dev = Object.keys(pkg.devDependencies).filter((name) => !(name in pkg.dependencies));
  if (dev.length === 0) return known(null);
  const [unread] = question.unread;
  if (unread !== undefined) return unknown(`${unread} cannot be read, so its imports are not known`);
  const installs = installsOf(question);
  const last = installs.at(-1);
  if (last === undefined)
    return unknown(`no command is known that installs node_modules in ${pkg.directory}`);
  if (history.steps.some(({ step }) => step.kind === "prune" && step.directory === pkg.directory))
    return known(null);
  if (last.productionOnly)
    return installs.every(({ productionOnly }) => productionOnly)
      ? known(null)
      : unknown("dev dependencies are installed and then left out by a second install");
  const changed = namedInstall(question);
  if (changed !== null) return unknown(changed);
  const lock = lockOf(last, question);
  if (!lock.known) return lock;
  const hidden = hiddenUse(pkg, dev, question.sources, question.uses, question.tree);
  if (hidden !== null) return unknown(hidden);
  const reached = reaches(question, lock.value);
  if (reached !== null) return unknown(reached);
  return commandFor(last, lock.value, question);
}

function installsOf({ pkg, tree, history }: PruneQuestion): readonly Install[] {
  return history.steps.flatMap(({ step, invocation }): readonly Install[] => {
    if (step.kind !== "install" || step.directory !== pkg.directory) return [];
    const command = readManagerCommand(invocation, tree);
    if (command?.asked.kind !== "install" || command.asked.global) return [];
    const flags = invocation.args.flatMap((arg) =>
      arg.known && arg.value.startsWith("-") ? [arg.value] : [],
    );
    return [
      { command, lockfile: step.lockfile ?? null, productionOnly: step.productionOnly === true, flags },
    ];
  });
}

/** Packages by name, updates, changes to package.json or node_modules by other commands. */
function namedInstall({ pkg, tree, history }: PruneQuestion): string | null {
  for (const invocation of history.invocations) {
    const line = [invocation.program, ...invocation.raw].join(" ");
    const command = readManagerCommand(invocation, tree);
    if (command !== null) {
      const { asked } = command;
      if (!command.directory.known) return `where ${line} works is not known`;
      if (!within(command.directory.value, pkg.directory)) continue;
      if (asked.kind === "install" && !asked.global && asked.names.length > 0)
        return `${line} installs packages by name, which the lockfile of the context does not have`;
      if (asked.kind === "update" || asked.kind === "remove" || asked.kind === "other")
        return `${line} changes what the lockfile says`;
      continue;
    }
    if (history.steps.some((one) => one.invocation === invocation)) continue;
    const effects = effectsOf(invocation, tree);
    if (!effects.known) continue;
    const touched = effects.value.find(
      (effect) =>
        (effect.kind === "write" || effect.kind === "remove") &&
        [
          `${pkg.directory}/package.json`,
          `${pkg.directory}/.npmrc`,
          `${pkg.directory}/package-lock.json`,
          `${pkg.directory}/yarn.lock`,
          `${pkg.directory}/pnpm-lock.yaml`,
          `${pkg.directory}/node_modules`,
        ].some((path) => within(effect.path, path)),
    );
    if (touched !== undefined && "path" in touched) return `${line} changes ${touched.path}`;
  }
  return null;
}

/** The lockfile at prune time; null: the install wrote it itself, in the image. */
function lockOf(install: Install, { pkg, tree }: PruneQuestion): Known<Lockfile | null> {
  const { asked, manager } = install.command;
  if (manager === "yarn-berry")
    return unknown("yarn berry has no command of its own that drops dev dependencies from node_modules");
  if (manager === "bun") return unknown("bun has no command that drops dev dependencies");
  if (asked.kind === "install" && asked.lockless) return unknown("the install took no notice of a lockfile");
  const settings = tree.read(`${pkg.directory}/.npmrc`);
  if (settings.known && /^\s*package-lock\s*=\s*false/m.test(settings.value))
    return unknown(".npmrc turns the lockfile off");
  const now = lockfileOf(manager, pkg.directory, tree);
  if (now === null) return known(null);
  if (install.lockfile === null)
    return unknown(`${now} came after the install and may differ from what is installed`);
  const lock = readLockfile(now, manager, pkg, tree);
  if (!lock.known) return lock;
  return lock.value.differs === null ? lock : unknown(lock.value.differs);
}

/** The first thing at run time that only a dev dependency brings. */
function reaches(question: PruneQuestion, lock: Lockfile | null): string | null {
  const { pkg, sources, uses, alias } = question;
  const stays = (name: string): boolean | null => {
    if (name in pkg.dependencies || name in pkg.optionalDependencies || name === pkg.name) return true;
    const locked = lock?.packages.filter((one) => one.name === name) ?? [];
    if (locked.some(({ production, hoisted }) => production && hoisted)) return true;
    if (locked.length > 0 || name in pkg.devDependencies) return false;
    return lock === null ? false : null;
  };
  for (const name of uses) {
    if (stays(name) !== true) return `the command uses ${name}, which is no production dependency`;
  }
  const typed = sources.find(({ path }) => NEXT_IN_TYPESCRIPT.test(path));
  if (typed !== undefined && stays("typescript") !== true)
    return `next compiles ${typed.path} with typescript when it starts`;
  for (const { path, facts } of sources) {
    for (const specifier of facts.imports) {
      const name = packageOf(specifier);
      if (name === null || alias(specifier)) continue;
      if (stays(name) === false) return `${path} imports ${name}, which is no production dependency`;
    }
    const named = facts.texts.find(
      ({ value }) => isOnlyDev(value, pkg) && stays(packageOf(value) ?? value) !== true,
    );
    if (named !== undefined) return `${path} names ${named.value}, which is a dev dependency`;
    const driver = facts.texts.map(({ value }) => driverOf(value, pkg)).find((name) => name !== null);
    if (driver !== undefined && driver !== null && stays(driver) !== true)
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

function commandFor(install: Install, lock: Lockfile | null, question: PruneQuestion): Prune {
  const { pkg } = question;
  const directory = pkg.directory;
  const { manager } = install.command;
  const omitted = install.flags.find((flag) =>
    /^--(no-optional|ignore-optional|flat|omit$|omit=(optional|peer)|no-save|install-strategy=|global-style|legacy-bundling)/.test(
      flag,
    ),
  );
  if (omitted !== undefined) return unknown(`the install was given ${omitted}, which a prune would undo`);
  const kept = install.flags
    .filter((flag) => /^--(legacy-peer-deps|force|strict-peer-deps)$/.test(flag))
    .map((flag) => ` ${flag}`)
    .join("");
  switch (manager) {
    case "npm":
      // Version 1 is written by npm 6, which knows only the older option.
      return known({
        command: `npm prune ${lock === null || lock.version === "1" ? "--production" : "--omit=dev"}${kept}`,
        directory,
      });
    case "yarn-classic": {
      const writer = writesIntoPackages(question);
      if (writer !== null) return unknown(`yarn would fetch or link packages again, which undoes ${writer}`);
      // Without them the second install stops at what the first one was told to pass over.
      const passed = install.flags
        .filter((flag) => /^--ignore-(engines|platform)$/.test(flag))
        .map((flag) => ` ${flag}`)
        .join("");
      return known({
        command: `yarn install --production --ignore-scripts --prefer-offline${passed}`,
        directory,
      });
    }
    case "pnpm": {
      if ("@prisma/client" in pkg.dependencies)
        return unknown("the client that prisma generated lies in pnpm's store folder");
      // pnpm 7 does not know `prune --ignore-scripts`; the lockfile's version tells which pnpm it is.
      if (lock === null) return unknown("without a lockfile nothing tells which version of pnpm prunes");
      const major = Number(lock.version.split(".")[0] ?? 0);
      const scripts = [
        "preinstall",
        "install",
        "postinstall",
        "prepublish",
        "preprepare",
        "prepare",
        "postprepare",
      ].filter((name) => name in pkg.scripts);
      if (major >= 6) return known({ command: "pnpm prune --prod --ignore-scripts", directory });
      const [script] = scripts;
      return script === undefined
        ? known({ command: "pnpm prune --prod", directory })
        : unknown(`pnpm prune would run the script ${script}`);
    }
    case "yarn-berry":
    case "bun":
      return unknown(`${manager} has no command for it`);
  }
}

/** patch-package and its kin, a cleaned cache. */
function writesIntoPackages({ pkg, tree, history }: PruneQuestion): string | null {
  const hooks = ["preinstall", "install", "postinstall", "prepare"]
    .map((name) => pkg.scripts[name] ?? "")
    .join(" ");
  if (/patch-package|patch\b|sed\b|node_modules/.test(hooks)) return "a script that runs on install";
  for (const { invocation } of history.steps) {
    if (invocation.program.startsWith("yarn") && invocation.raw[0] === "cache") return "yarn cache clean";
    for (const leaf of follow(invocation, tree)) {
      if (leaf.kind === "program" && ["patch-package", "ts-patch", "ngcc"].includes(leaf.invocation.program))
        return leaf.invocation.program;
    }
  }
  return null;
}
