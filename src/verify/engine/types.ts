/** A container engine as verification needs it: build, look at an image, list its files, run, remove. */
import type { Readable } from "node:stream";

export const engineNames = ["docker", "podman", "buildah"] as const;
export type EngineName = (typeof engineNames)[number];

export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly cmd: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly user: string;
  readonly workdir: string;
  readonly exposed: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck: Healthcheck | null;
  readonly stopSignal: string | null;
  readonly shell: readonly string[] | null;
  readonly onbuild: readonly string[];
}

export interface Healthcheck {
  readonly test: readonly string[];
  /** nanoseconds; 0 is the engine's default */
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
}

export interface ImageFacts {
  readonly id: string;
  readonly config: ImageConfig;
  /** bytes on disk as the engine counts them; null where it does not */
  readonly size: number | null;
  readonly layers: number;
  /** what made each layer, oldest first, as the engine tells it */
  readonly history: readonly string[];
}

export interface BuildRequest {
  readonly name: string;
  readonly context: string;
  /** path on disk, outside of the context */
  readonly dockerfile: string;
  /** path of the ignore file that holds for this build */
  readonly ignoreFile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target: string | null;
  readonly secrets: readonly string[];
  /** passed on as they are */
  readonly flags: readonly string[];
}

export interface Built {
  readonly ok: boolean;
  readonly log: string;
}

export interface StartRequest {
  readonly name: string;
  readonly image: string;
  readonly env: readonly string[];
  /** in the place of the image's command; empty for the command itself */
  readonly command: readonly string[];
  readonly network: string;
  /** ports that are published on the loopback address of the engine's machine */
  readonly publish: readonly number[];
}

export interface ContainerState {
  readonly running: boolean;
  readonly exitCode: number;
  /** of the first process, as the engine's machine counts; 0 when it is over */
  readonly pid: number;
  readonly health: "starting" | "healthy" | "unhealthy" | null;
  readonly address: string | null;
  /** what the container calls itself */
  readonly hostname: string;
  /** port of the container -> port of the engine's machine */
  readonly published: Readonly<Record<number, number>>;
}

export interface Logs {
  readonly stdout: string;
  readonly stderr: string;
}

export interface Files {
  /** a tar archive of the whole file system */
  readonly tar: Readable;
  /** resolves when all is over and what was made for it is removed; rejects when the engine failed */
  done(): Promise<void>;
}

export interface Containers {
  createNetwork(name: string): Promise<void>;
  start(request: StartRequest): Promise<void>;
  state(name: string): Promise<ContainerState>;
  logs(name: string): Promise<Logs>;
  /** what a program inside of the container prints; null when it cannot be run */
  read(name: string, path: string): Promise<string | null>;
  /** sends the stop signal and waits; ends it by force after `seconds` */
  stop(name: string, seconds: number): Promise<void>;
}

/** What a run made, by its name. */
export interface Owned {
  readonly kind: "container" | "image" | "network";
  readonly name: string;
}

export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  /** addresses of containers can be reached from here, and /proc shows their processes */
  readonly local: boolean;
  build(request: BuildRequest): Promise<Built>;
  /** @throws EngineError when there is no such image */
  inspect(image: string): Promise<ImageFacts>;
  /** @param container name for what has to be created on the way */
  files(image: string, container: string): Promise<Files>;
  /** null for an engine that only builds */
  readonly containers: Containers | null;
  /** everything whose name starts with the prefix */
  owned(prefix: string): Promise<readonly Owned[]>;
  /** removes it with its anonymous volumes; @returns false when it is still there */
  remove(owned: Owned): Promise<boolean>;
}

/** The engine did not do what it has to be able to do: it is gone, out of disk, or refuses. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
