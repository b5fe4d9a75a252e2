/**
 * What the commands of a package manager leave behind: node_modules, lockfile, caches, global
 * programs, and what the lifecycle scripts of the project make. Browsers that packages download
 * into the home directory are named by package.
 */
import { join } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output, Step } from "../../model/types.js";
import { programsOf } from "./bins.js";
import { browserFolders } from "./browsers.js";
import type { ManagerCommand } from "./commands.js";
import { lockfileOf } from "./lockfiles.js";
import { closestPackage, hasDependencies, readPackage, type PackageJson } from "./packageJson.js";
import { workspaceAround } from "./workspace.js";
import { followText, type Leaf } from "./scripts.js";
import { linksByPnp, pnpFiles } from "./pnp.js";
import { homeOf } from "./words.js";

export interface Installed {
  readonly kind: Step["kind"];
  readonly outputs: Known<readonly Output[]>;
  readonly productionOnly: boolean;
  readonly evidence: string;
}

const LOCKFILES = {
  npm: "package-lock.json",
  "yarn-classic": "yarn.lock",
  "yarn-berry": "yarn.lock",
  pnpm: "pnpm-lock.yaml",
  bun: "bun.lock",
} as const;

export function installOutputs(command: ManagerCommand, invocation: Invocation, tree: ImageTree): Installed {
  const { asked, directory, manager } = command;
  const none: Installed = {
    kind: "housekeeping",
    outputs: known([]),
    productionOnly: false,
    evidence: `${invocation.program} keeps house`,
  };
  const home = homeOf(invocation);
  switch (asked.kind) {
    case "check":
      return { ...none, kind: "test", evidence: `${invocation.program} checks the project` };
    case "housekeeping":
      return none;
    case "install":
      if (asked.global) return globalInstall(command, asked.names, invocation);
      break;
    default:
      break;
  }
  if (!directory.known) return { ...none, kind: "install", outputs: directory };
  const pkg = closestPackage(directory.value, tree);
  const workspace = command.alone ? null : workspaceAround(directory.value, tree);
  // Wherever the command stands in a workspace, packages and lockfile lie in its root.
  const at = workspace?.root ?? (pkg.known && pkg.value !== null ? pkg.value.directory : directory.value);
  const modules: Output = { path: join(at, "node_modules"), kind: "directory", role: "dependencies" };
  const caches = cachesOf(command, home).map((path): Output => ({ path, kind: "directory", role: "cache" }));
  if (asked.kind === "prune")
    return {
      ...none,
      kind: "prune",
      outputs: known([modules]),
      evidence: `${invocation.program} prune removes dev dependencies`,
    };
  if (asked.kind !== "install")
    return {
      ...none,
      kind: "install",
      outputs: known([modules, ...caches]),
      evidence: `${invocation.program} ${asked.kind} changes node_modules`,
    };
  const lockfile = lockfileOf(manager, at, tree);
  const pnp = manager === "yarn-berry" && linksByPnp(at, tree) ? pnpOutputs(at, invocation, tree) : null;
  const own: Output[] = [
    ...(pnp === null
      ? [modules]
      : pnp.known
        ? pnp.value
        : [{ ...modules, path: join(at, ".pnp.cjs"), kind: "file" as const }]),
    ...caches,
    ...(manager === "yarn-berry" && pnp === null ? [{ ...modules, path: join(at, ".yarn") }] : []),
  ];
  // pnpm gives each package of a workspace a node_modules of links.
  if (manager === "pnpm")
    own.push(
      ...(workspace?.members ?? [])
        .filter(hasDependencies)
        .map(({ directory: member }): Output => ({ ...modules, path: join(member, "node_modules") })),
    );
  // npm and yarn link the packages that are there by now; one that is copied later is not found.
  if (manager !== "pnpm" && pnp === null)
    own.push(
      ...(workspace?.members ?? []).flatMap(({ name }): readonly Output[] =>
        name === null ? [] : [{ ...modules, path: join(at, "node_modules", name) }],
      ),
    );
  if (!asked.frozen)
    own.push({ path: lockfile ?? join(at, LOCKFILES[manager]), kind: "file", role: "intermediate" });
  if (pkg.known && pkg.value !== null && !asked.ignoreScripts)
    own.push(...downloads(pkg.value, asked.production, invocation, home, tree));
  const again = command.manager === "yarn-classic" && asked.production && asked.ignoreScripts && tree.known;
  const evidence = `${[invocation.program, ...invocation.raw].join(" ")} installs ${asked.production ? "production dependencies" : "dependencies"}${lockfile === null ? "" : ` from ${lockfile.split("/").at(-1) ?? ""}`}`;
  return {
    kind: again ? "prune" : "install",
    outputs: known(own),
    productionOnly: asked.production,
    evidence,
  };
}

