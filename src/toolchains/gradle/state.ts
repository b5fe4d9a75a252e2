/** What is known of a Gradle build once its files are read: projects, their plugins, names and tasks. */
import { known, type Known } from "../../known.js";
import { table, type Table } from "./table.js";
import type { Scalar } from "./language/values.js";

export type TaskType =
  "Jar" | "War" | "BootJar" | "BootWar" | "ShadowJar" | "Tar" | "Zip" | "Copy" | "Sync" | "Other";

export type ArchivePart = "fileName" | "baseName" | "appendix" | "version" | "classifier" | "extension";

export interface TaskState {
  readonly name: string;
  readonly type: TaskType;
  /** declared in a build file, not by a plugin */
  readonly custom: boolean;
  enabled: Known<boolean>;
  /** a build file speaks of `enabled` */
  enabledByHand?: boolean;
  readonly parts: Map<ArchivePart, Known<string>>;
  /** a directory relative to the project or absolute; null: the default */
  destination: Known<string> | null;
  /** names (`jar`) and paths (`:api:jar`) */
  readonly dependsOn: Set<string>;
  readonly finalizedBy: Set<string>;
  mainClass: boolean;
  classPath: boolean;
  /** the runtime class path is packed into it */
  bundles: boolean;
  /** Copy and Sync */
  into: Known<string> | null;
  /** doFirst/doLast with code that may move, rename or delete files in a way that was not read */
  acts: boolean;
  /** `copy { }` of its doLast: an archive and where it goes */
  readonly copies: TaskCopy[];
  /** `delete` of its doLast: paths relative to the project or absolute */
  readonly deletes: TaskRemoval[];
}

export interface TaskCopy {
  /** the archive of a task, `""` for the task's own, or a path as in `TaskRemoval` */
  readonly from: { readonly task: string } | { readonly path: Known<string> };
  readonly into: Known<string>;
  /** the new name; null: as before */
  readonly name: Known<string> | null;
}

export interface TaskRemoval {
  readonly path: Known<string>;
  /** files directly in the folder that stay, as a pattern */
  readonly except: string | null;
}

export interface ProjectState {
  /** `:` for the root, `:api:core` */
  readonly path: string;
  readonly name: string;
  /** absolute */
  readonly directory: string;
  readonly parent: ProjectState | null;
  readonly children: ProjectState[];
  readonly buildFile: string | null;
  readonly properties: Map<string, Known<Scalar>>;
  /** id -> version, null when it is not told */
  readonly plugins: Map<string, string | null>;
  version: Known<string>;
  group: Known<string>;
  archivesName: Known<string> | null;
  /** relative to the project or absolute */
  buildDirectory: Known<string>;
  /** relative to the project, absolute, or behind `//` relative to the build folder; null: the default */
  libsDirectory: Known<string> | null;
  distsDirectory: Known<string> | null;
  applicationName: Known<string> | null;
  distributionName: Known<string> | null;
  ktorFatJar: Known<string> | null;
  quarkus: Map<string, Known<string>>;
  readonly tasks: Map<string, TaskState>;
  /** configurations that reach the runtime class path hold something */
  runtimeDependencies: boolean;
  /** paths of projects on the runtime class path */
  readonly projectDependencies: Set<string>;
  /** task names that `artifacts { archives x }` adds to assemble */
  readonly archives: Set<string>;
  /** why names of this project's files may differ from what was read, or null */
  uncertain: string | null;
  /** plugins whose tasks are not modelled */
  foreign: string | null;
}

export interface Settings {
  /** absolute */
  readonly rootDirectory: string;
  readonly file: string | null;
  readonly rootName: Known<string>;
  readonly includes: readonly { readonly path: string; readonly directory: Known<string> }[];
  /** the list of projects may be longer than what was read */
  readonly open: string | null;
  /** why the names of projects may differ from what was read, or null */
  readonly renamed: string | null;
  readonly rootBuildFile: string | null;
  readonly pluginVersions: ReadonlyMap<string, string>;
  readonly includedBuilds: readonly string[];
}

export interface Build {
  readonly settings: Settings;
  readonly root: ProjectState;
  readonly projects: ReadonlyMap<string, ProjectState>;
  readonly gradleVersion: string | null;
}

export const UNSPECIFIED = "unspecified";

function newTask(name: string, type: TaskType, custom: boolean): TaskState {
  return {
    name,
    type,
    custom,
    enabled: known(true),
    parts: new Map(),
    destination: null,
    dependsOn: new Set(),
    finalizedBy: new Set(),
    mainClass: false,
    classPath: false,
    bundles: false,
    into: null,
    acts: false,
    copies: [],
    deletes: [],
  };
}

export function newProject(
  path: string,
  name: string,
  directory: string,
  parent: ProjectState | null,
  buildFile: string | null,
): ProjectState {
  const project: ProjectState = {
    path,
    name,
    directory,
    parent,
    children: [],
    buildFile,
    properties: new Map(),
    plugins: new Map(),
    version: known(UNSPECIFIED),
    group: known(""),
    archivesName: null,
    buildDirectory: known("build"),
    libsDirectory: null,
    distsDirectory: null,
    applicationName: null,
    distributionName: null,
    ktorFatJar: null,
    quarkus: new Map(),
    tasks: new Map(),
    runtimeDependencies: false,
    projectDependencies: new Set(),
    archives: new Set(),
    uncertain: null,
    foreign: null,
  };
  parent?.children.push(project);
  return project;
}

/** The projects below, depth first. */
export function descendants(project: ProjectState): readonly ProjectState[] {
  return project.children.flatMap((child) => [child, ...descendants(child)]);
}

/** The tasks that plugins register, by name, with the plugin that brings them. */
export const PLUGIN_TASKS: Table<TaskType> = table<TaskType>({
  jar: "Jar",
  war: "War",
  bootJar: "BootJar",
  bootWar: "BootWar",
  shadowJar: "ShadowJar",
  distTar: "Tar",
  distZip: "Zip",
  bootDistTar: "Tar",
  bootDistZip: "Zip",
  shadowDistTar: "Tar",
  shadowDistZip: "Zip",
  installDist: "Sync",
  installBootDist: "Sync",
  installShadowDist: "Sync",
  sourcesJar: "Jar",
  javadocJar: "Jar",
  kotlinSourcesJar: "Jar",
  assemble: "Other",
  build: "Other",
  check: "Other",
  test: "Other",
  clean: "Other",
  classes: "Other",
  compileJava: "Other",
  compileKotlin: "Other",
  processResources: "Other",
  startScripts: "Other",
  quarkusBuild: "Other",
  buildFatJar: "Other",
  run: "Other",
  bootRun: "Other",
});

const SUPERTYPES: Readonly<Record<TaskType, readonly TaskType[]>> = {
  Jar: [],
  War: ["Jar"],
  BootJar: ["Jar"],
  BootWar: ["War", "Jar"],
  ShadowJar: ["Jar"],
  Tar: [],
  Zip: [],
  Copy: [],
  Sync: [],
  Other: [],
};

export function isOfType(task: TaskState, type: TaskType): boolean {
  return task.type === type || SUPERTYPES[task.type].includes(type);
}

/** The task of that name, made when it was not spoken of before. */
export function taskOf(
  project: ProjectState,
  name: string,
  type: TaskType = PLUGIN_TASKS[name] ?? "Other",
  custom = false,
): TaskState {
  const existing = project.tasks.get(name);
  if (existing !== undefined) return existing;
  const task = newTask(name, type, custom);
  project.tasks.set(name, task);
  return task;
}
