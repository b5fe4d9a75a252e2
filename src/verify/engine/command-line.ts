/**
 * What docker and podman have in common: podman took over docker's commands. In: requests; out: plain values.
 * The two differ in how they build and in where they print what, which stands in their own modules.
 */
import { configOf, type PrintedConfig, type PrintedHealthcheck } from "./inspected.js";
import type { Streamed } from "./process.js";
import { linesOf, type Runner } from "./runner.js";
import type {
  BuildRequest,
  ContainerState,
  Containers,
  Engine,
  Files,
  ImageFacts,
  Logs,
  Owned,
  StartRequest,
} from "./types.js";
import { EngineError } from "./types.js";

/** Enough for a server of an application, and no more than a machine can bear twice. */
const LIMITS = ["--memory", "2g", "--pids-limit", "2048"];

interface PrintedImage {
  readonly Id: string;
  readonly Size?: number;
  readonly Config?: PrintedConfig | null;
  /** podman prints it here */
  readonly HealthCheck?: PrintedHealthcheck | null;
  readonly RootFS?: { readonly Layers?: readonly string[] | null };
}

interface PrintedContainer {
  readonly State: {
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly Pid: number;
    readonly Health?: { readonly Status?: string } | null;
    readonly Healthcheck?: { readonly Status?: string } | null;
  };
  readonly Config?: { readonly Hostname?: string };
  readonly NetworkSettings: {
    readonly IPAddress?: string;
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>> | null;
    readonly Ports?: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>> | null;
  };
}

export function buildArguments(request: BuildRequest): readonly string[] {
  return [
    ...request.flags,
    ...Object.entries(request.buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...(request.target === null ? [] : ["--target", request.target]),
    ...request.secrets.flatMap((secret) => ["--secret", secret]),
    "--tag",
    request.name,
    "--file",
    request.dockerfile,
  ];
}

/** @param exporting starts the export of a container; its standard output is the archive */
export function commonParts(
  runner: Runner,
  exporting: (container: string) => Streamed,
): Pick<Engine, "inspect" | "files" | "containers" | "owned" | "remove"> {
  return {
    inspect: (image) => inspectImage(runner, image),
    files: (image, container) => exportFiles(runner, image, container, exporting),
    containers: new CommandLineContainers(runner),
    owned: (prefix) => ownedBy(runner, prefix),
    remove: (owned) => removeOwned(runner, owned),
  };
}

async function inspectImage(runner: Runner, image: string): Promise<ImageFacts> {
  const [printed] = JSON.parse(await runner.must(["image", "inspect", image])) as readonly PrintedImage[];
  if (!printed) throw new EngineError(`there is no image ${image}`);
  const healthcheck = printed.HealthCheck ?? printed.Config?.Healthcheck ?? null;
  return {
    id: printed.Id,
    config: configOf({ ...printed.Config, Healthcheck: healthcheck }),
    size: printed.Size ?? null,
    layers: printed.RootFS?.Layers?.length ?? 0,
    history: linesOf(
      await runner.must(["history", "--no-trunc", "--format", "{{.CreatedBy}}", image]),
    ).toReversed(),
  };
}

/** Lists the image without running anything of it: a container is created, exported and removed. */
async function exportFiles(
  runner: Runner,
  image: string,
  container: string,
  exporting: (container: string) => Streamed,
): Promise<Files> {
  // A word behind the image: without a command of its own nothing could be created from it.
  await runner.must(["create", "--pull=never", "--network", "none", "--name", container, image, "true"]);
  const { stdout, ended } = exporting(container);
  return {
    tar: stdout,
    done: async () => {
      const { code, stderr } = await ended;
      await runner.tryAlways(["rm", "--force", "--volumes", container]);
      if (code !== 0 || stderr !== "") throw new EngineError(`${runner.program} export: ${stderr.trim()}`);
    },
  };
}

class CommandLineContainers implements Containers {
  constructor(private readonly runner: Runner) {}

  async createNetwork(name: string): Promise<void> {
    await this.runner.must(["network", "create", "--internal", name]);
  }

  async start(request: StartRequest): Promise<void> {
    await this.runner.must([
      "run",
      "--detach",
      "--pull=never",
      "--name",
      request.name,
      "--network",
      request.network,
      ...LIMITS,
      ...request.publish.flatMap((port) => ["--publish", `127.0.0.1::${port}`]),
      ...request.env.flatMap((entry) => ["--env", entry]),
      request.image,
      ...request.command,
    ]);
  }

  async state(name: string): Promise<ContainerState> {
    const text = await this.runner.must(["container", "inspect", name]);
    const [printed] = JSON.parse(text) as readonly PrintedContainer[];
    if (!printed) throw new EngineError(`there is no container ${name}`);
    return stateOf(printed);
  }

  async logs(name: string): Promise<Logs> {
    const { stdout, stderr } = await this.runner.try(["logs", name]);
    return { stdout, stderr };
  }

  async read(name: string, path: string): Promise<string | null> {
    const { code, stdout } = await this.runner.try(["exec", "--user", "0", name, "cat", path]);
    return code === 0 ? stdout : null;
  }

  async stop(name: string, seconds: number): Promise<void> {
    await this.runner.must(["stop", "--time", String(seconds), name]);
  }
}

function stateOf({ State, Config, NetworkSettings }: PrintedContainer): ContainerState {
  const health = State.Health?.Status ?? State.Healthcheck?.Status ?? "";
  const addresses = [
    ...Object.values(NetworkSettings.Networks ?? {}).map(({ IPAddress }) => IPAddress),
    NetworkSettings.IPAddress,
  ];
  return {
    running: State.Running,
    exitCode: State.ExitCode,
    pid: State.Pid,
    health: health === "starting" || health === "healthy" || health === "unhealthy" ? health : null,
    address: addresses.find((one) => one !== undefined && one !== "") ?? null,
    hostname: Config?.Hostname ?? "",
    published: Object.fromEntries(
      Object.entries(NetworkSettings.Ports ?? {}).flatMap(([port, places]) =>
        places?.[0] === undefined ? [] : [[parseInt(port, 10), Number(places[0].HostPort)] as const],
      ),
    ),
  };
}

/** Names as the engine lists them; podman puts `localhost/` in front of an image's. */
async function ownedBy(runner: Runner, prefix: string): Promise<readonly Owned[]> {
  const names = async (kind: Owned["kind"], args: readonly string[]): Promise<readonly Owned[]> =>
    (await runner.list(args))
      .map((name) => ({ kind, name: name.trim().replace(/^localhost\//, "") }))
      .filter(({ name }) => name.startsWith(prefix));
  return [
    ...(await names("container", ["ps", "--all", "--format", "{{.Names}}"])),
    ...(await names("image", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"])),
    ...(await names("network", ["network", "ls", "--format", "{{.Name}}"])),
  ];
}

async function removeOwned(runner: Runner, { kind, name }: Owned): Promise<boolean> {
  const args = {
    container: ["rm", "--force", "--volumes", name],
    image: ["image", "rm", "--force", name],
    network: ["network", "rm", name],
  }[kind];
  const { code, stderr } = await runner.tryAlways(args);
  return code === 0 || /no such|not found|not known/i.test(stderr);
}
