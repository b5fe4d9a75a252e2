/** What a build file needs of the build around it: projects, the catalog, the command's environment, other scripts. */
import type { Known } from "../../../known.js";
import type { Block } from "../language/syntax.js";
import type { Scalar } from "../language/values.js";
import type { Catalog } from "../properties.js";
import type { ProjectState } from "../state.js";

/** Statements, and the file to name in messages. */
export interface Source {
  readonly block: Block;
  readonly file: string;
}

/** Answers from the files and the command; nothing is run. */
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
  script(path: string): Source | null;
  /** of the build itself; null for a published one */
  plugin(id: string): Source | { readonly opaque: string } | null;
}
