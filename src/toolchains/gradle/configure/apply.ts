/** Applies plugins and scripts to projects: what they bring, and what they leave uncertain. */
import { unknown } from "../../../known.js";
import type { Argument, Block } from "../language/syntax.js";
import { literalText, typeText } from "../language/values.js";
import { UNSPECIFIED, type ProjectState } from "../state.js";
import {
  appliedBy,
  canonicalPlugin,
  isForeign,
  isModelled,
  PLUGIN_CLASSES,
  setsVersion,
} from "../plugins.js";
import { pathText } from "./paths.js";
import type { Script } from "./script.js";

export function applyCall(
  script: Script,
  projects: readonly ProjectState[],
  args: readonly Argument[],
  loose: boolean,
  line: number,
): void {
  for (const arg of args) {
    if (arg.name === "plugin") {
      const id = literalText(arg.value) ?? PLUGIN_CLASSES[typeText(arg.value) ?? ""] ?? typeText(arg.value);
      if (id !== null) applyPlugin(script, projects, id, null, loose, line);
      else
        for (const project of projects)
          project.uncertain ??= `${script.file} line ${line} applies a plugin that only running it can tell`;
    } else if (arg.name === "from") {
      const path = pathText(script, arg.value);
      for (const project of projects) {
        const source = path.known
          ? script.around.script(
              path.value.startsWith("/") ? path.value : `${script.project.directory}/${path.value}`,
            )
          : null;
        if (source === null)
          project.uncertain ??= `${script.file} line ${line} applies a script that is not at hand`;
        else script.include(project, source.block, source.file, loose);
      }
    }
  }
}

export function applyPlugin(
  script: Script,
  projects: readonly ProjectState[],
  id: string,
  version: string | null,
  loose: boolean,
  line: number,
): void {
  for (const project of projects) {
    const own = script.around.plugin(id);
    // a plugin that touches no names may come or not
    if (loose && (isModelled(id) || setsVersion(id) || isForeign(id)))
      project.uncertain ??= `${script.file} line ${line} may or may not apply ${id}`;
    for (const each of appliedBy(id)) if (!project.plugins.has(each)) project.plugins.set(each, null);
    const canonical = canonicalPlugin(id);
    project.plugins.set(
      canonical,
      version ?? project.plugins.get(canonical) ?? script.around.pluginVersions.get(canonical) ?? null,
    );
    if (isForeign(id)) project.foreign = id;
    if (setsVersion(id) && project.version.known && project.version.value === UNSPECIFIED)
      project.version = unknown(
        `the plugin ${id} computes the version; a version line in ${script.file} would settle it`,
      );
    if (own === null) continue;
    if ("opaque" in own) project.uncertain ??= own.opaque;
    else script.include(project, own.block, own.file, loose);
  }
}

/** `apply { plugin("x"); from("y"); plugin<X>() }` */
export function applyBlock(
  script: Script,
  projects: readonly ProjectState[],
  block: Block,
  loose: boolean,
  line: number,
): void {
  for (const statement of block) {
    if (statement.kind !== "expression" || statement.expression.kind !== "chain") continue;
    const inner = statement.expression.segments[0];
    if (inner?.args == null) continue;
    const named = inner.args.map((arg) => (arg.name === null ? { name: inner.name, value: arg.value } : arg));
    applyCall(script, projects, named, loose, line);
    if (inner.types[0] !== undefined) applyPlugin(script, projects, inner.types[0], null, loose, line);
  }
}
