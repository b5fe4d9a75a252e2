/**
 * Commands with which other files of the repository run the image of this Dockerfile: `docker run`, `docker exec` and
 * `docker compose run` in scripts, Makefiles, workflows and package.json, and the commands that Fly.io, Heroku, Render
 * and Railway are told. In: the repository and its compose services; out: words or shell texts with the file that has
 * them. An image is this one's when it has a name under which a build of this Dockerfile tags it, or a compose service
 * that builds it gives; other images are passed over, and so are runs that mount the host's files over the program.
 */
import { posix } from "node:path";
import { parse } from "yaml";
import type { Repository } from "../project/types.js";
import type { ComposeService } from "./compose.js";
import { containerCalls, type ContainerCall } from "./container-calls.js";
import { assignments, expand, ownImageNames, plainName } from "./image-names.js";
import { buildingFiles } from "./references.js";

export interface ImageRun {
  /** path in the repository */
  readonly file: string;
  /** shell text or words; words without `entrypoint` are arguments where the image has an ENTRYPOINT */
  readonly command: string | readonly string[];
  readonly entrypoint: boolean;
}

export function imageRuns(
  repository: Repository,
  services: readonly ComposeService[],
  workdir: string | null,
): readonly ImageRun[] {
  const names = new Set(ownImageNames(repository, services).map(({ name }) => name));
  const files = buildingFiles(repository);
  const calls = files.flatMap(({ path, text }) => {
    const settings = assignments(text);
    return containerCalls(path, text).map((call) => ({
      path,
      call: { ...call, image: plainName(expand(call.image, settings)) },
    }));
  });
  const containers = new Set(
    calls.flatMap(({ call }) =>
      call.kind === "run" && call.name !== null && names.has(call.image) ? [call.name] : [],
    ),
  );
  const own = new Set(services.map(({ name }) => name));
  const isOurs = (call: ContainerCall): boolean =>
    (call.kind === "run" && names.has(call.image)) ||
    (call.kind === "exec" && containers.has(call.image)) ||
    (call.kind === "service" && own.has(call.image));
  const runs = calls.flatMap(({ path, call }): ImageRun[] => {
    if (!isOurs(call)) return [];
    const hidden = call.mounts.some(
      (target) => workdir !== null && (workdir === target || workdir.startsWith(`${target}/`)),
    );
    const words = [...(call.entrypoint === null ? [] : [call.entrypoint]), ...call.words];
    if (hidden || words.length === 0) return [];
    return [{ file: path, command: words, entrypoint: call.entrypoint !== null || call.kind === "exec" }];
  });
  return [...runs, ...files.flatMap((file) => platformRuns(file, repository))];
}

function clean(path: string): string {
  return posix.normalize(path).replace(/^\.\//, "");
}

interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** What platforms are told to run, where their file speaks of this Dockerfile. */
function platformRuns({ path, text }: TextFile, repository: Repository): readonly ImageRun[] {
  const own = repository.dockerfilePath;
  const beside = (written: string | undefined): boolean =>
    own !== null && clean(posix.join(posix.dirname(path), written ?? "Dockerfile")) === own;
  const run = (command: string): ImageRun => ({ file: path, command, entrypoint: false });
  const name = posix.basename(path).toLowerCase();
  if (name === "fly.toml") {
    if (!beside(/^\s*dockerfile\s*=\s*["']([^"']+)/m.exec(text)?.[1])) return [];
    const released = [...text.matchAll(/^\s*release_command\s*=\s*["'](.+)["']\s*$/gm)];
    const section = /^\[processes\]\s*\n((?:(?!\[).*\n?)*)/m.exec(text)?.[1] ?? "";
    const processes = [...section.matchAll(/^\s*[\w-]+\s*=\s*["'](.+)["']\s*$/gm)];
    return [...released, ...processes].map((match) => run(match[1] ?? ""));
  }
  if (name === "heroku.yml") {
    const { build, run: runs, release } = record(yaml(text));
    const images = Object.values(record(record(build)["docker"]));
    if (!images.some((file) => typeof file === "string" && beside(file))) return [];
    return [...Object.values(record(runs)), release].flatMap(commandsOf).map(run);
  }
  if (/^render\.ya?ml$/.test(name)) {
    return list(record(yaml(text))["services"])
      .map(record)
      .filter((service) => (service["runtime"] ?? service["env"]) === "docker")
      .filter(({ dockerfilePath }) => beside(typeof dockerfilePath === "string" ? dockerfilePath : undefined))
      .flatMap(({ dockerCommand, preDeployCommand }) => [dockerCommand, preDeployCommand])
      .flatMap((command) => (typeof command === "string" ? [run(command)] : []));
  }
  if (name === "railway.json") {
    const { startCommand, preDeployCommand } = record(record(yaml(text))["deploy"]);
    return [startCommand, ...list(preDeployCommand), preDeployCommand].flatMap((command) =>
      typeof command === "string" && beside(undefined) ? [run(command)] : [],
    );
  }
  return [];
}

/** A command of heroku.yml: a text, a list of texts, or an entry `command` with one of them. */
function commandsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((one) => (typeof one === "string" ? [one] : []));
  const { command } = record(value);
  return command === undefined ? [] : commandsOf(command);
}

function yaml(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    // a file that its own tool would reject tells nothing
    return null;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
