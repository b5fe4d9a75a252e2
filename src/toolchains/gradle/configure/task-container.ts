/** One call in `tasks { }` or on `tasks`: finds, declares or configures tasks. */
import { mentions, type Segment } from "../language/syntax.js";
import { literalText, positional, typeText } from "../language/values.js";
import { PLUGIN_TASKS } from "../state.js";
import type { Receiver } from "./receiver.js";
import type { Script } from "./script.js";
import { configureTasks, configureType, declareTask } from "./tasks.js";
import { TASK_TYPES } from "./vocabulary.js";

/** A loop over all tasks that speaks of one of these may change any name. */
const LOOPED = ["archiveFileName", "archiveBaseName", "enabled", "archiveClassifier", "archiveVersion"];

export function stepTasks(
  script: Script,
  { projects }: Receiver,
  segment: Segment,
  loose: boolean,
  line: number,
): Receiver | null {
  const [first] = positional(segment.args);
  const block = segment.block;
  switch (segment.name) {
    case "named":
    case "getByName":
    case "findByName":
    case "getByPath":
    case "[]": {
      const name = literalText(first)?.replace(/^:/, "");
      return name === undefined
        ? { of: "nothing", projects }
        : configureTasks(script, projects, name, segment, loose, segment.name === "named");
    }
    case "register":
    case "create":
    case "maybeCreate":
    case "registering":
    case "creating":
      return declareTask(script, projects, segment, loose);
    case "withType": {
      const type = TASK_TYPES[segment.types[0] ?? typeText(first) ?? ""];
      if (type === undefined) return { of: "nothing", projects };
      if (block !== null) configureType(script, projects, type, segment, loose);
      return { of: "type", type, projects };
    }
    case "all":
    case "each":
    case "configureEach":
    case "matching":
    case "whenTaskAdded":
      if (block !== null && LOOPED.some((name) => mentions(block, name)))
        for (const project of projects)
          project.uncertain ??= `${script.file} line ${line} configures tasks in a loop`;
      return { of: "nothing", projects };
    default:
      if (
        segment.name in PLUGIN_TASKS ||
        projects.some((project) => project.tasks.has(segment.name)) ||
        (block !== null && segment.args !== null)
      )
        return configureTasks(script, projects, segment.name, segment, loose, script.file.endsWith(".kts"));
      return { of: "nothing", projects };
  }
}
