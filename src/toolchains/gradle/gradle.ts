/**
 * Gradle: what a `gradle` or `gradlew` command of a RUN makes, from the build files that stand in the
 * image when it runs, and what a start script of the application plugin needs. Build tools as the
 * container's command are refused; `java` is left to the JVM module.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output, Step } from "../../model/types.js";
import { runtimePrograms } from "../jvm/jdk.js";
import { literalPaths } from "../jvm/literalPaths.js";
import { asksForItsPlace } from "../jvm/ownPlace.js";
import { relativeReads } from "../jvm/reads.js";
import { sourcePurpose } from "../jvm/sources.js";
import { untrackedReads } from "../jvm/untracked.js";
import type { BuildHistory, Toolchain } from "../types.js";
import { brokenCommand } from "./broken.js";
import { readCommand, type GradleCommand } from "./command.js";
import { gradleDependencyLayer } from "./dependency-layer.js";
import { launchGradle } from "./launch.js";
import { loadBuild } from "./load.js";
import { caches, outputsOf } from "./outputs.js";
import { NAMING } from "./own-plugins.js";
import { gradleProduction } from "./production.js";
import { makesNothing, selectTasks, type Selection } from "./selection.js";
import type { Build, ProjectState } from "./state.js";

const HOUSEKEEPING = new Set([
  "wrapper",
  "init",
  "help",
  "tasks",
  "projects",
  "properties",
  "clean",
  "model",
  "components",
]);
const INSTALLS =
  /^(dependencies|dependencyInsight|(download|resolve|fetch|copy|cache|getDeps|load)\w*(Dependencies|Deps)?|quarkusGoOffline|deps)$/i;

function step(invocation: Invocation, tree: ImageTree, history: BuildHistory): Step | null {
  const command = readCommand(invocation);
  if (command === null) return null;
  const shown = `${invocation.program === "gradle" ? "gradle" : "gradlew"}${command.tasks.length === 0 ? "" : ` ${command.tasks.join(" ")}`}`;
  if (!command.directory.known)
    return {
      toolchain: "gradle",
      kind: kindOf(command),
      evidence: `${shown} runs in a folder that is not known`,
      outputs: command.directory,
      directory: "/",
    };
  const directory = command.directory.value;
  const broken = brokenCommand(invocation, command, tree, history);
  const base = {
    toolchain: "gradle",
    kind: kindOf(command),
    ...(broken === null ? {} : { broken }),
  } as const;
  if (!tree.known)
    return {
      ...base,
      evidence: `${shown} runs in ${directory}`,
      outputs: unknown("the project's files are not at hand"),
      directory,
    };
  if (tree.entries(directory) === null)
    return {
      ...base,
      evidence: `${shown} runs in ${directory}`,
      outputs: unknown(`nothing of the build context lies in ${directory} when ${shown} runs`),
      directory,
    };

  const build = loadBuild(tree, {
    wrapper: command.wrapper !== null,
    directory,
    buildFile: place(command.buildFile),
    settingsFile: place(command.settingsFile),
    properties: command.properties,
    systemProperties: command.systemProperties,
    environment: invocation.env,
  });
  const current = projectIn(build, directory);
  const words = command.tasks.length === 0 ? ["help"] : command.tasks;
  const selection = selectTasks(build, current, words, command.excluded);
  if (selection.unknownProject !== null && broken === null && build.settings.file !== null)
    return {
      ...base,
      broken: {
        code: "original-broken-unknown-module",
        message: `${build.settings.file} includes no project ${selection.unknownProject}, which ${shown} names`,
      },
      evidence: `${shown} runs in ${directory}`,
      outputs: known([]),
      directory: build.root.directory,
    };
  return {
    ...base,
    evidence: evidenceOf(shown, build, selection),
    outputs: outputs(build, selection, command, invocation, tree),
    directory: build.root.directory,
  };
}

function outputs(
  build: Build,
  selection: Selection,
  command: GradleCommand,
  invocation: Invocation,
  tree: ImageTree,
): Known<readonly Output[]> {
  if (command.idle) return known(caches(build, command, invocation, tree));
  const init = openInitScript(command, tree);
  if (init !== null) return unknown(init);
  if (command.unknownWord !== null)
    return unknown(`${command.unknownWord} in the gradle command has no known value`);
  const strange = selection.unknownTasks[0];
  if (strange !== undefined && selection.tasks.length === 0)
    return unknown(`the task ${strange} is in no build file at hand, so what it makes is not known`);
  return outputsOf(build, selection, command, invocation, tree);
}

/** A script in front of the build files that may change names and places, or that cannot be read. */
function openInitScript(command: GradleCommand, tree: ImageTree): string | null {
  const { initScript, userHome } = command;
  if (initScript !== null && !initScript.known) return `the init script is not known: ${initScript.because}`;
  const homes = [
    "/root/.gradle",
    "/home/gradle/.gradle",
    ...(userHome?.known === true ? [userHome.value] : []),
  ];
  // https://docs.gradle.org/current/userguide/init_scripts.html: what lies there runs unasked.
  const unasked = homes.flatMap((home) => [
    ...tree.files(`${home}/init.d`),
    `${home}/init.gradle`,
    `${home}/init.gradle.kts`,
  ]);
  const files = [
    ...(initScript === null ? [] : [initScript.value]),
    ...unasked.filter((path) => tree.kind(path) === "file" && /\.gradle(\.kts)?$/.test(path)),
  ];
  for (const file of files) {
    const text = tree.read(file);
    if (!text.known) return `the init script ${file} cannot be read`;
    if (NAMING.test(text.value)) return `the init script ${file} changes names or folders`;
  }
  return null;
}

