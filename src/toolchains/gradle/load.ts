/**
 * Reads a Gradle build from the files of the image: the folder where Gradle starts and its options in,
 * all projects with names, plugins and tasks out. Scripts that the build applies and precompiled plugins
 * of buildSrc and included builds are followed; a plugin written as a class makes names uncertain when
 * its source speaks of them.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { Configuration } from "./configure.js";
import { parseBuildFile } from "./parse.js";
import { canonicalPlugin, PLUGIN_CLASSES } from "./plugins.js";
import { readCatalog, readProperties } from "./properties.js";
import { baseOf, BUILD_FILES, findSettings, firstFile, join, parentOf, readSettings } from "./settings.js";
import type { Surroundings } from "./receiver.js";
import { exists } from "./selection.js";
import { newProject, PLUGIN_TASKS, taskOf, type Build, type ProjectState, type Settings } from "./state.js";
import type { Block } from "./syntax.js";
import { evaluateText, literalText, positional, type Scalar } from "./values.js";

export interface Request {
  /** the wrapper runs, not a Gradle of the image */
  readonly wrapper: boolean;
  /** absolute: --project-dir or the working directory */
  readonly directory: string;
  /** -b, absolute */
  readonly buildFile: string | null;
  /** -c, absolute */
  readonly settingsFile: string | null;
  /** -P; a value that is not known stays so */
  readonly properties: ReadonlyMap<string, Known<string>>;
  /** -D */
  readonly systemProperties: ReadonlyMap<string, Known<string>>;
  readonly environment: ReadonlyMap<string, Known<string>>;
}

const NAMING =
  /\b(archivesBaseName|archivesName|archiveFileName|archiveBaseName|archiveVersion|archiveClassifier|archiveName|libsDirName|setVersion|applicationName|buildDirectory|buildDir)\b|\bproject\.version\s*=|\.version\s*=\s/;

