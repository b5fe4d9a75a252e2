/**
 * The package manager's own command that drops dev dependencies at the end of the build, or why there is
 * none that keeps what the build has made in node_modules. What each command does is tried by
 * scripts/prune-experiments.mjs and written down in docs/prune.md.
 */
import { join } from "node:path/posix";
import { known, unknown } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { Application, BuildHistory } from "../types.js";
import { lifecycle } from "./install.js";
import type { Install } from "./installs.js";
import type { Lockfile } from "./locked.js";
import type { PackageJson } from "./packageJson.js";
import { within } from "./paths.js";
import { linksByPnp } from "./pnp.js";
import { follow, type Leaf } from "./scripts.js";

export type Prune = Application["prune"];

export interface PruneScope {
  /** where node_modules lies */
  readonly directory: string;
  /** the package in the folder; of a workspace its members, too */
  readonly packages: readonly PackageJson[];
  readonly workspace: boolean;
  readonly tree: ImageTree;
  readonly history: BuildHistory;
}

export function pruneCommand(install: Install, lock: Lockfile | null, scope: PruneScope): Prune {
  const { directory, workspace } = scope;
  const { manager } = install.command;
  const omitted = install.flags.find((flag) =>
    /^--(no-optional|ignore-optional|flat|omit$|omit=(optional|peer)|no-save|install-strategy=|global-style|legacy-bundling)/.test(
      flag,
    ),
  );
  if (omitted !== undefined) return unknown(`the install was given ${omitted}, which a prune would undo`);
  const chosen = install.command.workspace;
  if (chosen !== null && !/^--(recursive|workspaces)$/.test(chosen.label))
    return unknown(`the install took some packages alone (${chosen.label}), and a prune is for all of them`);
  const own = (pattern: RegExp): string =>
    install.flags
      .filter((flag) => pattern.test(flag))
      .map((flag) => ` ${flag}`)
      .join("");
  switch (manager) {
    case "npm": {
      const made = madeByHand(scope);
      if (made !== null) return unknown(`npm prune would remove what ${made} puts into node_modules`);
      // Version 1 is written by npm 6, which knows only the older option.
      const option = lock === null || lock.version === "1" ? "--production" : "--omit=dev";
      return known({
        command: `npm prune ${option}${own(/^--(legacy-peer-deps|force|strict-peer-deps)$/)}`,
        directory,
        rewrites: { path: lock?.path ?? join(directory, "package-lock.json"), unless: "--no-save" },
      });
    }
    case "yarn-classic": {
      const writer = writesIntoPackages(scope) ?? madeByHand(scope);
      if (writer !== null) return unknown(`yarn would fetch or link packages again, which undoes ${writer}`);
      // Without them the second install stops at what the first one was told to pass over.
      return known({
        command: `yarn install --production --ignore-scripts --prefer-offline${own(/^--ignore-(engines|platform)$/)}`,
        directory,
      });
    }
    case "yarn-berry":
      return berry(scope);
    case "pnpm": {
      // pnpm 7 does not know `prune --ignore-scripts`; the lockfile's version tells which pnpm it is.
      if (lock === null) return unknown("without a lockfile nothing tells which version of pnpm prunes");
      const made = madeByHand(scope);
      if (made !== null) return unknown(`pnpm prune would remove what ${made} puts into node_modules`);
      const current = Number(lock.version.split(".")[0] ?? 0) >= 6;
      if (workspace)
        return current
          ? known({ command: PNPM_WORKSPACE, directory })
          : unknown("how pnpm 7 and older leave dev dependencies of a workspace out is not known");
      if (current) return known({ command: "pnpm prune --prod --ignore-scripts", directory });
      const script = firstScript(scope, [
        ...INSTALL_SCRIPTS,
        "prepublish",
        "preprepare",
        "prepare",
        "postprepare",
      ]);
      return script === null
        ? known({ command: "pnpm prune --prod", directory })
        : unknown(`pnpm prune would run the script ${script}`);
    }
    case "bun":
      return unknown("bun has no command that drops dev dependencies");
  }
}

/**
 * `pnpm prune` passes over packages of a workspace or breaks their links. This works in place: what stays is not
 * touched. Without a terminal pnpm asks for CI; what no lockfile entry needs any more it would keep for a week.
 */
const PNPM_WORKSPACE =
  "CI=true pnpm install --prod --frozen-lockfile --ignore-scripts --prefer-offline --config.modules-cache-max-age=0";

const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"];

function firstScript({ packages }: PruneScope, names: readonly string[]): string | null {
  return names.find((name) => packages.some(({ scripts }) => name in scripts)) ?? null;
}

/** `workspaces focus` is part of yarn from 4 on, and of a plugin of yarn 3; it runs the scripts that an install runs. */
function berry(scope: PruneScope): Prune {
  const { directory, packages, tree } = scope;
  if (linksByPnp(directory, tree))
    return unknown("the archives of dev dependencies stay in yarn's cache, whatever is left out");
  const settings = tree.read(join(directory, ".yarnrc.yml"));
  const path = settings.known ? /^yarnPath:\s*.*yarn-(\d+)/m.exec(settings.value)?.[1] : undefined;
  const declared = packages.map(({ packageManager }) => /^yarn@(\d+)/.exec(packageManager ?? "")?.[1]);
  const major = Number(path ?? declared.find((one) => one !== undefined) ?? 0);
  const plugin = settings.known && /^\s*spec:.*plugin-workspace-tools/m.test(settings.value);
  if (major < 3 || (major === 3 && !plugin))
    return unknown("yarn 2 and 3 need a plugin to drop dev dependencies");
  const script = firstScript(scope, INSTALL_SCRIPTS);
  if (script !== null) return unknown(`yarn workspaces focus would run the script ${script}`);
  return known({ command: "yarn workspaces focus --all --production", directory });
}

/** patch-package and its kin, a cleaned cache. */
function writesIntoPackages({ packages, tree, history }: PruneScope): string | null {
  const hooks = packages
    .flatMap(({ scripts }) => [...INSTALL_SCRIPTS, "prepare"].map((name) => scripts[name] ?? ""))
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

/** What a command runs, the scripts of an install included. */
function ranBy(invocation: Invocation, tree: ImageTree): readonly Leaf[] {
  return follow(invocation, tree).flatMap((leaf) =>
    leaf.kind === "manager" ? lifecycle(leaf.command, leaf.invocation, tree) : [leaf],
  );
}

/** Packages and links that no lockfile knows: managers take away what is not theirs, but for names with a dot. */
function madeByHand({ directory, tree, history }: PruneScope): string | null {
  const modules = join(directory, "node_modules");
  for (const { invocation } of history.steps) {
    for (const leaf of ranBy(invocation, tree)) {
      if (leaf.kind !== "program") continue;
      const { program } = leaf.invocation;
      if (program === "link-module-alias") return program;
      const effects = effectsOf(leaf.invocation, tree);
      const made = effects.known
        ? effects.value.find(
            (effect) =>
              effect.kind === "write" &&
              within(effect.path, modules) &&
              !effect.path.slice(modules.length + 1).startsWith("."),
          )
        : undefined;
      if (made !== undefined) return [program, ...leaf.invocation.raw].join(" ");
    }
  }
  return null;
}
