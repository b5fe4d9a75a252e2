/**
 * The command line as a value. In: the arguments; out: what is to be done, or a text (help, version) that
 * was asked for. Whatever is wrong with it is a `UserError` of one line. The only module that knows yargs.
 */
import yargs from "yargs";
import type { Argv } from "yargs";
import { UserError } from "../run/user-error.js";
import { packageVersion } from "../run/version.js";
import { oneLine } from "../report/messages.js";
import { buildArgs, DASH, flag, many, names, one, type Values } from "./values.js";
import { verifyCommand, verifyOptions, type VerifyCommand } from "./verify-arguments.js";

export type Format = "diff" | "json" | "ndjson";

export interface SplitCommand {
  readonly kind: "split";
  /** `-` alone is standard input */
  readonly paths: readonly string[];
  readonly write: boolean;
  readonly check: boolean;
  readonly listDifferent: boolean;
  readonly context: string | null;
  /** null: as the configuration says */
  readonly unsafe: boolean | null;
  readonly runtimeImage: string | null;
  readonly keepImage: boolean | null;
  readonly only: readonly string[] | null;
  readonly skip: readonly string[] | null;
  readonly with: readonly string[] | null;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** a configuration file, null to search for the closest one, false for none */
  readonly config: string | null | false;
  readonly format: Format;
  readonly output: string | null;
  readonly filesFrom: string | null;
  readonly explain: boolean;
  readonly quiet: boolean;
  /** null: decide by the terminal and the environment */
  readonly color: boolean | null;
}

export type CommandLine =
  | SplitCommand
  | VerifyCommand
  | { readonly kind: "explain"; readonly code: string; readonly color: boolean | null }
  | { readonly kind: "transforms" | "toolchains"; readonly color: boolean | null }
  /** help or version */
  | { readonly kind: "text"; readonly text: string };

export async function parseArguments(args: readonly string[]): Promise<CommandLine> {
  let chosen: CommandLine["kind"] = "split";
  const choose = (kind: CommandLine["kind"]) => (): void => {
    chosen = kind;
  };
  const parser = yargs()
    .scriptName("dfsplit")
    .locale("en")
    .parserConfiguration({
      "camel-case-expansion": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .command(
      "$0 [paths..]",
      "Rewrite single-stage Dockerfiles into multi-stage ones; prints a patch",
      splitOptions,
      choose("split"),
    )
    .command(
      "explain <code>",
      "What a reason or note means, with an example, and what to do",
      (command) => command.positional("code", { type: "string", demandOption: true }),
      choose("explain"),
    )
    .command(
      "verify [paths..]",
      "Build the original and the rewrite with a container engine, and compare",
      (command) =>
        command
          .positional("paths", {
            array: true,
            type: "string",
            describe: "Dockerfiles, folders or globs; behind -- stand flags for both builds",
          })
          .options(verifyOptions),
      choose("verify"),
    )
    .command("transforms", "The transforms, and which are on by default", noOptions, choose("transforms"))
    .command("toolchains", "The toolchains that are known", noOptions, choose("toolchains"))
    .option("color", {
      type: "boolean",
      describe: "Colours, or --no-color; by default on a terminal without NO_COLOR",
    })
    .version(packageVersion())
    .alias({ help: "h", version: "v" })
    .strict()
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // yargs has an error class of its own for some mistakes of the user
      if (error !== undefined && error.name !== "YError") throw error;
      throw new UserError(oneLine(message ?? error?.message ?? "the arguments are wrong"));
    });
  let text = "";
  // yargs takes the word behind `--` for a command, if there is one of that name, and drops a lone dash
  // from the paths; no argument of a process can hold a NUL.
  const end = args.indexOf("--");
  const behind = end < 0 ? [] : args.slice(end + 1);
  const safe = args.slice(0, end < 0 ? args.length : end).map((arg) => (arg === "-" ? DASH : arg));
  const values = (await parser.parseAsync(safe, {}, (_error: unknown, _values: unknown, output: string) => {
    text = output;
  })) as Values;
  if (text !== "") return { kind: "text", text: `${text}\n` };
  const color = flag(values, "color");
  const takesMore: readonly CommandLine["kind"][] = ["split", "verify"];
  if (behind.length > 0 && !takesMore.includes(chosen)) throw new UserError(`${chosen} takes no paths`);
  switch (chosen as CommandLine["kind"]) {
    case "explain":
      return { kind: "explain", code: one(values, "code") ?? "", color };
    case "verify":
      return verifyCommand(values, behind, color);
    case "transforms":
    case "toolchains":
      return { kind: chosen as "transforms" | "toolchains", color };
    default:
      return splitCommand(values, behind, color);
  }
}

