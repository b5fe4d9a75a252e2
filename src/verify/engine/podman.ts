/** podman. Takes the ignore file by a flag of its own; its addresses can be reached only when it runs as root on this machine. */
import {
  CommandLineContainers,
  buildArguments,
  exportFiles,
  inspectImage,
  ownedBy,
  removeOwned,
} from "./command-line.js";
import { lastLine, type Found } from "./docker.js";
import { Runner, type Surroundings } from "./runner.js";

/** podman opens /dev/stdout by its name, which the system refuses for the socket that Node gives as one. */
const EXPORT = 'podman export "$1" | cat';

export async function findPodman(surroundings: Surroundings): Promise<Found> {
  const runner = new Runner("podman", surroundings);
  const shell = new Runner("sh", surroundings);
  const version = await runner.try(["version", "--format", "{{.Client.Version}}"]);
  if (version.code === 127) return { because: "podman is not installed" };
  if (version.code !== 0) return { because: `podman does not answer (${lastLine(version.stderr)})` };
  const remote = surroundings.env["CONTAINER_HOST"] ?? "";
  return {
    engine: {
      name: "podman",
      version: version.stdout.trim(),
      local: process.platform === "linux" && process.getuid?.() === 0 && remote === "",
      build: async (request) => {
        const { code, stdout, stderr } = await runner.try([
          "build",
          "--format",
          // the OCI format has no place for HEALTHCHECK and SHELL
          "docker",
          "--ignorefile",
          request.ignoreFile,
          ...buildArguments(request),
          request.context,
        ]);
        return { ok: code === 0, log: stdout + stderr };
      },
      inspect: (image) => inspectImage(runner, image),
      files: (image, container) =>
        exportFiles(runner, image, container, (name) => shell.stream(["-c", EXPORT, "sh", name])),
      containers: new CommandLineContainers(runner),
      owned: (prefix) => ownedBy(runner, prefix),
      remove: (owned) => removeOwned(runner, owned),
    },
  };
}
