/**
 * From the syntax tree to everything that planning needs: the image model, the needs of the running
 * container, the regions of the build, the toolchain. Ends early with a reason where the file is to
 * be left alone; nothing is decided here about where an instruction goes.
 */
import type { Dockerfile } from "../dockerfile/types.js";
import type { Finding } from "../findings/types.js";
import { lookupImage } from "../images/lookup.js";
import { foldImage, type ImageModel } from "../model/fold.js";
import { baseName, isWithin, parentOf } from "../model/paths.js";
import { effectiveCommands, inheritedStart, startOf } from "../needs/command.js";
import type { RuntimeNeeds } from "../needs/types.js";
import { unknown } from "../known.js";
import type { Project } from "../project/types.js";
import type { SplitOptions } from "../split/types.js";
import { toolchains } from "../toolchains/registry.js";
import type { Application, Need, Toolchain } from "../toolchains/types.js";
import { argumentOfEntrypoint } from "./base-entrypoint.js";
import { baseForOthers } from "./base-of-others.js";
import { brokenOriginal } from "./broken.js";
import { developedIn } from "./devcontainer.js";
import { follow } from "./followed.js";
import { onlyInMount } from "./hidden.js";
import { underEnvironment, withPlatforms, withRuns, withServices } from "./other-commands.js";
import { composeServices } from "./compose.js";
import { regionsOf } from "./regions.js";
import { servedSite } from "./served.js";
import { serverNeeds, serverOf } from "./server.js";
import type { Analysis } from "./types.js";

export type Analysed =
  | { readonly ok: true; readonly analysis: Analysis }
  | {
      readonly ok: false;
      readonly status: "unchanged" | "refused";
      readonly reason: Finding;
      readonly toolchain: string | null;
    };

