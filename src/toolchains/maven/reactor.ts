/**
 * The modules that a command builds: the POM it starts from, the modules below it, and what
 * -pl, -am, -amd and -rf leave of them. A selector that names no module is an error in Maven.
 */
import { dirname, join, normalize } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { MavenCommand } from "./command.js";
import { pomPath } from "./lineage.js";
import { readModel, type Model } from "./model.js";

export interface Reactor {
  readonly modules: readonly Model[];
  /** a module that a POM lists and that is not in the tree, with the POM */
  readonly absent: { readonly module: string; readonly pom: string } | null;
  /** a selector of -pl that names no module */
  readonly unmatched: string | null;
}

const limit = 500;

function coordinates(model: Model): string {
  return `${model.groupId}:${model.artifactId}`;
}

function matches(selector: string, model: Model, base: string): boolean {
  if (selector.includes(":")) {
    const [group = "", artifact = ""] = selector.split(":");
    return model.artifactId === artifact && (group === "" || model.groupId === group);
  }
  const path = normalize(join(base, selector)).replace(/\/$/, "");
  return path === model.directory || path === model.pom;
}

/** The modules that `model` uses: its parent and those among its dependencies and plugins. */
function upstream(model: Model, all: readonly Model[]): readonly Model[] {
  const used = new Set([
    ...model.dependencies.map((item) => `${item.groupId}:${item.artifactId}`),
    ...model.plugins.map((item) => item.key),
    ...(model.parent === null ? [] : [model.parent]),
  ]);
  return all.filter((other) => other !== model && used.has(coordinates(other)));
}

function closure(start: readonly Model[], next: (model: Model) => readonly Model[]): ReadonlySet<Model> {
  const found = new Set(start);
  const queue = [...start];
  for (let model = queue.pop(); model !== undefined; model = queue.pop()) {
    for (const other of next(model)) {
      if (found.has(other)) continue;
      found.add(other);
      queue.push(other);
    }
  }
  return found;
}

export function readReactor(
  start: string,
  command: MavenCommand,
  env: ReadonlyMap<string, Known<string>>,
  tree: ImageTree,
): Known<Reactor> {
  const all: Model[] = [];
  const queue = [start];
  const seen = new Set<string>();
  let absent: Reactor["absent"] = null;
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (seen.size > limit) return unknown(`more than ${limit} modules`);
    const model = readModel(path, command, env, tree);
    if (!model.known) return unknown(model.because);
    all.push(model.value);
    if (command.nonRecursive) continue;
    for (const module of model.value.modules) {
      const pom = pomPath(module, tree);
      if (tree.kind(pom) === null) absent ??= { module, pom: path };
      else queue.push(pom);
    }
  }
  const base = dirname(start);
  const select = (selector: string): readonly Model[] =>
    all.filter((model) => matches(selector, model, base));
  const unmatched = command.projects.find((selector) => select(selector).length === 0) ?? null;
  let chosen: ReadonlySet<Model> = new Set(all);
  if (command.projects.length > 0) {
    const named = command.projects.flatMap(select);
    const up = command.alsoMake ? closure(named, (model) => upstream(model, all)) : new Set(named);
    const down = command.alsoMakeDependents
      ? closure(named, (model) => all.filter((other) => upstream(other, all).includes(model)))
      : new Set(named);
    chosen = new Set([...up, ...down]);
  }
  const excluded = new Set(command.excluded.flatMap(select));
  return known({
    modules: all.filter((model) => chosen.has(model) && !excluded.has(model)),
    absent,
    unmatched,
  });
}
