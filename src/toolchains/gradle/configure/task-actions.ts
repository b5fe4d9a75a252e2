/**
 * What the code of `doFirst { … }` and `doLast { … }` does to files, as far as it is plain: `copy { from x; into y }`
 * of one archive, and `delete` of paths that it names. A statement that may move or remove anything else makes the
 * whole task one that acts.
 */
import { known, unknown, type Known } from "../../../known.js";
import type { Block, Expression, Segment, Statement } from "../language/syntax.js";
import { chainsOf } from "../language/syntax.js";
import { evaluateText, literalText, positional, unsettled } from "../language/values.js";
import { PLUGIN_TASKS, type TaskState } from "../state.js";
import { pathText } from "./paths.js";
import type { Script } from "./script.js";

/** Names that lead from a task to the file that it makes. */
const FILE_OF_TASK = new Set([
  "getArchiveFile",
  "archiveFile",
  "archivePath",
  "getArchivePath",
  "outputs",
  "files",
  "singleFile",
  "get",
  "asFile",
  "getAsFile",
  "it",
  "this",
]);

export function takeActions(script: Script, tasks: readonly TaskState[], block: Block, loose: boolean): void {
  for (const statement of block) {
    if (!loose && copies(script, tasks, statement)) continue;
    if (!loose && deletes(script, tasks, statement)) continue;
    if (movesFiles(statement)) for (const task of tasks) task.acts = true;
  }
}

/** The call of that name which a statement is, on the project or on nothing. */
function callOf(statement: Statement, name: string): Segment | null {
  if (statement.kind !== "expression" || statement.expression.kind !== "chain") return null;
  const { head, segments } = statement.expression;
  const last = segments.at(-1);
  const before = segments.slice(0, -1).map((segment) => segment.name);
  return head === null && last?.name === name && before.every((each) => each === "project") ? last : null;
}

function copies(script: Script, tasks: readonly TaskState[], statement: Statement): boolean {
  const call = callOf(statement, "copy");
  if (call?.block == null) return false;
  let from: Expression | null = null;
  let into: Known<string> | null = null;
  let name: Known<string> | null = null;
  for (const chain of chainsOf(call.block)) {
    const [segment] = chain.segments;
    const [first, second] = positional(segment?.args ?? null);
    if (chain.segments.length !== 1 || segment === undefined) return false;
    if (segment.name === "from" && first !== undefined && segment.block === null && from === null)
      from = first;
    else if (segment.name === "into" && first !== undefined && segment.block === null)
      into = pathText(script, first);
    else if (segment.name === "rename") name = renamed(script, segment, first, second);
    else return false;
  }
  if (chainsOf(call.block).length !== call.block.length || from === null || into === null) return false;
  for (const task of tasks) task.copies.push({ from: sourceOf(script, from), into, name });
  return true;
}

/** `rename { "app.jar" }`, `rename { it -> 'app.jar' }`; everything else makes a name that is not known. */
function renamed(
  script: Script,
  segment: Segment,
  first: Expression | undefined,
  second: Expression | undefined,
): Known<string> {
  if (segment.block !== null && first === undefined)
    return evaluateText({ kind: "closure", body: segment.block, line: 0 }, script);
  const text = second === undefined ? null : literalText(second);
  return text !== null && !text.includes("$") && literalText(first) === "(.*)"
    ? known(text)
    : unknown("rename");
}

/** The archive of a task (`""` for the task's own), or a path relative to the project. */
function sourceOf(
  script: Script,
  from: Expression,
): { readonly task: string } | { readonly path: Known<string> } {
  if (from.kind === "chain" && from.head === null) {
    const names = from.segments.map((segment) => {
      const named = ["named", "getByName", "getByPath", "[]"].includes(segment.name);
      return named ? (literalText(positional(segment.args)[0]) ?? segment.name) : segment.name;
    });
    const own = names.filter((name) => !FILE_OF_TASK.has(name) && name !== "tasks" && name !== "project");
    const [only] = own;
    if (only === undefined) return { task: "" };
    if (own.length === 1 && (only in PLUGIN_TASKS || script.project.tasks.has(only))) return { task: only };
  }
  return { path: pathText(script, from) };
}

function deletes(script: Script, tasks: readonly TaskState[], statement: Statement): boolean {
  const call = callOf(statement, "delete");
  if (call === null || call.block !== null) return false;
  const found = positional(call.args).map((argument) => removal(script, argument));
  if (found.length === 0 || found.length !== call.args?.length || found.some((one) => !one.path.known))
    return false;
  for (const task of tasks) task.deletes.push(...found);
  return true;
}

function removal(
  script: Script,
  argument: Expression,
): { readonly path: Known<string>; readonly except: string | null } {
  const call = argument.kind === "chain" && argument.segments.length === 1 ? argument.segments[0] : undefined;
  if (argument.kind !== "chain" || call?.name !== "fileTree")
    return { path: pathText(script, argument), except: null };
  const named = (name: string): Expression | undefined =>
    call.args?.find((each) => each.name === name)?.value;
  const directory = named("dir") ?? positional(call.args)[0];
  const path =
    directory === undefined || call.block !== null
      ? unsettled(argument.line, script)
      : pathText(script, directory);
  return { path, except: literalText(named("exclude")) };
}

function movesFiles(statement: Statement): boolean {
  return /"name":"(delete|renameTo|move|rename|ant|exec)"/.test(JSON.stringify(statement));
}
