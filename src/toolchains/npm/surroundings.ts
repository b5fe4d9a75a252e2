/**
 * What the application uses outside its own folder: folders beside it that its sources name, browsers
 * and node_modules elsewhere; and what other commands of the RUNs wrote.
 */
import { basename, dirname, join, resolve } from "node:path/posix";
import type { Effect, ImageTree } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import { readManagerCommand } from "./commands.js";
import { browserFolders } from "./browsers.js";
import { classify, SYSTEM, type ClassifyScope, type Placed } from "./classify.js";
import { namesEntry } from "./imports.js";
import type { PackageJson } from "./packageJson.js";
import { within } from "./paths.js";

/** What commands that are no build steps wrote into the application's folder. */
export function writtenBy(history: BuildHistory, tree: ImageTree, directory: string): readonly string[] {
  return writes(history, tree)
    .flatMap(({ paths }) => paths)
    .filter((path) => path !== directory && within(path, directory) && !/[*?]/.test(path));
}

/**
 * The folder around the application that a command filled as a whole (`cp -r dist /srv/out`, `tar x -C /release`):
 * no list tells what it holds, so that it goes as it is. A folder in which a step worked is known by the step.
 */
export function filledAsWhole(history: BuildHistory, tree: ImageTree, directory: string): string | null {
  const filled = writes(history, tree)
    .filter(({ effect }) => effect.what === "tree" && effect.link !== true)
    .flatMap(({ paths }) => paths)
    .filter((path) => within(directory, path) && path !== "/" && !SYSTEM.test(path))
    .filter((path) => !history.steps.some(({ step }) => within(step.directory, path)));
  return filled.sort((one, other) => one.length - other.length)[0] ?? null;
}

type Write = Extract<Effect, { kind: "write" }>;

/** What commands that are no build steps wrote and none removed again, in their order, and where. */
function writes(
  history: BuildHistory,
  tree: ImageTree,
): readonly { readonly effect: Write; readonly paths: readonly string[] }[] {
  let found: { readonly effect: Write; readonly paths: readonly string[] }[] = [];
  const entered = new Set<string>();
  for (const invocation of history.invocations) {
    if (invocation.cwd.known) entered.add(invocation.cwd.value);
    if (history.steps.some((one) => one.invocation === invocation)) continue;
    const now = history.effects === undefined ? effectsOf(invocation, tree) : null;
    const effects = history.effects?.get(invocation) ?? (now?.known === true ? now.value : []);
    for (const effect of effects) {
      // `wget x.tar.gz && tar -xzf x.tar.gz -C /opt && rm x.tar.gz`
      if (effect.kind === "remove" && !/[*?]/.test(effect.path)) {
        const { path } = effect;
        found = found.map((one) => ({ ...one, paths: one.paths.filter((made) => !within(made, path)) }));
      }
      if (effect.kind !== "write") continue;
      const there = (path: string): boolean =>
        [...entered].some((one) => within(one, path)) ||
        found.some(({ paths }) => paths.some((one) => within(one, path)));
      // `cp -a /tmp/node_modules /app/` puts the folder under its own name
      const inner = effect.from === undefined ? [] : [join(effect.path, basename(effect.from))];
      const into = effect.into === "yes" || (effect.into === "unknown" && there(effect.path));
      found.push({ effect, paths: into ? inner : [effect.path] });
    }
  }
  return found;
}

/** Folders beside the application that its sources name: `../client/build`. */
export function beside(directory: string, scope: ClassifyScope): readonly Placed[] {
  if (directory === "/") return [];
  const parent = dirname(directory);
  return (scope.tree.entries(parent) ?? []).flatMap((name) => {
    const path = join(parent, name);
    if (within(directory, path) || name === "node_modules" || SYSTEM.test(path)) return [];
    const upwards = (value: string): boolean => value.includes("..") || value.startsWith(`${path}/`);
    const naming = scope.naming.some(
      ({ facts }) =>
        (facts.texts.some(({ value }) => upwards(value)) || facts.imports.some(upwards)) &&
        namesEntry(facts, path),
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

/** What the build makes in other folders, named or not: the program may be told of it by ways that are not read. */
export function madeElsewhere(
  directory: string,
  scope: ClassifyScope,
  placed: readonly Placed[],
): readonly Placed[] {
  return [
    ...new Set(
      scope.outputs
        .filter(
          ({ path, role }) => role === "artifact" && !within(path, directory) && !within(directory, path),
        )
        .map(({ path }) => path),
    ),
  ]
    .filter((path) => !placed.some((one) => within(path, one.path)))
    .map((path) => ({ path, keep: true, because: "the build makes it" }));
}

/**
 * Folders of the image that commands made links to: `npm link` links the folder in which it runs, and the path of
 * an `npm install ../lib` is linked as a `file:` dependency is.
 */
export function linkedByCommands(history: BuildHistory, tree: ImageTree): readonly string[] {
  return history.steps.flatMap(({ invocation }) => {
    const command = readManagerCommand(invocation, tree);
    if (command?.asked.kind !== "install" || !command.directory.known) return [];
    const folder = command.directory.value;
    const words = invocation.args.map((word) => (word.known ? word.value : ""));
    const at = words.findIndex((word) => word === "link" || word === "ln");
    const operands = at === -1 ? command.asked.names : words.slice(at + 1).filter((word) => !/^-/.test(word));
    const paths = operands
      .filter((word) => /^(file:|link:)?\.{0,2}\//.test(word))
      .map((word) => resolve(folder, word.replace(/^(file|link):/, "")));
    const own = at !== -1 && operands.length === 0 ? [folder] : [];
    return [...own, ...paths].filter((path) => tree.kind(join(path, "package.json")) === "file");
  });
}

/** Folders elsewhere that links of node_modules point to. */
export function linkedTo(directory: string, { linked, nodeModules }: ClassifyScope): readonly Placed[] {
  return linked
    .filter((path) => nodeModules.keep && !within(path, directory))
    .map((path) => ({ path, keep: true, because: "node_modules has a link to it" }));
}

/** Browsers in the home directory, and node_modules in a folder above or in NODE_PATH. */
export function elsewhere(
  directory: string,
  pkg: PackageJson | null,
  scope: ClassifyScope,
  history: BuildHistory,
): readonly Placed[] {
  const searched = history.invocations.flatMap(({ env }) => {
    const value = env.get("NODE_PATH");
    return value?.known === true ? value.value.split(":") : [];
  });
  const browsers = new Set(
    history.steps.flatMap(({ step, invocation }) => {
      if (pkg === null || step.kind !== "install") return [];
      const folders = browserFolders(pkg, true, invocation, scope.tree);
      return folders.known ? folders.value : [];
    }),
  );
  const outside = [
    ...scope.outputs.filter(({ role }) => role === "dependencies").map(({ path }) => path),
    ...writtenBy(history, scope.tree, "/").filter((path) => basename(path) === "node_modules"),
  ];
  return [...new Set(outside)].flatMap((path): readonly Placed[] => {
    if (within(path, directory) || within(path, "/usr/local")) return [];
    if (browsers.has(path)) return [{ path, keep: true, because: "a package has put its browser there" }];
    if (path.endsWith("/.yarn/berry/cache"))
      return [{ path, keep: true, because: ".pnp.cjs tells node to load packages from it" }];
    const name = basename(path);
    const reached = name === "node_modules" && (within(directory, dirname(path)) || searched.includes(path));
    return reached && scope.nodeModules.keep
      ? [{ path, keep: true, because: "node looks for packages there" }]
      : [];
  });
}