function place(value: Known<string> | null): string | null {
  return value?.known === true ? value.value : null;
}

function projectIn(build: Build, directory: string): ProjectState {
  return [...build.projects.values()].find((project) => project.directory === directory) ?? build.root;
}

function kindOf(command: GradleCommand): Step["kind"] {
  const tasks = command.tasks.map((task) => task.slice(task.lastIndexOf(":") + 1));
  if (command.idle || tasks.every((task) => HOUSEKEEPING.has(task))) return "housekeeping";
  const rest = tasks.filter((task) => !HOUSEKEEPING.has(task));
  if (rest.every((task) => INSTALLS.test(task))) return "install";
  if (
    rest.every(
      (task) =>
        makesNothing(task) &&
        /^(test|check|\w*Test|lint\w*|ktlint\w*|spotless\w*|detekt\w*|checkstyle\w*|pmd\w*|spotbugs\w*|jacoco\w*|sonar\w*)$/.test(
          task,
        ),
    )
  )
    return "test";
  return "build";
}

function evidenceOf(shown: string, build: Build, selection: Selection): string {
  const main = selection.tasks.find(({ name }) =>
    ["bootJar", "bootWar", "shadowJar", "quarkusBuild", "installDist", "war", "jar"].includes(name),
  );
  const file = (main?.project ?? build.root).buildFile ?? build.settings.file ?? build.root.directory;
  return main === undefined ? `${shown} runs the build of ${file}` : `${shown} runs ${main.name} of ${file}`;
}

export const gradle: Toolchain = {
  name: "gradle",
  title: "Gradle",
  summary:
    "Gradle builds, with the wrapper or without, in Groovy and Kotlin: jars, Spring Boot, shadow, application, war, Quarkus, Ktor, Micronaut",
  family: "jvm",
  buildPrograms: ["gradle", "gradlew"],
  step,
  launch: launchGradle,
  production: (command, tree, history) => gradleProduction(command, tree, history, step),
  dependencyLayer: gradleDependencyLayer,
  purpose: sourcePurpose,
  untracked: untrackedReads,
  reads: relativeReads,
  application: () => null,
  programs: runtimePrograms,
  ownPlace: asksForItsPlace,
  literalPaths,
};
