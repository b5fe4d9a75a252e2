/** `plugins { }` and the plugin manager: which plugins the lines name, at which version, and what waits for them. */
import type { Chain, Segment } from "../language/syntax.js";
import { evaluateText, literalText, positional, typeText } from "../language/values.js";
import type { ProjectState } from "../state.js";
import { canonicalPlugin, PLUGIN_CLASSES } from "../plugins.js";
import { applyPlugin } from "./apply.js";
import type { Script } from "./script.js";

/** Runs a `plugins { }` block: `id("x") version "1" apply false`, `kotlin("jvm")`, `alias(libs.plugins.x)`, `java`, `` `java-library` ``. */
export function pluginLine(
  script: Script,
  projects: readonly ProjectState[],
  chain: Chain,
  loose: boolean,
): void {
  const [first, ...rest] = chain.segments;
  if (first === undefined) return;
  const argument = positional(first.args)[0];
  let id: string | null;
  let version: string | null = null;
  if (first.name === "id") id = literalText(argument);
  else if (first.name === "kotlin")
    id = argument === undefined ? null : `org.jetbrains.kotlin.${literalText(argument) ?? ""}`;
  else if (first.name === "alias" && argument?.kind === "chain") {
    const alias = argument.segments
      .slice(2)
      .map((segment) => segment.name)
      .join(".");
    const plugin = script.around.catalog.plugins.get(alias);
    id = plugin?.id ?? null;
    version = plugin?.version ?? null;
    if (plugin === undefined)
      for (const project of projects)
        project.uncertain ??= `${script.file} line ${chain.line} applies a plugin by an alias that no catalog names`;
  } else
    id =
      first.args === null && rest.length === 0
        ? first.name
        : chain.segments
            .filter((segment) => !["version", "apply"].includes(segment.name))
            .map((segment) => segment.name)
            .join(".");
  if (id === null) return;
  let apply = true;
  for (const segment of rest) {
    const value = positional(segment.args)[0];
    if (value === undefined) continue;
    if (segment.name === "version") {
      const text = evaluateText(value, script);
      if (text.known) version = text.value;
    }
    if (segment.name === "apply" && value.kind === "literal" && value.value === false) apply = false;
  }
  if (version !== null) script.around.pluginVersions.set(canonicalPlugin(id), version);
  if (apply) applyPlugin(script, projects, id, version, loose, chain.line);
}

/** One line of `plugins { }`, and `withId`, `withType`, `withPlugin`, `apply`. */
export function pluginCall(
  script: Script,
  projects: readonly ProjectState[],
  segment: Segment,
  loose: boolean,
): void {
  const first = positional(segment.args)[0];
  const line = first?.line ?? 0;
  if (["withId", "withPlugin", "withType", "hasPlugin"].includes(segment.name)) {
    const block = segment.block;
    if (block === null) return;
    const id = literalText(first) ?? PLUGIN_CLASSES[segment.types[0] ?? typeText(first) ?? ""] ?? null;
    for (const project of projects)
      script.later(() => {
        if (id === null) script.run(block, { of: "project", projects: [project] }, true);
        else if (project.plugins.has(canonicalPlugin(id)))
          script.run(block, { of: "project", projects: [project] }, loose);
      });
    return;
  }
  if (segment.name === "apply" && first !== undefined) {
    const id = literalText(first) ?? PLUGIN_CLASSES[typeText(first) ?? ""] ?? typeText(first);
    if (id !== null) applyPlugin(script, projects, id, null, loose, line);
  }
}