export function analyse(dockerfile: Dockerfile, project: Project, options: SplitOptions): Analysed {
  const model = foldImage(dockerfile, project, { buildArgs: options.buildArgs, toolchains, lookupImage });
  const toolchain = mainToolchain(model);
  const stop = (
    status: "unchanged" | "refused",
    code: string,
    message: string,
    line: number | null,
  ): Analysed => ({
    ok: false,
    status,
    reason: { code, message, line },
    toolchain: toolchain?.name ?? null,
  });
  const broken = brokenOriginal(model);
  if (broken) return { ok: false, status: "refused", reason: broken, toolchain: toolchain?.name ?? null };
  const commands = effectiveCommands(dockerfile);
  const start =
    startOf(
      commands,
      model.base.known ? model.base.value.config : { known: false, because: "unknown image" },
    ) ?? inheritedStart(commands, model.base, dockerfile.stages[0]?.from.line ?? 1);
  if (!toolchain) {
    const runs = start ? follow(model, commands, start).refusal : null;
    if (runs && runs.code !== "command-not-understood" && !runs.code.startsWith("original-")) {
      return { ok: false, status: "refused", reason: runs, toolchain: null };
    }
    const opaque = firstOpaque(model);
    if (opaque) return stop("refused", "toolchain-not-supported", opaque.message, opaque.line);
    return stop(
      "unchanged",
      "no-build-step",
      "no command of the file builds or installs anything that dfsplit knows",
      null,
    );
  }
  const services = project.repository ? composeServices(project.repository) : [];
  const other = project.repository ? baseForOthers(project.repository, services) : null;
  if (other !== null) return stop("refused", "base-for-another-dockerfile", other, null);
  const devcontainer = project.repository ? developedIn(project.repository) : null;
  if (devcontainer !== null) {
    return stop(
      "refused",
      "development-dockerfile",
      `${devcontainer} makes an image to work in from this file`,
      null,
    );
  }
  const own = start
    ? follow(model, commands, start)
    : services.some(({ command, entrypoint }) => command !== null || entrypoint !== null)
      ? NO_NEEDS
      : null;
  if (!own) {
    return stop(
      "refused",
      "no-command",
      "neither the file nor a compose service that builds it has a command, so nothing tells what the container needs",
      null,
    );
  }
  const argument = start ? argumentOfEntrypoint(start, commands, model) : null;
  if (argument !== null) {
    return stop(
      "refused",
      "entrypoint-unknown",
      `${argument} is no program that the file or the context shows, and nothing is known of the image's own ENTRYPOINT, which may take it as an argument`,
      start?.line ?? null,
    );
  }
  const served = servedSite(model, commands, start, services, options);
  const used = served?.known === true ? served.value.needs : own;
  const composed = withServices(used, services, commands, model, (service) =>
    served?.known === true ? [] : underEnvironment(service, start, commands, model),
  );
  const found = withRuns(withPlatforms(composed, project, model), services, project, commands, model);
  const needs =
    start === null ? found : { ...found, needs: [...found.needs, ...serverNeeds(model, start.line)] };
  if (!start && needs.needs.length === 0) {
    const [because] = needs.notes;
    return stop(
      "refused",
      "no-command",
      because?.message ?? "no command of a compose service could be followed",
      null,
    );
  }
  if (needs.refusal) {
    return { ok: false, status: "refused", reason: needs.refusal, toolchain: toolchain.name };
  }
  const flagged = dockerfile.instructions.find((one) => one.flags.some(({ name }) => COPY_FLAGS.has(name)));
  if (flagged) {
    return stop(
      "refused",
      "copy-flag-not-understood",
      "a flag of this COPY changes which files are copied",
      flagged.line,
    );
  }
  const several = applicationDirectories(needs);
  if (several.length > 1) {
    return stop(
      "refused",
      "several-applications",
      `the container runs programs of ${several.join(" and ")}`,
      start?.line ?? null,
    );
  }
  const link = linkAround(needs, model);
  if (link !== null) {
    return stop(
      "refused",
      "path-through-link",
      `the program lies behind the link ${link}, which only the build stage has`,
      start?.line ?? null,
    );
  }
  const archive = unpackedIntoSources(model, needs);
  if (archive !== null) {
    return stop(
      "refused",
      "archive-unpacked-by-add",
      `ADD unpacks ${archive.name} into the folder of the program, and what it holds cannot be told`,
      archive.line,
    );
  }
  const application = applicationOf(needs, model);
  if (application?.value.refuse) {
    const { code, message } = application.value.refuse;
    return stop("refused", code, message, start?.line ?? null);
  }
  const regions = regionsOf(
    model,
    needs.needs.map(({ need }) => need),
    new Set([
      ...needs.needs.flatMap(({ need }) => (need.kind === "program" ? [baseName(need.name)] : [])),
      ...(application?.value.programs ?? []).map(({ name }) => name),
    ]),
  );
  if (regions.lastBuild === -1) {
    return stop(
      "unchanged",
      "no-build-step",
      "no command of the file builds or installs anything for the container",
      null,
    );
  }
  return {
    ok: true,
    analysis: {
      dockerfile,
      project,
      options,
      model,
      commands,
      start,
      needs,
      regions,
      toolchain: application?.toolchain ?? toolchain,
      application: application?.value ?? null,
      services,
      served,
      called: [
        ...(application?.value.programs ?? []),
        ...regions.buildDirectories
          .flatMap((directory) =>
            model.history.steps.some(({ step }) => step.toolchain === toolchain.name) &&
            toolchain.family === "jvm"
              ? toolchain.programs(directory, model.sources, needs.commands)
              : [],
          )
          .filter(({ pages }) => pages !== true || serverOf(model)?.compilesPages !== true),
      ],
    },
  };
}

const NO_NEEDS: RuntimeNeeds = { needs: [], commands: [], callers: new Map(), notes: [], refusal: null };

/** Which files are copied is decided by these in ways that are not modelled. */
const COPY_FLAGS: ReadonlySet<string> = new Set(["parents", "exclude", "unpack"]);

function applicationDirectories(needs: RuntimeNeeds): readonly string[] {
  return [
    ...new Set(needs.needs.flatMap(({ need }) => (need.kind === "application" ? [need.directory] : []))),
  ].sort();
}

/** A symbolic link of a RUN on the way to the folder of the program: `ln -s /srv/releases/42 /srv/current`. */
function linkAround(needs: RuntimeNeeds, model: ImageModel): string | null {
  const folders = needs.needs.flatMap(({ need }) =>
    need.kind !== "application"
      ? []
      : need.entry === null
        ? [need.directory]
        : [need.directory, parentOf(need.entry)],
  );
  const { entries } = model.ledger;
  return (
    entries.find(
      ({ link, path, from }) =>
        link === true &&
        from !== undefined &&
        !isWithin(from, path) &&
        folders.some((folder) => isWithin(folder, path)),
    )?.path ?? null
  );
}

