/**
 * What pnpm looks at before it runs a script. From 11 on it holds node_modules against the lockfile and every
 * package of the workspace, and installs again, in the container that starts, when one of them is missing (tried
 * with 10.34, 11.28 and 12.21; 10 and older do so only where verifyDepsBeforeRun is set). In: where the
 * command stands; out: the files that have to be there, none for a pnpm that is known to be older.
 */
import { join } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { BuildHistory, Need } from "../types.js";
import { hasDependencies, readPackage } from "./packageJson.js";
import type { Workspace } from "./workspace.js";

export function checkedByPnpm(
  home: string,
  workspace: Workspace | null,
  tree: ImageTree,
  history: BuildHistory,
): readonly Need[] {
  const root = workspace?.root ?? home;
  if (!asksForCheck(root, tree) && olderThanEleven(root, tree, history)) return [];
  const because = "pnpm holds node_modules against it before it runs a script";
  const need = (path: string): Need => ({ kind: "path", path, because, optional: true });
  return [
    ...(tree.kind(join(root, "pnpm-lock.yaml")) === "file" ? [need(join(root, "pnpm-lock.yaml"))] : []),
    ...(workspace?.members ?? []).flatMap((member) => [
      need(join(member.directory, "package.json")),
      ...(hasDependencies(member) ? [need(join(member.directory, "node_modules"))] : []),
    ]),
  ];
}

/** https://pnpm.io/settings#verifydepsbeforerun */
function asksForCheck(root: string, tree: ImageTree): boolean {
  const settings = tree.read(join(root, "pnpm-workspace.yaml"));
  const npmrc = tree.read(join(root, ".npmrc"));
  return (
    (settings.known && /^\s*verifyDepsBeforeRun:\s*(?!false)\S/m.test(settings.value)) ||
    (npmrc.known && /^\s*verify-deps-before-run\s*=\s*(?!false)\S/m.test(npmrc.value))
  );
}

/** By `packageManager`, which pnpm 10 and corepack obey, by the command that brought it, or by the lockfile's version. */
function olderThanEleven(root: string, tree: ImageTree, history: BuildHistory): boolean {
  const pkg = readPackage(root, tree);
  const declared = pkg.known ? pkg.value?.packageManager : null;
  const fetched = history.invocations.flatMap(({ raw }) =>
    raw.flatMap((word) => /^pnpm@(\d+)/.exec(word)?.[1] ?? []),
  );
  const major = /^pnpm@(\d+)/.exec(declared ?? "")?.[1] ?? fetched.at(-1);
  if (major !== undefined) return Number(major) < 11;
  const lock = tree.read(join(root, "pnpm-lock.yaml"));
  const version = lock.known ? /^lockfileVersion:\s*['"]?(\d+)/m.exec(lock.value)?.[1] : undefined;
  return version !== undefined && Number(version) < 9;
}

/**
 * `packageManager` names another pnpm than the one that was installed: pnpm 10 fetches it into `.tools` of its
 * own folder the first time that it runs, in the build; later ones elsewhere. null: the same one, corepack's, or
 * one that takes no notice (https://pnpm.io/settings#managepackagemanagerversions).
 */
export function otherVersion(
  root: string,
  tree: ImageTree,
  history: BuildHistory,
): { readonly wanted: string; readonly place: "tools" | "unknown" } | null {
  const pkg = readPackage(root, tree);
  const wanted = /^pnpm@([\w.-]+)/.exec((pkg.known ? pkg.value?.packageManager : null) ?? "")?.[1];
  if (wanted === undefined || history.invocations.some(({ program }) => program === "corepack")) return null;
  if (turnedOff(root, tree)) return null;
  const brought = history.invocations.flatMap(({ program, raw }) =>
    /^(npm|npx|yarn|pnpm)$/.test(program) &&
    raw.some((word) => /^(-g|--global|--location=global|global)$/.test(word))
      ? raw.filter((word) => /^pnpm(@|$)/.test(word)).map((word) => word.slice("pnpm@".length))
      : [],
  );
  if (brought.length === 0 || brought.includes(wanted)) return null;
  const [major, exact] = /^(\d+)(\.\d+\.\d+)?/.exec(brought.at(-1) ?? "")?.slice(1) ?? [];
  if (Number(major ?? Infinity) < 10) return null;
  // Of a range nobody knows whether it is the wanted one by now, for which nothing is fetched.
  return { wanted, place: major === "10" && exact !== undefined ? "tools" : "unknown" };
}

function turnedOff(root: string, tree: ImageTree): boolean {
  const settings = tree.read(join(root, "pnpm-workspace.yaml"));
  const npmrc = tree.read(join(root, ".npmrc"));
  return (
    (settings.known && /^\s*managePackageManagerVersions:\s*false/m.test(settings.value)) ||
    (npmrc.known && /^\s*manage-package-manager-versions\s*=\s*false/m.test(npmrc.value))
  );
}
