/**
 * The final stage, modelled by itself, has what the container uses: each path that a command needs, each
 * part of an interpreted application, each program, with the run bit where the input gave one. Whatever the
 * input itself made or brought has to be made or brought by the final stage, too; the rest is the base image's.
 */
import type { ImageModel } from "../../model/fold.js";
import { baseName, globMatches, hasGlob, isWithin, mayOverlap, parentOf } from "../../model/paths.js";
import { programEverywhere } from "../../needs/follow.js";
import { providedByFile } from "../providers.js";
import { modelOf } from "./stage-model.js";
import type { Rewrite, Rule } from "./types.js";

export const needs: Rule = {
  name: "needs",
  violations: (rewrite) => {
    const stage = rewrite.output.stages.at(-1);
    if (!stage) return [];
    const now = modelOf(stage, rewrite);
    return [
      ...paths(now, rewrite),
      ...beside(now, rewrite),
      ...parts(now, rewrite),
      ...programs(now, rewrite),
      ...modes(now, rewrite),
    ];
  },
};

function paths(now: ImageModel, { analysis, plan }: Rewrite): readonly string[] {
  return analysis.needs.needs.flatMap(({ need }) => {
    if (need.kind !== "path" || need.optional === true) return [];
    const moved = plan.copies.find((copy) => copy.from !== copy.to && mayOverlap(copy.from, need.path));
    const apart = plan.copies.find((copy) => copy.instead?.path === need.path)?.instead;
    const path = apart?.at ?? moved?.to ?? need.path;
    if (has(now, path) || !(analysis.regions.isBuildPath(need.path) || has(analysis.model, need.path)))
      return [];
    return [`${path} is needed (${need.because}) and not in the final stage`];
  });
}

/** What the build put beside an artifact for it, and what a compiled program may read from its working directory. */
function beside(now: ImageModel, { analysis }: Rewrite): readonly string[] {
  const { model, toolchain, regions } = analysis;
  const companions = analysis.needs.needs.flatMap(({ need }) =>
    need.kind === "path" && need.optional !== true && !hasGlob(need.path)
      ? (model.ledger.producers(need.path)[0]?.output?.companions ?? [])
      : [],
  );
  const { workdir } = model.final;
  const directory = workdir.known && toolchain.family === "jvm" ? workdir.value : null;
  const read = (directory === null ? [] : (model.tree.entries(directory) ?? []))
    .map((name) => `${directory === "/" ? "" : (directory ?? "")}/${name}`)
    .filter(
      (path) =>
        directory !== null &&
        regions.isBuildPath(directory) &&
        regions.isBuildPath(path) &&
        toolchain.purpose(path, directory, model.tree) !== "build-only",
    );
  return [
    ...companions.map((path) => [path, "lies beside the program"] as const),
    ...read.map((path) => [path, "may be read from the working directory"] as const),
  ].flatMap(([path, because]) =>
    has(now, path) || holds(now, path) ? [] : [`${path} ${because} and is not in the final stage`],
  );
}

function parts(now: ImageModel, { analysis }: Rewrite): readonly string[] {
  return (analysis.application?.keep ?? []).flatMap(({ path, because }) =>
    has(now, path) || holds(now, path)
      ? []
      : [`${path} belongs to the application (${because}) and is not in the final stage`],
  );
}

function programs(now: ImageModel, { analysis }: Rewrite): readonly string[] {
  return analysis.needs.needs.flatMap(({ need }) => {
    if (need.kind !== "program") return [];
    const program = baseName(need.name);
    if (programEverywhere(program) || providedByFile(now, need.name)) return [];
    const byFile = providedByFile(analysis.model, need.name);
    const inBase = now.base.known ? now.base.value.has(program) : "unknown";
    if (inBase === "yes" || (inBase === "unknown" && !byFile)) return [];
    // On an image that is the same one, the base had it before as well.
    if (!byFile && now.reference.known && sameReference(now, analysis.model)) return [];
    return [`${need.name} is needed (${need.because}) and nothing in the final stage provides it`];
  });
}

function sameReference(now: ImageModel, before: ImageModel): boolean {
  return now.reference.known && before.reference.known && now.reference.value === before.reference.value;
}

/** A file that the input made executable and that the final stage takes from the context has to get its bit again. */
function modes(now: ImageModel, { analysis }: Rewrite): readonly string[] {
  const paths = analysis.needs.needs.flatMap(({ need }) =>
    need.kind === "path"
      ? [need.path]
      : need.kind === "program" && need.name.startsWith("/")
        ? [need.name]
        : [],
  );
  return [...new Set(paths)].flatMap((path) => {
    const given = analysis.model.ledger.modesOf(path).some((mode) => /x|[157]/.test(mode));
    if (!given || now.tree.kind(path) !== "file" || now.tree.executable(path)) return [];
    const again = now.ledger.modesOf(path).length > 0 || broughtWithMode(now, path);
    return again ? [] : [`${path} is not executable in the final stage`];
  });
}

function broughtWithMode(now: ImageModel, path: string): boolean {
  return now.facts.some(
    (fact) =>
      fact.kind === "copy" &&
      fact.instruction.flags.some(({ name }) => name === "chmod") &&
      fact.files.some(({ image }) => image === path),
  );
}

/** Did the file, not the base image, put something at this path (which may be a pattern)? */
function has(model: ImageModel, path: string): boolean {
  const { tree, ledger } = model;
  if (!hasGlob(path) && tree.kind(path) !== null) return true;
  if (hasGlob(path) && (tree.entries(parentOf(path)) ?? []).some((name) => globMatches(baseName(path), name)))
    return true;
  return [...ledger.producers(path), ...ledger.covering(path)].some(
    (entry) => entry.by !== "workdir" && (entry.by !== "copy" || !isListed(model, entry.instruction)),
  );
}

/** Are the files that the COPY brings known one by one? Then the tree alone tells what came with it. */
function isListed(model: ImageModel, instruction: number): boolean {
  const fact = model.facts.find((one) => one.instruction.index === instruction);
  return model.tree.known && fact?.kind === "copy";
}

/** Does something that the file made lie below the path? */
function holds(model: ImageModel, path: string): boolean {
  return model.ledger.entries.some((entry) => entry.by !== "workdir" && isWithin(entry.path, path));
}
