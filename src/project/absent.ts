/** The `Project` of a Dockerfile without a build context (standard input without `--context`): it knows nothing. */
import { unknown } from "../known.js";
import type { Project } from "./types.js";

export function absentProject(): Project {
  const nothing = unknown("there is no build context");
  return {
    present: false,
    label: "no build context",
    entries: () => null,
    info: () => null,
    read: () => nothing,
    ignored: () => false,
    dockerignore: null,
    files: () => nothing,
    repository: null,
  };
}
