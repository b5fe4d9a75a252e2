/** `dfsplit verify`: what is to be compared, the comparison, and its report. Progress goes to standard error. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { colours } from "../report/colours.js";
import type { Split } from "../run/types.js";
import { UserError } from "../run/user-error.js";
import { jsonVerifyReport } from "../verify/report/json.js";
import { markdownReport } from "../verify/report/markdown.js";
import { tableReport } from "../verify/report/table.js";
import { subjectOfFiles, subjectsOf } from "../verify/subjects.js";
import type { Subject, VerifyOptions, VerifyReport } from "../verify/types.js";
import { verify, verifyExitCode } from "../verify/verify.js";
import type { Io } from "./io.js";
import { wantsColour } from "./io.js";
import { Progress } from "./progress.js";
import { openSink } from "./sink.js";
import type { VerifyCommand } from "./verify-arguments.js";

export async function verifyFiles(command: VerifyCommand, io: Io, split: Split): Promise<number> {
  if (command.context !== null) checkFolder(command.context, io);
  const sink = openSink(command.output, io);
  const progress = new Progress(io, command.quiet);
  try {
    const report = await verify(() => subjects(command, io, split), optionsOf(command), {
      cwd: io.cwd,
      env: io.env,
      signal: io.interrupts(),
      onStep: (path, step) => progress.step(path, step),
      onFile: ({ path }) => progress.done(path),
      onWord: (text) => progress.word(text),
    });
    progress.clear();
    sink.write(formatted(report, command, io));
    return verifyExitCode(report.summary);
  } finally {
    progress.clear();
    sink.close();
  }
}

async function subjects(command: VerifyCommand, io: Io, split: Split): Promise<readonly Subject[]> {
  const { pair, context } = command;
  if (pair !== null) return [subjectOfFiles({ ...pair, context }, io.cwd)];
  const { buildArgs, unsafe, runtimeImage, keepImage, only, skip, with: wanted } = command;
  return subjectsOf(
    command.paths.length === 0 ? ["."] : command.paths,
    { cwd: io.cwd, context, buildArgs, unsafe, runtimeImage, keepImage, only, skip, with: wanted },
    split,
  );
}

function optionsOf(command: VerifyCommand): VerifyOptions {
  const { engine, context, buildArgs, target, secrets, buildFlags, keep, jobs } = command;
  const { commands, env, probes, timeout, network } = command;
  const run = command.run
    ? { commands: commands.length === 0 ? [[]] : commands, env, probes, timeout, network }
    : null;
  return { engine, context, buildArgs, target, secrets, buildFlags, run, keep, jobs };
}

function formatted(report: VerifyReport, command: VerifyCommand, io: Io): string {
  switch (command.format) {
    case "json":
      return jsonVerifyReport(report);
    case "markdown":
      return markdownReport(report);
    case "table": {
      const terminal = io.stdoutIsTerminal && command.output === null;
      return tableReport(report, colours(wantsColour(command.color, terminal, io.env)));
    }
  }
}

function checkFolder(context: string, io: Io): void {
  const directory = statSync(resolve(io.cwd, context), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!directory) throw new UserError(`--context: ${context} is not a folder`);
}
