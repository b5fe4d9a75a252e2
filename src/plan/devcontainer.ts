/**
 * A devcontainer in which people work. In: the repository; out: its file when its image is made from this Dockerfile,
 * else null. Such an image keeps its tools.
 */
import { posix } from "node:path";
import type { Repository } from "../project/types.js";

/** The devcontainer whose image this Dockerfile makes; null when none does. */
export function developedIn(repository: Repository): string | null {
  const { contextPath, dockerfilePath } = repository;
  for (const top of new Set(["", contextPath])) {
    for (const file of [".devcontainer/devcontainer.json", ".devcontainer.json"]) {
      const path = posix.join(top, file);
      const text = repository.read(path);
      if (!text.known) continue;
      const named = /"docker[Ff]ile"\s*:\s*"([^"]+)"/.exec(text.value)?.[1];
      if (named === undefined) continue;
      if (posix.normalize(posix.join(posix.dirname(path), named)) === dockerfilePath) return path;
    }
  }
  return null;
}
