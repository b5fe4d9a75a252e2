/**
 * Notes on files that the program opens below its working directory, with the line of the source: those that come along, and
 * those of the build's own output, which the container had and has no more. What neither the project nor the build has
 * is left out: the program makes it itself, or it is mounted.
 */
import type { Note } from "../findings/types.js";
import { baseName, isWithin, resolvePath } from "../model/paths.js";
import type { Analysis, ArtifactCopy } from "./types.js";

/** So many are named one by one. */
const NAMED = 5;

export function fileReads(copies: readonly ArtifactCopy[], { model, toolchain }: Analysis): readonly Note[] {
  const { workdir } = model.final;
  if (!workdir.known || toolchain.reads === undefined) return [];
  const directory = workdir.value;
  const reads = toolchain
    .reads(directory, model.sources)
    .map((read) => ({ ...read, path: resolvePath(directory, read.name) }));
  const note = (code: string, weight: Note["weight"], text: (read: (typeof reads)[number]) => string) => {
    return (read: (typeof reads)[number]): Note => ({ code, message: text(read), line: null, weight });
  };
  const copied = (path: string): boolean => copies.some(({ from }) => isWithin(path, from));
  const along = reads
    .filter(({ path }) => copied(path) && model.sources.kind(path) !== null)
    .slice(0, NAMED)
    .map(
      note(
        "reads-working-directory",
        "info",
        ({ source, line, name }) =>
          `${baseName(source)} line ${line} opens ${name} in the working directory; it comes along`,
      ),
    );
  const outputs = model.history.steps.flatMap(({ step }) => (step.outputs.known ? step.outputs.value : []));
  const ofBuild = reads
    .filter(
      ({ path }) =>
        !copied(path) &&
        outputs.some(
          ({ path: made, role }) => role === "intermediate" && path !== made && isWithin(path, made),
        ),
    )
    .map(
      note(
        "reads-build-output",
        "review",
        ({ source, line, name }) =>
          `${baseName(source)} line ${line} opens ${name}, which stands in the folder of the build's output and stays behind with it`,
      ),
    );
  return [...along, ...ofBuild];
}
