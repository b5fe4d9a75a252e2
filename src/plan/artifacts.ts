/**
 * Which paths of the build stage the container needs. A path that the command names is evidence,
 * not proof: it needs a producer, and the producer decides what is copied with it.
 */
import type { ImageModel } from "../model/fold.js";
import type { LedgerEntry } from "../model/ledger.js";
import { baseName, globMatches, hasGlob, isWithin, mayOverlap, parentOf } from "../model/paths.js";
import type { Output } from "../model/types.js";

export type Resolved =
  /** to be copied from the build stage; `companions` at their own paths */
  | {
      readonly kind: "copy";
      readonly path: string;
      readonly what: "file" | "directory";
      /** where it has to stand, when a link of the build stage leads to it from there */
      readonly as?: string;
      readonly companions: readonly string[];
      /** a single self-contained file that a build step itself made */
      readonly renamable: boolean;
      /** for a note: why a person should look at it */
      readonly doubt: string | null;
      readonly entry: LedgerEntry | null;
    }
  /** the runtime stage has it already: its COPY or RUN is placed there */
  | { readonly kind: "present" }
  /** nobody made it that is known; the base image may hold it */
  | { readonly kind: "base" }
  | { readonly kind: "refuse"; readonly code: string; readonly message: string };

export interface ArtifactScope {
  readonly model: ImageModel;
  /** is the work of the instruction (of this unit of a RUN) repeated in the runtime stage, or moved there? */
  readonly inRuntime: (instruction: number, unit: number | null) => boolean;
  readonly inBuild: (instruction: number) => boolean;
  /** ask for what stood there before this entry: the source of a mv is gone, and still tells what was moved */
  readonly former?: LedgerEntry;
  /** one entry of a class path: what it lacks stands in the others */
  readonly part?: boolean;
}

/** What is to be done so that `path` (absolute, may be a glob) stands in the runtime stage. */
export function resolveArtifact(path: string, scope: ArtifactScope): Resolved {
  const { ledger, tree } = scope.model;
  const through = throughLink(path, scope);
  if (through !== null) return through;
  const all =
    scope.former === undefined ? ledger.producers(path) : ledger.formerProducers(path, scope.former);
  const producers = all.filter((entry) => entry.by !== "workdir");
  const [latest] = producers;
  if (latest?.by === "step" && scope.inRuntime(latest.instruction, latest.unit)) return { kind: "present" };
  if (latest?.by === "step" && latest.output) return fromSteps(path, producers, scope);
  if (latest?.by === "command") {
    if (!scope.inBuild(latest.instruction) || scope.inRuntime(latest.instruction, latest.unit))
      return { kind: "present" };
    return fromCommand(path, latest, scope);
  }
  if (!hasGlob(path) && tree.kind(path) !== null) return fromContext(path, scope);
  if (latest?.by === "copy" && latest.path === path && latest.what === "file") {
    return scope.inRuntime(latest.instruction, null) ? { kind: "present" } : whole(path, "file", latest);
  }
  if (hasGlob(path)) {
    const matches = (tree.entries(parentOf(path)) ?? []).filter((name) => globMatches(baseName(path), name));
    const [only] = matches;
    if (matches.length === 1 && only !== undefined) return fromContext(`${parentOf(path)}/${only}`, scope);
  }
  const covering = ledger.covering(path);
  const tool = covering.find(
    (entry) =>
      entry.by === "step" &&
      entry.output &&
      !(entry.output.role === "intermediate" && isListed(path, entry.path)),
  );
  if (tool) return fromDirectory(path, tool);
  const command = covering.find((entry) => entry.by === "command" && entry.what === "tree");
  if (command) {
    if (!scope.inBuild(command.instruction) || scope.inRuntime(command.instruction, command.unit))
      return { kind: "present" };
    return whole(command.path, "directory", command);
  }
  const copied = covering.find((entry) => entry.by === "copy");
  if (copied && !tree.known) {
    return {
      ...whole(path, "file", copied),
      doubt: `${path} could not be looked up: the build context is not at hand`,
    };
  }
  return { kind: "base" };
}

/**
 * A folder of classes and reports is no proof of an archive, an installation or a program in it: those are
 * listed one by one.
 */
function isListed(path: string, folder: string): boolean {
  const inside = path.slice(folder.length);
  return (
    /\.(jar|war|ear|zip|tar|tgz)$/.test(path) ||
    /^\/(install|distributions|libs)\/.|\/bin\/[^/]+$/.test(inside)
  );
}

