/**
 * Follows build files as Gradle would configure the projects: statements in, project states changed.
 * What a branch or loop decides that cannot be computed makes the names it touches unknown, with the
 * line; blocks that configure something else (publishing, test, repositories …) are passed over.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Catalog } from "./properties.js";
import { appliedBy, canonicalPlugin, isForeign, isModelled, PLUGIN_CLASSES, setsVersion } from "./plugins.js";
import {
  PLUGIN_TASKS,
  isOfType,
  taskOf,
  UNSPECIFIED,
  type ArchivePart,
  type ProjectState,
  type TaskState,
  type TaskType,
} from "./state.js";
import { table } from "./table.js";
import type { Argument, Block, Chain, Expression, Segment } from "./syntax.js";
import {
  evaluate,
  evaluateText,
  isTrue,
  literalText,
  positional,
  typeText,
  unsettled,
  type Scalar,
  type Scope,
} from "./values.js";
import { exists } from "./selection.js";
import { mentions } from "./settings.js";

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
type Receiver =
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

const ARCHIVE_PARTS = table<ArchivePart>({
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
const TASK_TYPES = table<TaskType>({
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
const RUNTIME_CONFIGURATIONS = new Set([
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
const EXTENSIONS = new Set(["base", "application", "layout", "ktor", "quarkus", "distributions"]);
const PROJECT_PROPERTIES = new Set([
  "version",
  "group",
  "archivesBaseName",
  "buildDir",
  "applicationName",
  "libsDirName",
]);
/** First names of expressions that give a task or a project. */
const TASK_MAKERS = new Set(["task", "tasks", "register", "create", "named", "getByName", "project"]);
const SAME_PROJECT = new Set(["afterEvaluate", "beforeEvaluate", "with", "run", "apply"]);

export class Configuration {
  private readonly deferred: (() => void)[] = [];

  constructor(private readonly around: Surroundings) {}

  /** Runs a build file against its project. */
  script(project: ProjectState, block: Block, file: string): void {
    new Runner(this, this.around, project, file, new Map()).run(
      block,
      { of: "project", projects: [project] },
      false,
    );
  }

  later(action: () => void): void {
    this.deferred.push(action);
  }

  /** Lazy blocks (`tasks.named`, `afterEvaluate`) in their order, once all files are read. */
  settle(): void {
    for (let i = 0; i < this.deferred.length && i < 10_000; i += 1) this.deferred[i]?.();
    this.deferred.length = 0;
  }
}

class Runner implements Scope {
  private readonly aliases = new Map<string, Receiver>();
  /** variables that hold files of the runtime class path */
  private readonly libraries = new Set<string>();

  constructor(
    private readonly configuration: Configuration,
    private readonly around: Surroundings,
    private readonly project: ProjectState,
    readonly file: string,
    private readonly locals: Map<string, Known<Scalar>>,
  ) {}

  run(block: Block, receiver: Receiver, loose: boolean): void {
    for (const statement of block) {
      switch (statement.kind) {
        case "assign": {
          if (statement.target.kind !== "chain") break;
          const name = statement.target.segments[0]?.name ?? "";
          if (
            statement.declares ||
            (statement.target.segments.length === 1 &&
              this.locals.has(name) &&
              receiver.of !== "task" &&
              !PROJECT_PROPERTIES.has(name))
          ) {
            this.locals.set(
              name,
              loose && !statement.declares
                ? unsettled(statement.line, this)
                : evaluate(statement.value, this),
            );
            this.aliasTask(name, statement.value, receiver, loose);
            if (this.packsLibraries(statement.value)) this.libraries.add(name);
            break;
          }
          const value = statement.operator === "+=" ? unsettled(statement.line, this) : null;
          this.assign(statement.target, statement.value, value, receiver, loose);
          break;
        }
        case "delegate":
          this.delegate(statement.name, statement.by, receiver, loose);
          break;
        case "expression":
          if (statement.expression.kind === "chain") this.call(statement.expression, receiver, loose);
          break;
        case "if": {
          const test = evaluate(statement.test, this);
          if (test.known)
            this.run(isTrue(test.value) ? statement.then : statement.otherwise, receiver, loose);
          else {
            this.run(statement.then, receiver, true);
            this.run(statement.otherwise, receiver, true);
          }
          break;
        }
        case "opaque":
          this.run(statement.body, receiver, true);
          break;
      }
    }
  }

