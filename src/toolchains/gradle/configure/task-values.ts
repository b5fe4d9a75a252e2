/** Values in the block of an archive task, where `archiveBaseName` and its kin stand for the task's own. */
import { known, type Known } from "../../../known.js";
import type { Expression } from "../language/syntax.js";
import { evaluate, unsettled, type Scope } from "../language/values.js";
import { UNSPECIFIED, type TaskState } from "../state.js";
import type { Script } from "./script.js";
import { ARCHIVE_PARTS } from "./vocabulary.js";

/** Inside a task block `archiveBaseName` and its kin stand for the task's own values. */
export function taskText(script: Script, task: TaskState, expression: Expression): Known<string> {
  const reader: Scope = {
    file: script.file,
    lookup: (segments, line) => {
      const [first, second] = segments;
      const part = first === undefined ? undefined : ARCHIVE_PARTS[first.name];
      if (
        first !== undefined &&
        part !== undefined &&
        first.args === null &&
        (segments.length === 1 || (segments.length === 2 && second?.name === "get"))
      ) {
        const own = task.parts.get(part);
        // up to Gradle 7 `version` in the block is the task's own, later the project's
        if (
          first.name === "version" &&
          (own !== undefined ||
            (script.project.version.known && script.project.version.value === UNSPECIFIED))
        )
          return unsettled(line, script);
        if (own !== undefined) return own;
        if (part === "baseName") return script.project.archivesName ?? known(script.project.name);
        if (part === "version") return script.project.version;
        if (part === "extension")
          return known(task.type === "War" || task.type === "BootWar" ? "war" : "jar");
        return unsettled(line, script);
      }
      return script.lookup(segments, line);
    },
  };
  const value = evaluate(expression, reader);
  if (!value.known) return value;
  // set(null) falls back to what it was before, which releases see differently
  return typeof value.value === "string" ? known(value.value) : unsettled(expression.line, script);
}
