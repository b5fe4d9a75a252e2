/**
 * The production form of a program that is a package of a workspace: node_modules of the root, and the
 * packages that the program reaches by what they declare or name, without the sources that the build has turned into
 * output; the others stay behind. A workspace whose build is not understood goes along as one folder, for a reviewer.
 */
import { basename, join } from "node:path/posix";
import { known, unknown } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { Application, BuildHistory } from "../types.js";
import { aliasOf } from "./alias.js";
import { gainsOf, notesOf } from "./applicationReport.js";
import { classify, type ClassifyScope } from "./classify.js";
import { readManagerCommand } from "./commands.js";
import { closure, namesEntry, packageOf, type Scan } from "./imports.js";
import { lockfilesIn, readLockfile } from "./lockfiles.js";
import { readTypeScriptConfig } from "./outputs/tsconfig.js";
import { memberView } from "./memberView.js";
import { linkedFolders, productionNames, readPackage, type PackageJson } from "./packageJson.js";
import { within } from "./paths.js";
import { linksByPnp } from "./pnp.js";
import { lastingOutputs, type Work } from "./produced.js";
import { pruneOf } from "./prune.js";
import { sourceFiles } from "./runtimeSources.js";
import { elsewhere, linkedTo, writtenBy } from "./surroundings.js";
import { programsOfPackages, programsOfSources } from "./systemPrograms.js";
import { reachedMembers, type Workspace } from "./workspace.js";

export interface WorkspaceQuestion {
  /** around the workspace or its root */
  readonly directory: string;
  readonly entry: string | null;
  readonly uses: readonly string[];
  /** the package that runs: a member, or the root's own */
  readonly pkg: PackageJson | null;
  readonly workspace: Workspace;
  readonly works: readonly Work[];
}

export function workspaceApplication(
  question: WorkspaceQuestion,
  tree: ImageTree,
  history: BuildHistory,
): Application {
  const { directory, entry, uses, pkg, workspace, works } = question;
  const { root, members } = workspace;
  const open = works.find(({ making }) => !making.outputs.known);
  if (open !== undefined && !open.making.outputs.known)
    return whole(
      root,
      `${[open.invocation.program, ...open.invocation.raw].join(" ")}: ${open.making.outputs.because}`,
    );
  const rootPackage = readPackage(root, tree);
  if (!rootPackage.known) return whole(root, rootPackage.because);
  const used = usedMembers(question, rootPackage.value, tree, history);
  const late = linksByPnp(root, tree) && berryIn(tree, history) ? null : unlinked(used, pkg, root, history);
  if (late !== null) return whole(root, `${late} came after the install, which does not know of it`);
  const everything = [...used, ...(rootPackage.value === null ? [] : [rootPackage.value])];
  const views = used.map((member) =>
    memberView(
      {
        member,
        entry: member.directory === pkg?.directory ? entry : null,
        uses,
        others: everything,
        works,
      },
      tree,
      history,
    ),
  );
  const scan = {
    sources: views.flatMap(({ sources }) => sources),
    unread: views.flatMap(({ unread }) => unread),
  };
  const calls = programsOfSources(scan.sources, (path) => {
    const text = tree.read(path);
    return text.known ? text.value : "";
  });
  const aliases = new Map(members.map((member) => [member.directory, aliasIn(member, tree)]));
  const prune =
    rootPackage.value === null
      ? unknown(`there is no package.json in ${root}`)
      : pruneOf({
          pkg: rootPackage.value,
          members,
          tree,
          history,
          sources: scan.sources,
          unread: scan.unread,
          uses,
          alias: (specifier, path) =>
            [...aliases].some(([place, find]) => within(path, place) && find(specifier).length > 0),
        });
  const outputs = lastingOutputs(history, works, tree);
  const scope: ClassifyScope = {
    tree,
    sources: scan.sources,
    naming: scan.sources,
    passed: new Set(scan.sources.flatMap(({ facts }) => facts.passed)),
    packages: new Set([
      ...uses,
      ...scan.sources.flatMap(({ facts }) => facts.imports.flatMap((name) => packageOf(name) ?? [])),
    ]),
    compiled: false,
    inputs: new Set(),
    folders: new Set(),
    outputs,
    alone: false,
    asksGit: calls.programs.some(({ name }) => name === "git"),
    forced: entry === null ? [] : [entry],
    linked: everything.flatMap(linkedFolders),
    written: writtenBy(history, tree, directory),
    uses,
    nodeModules: { keep: true, because: "the dependencies of the workspace" },
    lockfileRead: berryIn(tree, history),
    built: works.some(({ making }) => making.kinds.has("build")),
    workspace: {
      members: members.map((member) => member.directory),
      used: new Map(views.map((view) => [view.member.directory, view])),
    },
  };
  const placed = [
    ...classify(directory, scope),
    ...linkedTo(directory, scope),
    ...elsewhere(directory, pkg, scope, history),
  ];
  return {
    keep: placed.filter(({ keep }) => keep).map(({ path, because }) => ({ path, because })),
    leave: placed.filter(({ keep }) => !keep).map(({ path, because }) => ({ path, because })),
    prune,
    notes: notesOf(placed, calls.computed, directory),
    gains: gainsOf(placed, prune, scope, entry),
    programs: [...programsOfPackages(installed(used, rootPackage.value, workspace, tree)), ...calls.programs],
  };
}

