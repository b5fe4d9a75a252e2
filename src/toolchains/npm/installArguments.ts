/**
 * What an install is asked for: production only, by the lockfile alone, for the whole image, packages by
 * name. In: the words of the command line, the environment and .npmrc, as each manager reads them.
 */
import type { Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { lockfilesIn, type Manager } from "./lockfiles.js";
import type { Parts, Program } from "./managerWords.js";
import { closestPackage } from "./packageJson.js";

export interface InstallAsked {
  readonly kind: "install";
  /** `npm ci`, `--frozen-lockfile`: fails without a lockfile that agrees */
  readonly frozen: boolean;
  readonly production: boolean;
  readonly global: boolean;
  /** packages by name */
  readonly names: readonly string[];
  readonly ignoreScripts: boolean;
  /** writes or reads no lockfile */
  readonly lockless: boolean;
}

export function installAsked(
  invocation: Invocation,
  program: Program,
  parts: Parts,
  names: readonly string[],
  directory: Known<string>,
  tree: ImageTree,
  ci: boolean,
): InstallAsked {
  const { options } = parts;
  const { set, off } = testsOf(options);
  return {
    kind: "install",
    frozen: ci || set("--frozen-lockfile", "--immutable"),
    production: productionAsked(invocation, program, parts, directory, tree),
    global: set("-g", "--global") || options.get("--location")?.[0] === "global",
    names,
    ignoreScripts: set("--ignore-scripts") || options.get("--mode")?.[0] === "skip-build",
    lockless:
      options.has("--no-lockfile") ||
      options.has("--no-package-lock") ||
      off("--package-lock") ||
      options.get("--frozen-lockfile")?.[0] === "never",
  };
}

type Test = (...flags: readonly string[]) => boolean;

function testsOf(options: Parts["options"]): { readonly set: Test; readonly off: Test } {
  return {
    set: (...flags) => flags.some((name) => options.has(name) && options.get(name)?.[0] !== "false"),
    off: (...flags) =>
      flags.some((name) => options.get(name)?.[0] === "false" || options.has(`--no-${name.slice(2)}`)),
  };
}

/** As npm (omit, only, production, NODE_ENV), yarn 1 (production, NODE_ENV), pnpm (prod, NODE_ENV) and bun decide it. */
export function productionAsked(
  invocation: Invocation,
  program: Program,
  { options }: Parts,
  directory: Known<string>,
  tree: ImageTree,
): boolean {
  const { set, off } = testsOf(options);
  const listed = (name: string): readonly string[] =>
    (options.get(name) ?? []).flatMap((value) => value.split(","));
  if (
    listed("--include").includes("dev") ||
    listed("--also").some((one) => /^dev/.test(one)) ||
    set("-D", "--dev")
  )
    return false;
  if (off("--production", "--prod")) return false;
  if (set("--production", "--prod") || (program === "pnpm" && set("-P"))) return true;
  if (listed("--omit").includes("dev") || listed("--only").some((one) => /^prod/.test(one))) return true;
  const env = (name: string): string | null => {
    const value =
      [...invocation.assignments].reverse().find((one) => one.name === name)?.value ??
      invocation.env.get(name);
    return value?.known === true ? value.value : null;
  };
  const setting = (name: string): string | null =>
    env(`npm_config_${name}`) ?? env(`NPM_CONFIG_${name.toUpperCase()}`);
  if (setting("production") !== null) return setting("production") === "true";
  if (setting("include")?.includes("dev") === true) return false;
  if (
    setting("omit")
      ?.split(/[,\s]+/)
      .includes("dev") === true ||
    setting("only")?.startsWith("prod") === true
  )
    return true;
  const npmrc = directory.known ? tree.read(`${directory.value}/.npmrc`) : directory;
  if (npmrc.known && program === "npm") {
    if (/^\s*include\s*(\[\])?\s*=\s*"?dev/m.test(npmrc.value)) return false;
    if (/^\s*(omit\s*(\[\])?\s*=\s*"?dev|production\s*=\s*true)/m.test(npmrc.value)) return true;
  }
  // Berry and bun take no notice of NODE_ENV when they install.
  if (program === "bun" || (program === "yarn" && managerOf(program, directory, tree) === "yarn-berry"))
    return false;
  return env("NODE_ENV") === "production";
}

/** Which manager stands behind the program's name: yarn is classic or berry by what lies in the project. */
export function managerOf(program: Program, directory: Known<string>, tree: ImageTree): Manager {
  if (program !== "yarn") return program;
  if (!directory.known) return "yarn-classic";
  const pkg = closestPackage(directory.value, tree);
  const home = pkg.known && pkg.value !== null ? pkg.value.directory : directory.value;
  const declared = pkg.known ? pkg.value?.packageManager : null;
  const version = /^yarn@(\d+)/.exec(declared ?? "")?.[1];
  if (version !== undefined) return Number(version) >= 2 ? "yarn-berry" : "yarn-classic";
  return lockfilesIn(home, tree).some(({ manager }) => manager === "yarn-berry") ||
    tree.kind(`${home}/.yarnrc.yml`) === "file"
    ? "yarn-berry"
    : "yarn-classic";
}
