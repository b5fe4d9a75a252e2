/**
 * Where the build happens: the directories in which a toolchain works or the whole context was
 * put, the paths that only tools use (caches, settings), and the last instruction that takes part
 * in the build. Everything else of the image is the system.
 */
import type { ImageModel } from "../model/fold.js";
import { globMatches, hasGlob, isWithin, resolvePath } from "../model/paths.js";
import type { Effect, ModelledCommand, Output, Step } from "../model/types.js";
import type { Need } from "../toolchains/types.js";
import { isSystemFolder } from "./system-folders.js";

export interface Regions {
  /** absolute directories, none inside another */
  readonly buildDirectories: readonly string[];
  /** does the path belong to the sources and outputs of the build? */
  isBuildPath(path: string): boolean;
  /** a path that only tools use: temporary files, package caches, tool settings */
  isScratch(path: string): boolean;
  /** index of the last instruction that builds, installs, or changes what the build made; -1 when there is none */
  readonly lastBuild: number;
  /** directories inside the build's that a RUN makes for the running container (logs, uploads) */
  isRuntimeDirectory(path: string): boolean;
  /** a folder of the system into which a RUN copies what the build made: it comes with the copy */
  isFilledByBuild(path: string): boolean;
}

/** Tool homes, relative to a home directory: what lies there is for the build tools alone. */
const TOOL_HOMES = [
  ".m2",
  ".gradle",
  ".npm",
  ".yarn",
  ".pnpm-store",
  ".node-gyp",
  ".ssh",
  ".gitconfig",
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  ".netrc",
  ".cache/yarn",
  ".cache/pip",
  ".cache/node",
  ".cache/node-gyp",
  ".local/share/pnpm/store",
  ".cache/pnpm",
];
const SCRATCH = [
  "/tmp",
  "/var/tmp",
  "/var/cache",
  "/var/lib/apt/lists",
  "/usr/share/maven",
  "/usr/share/maven-repo",
  "/etc/maven",
  "/usr/local/share/.cache",
  "/dev",
];

/** `programs` are those that the container is known to run: what they read at home is no matter of the build alone. */
export function regionsOf(model: ImageModel, needs: readonly Need[], programs: ReadonlySet<string>): Regions {
  const tools = TOOL_HOMES.filter(
    (tool) =>
      !((tool === ".ssh" && programsOfSsh(programs)) || (tool === ".gitconfig" && programs.has("git"))),
  );
  const directories = topmost([
    ...model.history.steps
      .filter(({ step }) => step.kind !== "housekeeping" && !isGlobal(step.directory, step))
      .map(({ step }) => step.directory),
    ...needs.flatMap((need) => (need.kind === "application" ? [need.directory] : [])),
    ...model.facts.flatMap((fact) =>
      fact.kind === "copy" && fact.whole && fact.destination.known ? [fact.destination.value] : [],
    ),
  ]);
  const rootEntries = new Set(directories.includes("/") ? topEntries(model) : []);
  const elsewhere = madeElsewhere(model, directories);
  const isBuildPath = (path: string): boolean =>
    directories.some((directory) =>
      directory === "/" ? rootEntries.has(path.split("/")[1] ?? "") : isWithin(path, directory),
    ) || elsewhere.some((made) => isWithin(path, made));
  const isScratch = (path: string): boolean =>
    SCRATCH.some((folder) => isWithin(path, folder)) ||
    /\/\.(npmrc|netrc|yarnrc)$/.test(path) ||
    homes(model).some((home) => tools.some((tool) => isWithin(path, `${home}/${tool}`)));
  const outputs = model.history.steps.flatMap(({ step }) => (step.outputs.known ? step.outputs.value : []));
  const isRuntimeDirectory = (path: string): boolean =>
    isBuildPath(path) &&
    !directories.includes(path) &&
    model.tree.kind(path) === null &&
    !outputs.some((output) => isWithin(path, output.path) || isWithin(output.path, path)) &&
    model.ledger.producers(path).length > 0 &&
    model.ledger
      .producers(path)
      .every((entry) => entry.by === "command" && entry.what === "directory" && entry.from === undefined);
  const filled = model.ledger.entries.filter(
    (entry) =>
      entry.by === "command" && entry.from !== undefined && entry.link !== true && isBuildPath(entry.from),
  );
  const isFilledByBuild = (path: string): boolean => filled.some((entry) => isWithin(entry.path, path));
  const isFromBuild = (path: string): boolean =>
    filled.some(
      (entry) => entry.path === path || (!isSystemFolder(entry.path) && isWithin(path, entry.path)),
    );
  let lastBuild = -1;
  for (const fact of model.facts) {
    if (fact.kind !== "run") continue;
    const takesPart = fact.units.some((unit) =>
      unit.commands.some(
        (command) =>
          isBuildCommand(command, directories, isBuildPath, isRuntimeDirectory, isFromBuild) ||
          unpacksOutput(command, outputs),
      ),
    );
    if (takesPart) lastBuild = fact.instruction.index;
  }
  return {
    buildDirectories: directories,
    isBuildPath,
    isScratch,
    lastBuild,
    isRuntimeDirectory,
    isFilledByBuild,
  };
}