/** Nothing shows what of it is needed: the folder as it is, and a person looks at it. */
function whole(root: string, because: string): Application {
  const message = `the workspace ${root} goes along whole: ${because}`;
  return root === "/"
    ? {
        keep: [],
        leave: [],
        prune: known(null),
        notes: [],
        gains: [],
        programs: [],
        refuse: { code: "workspace", message: `the workspace lies in the root of the image, and ${because}` },
      }
    : {
        keep: [{ path: root, because: "a workspace whose build is not understood" }],
        leave: [],
        prune: unknown(because),
        notes: [{ code: "workspace-whole", message, line: null, weight: "review" }],
        gains: [],
        programs: [],
      };
}

function usedMembers(
  { pkg, workspace }: WorkspaceQuestion,
  root: PackageJson | null,
  tree: ImageTree,
  history: BuildHistory,
): readonly PackageJson[] {
  const { members } = workspace;
  const own = members.find((member) => member.directory === pkg?.directory);
  // A program of the root may load any of them; yarn berry checks that all are there when it runs a script.
  if (own === undefined || berryIn(tree, history)) return members;
  let used = reachedMembers([own, ...(root === null ? [] : [root])], workspace);
  for (;;) {
    const { sources } = scanOf(used, tree);
    const settings = used.flatMap((member) => settingsIn(member.directory, tree));
    const named = members.filter((member) => {
      if (used.includes(member)) return false;
      const name = basename(member.directory);
      const through = new RegExp(`(^|[\\s"'/=:])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}/`, "m");
      return (
        sources.some(
          ({ facts }) =>
            namesEntry(facts, member.directory) ||
            facts.texts.some(({ value }) => member.name !== null && value.startsWith(member.name)) ||
            facts.imports.some((one) => member.name !== null && packageOf(one) === member.name),
        ) || settings.some((text) => through.test(text))
      );
    });
    if (named.length === 0) return used;
    used = reachedMembers([...used, ...named, own, ...(root === null ? [] : [root])], workspace);
  }
}

/** A package that the install could not link, because its package.json was not in the image yet. */
function unlinked(
  used: readonly PackageJson[],
  own: PackageJson | null,
  root: string,
  history: BuildHistory,
): string | null {
  const made = history.steps.flatMap(({ step }) =>
    step.kind === "install" && step.directory === root && step.outputs.known ? step.outputs.value : [],
  );
  // pnpm's links lie in the packages, and one without dependencies has none.
  const linked = used.some(({ name }) =>
    made.some(({ path }) => name !== null && path === join(root, "node_modules", name)),
  );
  const late = used.find(
    ({ name, directory, dependencies, devDependencies }) =>
      name !== null &&
      directory !== own?.directory &&
      (linked || Object.keys({ ...dependencies, ...devDependencies }).length > 0) &&
      !made.some(({ path }) => path === join(root, "node_modules", name) || within(path, directory)),
  );
  return made.length > 0 && late !== undefined ? (late.name ?? late.directory) : null;
}

/** Files beside a package.json that may name a folder. */
function settingsIn(directory: string, tree: ImageTree): readonly string[] {
  return (tree.entries(directory) ?? [])
    .filter(
      (name) =>
        /^\.env|\.(json5?|ya?ml|toml|ini|conf|sh)$/.test(name) && !/^(package|tsconfig.*)\.json$/.test(name),
    )
    .flatMap((name) => {
      const text = tree.read(join(directory, name));
      return text.known ? [text.value] : [];
    });
}

function scanOf(members: readonly PackageJson[], tree: ImageTree): Scan {
  return closure(
    members.flatMap((member) => sourceFiles(member.directory, tree)),
    tree,
    () => [],
  );
}

function aliasIn(member: PackageJson, tree: ImageTree): (specifier: string) => readonly string[] {
  const config = readTypeScriptConfig(join(member.directory, "tsconfig.json"), tree);
  return aliasOf(member, config.known ? config.value : null, tree).find;
}

function berryIn(tree: ImageTree, history: BuildHistory): boolean {
  return history.steps.some(
    ({ step, invocation }) =>
      step.kind === "install" && readManagerCommand(invocation, tree)?.manager === "yarn-berry",
  );
}

/** Production packages by the lockfile, and those that the packages declare. */
function installed(
  used: readonly PackageJson[],
  root: PackageJson | null,
  workspace: Workspace,
  tree: ImageTree,
): readonly string[] {
  const direct = [...used, ...(root === null ? [] : [root])].flatMap(productionNames);
  if (root === null) return direct;
  const locked = lockfilesIn(workspace.root, tree).flatMap(({ path, manager }) => {
    const lock = readLockfile(path, manager, root, tree, workspace.members);
    return lock.known
      ? lock.value.packages.filter(({ production }) => production).map(({ name }) => name)
      : [];
  });
  return [...new Set([...direct, ...locked])];
}
