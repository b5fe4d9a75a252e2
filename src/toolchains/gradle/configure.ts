/**
 * Follows build files as Gradle would configure the projects: statements in, project states changed.
 * What a branch or loop decides that cannot be computed makes the names it touches unknown, with the
 * line; blocks that configure something else (publishing, test, repositories …) are passed over. One
 * module because every kind of block can stand in every other.
 */
import {
  TASK_TYPES,
  EXTENSIONS,
  PROJECT_PROPERTIES,
  TASK_MAKERS,
  SAME_PROJECT,
  type Surroundings,
  type Receiver,
} from "./receiver.js";
import { known, unknown, type Known } from "../../known.js";
import { descendants, ownerOf, type BuildScope } from "./scope.js";
import { BuildPlugins } from "./applied.js";
import { PLUGIN_TASKS, isOfType, taskOf, type ProjectState, type TaskType } from "./state.js";
import type { Argument, Block, Chain, Expression, Segment } from "./syntax.js";
import { evaluate, isTrue, literalText, positional, typeText, unsettled } from "./values.js";
import { mentions } from "./settings.js";

export class Configuration {
  private readonly deferred: (() => void)[] = [];

  constructor(private readonly around: Surroundings) {}

  /** Runs a build file against its project. */
  script(project: ProjectState, block: Block, file: string): void {
    new Runner(
      (action) => {
        this.later(action);
      },
      this.around,
      project,
      file,
      new Map(),
    ).run(block, { of: "project", projects: [project] }, false);
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

class Runner extends BuildPlugins {
  protected readerFor(project: ProjectState): BuildScope {
    return new Runner(this.later, this.around, project, this.file, this.locals);
  }

  protected runScript(project: ProjectState, block: Block, file: string, loose: boolean): void {
    new Runner(this.later, this.around, project, file, new Map()).run(
      block,
      { of: "project", projects: [project] },
      loose,
    );
  }

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

  protected call(chain: Chain, receiver: Receiver, loose: boolean): void {
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
        this.later(() => {
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
        this.later(() => {
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
    this.later(() => {
      for (const project of projects)
        for (const task of [...project.tasks.values()])
          if (isOfType(task, type))
            this.enter(segment, { of: "task", tasks: [task], projects: [project] }, loose);
    });
  }

  protected stepTask(
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
    this.later(() => {
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

  protected assign(
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
}
