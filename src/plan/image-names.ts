/**
 * Under which names the repository knows the image of this Dockerfile: `image:` of the compose services that
 * build it, tags of bake files and of build-push-action in workflows, `docker build -t` in scripts, Makefiles,
 * workflows and package.json. In: the files beside the Dockerfile; out: names without tag and digest, with the file that
 * gives each; a target of a bake file as `target:NAME`, too. A variable without a value in its file stays as it is written: a name that holds the same one is the same.
 */
import { posix } from "node:path";
import { parse } from "yaml";
import type { Repository } from "../project/types.js";
import type { ComposeService } from "./compose.js";
import { buildingFiles } from "./references.js";

export interface ImageName {
  readonly name: string;
  /** path of the file in the repository */
  readonly file: string;
}

export function ownImageNames(
  repository: Repository,
  services: readonly ComposeService[],
): readonly ImageName[] {
  const own = repository.dockerfilePath;
  if (own === null) return [];
  const found: ImageName[] = services.flatMap(({ image, file }) =>
    image === null ? [] : [{ name: plainName(image), file }],
  );
  for (const { path, text } of buildingFiles(repository)) {
    const builds = buildsOf(path, text);
    for (const { names, dockerfile, context } of builds) {
      // A command stands in the folder of its file or, in most scripts, in the root.
      const places = new Set(["", clean(posix.dirname(path)), repository.contextPath]);
      const meant = [...places].some((place) =>
        [
          dockerfile === null ? join(place, context, "Dockerfile") : join(place, dockerfile),
          ...(dockerfile === null ? [] : [join(place, context, dockerfile)]),
        ].includes(own),
      );
      if (meant) found.push(...names.map((name) => ({ name: plainName(name), file: path })));
    }
  }
  return found.filter(({ name }) => /[A-Za-z0-9]/.test(name.replace(/\$\w+/g, "")));
}

function buildsOf(path: string, text: string): readonly Build[] {
  const name = posix.basename(path);
  if (/docker-bake/.test(name)) return bakeBuilds(path, text);
  if (name === "package.json")
    return Object.values(record(record(load(text))["scripts"])).flatMap((script) =>
      commandBuilds(String(script)),
    );
  return path.includes(".github/workflows")
    ? [...actionBuilds(text), ...commandBuilds(text)]
    : commandBuilds(text);
}

interface Build {
  readonly names: readonly string[];
  readonly dockerfile: string | null;
  readonly context: string;
}

/** `docker build -t NAME -f FILE CONTEXT`, also with buildx, podman, nerdctl. */
function commandBuilds(text: string): readonly Build[] {
  const settings = assignments(text);
  const joined = text.replace(/\\\r?\n\s*/g, " ");
  return [
    ...joined.matchAll(/\b(?:docker|podman|nerdctl)\s+(?:image\s+|buildx\s+)?build\s+([^\n;&|]*)/g),
  ].flatMap(([, line = ""]): readonly Build[] => {
    const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? "",
    );
    const names: string[] = [];
    let dockerfile: string | null = null;
    let context: string | null = null;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? "";
      const [flag = "", value] = word.startsWith("--") ? word.split(/=(.*)/s) : [word];
      const next = (): string => value ?? words[(at += 1)] ?? "";
      if (flag === "-t" || flag === "--tag") names.push(expand(next(), settings));
      else if (flag === "-f" || flag === "--file") dockerfile = expand(next(), settings);
      else if (VALUED.has(flag)) next();
      else if (!word.startsWith("-")) context = expand(word, settings);
    }
    return names.length === 0 ? [] : [{ names, dockerfile, context: context ?? "." }];
  });
}

/** Options of `docker build` with a value in the next word (docs.docker.com/reference/cli/docker/buildx/build). */
const VALUED: ReadonlySet<string> = new Set(
  (
    "--build-arg --target --platform --cache-from --cache-to --secret --ssh --label --network --progress --output -o --build-context --add-host " +
    "--iidfile --shm-size --ulimit --builder --annotation --attest --metadata-file --memory -m --cpuset-cpus"
  ).split(" "),
);

