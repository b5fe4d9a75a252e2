/** An invocation from a command line, as the model makes it from a RUN or a CMD. */
import { basename } from "node:path/posix";
import { known } from "../../../src/known.js";
import type { ImageTree, Invocation } from "../../../src/model/types.js";
import { parseShell } from "../../../src/shell/parse.js";
import type { BuildHistory } from "../../../src/toolchains/types.js";
import { npm } from "../../../src/toolchains/npm/npm.js";

export function invocation(
  text: string,
  cwd = "/app",
  env: Readonly<Record<string, string>> = {},
): Invocation {
  const script = parseShell(text, {
    cwd: known(cwd),
    env: new Map(Object.entries(env).map(([name, value]) => [name, known(value)])),
  });
  const command = script.commands[0];
  if (command === undefined || !command.argv[0].value.known) throw new Error(`no command in ${text}`);
  const [program, ...args] = command.argv;
  return {
    program: basename(program.value.known ? program.value.value : ""),
    path: program.value.known ? program.value.value : "",
    args: args.map((word) => word.value),
    raw: args.map((word) => word.text),
    cwd: command.cwd,
    env: command.env,
    assignments: command.assignments,
    redirects: [],
    certain: true,
    piped: false,
    user: "",
    line: 1,
  };
}

export const noHistory: BuildHistory = { steps: [], invocations: [] };

/** The history that these command lines of RUNs leave. */
export function historyOf(
  tree: ImageTree,
  lines: readonly string[],
  cwd = "/app",
  env: Readonly<Record<string, string>> = {},
): BuildHistory {
  const steps: { step: NonNullable<ReturnType<typeof npm.step>>; invocation: Invocation }[] = [];
  const invocations: Invocation[] = [];
  for (const line of lines) {
    const one = invocation(line, cwd, env);
    const step = npm.step(one, tree, { steps, invocations });
    invocations.push(one);
    if (step !== null) steps.push({ step, invocation: one });
  }
  return { steps, invocations };
}
