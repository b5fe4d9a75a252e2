/** Plugins and dependencies of a build file: `plugins { }`, `apply`, `buildscript { }`, `dependencies { }`. */
import { RUNTIME_CONFIGURATIONS, type Receiver } from "./receiver.js";
import { unknown, type Known } from "../../known.js";
import { BuildSetters } from "./setters.js";
import { appliedBy, canonicalPlugin, isForeign, isModelled, PLUGIN_CLASSES, setsVersion } from "./plugins.js";
import { UNSPECIFIED, type ProjectState } from "./state.js";
import type { Argument, Block, Chain, Expression, Segment } from "./syntax.js";
import { evaluateText, literalText, positional, typeText } from "./values.js";
import { table } from "./table.js";

export abstract class BuildPlugins extends BuildSetters {
  protected abstract run(block: Block, receiver: Receiver, loose: boolean): void;
  protected abstract call(chain: Chain, receiver: Receiver, loose: boolean): void;
  protected abstract assign(
    target: Chain,
    value: Expression,
    fixed: Known<never> | null,
    receiver: Receiver,
    loose: boolean,
  ): void;
  /** runs a script of another file against the project */
  protected abstract runScript(project: ProjectState, block: Block, file: string, loose: boolean): void;

  /** One line of `plugins { }`, and `withId`, `withType`, `withPlugin`, `apply`. */
  protected pluginCall(receiver: Receiver, segment: Segment, loose: boolean): void {
    const projects = receiver.projects;
    const first = positional(segment.args)[0];
    const line = first?.line ?? 0;
    if (["withId", "withPlugin", "withType", "hasPlugin"].includes(segment.name)) {
      const block = segment.block;
      if (block === null) return;
      const id = literalText(first) ?? PLUGIN_CLASSES[segment.types[0] ?? typeText(first) ?? ""] ?? null;
      for (const project of projects)
        this.later(() => {
          if (id === null) this.run(block, { of: "project", projects: [project] }, true);
          else if (project.plugins.has(canonicalPlugin(id)))
            this.run(block, { of: "project", projects: [project] }, loose);
        });
      return;
    }
    if (segment.name === "apply" && first !== undefined) {
      const id = literalText(first) ?? PLUGIN_CLASSES[typeText(first) ?? ""] ?? typeText(first);
      if (id !== null) this.applyPlugin(projects, id, null, loose, line);
    }
  }

