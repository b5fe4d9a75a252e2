/**
 * The production form of a node application: what goes to the runtime stage, what stays behind and
 * why, whether dev dependencies are dropped, which programs of the system it calls. Refuses what has
 * no producer and builds that are not understood.
 */
import { basename, dirname, join, relative } from "node:path/posix";
import type { Note } from "../../findings/types.js";
import { known, unknown } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { Application, BuildHistory, Need } from "../types.js";
import { gainsOf, notesOf } from "./applicationReport.js";
import { classify, type ClassifyScope, type Placed } from "./classify.js";
import { closure, packageOf, type Scan, type ScannedSource } from "./imports.js";
import { layoutProblem } from "./layout.js";
import { lockfilesIn, readLockfile } from "./lockfiles.js";
import { closestPackage, linkedFolders, productionNames, type PackageJson } from "./packageJson.js";
import { importTargets } from "./packageImports.js";
import { within } from "./paths.js";
import { lastingOutputs, producerOf, worksOf, type Producer, type Work } from "./produced.js";
import { pruneOf } from "./prune.js";
import type { Prune } from "./pruneCommand.js";
import { isTest, runtimeSources, type RuntimeSources } from "./runtimeSources.js";
import { selfContained } from "./selfContained.js";
import { namedBySettings } from "./settingsNames.js";
import {
  beside,
  elsewhere,
  filledAsWhole,
  linkedByCommands,
  linkedTo,
  madeElsewhere,
  writtenBy,
} from "./surroundings.js";
import { programsOfPackages, programsOfSources } from "./systemPrograms.js";
import { untracked } from "./untracked.js";
import { unresolvedAlias } from "./unresolvedAlias.js";
import { workspaceAround } from "./workspace.js";
import { workspaceApplication } from "./workspaceApplication.js";

type ApplicationNeed = Extract<Need, { kind: "application" }>;

