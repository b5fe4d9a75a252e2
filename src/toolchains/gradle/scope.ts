/**
 * What the names of a build file are worth while it is followed: variables, project properties, the
 * environment, paths, projects and tasks that expressions name. Values only; nothing is changed.
 */
import { ARCHIVE_PARTS, type Surroundings, type Receiver } from "./receiver.js";
import { known, type Known } from "../../known.js";
import { UNSPECIFIED, type ProjectState, type TaskState } from "./state.js";
import type { Expression, Segment } from "./syntax.js";
import {
  evaluate,
  evaluateText,
  literalText,
  positional,
  unsettled,
  type Scalar,
  type Scope,
} from "./values.js";
import { exists } from "./selection.js";

/** The part of following a build file that reads. `later` keeps lazy blocks until all files are read. */
export abstract class BuildScope implements Scope {
  protected readonly aliases = new Map<string, Receiver>();
  /** variables that hold files of the runtime class path */
  protected readonly libraries = new Set<string>();

  constructor(
    protected readonly later: (action: () => void) => void,
    protected readonly around: Surroundings,
    protected readonly project: ProjectState,
    readonly file: string,
    protected readonly locals: Map<string, Known<Scalar>>,
  ) {}

  lookup(segments: readonly Segment[], line: number): Known<Scalar> | null {
    return this.lookupIn(this.project, segments, line);
  }

  protected lookupIn(
    project: ProjectState,
    segments: readonly Segment[],
    line: number,
  ): Known<Scalar> | null {
    const [first, second] = segments;
    if (first === undefined) return null;
    const rest = segments.slice(1);
    const argument = (segment: Segment | undefined): Known<string> | null => {
      const value = positional(segment?.args ?? null)[0];
      return value === undefined ? null : evaluateText(value, this);
    };
    const plain = first.args === null && first.block === null;
    if (segments.length === 1 && plain) {
      const local = project === this.project ? this.locals.get(first.name) : undefined;
      return local ?? this.projectProperty(project, first.name);
    }
    switch (first.name) {
      case "project":
      case "this":
      case "it": {
        if (plain || first.name !== "project") return this.lookupIn(project, rest, line);
        const path = argument(first);
        const other = path?.known === true ? this.around.projects.get(path.value) : undefined;
        return other === undefined ? null : this.lookupIn(other, rest, line);
      }
      case "rootProject":
        return plain ? this.lookupIn(this.around.root, rest, line) : null;
      case "parent":
        return plain && project.parent !== null ? this.lookupIn(project.parent, rest, line) : null;
      case "ext":
      case "extra":
      case "properties":
      case "extensions":
        if (second === undefined || segments.length > 2) return null;
        if (second.name === "[]" || second.name === "get" || second.name === "getProperty") {
          const name = argument(second);
          return name?.known === true ? this.projectProperty(project, name.value) : null;
        }
        return second.args === null ? this.projectProperty(project, second.name) : null;
      case "base":
        if (segments.length === 2 && second?.name === "archivesName")
          return this.projectProperty(project, "archivesBaseName");
        return null;
      case "findProperty":
      case "property":
      case "gradleProperty": {
        if (segments.length > 1) return null;
        const name = argument(first);
        if (name?.known !== true) return null;
        return this.projectProperty(project, name.value) ?? (first.name === "property" ? null : known(null));
      }
      case "hasProperty": {
        if (segments.length > 1) return null;
        const name = argument(first);
        return name?.known === true ? known(this.projectProperty(project, name.value) !== null) : null;
      }
      case "providers":
        if (second?.name === "gradleProperty" && segments.length === 2)
          return this.lookupIn(project, rest, line);
        if (second?.name === "environmentVariable" && segments.length === 2)
          return this.fromSystem("getenv", second);
        if (second?.name === "systemProperty" && segments.length === 2)
          return this.fromSystem("getProperty", second);
        return null;
      case "System":
        if (second?.name === "getenv" && segments.length === 2) return this.fromSystem("getenv", second);
        if (second?.name === "getenv" || second?.name === "env")
          return segments.length === 3 ? this.fromSystem("getenv", segments[2]) : null;
        if (second?.name === "getProperty" && segments.length === 2)
          return this.fromSystem("getProperty", second);
        return null;
      case "libs":
        if (second?.name === "versions") {
          const alias = segments
            .slice(2)
            .filter((segment) => !["get", "toString", "asProvider"].includes(segment.name))
            .map((segment) => segment.name)
            .join(".");
          const version = this.around.catalog.versions.get(alias);
          return version === undefined ? null : known(version);
        }
        return null;
      case "layout":
        return null;
      default: {
        const alias = this.aliases.get(first.name);
        if (alias?.of === "project" && alias.projects[0] !== undefined && alias.projects.length === 1)
          return this.lookupIn(alias.projects[0], rest, line);
        return null;
      }
    }
  }

