/** What the names in a block of a build file belong to, and the tables of names that mean something there. */
import type { Known } from "../../known.js";
import type { Catalog } from "./properties.js";
import type { ArchivePart, ProjectState, TaskState, TaskType } from "./state.js";
import type { Block } from "./syntax.js";
import { table } from "./table.js";
import type { Scalar } from "./values.js";

/** What the reader asks of the build around it. */
export interface Surroundings {
  readonly projects: ReadonlyMap<string, ProjectState>;
  readonly root: ProjectState;
  readonly catalog: Catalog;
  /** versions of plugins from settings, the root's plugins block and the buildscript class path */
  readonly pluginVersions: Map<string, string>;
  /** System.getenv */
  environment(name: string): Known<Scalar>;
  systemProperty(name: string): Known<Scalar>;
  /** the statements of a script (`apply from:`) or of a precompiled plugin, null when it is not at hand */
  script(path: string): { readonly block: Block; readonly file: string } | null;
  plugin(id: string): { readonly block: Block; readonly file: string } | { readonly opaque: string } | null;
}

/** What the names in a block belong to. */
export type Receiver =
  | { readonly of: "project"; readonly projects: readonly ProjectState[]; readonly loose?: boolean }
  | {
      readonly of:
        | "ext"
        | "tasks"
        | "base"
        | "application"
        | "layout"
        | "ktor"
        | "fatJar"
        | "quarkus"
        | "plugins"
        | "dependencies"
        | "artifacts"
        | "distributions"
        | "distribution";
      readonly projects: readonly ProjectState[];
    }
  | { readonly of: "task"; readonly tasks: readonly TaskState[]; readonly projects: readonly ProjectState[] }
  | {
      readonly of: "manifest";
      readonly tasks: readonly TaskState[];
      readonly projects: readonly ProjectState[];
    }
  | {
      readonly of: "property";
      readonly name: string;
      readonly owner: Receiver;
      readonly projects: readonly ProjectState[];
    }
  | { readonly of: "type"; readonly type: TaskType; readonly projects: readonly ProjectState[] }
  | { readonly of: "nothing"; readonly projects: readonly ProjectState[] };

export const ARCHIVE_PARTS = table<ArchivePart>({
  archiveFileName: "fileName",
  archiveName: "fileName",
  archiveBaseName: "baseName",
  baseName: "baseName",
  archiveAppendix: "appendix",
  appendix: "appendix",
  archiveVersion: "version",
  version: "version",
  archiveClassifier: "classifier",
  classifier: "classifier",
  archiveExtension: "extension",
  extension: "extension",
});
export const TASK_TYPES = table<TaskType>({
  Jar: "Jar",
  War: "War",
  BootJar: "BootJar",
  BootWar: "BootWar",
  ShadowJar: "ShadowJar",
  Tar: "Tar",
  Zip: "Zip",
  Copy: "Copy",
  Sync: "Sync",
});
export const RUNTIME_CONFIGURATIONS = new Set([
  "implementation",
  "api",
  "compile",
  "runtime",
  "runtimeOnly",
  "implementation",
  "shadow",
  "include",
  "bundle",
]);
export const EXTENSIONS = new Set(["base", "application", "layout", "ktor", "quarkus", "distributions"]);
export const PROJECT_PROPERTIES = new Set([
  "version",
  "group",
  "archivesBaseName",
  "buildDir",
  "applicationName",
  "libsDirName",
]);
/** First names of expressions that give a task or a project. */
export const TASK_MAKERS = new Set(["task", "tasks", "register", "create", "named", "getByName", "project"]);
export const SAME_PROJECT = new Set(["afterEvaluate", "beforeEvaluate", "with", "run", "apply"]);