function noOptions(command: Argv): Argv {
  return command;
}

function splitOptions(command: Argv): Argv {
  const list = { type: "array", string: true, requiresArg: true } as const;
  const text = { type: "string", requiresArg: true } as const;
  return command
    .positional("paths", {
      array: true,
      type: "string",
      describe: "Dockerfiles, folders or globs; - is standard input; the current folder by default",
    })
    .option("write", { alias: "w", type: "boolean", describe: "Write the rewrites in place" })
    .option("check", {
      alias: "c",
      type: "boolean",
      describe: "Print a summary only; exit code 1 if anything would change",
    })
    .option("list-different", {
      alias: "l",
      type: "boolean",
      describe: "Print only the paths that would change; exit code 1 if there are any",
    })
    .option("context", {
      ...text,
      describe: "Build context, when compose files do not tell it and it is not the Dockerfile's folder",
    })
    .option("unsafe", { type: "boolean", describe: "Also make rewrites that somebody has to look at" })
    .option("runtime-image", { ...text, describe: "Base image of the runtime stage" })
    .option("keep-image", { type: "boolean", describe: "Runtime stage on the same image as the build" })
    .option("only", { ...list, describe: "Only these transforms" })
    .option("skip", { ...list, describe: "Not these transforms" })
    .option("with", { ...list, describe: "These optional transforms as well" })
    .option("build-arg", { ...list, describe: "K=V: value of an ARG that decides the base image or a path" })
    .option("config", {
      ...text,
      describe: "Configuration file, or --no-config; by default the one closest to each Dockerfile",
    })
    .option("format", {
      ...text,
      choices: ["diff", "json", "ndjson"],
      default: "diff",
      describe: "What the report looks like",
    })
    .option("output", { ...text, alias: "o", describe: "File for the report instead of standard output" })
    .option("files-from", {
      ...text,
      describe: "Paths from a file (- is standard input), one a line or NUL-separated",
    })
    .option("explain", { type: "boolean", describe: "For every instruction, where it went and why" })
    .option("quiet", {
      type: "boolean",
      describe: "No notes, reasons and summary on standard error; errors stay",
    });
}

/** @param behind the paths behind `--` */
function splitCommand(values: Values, behind: readonly string[], color: boolean | null): SplitCommand {
  const command: SplitCommand = {
    kind: "split",
    paths: [...many(values, "paths"), ...behind],
    write: flag(values, "write") ?? false,
    check: flag(values, "check") ?? false,
    listDifferent: flag(values, "list-different") ?? false,
    context: one(values, "context"),
    unsafe: flag(values, "unsafe"),
    runtimeImage: one(values, "runtime-image"),
    keepImage: flag(values, "keep-image"),
    only: values["only"] === undefined ? null : names(values, "only"),
    skip: values["skip"] === undefined ? null : names(values, "skip"),
    with: values["with"] === undefined ? null : names(values, "with"),
    buildArgs: buildArgs(many(values, "build-arg")),
    config: values["config"] === false ? false : one(values, "config"),
    format: one(values, "format") as Format,
    output: one(values, "output"),
    filesFrom: one(values, "files-from"),
    explain: flag(values, "explain") ?? false,
    quiet: flag(values, "quiet") ?? false,
    color,
  };
  const asked = [
    command.write && "--write",
    command.check && "--check",
    command.listDifferent && "--list-different",
  ];
  const modes = asked.filter((mode) => mode !== false);
  if (modes.length > 1) throw new UserError(`${modes.join(" and ")} do not go together`);
  if (command.keepImage === true && command.runtimeImage !== null) {
    throw new UserError("--keep-image and --runtime-image do not go together");
  }
  const input = command.paths.includes("-");
  if (input && (command.paths.length > 1 || command.filesFrom !== null)) {
    throw new UserError("- (standard input) stands alone, without other paths and without --files-from");
  }
  if (input && command.write && command.format !== "diff" && command.output === null) {
    throw new UserError("- with --write prints the new Dockerfile: give the report a file with --output");
  }
  return command;
}
