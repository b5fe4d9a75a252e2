/** Projects, tasks and the class path that expressions name. */
import type { Chain, Expression } from "../language/syntax.js";
import { evaluateText, literalText, positional } from "../language/values.js";
import { descendants, type ProjectState } from "../state.js";
import { exists } from "../selection.js";
import type { Receiver } from "./receiver.js";
import type { Script } from "./script.js";

export function projectsOf(
  script: Script,
  expression: Expression,
  receiver: Receiver,
): readonly ProjectState[] | null {
  if (expression.kind === "binary") return projectsOf(script, expression.left, receiver);
  if (expression.kind === "list") {
    const all = expression.items.map((item) => projectsOf(script, item.value, receiver));
    return all.some((each) => each === null) ? null : all.flatMap((each) => each ?? []);
  }
  if (expression.kind !== "chain" || expression.head !== null) return null;
  const last = expression.segments.at(-1);
  if (last === undefined) return null;
  if (last.name === "project" || last.name === "findProject") {
    const name = positional(last.args)[0] ?? last.args?.find((arg) => arg.name === "path")?.value;
    const path = name === undefined ? null : evaluateText(name, script);
    if (path?.known !== true) return null;
    const own = receiver.projects[0] ?? script.project;
    const full = path.value.startsWith(":")
      ? path.value
      : `${own.path === ":" ? "" : own.path}:${path.value}`;
    const found = script.around.projects.get(full);
    return found === undefined ? null : [found];
  }
  if (last.name === "subprojects") return receiver.projects.flatMap((project) => descendants(project));
  if (last.name === "allprojects")
    return receiver.projects.flatMap((project) => [project, ...descendants(project)]);
  if (last.name === "rootProject") return [script.around.root];
  return null;
}

/** `projects.libs.dataModel` of the type-safe accessors is `:libs:data-model`. */
export function accessedProject(script: Script, chain: Chain): string | null {
  if (chain.segments[0]?.name !== "projects") return null;
  const wanted = chain.segments.slice(1).map((segment) => segment.name.toLowerCase());
  for (const path of script.around.projects.keys()) {
    const names = path.slice(1).split(":");
    if (
      names.length === wanted.length &&
      names.every((name, i) => name.replace(/[-_.]/g, "").toLowerCase() === wanted[i])
    )
      return path;
  }
  return null;
}

/** The task that an expression names: `"x"`, `x`, `tasks.x`, `tasks.named("x")`, `":api:x"`. */
export function taskName(script: Script, expression: Expression): string | null {
  const text = literalText(expression);
  if (text !== null) return text;
  if (expression.kind !== "chain") return null;
  const names = expression.segments;
  for (const segment of names) {
    const alias = script.aliases.get(segment.name);
    if (alias?.of === "task") return alias.tasks[0]?.name ?? null;
    const argument = literalText(positional(segment.args)[0]);
    if (["named", "getByName", "getByPath", "[]"].includes(segment.name) && argument !== null)
      return argument;
  }
  const last = names.filter((segment) => !["tasks", "project", "get"].includes(segment.name)).at(-1);
  return last?.args === null ? last.name : null;
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

/** Does the runtime class path stand in it, itself or through a variable? */
export function packsLibraries(script: Script, syntax: unknown): boolean {
  const text = JSON.stringify(syntax);
  return (
    /"name":"(runtimeClasspath|runtime|compile|compileClasspath|runtimeConfiguration)"|"runtimeClasspath"/.test(
      text,
    ) || [...script.libraries].some((name) => text.includes(`"name":"${name}"`))
  );
}
