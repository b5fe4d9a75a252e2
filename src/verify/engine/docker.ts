/**
 * docker. Builds with BuildKit, which takes a Dockerfile from outside the context and reads the ignore file that
 * stands beside it under its name with `.dockerignore` behind; docker's older builder does neither and is refused.
 */
import {
  CommandLineContainers,
  buildArguments,
  exportFiles,
  inspectImage,
  ownedBy,
  removeOwned,
} from "./command-line.js";
import { Runner, type Surroundings } from "./runner.js";
import type { Engine } from "./types.js";

export type Found = { readonly engine: Engine } | { readonly because: string };

export async function findDocker(surroundings: Surroundings): Promise<Found> {
  const runner = new Runner("docker", surroundings, { DOCKER_BUILDKIT: "1" });
  const version = await runner.try(["version", "--format", "{{.Server.Version}}"]);
  if (version.code === 127) return { because: "docker is not installed" };
  if (version.code !== 0) return { because: `docker does not answer (${lastLine(version.stderr)})` };
  const buildx = await runner.try(["buildx", "version"]);
  if (buildx.code !== 0) return { because: "docker has no BuildKit (docker buildx is missing)" };
  const engine: Engine = {
    name: "docker",
    version: version.stdout.trim(),
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
    inspect: (image) => inspectImage(runner, image),
    files: (image, container) =>
      exportFiles(runner, image, container, (name) => runner.stream(["export", name])),
    containers: new CommandLineContainers(runner),
    owned: (prefix) => ownedBy(runner, prefix),
    remove: (owned) => removeOwned(runner, owned),
  };
  return { engine };
}

/** On other systems than Linux, docker runs in a virtual machine, whose addresses lead nowhere from here. */
function isLocal(host: string | undefined): boolean {
  return process.platform === "linux" && (host === undefined || host === "" || host.startsWith("unix:"));
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
