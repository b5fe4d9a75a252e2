/**
 * buildah. It builds and shows images and their files, and runs no containers of its own: `--run` needs another
 * engine. The files are read from its mount, by this machine's tar.
 */
import { buildArguments } from "./command-line.js";
import { answerOf, type Found } from "./found.js";
import { configOf, type PrintedConfig } from "./inspected.js";
import { Runner, type Surroundings } from "./runner.js";
import { EngineError, type Files, type ImageFacts, type Owned } from "./types.js";

interface PrintedImage {
  readonly FromImageID: string;
  /** the image's config file, as text */
  readonly Docker?: { readonly config?: PrintedConfig | null } | null;
  readonly OCIv1?: {
    readonly config?: PrintedConfig | null;
    readonly rootfs?: { readonly diff_ids?: readonly string[] };
    readonly history?: readonly { readonly created_by?: string }[];
  } | null;
}

export async function findBuildah(surroundings: Surroundings): Promise<Found> {
  const runner = new Runner("buildah", surroundings);
  const tar = new Runner("tar", surroundings);
  const version = await answerOf(runner, ["version"]);
  if ("because" in version) return version;
  return {
    engine: {
      name: "buildah",
      version: /^Version:\s*(\S+)/m.exec(version.text)?.[1] ?? "",
      local: true,
      build: async (request) => {
        const { code, stdout, stderr } = await runner.try([
          "build",
          "--layers",
          // else it leaves the containers of earlier stages
          "--force-rm",
          "--format",
          "docker",
          "--ignorefile",
          request.ignoreFile,
          ...buildArguments(request),
          request.context,
        ]);
        return { ok: code === 0, log: stdout + stderr };
      },
      inspect: (image) => inspect(runner, image),
      files: (image, container) => files(runner, tar, image, container),
      containers: null,
      owned: (prefix) => owned(runner, prefix),
      remove: async ({ kind, name }) => {
        const { code, stderr } = await runner.tryAlways([kind === "container" ? "rm" : "rmi", name]);
        return code === 0 || /not known|not found/i.test(stderr);
      },
    },
  };
}

async function inspect(runner: Runner, image: string): Promise<ImageFacts> {
  const printed = JSON.parse(await runner.must(["inspect", "--type", "image", image])) as PrintedImage;
  return {
    id: printed.FromImageID,
    config: configOf(printed.Docker?.config ?? printed.OCIv1?.config ?? {}),
    size: null,
    layers: printed.OCIv1?.rootfs?.diff_ids?.length ?? 0,
    history: (printed.OCIv1?.history ?? []).map((step) => step.created_by ?? ""),
  };
}

async function files(runner: Runner, tar: Runner, image: string, container: string): Promise<Files> {
  await runner.must(["from", "--pull-never", "--name", container, image]);
  const folder = (await runner.must(["mount", container])).trim();
  const { stdout, ended } = tar.stream([
    "--create",
    "--file=-",
    "--directory",
    folder,
    "--numeric-owner",
    ".",
  ]);
  return {
    tar: stdout,
    done: async () => {
      const { code, stderr } = await ended;
      await runner.tryAlways(["rm", container]);
      if (code !== 0) throw new EngineError(`tar: ${stderr.trim()}`);
    },
  };
}

async function owned(runner: Runner, prefix: string): Promise<readonly Owned[]> {
  const list = async (args: readonly string[]): Promise<readonly string[]> =>
    (await runner.list(args)).map((name) => name.trim().replace(/^localhost\//, ""));
  const containers = await list(["containers", "--noheading", "--format", "{{.ContainerName}}"]);
  const images = await list(["images", "--noheading", "--format", "{{.Name}}:{{.Tag}}"]);
  return [
    ...containers.map((name) => ({ kind: "container", name }) as const),
    ...images.map((name) => ({ kind: "image", name }) as const),
  ].filter(({ name }) => name.startsWith(prefix));
}
