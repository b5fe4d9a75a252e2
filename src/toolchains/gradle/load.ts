/**
 * Reads a Gradle build from the files of the image: the folder where Gradle starts and its options in,
 * all projects with names, plugins and tasks out.
 */
import { known, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { Configuration } from "./configure/configuration.js";
import { parentOf } from "./files.js";
import { parseBuildFile } from "./language/parse.js";
import type { Scalar } from "./language/values.js";
import { giveProperties, includedProjects, propertiesIn } from "./projects.js";
import { gradleVersion, installedVersion } from "./release.js";
import { commandProperties, type Request } from "./request.js";
import { exists } from "./selection.js";
import { findSettings, readSettings, settingsIn } from "./settings/settings.js";
import { PLUGIN_TASKS, taskOf, type Build, type ProjectState, type Settings } from "./state.js";
import { surroundingsOf } from "./surroundings.js";

export function loadBuild(tree: ImageTree, request: Request): Build {
  const file =
    request.settingsFile ??
    (request.buildFile === null
      ? findSettings(tree, request.directory)
      : settingsIn(tree, parentOf(request.buildFile)));
  const given = commandProperties(request);
  const rootProperties = propertiesIn(tree, file === null ? request.directory : parentOf(file));
  const settings = settingsOf(tree, request, file, (name) => {
    const value = rootProperties.get(name);
    return given.get(name) ?? (value === undefined ? null : known(value));
  });
  const projects = includedProjects(tree, settings, request.buildFile);
  const root = projects.get(":");
  if (root === undefined) throw new Error("a build without a root project");
  giveProperties(tree, projects, rootProperties, given);
  const build: Build = {
    settings,
    root,
    projects,
    gradleVersion: request.wrapper
      ? gradleVersion(tree, settings.rootDirectory)
      : installedVersion(request.environment),
  };
  const configuration = new Configuration(surroundingsOf(tree, build, request));
  for (const project of projects.values()) {
    if (project.buildFile === null) continue;
    const text = tree.read(project.buildFile);
    if (text.known)
      configuration.script(
        project,
        parseBuildFile(text.value, project.buildFile.endsWith(".kts")),
        labelOf(project, root),
      );
    else project.uncertain = text.because;
  }
  // the tasks of the plugins are there before lazy blocks look for them by type
  for (const project of projects.values())
    for (const name of Object.keys(PLUGIN_TASKS)) if (exists(project, name)) taskOf(project, name);
  configuration.settle();
  return build;
}

/** The settings that govern the folder where Gradle starts. */
function settingsOf(
  tree: ImageTree,
  request: Request,
  file: string | null,
  properties: (name: string) => Known<Scalar> | null,
): Settings {
  const settings = readSettings(tree, file, request.directory, properties);
  if (file === null || request.buildFile !== null || covers(settings, request.directory)) return settings;
  // old releases take a folder that the settings above do not name as a build of its own; new ones fail
  return readSettings(tree, null, request.directory, properties);
}

/** Is the folder the root, or the folder of a project that the settings include? */
function covers(settings: Settings, directory: string): boolean {
  if (directory === settings.rootDirectory || settings.open !== null) return true;
  return settings.includes.some(
    (include) => !include.directory.known || include.directory.value === directory,
  );
}

/** The build file as messages name it: relative to the root. */
function labelOf(project: ProjectState, root: ProjectState): string {
  const file = project.buildFile ?? "build.gradle";
  return file.startsWith(root.directory === "/" ? "/" : `${root.directory}/`)
    ? file.slice(root.directory === "/" ? 1 : root.directory.length + 1)
    : file;
}
