/** Sets properties: versions, names, folders and switches of projects, extensions and tasks. */
import { known, type Known } from "../../../known.js";
import type { Expression } from "../language/syntax.js";
import { evaluate, evaluateText, isTrue, unsettled } from "../language/values.js";
import type { ProjectState } from "../state.js";
import { mapText, pathText } from "./paths.js";
import { projectProperty } from "./names.js";
import { linkTasks } from "./tasks.js";
import { taskText } from "./task-values.js";
import { ARCHIVE_PARTS } from "./vocabulary.js";
import type { Receiver, TaskReceiver } from "./receiver.js";
import type { Script } from "./script.js";

export const PROJECT_PROPERTIES: ReadonlySet<string> = new Set([
  "version",
  "group",
  "archivesBaseName",
  "buildDir",
  "applicationName",
  "libsDirName",
]);

/** Does the name stand for a property there, so that a call with one argument sets it? */
export function isProperty(owner: Receiver, name: string): boolean {
  switch (owner.of) {
    case "project":
      return PROJECT_PROPERTIES.has(name);
    case "task":
      return (
        name in ARCHIVE_PARTS ||
        ["destinationDirectory", "destinationDir", "enabled", "mainClass", "mainClassName"].includes(name)
      );
    case "base":
      return [
        "archivesName",
        "archivesBaseName",
        "libsDirectory",
        "libsDirName",
        "distsDirectory",
        "distsDirName",
      ].includes(name);
    case "application":
      return name === "applicationName";
    case "layout":
      return name === "buildDirectory";
    case "fatJar":
      return name === "archiveFileName";
    case "distribution":
      return ["distributionBaseName", "baseName"].includes(name);
    case "quarkus":
      return name === "finalName";
    default:
      return false;
  }
}

/** Sets one property; `fixed` is what it becomes when the operator changes the value in a way that is not known. */
export function set(
  script: Script,
  owner: Receiver,
  name: string,
  expression: Expression,
  fixed: Known<never> | null,
  loose: boolean,
): void {
  const settle = (value: Known<string>): Known<string> =>
    fixed ?? (loose ? unsettled(expression.line, script) : value);
  const projects = owner.projects;
  switch (owner.of) {
    case "project":
      for (const project of projects) {
        const text = (): Known<string> => settle(evaluateText(expression, script.readFor(project)));
        if (name === "version") project.version = text();
        else if (name === "group") project.group = text();
        else if (name === "archivesBaseName") project.archivesName = text();
        else if (name === "applicationName") project.applicationName = text();
        else if (name === "libsDirName") project.libsDirectory = settle(inBuildFolder(script, expression));
        else if (name === "buildDir") project.buildDirectory = settle(pathText(script, expression));
        else if (
          owner.loose === true ||
          projectProperty(script, project, name) !== null ||
          !(name in project)
        )
          project.properties.set(
            name,
            loose ? unsettled(expression.line, script) : evaluate(expression, script),
          );
      }
      return;
    case "ext":
      setExtra(script, projects, name, expression, loose);
      return;
    case "base":
      for (const project of projects) {
        if (name === "archivesName" || name === "archivesBaseName")
          project.archivesName = settle(evaluateText(expression, script.readFor(project)));
        if (name === "libsDirectory") project.libsDirectory = settle(pathText(script, expression));
        if (name === "libsDirName") project.libsDirectory = settle(inBuildFolder(script, expression));
        if (name === "distsDirectory") project.distsDirectory = settle(pathText(script, expression));
        if (name === "distsDirName") project.distsDirectory = settle(inBuildFolder(script, expression));
      }
      return;
    case "application":
      if (name === "applicationName")
        for (const project of projects) project.applicationName = settle(evaluateText(expression, script));
      return;
    case "layout":
      if (name === "buildDirectory")
        for (const project of projects) project.buildDirectory = settle(pathText(script, expression));
      return;
    case "fatJar":
      if (name === "archiveFileName")
        for (const project of projects) project.ktorFatJar = settle(evaluateText(expression, script));
      return;
    case "distribution":
      if (name === "distributionBaseName" || name === "baseName")
        for (const project of projects) project.distributionName = settle(evaluateText(expression, script));
      return;
    case "quarkus":
      for (const project of projects) project.quarkus.set(name, settle(evaluateText(expression, script)));
      return;
    case "task":
      setTask(script, owner, name, expression, settle, loose);
      return;
    default:
      return;
  }
}

function setTask(
  script: Script,
  owner: TaskReceiver,
  name: string,
  expression: Expression,
  settle: (value: Known<string>) => Known<string>,
  loose: boolean,
): void {
  const part = ARCHIVE_PARTS[name];
  owner.tasks.forEach((task, index) => {
    const project = owner.projects[index] ?? owner.projects[0] ?? script.project;
    const reader = script.readFor(project);
    if (part !== undefined) task.parts.set(part, settle(taskText(reader, task, expression)));
    else if (name === "enabled" || name === "isEnabled") {
      const value = evaluate(expression, reader);
      task.enabledByHand = true;
      task.enabled = loose || !value.known ? unsettled(expression.line, script) : known(isTrue(value.value));
    } else if (name === "destinationDirectory" || name === "destinationDir")
      task.destination = settle(pathText(script, expression));
    else if (name === "dependsOn" || name === "finalizedBy") linkTasks(script, [task], name, [expression]);
    else if (name === "onlyIf") task.enabled = unsettled(expression.line, script);
  });
}

export function setExtra(
  script: Script,
  projects: readonly ProjectState[],
  name: string,
  value: Expression,
  loose: boolean,
): void {
  for (const project of projects)
    project.properties.set(name, loose ? unsettled(value.line, script) : evaluate(value, script));
}

/** `libsDirName` and `distsDirName` are relative to the build folder, which may still change. */
function inBuildFolder(script: Script, expression: Expression): Known<string> {
  return mapText(pathText(script, expression), (path) => `//${path}`);
}