/** A path below a symbolic link: the link has to be made in the runtime stage, and what it points to has to be there. */
function throughLink(path: string, scope: ArtifactScope): Resolved | null {
  const link = scope.model.ledger.entries.findLast(
    (entry) =>
      entry.link === true && entry.from !== undefined && !hasGlob(entry.path) && isWithin(path, entry.path),
  );
  if (link?.from === undefined || isWithin(link.from, link.path)) return null;
  const behind = link.from + path.slice(link.path.length);
  if (!scope.inRuntime(link.instruction, link.unit)) {
    const found = resolveArtifact(behind, scope);
    // What the link leads to is copied to the link's own place.
    if (found.kind === "copy" && (found.as ?? found.path) === behind && found.companions.length === 0)
      return { ...found, as: path, renamable: false };
    return {
      kind: "refuse",
      code: "path-through-link",
      message: `${path} goes through the link ${link.path}, which only the build stage has`,
    };
  }
  const target = resolveArtifact(behind, scope);
  return target.kind === "copy" ? { ...target, renamable: false } : target;
}

function whole(
  path: string,
  what: "file" | "directory",
  entry: LedgerEntry | null,
): Extract<Resolved, { kind: "copy" }> {
  return { kind: "copy", path, what, companions: [], renamable: false, doubt: null, entry };
}

function fromContext(path: string, scope: ArtifactScope): Resolved {
  const kind = scope.model.tree.kind(path) === "directory" ? "directory" : "file";
  if (allFromRuntime(path, scope)) return { kind: "present" };
  return whole(path, kind, null);
}

/** Do all files at or below the path come with instructions that the runtime stage has? */
export function allFromRuntime(path: string, scope: ArtifactScope): boolean {
  const { model } = scope;
  const files = model.tree.files(path);
  const last = new Map<string, number>();
  for (const fact of model.facts) {
    if (fact.kind !== "copy") continue;
    for (const file of fact.files) {
      if (isWithin(file.image, path)) last.set(file.image, fact.instruction.index);
    }
  }
  return (
    files.length > 0 &&
    files.every((file) => {
      const instruction = last.get(file);
      return instruction !== undefined && scope.inRuntime(instruction, null);
    }) &&
    !model.ledger.entries.some(
      (entry) =>
        entry.by !== "copy" &&
        entry.by !== "workdir" &&
        isWithin(entry.path, path) &&
        scope.inBuild(entry.instruction) &&
        !scope.inRuntime(entry.instruction, entry.unit),
    )
  );
}

function fromCommand(path: string, entry: LedgerEntry, scope: ArtifactScope): Resolved {
  const what = entry.what === "file" ? "file" : "directory";
  const copy = whole(hasGlob(path) && !hasGlob(entry.path) ? entry.path : path, what, entry);
  if (entry.from === undefined) return copy;
  const origin = resolveArtifact(entry.from, {
    ...scope,
    inRuntime: () => false,
    inBuild: () => true,
    former: entry,
  });
  if (origin.kind === "copy" && origin.companions.length > 0) {
    return { ...copy, companions: origin.companions };
  }
  if (origin.kind === "refuse") {
    // The command names its source itself, so the build settles which file it is; only what must lie beside it is open.
    return origin.code === "artifact-ambiguous" || origin.code === "artifact-not-self-contained"
      ? origin
      : { ...copy, doubt: origin.message };
  }
  // On an image that is not known, or behind a build that is not, nothing else vouches for the file.
  const { base, history } = scope.model;
  const unseen = !base.known || history.steps.some(({ step }) => !step.outputs.known);
  const unproven = unseen && origin.kind === "base" && /\.(jar|war)$/.test(path) && scope.part !== true;
  return {
    ...copy,
    doubt:
      origin.kind === "copy"
        ? origin.doubt
        : unproven
          ? `nothing shows what ${entry.from} is, and whether it holds its dependencies`
          : null,
  };
}

function fromDirectory(path: string, entry: LedgerEntry): Resolved {
  // Several files cannot go to one name: the folder goes as a whole.
  if (hasGlob(path)) return whole(parentOf(path), "directory", entry);
  const output = entry.output;
  if (output?.role === "artifact")
    return { ...whole(entry.path, "directory", entry), companions: output.companions ?? [] };
  return whole(path, hasGlob(baseName(path)) || /\.\w+$/.test(baseName(path)) ? "file" : "directory", entry);
}

