/** Which engine to use: the one that was asked for, or the first that answers. @throws UserError, one line, when there is none */
import { UserError } from "../../run/user-error.js";
import { findBuildah } from "./buildah.js";
import { findDocker } from "./docker.js";
import type { Found } from "./found.js";
import { findPodman } from "./podman.js";
import type { Surroundings } from "./runner.js";
import { engineNames, type Engine, type EngineName } from "./types.js";

const finders: Readonly<Record<EngineName, (surroundings: Surroundings) => Promise<Found>>> = {
  docker: findDocker,
  podman: findPodman,
  buildah: findBuildah,
};

export async function findEngine(asked: EngineName | null, surroundings: Surroundings): Promise<Engine> {
  const reasons: string[] = [];
  for (const name of asked === null ? engineNames : [asked]) {
    const found = await finders[name](surroundings);
    if ("engine" in found) return found.engine;
    reasons.push(found.because);
  }
  throw new UserError(`verify needs a container engine: ${reasons.join(", ")}`);
}
