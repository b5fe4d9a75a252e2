/** What keeps an artifact from the container although the build makes it: mounts and volumes. */
import type { ImageModel } from "../model/fold.js";
import type { LedgerEntry } from "../model/ledger.js";
import { isWithin, resolvePath } from "../model/paths.js";
import type { Analysis, ArtifactCopy } from "./types.js";

/** A compose service that mounts a folder of the host over what is copied hides it. */
export function hiddenByMount(copies: readonly ArtifactCopy[], analysis: Analysis): string | null {
  for (const service of analysis.services) {
    for (const { source, target } of service.mounts) {
      const copy = copies.find(({ to }) => to !== target && isWithin(to, target));
      if (copy) {
        return `${service.file}: the service ${service.name} mounts ${source} over ${target}, which hides ${copy.to}`;
      }
    }
  }
  return null;
}

/** A path that is in no layer of the build stage, or that a VOLUME discards. */
export function unreachable(
  path: string,
  analysis: Analysis,
): { readonly code: string; readonly message: string } | null {
  for (const fact of analysis.model.facts) {
    const { instruction } = fact;
    if (instruction.keyword === "VOLUME") {
      const under = instruction.values.find(
        (value) => value.text.startsWith("/") && isWithin(path, value.text),
      );
      if (under)
        return { code: "artifact-under-volume", message: `${path} lies under the volume ${under.text}` };
    }
    if (mountsOf(fact).some(({ target }) => isWithin(path, target)) && madeInMounts(path, analysis.model)) {
      return {
        code: "artifact-in-cache-mount",
        message: `${path} lies in a mount of line ${instruction.line}, which is in no layer`,
      };
    }
  }
  return null;
}

/** Whatever made the path made it in something that was mounted there: the image does not have it (P28). */
export function onlyInMount(path: string, model: ImageModel): boolean {
  return makersOf(path, model).length > 0 && madeInMounts(path, model);
}

/** Did nothing but a RUN that mounts something over it make the path? */
function madeInMounts(path: string, model: ImageModel): boolean {
  return makersOf(path, model).every((entry) =>
    model.facts.some(
      (fact) =>
        fact.instruction.index === entry.instruction &&
        mountsOf(fact).some(({ target }) => isWithin(entry.path, target)),
    ),
  );
}

function makersOf(path: string, { ledger, tree }: ImageModel): readonly LedgerEntry[] {
  const exact = ledger.producers(path).filter(({ by }) => by !== "workdir");
  if (exact.length > 0 || tree.kind(path) !== null) return exact;
  return ledger
    .covering(path)
    .filter(({ by }) => by === "step" || by === "command")
    .slice(0, 1);
}

/** What `RUN --mount` lays over the image while the instruction runs; a target may be relative to the working directory. */
function mountsOf({
  instruction,
  before,
}: ImageModel["facts"][number]): readonly { readonly target: string }[] {
  if (instruction.keyword !== "RUN") return [];
  return instruction.flags.flatMap(({ name, value }) => {
    const target = /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(value ?? "")?.[1];
    if (name !== "mount" || target === undefined) return [];
    if (!target.startsWith("/") && !before.workdir.known) return [];
    return [{ target: resolvePath(before.workdir.known ? before.workdir.value : "/", target) }];
  });
}
