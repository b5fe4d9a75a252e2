/** `dependencies { }`: does anything reach the runtime class path, and which projects? */
import type { Segment } from "../language/syntax.js";
import { literalText, positional } from "../language/values.js";
import type { ProjectState } from "../state.js";
import { accessedProject } from "./references.js";
import type { Script } from "./script.js";

const RUNTIME_CONFIGURATIONS = new Set([
  "implementation",
  "api",
  "compile",
  "runtime",
  "runtimeOnly",
  "shadow",
  "include",
  "bundle",
]);

export function dependency(script: Script, projects: readonly ProjectState[], segment: Segment): void {
  if (!RUNTIME_CONFIGURATIONS.has(segment.name)) return;
  for (const project of projects) {
    project.runtimeDependencies = true;
    for (const arg of positional(segment.args)) {
      if (arg.kind !== "chain") continue;
      const call = arg.segments.find((each) => each.name === "project");
      const value =
        positional(call?.args ?? null)[0] ?? call?.args?.find((each) => each.name === "path")?.value;
      const path = literalText(value) ?? accessedProject(script, arg);
      if (path !== null) project.projectDependencies.add(path);
    }
  }
}