/** preinstall, install, postinstall and prepare of the project itself; npm and pnpm run prepare with dev dependencies or without. */
export function lifecycle(command: ManagerCommand, invocation: Invocation, tree: ImageTree): readonly Leaf[] {
  const { asked, directory } = command;
  if (asked.kind !== "install" || asked.global || asked.ignoreScripts || !directory.known) return [];
  const pkg = closestPackage(directory.value, tree);
  // npm runs no scripts of the project when packages are named.
  if (!pkg.known || pkg.value === null || asked.names.length > 0) return [];
  const hooks = ["preinstall", "install", "postinstall"];
  const names =
    command.manager === "yarn-berry"
      ? hooks
      : [...hooks, "prepublish", "preprepare", "prepare", "postprepare"];
  const workspace = command.alone ? null : workspaceAround(directory.value, tree);
  const root = workspace === null ? null : readPackage(workspace.root, tree);
  const packages =
    workspace === null
      ? [pkg.value]
      : [...(root?.known === true && root.value !== null ? [root.value] : []), ...workspace.members];
  return packages.flatMap(({ scripts, directory: home }) => {
    const around: Invocation = {
      ...invocation,
      cwd: known(home),
      redirects: [],
      bins: [`${home}/node_modules/.bin`],
    };
    return names.flatMap((name) => {
      const text = scripts[name];
      return text === undefined ? [] : followText(text, around, tree);
    });
  });
}

function globalInstall(command: ManagerCommand, names: readonly string[], invocation: Invocation): Installed {
  const prefix = invocation.env.get("NPM_CONFIG_PREFIX") ?? invocation.env.get("npm_config_prefix");
  const root = prefix?.known === true ? prefix.value : "/usr/local";
  const plain = names
    .map((name) => (name.indexOf("@", 1) > 0 ? name.slice(0, name.indexOf("@", 1)) : name))
    .filter((name) => name !== "");
  const outputs = plain.flatMap((name): readonly Output[] => {
    const modules =
      command.manager === "yarn-classic"
        ? join(root, "share/.config/yarn/global")
        : join(root, "lib/node_modules", name);
    return [
      { path: modules, kind: "directory", role: "dependencies" },
      ...programsOf(name).map((program): Output => ({
        path: join(root, "bin", program),
        kind: "file",
        role: "dependencies",
      })),
    ];
  });
  const caches = cachesOf(command, homeOf(invocation)).map((path): Output => ({
    path,
    kind: "directory",
    role: "cache",
  }));
  const evidence = `${invocation.program} installs ${plain.join(", ")} for the whole image`;
  const other = plain.find((name) => /^(git|https?|file)[+:]|^\.{0,2}\/|\.tgz$/.test(name));
  if (other !== undefined)
    return {
      kind: "install",
      outputs: unknown(`what ${other} installs is not known`),
      productionOnly: false,
      evidence,
    };
  return { kind: "install", outputs: known([...outputs, ...caches]), productionOnly: false, evidence };
}

/** Measured: npm 6 to 11, yarn 1.22, pnpm 8 to 10 under root. */
function cachesOf(command: ManagerCommand, home: string): readonly string[] {
  const gyp = join(home, ".cache/node-gyp");
  switch (command.manager) {
    case "npm":
      return [join(home, ".npm"), gyp];
    case "yarn-classic":
      return [home === "/root" ? "/usr/local/share/.cache" : join(home, ".cache/yarn"), gyp];
    case "yarn-berry":
      return [join(home, ".yarn/berry"), gyp];
    case "pnpm":
      return [
        join(home, ".local/share/pnpm"),
        join(home, ".cache/pnpm"),
        join(home, ".local/state/pnpm"),
        gyp,
      ];
    case "bun":
      return [join(home, ".bun/install/cache"), gyp];
  }
}

/** The cache of a linker that leaves packages in it is a need, wherever it lies. */
function pnpOutputs(at: string, invocation: Invocation, tree: ImageTree): Known<readonly Output[]> {
  const files = pnpFiles(at, invocation, tree);
  return files.known
    ? known(
        files.value.map((path): Output => ({
          path,
          kind: /\.\w+$/.test(path) && !path.endsWith("/.yarn") ? "file" : "directory",
          role: "dependencies",
        })),
      )
    : files;
}

/** Files outside the project that packages fetch when they are installed: browsers, docs.cypress.io. */
function downloads(
  pkg: PackageJson,
  production: boolean,
  invocation: Invocation,
  home: string,
  tree: ImageTree,
): readonly Output[] {
  const folders = browserFolders(pkg, production, invocation, tree);
  const browsers = (folders.known ? folders.value : []).map((path): Output => ({
    path,
    kind: "directory",
    role: "dependencies",
  }));
  return !production && "cypress" in { ...pkg.dependencies, ...pkg.devDependencies }
    ? [...browsers, { path: join(home, ".cache/Cypress"), kind: "directory", role: "cache" }]
    : browsers;
}