function fromSteps(path: string, producers: readonly LedgerEntry[], scope: ArtifactScope): Resolved {
  const { model } = scope;
  const outputs = latestOutputs(producers);
  const artifacts = outputs.filter((output) => output.role === "artifact");
  const [artifact] = artifacts.length > 0 ? artifacts : outputs;
  const entry = producers.find((one) => one.output === artifact) ?? null;
  if (!artifact) return { kind: "base" };
  if (artifacts.length > 1) {
    return {
      kind: "refuse",
      code: "artifact-ambiguous",
      message: `${path} can be ${artifacts.map((output) => baseName(output.path)).join(" or ")}${settledBy(artifact)}`,
    };
  }
  const siblings = (artifact.siblings ?? []).filter((sibling) => siblingMatches(sibling, artifact, path));
  if (hasGlob(path) && siblings.length > 0) {
    return {
      kind: "refuse",
      code: "artifact-ambiguous",
      message: `${baseName(path)} matches ${baseName(artifact.path)} and ${siblings.map(baseName).join(", ")}, which the build makes too${settledBy(artifact)}`,
    };
  }
  const exact = hasGlob(artifact.path) ? path : artifact.path;
  const directory = artifact.kind === "directory";
  const companions = artifact.companions ?? [];
  const orphan = companions.find((one) => !hasOwnProducer(one, model));
  if (orphan !== undefined) {
    return {
      kind: "refuse",
      code: "artifact-not-self-contained",
      message: `${baseName(artifact.path)} expects ${orphan} beside it, and nothing in the build is known to make that`,
    };
  }
  const folder = parentOf(exact);
  if (
    companions.length > 1 &&
    companions.every((one) => parentOf(one) === folder) &&
    ownFolder(
      folder,
      exact,
      companions,
      model.ledger.entries.map((one) => one.path),
    )
  ) {
    return {
      kind: "copy",
      path: folder,
      what: "directory",
      companions: [],
      renamable: false,
      doubt: null,
      entry,
    };
  }
  if (
    !directory &&
    artifact.role === "artifact" &&
    artifact.selfContained !== true &&
    scope.part !== true &&
    companions.length === 0 &&
    /\.(jar|war)$/.test(artifact.path)
  ) {
    return {
      kind: "refuse",
      code: "artifact-not-self-contained",
      message: `${baseName(artifact.path)} does not hold its dependencies, and nothing shows where the container finds them`,
    };
  }
  return {
    kind: "copy",
    path: exact,
    what: directory ? "directory" : "file",
    companions,
    renamable:
      !directory &&
      artifact.role === "artifact" &&
      artifact.selfContained === true &&
      artifact.placed !== true,
    doubt:
      hasGlob(artifact.path) && !hasGlob(path)
        ? `the build files do not settle the name ${baseName(path)}${settledBy(artifact)}`
        : null,
    entry,
  };
}

/** What would settle the name, for a message. */
function settledBy({ open }: Output): string {
  return open === undefined ? "" : `: ${open}`;
}

/** Made as such, not only somewhere below the folder of intermediate files. */
function hasOwnProducer(path: string, model: ImageModel): boolean {
  return (
    model.tree.kind(path) !== null ||
    model.ledger.producers(path).length > 0 ||
    model.ledger.covering(path).some((entry) => entry.output?.role === "artifact" || entry.by === "command")
  );
}

/** Does the folder hold the artifact and its companions alone (`target/quarkus-app`)? */
function ownFolder(
  folder: string,
  artifact: string,
  companions: readonly string[],
  paths: readonly string[],
): boolean {
  return paths
    .filter((path) => path !== folder && isWithin(path, folder))
    .every((path) => path === artifact || companions.some((one) => isWithin(path, one)));
}

/** Outputs of the last step that makes them, each path once. */
function latestOutputs(producers: readonly LedgerEntry[]): readonly Output[] {
  const found = new Map<string, Output>();
  for (const entry of producers) {
    if (entry.output && !found.has(entry.output.path)) found.set(entry.output.path, entry.output);
  }
  return [...found.values()];
}

/** Could a file that the sibling pattern names be taken by the glob, too? */
function siblingMatches(sibling: string, artifact: Output, pattern: string): boolean {
  const path = sibling.startsWith("/") ? sibling : `${parentOf(artifact.path)}/${sibling}`;
  return mayOverlap(path, pattern);
}
