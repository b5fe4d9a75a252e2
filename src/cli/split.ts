/**
 * `dfsplit [paths..]`: runs the codemod and reports. The report (patch, JSON, list of paths) goes to
 * standard output or to `--output`, everything else to standard error, so that the patch can be piped on.
 */
import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Colours } from "../report/colours.js";
import { colourPatch, colours } from "../report/colours.js";
import { explainFile } from "../report/explain.js";
import { jsonReport, ndjsonLine } from "../report/json.js";
import { noteLines, reasonLine } from "../report/messages.js";
import { Tally } from "../report/summary.js";
import { exitCode, run } from "../run/run.js";
import { splitInput } from "../run/standard-input.js";
import type { FileResult, RunResult, Split } from "../run/types.js";
import { UserError } from "../run/user-error.js";
import { packageVersion } from "../run/version.js";
import type { SplitCommand } from "./arguments.js";
import type { Io } from "./io.js";
import { wantsColour } from "./io.js";
import { optionsOf } from "./options.js";
import { pathsOf } from "./paths.js";
import { openSink } from "./sink.js";
import type { Sink } from "./sink.js";

/** With more files than this the reasons and notes of each would bury the summary, which groups them. */
const FEW_FILES = 10;

export interface SplitDeps {
  readonly split: Split;
  readonly transforms: readonly { readonly name: string; readonly required?: boolean }[];
}

export async function splitCommand(command: SplitCommand, io: Io, deps: SplitDeps): Promise<number> {
  if (command.context !== null) checkContext(command.context, io);
  const fromInput = command.paths.includes("-");
  const paths = fromInput ? [] : await pathsOf(command, io);
  const { options, optionsFor } = await optionsOf(command, io, deps.transforms);
  const sink = openSink(command.output, io);
  try {
    const reporter = new Reporter(command, io, sink);
    if (fromInput) {
      const bytes = await io.input();
      const { result, text } = splitInput(bytes, await optionsFor(io.cwd), deps.split, bug(io));
      // A filter: what is not rewritten is passed on as it came.
      if (command.write) io.out(text ?? bytes);
      reporter.file(result);
      return reporter.end([], false);
    }
    const signal = io.interrupts();
    const done = await run(paths, options, {
      split: deps.split,
      signal,
      optionsFor,
      collect: false,
      onFile: (file) => reporter.file(file),
      onBug: bug(io),
    });
    return reporter.end(done.empty, signal.aborted);
  } finally {
    sink.close();
  }
}

class Reporter {
  readonly #command: SplitCommand;
  readonly #io: Io;
  readonly #sink: Sink;
  readonly #out: Colours;
  readonly #err: Colours;
  readonly #tally = new Tally();
  /** for `--format json`, which is one object */
  readonly #files: FileResult[] = [];
  /** lines on reasons and notes, until there are too many of them */
  readonly #lines: string[] = [];
  /** folders other than the current one that the paths of the patch start from */
  readonly #roots = new Set<string>();
  #count = 0;

  constructor(command: SplitCommand, io: Io, sink: Sink) {
    this.#command = command;
    this.#io = io;
    this.#sink = sink;
    this.#out = colours(wantsColour(command.color, io.stdoutIsTerminal && command.output === null, io.env));
    this.#err = colours(wantsColour(command.color, io.stderrIsTerminal, io.env));
  }

  file(file: FileResult): void {
    this.#tally.add(file);
    this.#count++;
    this.#report(file);
    if (this.#command.explain && this.#command.format === "diff") this.#io.err(explainFile(file, this.#err));
    this.#remark(file);
  }

  #report(file: FileResult): void {
    const { format, check, listDifferent, write, output, explain, paths } = this.#command;
    if (format === "json") this.#files.push(file);
    else if (format === "ndjson") this.#sink.write(ndjsonLine(file, { explain }));
    else if (listDifferent) {
      if (file.status === "rewritten") this.#sink.write(`${file.path}\n`);
    } else if (write && output === null) {
      if (file.status === "rewritten" && !paths.includes("-") && !this.#command.quiet) {
        this.#io.err(`${file.changes.join(", ")}: ${this.#err.green("written")}\n`);
      }
    } else if (!check) {
      this.#sink.write(colourPatch(file.diff, this.#out));
      if (file.diffRoot !== "" && file.diffRoot !== realpathSync.native(this.#io.cwd))
        this.#roots.add(file.diffRoot);
    }
  }

  #remark(file: FileResult): void {
    const reason = reasonLine(file, this.#err);
    // An error is always said, at once and for each file.
    if (file.status === "invalid") this.#io.err(`${reason ?? file.path}\n`);
    else if (reason !== null && this.#count <= FEW_FILES) this.#lines.push(reason);
    if (file.status !== "rewritten") return;
    const review = file.notes.filter((note) => note.weight === "review");
    if (review.length > 0 && this.#command.format === "diff" && !this.#command.quiet) {
      for (const line of noteLines({ ...file, notes: review }, this.#err)) this.#io.err(`${line}\n`);
    }
    if (this.#count <= FEW_FILES) {
      const others = file.notes.filter((note) => note.weight !== "review");
      this.#lines.push(...noteLines({ ...file, notes: others }, this.#err));
    }
  }

  end(empty: readonly string[], interrupted: boolean): number {
    const { check, listDifferent, format, quiet, explain } = this.#command;
    const summary = this.#tally.counts;
    if (format === "json") {
      const result: RunResult = { version: packageVersion(), summary, files: this.#files, empty };
      this.#sink.write(jsonReport(result, { explain }));
    }
    if (!quiet) {
      if (this.#count <= FEW_FILES && !check) for (const line of this.#lines) this.#io.err(`${line}\n`);
      for (const folder of empty) this.#io.err(`${folder}: there is no Dockerfile in this folder\n`);
      for (const root of this.#roots) this.#io.err(`the patch is to be applied in ${root}\n`);
      if (interrupted) this.#io.err("interrupted: the files that are not in the summary are as they were\n");
      this.#io.err(`${this.#tally.text()}\n`);
    }
    if (interrupted) return 130;
    return exitCode(summary, { check: check || listDifferent });
  }
}

/** The stack of a bug goes out as it is; the run goes on with the next file. */
function bug(io: Io): (path: string, error: unknown) => void {
  return (_path, error) =>
    io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function checkContext(context: string, io: Io): void {
  const directory = ((): boolean => {
    try {
      return statSync(resolve(io.cwd, context)).isDirectory();
    } catch {
      return false;
    }
  })();
  if (!directory) throw new UserError(`--context: ${context} is not a folder`);
}
