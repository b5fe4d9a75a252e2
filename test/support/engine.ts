/**
 * A container engine through its command line, for tests: build, inspect, run, ask over HTTP, clean up. In: whatever
 * `docker` the environment gives (DOCKER_HOST and the rest are the client's own affair); out: plain
 * values. Throws with the engine's last lines where a command fails that has to work. It never pulls.
 */
import { execFile } from "node:child_process";
import { request } from "node:http";

/** More flags for every build, blank-separated: `--network host` where a build reaches the registries only so. */
const BUILD_FLAGS = words(process.env["DFSPLIT_E2E_BUILD_FLAGS"] ?? "");

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly cmd: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly user: string;
  readonly workdir: string;
  readonly exposed: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck: unknown;
  readonly stopSignal: string | null;
  readonly shell: readonly string[] | null;
  readonly onbuild: readonly string[];
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

export interface Answer {
  readonly status: number;
  readonly body: string;
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

  async inspect(image: string): Promise<{ readonly config: ImageConfig; readonly size: number }> {
    const text = await must(["image", "inspect", image]);
    const [found] = JSON.parse(text) as readonly InspectedImage[];
    if (!found) throw new Error(`${image} is not there`);
    return { config: configOf(found.Config), size: found.Size };
  }

  /** Runs a container to its end. */
  async run(image: string, options: RunOptions = {}): Promise<Result> {
    return docker(["run", "--rm", ...this.#flags(options), image, ...(options.args ?? [])]);
  }

  /** Starts a container whose port is published on a free port of this machine. */
  async start(image: string, port: number, options: RunOptions = {}): Promise<Container> {
    const id = (
      await must([
        "run",
        "--detach",
        "--publish",
        `127.0.0.1::${port}`,
        ...this.#flags(options),
        image,
        ...(options.args ?? []),
      ])
    ).trim();
    const published = (await must(["port", id, String(port)])).trim().split("\n")[0]?.split(":").at(-1) ?? "";
    return new Container(id, Number(published));
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
  constructor(
    readonly id: string,
    private readonly port: number,
  ) {}

  /** Asks until somebody answers. @throws when the container ended or the time is over */
  async get(path: string, seconds = 60): Promise<Answer> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const answer = await get(this.port, path).catch(() => null);
      if (answer) return answer;
      const state = (
        await must(["inspect", "--format", "{{.State.Running}} {{.State.ExitCode}}", this.id])
      ).trim();
      if (!state.startsWith("true") || Date.now() > end) {
        const logs = await docker(["logs", this.id]);
        throw new Error(
          `nobody answers on ${path} (running, exit code: ${state}): ${lastLines(logs.stdout + logs.stderr)}`,
        );
      }
      await delay(200);
    }
  }

  /** User id of the process with the number 1. */
  async user(): Promise<number> {
    const status = await must(["exec", this.id, "cat", "/proc/1/status"]);
    return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
  }

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

interface InspectedImage {
  readonly Size: number;
  readonly Config: {
    readonly Env?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly User?: string;
    readonly WorkingDir?: string;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
    readonly Volumes?: Readonly<Record<string, unknown>> | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Healthcheck?: unknown;
    readonly StopSignal?: string;
    readonly Shell?: readonly string[] | null;
    readonly OnBuild?: readonly string[] | null;
  };
}

function configOf(config: InspectedImage["Config"]): ImageConfig {
  return {
    env: Object.fromEntries(
      (config.Env ?? []).map((entry) => [
        entry.slice(0, entry.indexOf("=")),
        entry.slice(entry.indexOf("=") + 1),
      ]),
    ),
    cmd: config.Cmd ?? null,
    entrypoint: config.Entrypoint ?? null,
    user: config.User ?? "",
    workdir: config.WorkingDir ?? "",
    exposed: Object.keys(config.ExposedPorts ?? {}).sort(),
    volumes: Object.keys(config.Volumes ?? {}).sort(),
    labels: config.Labels ?? {},
    healthcheck: config.Healthcheck ?? null,
    stopSignal: config.StopSignal ?? null,
    shell: config.Shell ?? null,
    onbuild: config.OnBuild ?? [],
  };
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function docker(args: readonly string[]): Promise<Result> {
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

/** A tcp engine publishes ports on its own machine. */
function engineHost(): string {
  const host = process.env["DOCKER_HOST"] ?? "";
  return host.startsWith("tcp://") ? new URL(host).hostname : "127.0.0.1";
}

function get(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: engineHost(), port, path, agent: false, timeout: 5000 }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.on("timeout", () => asked.destroy(new Error("no answer")));
    asked.end();
  });
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-15).join("\n");
}
