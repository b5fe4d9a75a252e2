/**
 * Programs that only a dev dependency brings, where the build has left dev dependencies out: they are not
 * there. In: a program that runs with node_modules/.bin on its PATH, and the history; out: why it is certainly not
 * there, or null. Other ways to it (packages above, the whole image, the lockfile's other packages) all count.
 */
import { dirname, join } from "node:path/posix";
import type { ImageTree, Invocation } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import { packagesOfProgram } from "./bins.js";
import { lockfilesIn, readLockfile } from "./lockfiles.js";
import { nodeModulesIn } from "./nodeModules.js";
import { closestPackage, readPackage } from "./packageJson.js";
import { upward } from "./paths.js";
import type { Leaf } from "./scripts.js";
import { workspaceAround } from "./workspace.js";

export interface Lacking {
  /** the dev dependency that would bring it */
  readonly package: string;
  readonly because: string;
}

/** Images of the table with packages of node for all users beside npm, yarn and corepack. */
const OWN_PACKAGES: ReadonlySet<string> = new Set(["strapi"]);

/**
 * Programs whose namesake on the registry is another package: npx fetches that one, which has no program or, for tsc,
 * one that only says so (`npm view NAME bin`, tried with npm 11: exit code 1 for each).
 */
const OTHERS_NAMES: ReadonlySet<string> = new Set(["tsc", "nest", "ng", "sequelize", "run-s", "swc"]);

/** The first program that this command line runs for certain, that has to succeed, and that is not there. */
export function lackingIn(leaves: readonly Leaf[], tree: ImageTree, history: BuildHistory): Lacking | null {
  for (const leaf of leaves) {
    if (leaf.kind !== "program") continue;
    const { invocation } = leaf;
    if (!invocation.certain || invocation.decides !== true) continue;
    const named = invocation.path.includes("node_modules/") || !invocation.path.includes("/");
    if (!named || (leaf.fetches === true && !OTHERS_NAMES.has(invocation.program))) continue;
    const lacking = lackingProgram(invocation, tree, history);
    if (lacking !== null) return lacking;
  }
  return null;
}

