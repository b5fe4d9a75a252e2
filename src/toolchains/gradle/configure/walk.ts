/** Follows names from left to right, `tasks.named("x").archiveFileName`: what they do on the way is done. */
import type { Segment } from "../language/syntax.js";
import { literalText, positional } from "../language/values.js";
import { dependency } from "./dependencies.js";
import { attributes } from "./manifest.js";
import { pluginCall } from "./plugin-lines.js";
import { stepProject } from "./project-block.js";
import type { ExtensionName, Receiver } from "./receiver.js";
import { taskName } from "./references.js";
import type { Script } from "./script.js";
import { set, setExtra } from "./setters.js";
import { stepTask } from "./task-block.js";
import { stepTasks } from "./task-container.js";
import { configureType } from "./tasks.js";

/** What the last name belongs to; null when that is not known. */
export function walk(
  script: Script,
  segments: readonly Segment[],
  receiver: Receiver,
  loose: boolean,
  line: number,
): Receiver | null {
  let at: Receiver | null = receiver;
  for (const segment of segments) {
    if (at === null) return null;
    at = step(script, at, segment, loose, line);
  }
  return at;
}

function step(
  script: Script,
  receiver: Receiver,
  segment: Segment,
  loose: boolean,
  line: number,
): Receiver | null {
  const { projects } = receiver;
  const { name } = segment;
  const args = positional(segment.args);
  const enter = (next: Receiver): Receiver => {
    script.enter(segment, next, loose);
    return next;
  };
  const extension = (of: ExtensionName | "nothing"): Receiver => enter({ of, projects });
  const alias = script.aliases.get(name);
  if (alias !== undefined && segment.args === null) return enter(alias);
  switch (receiver.of) {
    case "project":
      return stepProject(script, receiver, segment, loose, line);
    case "tasks":
      return stepTasks(script, receiver, segment, loose, line);
    case "task":
      return stepTask(script, receiver, segment, loose);
    case "manifest":
      if (["attributes", "put", "[]"].includes(name)) attributes(receiver.tasks, segment.args);
      return receiver;
    case "plugins":
      pluginCall(script, projects, segment, loose);
      return { of: "nothing", projects };
    case "dependencies":
      dependency(script, projects, segment);
      return { of: "nothing", projects };
    case "artifacts":
      for (const arg of args) {
        const task = taskName(script, arg);
        if (task !== null) for (const project of projects) project.archives.add(task);
      }
      return { of: "nothing", projects };
    case "ktor":
      return extension(name === "fatJar" ? "fatJar" : "nothing");
    case "distributions":
      // the distributions beside main have names of their own
      return extension(["main", "named", "getByName"].includes(name) ? "distribution" : "nothing");
    case "ext": {
      if (name !== "set" && name !== "[]") return { of: "property", name, owner: receiver, projects };
      const key = literalText(args[0]);
      if (key === null) return null;
      if (args[1] !== undefined) setExtra(script, projects, key, args[1], loose);
      return { of: "property", name: key, owner: receiver, projects };
    }
    case "base":
    case "application":
    case "layout":
    case "fatJar":
    case "quarkus":
    case "distribution":
      return { of: "property", name, owner: receiver, projects };
    case "property":
      if (name === "set" && args[0] !== undefined)
        set(script, receiver.owner, receiver.name, args[0], null, loose);
      return receiver;
    case "type":
      if (segment.block !== null) configureType(script, projects, receiver.type, segment, loose);
      return receiver;
    case "nothing":
      return receiver;
  }
}
