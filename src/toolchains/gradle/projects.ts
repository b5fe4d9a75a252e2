/** The projects of a build before their build files run: paths, folders, and what gradle.properties and the command give. */
import { known, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { buildFileOf, join } from "./files.js";
import { readProperties } from "./properties.js";
import { newProject, type ProjectState, type Settings } from "./state.js";

/** The root and the included projects, by their paths. */
export function includedProjects(
  tree: ImageTree,
  settings: Settings,
  rootBuildFile: string | null,
): ReadonlyMap<string, ProjectState> {
  const root = newProject(
    ":",
    settings.rootName.known ? settings.rootName.value : "",
    settings.rootDirectory,
    null,
    rootBuildFile ?? buildFileOf(tree, settings.rootDirectory, settings.rootBuildFile),
  );
  if (!settings.rootName.known) root.archivesName = settings.rootName;
  const projects = new Map<string, ProjectState>([[":", root]]);
  for (const { path, directory } of [...settings.includes].sort(
    (a, b) => a.path.split(":").length - b.path.split(":").length,
  )) {
    const parent = projects.get(path.slice(0, path.lastIndexOf(":")) || ":") ?? root;
    const name = path.slice(path.lastIndexOf(":") + 1);
    const project = newProject(
      path,
      name,
      directory.known ? directory.value : join(settings.rootDirectory, name),
      parent,
      directory.known ? buildFileOf(tree, directory.value, null, name) : null,
    );
    project.uncertain = directory.known ? settings.renamed : directory.because;
    projects.set(path, project);
  }
  return projects;
}

/** gradle.properties of the root and of the project, and what the command gives on top. */
export function giveProperties(
  tree: ImageTree,
  projects: ReadonlyMap<string, ProjectState>,
  rootProperties: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, Known<string>>,
): void {
  for (const project of projects.values()) {
    const table = new Map<string, Known<string>>(
      [...rootProperties, ...(project.parent === null ? [] : propertiesIn(tree, project.directory))].map(
        ([name, value]) => [name, known(value)],
      ),
    );
    for (const [name, value] of given) table.set(name, value);
    for (const [name, value] of table) {
      if (name === "version") project.version = value;
      else if (name === "group") project.group = value;
      else project.properties.set(name, value);
    }
  }
}

/** gradle.properties of the folder; nothing when there is none. */
export function propertiesIn(tree: ImageTree, directory: string): ReadonlyMap<string, string> {
  const text =
    tree.kind(join(directory, "gradle.properties")) === "file"
      ? tree.read(join(directory, "gradle.properties"))
      : null;
  return text?.known === true ? readProperties(text.value) : new Map<string, string>();
}
