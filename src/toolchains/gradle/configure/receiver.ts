/** What the names in a block of a build file belong to: projects, tasks, or an extension of projects. */
import type { ProjectState, TaskState, TaskType } from "../state.js";

/** A block with a name of its own, for the projects it stands in. */
export type ExtensionName =
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

export type ProjectReceiver = Extract<Receiver, { of: "project" }>;
export type TaskReceiver = Extract<Receiver, { of: "task" }>;

/** What the names in a block belong to. */
export type Receiver =
  | { readonly of: "project"; readonly projects: readonly ProjectState[]; readonly loose?: boolean }
  | { readonly of: ExtensionName; readonly projects: readonly ProjectState[] }
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