function programsOfSsh(programs: ReadonlySet<string>): boolean {
  return ["ssh", "scp", "sftp", "git", "rsync"].some((name) => programs.has(name));
}

/** Folders of artifacts that a build step makes outside its directories, such as a jar that is taken apart. */
function madeElsewhere(model: ImageModel, directories: readonly string[]): readonly string[] {
  return model.history.steps.flatMap(({ step }) =>
    step.kind === "build" && step.outputs.known && !isGlobal(step.directory, step)
      ? step.outputs.value
          .filter(
            (output) =>
              output.role === "artifact" &&
              output.kind === "directory" &&
              !directories.some((directory) => isWithin(output.path, directory)),
          )
          .map((output) => output.path)
      : [],
  );
}

/** Does the command belong to the build: a step, or a change of what the build works on? */
function isBuildCommand(
  command: ModelledCommand,
  directories: readonly string[],
  isBuildPath: (path: string) => boolean,
  isRuntimeDirectory: (path: string) => boolean,
  isFromBuild: (path: string) => boolean,
): boolean {
  if (command.step && command.step.kind !== "housekeeping")
    return !isGlobal(command.step.directory, command.step);
  const content = (path: string): boolean =>
    (isBuildPath(path) && !directories.includes(path) && !isRuntimeDirectory(path)) ||
    (isFromBuild(path) && !isBuildPath(path));
  return command.effects.some((effect) => {
    switch (effect.kind) {
      case "write":
        return (
          (effect.from !== undefined &&
            effect.link !== true &&
            (isBuildPath(effect.from) || isFromBuild(effect.from))) ||
          (content(effect.path) && !makesFolder(effect))
        );
      case "remove":
        return content(effect.path);
      case "chmod":
        return content(effect.path) || (effect.recursive && directories.includes(effect.path));
      default:
        return false;
    }
  });
}

/** `unzip build/distributions/shop-1.0.zip -d /opt`: an archive that the build made is taken apart. */
function unpacksOutput({ effects }: ModelledCommand, outputs: readonly Output[]): boolean {
  const writes = effects.some((effect) => effect.kind === "write" && effect.what === "tree");
  return (
    writes &&
    effects.some(
      (effect) =>
        effect.kind === "read" &&
        outputs.some(
          ({ path, role, kind }) => role === "artifact" && kind === "file" && globMatches(effect.path, path),
        ),
    )
  );
}

function makesFolder(effect: Effect): boolean {
  return effect.kind === "write" && effect.what === "directory" && effect.from === undefined;
}

/** A step whose known outputs all lie outside its directory installs for the whole image (`npm i -g`). */
export function isGlobal(directory: string, step: Step): boolean {
  if (!step.outputs.known || step.kind === "build") return false;
  const made = step.outputs.value.filter((output) => output.role !== "cache");
  return (
    made.length > 0 &&
    made.every((output) =>
      directory === "/" ? /^\/(usr|opt|root|home)\//.test(output.path) : !isWithin(output.path, directory),
    )
  );
}

function topmost(directories: readonly string[]): readonly string[] {
  const unique = [...new Set(directories)].sort();
  return unique.filter(
    (directory) =>
      directory === "/" ||
      !unique.some((other) => other !== "/" && other !== directory && isWithin(directory, other)),
  );
}

function topEntries(model: ImageModel): readonly string[] {
  const outputs = model.history.steps.flatMap(({ step }) =>
    step.outputs.known && step.directory === "/"
      ? step.outputs.value.map((output) => output.path.split("/")[1] ?? "")
      : [],
  );
  return [
    ...(model.tree.entries("/") ?? []),
    ...outputs.filter((name) => !hasGlob(name) && !/^(usr|root|etc|var|opt|home|tmp)$/.test(name)),
  ].filter((name) => !/^(usr|root|etc|var|opt|home|tmp|bin|sbin|lib)$/.test(name));
}

function homes(model: ImageModel): readonly string[] {
  const home = model.final.env.get("HOME");
  const made = model.facts.flatMap((fact) =>
    fact.kind === "run"
      ? fact.units.flatMap((unit) =>
          unit.commands.flatMap((command) =>
            command.effects.flatMap((effect) =>
              effect.kind === "user" ? [effect.home ?? `/home/${effect.name}`] : [],
            ),
          ),
        )
      : [],
  );
  const users = model.base.known ? Object.keys(model.base.value.users).map((name) => `/home/${name}`) : [];
  return ["/root", ...(home?.known ? [resolvePath("/", home.value)] : []), ...made, ...users];
}
