/**
 * Whatever the container needs from the build becomes a COPY --from=build: the artifact, what has
 * to lie beside it, the parts of an interpreted application, files that the build put into the
 * system. Refuses a path without a producer.
 */
import type { Note } from "../src/findings/types.js";
import { baseName, isWithin, mayOverlap, parentOf, resolvePath } from "../src/model/paths.js";
import { ignoreRules } from "../src/project/ignore-rules.js";
import { resolveArtifact, type ArtifactScope } from "../src/plan/artifacts.js";
import { fileReads } from "../src/plan/file-reads.js";
import { insertCopies, makesFoldersAsUser } from "../src/plan/insert.js";
import { indexedBy, inputsOf } from "../src/plan/inputs.js";
import { namedOutputs } from "../src/plan/named-outputs.js";
import { numberOf } from "../src/plan/owner-number.js";
import { hiddenByMount, onlyInMount, unreachable } from "../src/plan/hidden.js";
import {
  applicationParts,
  asPath,
  insideApplication,
  leftovers,
  madeBeside,
  placedByBuild,
  prebuiltArtifact,
  worksOnBuild,
  type Wanted,
} from "../src/plan/wanted.js";
import { programsUnpackedInto } from "../src/plan/unpacked.js";
import { runtimeRun } from "../src/plan/runtime-run.js";
import { isOfServer } from "../src/plan/server.js";
import { isSystemFolder } from "../src/plan/system-folders.js";
import {
  refined,
  refuse,
  type Analysis,
  type ArtifactCopy,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";

const NAME = "copy-artifacts";

function apply(plan: Plan, analysis: Analysis): Refined {
  const scope = artifactScope(plan, analysis);
  const wanted: Wanted[] = [];
  const notes: Note[] = [];
  const programs = [...plan.imagePrograms];
  let usesBuild = false;
  let fromBase: string | null = null;
  for (const { need: stated, line, script } of analysis.needs.needs) {
    const need = asPath(stated, analysis.model);
    const named = stated.kind === "application" ? stated.entry : (need?.path ?? null);
    const lost = named !== null && onlyInMount(named, analysis.model) ? unreachable(named, analysis) : null;
    if (lost) return refuse(lost.code, lost.message, line);
    if (need === null || insideApplication(need.path, analysis)) continue;
    const found = resolveArtifact(need.path, need.part === true ? { ...scope, part: true } : scope);
    switch (found.kind) {
      case "refuse":
        if (need.optional === true) break;
        return refuse(found.code, found.message, line);
      case "present":
        break;
      case "base":
        if (need.optional === true) break;
        if (unknownBuild(need.path, analysis) !== null) {
          return refuse(
            "artifact-path-unknown",
            `${need.path}: ${unknownBuild(need.path, analysis) ?? ""}`,
            line,
          );
        }
        if (analysis.regions.isBuildPath(need.path) || analysis.regions.isScratch(need.path)) {
          return refuse(
            analysis.model.tree.known ? "command-not-produced" : "artifact-path-unknown",
            `${need.path} is needed (${need.because}), and nothing in the build is known to make it`,
            line,
          );
        }
        // The server itself is in the slimmer image of its family, too.
        if (!isOfServer(need.path, analysis.model)) fromBase ??= need.path;
        break;
      case "copy": {
        const unseen = found.entry?.by === "command" && found.path !== need.path;
        const open = unseen ? unknownBuild(need.path, analysis) : null;
        if (open !== null) return refuse("artifact-path-unknown", `${need.path}: ${open}`, line);
        const problem = unreachable(found.path, analysis);
        if (problem) return refuse(problem.code, problem.message, line);
        if (found.entry?.by === "step" || !analysis.model.tree.known) usesBuild = true;
        if (found.entry?.by === "command" && worksOnBuild(found.entry, analysis)) usesBuild = true;
        wanted.push({
          path: found.path,
          ...(found.as === undefined ? {} : { as: found.as }),
          what: found.what,
          renamable: found.renamable && script === null && line !== null,
          because: need.because,
        });
        for (const companion of found.companions) {
          wanted.push({
            path: companion,
            what: "directory",
            renamable: false,
            because: `lies beside ${found.path}`,
          });
        }
        if (found.doubt !== null) {
          notes.push({ code: "artifact-unproven", message: found.doubt, line, weight: "review" });
        }
      }
    }
  }
  const application = applicationParts(analysis, scope);
  wanted.push(...application);
  const placed = placedByBuild(analysis);
  usesBuild ||= application.length > 0 || placed.some(({ fromBuild }) => fromBuild);
  wanted.push(...placed.filter(({ path }) => !isSystemFolder(path)));
  for (const one of placed.filter(({ path }) => isSystemFolder(path))) {
    const { path, because } = one;
    const programs = programsUnpackedInto(one, analysis);
    wanted.push(...programs);
    if (programs.length > 0) continue;
    notes.push({
      code: "unpacked-into-system",
      message: `the build unpacks something into ${path} (${because}); it stays in the build stage`,
      line: null,
      weight: "review",
    });
  }
  for (const directory of filledSystemFolders(analysis)) {
    notes.push({
      code: "unpacked-into-system",
      message: `the build puts a folder into ${directory}, where the program lies: what stands beside it there is not copied`,
      line: null,
      weight: "review",
    });
  }
  wanted.push(...leftovers(analysis, scope), ...madeBeside(analysis, scope), ...inputsOf(analysis, scope));
  if (usesBuild) {
    const named = namedOutputs(analysis, wanted);
    wanted.push(...named.wanted);
    notes.push(...named.notes);
  }
  if (!usesBuild) {
    const prebuilt = prebuiltArtifact(analysis);
    if (prebuilt) return refuse("artifact-from-context", prebuilt.message, prebuilt.line);
    return refuse("build-output-unused", "the container's command uses nothing that the build makes", null);
  }
  notes.push(...fetchedSources(analysis), ...untrackedReads(analysis));
  const copies = withUntracked(toCopies(wanted, analysis), analysis);
  notes.push(...fileReads(copies, analysis));
  const hidden = hiddenByMount(copies, analysis);
  if (hidden !== null) return refuse("compose-mounts-sources", hidden, null);
  for (const copy of copies) {
    if (copy.what !== "directory" || !analysis.model.ledger.ownerOf(copy.from).mixed) continue;
    // Without --chown BuildKit keeps the owners (tried); other builders give everything to root.
    const message =
      copy.owner === "root"
        ? `files below ${copy.from} belong to different users: BuildKit keeps them so, other builders may not`
        : `files below ${copy.from} belong to different users; the copy gives all of them to ${copy.owner}`;
    notes.push({
      code: "owners-differ",
      message,
      line: null,
      weight: copy.owner === "root" ? "review" : "info",
    });
  }
  if (makesFoldersAsUser(plan, copies, analysis)) {
    notes.push({
      code: "folder-mode",
      message: "a folder whose mode a RUN changed is made in the runtime stage by a user other than root",
      line: null,
      weight: "review",
    });
  }
  const runtime = insertCopies(plan, copies, analysis);
  return refined({
    ...plan,
    runtime,
    copies,
    notes: [...plan.notes, ...notes],
    imagePrograms: programs,
    pinned: plan.pinned ?? (fromBase === null ? null : `${fromBase} can only come from the base image`),
    decisions: [
      ...plan.decisions,
      ...copies.map((copy) => ({
        line: null,
        instruction: `COPY --from=${plan.buildName} ${copy.from}`,
        placement: "new" as const,
        transform: NAME,
        because: copy.because,
      })),
    ],
  });
}

/** Sources that a RUN fetches are not at hand: what the program reads, starts or lacks at run time cannot be told (P171). */
function fetchedSources({ model, toolchain }: Analysis): readonly Note[] {
  if (toolchain.family !== "jvm" || !model.tree.known) return [];
  const fetched = model.history.steps.find(
    ({ step }) => step.kind === "build" && model.sources.files(step.directory).length === 0,
  );
  return fetched === undefined
    ? []
    : [
        {
          code: "sources-fetched-in-build",
          message: `the sources in ${fetched.step.directory} do not come from the build context, so nothing tells what the program reads or starts at run time`,
          line: fetched.invocation.line,
          weight: "review",
        },
      ];
}

/** Files of the working directory that git does not know: a COPY of the whole folder brings them where they are. */
function untrackedReads({ model, toolchain, project }: Analysis): readonly Note[] {
  const directory = model.final.workdir.known ? model.final.workdir.value : null;
  const brought = model.facts.find(
    (fact) =>
      fact.kind === "copy" && fact.whole && fact.destination.known && fact.destination.value === directory,
  );
  if (directory === null || brought === undefined || toolchain.untracked === undefined) return [];
  const text = model.sources.read(resolvePath(directory, ".gitignore"));
  const own = text.known ? text : project.read(".gitignore");
  if (!own.known) return [];
  const rules = ignoreRules(own.value);
  return toolchain
    .untracked(directory, model.sources)
    .filter(
      ({ name }) =>
        rules.test(name).ignored &&
        !project.ignored(name) &&
        model.ledger.producers(resolvePath(directory, name)).length === 0,
    )
    .map(({ name, source, line }) => ({
      code: "reads-untracked-file",
      message: `${baseName(source)} line ${line} reads ${name} from the working directory, and .gitignore keeps it out of the repository: an image that is built where it lies had it`,
      line: brought.instruction.line,
      weight: "review",
    }));
}

/** The build around the path, when what it makes is not known, with the reason. */
function unknownBuild(path: string, { model }: Analysis): string | null {
  for (const { step } of model.history.steps) {
    if (!step.outputs.known && step.kind === "build" && isWithin(path, step.directory))
      return `what the build in ${step.directory} makes is not known (${step.outputs.because})`;
  }
  return null;
}

/** Folders of the system that hold the program because a RUN copied a folder of the build over them. */
function filledSystemFolders(analysis: Analysis): readonly string[] {
  const { entries } = analysis.model.ledger;
  return analysis.needs.needs.flatMap(({ need }) =>
    need.kind === "application" &&
    isSystemFolder(need.directory) &&
    entries.some(
      (entry) =>
        entry.by === "command" &&
        entry.what !== "file" &&
        entry.path === need.directory &&
        entry.from !== undefined,
    )
      ? [need.directory]
      : [],
  );
}

function artifactScope(plan: Plan, analysis: Analysis): ArtifactScope {
  const build = new Set(plan.build.flatMap((item) => (item.kind === "new" ? [] : [item.instruction])));
  const runtime = new Set(plan.runtime.flatMap((item) => (item.kind === "new" ? [] : [item.instruction])));
  const facts = new Map(analysis.model.facts.map((fact) => [fact.instruction.index, fact]));
  return {
    model: analysis.model,
    inBuild: (instruction) => build.has(instruction),
    inRuntime: (instruction, unit) => {
      if (!runtime.has(instruction)) return false;
      const fact = facts.get(instruction);
      if (fact?.kind !== "run" || unit === null) return true;
      const answer = runtimeRun(fact, analysis);
      return "refused" in answer || answer.kept.has(unit);
    },
  };
}

/** A name alone would get the group with the number of the user: where a group of that name is known, it is meant. */
function withGroup(owner: string, analysis: Analysis): string {
  if (/^(0|root)?(:(0|root))?$/.test(owner)) return "root";
  const number = numberOf(owner, analysis);
  if (number !== null) return number;
  if (owner.includes(":") || /^\d+$/.test(owner)) return owner;
  const { base, facts } = analysis.model;
  const made = facts.some(
    (fact) =>
      fact.kind === "run" &&
      fact.units.some((unit) =>
        unit.commands.some(({ effects }) =>
          effects.some((effect) => effect.kind === "group" && effect.name === owner),
        ),
      ),
  );
  return made || (base.known && owner in base.value.users) ? `${owner}:${owner}` : owner;
}

function toCopies(wanted: readonly Wanted[], analysis: Analysis): readonly ArtifactCopy[] {
  const unique = new Map<string, Wanted>();
  for (const one of wanted) {
    const other = unique.get(one.as ?? one.path);
    const merged = other ? { ...other, renamable: other.renamable && one.renamable } : one;
    unique.set(one.as ?? one.path, { ...merged, ...first(one.before, other?.before) });
  }
  const all = [...unique.values()];
  const holds = (folder: Wanted, one: Wanted): boolean =>
    folder !== one &&
    folder.as === undefined &&
    one.as === undefined &&
    folder.what === "directory" &&
    folder.path !== one.path &&
    isWithin(one.path, folder.path);
  return all
    .filter((one) => !all.some((other) => holds(other, one)))
    .map((one) => ({
      from: one.path,
      to: one.as ?? one.path,
      what: one.what,
      owner: withGroup(analysis.model.ledger.ownerOf(one.path).owner, analysis),
      renamable: one.renamable,
      because: one.because,
      ...first(
        one.before,
        indexedBy(one.path, analysis),
        ...all.filter((other) => holds(one, other)).map(({ before }) => before),
      ),
    }));
}

/**
 * Files that the program reads and that only some contexts have go along with package.json, which is always
 * there: a pattern that matches nothing is no error then (tried with BuildKit and the classic builder).
 */
function withUntracked(copies: readonly ArtifactCopy[], analysis: Analysis): readonly ArtifactCopy[] {
  const { project, model, application } = analysis;
  return copies.map((copy) => {
    if (baseName(copy.from) !== "package.json" || copy.from !== copy.to) return copy;
    const folder = parentOf(copy.from);
    const broughtBy = model.facts.find(
      (fact) =>
        fact.kind === "copy" && fact.destination.known && fact.whole && fact.destination.value === folder,
    );
    const also = (application?.untracked ?? [])
      .map(({ pattern }) => pattern)
      .filter((pattern) => {
        const name = baseName(pattern).replaceAll(/[[\]]/g, "").replace(/\*$/, "");
        return parentOf(pattern) === folder && !project.ignored(name);
      });
    const free = also.filter((pattern) => !copies.some((one) => mayOverlap(one.from, pattern)));
    return broughtBy === undefined || free.length === 0 ? copy : { ...copy, also: free };
  });
}

/** The earliest of the instructions in front of which a copy has to stand. */
function first(...indexes: readonly (number | undefined)[]): { readonly before?: number } {
  const known = indexes.filter((index) => index !== undefined);
  return known.length === 0 ? {} : { before: Math.min(...known) };
}

export const copyArtifacts: Transform = {
  name: NAME,
  summary: "Copies what the container needs from the build stage",
  default: true,
  required: true,
  safety: "safe",
  example: {
    before: 'RUN mvn package\nCMD ["java", "-jar", "target/app.jar"]',
    after: 'COPY --from=build /app/target/app.jar app.jar\nCMD ["java", "-jar", "app.jar"]',
  },
  apply,
};
