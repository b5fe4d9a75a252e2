/** Sets what a build file assigns: versions, names, folders and switches of projects and tasks. */
import { ARCHIVE_PARTS, PROJECT_PROPERTIES, type Receiver } from "./receiver.js";
import { known, type Known } from "../../known.js";
import { BuildScope, mapText } from "./scope.js";
import type { ProjectState, TaskState } from "./state.js";
import type { Expression, Segment } from "./syntax.js";
import { evaluate, isTrue, unsettled } from "./values.js";

export abstract class BuildSetters extends BuildScope {
  /** the same file read for another project */
  protected abstract readerFor(project: ProjectState): BuildScope;
  protected abstract stepTask(
    receiver: Extract<Receiver, { of: "task" }>,
    segment: Segment,
    loose: boolean,
  ): Receiver | null;

  protected isProperty(owner: Receiver, name: string): boolean {
    switch (owner.of) {
      case "project":
        return PROJECT_PROPERTIES.has(name);
      case "task":
        return (
          name in ARCHIVE_PARTS ||
          ["destinationDirectory", "destinationDir", "enabled", "mainClass", "mainClassName"].includes(name)
        );
      case "base":
        return ["archivesName", "archivesBaseName", "libsDirectory", "libsDirName"].includes(name);
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
      case "ext":
        return false;
      default:
        return false;
    }
  }

  protected set(
    owner: Receiver,
    name: string,
    expression: Expression,
    fixed: Known<never> | null,
    loose: boolean,
  ): void {
    const settle = (value: Known<string>): Known<string> =>
      fixed ?? (loose ? unsettled(expression.line, this) : value);
    const projects = owner.projects;
    switch (owner.of) {
      case "project":
        for (const project of projects) {
          const text = (): Known<string> => settle(this.readerFor(project).text(expression));
          if (name === "version") project.version = text();
          else if (name === "group") project.group = text();
          else if (name === "archivesBaseName") project.archivesName = text();
          else if (name === "applicationName") project.applicationName = text();
          else if (name === "libsDirName")
            project.libsDirectory = settle(mapText(this.path(expression), (path) => `//${path}`));
          else if (name === "buildDir") project.buildDirectory = settle(this.path(expression));
          else if (owner.loose === true || this.projectProperty(project, name) !== null || !(name in project))
            project.properties.set(
              name,
              loose ? unsettled(expression.line, this) : evaluate(expression, this),
            );
        }
        return;
      case "ext":
        this.setExtra(projects, name, expression, loose);
        return;
      case "base":
        for (const project of projects) {
          if (name === "archivesName" || name === "archivesBaseName")
            project.archivesName = settle(this.readerFor(project).text(expression));
          if (name === "libsDirectory" || name === "libsDirName" || name === "distsDirectory")
            project.libsDirectory = settle(this.path(expression));
        }
        return;
      case "application":
        if (name === "applicationName")
          for (const project of projects) project.applicationName = settle(this.text(expression));
        return;
      case "layout":
        if (name === "buildDirectory")
          for (const project of projects) project.buildDirectory = settle(this.path(expression));
        return;
      case "fatJar":
        if (name === "archiveFileName")
          for (const project of projects) project.ktorFatJar = settle(this.text(expression));
        return;
      case "distribution":
        if (name === "distributionBaseName" || name === "baseName")
          for (const project of projects) project.distributionName = settle(this.text(expression));
        return;
      case "quarkus":
        for (const project of projects) project.quarkus.set(name, settle(this.text(expression)));
        return;
      case "task":
        this.setTask(owner, name, expression, settle, loose);
        return;
      case "property":
        if (name === "enabled" || name === "set") return;
        return;
      default:
        return;
    }
  }

  protected setTask(
    owner: Extract<Receiver, { of: "task" }>,
    name: string,
    expression: Expression,
    settle: (value: Known<string>) => Known<string>,
    loose: boolean,
  ): void {
    const part = ARCHIVE_PARTS[name];
    owner.tasks.forEach((task, index) => {
      const project = owner.projects[index] ?? owner.projects[0] ?? this.project;
      const reader = this.readerFor(project);
      if (part !== undefined) task.parts.set(part, settle(reader.taskText(task, expression)));
      else if (name === "enabled" || name === "isEnabled") {
        const value = evaluate(expression, reader);
        task.enabledByHand = true;
        task.enabled = loose || !value.known ? unsettled(expression.line, this) : known(isTrue(value.value));
      } else if (name === "destinationDirectory" || name === "destinationDir")
        task.destination = settle(this.path(expression));
      else if (name === "dependsOn" || name === "finalizedBy")
        this.stepTask(
          owner,
          { name, args: [{ name: null, value: expression }], types: [], block: null },
          loose,
        );
      else if (name === "onlyIf") task.enabled = unsettled(expression.line, this);
    });
  }

  protected setExtra(
    projects: readonly ProjectState[],
    name: string,
    value: Expression,
    loose: boolean,
  ): void {
    for (const project of projects)
      project.properties.set(name, loose ? unsettled(value.line, this) : evaluate(value, this));
  }

  protected attributes(tasks: readonly TaskState[], segment: Segment): void {
    const text = JSON.stringify(segment.args);
    for (const task of tasks) {
      if (text.includes("Main-Class") || /mainClass/i.test(text)) task.mainClass = true;
      if (text.includes("Class-Path")) task.classPath = true;
    }
  }
}
