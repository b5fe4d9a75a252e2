/**
 * What the runtime stage wants from the build beside the paths that the command names: the parts of
 * an interpreted application, what the build put into the system, files of the context that may be
 * read from the working directory, and files that a RUN made among them.
 */
import type { ImageModel } from "../model/fold.js";
import type { LedgerEntry } from "../model/ledger.js";
import { isWithin } from "../model/paths.js";
import type { Need } from "../toolchains/types.js";
import { allFromRuntime, type ArtifactScope } from "./artifacts.js";
import { runtimeRun } from "./runtime-run.js";
import type { Analysis } from "./types.js";

export interface Wanted {
  readonly path: string;
  /** where it goes, when not to the same path */
  readonly as?: string;
  readonly what: "file" | "directory";
  readonly renamable: boolean;
  readonly because: string;
  /** index of the RUN of the runtime stage that works on it */
  readonly before?: number;
}

type PathNeed = Extract<Need, { kind: "path" }>;

/** A need for a path; the entry file of an application is one, too. */
export function asPath(need: Need, model: ImageModel): PathNeed | null {
  if (need.kind === "path") return need;
  // A program by its path may be the build's own work; else the base image has it.
  if (need.kind === "program") {
    const path = need.name.startsWith("/") ? need.name : builtProgram(need.name, model);
    return path === null ? null : { kind: "path", path, because: need.because, optional: true };
  }
  return need.kind === "application" && need.entry !== null
    ? { kind: "path", path: need.entry, because: need.because }
    : null;
}

/** A program that a step of the build itself puts into a folder of the PATH: `native-image -o /usr/local/bin/shop`. */
function builtProgram(name: string, model: ImageModel): string | null {
  const made = model.ledger.entries.find(
    ({ by, path, output }) =>
      by === "step" && output?.role === "artifact" && path.endsWith(`bin/${name}`) && !name.includes("/"),
  );
  return made?.path ?? null;
}

/** The parts of the application that the build stage holds. */
export function applicationParts(analysis: Analysis, scope: ArtifactScope): readonly Wanted[] {
  return (analysis.application?.keep ?? []).flatMap(({ path, because }) =>
    allFromRuntime(path, scope) || emptyInRuntime(path, scope, analysis) || repeated(path, scope, analysis)
      ? []
      : [
          {
            path,
            what: isFile(path, analysis) ? ("file" as const) : ("directory" as const),
            renamable: false,
            because,
          },
        ],
  );
}

/** An empty folder that a RUN makes, where the runtime stage has that RUN. */
function emptyInRuntime(path: string, scope: ArtifactScope, analysis: Analysis): boolean {
  const { ledger, tree } = analysis.model;
  const made = ledger.entries.filter((entry) => isWithin(entry.path, path) && entry.by !== "workdir");
  return (
    tree.kind(path) === null &&
    made.length > 0 &&
    made.every((entry) => scope.inRuntime(entry.instruction, entry.unit))
  );
}

/** Parts of the interpreted application are copied by its own list. */
export function insideApplication(path: string, analysis: Analysis): boolean {
  return (analysis.application?.keep ?? []).some((entry) => isWithin(path, entry.path));
}

/** What a RUN of the build put somewhere in the system on purpose: `cp -r dist/. /usr/share/nginx/html`. */
export function placedByBuild(analysis: Analysis): readonly (Wanted & { readonly fromBuild: boolean })[] {
  const { ledger } = analysis.model;
  const { regions } = analysis;
  return ledger.entries.flatMap((entry) => {
    if (entry.by !== "command" || entry.instruction > regions.lastBuild) return [];
    if (regions.isBuildPath(entry.path) || regions.isScratch(entry.path)) return [];
    const fact = analysis.model.facts.find((one) => one.instruction.index === entry.instruction);
    if (fact?.kind !== "run") return [];
    const answer = runtimeRun(fact, analysis);
    if ("refused" in answer) return [];
    const made = (answer.produces ?? []).some((one) => one.path === entry.path);
    if (!made || entry.link === true) return [];
    return [
      {
        path: entry.path,
        what: entry.what === "file" ? ("file" as const) : ("directory" as const),
        renamable: false,
        fromBuild: entry.from !== undefined && regions.isBuildPath(entry.from),
        because: `line ${fact.instruction.line} of the input puts it there`,
      },
    ];
  });
}

