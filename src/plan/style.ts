/** How new lines are written so that they look like the file's own: keyword case, line ending, quoting of paths. */
import type { Dockerfile } from "../dockerfile/types.js";
import { isWithin, parentOf, relativeTo } from "../model/paths.js";
import type { ArtifactCopy } from "./types.js";

/** A keyword in the case of the file's FROM. */
export function keyword(dockerfile: Dockerfile, word: string): string {
  const written = dockerfile.stages[0]?.from.written ?? "FROM";
  return written === written.toLowerCase() ? word.toLowerCase() : word.toUpperCase();
}

/** A folder whose path a build argument decides: it is written with the argument, so that another value works, too. */
export interface VariablePath {
  readonly text: string;
  readonly value: string;
}

/** `COPY --from=build [--chown=…] SOURCE DESTINATION`, the destination relative to the working directory below it. */
export function copyLine(
  dockerfile: Dockerfile,
  buildName: string,
  copy: ArtifactCopy,
  workdir: string | null,
  variable: VariablePath | null = null,
): string {
  const flags = [`--from=${buildName}`, ...(copy.owner === "root" ? [] : [`--chown=${copy.owner}`])];
  const also = copy.also ?? [];
  const to = also.length > 0 ? folderOf(copy, workdir) : destination(copy, workdir);
  const from = [copy.from, ...also].map((path) =>
    variable !== null && isWithin(path, variable.value)
      ? variable.text + path.slice(variable.value.length)
      : path,
  );
  const words =
    /\s/.test(copy.from) || /\s/.test(to) ? JSON.stringify([...from, to]) : `${from.join(" ")} ${to}`;
  return `${keyword(dockerfile, "COPY")} ${flags.join(" ")} ${words}`;
}

/** Several sources need a folder to go to. */
function folderOf(copy: ArtifactCopy, workdir: string | null): string {
  const folder = parentOf(copy.to);
  const relative = workdir !== null && isWithin(folder, workdir) ? relativeTo(workdir, folder) : folder;
  return relative === "." ? "./" : `${relative === "/" ? "" : relative}/`;
}

function destination(copy: ArtifactCopy, workdir: string | null): string {
  if (workdir === null || workdir === "/" || !isWithin(copy.to, workdir)) return copy.to;
  const relative = relativeTo(workdir, copy.to);
  if (relative === ".") return "./";
  return copy.from === copy.to ? `./${relative}` : relative;
}
