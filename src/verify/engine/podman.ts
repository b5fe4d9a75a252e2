/** podman. Takes the ignore file by a flag of its own; its addresses can be reached only when it runs as root on this machine. */
import { buildArguments, commonParts } from "./command-line.js";
import { answerOf, type Found } from "./found.js";
import { Runner, type Surroundings } from "./runner.js";

/** podman opens /dev/stdout by its name, which the system refuses for the socket that Node gives as one. */
const EXPORT = 'podman export "$1" | cat';

export async function findPodman(surroundings: Surroundings): Promise<Found> {
  const runner = new Runner("podman", surroundings);
  const shell = new Runner("sh", surroundings);
  const version = await answerOf(runner, ["version", "--format", "{{.Client.Version}}"]);
  if ("because" in version) return version;
  const remote = surroundings.env["CONTAINER_HOST"] ?? "";
  return {
    engine: {
      name: "podman",
      version: version.text,
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
      ...commonParts(runner, (container) => shell.stream(["-c", EXPORT, "sh", container])),
    },
  };
}
