/**
 * The program without the process: arguments and streams in, exit code out. A mistake of the user is one
 * line and code 2; anything else that is thrown is a bug and leaves with its stack. What a command does
 * not use is not loaded.
 */
import type { Colours } from "../report/colours.js";
import type { Split } from "../run/types.js";
import { UserError } from "../run/user-error.js";
import { parseArguments } from "./arguments.js";
import type { CommandLine } from "./arguments.js";
import type { Io } from "./io.js";
import { wantsColour } from "./io.js";
import type { ListedToolchain, ListedTransform } from "./lists.js";

/** Replaced in tests; the real ones by default. */
export interface MainDeps {
  readonly split?: Split;
  readonly transforms?: readonly ListedTransform[];
  readonly toolchains?: readonly ListedToolchain[];
}

export async function main(args: readonly string[], io: Io, deps: MainDeps = {}): Promise<number> {
  try {
    return await dispatch(await parseArguments(args), io, deps);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.err(`dfsplit: ${error.message}\n`);
    return 2;
  }
}

async function dispatch(command: CommandLine, io: Io, deps: MainDeps): Promise<number> {
  switch (command.kind) {
    case "text":
      io.out(command.text);
      return 0;
    case "explain":
      io.out((await import("./explain.js")).explainCode(command.code, await paintOut(command.color, io)));
      return 0;
    case "transforms": {
      const { listTransforms } = await import("./lists.js");
      io.out(listTransforms(await transformsOf(deps), await paintOut(command.color, io)));
      return 0;
    }
    case "toolchains": {
      const { listToolchains } = await import("./lists.js");
      const toolchains = deps.toolchains ?? (await import("../toolchains/registry.js")).toolchains;
      io.out(listToolchains(toolchains, await paintOut(command.color, io)));
      return 0;
    }
    case "verify": {
      const { verifyFiles } = await import("./verify.js");
      return await verifyFiles(command, io, deps.split ?? (await import("../split/split.js")).split);
    }
    case "split": {
      const { splitCommand } = await import("./split.js");
      const split = deps.split ?? (await import("../split/split.js")).split;
      return await splitCommand(command, io, { split, transforms: await transformsOf(deps) });
    }
  }
}

async function transformsOf(deps: MainDeps): Promise<readonly ListedTransform[]> {
  if (deps.transforms !== undefined) return deps.transforms;
  const { preparations, transforms } = await import("../../transforms/registry.js");
  return [...preparations, ...transforms];
}

async function paintOut(asked: boolean | null, io: Io): Promise<Colours> {
  const { colours } = await import("../report/colours.js");
  return colours(wantsColour(asked, io.stdoutIsTerminal, io.env));
}
