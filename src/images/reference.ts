/**
 * An image reference as Docker reads it: registry (with port), repository path, tag, digest. In comes the word
 * after FROM with its variables replaced; out come the parts and the repository under its usual name, so that
 * the mirrors of Docker Hub's official images (`public.ecr.aws/docker/library/node`) are the same image as
 * `node`. Refuses (unknown) what is no reference: variables that are left, white space, capitals in the path.
 */
import { known, unknown, type Known } from "../known.js";

export interface ImageReference {
  /** the repository without tag and digest as written: `docker.io/library/node` */
  readonly written: string;
  /** lower-case host with port, `docker.io` when none is written */
  readonly registry: string;
  /** the usual name: `node`, `azul/zulu-openjdk`, `mcr.microsoft.com/openjdk/jdk` */
  readonly repository: string;
  /** null when none is written */
  readonly tag: string | null;
  /** `sha256:…`, null when none is written */
  readonly digest: string | null;
}

const HUB_HOSTS = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "registry.hub.docker.com",
]);

/** Hosts and paths under which Docker Hub's images are served unchanged; what follows is the Hub's own path. */
const HUB_MIRRORS = ["mirror.gcr.io/", "public.ecr.aws/docker/"];

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z][a-z0-9+.-]*:[0-9a-f]{32,}$/i;
const HOST = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d+)?$/i;

/** The grammar of distribution/reference (github.com/distribution/reference, reference.go and normalize.go). */
export function parseImageReference(text: string): Known<ImageReference> {
  if (text.includes("$")) return unknown(`the image ${text} holds a variable`);
  const [beforeDigest = "", digest = null, ...more] = text.split("@");
  if (more.length > 0 || (digest !== null && !DIGEST.test(digest)))
    return unknown(`${text} is not an image reference`);
  // a colon after the last slash starts the tag; before it, it belongs to the registry's port
  const colon = beforeDigest.indexOf(":", beforeDigest.lastIndexOf("/") + 1);
  const written = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon);
  const tag = colon < 0 ? null : beforeDigest.slice(colon + 1);
  if (tag !== null && !TAG.test(tag)) return unknown(`${text} is not an image reference`);

  const { registry, path } = splitRegistry(written);
  if (!HOST.test(registry) || path === "" || !path.split("/").every((part) => COMPONENT.test(part)))
    return unknown(`${text} is not an image reference`);
  return known({ written, registry, repository: usualName(registry, path), tag, digest });
}

/** The first part is a registry when it holds a dot or a port, or is `localhost`. */
function splitRegistry(name: string): { registry: string; path: string } {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (!/[.:]/.test(first) && first !== "localhost") return { registry: "docker.io", path: name };
  return { registry: first.toLowerCase(), path: name.slice(slash + 1) };
}

function usualName(registry: string, path: string): string {
  if (HUB_HOSTS.has(registry)) return path.replace(/^library\//, "");
  const full = `${registry}/${path}`;
  const mirror = HUB_MIRRORS.find((prefix) => full.startsWith(prefix));
  return mirror === undefined ? full : full.slice(mirror.length).replace(/^library\//, "");
}

/**
 * The counterpart's reference, on the same registry where the original's was a mirror of the same images:
 * `public.ecr.aws/docker/library/node:20` -> `public.ecr.aws/docker/library/node:20-slim`.
 */
export function withRepository(original: ImageReference, repository: string, tag: string): string {
  if (repository === original.repository) return `${original.written}:${tag}`;
  const prefix = original.written.slice(0, original.written.length - original.repository.length);
  const mirrored = original.written.endsWith(original.repository) && isOfficial(original.repository);
  return `${mirrored && isOfficial(repository) ? prefix : ""}${repository}:${tag}`;
}

/** Docker Hub's official images are those without a namespace. */
function isOfficial(repository: string): boolean {
  return !repository.includes("/");
}
