/** One call in the block of a project: other projects, plugins, containers, extensions, tasks by their names. */
import { mentions, type Segment } from "../language/syntax.js";
import { positional } from "../language/values.js";
import { descendants, PLUGIN_TASKS, taskOf, type ProjectState } from "../state.js";
import { table } from "../table.js";
import { applyBlock, applyCall } from "./apply.js";
import { buildscript } from "./buildscript.js";
import type { ExtensionName, ProjectReceiver, Receiver } from "./receiver.js";
import { ownerOf, projectsOf } from "./references.js";
import type { Script } from "./script.js";
import { PROJECT_PROPERTIES } from "./setters.js";
import { declareTask } from "./tasks.js";

/** Names of blocks and the containers and extensions that they configure. */
const EXTENSIONS = table<ExtensionName>({
  plugins: "plugins",
  pluginManager: "plugins",
  ext: "ext",
  extra: "ext",
  dependencies: "dependencies",
  artifacts: "artifacts",
  tasks: "tasks",
  base: "base",
  application: "application",
  layout: "layout",
  ktor: "ktor",
  quarkus: "quarkus",
  distributions: "distributions",
});
/** `configure<JavaApplication> { }` */
const EXTENSION_TYPES = table<ExtensionName>({ JavaApplication: "application", BasePluginExtension: "base" });

export function stepProject(
  script: Script,
  receiver: ProjectReceiver,
  segment: Segment,
  outer: boolean,
  line: number,
): Receiver | null {
  const { projects } = receiver;
  const { name, block } = segment;
  const [first] = positional(segment.args);
  const loose = outer || receiver.loose === true;
  const enter = (next: Receiver, more = false): Receiver => {
    script.enter(segment, next, loose || more);
    return next;
  };
  switch (name) {
    case "project":
    case "this":
    case "it": {
      if (segment.args === null) return enter(receiver);
      if (name !== "project" || first === undefined) break;
      const found = projectsOf(script, { kind: "chain", head: null, segments: [segment], line }, receiver);
      return found === null ? { of: "nothing", projects } : enter({ of: "project", projects: found });
    }
    case "rootProject":
      return enter({ of: "project", projects: [script.around.root] });
    case "allprojects":
      return enter({ of: "project", projects: [...projects, ...projects.flatMap(descendants)] });
    case "subprojects":
      return enter({ of: "project", projects: projects.flatMap(descendants) });
    case "each":
    case "forEach":
    case "configureEach":
    case "all":
    case "onEach":
      return enter(receiver);
    case "findAll":
    case "filter":
    case "matching":
    case "minus":
      return { ...receiver, loose: true };
    case "configure":
      return configure(script, receiver, segment, loose);
    case "apply":
      if (block !== null) applyBlock(script, projects, block, loose, line);
      else if (segment.args !== null) applyCall(script, projects, segment.args, loose, line);
      return receiver;
    case "afterEvaluate":
    case "beforeEvaluate":
    case "with":
    case "run":
      if (block !== null)
        script.later(() => {
          script.run(block, receiver, loose);
        });
      return receiver;
    case "projectsEvaluated":
      return enter(receiver, true);
    case "gradle":
      return receiver;
    case "buildscript":
      buildscript(script, block ?? [], projects, loose);
      return receiver;
    case "java":
      if (block === null) break;
      for (const project of projects) {
        if (mentions(block, "withSourcesJar")) project.archives.add("sourcesJar");
        if (mentions(block, "withJavadocJar")) project.archives.add("javadocJar");
      }
      return { of: "nothing", projects };
    case "task":
      return declareTask(script, projects, segment, loose);
  }
  const extension = EXTENSIONS[name];
  if (extension !== undefined) return enter({ of: extension, projects });
  if (PROJECT_PROPERTIES.has(name)) return { of: "property", name, owner: receiver, projects };
  if (name in PLUGIN_TASKS || projects.some((project) => project.tasks.has(name)))
    return enter(tasksNamed(projects, name));
  return { of: "nothing", projects };
}

/** `configure(subprojects) { }`, `configure<JavaApplication> { }` */
function configure(script: Script, receiver: ProjectReceiver, segment: Segment, loose: boolean): Receiver {
  const { projects } = receiver;
  const enter = (next: Receiver, uncertain = loose): Receiver => {
    script.enter(segment, next, uncertain);
    return next;
  };
  const type = segment.types[0];
  if (type !== undefined) {
    const extension = EXTENSION_TYPES[type];
    return extension === undefined ? { of: "nothing", projects } : enter({ of: extension, projects });
  }
  const [first] = positional(segment.args);
  const found = first === undefined ? null : projectsOf(script, first, receiver);
  // a list with something taken off it, `subprojects - project(':a')`, holds these or fewer
  if (found !== null) return enter({ of: "project", projects: found }, loose || first?.kind === "binary");
  return enter(
    { of: "project", projects: projects.flatMap((project) => [project, ...descendants(project)]) },
    true,
  );
}

function tasksNamed(projects: readonly ProjectState[], name: string): Receiver {
  const owners = [...new Set(projects.map((project) => ownerOf(project, name)))];
  return { of: "task", tasks: owners.map((project) => taskOf(project, name)), projects: owners };
}
