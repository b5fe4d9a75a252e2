/**
 * docker. Builds with BuildKit, which takes a Dockerfile from outside the context and reads the ignore file that
 * stands beside it under its name with `.dockerignore` behind; docker's older builder does neither and is refused.
 */
import { buildArguments, commonParts } from "./command-line.js";
import { answerOf, type Found } from "./found.js";
import { Runner, type Surroundings } from "./runner.js";
import type { Engine } from "./types.js";

export async function findDocker(surroundings: Surroundings): Promise<Found> {
  const runner = new Runner("docker", surroundings, { DOCKER_BUILDKIT: "1" });
  const version = await answerOf(runner, ["version", "--format", "{{.Server.Version}}"]);
  if ("because" in version) return version;
  const buildx = await runner.try(["buildx", "version"]);
  if (buildx.code !== 0) return { because: "docker has no BuildKit (docker buildx is missing)" };
  const engine: Engine = {
    name: "docker",
    version: version.text,
    local: isLocal(surroundings.env["DOCKER_HOST"]),
    build: async (request) => {
      const { code, stdout, stderr } = await runner.try([
        "build",
        "--progress=plain",
        ...buildArguments(request),
        request.context,
      ]);
      return { ok: code === 0, log: stderr + stdout };
    },
    ...commonParts(runner, (container) => runner.stream(["export", container])),
  };
  return { engine };
}

/** On other systems than Linux, docker runs in a virtual machine, whose addresses lead nowhere from here. */
function isLocal(host: string | undefined): boolean {
  return process.platform === "linux" && (host === undefined || host === "" || host.startsWith("unix:"));
}
