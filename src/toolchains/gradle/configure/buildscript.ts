/** `buildscript { }`: its variables, and the versions of plugins on its class path, which `apply plugin:` names without. */
import type { Block } from "../language/syntax.js";
import { evaluateText, positional } from "../language/values.js";
import type { ProjectState } from "../state.js";
import { canonicalPlugin } from "../plugins.js";
import { table } from "../table.js";
import type { Script } from "./script.js";

/** `buildscript { dependencies { classpath "group:name:version" } }` tells versions of plugins that `apply plugin:` names. */
export function buildscript(
  script: Script,
  block: Block,
  projects: readonly ProjectState[],
  loose: boolean,
): void {
  for (const statement of block) {
    if (statement.kind !== "expression" || statement.expression.kind !== "chain") continue;
    const segment = statement.expression.segments[0];
    if (segment?.name === "ext" && segment.block !== null)
      script.run(segment.block, { of: "ext", projects }, loose);
    else if (segment?.name === "ext") script.run([statement], { of: "project", projects }, loose);
    if (segment?.name !== "dependencies" || segment.block === null) continue;
    for (const inner of segment.block) {
      if (inner.kind !== "expression" || inner.expression.kind !== "chain") continue;
      const value = positional(inner.expression.segments[0]?.args ?? null)[0];
      const text = value === undefined ? null : evaluateText(value, script);
      if (text?.known !== true) continue;
      const [, name = "", version] = text.value.split(":");
      const id = CLASSPATH_PLUGINS[name] ?? name.replace(/\.gradle\.plugin$/, "");
      if (version !== undefined) script.around.pluginVersions.set(canonicalPlugin(id), version);
    }
  }
  for (const statement of block)
    if (statement.kind === "assign" || statement.kind === "delegate")
      script.run([statement], { of: "project", projects }, loose);
}

/** Artifacts of the buildscript class path that bring a plugin of another id. */
const CLASSPATH_PLUGINS = table<string>({
  "spring-boot-gradle-plugin": "org.springframework.boot",
  shadow: "com.github.johnrengelman.shadow",
  "shadow-gradle-plugin": "com.gradleup.shadow",
  "kotlin-gradle-plugin": "org.jetbrains.kotlin.jvm",
  "io.quarkus.gradle.plugin": "io.quarkus",
  "quarkus-gradle-plugin": "io.quarkus",
});
