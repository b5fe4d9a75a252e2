/**
 * What compose files say of this image: services that build this Dockerfile, with their command,
 * health check, mounts and target. In: the repository around the context; out: plain values. A file
 * that is no valid YAML is passed over.
 */
import { posix } from "node:path";
import { parse } from "yaml";
import type { Repository } from "../project/types.js";

export interface ComposeService {
  /** path of the compose file in the repository */
  readonly file: string;
  readonly name: string;
  /** shell text or words; null when the image's own command runs */
  readonly command: string | readonly string[] | null;
  readonly entrypoint: string | readonly string[] | null;
  readonly healthcheck: string | readonly string[] | null;
  /** absolute container paths that a folder of the host hides, with the host's side as written */
  readonly mounts: readonly { readonly source: string; readonly target: string }[];
  readonly target: string | null;
  /** the name that its image gets, as written */
  readonly image: string | null;
  /** services that have its image as a named context of their builds */
  readonly contextOf: readonly string[];
  /** absolute; null when the image's own holds */
  readonly workingDir: string | null;
  /** variables that it sets, as far as their values are written out */
  readonly environment: ReadonlyMap<string, string>;
}

const COMPOSE_FILE = /^(docker-)?compose.*\.ya?ml$/i;

export function composeServices(repository: Repository): readonly ComposeService[] {
  const files: { readonly path: string; readonly services: Services }[] = [];
  const folders = [
    ...new Set([
      "",
      repository.contextPath,
      posix.dirname(repository.dockerfilePath ?? "."),
      "docker",
      "deploy",
    ]),
  ]
    .map((folder) => (folder === "." ? "" : folder))
    .filter((folder, at, all) => all.indexOf(folder) === at);
  for (const folder of folders) {
    for (const entry of repository.entries(folder) ?? []) {
      if (entry.kind !== "file" || !COMPOSE_FILE.test(entry.name)) continue;
      const path = posix.join(folder, entry.name);
      const text = repository.read(path);
      const services = record(record(text.known ? parseYaml(text.value) : null)["services"]);
      files.push({
        path,
        services: Object.fromEntries(Object.entries(services).map(([name, one]) => [name, record(one)])),
      });
    }
  }
  // Another service, in this file or in one beside it, may use the built image by its name.
  const images = new Set(
    files.flatMap(({ path, services }) =>
      Object.values(services).flatMap(({ build, image }) =>
        typeof image === "string" && buildsThis(build, path, repository) ? [image] : [],
      ),
    ),
  );
  const found = files.flatMap(({ path, services }) => servicesOf(path, services, images, repository));
  return [...found, ...extended(found, files), ...overridden(found, repository)];
}

type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Services that take over such a one and change it (`extends: { file, service }`). */
function extended(
  services: readonly ComposeService[],
  files: readonly { readonly path: string; readonly services: Services }[],
): readonly ComposeService[] {
  return files.flatMap(({ path, services: all }) =>
    Object.entries(all).flatMap(([name, service]): readonly ComposeService[] => {
      const { extends: from, build, image } = service;
      if (from === undefined || build !== undefined || image !== undefined) return [];
      const { file, service: named } = typeof from === "string" ? { service: from } : record(from);
      const where = typeof file === "string" ? clean(posix.join(posix.dirname(path), file)) : path;
      const base = services.find((one) => one.name === named && one.file === where);
      if (base === undefined) return [];
      const own = described(path, name, service, all);
      return [
        {
          ...own,
          command: own.command ?? base.command,
          entrypoint: own.entrypoint ?? base.entrypoint,
          mounts: [...base.mounts, ...own.mounts],
          target: base.target,
        },
      ];
    }),
  );
}

/**
 * Files beside such a compose file that change a service of it (`-f docker-compose.yml -f docker-compose.dev.yml`): they
 * name neither build nor image. What one of them mounts counts where compose takes the file unasked.
 */
