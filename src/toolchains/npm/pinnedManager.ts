/**
 * The version of pnpm that package.json pins (`packageManager`) beside another one in the image: pnpm 10 and later
 * fetch the pinned one at their first call, into the home of whoever calls, and run it. In: the project, and how
 * pnpm came into the image; out: a call that fetches it, or null where nothing is fetched. corepack has its own way.
 * Tried with pnpm 10.15 and 10.8.1: without the fetched version a container without network does not start.
 */
import type { ImageTree } from "../../model/types.js";
import type { Application, BuildHistory } from "../types.js";
import { readManagerCommand } from "./commands.js";
import { closestPackage } from "./packageJson.js";
import { workspaceAround } from "./workspace.js";

export function pinnedManager(
  directory: string,
  tree: ImageTree,
  history: BuildHistory,
): Application["fetches"] | null {
  const closest = closestPackage(directory, tree);
  if (!closest.known || closest.value === null) return null;
  const home = closest.value.directory;
  const root = workspaceAround(home, tree)?.root ?? home;
  const pkg = root === home ? closest : closestPackage(root, tree);
  const pinned = /^pnpm@(\d[^+]*)/.exec((pkg.known ? pkg.value?.packageManager : null) ?? "")?.[1];
  if (pinned === undefined || history.invocations.some(({ program }) => program === "corepack")) return null;
  const installed = history.invocations.flatMap((invocation) => {
    const asked = readManagerCommand(invocation, tree)?.asked;
    return asked?.kind === "install" && asked.global
      ? asked.names.flatMap(
          (name) => /^(?:@pnpm\/exe|pnpm)(?:@(.+))?$/.exec(name)?.[1] ?? (name === "pnpm" ? "latest" : []),
        )
      : [];
  });
  const version = installed.at(-1) ?? "latest";
  if (version === pinned || !switches(version, root, tree)) return null;
  return {
    program: "pnpm",
    command: "pnpm --version",
    directory: root,
    because: `package.json pins pnpm ${pinned}, which the container would fetch when it starts`,
  };
}

/** pnpm.io/settings#managepackagemanagerversions: on from 10 on, known from 9.7 on. */
function switches(version: string, root: string, tree: ImageTree): boolean {
  const setting = (file: string, pattern: RegExp): string | undefined => {
    const text = tree.read(`${root}/${file}`);
    return text.known ? pattern.exec(text.value)?.[1] : undefined;
  };
  const said =
    setting(".npmrc", /^\s*manage-package-manager-versions\s*=\s*(true|false)/m) ??
    setting("pnpm-workspace.yaml", /^managePackageManagerVersions:\s*(true|false)/m);
  if (said !== undefined) return said === "true";
  const major = /^[^\d]*(\d+)/.exec(version)?.[1];
  return major === undefined || Number(major) >= 10;
}
