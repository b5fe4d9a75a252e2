/** What keeps an artifact from the container although the build makes it: mounts and volumes. */
import { isWithin } from "../model/paths.js";
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
    if (instruction.keyword === "RUN") {
      for (const flag of instruction.flags) {
        const target = /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(flag.value ?? "")?.[1];
        if (
          flag.name === "mount" &&
          target !== undefined &&
          target.startsWith("/") &&
          isWithin(path, target)
        ) {
          return {
            code: "artifact-in-cache-mount",
            message: `${path} lies in a mount of line ${instruction.line}, which is in no layer`,
          };
        }
      }
    }
  }
  return null;
}
