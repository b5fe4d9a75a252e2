/** How new lines are written so that they look like the file's own: keyword case, line ending, quoting of paths. */
import type { Dockerfile } from "../dockerfile/types.js";
import { isWithin, relativeTo } from "../model/paths.js";
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
  const to = destination(copy, workdir);
  const from =
    variable !== null && isWithin(copy.from, variable.value)
      ? variable.text + copy.from.slice(variable.value.length)
      : copy.from;
  const words = /\s/.test(copy.from) || /\s/.test(to) ? JSON.stringify([from, to]) : `${from} ${to}`;
  return `${keyword(dockerfile, "COPY")} ${flags.join(" ")} ${words}`;
}

function destination(copy: ArtifactCopy, workdir: string | null): string {
  if (workdir === null || workdir === "/" || !isWithin(copy.to, workdir)) return copy.to;
  const relative = relativeTo(workdir, copy.to);
  if (relative === ".") return "./";
  return copy.from === copy.to ? `./${relative}` : relative;
}