  /** Runs a `plugins { }` block: `id("x") version "1" apply false`, `kotlin("jvm")`, `alias(libs.plugins.x)`, `java`, `` `java-library` ``. */
  protected pluginLine(projects: readonly ProjectState[], chain: Chain, loose: boolean): void {
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
      const plugin = this.around.catalog.plugins.get(alias);
      id = plugin?.id ?? null;
      version = plugin?.version ?? null;
      if (plugin === undefined)
        for (const project of projects)
          project.uncertain ??= `${this.file} line ${chain.line} applies a plugin by an alias that no catalog names`;
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
        const text = evaluateText(value, this);
        if (text.known) version = text.value;
      }
      if (segment.name === "apply" && value.kind === "literal" && value.value === false) apply = false;
    }
    if (version !== null) this.around.pluginVersions.set(canonicalPlugin(id), version);
    if (apply) this.applyPlugin(projects, id, version, loose, chain.line);
  }

  protected applyCall(
    projects: readonly ProjectState[],
    args: readonly Argument[],
    loose: boolean,
    line: number,
  ): void {
    for (const arg of args) {
      if (arg.name === "plugin") {
        const id = literalText(arg.value) ?? PLUGIN_CLASSES[typeText(arg.value) ?? ""] ?? typeText(arg.value);
        if (id !== null) this.applyPlugin(projects, id, null, loose, line);
        else
          for (const project of projects)
            project.uncertain ??= `${this.file} line ${line} applies a plugin that only running it can tell`;
      } else if (arg.name === "from") {
        const path = this.path(arg.value);
        for (const project of projects) {
          const script = path.known
            ? this.around.script(
                path.value.startsWith("/") ? path.value : `${this.project.directory}/${path.value}`,
              )
            : null;
          if (script === null)
            project.uncertain ??= `${this.file} line ${line} applies a script that is not at hand`;
          else this.runScript(project, script.block, script.file, loose);
        }
      }
    }
  }

  protected applyPlugin(
    projects: readonly ProjectState[],
    id: string,
    version: string | null,
    loose: boolean,
    line: number,
  ): void {
    for (const project of projects) {
      const own = this.around.plugin(id);
      // a plugin that touches no names may come or not
      if (loose && (isModelled(id) || setsVersion(id) || isForeign(id)))
        project.uncertain ??= `${this.file} line ${line} may or may not apply ${id}`;
      for (const each of appliedBy(id)) if (!project.plugins.has(each)) project.plugins.set(each, null);
      const canonical = canonicalPlugin(id);
      project.plugins.set(
        canonical,
        version ?? project.plugins.get(canonical) ?? this.around.pluginVersions.get(canonical) ?? null,
      );
      if (isForeign(id)) project.foreign = id;
      if (setsVersion(id) && project.version.known && project.version.value === UNSPECIFIED)
        project.version = unknown(
          `the plugin ${id} computes the version; a version line in ${this.file} would settle it`,
        );
      if (own === null) continue;
      if ("opaque" in own) project.uncertain ??= own.opaque;
      else this.runScript(project, own.block, own.file, loose);
    }
  }

  /** `buildscript { dependencies { classpath "group:name:version" } }` tells versions of plugins that `apply plugin:` names. */
  protected buildscript(block: Block, projects: readonly ProjectState[], loose: boolean): void {
    for (const statement of block) {
      if (statement.kind !== "expression" || statement.expression.kind !== "chain") continue;
      const segment = statement.expression.segments[0];
      if (segment?.name === "ext" && segment.block !== null)
        this.run(segment.block, { of: "ext", projects }, loose);
      else if (segment?.name === "ext") this.call(statement.expression, { of: "project", projects }, loose);
      if (segment?.name !== "dependencies" || segment.block === null) continue;
      for (const inner of segment.block) {
        if (inner.kind !== "expression" || inner.expression.kind !== "chain") continue;
        const value = positional(inner.expression.segments[0]?.args ?? null)[0];
        const text = value === undefined ? null : evaluateText(value, this);
        if (text?.known !== true) continue;
        const [, name = "", version] = text.value.split(":");
        const id = CLASSPATH_PLUGINS[name] ?? name.replace(/\.gradle\.plugin$/, "");
        if (version !== undefined) this.around.pluginVersions.set(canonicalPlugin(id), version);
      }
    }
    for (const statement of block)
      if (
        statement.kind === "assign" &&
        statement.target.kind === "chain" &&
        ["ext", "extra"].includes(statement.target.segments[0]?.name ?? "")
      )
        this.assign(statement.target, statement.value, null, { of: "project", projects }, loose);
      else if (statement.kind === "assign" || statement.kind === "delegate")
        this.run([statement], { of: "project", projects }, loose);
  }

  /** `projects.libs.dataModel` of the type-safe accessors is `:libs:data-model`. */
  protected accessedProject(chain: Chain): string | null {
    if (chain.segments[0]?.name !== "projects") return null;
    const wanted = chain.segments.slice(1).map((segment) => segment.name.toLowerCase());
    for (const path of this.around.projects.keys()) {
      const names = path.slice(1).split(":");
      if (
        names.length === wanted.length &&
        names.every((name, i) => name.replace(/[-_.]/g, "").toLowerCase() === wanted[i])
      )
        return path;
    }
    return null;
  }

  protected dependency(
    projects: readonly ProjectState[],
    segment: Segment,
    args: readonly Expression[],
  ): void {
    if (segment.name === "[]" || !RUNTIME_CONFIGURATIONS.has(segment.name)) return;
    for (const project of projects) {
      project.runtimeDependencies = true;
      for (const arg of args) {
        if (arg.kind !== "chain") continue;
        const call = arg.segments.find((each) => each.name === "project");
        const value =
          positional(call?.args ?? null)[0] ?? call?.args?.find((each) => each.name === "path")?.value;
        const path = literalText(value) ?? this.accessedProject(arg);
        if (path !== null) project.projectDependencies.add(path);
      }
    }
  }
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
