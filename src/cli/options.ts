/**
 * The options of each file: those of the command line over those of its configuration. In: the command; out: the
 * options of the command line alone, and a function from a Dockerfile's folder to its own. What is wrong with the
 * command line, with `--config` or with the configuration of the current folder is a `UserError` before anything runs.
 */
import { realpathSync } from "node:fs";
import { Configurations, type Found } from "../run/config/find.js";
import { withSettings, type Settings } from "../run/config/settings.js";
import type { RunOptions } from "../run/types.js";
import { UserError } from "../run/user-error.js";
import type { SplitCommand } from "./arguments.js";
import type { Io } from "./io.js";

type Transforms = readonly { readonly name: string; readonly required?: boolean }[];
type Names = Pick<Settings, "only" | "skip" | "with">;

export async function optionsOf(
  command: SplitCommand,
  io: Io,
  transforms: Transforms,
): Promise<{
  readonly options: RunOptions;
  readonly optionsFor: (folder: string) => Promise<RunOptions>;
}> {
  const options = ofCommandLine(command, io);
  checkTransforms(options, transforms, (name) => `--${name}`);
  const { config } = command;
  if (config === false) return { options, optionsFor: () => Promise.resolve(options) };
  const cwd = realpathSync.native(io.cwd);
  const files = new Configurations(cwd);
  const merged = (found: Found | null): RunOptions => {
    if (found === null) return options;
    checkTransforms(found.settings, transforms, (name) => `${found.file}: "${name}"`);
    return withSettings(options, found.settings);
  };
  const named = config === null ? null : merged(await files.named(config));
  const here = named ?? merged(await files.of(cwd));
  return {
    options: here,
    optionsFor: async (folder) => named ?? merged(await files.of(realpathSync.native(folder))),
  };
}

/** What was not given is left out, so that a configuration may say it. */
function ofCommandLine(command: SplitCommand, io: Io): RunOptions {
  const { unsafe, runtimeImage, keepImage, only, skip, with: wanted, buildArgs } = command;
  return {
    cwd: io.cwd,
    write: command.write,
    context: command.context,
    ...(unsafe === null ? {} : { unsafe }),
    ...(runtimeImage === null ? {} : { runtimeImage }),
    ...(keepImage === null ? {} : { keepImage }),
    ...(only === null ? {} : { only }),
    ...(skip === null ? {} : { skip }),
    ...(wanted === null ? {} : { with: wanted }),
    buildArgs,
  };
}

function checkTransforms(names: Names, transforms: Transforms, where: (name: string) => string): void {
  const required = names.skip?.find((name) =>
    transforms.some((one) => one.name === name && one.required === true),
  );
  if (required !== undefined)
    throw new UserError(`${where("skip")}: ${required} is part of every rewrite and cannot be left out`);
  const known = new Set(transforms.map((transform) => transform.name));
  for (const option of ["only", "skip", "with"] as const) {
    const unknown = names[option]?.find((name) => !known.has(name));
    if (unknown !== undefined)
      throw new UserError(
        `${where(option)}: there is no transform ${unknown}; dfsplit transforms lists them`,
      );
  }
}
