/**
 * Commands that can never have worked: the wrapper or its jar is not in the context, the wrapper has no
 * run bit or DOS line ends, no build stands where Gradle starts, a project that does not exist is named.
 * Only what the files at hand prove; anything that a command before may have put there is left alone.
 */
import type { ImageTree, Invocation, Step } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import type { GradleCommand } from "./command.js";
import { buildFileOf, join, parentOf } from "./files.js";
import { readProperties } from "./properties.js";
import { findSettings } from "./settings/settings.js";

type Broken = NonNullable<Step["broken"]>;

/** Programs that may bring or change files in ways that are not followed here. */
const BRINGS = new Set([
  "git",
  "curl",
  "wget",
  "tar",
  "unzip",
  "svn",
  "cp",
  "mv",
  "rsync",
  "ln",
  "install",
  "hg",
  "gradle",
  "scp",
  "bsdtar",
  "jar",
  "python",
  "python3",
  "node",
]);
const REPAIRS_TEXT = new Set(["sed", "dos2unix", "tr", "perl", "awk", "git"]);

export function brokenCommand(
  invocation: Invocation,
  command: GradleCommand,
  tree: ImageTree,
  history: BuildHistory,
): Broken | null {
  if (!tree.known || !command.directory.known) return null;
  const before = history.invocations.filter((other) => other !== invocation && other.line <= invocation.line);
  if (before.some((other) => BRINGS.has(other.program))) return null;
  return (
    brokenWrapper(command, tree, before) ??
    brokenFolder(command, command.directory.value, tree) ??
    brokenJavaHome(command.directory.value, tree, before)
  );
}

/** Gradle stops where `org.gradle.java.home` names no folder, as a path of Windows never does here. */
function brokenJavaHome(directory: string, tree: ImageTree, before: readonly Invocation[]): Broken | null {
  const file = join(directory, "gradle.properties");
  if (tree.kind(file) === null || before.some((other) => REPAIRS_TEXT.has(other.program))) return null;
  const text = tree.read(file);
  const home = text.known ? readProperties(text.value).get("org.gradle.java.home") : undefined;
  if (home === undefined || !/^[A-Za-z]:/.test(home)) return null;
  return {
    code: "original-broken-java-home",
    message: `${file} sets org.gradle.java.home to ${home}, which is no folder of the image`,
  };
}

function brokenWrapper(
  command: GradleCommand,
  tree: ImageTree,
  before: readonly Invocation[],
): Broken | null {
  if (command.wrapper?.known !== true) return null;
  const script = command.wrapper.value;
  const home = parentOf(script);
  // nothing of the context there: the files come from elsewhere, or are copied later
  if ((tree.entries(home) ?? []).length === 0) return null;
  if (tree.kind(script) === null)
    return { code: "original-broken-no-wrapper", message: `${script} is not in the build context` };
  const jar = join(home, "gradle/wrapper/gradle-wrapper.jar");
  const text = tree.read(script);
  if (tree.kind(jar) === null && text.known && text.value.includes("gradle-wrapper.jar"))
    return {
      code: "original-broken-no-wrapper",
      message: `${jar}, which ${script} starts, is not in the build context`,
    };
  if (!command.direct) return null;
  if (!tree.executable(script) && !before.some((other) => mayChangeMode(other, script)))
    return {
      code: "original-broken-wrapper-not-executable",
      message: `${script} has no run bit, and no command gives it one`,
    };
  if (
    text.known &&
    /^#![^\n]*\r\n/.test(text.value) &&
    !before.some((other) => REPAIRS_TEXT.has(other.program) || mentionsWrapper(other))
  )
    return {
      code: "original-broken-wrapper-line-ends",
      message: `${script} has DOS line ends: its first line names an interpreter that does not exist`,
    };
  return null;
}

function mayChangeMode(other: Invocation, script: string): boolean {
  if (other.program === "chmod") return true;
  return mentionsWrapper(other) && !["gradlew", "sh", "bash"].includes(other.program) && script !== "";
}

function mentionsWrapper(other: Invocation): boolean {
  return other.raw.some((word) => word.includes("gradlew") || word.includes("*"));
}

function brokenFolder(command: GradleCommand, directory: string, tree: ImageTree): Broken | null {
  if (
    command.buildFile !== null ||
    command.settingsFile !== null ||
    command.idle ||
    command.tasks.length === 0
  )
    return null;
  if ((tree.entries(directory) ?? []).length === 0) return null;
  if (buildFileOf(tree, directory, null) !== null || findSettings(tree, directory) !== null) return null;
  if (command.tasks.every((task) => ["wrapper", "init", "help", "tasks"].includes(task))) return null;
  return {
    code: "original-broken-no-build-file",
    message: `neither build.gradle nor settings.gradle stands in ${directory} when gradle runs there`,
  };
}
