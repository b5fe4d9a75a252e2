/**
 * The projects of an nx repository and their targets: project.json of each, or workspace.json/angular.json for all
 * (https://nx.dev/reference/project-configuration). In: the folder of nx.json; out: by name the folder and the
 * targets with their executors. Targets that a plugin infers from other files are not among them.
 */
import { basename, join } from "node:path/posix";
import type { ImageTree } from "../../../model/types.js";
import { asObject, asText, parseJson, type JsonObject } from "../jsonText.js";
import { upward } from "../paths.js";

export interface NxProject {
  readonly name: string;
  /** absolute */
  readonly directory: string;
  readonly sourceRoot: string;
  readonly targets: JsonObject;
}

/** Projects lie no deeper than this below the root. */
const DEPTH = 5;

export function nxRoot(cwd: string, tree: ImageTree): string | null {
  return upward(cwd).find((path) => tree.kind(join(path, "nx.json")) === "file") ?? null;
}

export function nxProjects(root: string, tree: ImageTree): readonly NxProject[] {
  const all = objectIn(join(root, "workspace.json"), tree) ?? objectIn(join(root, "angular.json"), tree);
  const listed = Object.entries(asObject(all?.["projects"]) ?? {}).flatMap(([name, value]) => {
    const folder = asText(value);
    const fields = folder === null ? asObject(value) : objectIn(join(root, folder, "project.json"), tree);
    return fields === null
      ? []
      : [project(name, join(root, folder ?? asText(fields["root"]) ?? ""), fields, root)];
  });
  return listed.length > 0 ? listed : found(root, root, tree, 0);
}

function found(directory: string, root: string, tree: ImageTree, depth: number): readonly NxProject[] {
  const fields = objectIn(join(directory, "project.json"), tree);
  const own =
    fields === null ? [] : [project(asText(fields["name"]) ?? basename(directory), directory, fields, root)];
  if (depth === DEPTH) return own;
  const below = (tree.entries(directory) ?? []).filter(
    (name) =>
      name !== "node_modules" && !name.startsWith(".") && tree.kind(join(directory, name)) === "directory",
  );
  return [...own, ...below.flatMap((name) => found(join(directory, name), root, tree, depth + 1))];
}

function project(name: string, directory: string, fields: JsonObject, root: string): NxProject {
  const sourceRoot = asText(fields["sourceRoot"]);
  return {
    name,
    directory,
    sourceRoot: sourceRoot === null ? join(directory, "src") : join(root, sourceRoot),
    targets: asObject(fields["targets"]) ?? asObject(fields["architect"]) ?? {},
  };
}

function objectIn(path: string, tree: ImageTree): JsonObject | null {
  const text = tree.read(path);
  const json = text.known ? parseJson(text.value) : text;
  return json.known ? asObject(json.value) : null;
}
