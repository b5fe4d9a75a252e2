/** Runs a shell line through the parser and the table of effects, for tests. */
import { known, type Known } from "../../src/known.js";
import type { Effect, Invocation } from "../../src/model/types.js";
import { effectsOf } from "../../src/programs/effects.js";
import { parseShell } from "../../src/shell/parse.js";
import { memoryTree } from "../support/tree.js";

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly cwd?: Known<string>;
}

/** The effects of all commands of the line; the first unknown one makes all unknown. */
export function effects(
  line: string,
  { env = {}, files = {}, cwd = known("/app") }: Surroundings = {},
): Known<Effect[]> {
  const script = parseShell(line, {
    cwd,
    env: new Map(Object.entries(env).map(([name, value]) => [name, known(value)])),
  });
  const all: Effect[] = [];
  let before: Invocation | null = null;
  for (const command of script.commands) {
    const [program, ...args] = command.argv;
    if (!program.value.known) return program.value;
    const invocation: Invocation = {
      program: program.value.value.split("/").at(-1) ?? "",
      path: program.value.value,
      args: args.map(({ value }) => value),
      raw: args.map(({ text }) => text),
      cwd: command.cwd,
      env: command.env,
      assignments: command.assignments,
      redirects: command.redirects.map(({ operator, target }) => ({ operator, target: target.value })),
      certain: command.certain,
      piped: command.piped,
      user: "",
      line: 1,
    };
    const found = effectsOf(invocation, memoryTree(files), command.piped ? before : null);
    before = command.piped ? invocation : null;
    if (!found.known) return found;
    all.push(...found.value);
  }
  return known(all);
}

/** One line an effect: `write file /app/app.jar < /app/target/x.jar`. */
export function told(line: string, around?: Surroundings): string[] {
  const found = effects(line, around);
  return found.known ? found.value.map(tell) : [`unknown: ${found.because}`];
}

function tell(effect: Effect): string {
  switch (effect.kind) {
    case "write":
      return [
        "write",
        effect.what,
        effect.path,
        ...(effect.from === undefined ? [] : ["<", effect.from]),
        ...(effect.into === undefined ? [] : [`into:${effect.into}`]),
        ...(effect.move ? ["moved"] : []),
        ...(effect.link ? ["link"] : []),
        ...(effect.keeps ? ["keeps"] : []),
      ].join(" ");
    case "read":
    case "remove":
      return `${effect.kind} ${effect.path}`;
    case "chmod":
      return `chmod ${effect.mode} ${effect.path}${effect.recursive ? " -R" : ""}`;
    case "chown":
      return `chown ${effect.owner} ${effect.path}${effect.recursive ? " -R" : ""}`;
    case "packages":
      return [
        effect.manager,
        effect.action,
        ...effect.names,
        ...(effect.virtual === undefined ? [] : [`as ${effect.virtual}`]),
      ].join(" ");
    case "user":
      return `user ${effect.name}${effect.home === undefined ? "" : ` ${effect.home}`}`;
    case "group":
      return `group ${effect.name}`;
    case "network":
      return "network";
    case "setting":
      return `setting ${effect.of}`;
  }
}