  protected fromSystem(kind: "getenv" | "getProperty", segment: Segment | undefined): Known<Scalar> | null {
    const [name, fallback] = positional(segment?.args ?? null);
    const key = name === undefined ? (segment?.args === null ? segment.name : null) : literalText(name);
    if (key === null) return null;
    const value = kind === "getenv" ? this.around.environment(key) : this.around.systemProperty(key);
    return value.known && value.value === null && fallback !== undefined ? evaluate(fallback, this) : value;
  }

  protected projectProperty(project: ProjectState, name: string): Known<Scalar> | null {
    switch (name) {
      case "version":
        return project.version;
      case "group":
        return project.group;
      case "name":
        return known(project.name);
      case "path":
        return known(project.path);
      case "archivesBaseName":
        return project.archivesName ?? project.properties.get(name) ?? known(project.name);
      case "buildDir":
        return project.buildDirectory;
      case "projectDir":
      case "rootDir":
        return known(name === "projectDir" ? project.directory : this.around.root.directory);
      default: {
        for (let at: ProjectState | null = project; at !== null; at = at.parent) {
          const value = at.properties.get(name);
          if (value !== undefined) return value;
        }
        return null;
      }
    }
  }

  /** Inside a task block `archiveBaseName` and its kin stand for the task's own values. */
  taskText(task: TaskState, expression: Expression): Known<string> {
    const reader: Scope = {
      file: this.file,
      lookup: (segments, line) => {
        const [first, second] = segments;
        const part = first === undefined ? undefined : ARCHIVE_PARTS[first.name];
        if (
          first !== undefined &&
          part !== undefined &&
          first.args === null &&
          (segments.length === 1 || (segments.length === 2 && second?.name === "get"))
        ) {
          const own = task.parts.get(part);
          // up to Gradle 7 `version` in the block is the task's own, later the project's
          if (
            first.name === "version" &&
            (own !== undefined || (this.project.version.known && this.project.version.value === UNSPECIFIED))
          )
            return unsettled(line, this);
          if (own !== undefined) return own;
          if (part === "baseName") return this.project.archivesName ?? known(this.project.name);
          if (part === "version") return this.project.version;
          if (part === "extension")
            return known(task.type === "War" || task.type === "BootWar" ? "war" : "jar");
          return unsettled(line, this);
        }
        return this.lookup(segments, line);
      },
    };
    const value = evaluate(expression, reader);
    if (!value.known) return value;
    // set(null) falls back to what it was before, which releases see differently
    return typeof value.value === "string" ? known(value.value) : unsettled(expression.line, this);
  }

  text(expression: Expression): Known<string> {
    return evaluateText(expression, this);
  }

  /** A path relative to the project: `"x"`, `file("x")`, `layout.buildDirectory.dir("x")`, `"$buildDir/x"`, `rootProject.file("x")`. */
  protected path(expression: Expression): Known<string> {
    if (expression.kind !== "chain") return this.text(expression);
    const last = expression.segments.at(-1);
    const before = expression.segments.slice(0, -1);
    if (last === undefined) return unsettled(expression.line, this);
    if (["get", "asFile", "getAsFile", "toFile"].includes(last.name))
      return this.path({ ...expression, segments: before });
    const args = positional(last.args);
    if (["file", "dir", "File", "new", "resolve", "map"].includes(last.name) && args.length > 0) {
      const name = args.at(-1);
      const tail = name === undefined ? unsettled(expression.line, this) : this.text(name);
      if (!tail.known) return tail;
      const base =
        args.length === 2 && args[0] !== undefined
          ? this.path(args[0])
          : before.length === 0
            ? known("")
            : this.base(before, expression.line);
      if (!base.known) return base;
      return known(
        base.value === "" || tail.value.startsWith("/") ? tail.value : `${base.value}/${tail.value}`,
      );
    }
    const base = this.base(expression.segments, expression.line);
    return base.known ? base : this.text(expression);
  }