/** An archive of the context that ADD takes apart among the files of the program. */
function unpackedIntoSources(
  model: ImageModel,
  needs: RuntimeNeeds,
): { readonly name: string; readonly line: number } | null {
  const folders = [
    ...model.history.steps.map(({ step }) => step.directory),
    ...needs.needs.flatMap(({ need }) => (need.kind === "application" ? [need.directory] : [])),
  ];
  for (const fact of model.facts) {
    if (fact.kind !== "copy" || !fact.destination.known) continue;
    const [name] = fact.archives;
    const target = fact.destination.value;
    const among = folders.some((folder) => folder !== "/" && isWithin(target, folder));
    if (name !== undefined && among) return { name, line: fact.instruction.line };
  }
  return null;
}

/** The toolchain of the last step that builds; of the last that installs when nothing builds. */
function mainToolchain(model: ImageModel): Toolchain | null {
  const { steps } = model.history;
  const last =
    steps.findLast(({ step }) => step.kind === "build") ??
    steps.findLast(({ step }) => step.kind === "install");
  return toolchains.find(({ name }) => name === last?.step.toolchain) ?? null;
}

function firstOpaque(model: ImageModel): { readonly message: string; readonly line: number } | null {
  for (const fact of model.facts) {
    if (fact.kind !== "run") continue;
    const because =
      fact.opaque ??
      fact.units.flatMap((unit) => unit.commands).find((command) => command.opaque !== null)?.opaque;
    if (because !== null && because !== undefined) return { message: because, line: fact.instruction.line };
  }
  return null;
}

function applicationOf(
  needs: RuntimeNeeds,
  model: ImageModel,
): { readonly value: Application; readonly toolchain: Toolchain } | null {
  const wanted = needs.needs.flatMap(({ need }) => (need.kind === "application" ? [need] : []));
  // One that knows its entry file says most; several entries in one folder are one application.
  const outer = wanted.filter(
    (need) =>
      !wanted.some(
        (other) =>
          other !== need && need.directory !== other.directory && isWithin(need.directory, other.directory),
      ),
  );
  const main = mergeNeeds(outer);
  if (!main) return null;
  const entries = wanted.flatMap(({ entry }) => (entry === null || entry === main.entry ? [] : [entry]));
  const need = entries.length === 0 ? main : { ...main, others: [...new Set(entries)] };
  for (const toolchain of toolchains) {
    const value = toolchain.application(need, model.sources, model.history);
    if (value) {
      const prune = prunable(value.prune, model);
      return {
        value: { ...value, prune, keep: value.keep.filter(({ path }) => isThere(path, model)) },
        toolchain,
      };
    }
  }
  return null;
}

/** A manager that finds no package.json, or another lockfile than that of the install, drops or changes too much. */
function prunable(prune: Application["prune"], model: ImageModel): Application["prune"] {
  if (!prune.known || prune.value === null) return prune;
  const { directory } = prune.value;
  const gone = ["package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"]
    .map((name) => `${directory === "/" ? "" : directory}/${name}`)
    .find((path) => model.tree.kind(path) === null && model.sources.kind(path) !== null);
  return gone === undefined ? prune : unknown(`${gone} is not there any more when the build ends`);
}

/** What a RUN removed in the end, or made in a mount, is not there to be copied. */
function isThere(path: string, model: ImageModel): boolean {
  return (model.tree.kind(path) !== null || model.sources.kind(path) === null) && !onlyInMount(path, model);
}

/** `prisma migrate deploy && node dist/main.js` is one application: the entry of the one, the packages of both. */
function mergeNeeds(needs: readonly ApplicationNeed[]): ApplicationNeed | null {
  const main = needs.find(({ entry }) => entry !== null) ?? needs[0];
  if (!main) return null;
  const uses = needs
    .filter(({ directory }) => directory === main.directory)
    .flatMap((need) => need.uses ?? []);
  return uses.length === 0 ? main : { ...main, uses: [...new Set(uses)] };
}

type ApplicationNeed = Extract<Need, { kind: "application" }>;