/** Files of the context beside the build files that the program may read from its working directory. */
export function leftovers(analysis: Analysis, scope: ArtifactScope): readonly Wanted[] {
  if (analysis.toolchain.family !== "jvm") return [];
  const { tree, final } = analysis.model;
  const directory = final.workdir.known ? final.workdir.value : null;
  if (directory === null || !analysis.regions.isBuildPath(directory)) return [];
  return (tree.entries(directory) ?? []).flatMap((name) => {
    const path = directory === "/" ? `/${name}` : `${directory}/${name}`;
    if (!analysis.regions.isBuildPath(path) || allFromRuntime(path, scope)) return [];
    const purpose = analysis.toolchain.purpose(path, directory, tree);
    if (purpose === "build-only") return [];
    return [
      {
        path,
        what: tree.kind(path) === "file" ? ("file" as const) : ("directory" as const),
        renamable: false,
        because:
          purpose === "runtime"
            ? "read from the working directory at run time"
            : "not shown to be useless at run time",
      },
    ];
  });
}

/** Files that a RUN wrote among those of the program (`RUN echo $SHA > version.txt`): nothing says that they are useless. */
export function madeBeside(analysis: Analysis, scope: ArtifactScope): readonly Wanted[] {
  const { ledger, final, tree } = analysis.model;
  const directory = final.workdir.known ? final.workdir.value : null;
  if (directory === null) return [];
  const left = analysis.application?.leave ?? [];
  return ledger.entries.flatMap((entry) => {
    const { path } = entry;
    if (entry.by !== "command" || entry.link === true || !isWithin(path, directory) || path === directory)
      return [];
    if (!analysis.regions.isBuildPath(path) || !scope.inBuild(entry.instruction)) return [];
    if (scope.inRuntime(entry.instruction, entry.unit) || insideApplication(path, analysis)) return [];
    if (left.some((one) => isWithin(path, one.path))) return [];
    if (ledger.covering(path).some((one) => one.by === "step" && one.path !== directory)) return [];
    const top = topEntry(path, directory);
    if (
      analysis.toolchain.family === "jvm" &&
      (tree.kind(top) !== null || top === path) &&
      isBuildOnly(top, directory, analysis)
    )
      return [];
    const what = entry.what === "file" ? ("file" as const) : ("directory" as const);
    return [{ path, what, renamable: false, because: "a RUN of the input makes it beside the program" }];
  });
}

/** Did the command take what it made from the build: by cp, mv, or by unpacking an archive of it? */
export function worksOnBuild(entry: LedgerEntry, analysis: Analysis): boolean {
  const { regions, model } = analysis;
  if (entry.from !== undefined) return true;
  const fact = model.facts.find((one) => one.instruction.index === entry.instruction);
  const unit = fact?.kind === "run" && entry.unit !== null ? fact.units[entry.unit] : undefined;
  return (unit?.commands ?? []).some(({ effects }) =>
    effects.some((effect) => effect.kind === "read" && regions.isBuildPath(effect.path)),
  );
}

function topEntry(path: string, directory: string): string {
  const prefix = directory === "/" ? "/" : `${directory}/`;
  return prefix + (path.slice(prefix.length).split("/")[0] ?? "");
}

function isBuildOnly(path: string, directory: string, analysis: Analysis): boolean {
  return analysis.toolchain.purpose(path, directory, analysis.model.tree) === "build-only";
}

/** The command runs an artifact that a COPY takes from the host, although the build has just made one like it. */
export function prebuiltArtifact(
  analysis: Analysis,
): { readonly message: string; readonly line: number } | null {
  for (const fact of analysis.model.facts) {
    if (fact.kind !== "copy" || !fact.sources.known) continue;
    const source = fact.sources.value.find((one) => /(^|\/)(target|build|dist|out)\/|\.(jar|war)$/.test(one));
    if (source !== undefined) {
      return {
        message: `${source} is copied from the host, not from the build that the file has just run`,
        line: fact.instruction.line,
      };
    }
  }
  return null;
}

/** Is the path outside the application made by a RUN that the runtime stage has, too? */
function repeated(path: string, scope: ArtifactScope, analysis: Analysis): boolean {
  if (analysis.regions.isBuildPath(path)) return false;
  const { ledger } = analysis.model;
  const producers = ledger.producers(path).filter((entry) => entry.by !== "workdir");
  const covering = ledger.covering(path).filter((entry) => entry.by !== "workdir" && entry.path !== "/");
  // A folder that mkdir makes again is not what something else put into it.
  const filling = [...producers, ...covering].filter(
    ({ what, path: at }) => what !== "directory" || at === path,
  );
  const content = filling.filter(({ what }) => what !== "directory");
  return (content.length > 0 ? content : filling).some((entry) =>
    scope.inRuntime(entry.instruction, entry.unit),
  );
}

function isFile(path: string, analysis: Analysis): boolean {
  const kind = analysis.model.tree.kind(path);
  if (kind !== null) return kind === "file";
  const [producer] = analysis.model.ledger.producers(path);
  return producer?.what === "file";
}
