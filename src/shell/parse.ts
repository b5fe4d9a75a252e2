/**
 * Shell text -> units of the top-level list and the simple commands in them, everything resolved that
 * can be from the text alone. A text that does not parse, or that runs commands which are not in it
 * (eval, source), is `opaque`; nothing is thrown.
 *
 * A unit's span can be cut out of the text: where the body of a heredoc stands behind later units
 * of its line, those are one unit; a function and everything up to its last call are one unit.
 */
import { environment, initialState } from "./state.js";
import { parse, type ParsedScript, type PipelineNode } from "./syntax.js";
import type { ShellScope, ShellScript, ShellUnit } from "./types.js";
import { TOP, Walk } from "./walk.js";

export function parseShell(text: string, scope: ShellScope): ShellScript {
  const script = parse(text);
  const walk = new Walk(initialState(scope.cwd, scope.env), scope.braces, scope.read);
  const units: ShellUnit[] = [];
  for (const [at, statement] of script.commands.entries()) {
    walk.statement(statement, TOP, at === script.commands.length - 1, (part, operator, run) => {
      const from = walk.commands.length;
      run();
      append(units, {
        span: { start: part.pos, end: Math.max(part.end, heredocEnd(part)) },
        joiner: operator ?? joinerBefore(script, at, text),
        commands: walk.commands.slice(from),
        compound: isCompound(part),
      });
    });
  }
  const [error] = script.errors ?? [];
  return {
    text,
    units,
    commands: units.flatMap((unit) => unit.commands),
    opaque: error
      ? {
          because: `the shell text cannot be parsed: ${error.message}`,
          span: { start: Math.min(error.pos, text.length), end: text.length },
        }
      : walk.opaque,
    cwd: walk.state.cwd,
    env: environment(walk.state),
  };
}

/** Adds a unit, together with the earlier ones that it cannot be told apart from. */
function append(units: ShellUnit[], unit: ShellUnit): void {
  // Commands of a function stand where it was defined.
  const start = Math.min(unit.span.start, ...unit.commands.map(({ span }) => span.start));
  let whole = unit;
  for (let last = units.at(-1); last && last.span.end > start; last = units.at(-1)) {
    units.pop();
    whole = join(last, whole);
  }
  units.push(whole);
}

function join(one: ShellUnit, other: ShellUnit): ShellUnit {
  return {
    span: { start: one.span.start, end: Math.max(one.span.end, other.span.end) },
    joiner: one.joiner,
    commands: [...one.commands, ...other.commands],
    compound: true,
  };
}

function joinerBefore(script: ParsedScript, at: number, text: string): ShellUnit["joiner"] {
  const [before, statement] = [script.commands[at - 1], script.commands[at]];
  if (!before || !statement) return null;
  if (before.background) return "&";
  const between = text.slice(before.end, statement.pos).replace(/^(?:[ \t]|\\\r?\n)+/, "");
  return between.startsWith(";") ? ";" : "\n";
}

/** Where the last heredoc of the part ends, its delimiter included. */
function heredocEnd(part: PipelineNode): number {
  if (part.type === "Pipeline") return Math.max(0, ...part.commands.map(heredocEnd));
  if (part.type !== "Command" && part.type !== "Redirected") return 0;
  const ends = part.redirects.map((redirect) =>
    redirect.type === "HereDoc" ? (redirect.closing?.end ?? redirect.body.end) : 0,
  );
  return Math.max(0, ...ends, part.type === "Redirected" ? heredocEnd(part.command) : 0);
}

function isCompound(part: PipelineNode): boolean {
  return part.type === "Pipeline" ? part.commands.some(isCompound) : part.type !== "Command";
}