export function loadBuild(tree: ImageTree, request: Request): Build {
  const settingsFile =
    request.settingsFile ??
    (request.buildFile === null
      ? findSettings(tree, request.directory)
      : firstFile(tree, parentOf(request.buildFile), ["settings.gradle", "settings.gradle.kts"]));
  const rootDirectory = settingsFile === null ? request.directory : parentOf(settingsFile);
  const rootProperties = propertiesIn(tree, rootDirectory);
  const given = commandProperties(request);
  const lookup = (name: string): Known<Scalar> | null =>
    given.get(name) ?? textOrNull(rootProperties.get(name));
  let settings = readSettings(tree, settingsFile, request.directory, lookup);
  if (settingsFile !== null && !covers(settings, request.directory) && request.buildFile === null)
    // old releases take a folder that the settings above do not name as a build of its own; new ones fail
    settings = readSettings(tree, null, request.directory, lookup);

  const root = newProject(
    ":",
    settings.rootName.known ? settings.rootName.value : "",
    settings.rootDirectory,
    null,
    request.buildFile ?? buildFileOf(tree, settings.rootDirectory, settings.rootBuildFile),
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
  for (const project of projects.values()) {
    const table = new Map<string, Known<string>>(
      [...rootProperties, ...(project === root ? [] : propertiesIn(tree, project.directory))].map(
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

  const build: Build = {
    settings,
    root,
    projects,
    gradleVersion: request.wrapper ? gradleVersion(tree, settings.rootDirectory) : installedVersion(request),
  };
  const configuration = new Configuration(surroundings(tree, build, request));
  for (const project of projects.values()) {
    if (project.buildFile === null) continue;
    const text = tree.read(project.buildFile);
    if (text.known)
      configuration.script(
        project,
        parseBuildFile(text.value, project.buildFile.endsWith(".kts")),
        baseName(project, root),
      );
    else project.uncertain = text.because;
  }
  // the tasks of the plugins are there before lazy blocks look for them by type
  for (const project of projects.values())
    for (const name of Object.keys(PLUGIN_TASKS)) if (exists(project, name)) taskOf(project, name);
  configuration.settle();
  return build;
}

/** Is the folder the root, or the folder of a project that the settings include? */
function covers(settings: Settings, directory: string): boolean {
  if (directory === settings.rootDirectory || settings.open !== null) return true;
  return settings.includes.some(
    (include) => !include.directory.known || include.directory.value === directory,
  );
}

export function buildFileOf(
  tree: ImageTree,
  directory: string,
  named: string | null,
  project = "",
): string | null {
  const names =
    named === null
      ? [...BUILD_FILES, ...(project === "" ? [] : [`${project}.gradle`, `${project}.gradle.kts`])]
      : [named];
  return firstFile(tree, directory, names);
}

function baseName(project: ProjectState, root: ProjectState): string {
  const file = project.buildFile ?? "build.gradle";
  return file.startsWith(root.directory === "/" ? "/" : `${root.directory}/`)
    ? file.slice(root.directory === "/" ? 1 : root.directory.length + 1)
    : file;
}

function propertiesIn(tree: ImageTree, directory: string): ReadonlyMap<string, string> {
  const text =
    tree.kind(join(directory, "gradle.properties")) === "file"
      ? tree.read(join(directory, "gradle.properties"))
      : null;
  return text?.known === true ? readProperties(text.value) : new Map<string, string>();
}

/** -P wins over -Dorg.gradle.project.x, that over ORG_GRADLE_PROJECT_x. */
function commandProperties(request: Request): ReadonlyMap<string, Known<string>> {
  const table = new Map<string, Known<string>>();
  for (const [name, value] of request.environment)
    if (name.startsWith("ORG_GRADLE_PROJECT_")) table.set(name.slice(19), value);
  for (const [name, value] of request.systemProperties)
    if (name.startsWith("org.gradle.project.")) table.set(name.slice(19), value);
  for (const [name, value] of request.properties) table.set(name, value);
  return table;
}

function textOrNull(value: string | undefined): Known<Scalar> | null {
  return value === undefined ? null : known(value);
}

/** The official images of Gradle name their release in GRADLE_VERSION. */
function installedVersion(request: Request): string | null {
  const version = request.environment.get("GRADLE_VERSION");
  return version?.known === true ? version.value : null;
}

/** The release that the wrapper downloads. */
export function gradleVersion(tree: ImageTree, directory: string): string | null {
  const file = join(directory, "gradle/wrapper/gradle-wrapper.properties");
  const text = tree.kind(file) === "file" ? tree.read(file) : null;
  if (text?.known !== true) return null;
  return (
    /gradle-([0-9][\w.]*?)-(?:bin|all)\.zip/.exec(
      readProperties(text.value).get("distributionUrl") ?? "",
    )?.[1] ?? null
  );
}

function surroundings(tree: ImageTree, build: Build, request: Request): Surroundings {
  const rootDirectory = build.root.directory;
  const catalogFile = join(rootDirectory, "gradle/libs.versions.toml");
  const catalogText = tree.kind(catalogFile) === "file" ? tree.read(catalogFile) : null;
  const homes = [join(rootDirectory, "buildSrc"), ...build.settings.includedBuilds].flatMap((home) =>
    pluginProjects(tree, home),
  );
  const declared = declaredPlugins(tree, homes);
  const sources = lazy(() =>
    homes.flatMap((home) =>
      tree.files(join(home, "src/main")).filter((file) => /\.(java|kt|groovy|kts|gradle)$/.test(file)),
    ),
  );
  return {
    projects: build.projects,
    root: build.root,
    catalog:
      catalogText?.known === true
        ? readCatalog(catalogText.value)
        : { versions: new Map(), plugins: new Map() },
    pluginVersions: new Map(
      [...build.settings.pluginVersions].map(([id, version]) => [canonicalPlugin(id), version]),
    ),
    environment: (name) =>
      request.environment.get(name) ?? unknown(`the environment variable ${name} of the build decides it`),
    systemProperty: (name) =>
      request.systemProperties.get(name) ?? unknown(`the system property ${name} of the build decides it`),
    script: (path) => {
      const file = join(rootDirectory, path);
      return read(tree, file, file.slice(rootDirectory === "/" ? 1 : rootDirectory.length + 1));
    },
    plugin: (id) => {
      for (const home of homes)
        for (const file of [
          `src/main/groovy/${id}.gradle`,
          `src/main/kotlin/${id}.gradle.kts`,
          `src/main/kotlin/${id.split(".").join("/")}.gradle.kts`,
        ]) {
          const found = read(tree, join(home, file), file);
          if (found !== null) return found;
        }
      const own =
        declared.get(id) ?? (PLUGIN_CLASSES[id] === undefined && /^[A-Z]/.test(id) ? id : undefined);
      if (own === undefined) return null;
      if (homes.length === 0) return { opaque: `the plugin ${id} is a class that is not at hand` };
      for (const file of sources()) {
        const text = tree.read(file);
        if (!text.known || NAMING.test(text.value))
          return { opaque: `the plugin ${id} of this build may set the names (${file} speaks of them)` };
      }
      return { block: appliedInSources(tree, sources()), file: id };
    },
  };
}

/** A build of plugins and the projects in it. */
function pluginProjects(tree: ImageTree, home: string): string[] {
  if (tree.kind(home) !== "directory") return [];
  const children = (tree.entries(home) ?? [])
    .map((name) => join(home, name))
    .filter((path) => tree.kind(path) === "directory" && tree.kind(join(path, "src")) === "directory");
  return [home, ...children];
}

/** `gradlePlugin { plugins { create("x") { id = "…"; implementationClass = "…" } } }` */
function declaredPlugins(tree: ImageTree, homes: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const home of homes) {
    const file = buildFileOf(tree, home, null);
    const text = file === null ? null : tree.read(file);
    if (file === null || text?.known !== true || !text.value.includes("implementationClass")) continue;
    const visit = (block: Block): void => {
      for (const statement of block) {
        if (
          statement.kind === "assign" &&
          statement.target.kind === "chain" &&
          statement.target.segments.at(-1)?.name === "id"
        ) {
          const id = evaluateText(statement.value, { file: baseOf(file), lookup: () => null });
          if (id.known) found.set(id.value, file);
        }
        if (statement.kind !== "expression" || statement.expression.kind !== "chain") continue;
        for (const segment of statement.expression.segments) {
          const value = literalText(positional(segment.args)[0]);
          if (value !== null && ["id", "set"].includes(segment.name)) found.set(value, file);
          if (segment.block !== null) visit(segment.block);
        }
      }
    };
    visit(parseBuildFile(text.value, file.endsWith(".kts")));
  }
  return found;
}

/** The plugins that plugin classes apply by a literal id, as `apply plugin:` lines. */
function appliedInSources(tree: ImageTree, files: readonly string[]): Block {
  const lines: string[] = [];
  for (const file of files) {
    const text = tree.read(file);
    if (!text.known) continue;
    for (const match of text.value.matchAll(/\bapply\s*\(?\s*(?:plugin\s*[:=]\s*)?["']([\w.-]+)["']/g))
      lines.push(`apply plugin: '${match[1] ?? ""}'`);
  }
  return parseBuildFile(lines.join("\n"), false);
}

function read(
  tree: ImageTree,
  file: string,
  label: string,
): { readonly block: Block; readonly file: string } | null {
  if (tree.kind(file) !== "file") return null;
  const text = tree.read(file);
  return text.known ? { block: parseBuildFile(text.value, file.endsWith(".kts")), file: label } : null;
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
