/**
 * The production form of a node application: what goes to the runtime stage, what stays behind and
 * why, whether dev dependencies are dropped, which programs of the system it calls. Refuses what has
 * no producer, builds that are not understood, workspaces.
 */
import { basename, dirname, join, relative } from "node:path/posix";
import { parse as parseYaml } from "yaml";
import type { Note } from "../../findings/types.js";
import { known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { Application, BuildHistory, Need } from "../types.js";
import { classify, namedBySettings, SYSTEM, type ClassifyScope, type Placed } from "./classify.js";
import { readManagerCommand } from "./commands.js";
import { asObject, asTexts, type Json } from "./jsonText.js";
import { namesEntry, packageOf } from "./imports.js";
import { lockfilesIn, readLockfile } from "./lockfiles.js";
import { closestPackage, productionNames, type PackageJson } from "./packageJson.js";
import { upward, within } from "./paths.js";
import { producerOf, worksOf, type Work } from "./produced.js";
import { pruneOf, type Prune } from "./prune.js";
import { runtimeSources, type RuntimeSources } from "./runtimeSources.js";
import { programsOfPackages, programsOfSources } from "./systemPrograms.js";

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
  const workspace = workspaceOf(home, tree);
  if (workspace !== null) return refused("workspace", workspace);
  const works = worksOf(history, tree);
  const layout = layoutProblem(directory, home, tree, history);
  if (layout !== null) return layout;
  const producer = entry === null ? null : producerOf(entry, tree, history, works);
  if (producer?.kind === "nobody") return refused("command-not-produced", notProduced(entry ?? "", works));
  if (producer?.kind === "unknown")
    return refused("build-output-unknown", `nothing is known to make ${entry ?? ""}: ${producer.because}`);
  const open = works.find(({ making }) => !making.outputs.known);
  if (open !== undefined && !open.making.outputs.known) {
    return refused("build-output-unknown", `${lineOf(open)}: ${open.making.outputs.because}`);
  }
  const sources = runtimeSources(directory, pkg.value, entry, producer, works, tree);
  const unresolved = unresolvedAlias(sources, uses, works, history, pkg.value);
  if (unresolved !== null) return refused("original-broken-path-alias", unresolved);
  const prune: Prune =
    pkg.value === null
      ? known(null)
      : pruneOf({
          pkg: pkg.value,
          tree,
          history,
          sources: sources.scan.sources,
          unread: sources.scan.unread,
          uses,
          alias: (specifier) => sources.alias.find(specifier).length > 0,
        });
  const outputs = works.flatMap(({ making }) => making.partial);
  const alone = selfContained(entry, works);
  const scope: ClassifyScope = {
    tree,
    sources: sources.scan.sources,
    compiled: sources.compiled,
    inputs: buildsItself(sources) ? new Set() : sources.inputs,
    outputs,
    forced: entry === null ? [] : [alone ?? entry],
    written: writtenBy(history, tree, directory),
    uses,
    nodeModules:
      alone === null
        ? nodeModules(sources, pkg.value, uses)
        : { keep: false, because: `${relative(directory, alone)} has its own` },
    lockfileRead:
      history.steps.some(({ invocation }) => invocation.program === "yarn") &&
      lockfilesIn(home, tree).some(({ manager }) => manager === "yarn-berry"),
    built: works.some(({ making }) => making.kinds.has("build")),
  };
  const placed = namedBySettings(
    [
      ...classify(directory, scope),
      ...beside(directory, scope),
      ...elsewhere(directory, pkg.value, scope, history),
    ],
    directory,
    tree,
  );
  const calls = programsOfSources(sources.scan.sources, (path) => {
    const text = tree.read(path);
    return text.known ? text.value : "";
  });
  return {
    keep: placed
      .filter(({ keep }) => keep)
      .sort(copyOrder)
      .map(({ path, because }) => ({ path, because })),
    leave: placed.filter(({ keep }) => !keep).map(({ path, because }) => ({ path, because })),
    prune: scope.nodeModules.keep ? prune : known(null),
    notes: notesOf(placed, calls.computed, directory),
    gains: gainsOf(placed, prune, scope, entry),
    programs: [...programsOfPackages(packagesOf(pkg.value, tree)), ...calls.programs],
  };
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

function workspaceOf(home: string, tree: ImageTree): string | null {
  for (const directory of upward(home)) {
    const pkg = closestPackage(directory, tree);
    if (pkg.known && pkg.value?.directory === directory && pkg.value.workspaces.length > 0)
      return `${directory}/package.json has workspaces`;
    const pnpm = tree.read(join(directory, "pnpm-workspace.yaml"));
    if (pnpm.known && hasPackages(pnpm.value)) return `${directory} is a pnpm workspace`;
    if (tree.kind(join(directory, "lerna.json")) === "file") return `${directory} is a lerna repository`;
  }
  return null;
}

/** Where files lie in a way that copies cannot keep. */
function layoutProblem(
  directory: string,
  home: string,
  tree: ImageTree,
  history: BuildHistory,
): Application | null {
  const shared =
    directory === "/" ? (tree.entries("/") ?? []).find((name) => SYSTEM.test(`/${name}`)) : undefined;
  if (shared !== undefined) {
    return refused(
      "application-in-root",
      `the application lies in / and its folder ${shared} is one of the system`,
    );
  }
  const berry = history.steps.some(
    ({ step, invocation }) =>
      step.kind === "install" && readManagerCommand(invocation, tree)?.manager === "yarn-berry",
  );
  const settings = tree.read(join(home, ".yarnrc.yml"));
  if (berry && !(settings.known && /^\s*nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(settings.value))) {
    return refused("yarn-pnp", "yarn resolves packages from its cache (Plug'n'Play), not from node_modules");
  }
  for (const invocation of history.invocations) {
    const effects = effectsOf(invocation, tree);
    const linked = effects.known
      ? effects.value.find(
          (effect) => effect.kind === "write" && effect.link === true && /\/node_modules$/.test(effect.path),
        )
      : undefined;
    if (linked?.kind === "write")
      return refused("node-modules-linked", `${linked.path} is a link to ${linked.from ?? "another folder"}`);
  }
  return null;
}

function hasPackages(text: string): boolean {
  try {
    return asTexts(asObject(parseYaml(text) as Json)?.["packages"]).some((pattern) => pattern !== ".");
  } catch {
    return true;
  }
}

/** Aliases of tsconfig `paths` that tsc leaves as they are: something has to resolve them. */
function unresolvedAlias(
  sources: RuntimeSources,
  uses: readonly string[],
  works: readonly Work[],
  history: BuildHistory,
  pkg: PackageJson | null,
): string | null {
  const onlyTsc =
    works.some(({ making }) => making.programs.includes("tsc")) &&
    works.every(({ making }) =>
      making.programs.every(
        (name) =>
          !/^(tsc-alias|resolve-tspaths|tsconfig-replace-paths|tscpaths|babel|swc|esbuild|webpack|rollup|tsup|vite|tspc|ttsc|ef-tspm|nest|next|ncc|tsc-esm-fix|node)$/.test(
            name,
          ),
      ),
    );
  if (!sources.compiled || !onlyTsc || history.invocations.some(({ env }) => env.has("NODE_PATH")))
    return null;
  if (
    uses.some((name) => /^(tsconfig-paths|module-alias)$/.test(name)) ||
    pkg?.fields["_moduleAliases"] !== undefined ||
    pkg?.fields["imports"] !== undefined
  )
    return null;
  for (const { path, facts } of sources.scan.sources) {
    if (
      facts.imports.some((name) =>
        /^(tsconfig-paths|module-alias|link-module-alias|app-module-path)/.test(name),
      )
    )
      return null;
    const mapped = facts.imports.find(
      (name) =>
        sources.alias.mapped(name) &&
        !(packageOf(name) !== null && pkg !== null && (packageOf(name) ?? "") in pkg.dependencies),
    );
    if (mapped !== undefined && !/\.json$/.test(mapped))
      return sources.scan.sources.some((other) =>
        other.facts.imports.some((name) => /^(tsconfig-paths|module-alias)/.test(name)),
      )
        ? null
        : `${path} imports ${mapped}, an alias that tsc leaves as it is and nothing resolves at run time`;
  }
  return null;
}

/** Bundles with their dependencies in them: Nuxt 3 and Next standalone. */
function selfContained(entry: string | null, works: readonly Work[]): string | null {
  if (entry === null) return null;
  const found = /^(.*\/(?:\.output|\.next\/standalone))\//.exec(entry)?.[1];
  if (found === undefined) return null;
  return works.some(({ making }) => making.certain.includes(entry)) ? found : null;
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

/** What commands that are no build steps wrote into the application's folder. */
function writtenBy(history: BuildHistory, tree: ImageTree, directory: string): readonly string[] {
  return history.invocations.flatMap((invocation) => {
    if (history.steps.some((one) => one.invocation === invocation)) return [];
    const effects = effectsOf(invocation, tree);
    if (!effects.known) return [];
    return effects.value.flatMap((effect) =>
      effect.kind === "write" &&
      effect.path !== directory &&
      within(effect.path, directory) &&
      !/[*?]/.test(effect.path)
        ? [effect.path]
        : [],
    );
  });
}

/** Folders beside the application that its sources name: `../client/build`. */
function beside(directory: string, scope: ClassifyScope): readonly Placed[] {
  const parent = dirname(directory);
  if (directory === "/" || parent === "/") return [];
  const names = new Set([...(scope.tree.entries(parent) ?? [])]);
  return [...names].flatMap((name) => {
    const path = join(parent, name);
    if (path === directory || name === "node_modules") return [];
    const upwards = (value: string): boolean => value.includes("..");
    const naming = scope.sources.some(
      ({ facts }) =>
        (facts.texts.some(({ value }) => upwards(value)) || facts.imports.some(upwards)) &&
        namesEntry(facts, name),
    );
    if (!naming) return [];
    if (
      scope.tree.kind(join(path, "package.json")) === "file" &&
      scope.outputs.some((output) => output.role === "artifact" && within(output.path, path)) &&
      !scope.sources.some((source) => within(source.path, path))
    ) {
      return classify(path, { ...scope, forced: [] }, true);
    }
    return [{ path, keep: true, because: "the sources name it" }];
  });
}

/** Browsers in the home directory, and node_modules in a folder above or in NODE_PATH. */
function elsewhere(
  directory: string,
  pkg: PackageJson | null,
  scope: ClassifyScope,
  history: BuildHistory,
): readonly Placed[] {
  const searched = history.invocations.flatMap(({ env }) => {
    const value = env.get("NODE_PATH");
    return value?.known === true ? value.value.split(":") : [];
  });
  const outside = [
    ...scope.outputs.filter(({ role }) => role === "dependencies").map(({ path }) => path),
    ...writtenBy(history, scope.tree, "/").filter((path) => basename(path) === "node_modules"),
  ];
  return [...new Set(outside)].flatMap((path): readonly Placed[] => {
    if (within(path, directory) || within(path, "/usr/local")) return [];
    const name = basename(path);
    if (name === "puppeteer") {
      return pkg !== null && "puppeteer" in pkg.dependencies
        ? [{ path, keep: true, because: "puppeteer has put its browser there" }]
        : [];
    }
    const reached = name === "node_modules" && (within(directory, dirname(path)) || searched.includes(path));
    return reached && scope.nodeModules.keep
      ? [{ path, keep: true, because: "node looks for packages there" }]
      : [];
  });
}

function copyOrder(one: Placed, other: Placed): number {
  const rank = ({ path }: Placed): number =>
    basename(path) === "node_modules" ? 0 : basename(path) === "package.json" ? 1 : 2;
  return rank(one) - rank(other) || (one.path < other.path ? -1 : 1);
}

function notesOf(placed: readonly Placed[], computed: string | null, directory: string): readonly Note[] {
  const notes: Note[] = [];
  const env = placed.filter(
    ({ path, keep }) => keep && /^\.env(\.(?!example|sample|template|dist)[\w.-]+)?$/.test(basename(path)),
  );
  if (env.length > 0) {
    notes.push({
      code: "env-file-in-image",
      message: `${env.map(({ path }) => relative(directory, path)).join(", ")} goes to the runtime stage, because the program may read it; check that it holds no secret`,
      line: null,
      weight: "info",
    });
  }
  const npmrc = placed.find(({ path, keep }) => !keep && /^\.(npmrc|yarnrc)$/.test(basename(path)));
  if (npmrc !== undefined) {
    notes.push({
      code: "npmrc-left-behind",
      message: `${npmrc.path} stays in the build stage: it may hold a token and nothing reads it at run time`,
      line: null,
      weight: "info",
    });
  }
  if (computed !== null) {
    notes.push({
      code: "programs-computed",
      message: `${computed} starts programs whose names are computed; the runtime image may lack them`,
      line: null,
      weight: "review",
    });
  }
  return notes;
}

function gainsOf(
  placed: readonly Placed[],
  prune: Prune,
  scope: ClassifyScope,
  entry: string | null,
): readonly string[] {
  const gains: string[] = [];
  const site =
    entry !== null &&
    scope.tree.kind(entry) === null &&
    scope.outputs.some(
      ({ path, role, kind }) => path === entry && role === "artifact" && kind === "directory",
    );
  const behind = placed.filter(
    ({ keep, because }) =>
      !keep && /^(the build has turned it|sources of the build|the packages of a part)/.test(because),
  );
  if (scope.compiled && behind.length > 0) gains.push("sources stay behind");
  else if (behind.length > 0) gains.push("the sources of the parts that are built stay behind");
  if (!scope.nodeModules.keep && placed.some(({ path, keep }) => basename(path) === "node_modules" && !keep))
    gains.push("node_modules stays behind");
  else if (prune.known && prune.value !== null) gains.push("dev dependencies stay behind");
  if (site && gains.length === 0 && behind.length > 0) gains.push("the tool chain of the site stays behind");
  return gains;
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