/** `NAME = value`, `NAME := value`, `NAME="value"` of Makefiles, shell scripts and `env:` blocks. */
export function assignments(text: string): ReadonlyMap<string, string> {
  return new Map(
    [
      ...text.matchAll(
        /^\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)\s*(?::=|\?=|=|:\s)\s*["']?([\w./:-]+)["']?\s*$/gim,
      ),
    ].map(([, name = "", value = ""]) => [name, value]),
  );
}

export function expand(text: string, settings: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{\s*env\.(\w+)\s*\}\}|\$[{(](\w+)[})]|\$(\w+)/g, (written, ...groups) => {
    const [one, two, three] = groups as readonly (string | undefined)[];
    return settings.get(one ?? two ?? three ?? "") ?? written;
  });
}

function actionBuilds(text: string): readonly Build[] {
  return Object.values(record(record(load(text))["jobs"])).flatMap((job) => {
    const steps = record(job)["steps"];
    return (Array.isArray(steps) ? steps : []).flatMap((step: unknown): readonly Build[] => {
      const { uses, with: inputs } = record(step);
      if (typeof uses !== "string" || !uses.startsWith("docker/build-push-action@")) return [];
      const { context, file, tags } = record(inputs);
      const names = Array.isArray(tags)
        ? tags.map(String)
        : typeof tags === "string"
          ? tags.replaceAll(/\$\{\{\s*([^}]*?)\s*\}\}/g, "${{$1}}").split(/[\s,]+/)
          : [];
      return [
        {
          names: names.filter((name) => name !== ""),
          dockerfile: typeof file === "string" ? file : null,
          context: typeof context === "string" ? context : ".",
        },
      ];
    });
  });
}

function bakeBuilds(path: string, text: string): readonly Build[] {
  if (path.endsWith(".json"))
    return Object.entries(record(record(load(text))["target"])).map(([name, target]) => {
      const { tags, dockerfile, context } = record(target);
      return {
        names: [`target:${name}`, ...(Array.isArray(tags) ? tags.map(String) : [])],
        dockerfile: typeof dockerfile === "string" ? dockerfile : null,
        context: typeof context === "string" ? context : ".",
      };
    });
  return [...text.matchAll(/^target\s+"([^"]*)"\s*\{([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => {
    const value = (key: string): string | null =>
      new RegExp(`^\\s*${key}\\s*=\\s*"([^"]*)"`, "m").exec(body)?.[1] ?? null;
    const tags = /^\s*tags\s*=\s*\[([^\]]*)\]/m.exec(body)?.[1] ?? "";
    return {
      names: [`target:${name}`, ...[...tags.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "")],
      dockerfile: value("dockerfile"),
      context: value("context") ?? ".",
    };
  });
}

/** Without tag, digest and Docker Hub's own prefix; variables in one form, their defaults in their place. */
export function plainName(text: string): string {
  if (text.startsWith("target:")) return text;
  const one = text
    .replace(/\$\{(\w+):?-([^${}]*)\}/g, "$2")
    .replace(
      /\$\{\{\s*(?:env\.)?([\w.]+)\s*\}\}/g,
      (_written, name: string) => `$${name.replace(/\W/g, "_")}`,
    )
    .replace(/\$[{(](\w+)[})]/g, "$$$1")
    .replace(/@sha256:.*$/, "");
  const colon = one.indexOf(":", one.lastIndexOf("/") + 1);
  return (colon < 0 ? one : one.slice(0, colon)).replace(/^docker\.io\/(library\/)?/, "");
}

function join(...parts: readonly string[]): string {
  return clean(posix.join(...parts));
}

function clean(path: string): string {
  const normal = posix.normalize(path).replace(/\/$/, "");
  return normal === "." ? "" : normal;
}

function load(text: string): unknown {
  try {
    return parse(text, { merge: true, logLevel: "silent" });
  } catch {
    return null;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
