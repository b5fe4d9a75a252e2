/**
 * Which packages of a workspace a command line means: `npm -w api`, `yarn workspace api`, `yarn workspaces
 * foreach`, `pnpm --filter api...`, `turbo run build --filter=api`, `lerna run`. In: the words; out: the
 * packages, or why they cannot be told (what git says has changed, a name that nothing has).
 */
import { relative, resolve } from "node:path/posix";
import picomatch from "picomatch";
import { known, unknown, type Known } from "../../known.js";
import type { PackageJson } from "./packageJson.js";
import { reachedMembers, type Workspace } from "./workspace.js";

export type Selected = Known<readonly PackageJson[]>;

/** `-w`: a name, or the folder from where the command runs; a folder of several packages is each of them. */
export function selectedByName(names: readonly string[], workspace: Workspace, cwd: string): Selected {
  const chosen: PackageJson[] = [];
  for (const name of names) {
    const path = resolve(cwd, name);
    const found = workspace.members.filter(
      (member) =>
        member.name === name ||
        member.directory === path ||
        member.directory === resolve(workspace.root, name) ||
        member.directory.startsWith(`${resolve(workspace.root, name)}/`),
    );
    if (found.length === 0) return unknown(`no package of the workspace is called ${name}`);
    chosen.push(...found);
  }
  return known(unique(chosen));
}

/** https://pnpm.io/filtering, which turbo shares: names, patterns, folders, `...` for dependencies and dependents. */
export function selectedByFilter(filters: readonly string[], workspace: Workspace, cwd: string): Selected {
  const chosen: PackageJson[] = [];
  const without = new Set<PackageJson>();
  for (const filter of filters) {
    const one = filtered(filter.replace(/^!/, ""), workspace, cwd);
    if (!one.known) return one;
    if (filter.startsWith("!")) for (const member of one.value) without.add(member);
    else chosen.push(...one.value);
  }
  const all = filters.every((filter) => filter.startsWith("!")) ? workspace.members : chosen;
  return known(unique(all.filter((member) => !without.has(member))));
}

function filtered(filter: string, workspace: Workspace, cwd: string): Selected {
  const [, before = "", middle = "", after = ""] = /^(\.\.\.\^?)?(.*?)(\^?\.\.\.)?$/.exec(filter) ?? [];
  if (/[[\]]/.test(middle) || middle === "") return unknown(`what ${filter} selects depends on git`);
  const { members } = workspace;
  const folder = /^\{?(\.{0,2}\/.*|\.{1,2})\}?$|^\{(.+)\}$/.exec(middle);
  const path = resolve(cwd, (folder?.[1] ?? folder?.[2] ?? "").replace(/[{}]/g, "").replace(/\/\*+$/, ""));
  const matches = picomatch(middle, { bash: true });
  const named = members.filter(({ name, directory }) =>
    folder !== null
      ? directory === path || directory.startsWith(`${path}/`)
      : name !== null && (name === middle || matches(name) || name.replace(/^@[^/]+\//, "") === middle),
  );
  if (named.length === 0) return unknown(`no package of the workspace matches ${filter}`);
  const dependencies = after === "" ? [] : reachedMembers(named, workspace);
  const dependents =
    before === ""
      ? []
      : members.filter((member) => reachedMembers([member], workspace).some((one) => named.includes(one)));
  const itself = before.endsWith("^") || after.startsWith("^") ? [] : named;
  return known(
    unique([...itself, ...[...dependencies, ...dependents].filter((one) => !named.includes(one))]),
  );
}

/** The order of the workspace's list, for messages that do not change. */
function unique(members: readonly PackageJson[]): readonly PackageJson[] {
  return [...new Set(members)].sort((one, other) => (one.directory < other.directory ? -1 : 1));
}

export function nameOf(member: PackageJson, workspace: Workspace): string {
  return member.name ?? relative(workspace.root, member.directory);
}
