/** The paths of a run: those of the command line and those of `--files-from`, or the current folder. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../run/user-error.js";
import type { SplitCommand } from "./arguments.js";
import type { Io } from "./io.js";

export async function pathsOf(command: SplitCommand, io: Io): Promise<readonly string[]> {
  if (command.filesFrom === null) return command.paths.length === 0 ? ["."] : command.paths;
  const text = Buffer.from(
    command.filesFrom === "-" ? await io.input() : readList(resolve(io.cwd, command.filesFrom)),
  );
  return [...command.paths, ...splitList(text.toString("utf8"))];
}

/** NUL-separated when it holds one (`find -print0`, `git ls-files -z`), else one path a line. */
export function splitList(text: string): readonly string[] {
  const paths = text.includes("\0") ? text.split("\0") : text.split(/\r?\n/);
  return paths.filter((path) => path !== "");
}

function readList(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(
      `--files-from: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"})`,
    );
  }
}