export function npmApplication(
  need: ApplicationNeed,
  tree: ImageTree,
  history: BuildHistory,
): Application | null {
  if (need.language !== "node") return null;
  const { directory, entry } = need;
  const uses = need.uses ?? [];
  if (!tree.known)
    return refused(
      "project-unknown",
      "the files of the project are not at hand, so what the program needs cannot be told",
    );
  const pkg = closestPackage(
    entry === null ? directory : tree.kind(entry) === "directory" ? entry : dirname(entry),
    tree,
  );
  if (!pkg.known) return refused("project-unknown", pkg.because);
  const home = pkg.value?.directory ?? directory;
  const workspace = workspaceAround(home, tree);
  const works = worksOf(history, tree);
  const layout = layoutProblem(directory, workspace?.root ?? home, tree, history);
  if (layout !== null) return refused(layout.code, layout.message);
  const producer = entry === null ? null : producerOf(entry, tree, history, works);
  if (producer?.kind === "nobody") return refused("command-not-produced", notProduced(entry ?? "", works));
  if (workspace !== null)
    return workspaceApplication({ directory, entry, uses, pkg: pkg.value, workspace, works }, tree, history);
  if (producer?.kind === "unknown")
    return refused("build-output-unknown", `nothing is known to make ${entry ?? ""}: ${producer.because}`);
  const open = unknownStep(works);
  const unseen = open !== null && !madeByKnownTool(producer);
  if (open !== null && unseen && (producer?.kind !== "context" || directory === "/"))
    return refused("build-output-unknown", `${lineOf(open.work)}: ${open.because}`);
  const install = history.steps.find(
    ({ step }) =>
      step.kind === "install" &&
      !step.outputs.known &&
      within(directory, step.directory) &&
      tree.kind(join(step.directory, "package.json")) === null,
  );
  if (install !== undefined && !install.step.outputs.known)
    return refused("build-output-unknown", `${install.step.evidence}: ${install.step.outputs.because}`);
  const others = need.others ?? [];
  const further = others.map((other) =>
    runtimeSources(directory, pkg.value, other, producerOf(other, tree, history, works), works, uses, tree),
  );
  const complete = others.every(
    (other, at) => selfContained(other, works) !== null || importsNothing(further[at]?.scan),
  );
  const alone = complete ? selfContained(entry, works) : null;
  const sources = together([
    runtimeSources(directory, pkg.value, entry, producer, works, uses, tree),
    ...further,
  ]);
  const unresolved = unresolvedAlias(sources, uses, works, history, pkg.value);
  if (unresolved !== null) return refused("original-broken-path-alias", unresolved);
  const outputs = lastingOutputs(history, works, tree);
  const calls = programsOfSources(sources.scan.sources, (path) => {
    const text = tree.read(path);
    return text.known ? text.value : "";
  });
  const naming = namingSources(sources.scan.sources, home, alone !== null);
  const scope: ClassifyScope = {
    tree,
    sources: sources.scan.sources,
    naming,
    passed: new Set(naming.flatMap(({ facts }) => facts.passed)),
    packages: importedBy(naming, uses),
    compiled: sources.compiled,
    inputs: buildsItself(sources) ? new Set() : sources.inputs,
    folders: new Set(buildsItself(sources) ? [] : works.flatMap(({ making }) => making.sources)),
    outputs,
    alone: alone !== null,
    asksGit: calls.programs.some(({ name }) => name === "git"),
    forced: [...(entry === null ? [] : [alone ?? entry]), ...others],
    linked: [
      ...(pkg.value === null ? [] : linkedFolders(pkg.value)),
      ...linkedByCommands(history, tree).filter((path) => path !== directory),
    ],
    written: writtenBy(history, tree, directory),
    uses,
    nodeModules:
      alone === null
        ? nodeModules(sources, pkg.value, uses)
        : bundledModules(relative(directory, alone), pkg.value),
    lockfileRead:
      history.steps.some(({ invocation }) => invocation.program === "yarn") &&
      lockfilesIn(home, tree).some(({ manager }) => manager === "yarn-berry"),
    built: works.some(({ making }) => making.kinds.has("build")),
  };
  const inTree = [
    ...classify(directory, scope),
    ...beside(directory, scope),
    ...linkedTo(directory, scope),
    ...elsewhere(directory, pkg.value, scope, history),
  ];
  const listed = namedBySettings([...inTree, ...madeElsewhere(directory, scope, inTree)], directory, {
    tree,
    pkg: pkg.value,
    env: environmentOf(history),
    uses,
    imports: importTargets(pkg.value, entry, need.conditions ?? [], tree, outputs),
  });
  const named = loadedByName(listed, sources, tree);
  const prune: Prune =
    open !== null
      ? unknown(`${lineOf(open.work)}: ${open.because}`)
      : pkg.value === null
        ? known(null)
        : pruneOf({
            pkg: pkg.value,
            members: [],
            tree,
            history,
            sources: [...sources.scan.sources, ...named.sources],
            unread: [...sources.scan.unread, ...named.unread],
            uses,
            alias: (specifier) => sources.alias.find(specifier).length > 0,
          });
  const whole = unseen ? directory : filledAsWhole(history, tree, directory);
  const placed: readonly Placed[] =
    whole === null
      ? listed
      : [
          {
            path: whole,
            keep: true,
            because: unseen
              ? "a step that is not understood works in it"
              : "a command of the build filled it as a whole",
          },
          ...listed.filter(({ path }) => !within(path, whole)),
        ];
  return {
    keep: placed
      .filter(({ keep }) => keep)
      .sort(copyOrder)
      .map(({ path, because }) => ({ path, because })),
    leave: placed.filter(({ keep }) => !keep).map(({ path, because }) => ({ path, because })),
    untracked: untracked({
      directory,
      tree,
      sources: sources.scan.sources,
      packages: scope.packages,
      outputs,
      written: scope.written,
      plain: !sources.compiled,
    }),
    prune: scope.nodeModules.keep && whole === null ? prune : known(null),
    notes: [
      ...(open === null ? [] : [unknownStepNote(open, unseen ? directory : null)]),
      ...notesOf(placed, calls.computed, directory),
    ],
    gains: gainsOf(placed, prune, scope, entry),
    programs: [
      ...programsOfPackages(
        scope.nodeModules.keep ? packagesOf(pkg.value, tree) : alone === null ? [] : scope.packages,
      ),
      ...calls.programs,
    ],
  };
}

