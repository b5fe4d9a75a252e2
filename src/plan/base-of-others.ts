/**
 * Another Dockerfile of the repository that takes this image for its base, or copies files from it. In: the names of
 * the image, and the repository; out: one sentence, or null. What such a file needs of the image (the tool chain,
 * the sources, a path of the build) is its own affair, so the image is left as it is. Looked at are the Dockerfiles in
 * the root, in the context, beside this one and one folder below each, and the contexts that compose gives by name.
 */
import { posix } from "node:path";
import { parseDockerfile } from "../dockerfile/parse.js";
import type { Dockerfile } from "../dockerfile/types.js";
import type { Repository } from "../project/types.js";
import type { ComposeService } from "./compose.js";
import { isDockerfileName } from "./dockerfile-name.js";
import { ownImageNames, plainName, type ImageName } from "./image-names.js";

/** So many folders of a repository are looked into. */
const FOLDERS = 200;

export function baseForOthers(repository: Repository, services: readonly ComposeService[]): string | null {
  const given = services.find(({ contextOf }) => contextOf.length > 0);
  if (given !== undefined)
    return `${given.file}: the service ${given.contextOf[0] ?? ""} is built with the image of ${given.name} as a context`;
  const names = ownImageNames(repository, services);
  if (names.length === 0) return null;
  const context = names.find(({ name, file }) => {
    const text = repository.read(file);
    return name.startsWith("target:") && text.known && text.value.includes(`"${name}"`);
  });
  if (context !== undefined) return `${context.file}: another target has ${context.name} as a context`;
  for (const path of otherDockerfiles(repository)) {
    const text = repository.read(path);
    const parsed = text.known ? parseDockerfile(text.value) : null;
    const used = parsed?.ok === true ? usedOf(parsed.dockerfile, names) : null;
    if (used !== null)
      return `${path} ${used.how} ${used.name.name}, which is this image (${used.name.file})`;
  }
  return null;
}

function otherDockerfiles(repository: Repository): readonly string[] {
  const roots = new Set(["", repository.contextPath, clean(posix.dirname(repository.dockerfilePath ?? "."))]);
  const folders = new Set<string>();
  for (const root of roots) {
    folders.add(root);
    for (const { name, kind } of repository.entries(root) ?? []) {
      if (kind === "directory" && !/^(\.git|node_modules)$/.test(name)) folders.add(posix.join(root, name));
    }
  }
  return [...folders].slice(0, FOLDERS).flatMap((folder) =>
    (repository.entries(folder) ?? [])
      .filter(({ name, kind }) => kind === "file" && isDockerfileName(name))
      .map(({ name }) => posix.join(folder, name))
      .filter((path) => path !== repository.dockerfilePath),
  );
}

interface Used {
  readonly how: string;
  readonly name: ImageName;
}

function usedOf(dockerfile: Dockerfile, names: readonly ImageName[]): Used | null {
  const defaults = new Map(
    dockerfile.instructions.flatMap((one) =>
      one.keyword === "ARG"
        ? one.args.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value] as const]))
        : [],
    ),
  );
  const find = (written: string): ImageName | undefined => {
    const expanded = written.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => defaults.get(name) ?? whole);
    const forms = [plainName(written), plainName(expanded)];
    return names.find(({ name }) => forms.includes(name));
  };
  for (const stage of dockerfile.stages) {
    const from = find(stage.from.image.text);
    if (from !== undefined) return { how: "is built FROM", name: from };
  }
  const stages = new Set(dockerfile.stages.map(({ from }) => from.alias?.text.toLowerCase()));
  for (const { flags } of dockerfile.instructions) {
    for (const { name: flag, value } of flags) {
      const source =
        flag === "from" ? value : flag === "mount" ? /(?:^|,)from=([^,]+)/.exec(value ?? "")?.[1] : null;
      if (source === null || source === undefined || stages.has(source.toLowerCase())) continue;
      const name = find(source);
      if (name !== undefined) return { how: "copies from", name };
    }
  }
  return null;
}

function clean(path: string): string {
  return path === "." ? "" : path;
}