  protected base(segments: readonly Segment[], line: number): Known<string> {
    const names = segments
      .map((segment) => segment.name)
      .filter((name) => !["get", "asFile", "project", "layout"].includes(name))
      .join(".");
    if (names === "buildDir" || names === "buildDirectory") return this.project.buildDirectory;
    if (names === "projectDir" || names === "" || names === "projectDirectory") return known("");
    if (["rootDir", "rootProject.projectDir", "rootProject.projectDirectory", "rootProject"].includes(names))
      return known(this.around.root.directory);
    if (names === "rootProject.buildDir" || names === "rootProject.buildDirectory")
      return mapText(this.around.root.buildDirectory, (path) =>
        path.startsWith("/") ? path : `${this.around.root.directory}/${path}`,
      );
    return unsettled(line, this);
  }

  protected projectsOf(expression: Expression, receiver: Receiver): readonly ProjectState[] | null {
    if (expression.kind === "binary") return this.projectsOf(expression.left, receiver);
    if (expression.kind === "list") {
      const all = expression.items.map((item) => this.projectsOf(item.value, receiver));
      return all.some((each) => each === null) ? null : all.flatMap((each) => each ?? []);
    }
    if (expression.kind !== "chain" || expression.head !== null) return null;
    const last = expression.segments.at(-1);
    if (last === undefined) return null;
    if (last.name === "project" || last.name === "findProject") {
      const name = positional(last.args)[0] ?? last.args?.find((arg) => arg.name === "path")?.value;
      const path = name === undefined ? null : evaluateText(name, this);
      if (path?.known !== true) return null;
      const own = receiver.projects[0] ?? this.project;
      const full = path.value.startsWith(":")
        ? path.value
        : `${own.path === ":" ? "" : own.path}:${path.value}`;
      const found = this.around.projects.get(full);
      return found === undefined ? null : [found];
    }
    if (last.name === "subprojects") return receiver.projects.flatMap((project) => descendants(project));
    if (last.name === "allprojects")
      return receiver.projects.flatMap((project) => [project, ...descendants(project)]);
    if (last.name === "rootProject") return [this.around.root];
    return null;
  }

  /** The task that an expression names: `"x"`, `x`, `tasks.x`, `tasks.named("x")`, `":api:x"`. */
  protected taskName(expression: Expression): string | null {
    const text = literalText(expression);
    if (text !== null) return text;
    if (expression.kind !== "chain") return null;
    const names = expression.segments;
    for (const segment of names) {
      const alias = this.aliases.get(segment.name);
      if (alias?.of === "task") return alias.tasks[0]?.name ?? null;
      const argument = literalText(positional(segment.args)[0]);
      if (["named", "getByName", "getByPath", "[]"].includes(segment.name) && argument !== null)
        return argument;
    }
    const last = names.filter((segment) => !["tasks", "project", "get"].includes(segment.name)).at(-1);
    return last?.args === null ? last.name : null;
  }

  /** Does the runtime class path stand in it, itself or through a variable? */
  protected packsLibraries(syntax: unknown): boolean {
    const text = JSON.stringify(syntax);
    return (
      /"name":"(runtimeClasspath|runtime|compile|compileClasspath|runtimeConfiguration)"|"runtimeClasspath"/.test(
        text,
      ) || [...this.libraries].some((name) => text.includes(`"name":"${name}"`))
    );
  }
}

/**
 * The project whose task a bare name means: its own, else that of the closest parent that has one, since
 * projects inherit their parents' methods (`allprojects { bootJar { … } }` reaches the root's again and again).
 */
export function ownerOf(project: ProjectState, name: string): ProjectState {
  for (let at: ProjectState | null = project; at !== null; at = at.parent)
    if (exists(at, name) || at.uncertain !== null) return at;
  return project;
}

export function descendants(project: ProjectState): ProjectState[] {
  return project.children.flatMap((child) => [child, ...descendants(child)]);
}

export function mapText(value: Known<string>, change: (text: string) => string): Known<string> {
  return value.known ? known(change(value.value)) : value;
}