  // --- reading values -------------------------------------------------------------------------

  lookup(segments: readonly Segment[], line: number): Known<Scalar> | null {
    return this.lookupIn(this.project, segments, line);
  }

  private lookupIn(project: ProjectState, segments: readonly Segment[], line: number): Known<Scalar> | null {
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

  private fromSystem(kind: "getenv" | "getProperty", segment: Segment | undefined): Known<Scalar> | null {
    const [name, fallback] = positional(segment?.args ?? null);
    const key = name === undefined ? (segment?.args === null ? segment.name : null) : literalText(name);
    if (key === null) return null;
    const value = kind === "getenv" ? this.around.environment(key) : this.around.systemProperty(key);
    return value.known && value.value === null && fallback !== undefined ? evaluate(fallback, this) : value;
  }

  private projectProperty(project: ProjectState, name: string): Known<Scalar> | null {
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

  // --- calls ----------------------------------------------------------------------------------

  private call(chain: Chain, receiver: Receiver, loose: boolean): void {
    if (chain.head !== null) return this.overList(chain, receiver, loose);
    if (
      receiver.of === "plugins" &&
      !["withId", "withPlugin", "withType", "apply", "all"].includes(chain.segments[0]?.name ?? "")
    ) {
      this.pluginLine(receiver.projects, chain, loose);
      return;
    }
    const last = chain.segments.at(-1);
    if (last === undefined) return;
    // setters in all their forms: x("v"), x "v", x.set("v"), setX("v"), x.value("v")
    const values = positional(last.args);
    if (values[0] !== undefined && values.length === 1 && last.block === null) {
      const before = chain.segments.slice(0, -1);
      const target =
        ["set", "value", "convention"].includes(last.name) && before.length > 0
          ? before
          : /^set[A-Z]/.test(last.name)
            ? [
                ...before,
                { ...last, name: last.name.charAt(3).toLowerCase() + last.name.slice(4), args: null },
              ]
            : [...before, { ...last, args: null }];
      const owner = this.walk(target.slice(0, -1), receiver, loose, chain.line);
      const name = target.at(-1);
      if (owner !== null && name?.args === null && this.isProperty(owner, name.name)) {
        this.set(owner, name.name, values[0], null, loose);
        return;
      }
    }
    this.walk(chain.segments, receiver, loose, chain.line);
  }

  /** `[project(':a'), project(':b')].each { … }`, `["x", "y"].forEach { … }` */
  private overList(chain: Chain, receiver: Receiver, loose: boolean): void {
    const projects =
      chain.head?.kind === "list"
        ? chain.head.items.map((item) => this.projectsOf(item.value, receiver))
        : [];
    const all = projects.flatMap((each) => each ?? []);
    for (const segment of chain.segments) {
      if (segment.block === null) continue;
      if (all.length > 0) this.run(segment.block, { of: "project", projects: all }, loose);
      else this.run(segment.block, receiver, true);
    }
  }

  /** Follows names from left to right; what they do on the way is done. */
  private walk(
    segments: readonly Segment[],
    receiver: Receiver,
    loose: boolean,
    line: number,
  ): Receiver | null {
    let at: Receiver | null = receiver;
    for (const segment of segments) {
      if (at === null) return null;
      at = this.step(at, segment, loose, line);
    }
    return at;
  }

  private step(receiver: Receiver, segment: Segment, loose: boolean, line: number): Receiver | null {
    const projects = receiver.projects;
    const args = positional(segment.args);
    const enter = (next: Receiver, uncertain = loose): Receiver => {
      if (segment.block !== null) this.enter(segment, next, uncertain);
      return next;
    };
    const alias = this.aliases.get(segment.name);
    if (alias !== undefined && segment.args === null) return enter(alias);
    switch (receiver.of) {
      case "project":
        return this.stepProject(receiver, segment, loose, line);
      case "tasks":
        return this.stepTasks(receiver, segment, loose, line);
      case "task":
        return this.stepTask(receiver, segment, loose);
      case "manifest":
        if (segment.name === "attributes" || segment.name === "put" || segment.name === "[]")
          this.attributes(receiver.tasks, segment);
        return receiver;
      case "plugins":
        this.pluginCall(receiver, segment, loose);
        return { of: "nothing", projects };
      case "dependencies":
        this.dependency(projects, segment, args);
        return { of: "nothing", projects };
      case "artifacts":
        for (const arg of args) {
          const name = this.taskName(arg);
          if (name !== null) for (const project of projects) project.archives.add(name);
        }
        return { of: "nothing", projects };
      case "ktor":
        return enter(segment.name === "fatJar" ? { of: "fatJar", projects } : { of: "nothing", projects });
      case "distributions":
        // the distributions beside main have names of their own
        return enter(
          ["main", "named", "getByName"].includes(segment.name)
            ? { of: "distribution", projects }
            : { of: "nothing", projects },
        );
      case "ext":
        if (segment.name === "set" || segment.name === "[]") {
          const name = literalText(args[0]);
          const value = args[1];
          if (name !== null && value !== undefined) this.setExtra(projects, name, value, loose);
          return name === null ? null : { of: "property", name, owner: receiver, projects };
        }
        return { of: "property", name: segment.name, owner: receiver, projects };
      case "base":
      case "application":
      case "layout":
      case "fatJar":
      case "quarkus":
      case "distribution":
        return { of: "property", name: segment.name, owner: receiver, projects };
      case "property":
        if (segment.name === "set" && args[0] !== undefined)
          this.set(receiver.owner, receiver.name, args[0], null, loose);
        return receiver;
      case "type":
        if (segment.block !== null) this.typeRule(projects, receiver.type, segment, loose);
        return receiver;
      case "nothing":
        return receiver;
    }
  }

  private stepProject(
    receiver: Extract<Receiver, { of: "project" }>,
    segment: Segment,
    loose: boolean,
    line: number,
  ): Receiver | null {
    const projects = receiver.projects;
    const args = positional(segment.args);
    const uncertain = loose || receiver.loose === true;
    const enter = (next: Receiver, more = false): Receiver => {
      if (segment.block !== null) this.enter(segment, next, uncertain || more);
      return next;
    };
    const name = segment.name;
    if (["project", "this", "it"].includes(name) && segment.args === null) return enter(receiver);
    if (name === "rootProject") return enter({ of: "project", projects: [this.around.root] });
    if (name === "project" && args[0] !== undefined) {
      const found = this.projectsOf({ kind: "chain", head: null, segments: [segment], line }, receiver);
      return found === null ? { of: "nothing", projects } : enter({ of: "project", projects: found });
    }
    if (["allprojects", "subprojects"].includes(name)) {
      const own = projects.flatMap((project) => descendants(project));
      return enter({ of: "project", projects: name === "allprojects" ? [...projects, ...own] : own });
    }
    if (["each", "forEach", "configureEach", "all", "onEach"].includes(name)) return enter(receiver);
    if (["findAll", "filter", "matching", "minus"].includes(name)) return { ...receiver, loose: true };
    if (name === "configure") {
      const found = args[0] === undefined ? null : this.projectsOf(args[0], receiver);
      if (segment.types[0] !== undefined) {
        const extension = { JavaApplication: "application", BasePluginExtension: "base" }[segment.types[0]];
        if (extension === "application" || extension === "base") return enter({ of: extension, projects });
        return { of: "nothing", projects };
      }
      if (found !== null) return enter({ of: "project", projects: found }, args[0]?.kind === "binary");
      return enter(
        { of: "project", projects: projects.flatMap((project) => [project, ...descendants(project)]) },
        true,
      );
    }
    if (name === "apply" && segment.args !== null && segment.block === null) {
      this.applyCall(projects, segment.args, uncertain, line);
      return receiver;
    }
    if (name === "apply" && segment.block !== null) {
      for (const statement of segment.block)
        if (statement.kind === "expression" && statement.expression.kind === "chain") {
          const inner = statement.expression.segments[0];
          if (inner?.args !== null && inner !== undefined) {
            const named = inner.args.map((arg) =>
              arg.name === null ? { name: inner.name, value: arg.value } : arg,
            );
            this.applyCall(projects, named, uncertain, line);
            if (inner.types[0] !== undefined)
              this.applyPlugin(projects, inner.types[0], null, uncertain, line);
          }
        }
      return receiver;
    }
    if (SAME_PROJECT.has(name)) {
      const block = segment.block;
      if (block !== null)
        this.configuration.later(() => {
          this.run(block, receiver, uncertain);
        });
      return receiver;
    }
    if (name === "projectsEvaluated") return enter(receiver, true);
    if (name === "gradle") return receiver;
    if (name === "plugins" || name === "pluginManager") return enter({ of: "plugins", projects });
    if (name === "buildscript") {
      this.buildscript(segment.block ?? [], projects, uncertain);
      return receiver;
    }
    if (name === "java" && segment.block !== null) {
      if (mentions(segment.block, "withSourcesJar"))
        for (const project of projects) project.archives.add("sourcesJar");
      if (mentions(segment.block, "withJavadocJar"))
        for (const project of projects) project.archives.add("javadocJar");
      return { of: "nothing", projects };
    }
    if (name === "ext" || name === "extra") return enter({ of: "ext", projects });
    if (name === "dependencies") return enter({ of: "dependencies", projects });
    if (name === "artifacts") return enter({ of: "artifacts", projects });
    if (name === "tasks") return enter({ of: "tasks", projects });
    if (name === "task") return this.declareTask(projects, segment, uncertain);
    if (name === "distributions") return enter({ of: "distributions", projects });
    if (EXTENSIONS.has(name))
      return enter({ of: name as "base" | "application" | "layout" | "ktor" | "quarkus", projects });
    if (PROJECT_PROPERTIES.has(name)) return { of: "property", name, owner: receiver, projects };
    if (name in PLUGIN_TASKS || projects.some((project) => project.tasks.has(name))) {
      const owners = [...new Set(projects.map((project) => ownerOf(project, name)))];
      return enter({ of: "task", tasks: owners.map((project) => taskOf(project, name)), projects: owners });
    }
    return { of: "nothing", projects };
  }

  private stepTasks(receiver: Receiver, segment: Segment, loose: boolean, line: number): Receiver | null {
    const projects = receiver.projects;
    const args = positional(segment.args);
    const block = segment.block;
    switch (segment.name) {
      case "named":
      case "getByName":
      case "findByName":
      case "getByPath":
      case "[]": {
        const name = literalText(args[0]);
        if (name === null) return { of: "nothing", projects };
        return this.configureTasks(
          projects,
          name.replace(/^:/, ""),
          segment,
          loose,
          segment.name === "named",
        );
      }
      case "register":
      case "create":
      case "maybeCreate":
      case "registering":
      case "creating":
        return this.declareTask(projects, segment, loose);
      case "withType": {
        const type = TASK_TYPES[segment.types[0] ?? typeText(args[0]) ?? ""];
        if (type === undefined) return { of: "nothing", projects };
        if (block !== null) this.typeRule(projects, type, segment, loose);
        return { of: "type", type, projects };
      }
      case "all":
      case "each":
      case "configureEach":
      case "matching":
      case "whenTaskAdded":
        if (
          block !== null &&
          (mentions(block, "archiveFileName") ||
            mentions(block, "archiveBaseName") ||
            mentions(block, "enabled") ||
            mentions(block, "archiveClassifier") ||
            mentions(block, "archiveVersion"))
        )
          for (const project of projects)
            project.uncertain ??= `${this.file} line ${line} configures tasks in a loop`;
        return { of: "nothing", projects };
      default:
        if (
          segment.name in PLUGIN_TASKS ||
          projects.some((project) => project.tasks.has(segment.name)) ||
          (block !== null && segment.args !== null)
        )
          return this.configureTasks(projects, segment.name, segment, loose, this.file.endsWith(".kts"));
        return { of: "nothing", projects };
    }
  }

  private configureTasks(
    projects: readonly ProjectState[],
    name: string,
    segment: Segment,
    loose: boolean,
    lazy: boolean,
  ): Receiver {
    const written = segment.types[0] ?? typeText(positional(segment.args).at(-1)) ?? "";
    const declared = ["registering", "creating", "register"].includes(segment.name);
    const next: Receiver = {
      of: "task",
      tasks: projects.map((project) =>
        taskOf(project, name, PLUGIN_TASKS[name] ?? TASK_TYPES[written] ?? "Other", declared),
      ),
      projects,
    };
    const block = segment.block;
    if (block !== null) {
      if (lazy)
        this.configuration.later(() => {
          this.enter(segment, next, loose);
        });
      else this.enter(segment, next, loose);
    }
    return next;
  }

  /** `tasks.withType(Jar) { … }`: all archives of that type, also those that come later. */
  private typeRule(
    projects: readonly ProjectState[],
    type: TaskType,
    segment: Segment,
    loose: boolean,
  ): void {
    this.configuration.later(() => {
      for (const project of projects)
        for (const task of [...project.tasks.values()])
          if (isOfType(task, type))
            this.enter(segment, { of: "task", tasks: [task], projects: [project] }, loose);
    });
  }

  private stepTask(
    receiver: Extract<Receiver, { of: "task" }>,
    segment: Segment,
    loose: boolean,
  ): Receiver | null {
    const { tasks, projects } = receiver;
    const args = positional(segment.args);
    switch (segment.name) {
      case "get":
      case "configure":
      case "also":
      case "apply":
      case "invoke":
      case "with":
        if (segment.block !== null) this.enter(segment, receiver, loose);
        return receiver;
      case "manifest": {
        const next: Receiver = { of: "manifest", tasks, projects };
        if (segment.block !== null) this.enter(segment, next, loose);
        return next;
      }
      case "dependsOn":
      case "finalizedBy":
        for (const arg of args.flatMap((each) =>
          each.kind === "list" ? each.items.map((item) => item.value) : [each],
        )) {
          const name = this.taskName(arg);
          if (name !== null) for (const task of tasks) task[segment.name].add(name);
        }
        return receiver;
      case "from":
        if (this.packsLibraries([segment.args, segment.block])) for (const task of tasks) task.bundles = true;
        return receiver;
      case "into": {
        const value = args[0];
        if (value !== undefined && segment.block === null)
          for (const task of tasks) task.into ??= loose ? unsettled(value.line, this) : this.path(value);
        return receiver;
      }
      case "doLast":
      case "doFirst":
        if (
          segment.block !== null &&
          /"name":"(delete|renameTo|move|rename|ant|exec)"/.test(JSON.stringify(segment.block))
        )
          for (const task of tasks) task.acts = true;
        return receiver;
      case "onlyIf":
        for (const task of tasks) task.enabled = unknown(`${this.file} switches ${task.name} with onlyIf`);
        return receiver;
      default:
        return { of: "property", name: segment.name, owner: receiver, projects };
    }
  }

  /** Does the runtime class path stand in it, itself or through a variable? */
  private packsLibraries(syntax: unknown): boolean {
    const text = JSON.stringify(syntax);
    return (
      /"name":"(runtimeClasspath|runtime|compile|compileClasspath|runtimeConfiguration)"|"runtimeClasspath"/.test(
        text,
      ) || [...this.libraries].some((name) => text.includes(`"name":"${name}"`))
    );
  }

  private enter(segment: Segment, receiver: Receiver, loose: boolean): void {
    if (segment.block === null) return;
    const parameter = segment.parameter ?? null;
    if (parameter === null) {
      this.run(segment.block, receiver, loose);
      return;
    }
    const before = this.aliases.get(parameter);
    this.aliases.set(parameter, receiver);
    this.run(segment.block, receiver, loose);
    if (before === undefined) this.aliases.delete(parameter);
    else this.aliases.set(parameter, before);
  }

  // --- tasks ----------------------------------------------------------------------------------

  /** `task x(type: Jar) { }`, `tasks.register<Jar>("x") { }`, `tasks.create("x", Jar::class)`. */
  private declareTask(
    projects: readonly ProjectState[],
    segment: Segment,
    loose: boolean,
    given?: string,
  ): Receiver | null {
    const args = positional(segment.args);
    let name = given ?? literalText(args[0]);
    let type = segment.types[0] ?? typeText(args[1]);
    let body: Segment = segment;
    const inner = args[0];
    const named = (list: readonly Argument[]): void => {
      const typed = list.find((arg) => arg.name === "type");
      if (typed !== undefined) type = typeText(typed.value) ?? type;
    };
    named(segment.args ?? []);
    if (given !== undefined) type = segment.types[0] ?? typeText(args[0]);
    else if (inner?.kind === "chain") {
      const own = inner.segments[0];
      if (own === undefined) return null;
      name = own.name;
      named(own.args ?? []);
      type ??= typeText(positional(own.args)[0]);
      body = own;
      const depends = own.args?.find((arg) => arg.name === "dependsOn")?.value;
      if (depends !== undefined)
        this.stepTask(
          {
            of: "task",
            tasks: projects.map((project) =>
              taskOf(project, own.name, TASK_TYPES[type ?? ""] ?? "Other", true),
            ),
            projects,
          },
          { name: "dependsOn", args: [{ name: null, value: depends }], types: [], block: null },
          loose,
        );
    }
    if (name === null) return null;
    const taskType = TASK_TYPES[type ?? ""] ?? "Other";
    const found = name;
    const next: Receiver = {
      of: "task",
      tasks: projects.map((project) => taskOf(project, found, taskType, true)),
      projects,
    };
    this.configuration.later(() => {
      this.enter(body, next, loose);
    });
    return next;
  }

  /** `val fatJar = task(…)`, `def t = tasks.register(…)`: the name stands for the task. */
  private aliasTask(name: string, value: Expression, receiver: Receiver, loose: boolean): void {
    if (value.kind !== "chain" || value.head !== null) return;
    if (
      !TASK_MAKERS.has(value.segments[0]?.name ?? "") &&
      !value.segments.some((segment) => segment.name === "tasks")
    )
      return;
    const found = this.walk(value.segments, receiver, loose, value.line);
    if (found?.of === "task" || (found?.of === "project" && found !== receiver))
      this.aliases.set(name, found);
  }

  private delegate(name: string, by: Expression, receiver: Receiver, loose: boolean): void {
    if (by.kind !== "chain") return;
    const names = by.segments.map((segment) => segment.name);
    const last = by.segments.at(-1);
    if (last !== undefined && ["registering", "creating", "existing", "getting"].includes(last.name)) {
      const projects = receiver.projects;
      const next =
        last.name === "registering" || last.name === "creating"
          ? this.declareTask(projects, last, loose, name)
          : this.configureTasks(projects, name, last, loose, true);
      if (next !== null) this.aliases.set(name, next);
      return;
    }
    if (names[0] === "extra" && last !== undefined) {
      const value =
        positional(last.args)[0] ??
        (last.block === null ? undefined : ({ kind: "closure", body: last.block, line: by.line } as const));
      if (value === undefined) {
        const found = this.projectProperty(this.project, name);
        this.locals.set(name, found ?? unsettled(by.line, this));
        return;
      }
      this.setExtra(receiver.projects, name, value, loose);
      this.locals.set(name, evaluate(value, this));
      return;
    }
    if (names.at(-1) === "project" || names.at(-1) === "properties" || names.at(-1) === "rootProject") {
      const found = this.projectProperty(
        names.at(-1) === "rootProject" ? this.around.root : this.project,
        name,
      );
      this.locals.set(name, found ?? known(null));
      return;
    }
    if (names.at(-1) === "lazy" && last?.block != null) {
      this.locals.set(name, evaluate({ kind: "closure", body: last.block, line: by.line }, this));
      return;
    }
    this.locals.set(name, unsettled(by.line, this));
  }

  /** The task that an expression names: `"x"`, `x`, `tasks.x`, `tasks.named("x")`, `":api:x"`. */
  private taskName(expression: Expression): string | null {
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

  private attributes(tasks: readonly TaskState[], segment: Segment): void {
    const text = JSON.stringify(segment.args);
    for (const task of tasks) {
      if (text.includes("Main-Class") || /mainClass/i.test(text)) task.mainClass = true;
      if (text.includes("Class-Path")) task.classPath = true;
    }
  }

  // --- properties -----------------------------------------------------------------------------

  private assign(
    target: Chain,
    value: Expression,
    fixed: Known<never> | null,
    receiver: Receiver,
    loose: boolean,
  ): void {
    const last = target.segments.at(-1);
    if (last === undefined || target.head !== null) return;
    let owner = this.walk(target.segments.slice(0, -1), receiver, loose, target.line);
    if (owner === null) return;
    if (owner.of === "manifest" && value.kind === "list") {
      this.attributes(owner.tasks, {
        name: "attributes",
        args: value.items.map((item) => ({ name: item.key, value: item.value })),
        types: [],
        block: null,
      });
      return;
    }
    if (owner.of === "property" && last.name === "[]") return;
    const name = last.name === "[]" ? literalText(positional(last.args)[0]) : last.name;
    if (name === null) return;
    if (owner.of === "property" && name === "attributes") owner = owner.owner;
    this.set(owner, name, value, fixed, loose);
  }

  private isProperty(owner: Receiver, name: string): boolean {
    switch (owner.of) {
      case "project":
        return PROJECT_PROPERTIES.has(name);
      case "task":
        return (
          name in ARCHIVE_PARTS ||
          ["destinationDirectory", "destinationDir", "enabled", "mainClass", "mainClassName"].includes(name)
        );
      case "base":
        return ["archivesName", "archivesBaseName", "libsDirectory", "libsDirName"].includes(name);
      case "application":
        return name === "applicationName";
      case "layout":
        return name === "buildDirectory";
      case "fatJar":
        return name === "archiveFileName";
      case "distribution":
        return ["distributionBaseName", "baseName"].includes(name);
      case "quarkus":
        return name === "finalName";
      case "ext":
        return false;
      default:
        return false;
    }
  }

  private set(
    owner: Receiver,
    name: string,
    expression: Expression,
    fixed: Known<never> | null,
    loose: boolean,
  ): void {
    const settle = (value: Known<string>): Known<string> =>
      fixed ?? (loose ? unsettled(expression.line, this) : value);
    const projects = owner.projects;
    switch (owner.of) {
      case "project":
        for (const project of projects) {
          const text = (): Known<string> =>
            settle(
              new Runner(this.configuration, this.around, project, this.file, this.locals).text(expression),
            );
          if (name === "version") project.version = text();
          else if (name === "group") project.group = text();
          else if (name === "archivesBaseName") project.archivesName = text();
          else if (name === "applicationName") project.applicationName = text();
          else if (name === "libsDirName")
            project.libsDirectory = settle(mapText(this.path(expression), (path) => `//${path}`));
          else if (name === "buildDir") project.buildDirectory = settle(this.path(expression));
          else if (owner.loose === true || this.projectProperty(project, name) !== null || !(name in project))
            project.properties.set(
              name,
              loose ? unsettled(expression.line, this) : evaluate(expression, this),
            );
        }
        return;
      case "ext":
        this.setExtra(projects, name, expression, loose);
        return;
      case "base":
        for (const project of projects) {
          if (name === "archivesName" || name === "archivesBaseName")
            project.archivesName = settle(
              new Runner(this.configuration, this.around, project, this.file, this.locals).text(expression),
            );
          if (name === "libsDirectory" || name === "libsDirName" || name === "distsDirectory")
            project.libsDirectory = settle(this.path(expression));
        }
        return;
      case "application":
        if (name === "applicationName")
          for (const project of projects) project.applicationName = settle(this.text(expression));
        return;
      case "layout":
        if (name === "buildDirectory")
          for (const project of projects) project.buildDirectory = settle(this.path(expression));
        return;
      case "fatJar":
        if (name === "archiveFileName")
          for (const project of projects) project.ktorFatJar = settle(this.text(expression));
        return;
      case "distribution":
        if (name === "distributionBaseName" || name === "baseName")
          for (const project of projects) project.distributionName = settle(this.text(expression));
        return;
      case "quarkus":
        for (const project of projects) project.quarkus.set(name, settle(this.text(expression)));
        return;
      case "task":
        this.setTask(owner, name, expression, settle, loose);
        return;
      case "property":
        if (name === "enabled" || name === "set") return;
        return;
      default:
        return;
    }
  }

  private setTask(
    owner: Extract<Receiver, { of: "task" }>,
    name: string,
    expression: Expression,
    settle: (value: Known<string>) => Known<string>,
    loose: boolean,
  ): void {
    const part = ARCHIVE_PARTS[name];
    owner.tasks.forEach((task, index) => {
      const project = owner.projects[index] ?? owner.projects[0] ?? this.project;
      const reader = new Runner(this.configuration, this.around, project, this.file, this.locals);
      if (part !== undefined) task.parts.set(part, settle(reader.taskText(task, expression)));
      else if (name === "enabled" || name === "isEnabled") {
        const value = evaluate(expression, reader);
        task.enabledByHand = true;
        task.enabled = loose || !value.known ? unsettled(expression.line, this) : known(isTrue(value.value));
      } else if (name === "destinationDirectory" || name === "destinationDir")
        task.destination = settle(this.path(expression));
      else if (name === "dependsOn" || name === "finalizedBy")
        this.stepTask(
          owner,
          { name, args: [{ name: null, value: expression }], types: [], block: null },
          loose,
        );
      else if (name === "onlyIf") task.enabled = unsettled(expression.line, this);
    });
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

  private setExtra(projects: readonly ProjectState[], name: string, value: Expression, loose: boolean): void {
    for (const project of projects)
      project.properties.set(name, loose ? unsettled(value.line, this) : evaluate(value, this));
  }

  /** A path relative to the project: `"x"`, `file("x")`, `layout.buildDirectory.dir("x")`, `"$buildDir/x"`, `rootProject.file("x")`. */
  private path(expression: Expression): Known<string> {
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

  private base(segments: readonly Segment[], line: number): Known<string> {
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

  private projectsOf(expression: Expression, receiver: Receiver): readonly ProjectState[] | null {
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

  // --- plugins and dependencies ---------------------------------------------------------------

  /** One line of `plugins { }`, and `withId`, `withType`, `withPlugin`, `apply`. */
  private pluginCall(receiver: Receiver, segment: Segment, loose: boolean): void {
    const projects = receiver.projects;
    const first = positional(segment.args)[0];
    const line = first?.line ?? 0;
    if (["withId", "withPlugin", "withType", "hasPlugin"].includes(segment.name)) {
      const block = segment.block;
      if (block === null) return;
      const id = literalText(first) ?? PLUGIN_CLASSES[segment.types[0] ?? typeText(first) ?? ""] ?? null;
      for (const project of projects)
        this.configuration.later(() => {
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
  private pluginLine(projects: readonly ProjectState[], chain: Chain, loose: boolean): void {
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

  private applyCall(
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
          else
            new Runner(this.configuration, this.around, project, script.file, new Map()).run(
              script.block,
              { of: "project", projects: [project] },
              loose,
            );
        }
      }
    }
  }

  private applyPlugin(
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
      else
        new Runner(this.configuration, this.around, project, own.file, new Map()).run(
          own.block,
          { of: "project", projects: [project] },
          loose,
        );
    }
  }

  /** `buildscript { dependencies { classpath "group:name:version" } }` tells versions of plugins that `apply plugin:` names. */
  private buildscript(block: Block, projects: readonly ProjectState[], loose: boolean): void {
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
  private accessedProject(chain: Chain): string | null {
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

  private dependency(projects: readonly ProjectState[], segment: Segment, args: readonly Expression[]): void {
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

/**
 * The project whose task a bare name means: its own, else that of the closest parent that has one, since
 * projects inherit their parents' methods (`allprojects { bootJar { … } }` reaches the root's again and again).
 */
function ownerOf(project: ProjectState, name: string): ProjectState {
  for (let at: ProjectState | null = project; at !== null; at = at.parent) if (exists(at, name) || at.uncertain !== null) return at;
  return project;
}

function descendants(project: ProjectState): ProjectState[] {
  return project.children.flatMap((child) => [child, ...descendants(child)]);
}

function mapText(value: Known<string>, change: (text: string) => string): Known<string> {
  return value.known ? known(change(value.value)) : value;
}
