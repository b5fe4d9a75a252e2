/**
 * Commands of this image that stand in other files: compose services, exec probes and health checks of platforms,
 * `docker run` in scripts and workflows. In: the needs of the image's own command; out: the same with theirs, and notes
 * on those that cannot be shown to run in the runtime stage.
 */
import type { ImageModel } from "../model/fold.js";
import type { Commands, Start } from "../needs/command.js";
import type { LocatedNeed, RuntimeNeeds } from "../needs/types.js";
import type { Project } from "../project/types.js";
import type { ComposeService } from "./compose.js";
import { wordsOf } from "./container-calls.js";
import { follow, newFollower } from "./followed.js";
import { imageRuns } from "./image-runs.js";
import { platformCommands } from "./manifests.js";

/**
 * Compose services that build this file: their commands and health checks are needs, too; a command
 * that wants the build tools is a note with the fix.
 */
export function withServices(
  own: RuntimeNeeds,
  services: readonly ComposeService[],
  fixed: Commands,
  model: ImageModel,
  more: (service: ComposeService) => readonly LocatedNeed[],
): RuntimeNeeds {
  if (own.refusal) return own;
  const needs = [...own.needs];
  const notes = [...own.notes];
  const commands = [...own.commands];
  for (const service of services) {
    for (const [what, value] of startedBy(service, fixed)) {
      const follower = newFollower(model, service.environment, service.workingDir);
      if (typeof value === "string") follower.text(value, null);
      else follower.argv(value, null);
      const result = follower.result();
      if (result.refusal && service.target === null) {
        notes.push({
          code: "compose-needs-build-stage",
          message: `${service.file}: the ${what} of the service ${service.name} cannot be shown to run in the runtime stage (${result.refusal.message}); give it \`target: build\``,
          line: null,
          weight: "review",
        });
      } else if (!result.refusal) {
        needs.push(...result.needs);
        commands.push(...result.commands);
      }
    }
    const named = new Set(needs.map(({ need }) => JSON.stringify(need)));
    needs.push(...more(service).filter(({ need }) => !named.has(JSON.stringify(need))));
  }
  return { ...own, needs, notes, commands };
}

type Started = readonly [what: string, value: string | readonly string[]];

/** What a service runs: its command is the argument of an ENTRYPOINT in exec form (P141), and no matter for one in shell form. */
function startedBy(service: ComposeService, fixed: Commands): readonly Started[] {
  const { entrypoint, command, healthcheck } = service;
  const health: readonly Started[] = healthcheck === null ? [] : [["healthcheck", healthcheck]];
  const own = fixed.entrypoint?.command;
  const given = command === null ? [] : wordsIn(command);
  if (entrypoint !== null && command === null) return [["entrypoint", entrypoint], ...health];
  if (entrypoint !== null) return [["entrypoint", [...wordsIn(entrypoint), ...given]], ...health];
  if (command === null || own?.form === "shell") return health;
  const front = own?.argv.map((word) => word.value) ?? [];
  return [["command", front.length === 0 ? command : [...front, ...given]], ...health];
}

/** Compose takes a text apart into words as a shell does, and runs no shell. */
function wordsIn(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? wordsOf(value) : value;
}

/** Programs of the base image that a platform calls in the container; what that image lacks is another container's. */
export function withPlatforms(own: RuntimeNeeds, project: Project, model: ImageModel): RuntimeNeeds {
  const { base } = model;
  if (own.refusal || !base.known || project.repository === null) return own;
  const found = platformCommands(project.repository).map((command) => {
    const follower = newFollower(model);
    if (typeof command === "string") follower.text(command, null);
    else follower.argv(command, null);
    return follower.result();
  });
  const directories = own.needs.flatMap(({ need }) => (need.kind === "application" ? [need.directory] : []));
  const needs = found
    .flatMap((result) => result.needs)
    .filter(({ need }) =>
      need.kind === "application"
        ? directories.includes(need.directory) &&
          need.entry !== null &&
          model.tree.kind(need.entry) === "file"
        : need.kind === "program" && base.value.has(need.name) === "yes",
    );
  return {
    ...own,
    needs: [...own.needs, ...needs],
    commands: [...own.commands, ...found.flatMap((one) => one.commands)],
  };
}

/**
 * Commands with which scripts, workflows and platforms run this image (P46). What one needs of the program counts; one
 * that wants the build tools is a note with the fix.
 */
export function withRuns(
  own: RuntimeNeeds,
  services: readonly ComposeService[],
  project: Project,
  fixed: Commands,
  model: ImageModel,
): RuntimeNeeds {
  const { base } = model;
  if (own.refusal || project.repository === null) return own;
  const workdir = model.final.workdir.known ? model.final.workdir.value : null;
  const directories = own.needs.flatMap(({ need }) => (need.kind === "application" ? [need.directory] : []));
  const needs = [...own.needs];
  const notes = [...own.notes];
  const commands = [...own.commands];
  for (const { file, command, entrypoint } of imageRuns(project.repository, services, workdir)) {
    const follower = newFollower(model);
    if (typeof command === "string") follower.text(command, null);
    else {
      const own = entrypoint ? null : fixed.entrypoint?.command;
      // The shell form takes no arguments: the image's own program runs.
      if (own?.form === "shell") continue;
      const front = own?.argv.map((word) => word.value) ?? [];
      follower.argv([...front, ...command], null);
    }
    const result = follower.result();
    if (result.refusal) {
      const shown = typeof command === "string" ? command : command.join(" ");
      notes.push({
        code: "image-run-needs-build-stage",
        message: `${file}: \`${shown}\` cannot be shown to run in the runtime stage (${result.refusal.message}); build the image for it with \`--target build\``,
        line: null,
        weight: "review",
      });
      continue;
    }
    commands.push(...result.commands);
    needs.push(
      ...result.needs.flatMap((one): readonly LocatedNeed[] => {
        const { need } = one;
        if (need.kind === "program") return base.known && base.value.has(need.name) === "yes" ? [one] : [];
        if (need.kind === "path") return [{ ...one, need: { ...need, optional: true } }];
        return need.kind !== "application" || directories.includes(need.directory) ? [one] : [];
      }),
    );
  }
  return { ...own, needs, notes, commands };
}

/** The image's own command under the variables of a service: options in them can name files. */
export function underEnvironment(
  service: ComposeService,
  start: Start | null,
  commands: Commands,
  model: ImageModel,
): readonly LocatedNeed[] {
  if (start === null || service.environment.size === 0) return [];
  if (service.command !== null || service.entrypoint !== null || service.target !== null) return [];
  const result = follow(model, commands, start, service.environment);
  return result.refusal ? [] : result.needs.map((one) => ({ ...one, line: null }));
}
