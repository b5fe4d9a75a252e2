/** Kotlin's `val x by …`: a task, a project property, an extra property or a lazy value. */
import { known } from "../../../known.js";
import type { Expression, Segment, Statement } from "../language/syntax.js";
import { evaluate, positional, unsettled } from "../language/values.js";
import { projectProperty } from "./names.js";
import { setExtra } from "./setters.js";
import type { Receiver } from "./receiver.js";
import type { Script } from "./script.js";
import { configureTasks, declareTask } from "./tasks.js";

type Delegate = Extract<Statement, { kind: "delegate" }>;

export function delegate(script: Script, { name, by }: Delegate, receiver: Receiver, loose: boolean): void {
  const { projects } = receiver;
  const last = by.kind === "chain" ? by.segments.at(-1) : undefined;
  if (by.kind !== "chain" || last === undefined) return;
  switch (last.name) {
    case "registering":
    case "creating": {
      const task = declareTask(script, projects, last, loose, name);
      if (task !== null) script.aliases.set(name, task);
      return;
    }
    case "existing":
    case "getting":
      script.aliases.set(name, configureTasks(script, projects, name, last, loose, true));
      return;
  }
  if (by.segments[0]?.name === "extra") {
    const value = givenValue(last, by.line);
    if (value !== null) setExtra(script, projects, name, value, loose);
    script.locals.set(
      name,
      value === null
        ? (projectProperty(script, script.project, name) ?? unsettled(by.line, script))
        : evaluate(value, script),
    );
    return;
  }
  switch (last.name) {
    case "project":
    case "properties":
      script.locals.set(name, projectProperty(script, script.project, name) ?? known(null));
      return;
    case "rootProject":
      script.locals.set(name, projectProperty(script, script.around.root, name) ?? known(null));
      return;
    default: {
      const lazy = last.name === "lazy" ? givenBlock(last, by.line) : null;
      script.locals.set(name, lazy === null ? unsettled(by.line, script) : evaluate(lazy, script));
    }
  }
}

/** `extra("x")`, `extra { "x" }` */
function givenValue(segment: Segment, line: number): Expression | null {
  return positional(segment.args)[0] ?? givenBlock(segment, line);
}

function givenBlock({ block }: Segment, line: number): Expression | null {
  return block === null ? null : { kind: "closure", body: block, line };
}