export function lackingProgram(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Lacking | null {
  const { program, cwd } = invocation;
  if (!cwd.known || !lacksPackages(program, history)) return null;
  const home = homeOf(invocation, cwd.value, tree);
  const own = readPackage(home, tree);
  if (!own.known || own.value === null) return null;
  const root = workspaceAround(home, tree)?.root;
  const outer = root === undefined || root === home ? null : readPackage(root, tree);
  const packages = [own.value, ...(outer?.known === true && outer.value !== null ? [outer.value] : [])];
  const candidates = packagesOfProgram(program);
  const name = candidates.find((one) => packages.some((pkg) => one in pkg.devDependencies));
  if (name === undefined || forWholeImage(program, tree, history)) return null;
  // A package's own folder below a workspace's root has no packages that its root's install does not know.
  const folders = upward(home).filter(
    (folder) =>
      (root === undefined || folder === root || !folder.startsWith(`${root}/`)) &&
      (folder === home || holdsPackages(folder, tree, history)),
  );
  let by: Invocation | null = null;
  for (const folder of folders) {
    const modules = nodeModulesIn(folder, tree, history);
    if (modules.state === "unknown" || modules.state === "all") return null;
    if (modules.added.some((one) => candidates.includes(one))) return null;
    if (
      modules.state === "production" &&
      mayBring(folder, program, tree, { production: true, by: modules.by })
    )
      return null;
    by ??= modules.by;
  }
  if (by === null) return null;
  return {
    package: name,
    because: `${program} comes from ${name}, a dev dependency, and ${leaving(by)} leaves those out`,
  };
}

function leaving(by: Invocation): string {
  const line = [by.program, ...by.raw].join(" ");
  const { NODE_ENV: value } = Object.fromEntries([
    ...by.env,
    ...by.assignments.map((one) => [one.name, one.value] as const),
  ]);
  const asked = by.raw.some((word) => /prod|omit|^(rm|-rf)$/.test(word)) || by.program === "rm";
  return `${line}${!asked && value?.known === true ? ` under NODE_ENV=${value.value}` : ""} (line ${by.line})`;
}

/** Does the base image bring no packages of node that could have the program? */
export function lacksPackages(program: string, { base }: BuildHistory): boolean {
  return base !== undefined && !OWN_PACKAGES.has(base.family) && base.has(program) !== "yes";
}

/** The package whose node_modules/.bin is on the PATH, or in the path. */
export function homeOf(invocation: Invocation, cwd: string, tree: ImageTree): string {
  const inner = invocation.bins?.[0];
  if (inner !== undefined) return dirname(dirname(inner));
  const pkg = closestPackage(cwd, tree);
  return pkg.known && pkg.value !== null ? pkg.value.directory : cwd;
}

export function holdsPackages(folder: string, tree: ImageTree, history: BuildHistory): boolean {
  return (
    tree.kind(join(folder, "package.json")) === "file" ||
    tree.kind(join(folder, "node_modules")) !== null ||
    history.steps.some(
      ({ step }) => step.directory === folder && (step.kind === "install" || !step.outputs.known),
    )
  );
}

/** Installed with -g, by a package of the system, or by a command that is not understood. */
export function forWholeImage(program: string, tree: ImageTree, history: BuildHistory): boolean {
  const candidates = packagesOfProgram(program);
  return history.invocations.some((invocation) => {
    const step = history.steps.find((one) => one.invocation === invocation)?.step;
    if (step !== undefined)
      return (
        step.toolchain === "npm" &&
        step.outputs.known &&
        step.outputs.value.some(({ path }) => path.endsWith(`/bin/${program}`))
      );
    const effects = effectsOf(invocation, tree);
    if (!effects.known) return true;
    return effects.value.some(
      (effect) =>
        (effect.kind === "packages" &&
          effect.names.some((name) => [program, ...candidates].some((one) => name.includes(one)))) ||
        (effect.kind === "write" && (effect.what === "tree" || effect.path.endsWith(`/bin/${program}`))),
    );
  });
}

/**
 * May a package of the folder, of production or of any kind, bring the program, by package.json or as the lockfile
 * has it? `by` is the command that left the others out.
 */
export function mayBring(
  folder: string,
  program: string,
  tree: ImageTree,
  only: { readonly production: boolean; readonly by: Invocation | null },
): boolean {
  const pkg = readPackage(folder, tree);
  if (!pkg.known) return true;
  if (pkg.value === null) return false;
  const candidates = packagesOfProgram(program);
  const members = workspaceAround(folder, tree)?.members ?? [];
  const named = [pkg.value, ...members].flatMap((one) =>
    Object.keys({
      ...one.dependencies,
      ...one.optionalDependencies,
      ...one.peerDependencies,
      ...(only.production ? {} : one.devDependencies),
    }),
  );
  if (named.some((name) => candidates.includes(name))) return true;
  if (named.length === 0 || (only.by !== null && linksOnlyDirect(only.by, folder, tree))) return false;
  const [found, ...others] = lockfilesIn(folder, tree);
  if (found === undefined || others.length > 0) return true;
  const lock = readLockfile(found.path, found.manager, pkg.value, tree, members);
  if (!lock.known || lock.value.differs !== null) return true;
  return lock.value.packages.some(
    ({ name, production, bins }) =>
      (production || !only.production) && (candidates.includes(name) || bins?.includes(program) === true),
  );
}

/** pnpm puts programs of the direct dependencies alone into .bin, unless it is told to lay packages out flat. */
function linksOnlyDirect({ program }: Invocation, folder: string, tree: ImageTree): boolean {
  const settings = [".npmrc", "pnpm-workspace.yaml"].map((name) => tree.read(join(folder, name)));
  return (
    program === "pnpm" && settings.every((text) => !text.known || !/hoist|node-?linker/i.test(text.value))
  );
}