function overridden(services: readonly ComposeService[], repository: Repository): readonly ComposeService[] {
  const folders = [...new Set(services.map(({ file }) => clean(posix.dirname(file))))];
  return folders.flatMap((folder) =>
    (repository.entries(folder) ?? []).flatMap((entry): readonly ComposeService[] => {
      const path = posix.join(folder, entry.name);
      if (entry.kind !== "file" || !COMPOSE_FILE.test(entry.name)) return [];
      if (services.some(({ file }) => file === path)) return [];
      const text = repository.read(path);
      const all = record(record(text.known ? parseYaml(text.value) : null)["services"]);
      return Object.entries(all).flatMap(([name, value]): readonly ComposeService[] => {
        const service = record(value);
        const own = services.some((one) => one.name === name && clean(posix.dirname(one.file)) === folder);
        const other = ["build", "image", "extends"].some((key) => service[key] !== undefined);
        if (!own || other) return [];
        const unasked = /\.override\.ya?ml$/i.test(entry.name);
        return [{ ...described(path, name, service, {}), ...(unasked ? {} : { mounts: [] }) }];
      });
    }),
  );
}

function described(
  file: string,
  name: string,
  service: Readonly<Record<string, unknown>>,
  all: Services,
): ComposeService {
  const build = record(service["build"]);
  return {
    file,
    name,
    command: words(service["command"]),
    entrypoint: words(service["entrypoint"]),
    healthcheck: healthTest(words(record(service["healthcheck"])["test"])),
    mounts: mounts(service["volumes"]),
    target: typeof build["target"] === "string" ? build["target"] : null,
    image: typeof service["image"] === "string" ? service["image"] : null,
    contextOf: Object.entries(all).flatMap(([other, { build: built }]) => {
      const contexts = record(built)["additional_contexts"];
      const values = Array.isArray(contexts) ? contexts.map(String) : Object.values(record(contexts));
      return values.some((value) => String(value).replace(/^[\w-]+=/, "") === `service:${name}`)
        ? [other]
        : [];
    }),
    workingDir:
      typeof service["working_dir"] === "string" && service["working_dir"].startsWith("/")
        ? clean(service["working_dir"])
        : null,
    environment: environment(service["environment"]),
  };
}

function servicesOf(
  file: string,
  services: Services,
  images: ReadonlySet<string>,
  repository: Repository,
): readonly ComposeService[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const { build, image } = service;
    const uses = build === undefined && typeof image === "string" && images.has(image);
    return uses || buildsThis(build, file, repository) ? [described(file, name, service, services)] : [];
  });
}

function buildsThis(build: unknown, file: string, repository: Repository): boolean {
  if (build === undefined || build === null) return false;
  const settings = typeof build === "string" ? { context: build } : record(build);
  const context = typeof settings["context"] === "string" ? settings["context"] : ".";
  const dockerfile =
    typeof record(settings)["dockerfile"] === "string"
      ? String(record(settings)["dockerfile"])
      : "Dockerfile";
  const folder = clean(posix.join(posix.dirname(file), context));
  const path = clean(posix.join(folder, dockerfile));
  const own = repository.dockerfilePath;
  // docker takes `dockerfile` where there is no `Dockerfile`
  return (
    own !== null &&
    (path === own || (dockerfile === "Dockerfile" && own === clean(posix.join(folder, "dockerfile"))))
  );
}

function clean(path: string): string {
  const normal = posix.normalize(path).replace(/\/$/, "");
  return normal === "." ? "" : normal;
}

function healthTest(test: string | readonly string[] | null): string | readonly string[] | null {
  if (test === null || typeof test === "string") return test;
  const [kind, ...rest] = test;
  if (kind === "CMD") return rest;
  if (kind === "CMD-SHELL") return rest.join(" ");
  return null;
}

function mounts(value: unknown): ComposeService["mounts"] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one === "string") {
      const [source, target] = one.split(":");
      return source !== undefined && target?.startsWith("/") === true && /^[./~$]/.test(source)
        ? [{ source, target: clean(target) }]
        : [];
    }
    const mount = record(one);
    return mount["type"] === "bind" && typeof mount["target"] === "string"
      ? [
          {
            source: typeof mount["source"] === "string" ? mount["source"] : "",
            target: clean(mount["target"]),
          },
        ]
      : [];
  });
}

/** A list of NAME=VALUE or a mapping; values with variables of compose are left out. */
function environment(value: unknown): ReadonlyMap<string, string> {
  const pairs = Array.isArray(value)
    ? value.map(String).map((line) => line.split(/=(.*)/s))
    : Object.entries(record(value)).map(([name, set]) => [name, String(set)]);
  return new Map(
    pairs.flatMap(([name, set]) =>
      name === undefined || set === undefined || set.includes("$") ? [] : [[name, set] as const],
    ),
  );
}

function words(value: unknown): string | readonly string[] | null {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.length > 0 ? value.map(String) : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { merge: true, logLevel: "silent" });
  } catch {
    return null;
  }
}
