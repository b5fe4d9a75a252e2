/**
 * The folders outside the project into which packages put browsers when they are installed. In: the project, its
 * lockfile where it can be read, the install and its environment; out: absolute paths, or why the place is not known.
 * Sources: pptr.dev/guides/configuration, playwright.dev/docs/browsers, and the install scripts of the packages:
 * puppeteer from 19 on, playwright up to 1.37, playwright-chromium and its kin and @playwright/browser-* always.
 */
import { join } from "node:path/posix";
import type { Note } from "../../findings/types.js";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import { lockfilesIn, readLockfile } from "./lockfiles.js";
import { closestPackage, type PackageJson } from "./packageJson.js";
import { homeOf } from "./words.js";

/** An install that puts a browser where nobody can tell. */
export function browserNote(directory: string, tree: ImageTree, history: BuildHistory): Note | null {
  const pkg = closestPackage(directory, tree);
  if (!pkg.known || pkg.value === null) return null;
  for (const { step, invocation } of history.steps) {
    if (step.kind !== "install" || step.directory !== pkg.value.directory) continue;
    const folders = browserFolders(pkg.value, true, invocation, tree);
    if (!folders.known)
      return {
        code: "browser-folder-unknown",
        message: `${folders.because}; in a folder outside of the application it would be missing at run time`,
        line: invocation.line,
        weight: "review",
      };
  }
  return null;
}

const NOWHERE: Known<readonly string[]> = known([]);

export function browserFolders(
  pkg: PackageJson,
  production: boolean,
  invocation: Invocation,
  tree: ImageTree,
): Known<readonly string[]> {
  const env = (name: string): string => {
    const own = invocation.assignments.findLast((one) => one.name === name)?.value;
    const value = own ?? invocation.env.get(name);
    return value?.known === true ? value.value : "";
  };
  const on = (...names: readonly string[]): boolean => names.some((name) => /^(1|true)$/i.test(env(name)));
  const versions = installedVersions(pkg, production, tree);
  const found: string[] = [];
  const puppeteer = versions.get("puppeteer");
  const [major = 0] = numbersOf(puppeteer);
  // before 19 the browser lay below node_modules/puppeteer
  if (
    puppeteer !== undefined &&
    (major >= 19 || major === 0) &&
    !on("PUPPETEER_SKIP_DOWNLOAD", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD") &&
    !skippedByNpm(pkg.directory, tree)
  ) {
    const settings = puppeteerSettings(pkg.directory, tree);
    if (settings !== null && env("PUPPETEER_CACHE_DIR") === "")
      return unknown(`${settings} decides where puppeteer puts its browser`);
    found.push(env("PUPPETEER_CACHE_DIR") || join(homeOf(invocation), ".cache/puppeteer"));
  }
  const place = env("PLAYWRIGHT_BROWSERS_PATH");
  const downloads = [...versions].some(([name, version]) => downloadsAtInstall(name, version));
  // "0" means a folder inside node_modules
  if (downloads && place !== "0" && !on("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD"))
    found.push(place || join(homeOf(invocation), ".cache/ms-playwright"));
  return found.length === 0 ? NOWHERE : known(found);
}

function downloadsAtInstall(name: string, version: string): boolean {
  if (/^(playwright-(chromium|firefox|webkit)|@playwright\/browser-\w+)$/.test(name)) return true;
  const [major, minor] = numbersOf(version);
  return name === "playwright" && /^\d/.test(version) && major === 1 && (minor ?? 99) < 38;
}

/** Of every package that the lockfile installs, else the ranges of package.json. */
function installedVersions(
  pkg: PackageJson,
  production: boolean,
  tree: ImageTree,
): ReadonlyMap<string, string> {
  const declared = {
    ...(production ? {} : pkg.devDependencies),
    ...pkg.optionalDependencies,
    ...pkg.dependencies,
  };
  const versions = new Map(Object.entries(declared));
  for (const { path, manager } of lockfilesIn(pkg.directory, tree)) {
    // pnpm 10 runs no install script of a package that the project does not name.
    if (manager === "pnpm") continue;
    const lock = readLockfile(path, manager, pkg, tree);
    if (!lock.known) continue;
    for (const one of lock.value.packages) {
      const hoisted = one.hoisted || !versions.has(one.name);
      if (hoisted && (one.production || !production)) versions.set(one.name, one.version);
    }
    break;
  }
  return versions;
}

function skippedByNpm(directory: string, tree: ImageTree): boolean {
  const npmrc = tree.read(join(directory, ".npmrc"));
  return npmrc.known && /^\s*puppeteer_skip_(chromium_)?download\s*=\s*["']?(1|true)/im.test(npmrc.value);
}

/** https://pptr.dev/guides/configuration: looked for from the project upwards. */
function puppeteerSettings(directory: string, tree: ImageTree): string | null {
  const names = [
    ".puppeteerrc",
    ".puppeteerrc.json",
    ".puppeteerrc.js",
    ".puppeteerrc.cjs",
    ".puppeteerrc.mjs",
  ];
  const all = [...names, "puppeteer.config.js", "puppeteer.config.cjs", "puppeteer.config.mjs"];
  const file = all.map((name) => join(directory, name)).find((path) => tree.kind(path) === "file");
  if (file === undefined) return null;
  const text = tree.read(file);
  return text.known && !/cacheDirectory|skipDownload|skipChromiumDownload/.test(text.value) ? null : file;
}

function numbersOf(version: string | undefined): readonly number[] {
  return [...(version ?? "").matchAll(/\d+/g)].map(([text]) => Number(text));
}
