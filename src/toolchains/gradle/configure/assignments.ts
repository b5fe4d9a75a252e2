/** `version = "1"`, `def x = …`, `base.archivesName = …`: sets a variable, or a property of what stands in front. */
import type { Known } from "../../../known.js";
import type { Chain, Expression, Statement } from "../language/syntax.js";
import { evaluate, literalText, positional, unsettled } from "../language/values.js";
import { attributes } from "./manifest.js";
import { PROJECT_PROPERTIES, set } from "./setters.js";
import type { Receiver } from "./receiver.js";
import { packsLibraries } from "./references.js";
import type { Script } from "./script.js";
import { walk } from "./walk.js";

type Assignment = Extract<Statement, { kind: "assign" }>;

export function assignStatement(
  script: Script,
  { target, value, operator, declares, line }: Assignment,
  receiver: Receiver,
  loose: boolean,
): void {
  if (target.kind !== "chain") return;
  const name = target.segments[0]?.name ?? "";
  const local =
    target.segments.length === 1 &&
    script.locals.has(name) &&
    receiver.of !== "task" &&
    !PROJECT_PROPERTIES.has(name);
  if (!declares && !local) {
    assign(script, target, value, operator === "+=" ? unsettled(line, script) : null, receiver, loose);
    return;
  }
  script.locals.set(name, loose && !declares ? unsettled(line, script) : evaluate(value, script));
  aliasTask(script, name, value, receiver, loose);
  if (packsLibraries(script, value)) script.libraries.add(name);
}

function assign(
  script: Script,
  target: Chain,
  value: Expression,
  fixed: Known<never> | null,
  receiver: Receiver,
  loose: boolean,
): void {
  const last = target.segments.at(-1);
  if (last === undefined || target.head !== null) return;
  let owner = walk(script, target.segments.slice(0, -1), receiver, loose, target.line);
  if (owner === null) return;
  if (owner.of === "manifest" && value.kind === "list") {
    attributes(
      owner.tasks,
      value.items.map((item) => ({ name: item.key, value: item.value })),
    );
    return;
  }
  if (owner.of === "property" && last.name === "[]") return;
  const name = last.name === "[]" ? literalText(positional(last.args)[0]) : last.name;
  if (name === null) return;
  if (owner.of === "property" && name === "attributes") owner = owner.owner;
  set(script, owner, name, value, fixed, loose);
}

/** First names of expressions that give a task or a project. */
const MAKERS = new Set(["task", "tasks", "register", "create", "named", "getByName", "project"]);

/** `val fatJar = task(…)`, `def t = tasks.register(…)`: the name stands for the task. */
function aliasTask(
  script: Script,
  name: string,
  value: Expression,
  receiver: Receiver,
  loose: boolean,
): void {
  if (value.kind !== "chain" || value.head !== null) return;
  if (
    !MAKERS.has(value.segments[0]?.name ?? "") &&
    !value.segments.some((segment) => segment.name === "tasks")
  )
    return;
  const found = walk(script, value.segments, receiver, loose, value.line);
  if (found?.of === "task" || (found?.of === "project" && found !== receiver))
    script.aliases.set(name, found);
}