/** The sources of several entry files; what the first one is decides how the folder is read. */
function together(all: readonly [RuntimeSources, ...RuntimeSources[]]): RuntimeSources {
  const [main] = all;
  const found = new Map(
    all.flatMap(({ scan }) => scan.sources.map((source) => [source.path, source] as const)),
  );
  return {
    ...main,
    scan: {
      sources: [...found.values()],
      dynamic: all.map(({ scan }) => scan.dynamic).find((one) => one !== null) ?? null,
      unread: all.flatMap(({ scan }) => scan.unread),
    },
  };
}

function importsNothing(scan: Scan | undefined): boolean {
  return (scan?.sources ?? []).every(({ facts }) => facts.imports.every((name) => packageOf(name) === null));
}

/**
 * Plain JavaScript in entries that a source names (`fork("scripts/child.js")`, plugins that are listed and loaded):
 * it may run, so that what it imports has to stay.
 */
function loadedByName(
  placed: readonly Placed[],
  { scan, inputs, alias }: RuntimeSources,
  tree: ImageTree,
): Scan {
  const seen = new Set(scan.sources.map(({ path }) => path));
  const roots = placed
    .filter(({ keep, because }) => keep && / names it$/.test(because))
    .flatMap(({ path }) => tree.files(path))
    .filter((path) => /\.[cm]?js$/.test(path) && !isTest(path) && !/\/node_modules\//.test(path))
    .filter((path) => !seen.has(path) && !inputs.has(path));
  const found = closure(roots, tree, alias.find);
  return { ...found, sources: found.sources.filter(({ path }) => !seen.has(path)) };
}

function refused(code: string, message: string): Application {
  return {
    keep: [],
    leave: [],
    prune: known(null),
    notes: [],
    gains: [],
    programs: [],
    refuse: { code, message },
  };
}

function lineOf(work: Work): string {
  return [work.invocation.program, ...work.invocation.raw].join(" ");
}

interface UnknownStep {
  readonly work: Work;
  readonly because: string;
}

function unknownStep(works: readonly Work[]): UnknownStep | null {
  for (const work of works) {
    const { outputs } = work.making;
    if (!outputs.known) return { work, because: outputs.because };
  }
  return null;
}

/** A tool whose output is told makes what the command runs; another step, not understood, may make more. */
function madeByKnownTool(producer: Producer | null): boolean {
  return producer?.kind === "tool" || (producer?.kind === "folder" && producer.work !== null);
}

function unknownStepNote({ work, because }: UnknownStep, whole: string | null): Note {
  return {
    code: "build-step-unknown",
    message: `${lineOf(work)}: ${because}; a file that it makes beside ${whole === null ? "the output of the other steps" : `${whole}, which goes along whole,`} would be missing at run time`,
    line: work.invocation.line,
    weight: "review",
  };
}

/** A server that loads the bundler or framework compiles the sources itself unless it is told not to. */
function buildsItself(sources: RuntimeSources): boolean {
  return (
    !sources.compiled &&
    sources.scan.sources.some(({ facts }) =>
      facts.imports.some((name) =>
        /^(next|nuxt|nuxt3|vite|webpack|webpack-dev-middleware|@remix-run\/dev|parcel|parcel-bundler|esbuild)$/.test(
          name,
        ),
      ),
    )
  );
}

/** Names what the compiler makes instead, where a file of the same name is among it. */
function notProduced(entry: string, works: readonly Work[]): string {
  const made = works.flatMap(({ making }) => [...making.emits.keys(), ...making.certain]);
  const instead = made.find((path) => basename(path) === basename(entry));
  return `the command runs ${entry}, and no step makes it${instead === undefined ? "" : `; the build makes ${instead}`}`;
}

/**
 * The sources whose texts may be paths at run time. A framework's settings name its inputs, unless they read
 * files themselves; in a bundle with its dependencies only what belongs to the server, or loads fs, reads files.
 */
function namingSources(
  sources: readonly ScannedSource[],
  home: string,
  alone: boolean,
): readonly ScannedSource[] {
  return sources.filter(({ path, facts }) => {
    const loads = (pattern: RegExp): boolean => facts.imports.some((name) => pattern.test(name));
    if (/\/(next|nuxt|remix|react-router)\.config\.[cm]?[jt]s$/.test(path)) return loads(FILES);
    return (
      !alone || within(path, join(home, "server")) || loads(FILES) || loads(/^(node:)?(path|child_process)$/)
    );
  });
}

const FILES = /^(node:)?fs(\/promises)?$|^(fs-extra|glob|fast-glob|globby|graceful-fs)$/;

/**
 * Nitro traces what the server loads into its bundle. Prisma's generated client is not always among it
 * (https://github.com/prisma/prisma-examples/issues/5046); node then finds it in node_modules above the bundle.
 */
function bundledModules(bundle: string, pkg: PackageJson | null): ClassifyScope["nodeModules"] {
  const prisma =
    pkg !== null && [...productionNames(pkg), ...Object.keys(pkg.devDependencies)].includes("@prisma/client");
  return prisma && bundle === ".output"
    ? { keep: true, because: "the bundle may load prisma's generated client from there" }
    : { keep: false, because: `${bundle} has its own` };
}

function importedBy(sources: readonly ScannedSource[], uses: readonly string[]): ReadonlySet<string> {
  return new Set([
    ...uses,
    ...sources.flatMap(({ facts }) => facts.imports.flatMap((name) => packageOf(name) ?? [])),
  ]);
}

/** The variables that the last RUN saw: ENV instructions before it hold for the container too. */
function environmentOf(history: BuildHistory): readonly { readonly name: string; readonly value: string }[] {
  const env = history.invocations.at(-1)?.env ?? new Map<string, never>();
  return [...env].flatMap(([name, value]) =>
    value.known && !/^(PATH|HOME|PWD|HOSTNAME)$/.test(name) ? [{ name, value: value.value }] : [],
  );
}

function nodeModules(
  sources: RuntimeSources,
  pkg: PackageJson | null,
  uses: readonly string[],
): { readonly keep: boolean; readonly because: string } {
  const imported = sources.scan.sources.some(({ facts }) =>
    facts.imports.some((name) => packageOf(name) !== null && sources.alias.find(name).length === 0),
  );
  const nothing =
    pkg !== null &&
    productionNames(pkg).length === 0 &&
    uses.length === 0 &&
    !imported &&
    sources.scan.dynamic === null;
  return nothing
    ? { keep: false, because: "the program imports no package" }
    : { keep: true, because: "the program's dependencies" };
}

function copyOrder(one: Placed, other: Placed): number {
  const rank = ({ path }: Placed): number =>
    basename(path) === "node_modules" ? 0 : basename(path) === "package.json" ? 1 : 2;
  return rank(one) - rank(other) || (one.path < other.path ? -1 : 1);
}

/** Production packages by the lockfile, or those of package.json. */
function packagesOf(pkg: PackageJson | null, tree: ImageTree): readonly string[] {
  if (pkg === null) return [];
  const direct = productionNames(pkg);
  const locked = lockfilesIn(pkg.directory, tree).flatMap(({ path, manager }) => {
    const lock = readLockfile(path, manager, pkg, tree);
    return lock.known
      ? lock.value.packages.filter(({ production }) => production).map(({ name }) => name)
      : [];
  });
  return [...new Set([...direct, ...locked])];
}
