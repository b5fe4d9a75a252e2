/**
 * What the application uses outside its own folder: folders beside it that its sources name, browsers
 * and node_modules elsewhere; and what other commands of the RUNs wrote.
 */
import { basename, dirname, join } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import { classify, SYSTEM, type ClassifyScope, type Placed } from "./classify.js";
import { namesEntry } from "./imports.js";
import type { PackageJson } from "./packageJson.js";
import { within } from "./paths.js";

/** What commands that are no build steps wrote into the application's folder. */
export function writtenBy(history: BuildHistory, tree: ImageTree, directory: string): readonly string[] {
  return history.invocations.flatMap((invocation) => {
    if (history.steps.some((one) => one.invocation === invocation)) return [];
    const effects = effectsOf(invocation, tree);
    if (!effects.known) return [];
    return effects.value.flatMap((effect) => {
      if (effect.kind !== "write") return [];
      // `cp -a /tmp/node_modules /app/` puts the folder under its own name
      const inner = effect.from === undefined ? [] : [join(effect.path, basename(effect.from))];
      const paths =
        effect.into === "yes" ? inner : effect.into === "unknown" ? [effect.path, ...inner] : [effect.path];
      return paths.filter((path) => path !== directory && within(path, directory) && !/[*?]/.test(path));
    });
  });
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
