/**
 * A container engine through its command line, for tests: build, run, clean up. In: whatever
 * `docker` the environment gives (DOCKER_HOST and the rest are the client's own affair); out: plain
 * values. Throws with the engine's last lines where a command fails that has to work. It never pulls.
 */
import { execFile } from "node:child_process";

/** More flags for every build, blank-separated: `--network host` where a build reaches the registries only so. */
const BUILD_FLAGS = words(process.env["DFSPLIT_E2E_BUILD_FLAGS"] ?? "");

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BuildOptions {
  readonly context: string;
  /** path on disk */
  readonly dockerfile: string;
  readonly tag: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly target?: string;
  /** name in FROM -> name of an image that the engine has */
  readonly images?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly entrypoint?: string;
}

/** One session: what it makes carries its label, and it removes that and nothing else. */
export class Engine {
  readonly #label = `dfsplit.e2e=${process.pid}-${Date.now()}`;

  /** The engine's version. @throws when no engine answers */
  async version(): Promise<string> {
    const result = await docker(["version", "--format", "{{.Server.Version}}"]);
    if (result.code !== 0) throw new Error(`no container engine answers: ${lastLines(result.stderr)}`);
    return result.stdout.trim();
  }

  async build(options: BuildOptions): Promise<void> {
    const pairs = (
      flag: string,
      values: Readonly<Record<string, string>> | undefined,
      prefix = "",
    ): string[] => Object.entries(values ?? {}).flatMap(([key, value]) => [flag, `${key}=${prefix}${value}`]);
    await must([
      "build",
      "--quiet",
      "--pull=false",
      "--label",
      this.#label,
      ...BUILD_FLAGS,
      ...(options.target === undefined ? [] : ["--target", options.target]),
      ...pairs("--build-arg", options.buildArgs),
      ...pairs("--build-context", options.images, "docker-image://"),
      "--tag",
      options.tag,
      "--file",
      options.dockerfile,
      options.context,
    ]);
  }

  /** Runs a container to its end. */
  async run(image: string, options: RunOptions = {}): Promise<Result> {
    return docker(["run", "--rm", ...this.#flags(options), image, ...(options.args ?? [])]);
  }

  /** Starts a container that goes on running. */
  async start(image: string, options: RunOptions = {}): Promise<Container> {
    const args = ["run", "--detach", ...this.#flags(options), image, ...(options.args ?? [])];
    return new Container((await must(args)).trim());
  }

  async stop(container: Container): Promise<void> {
    await docker(["rm", "--force", "--volumes", container.id]);
  }

  /** Removes every container and image that this session made. */
  async cleanUp(): Promise<void> {
    const filter = ["--filter", `label=${this.#label}`];
    const containers = words((await docker(["ps", "--all", "--quiet", ...filter])).stdout);
    if (containers.length > 0) await docker(["rm", "--force", "--volumes", ...containers]);
    const images = words((await docker(["image", "ls", "--quiet", ...filter])).stdout);
    if (images.length > 0) await docker(["image", "rm", "--force", ...new Set(images)]);
  }

  #flags(options: RunOptions): readonly string[] {
    return [
      "--pull=never",
      "--label",
      this.#label,
      ...Object.entries(options.env ?? {}).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
      ...(options.entrypoint === undefined ? [] : ["--entrypoint", options.entrypoint]),
    ];
  }
}

export class Container {
  constructor(readonly id: string) {}

  /** What the health check says, as soon as it says something: `healthy` or `unhealthy`. */
  async health(seconds = 30): Promise<string> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const status = (await must(["inspect", "--format", "{{.State.Health.Status}}", this.id])).trim();
      if (status !== "starting" || Date.now() > end) return status;
      await delay(250);
    }
  }
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

export function docker(args: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(
      "docker",
      [...args],
      { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, DOCKER_BUILDKIT: "1" } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
        resolve({ code, stdout, stderr: error !== null && stderr === "" ? error.message : stderr });
      },
    );
  });
}

async function must(args: readonly string[]): Promise<string> {
  const result = await docker(args);
  if (result.code !== 0) throw new Error(`docker ${args.join(" ")}\n${lastLines(result.stderr)}`);
  return result.stdout;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-15).join("\n");
}
