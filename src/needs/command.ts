/**
 * The container's command as the engine puts it together from ENTRYPOINT and CMD: an ENTRYPOINT
 * of the file resets the base image's CMD; a shell-form ENTRYPOINT takes no CMD; of several only
 * the last one counts.
 */
import type { Command, CommandInstruction, Dockerfile, Healthcheck } from "../dockerfile/types.js";
import type { BaseImage, ImageConfig } from "../images/types.js";
import type { Known } from "../known.js";

export interface Start {
  /** exec form: the words; the source of each for messages */
  readonly argv: readonly string[];
  /** shell text to run with the image's SHELL, instead of argv */
  readonly text: string | null;
  readonly exec: boolean;
  readonly line: number;
  /** the base image's entrypoint stands in front */
  readonly inheritedEntrypoint: readonly string[] | null;
}

export interface Commands {
  readonly entrypoint: CommandInstruction | null;
  readonly cmd: CommandInstruction | null;
  readonly healthcheck: Healthcheck | null;
}

/** The instructions that count. */
export function effectiveCommands(dockerfile: Dockerfile): Commands {
  const instructions = dockerfile.stages.at(-1)?.instructions ?? [];
  const last = (keyword: string): CommandInstruction | null =>
    instructions.filter((one): one is CommandInstruction => one.keyword === keyword).at(-1) ?? null;
  const entrypoint = last("ENTRYPOINT");
  const cmd = last("CMD");
  const healthcheck =
    instructions.filter((one): one is Healthcheck => one.keyword === "HEALTHCHECK").at(-1) ?? null;
  return { entrypoint, cmd, healthcheck };
}

/**
 * The command that a file without one inherits. Of a server it tells what the container needs: the server itself, and
 * what the file puts into its folders. Of other images (`bash`, `jshell`) it tells nothing, and the answer is null.
 */
export function inheritedStart(
  { entrypoint, cmd }: Commands,
  base: Known<BaseImage>,
  line: number,
): Start | null {
  if (entrypoint !== null || cmd !== null || !base.known) return null;
  const { config, server } = base.value;
  if (!config.known) return null;
  // nginx is followed like a CMD of the file: what it serves lies where the file has put it.
  if (config.value.cmd?.[0] === "nginx") {
    const inheritedEntrypoint = config.value.entrypoint;
    return { argv: config.value.cmd, text: null, exec: true, line, inheritedEntrypoint };
  }
  if (server === null) return null;
  const argv = [...(config.value.entrypoint ?? []), ...(config.value.cmd ?? [])];
  return { argv, text: null, exec: true, line, inheritedEntrypoint: null };
}

/** null when the file sets neither: the base image's own command runs. */
export function startOf(commands: Commands, base: Known<ImageConfig>): Start | null {
  const { entrypoint, cmd } = commands;
  if (entrypoint && !isEmpty(entrypoint.command)) {
    if (entrypoint.command.form === "shell") {
      return {
        argv: [],
        text: entrypoint.command.script.text,
        exec: false,
        line: entrypoint.line,
        inheritedEntrypoint: null,
      };
    }
    return {
      argv: [...words(entrypoint.command), ...(cmd ? words(cmd.command) : [])],
      text: null,
      exec: true,
      line: entrypoint.line,
      inheritedEntrypoint: null,
    };
  }
  if (!cmd || isEmpty(cmd.command)) return null;
  const inherited = entrypoint ? null : base.known ? base.value.entrypoint : null;
  if (cmd.command.form === "shell") {
    return {
      argv: [],
      text: cmd.command.script.text,
      exec: false,
      line: cmd.line,
      inheritedEntrypoint: inherited,
    };
  }
  return { argv: words(cmd.command), text: null, exec: true, line: cmd.line, inheritedEntrypoint: inherited };
}

function isEmpty(command: Command): boolean {
  return command.form === "exec" ? command.argv.length === 0 : command.script.text.trim() === "";
}

/** A shell-form CMD behind an exec-form ENTRYPOINT becomes its arguments `/bin/sh -c TEXT`. */
function words(command: Command): readonly string[] {
  return command.form === "exec"
    ? command.argv.map((word) => word.value)
    : ["/bin/sh", "-c", command.script.text];
}
