/** Tasks that build files declare, find by name or by type, and link: at once, or lazily when all files are read. */
import type { Argument, Expression, Segment } from "../language/syntax.js";
import { literalText, positional, typeText } from "../language/values.js";
import {
  isOfType,
  PLUGIN_TASKS,
  taskOf,
  type ProjectState,
  type TaskState,
  type TaskType,
} from "../state.js";
import type { TaskReceiver } from "./receiver.js";
import { taskName } from "./references.js";
import type { Script } from "./script.js";
import { TASK_TYPES } from "./vocabulary.js";

/**
 * `task x(type: Jar) { }`, `tasks.register<Jar>("x") { }`, `tasks.create("x", Jar::class)`, and with the
 * name given `val x by tasks.registering(Jar::class) { }`. Null when the name is not known.
 */
export function declareTask(
  script: Script,
  projects: readonly ProjectState[],
  segment: Segment,
  loose: boolean,
  given?: string,
): TaskReceiver | null {
  const [first, second] = positional(segment.args);
  // `task x(type: Jar) { }` is a call of x inside a call of task
  const inner = given === undefined && first?.kind === "chain" ? first.segments[0] : undefined;
  const name = given ?? inner?.name ?? literalText(first);
  if (name === null) return null;
  const written =
    given !== undefined
      ? (segment.types[0] ?? typeText(first))
      : (namedType(inner?.args) ??
        namedType(segment.args) ??
        segment.types[0] ??
        typeText(second) ??
        typeText(positional(inner?.args ?? null)[0]));
  const type = TASK_TYPES[written ?? ""] ?? "Other";
  const receiver: TaskReceiver = {
    of: "task",
    tasks: projects.map((project) => taskOf(project, name, type, true)),
    projects,
  };
  const depends = inner?.args?.find((arg) => arg.name === "dependsOn")?.value;
  if (depends !== undefined) linkTasks(script, receiver.tasks, "dependsOn", [depends]);
  script.later(() => {
    script.enter(inner ?? segment, receiver, loose);
  });
  return receiver;
}

/** The task of a name in each project, whether a file declared it or a plugin brings it. */
export function configureTasks(
  script: Script,
  projects: readonly ProjectState[],
  name: string,
  segment: Segment,
  loose: boolean,
  lazy: boolean,
): TaskReceiver {
  const written = segment.types[0] ?? typeText(positional(segment.args).at(-1)) ?? "";
  const type = PLUGIN_TASKS[name] ?? TASK_TYPES[written] ?? "Other";
  const receiver: TaskReceiver = {
    of: "task",
    tasks: projects.map((project) => taskOf(project, name, type)),
    projects,
  };
  if (lazy && segment.block !== null)
    script.later(() => {
      script.enter(segment, receiver, loose);
    });
  else script.enter(segment, receiver, loose);
  return receiver;
}

/** `tasks.withType(Jar) { … }`: all archives of that type, also those that come later. */
export function configureType(
  script: Script,
  projects: readonly ProjectState[],
  type: TaskType,
  segment: Segment,
  loose: boolean,
): void {
  script.later(() => {
    for (const project of projects)
      for (const task of [...project.tasks.values()])
        if (isOfType(task, type))
          script.enter(segment, { of: "task", tasks: [task], projects: [project] }, loose);
  });
}

/** `dependsOn x, "y"`, `finalizedBy [x]` */
export function linkTasks(
  script: Script,
  tasks: readonly TaskState[],
  link: "dependsOn" | "finalizedBy",
  values: readonly Expression[],
): void {
  for (const value of values.flatMap((each) =>
    each.kind === "list" ? each.items.map((item) => item.value) : [each],
  )) {
    const name = taskName(script, value);
    if (name !== null) for (const task of tasks) task[link].add(name);
  }
}

/** The type in `(type: Jar)`. */
function namedType(args: readonly Argument[] | null | undefined): string | null {
  return typeText(args?.find((arg) => arg.name === "type")?.value);
}
