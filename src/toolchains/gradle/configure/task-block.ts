/** One call in the block of a task: what it depends on, packs, copies or does beyond its type. */
import { unknown } from "../../../known.js";
import type { Segment } from "../language/syntax.js";
import { positional, unsettled } from "../language/values.js";
import { pathText } from "./paths.js";
import type { Receiver, TaskReceiver } from "./receiver.js";
import { packsLibraries } from "./references.js";
import type { Script } from "./script.js";
import { takeActions } from "./task-actions.js";
import { linkTasks } from "./tasks.js";

export function stepTask(script: Script, receiver: TaskReceiver, segment: Segment, loose: boolean): Receiver {
  const { tasks, projects } = receiver;
  const args = positional(segment.args);
  switch (segment.name) {
    case "get":
    case "configure":
    case "also":
    case "apply":
    case "invoke":
    case "with":
      script.enter(segment, receiver, loose);
      return receiver;
    case "manifest": {
      const manifest: Receiver = { of: "manifest", tasks, projects };
      script.enter(segment, manifest, loose);
      return manifest;
    }
    case "dependsOn":
    case "finalizedBy":
      linkTasks(script, tasks, segment.name, args);
      return receiver;
    case "from":
      if (packsLibraries(script, [segment.args, segment.block]))
        for (const task of tasks) task.bundles = true;
      return receiver;
    case "into": {
      const value = args[0];
      if (value !== undefined && segment.block === null)
        for (const task of tasks)
          task.into ??= loose ? unsettled(value.line, script) : pathText(script, value);
      return receiver;
    }
    case "doLast":
    case "doFirst":
      if (segment.block !== null) takeActions(script, tasks, segment.block, loose);
      return receiver;
    case "onlyIf":
      for (const task of tasks) task.enabled = unknown(`${script.file} switches ${task.name} with onlyIf`);
      return receiver;
    default:
      return { of: "property", name: segment.name, owner: receiver, projects };
  }
}
