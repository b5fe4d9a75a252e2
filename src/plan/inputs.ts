/**
 * What a RUN of the runtime stage works on: files that its kept commands read, and folders that it makes an
 * index of (certificates, fonts, libraries). Such a file has to stand there when the RUN runs, so that a copy
 * from the build stage comes in front of it, and a COPY of the context is repeated.
 */
import { hasGlob, isWithin, parentOf } from "../model/paths.js";
import type { Fact } from "../model/types.js";
import { resolveArtifact, type ArtifactScope } from "./artifacts.js";
import { runtimeRun } from "./runtime-run.js";
import type { Analysis } from "./types.js";
import type { Wanted } from "./wanted.js";

/** Where the programs behind these settings look (their manual pages). */
const INDEXED: Readonly<Record<string, RegExp>> = {
  "ca-certificates": /^\/(usr(\/local)?\/share\/ca-certificates|etc\/pki\/(ca-)?trust)(\/|$)/,
  "font-cache": /^\/usr(\/local)?\/share\/fonts(\/|$)/,
  ldconfig: /^\/(etc\/ld\.so\.conf\.d|usr\/(local\/)?lib)(\/|$)/,
  locale: /^\/(etc\/locale\.gen$|usr\/share\/i18n\/)/,
};

type RunFact = Extract<Fact, { kind: "run" }>;

function keptRuns(
  analysis: Analysis,
): readonly { readonly fact: RunFact; readonly kept: RunFact["units"] }[] {
  return analysis.model.facts.flatMap((fact) => {
    if (fact.kind !== "run") return [];
    const answer = runtimeRun(fact, analysis);
    if ("refused" in answer || answer.where === "build") return [];
    return [{ fact, kept: fact.units.filter((_, at) => answer.kept.has(at)) }];
  });
}

/** Absolute paths that the commands read before they make them themselves. */
function readsOf(units: RunFact["units"]): readonly string[] {
  const made: string[] = [];
  return units.flatMap((unit) =>
    unit.commands.flatMap(({ effects }) =>
      effects.flatMap((effect) => {
        const path =
          effect.kind === "read"
            ? effect.path
            : effect.kind === "write" && effect.link !== true
              ? effect.from
              : undefined;
        const own = path !== undefined && made.some((one) => isWithin(path, one));
        if (effect.kind === "write") made.push(effect.path);
        return path === undefined || own ? [] : [path];
      }),
    ),
  );
}

/** Does a RUN that stays in the build stage behind this instruction read the path or something below it, as far as it is understood? */
export function readByBuild(path: string, behind: number, analysis: Analysis): boolean {
  return analysis.model.facts.some((fact) => {
    if (fact.kind !== "run" || fact.instruction.index <= behind) return false;
    const answer = runtimeRun(fact, analysis);
    if ("refused" in answer || answer.where === "runtime") return false;
    return (
      fact.opaque !== null ||
      fact.units.some((unit) => unit.commands.some(({ opaque }) => opaque !== null)) ||
      readsOf(fact.units).some((read) => isWithin(read, path))
    );
  });
}

/** Does a RUN of the runtime stage behind this instruction read the path, or something below it? */
export function readByRuntime(path: string, behind: number, analysis: Analysis): boolean {
  return keptRuns(analysis).some(
    ({ fact, kept }) => fact.instruction.index > behind && readsOf(kept).some((read) => isWithin(read, path)),
  );
}

/** Files of the build stage that RUNs of the runtime stage read. */
export function inputsOf(analysis: Analysis, scope: ArtifactScope): readonly Wanted[] {
  const { regions, model } = analysis;
  return keptRuns(analysis).flatMap(({ fact, kept }) =>
    readsOf(kept).flatMap((read): Wanted[] => {
      const path = hasGlob(read) ? parentOf(read) : read;
      if (!regions.isBuildPath(path) && !regions.isScratch(path)) return [];
      if (regions.buildDirectories.some((directory) => isWithin(directory, path))) return [];
      const found = resolveArtifact(path, scope);
      const what =
        model.tree.kind(path) === "directory" ? "directory" : found.kind === "copy" ? found.what : null;
      if (found.kind !== "copy" || what === null) return [];
      return [
        {
          path: found.path,
          what,
          renamable: false,
          because: `line ${fact.instruction.line} of the input reads it`,
          before: fact.instruction.index,
        },
      ];
    }),
  );
}

/** The first RUN of the runtime stage that makes an index over the folder in which the path lies; undefined when none does. */
export function indexedBy(path: string, analysis: Analysis): number | undefined {
  return keptRuns(analysis).find(({ kept }) =>
    kept.some((unit) =>
      unit.commands.some(({ effects }) =>
        effects.some((effect) => effect.kind === "setting" && INDEXED[effect.of]?.test(path) === true),
      ),
    ),
  )?.fact.instruction.index;
}
