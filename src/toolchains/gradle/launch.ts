/**
 * A start script of Gradle's `application` plugin as the container's command: what it needs beside the
 * install folder. The script is `sh`; from Gradle 7.2 on it parses JAVA_OPTS with `xargs` (gradle/gradle
 * pull request 17666; without xargs it dies since 7.5, pull request 19878, and dropped the options
 * before, issue 19682): P177. It starts `$JAVA_HOME/bin/java`, or `java` from PATH.
 */
import type { ImageTree, Invocation, Output } from "../../model/types.js";
import type { BuildHistory, Launch, Need } from "../types.js";
import { readCommand } from "./command.js";
import { gradleVersion } from "./release.js";
import { atLeast } from "./plugins.js";
import { baseOf, join, parentOf } from "./files.js";

const SHELLS = new Set(["sh", "bash", "dash", "ash"]);

export function launchGradle(command: Invocation, tree: ImageTree, history: BuildHistory): Launch | null {
  const build = readCommand(command);
  if (build !== null) {
    const tasks = build.tasks.length === 0 ? "" : ` ${build.tasks.join(" ")}`;
    return {
      kind: "refuse",
      code: "build-tool-at-runtime",
      message: `the container starts ${command.program === "gradle" ? "gradle" : "gradlew"}${tasks}, so it needs the build tool and the sources when it runs`,
    };
  }
  return startScript(command, tree, history);
}

function startScript(command: Invocation, tree: ImageTree, history: BuildHistory): Launch | null {
  const shell = SHELLS.has(command.program) ? command.program : null;
  const first =
    shell === null ? undefined : command.args.find((word) => !(word.known && word.value.startsWith("-")));
  const written = shell === null ? command.path : first?.known === true ? first.value : null;
  if (written === null || !written.includes("/")) return null;
  if (!written.startsWith("/") && !command.cwd.known) return null;
  const script = written.startsWith("/")
    ? join("/", written)
    : join(command.cwd.known ? command.cwd.value : "/", written);
  const bin = parentOf(script);
  if (baseOf(bin) !== "bin") return null;
  const home = parentOf(bin);
  const name = baseOf(script);
  const steps = history.steps.filter(({ step }) => step.toolchain === "gradle");
  const made = steps.find(
    ({ step }) =>
      step.outputs.known && step.outputs.value.some((output) => isDistribution(output, home, name)),
  );
  if (made === undefined) return null;
  const because = `the start script ${script} of the application plugin`;
  const needs: Need[] = [
    { kind: "path", path: home, because: `${because} finds its libraries in ${home}/lib` },
    { kind: "program", name: "java", because: `${because} starts java` },
    { kind: "program", name: shell ?? "sh", because: `${because} is a shell script` },
  ];
  if (atLeast(gradleVersion(tree, made.step.directory), "7.2") !== false)
    needs.push({ kind: "program", name: "xargs", because: `${because} parses JAVA_OPTS with xargs` });
  return { kind: "needs", needs, notes: [] };
}

/** The install folder itself, or a distribution of that name that was copied or unpacked to `home`. */
function isDistribution(output: Output, home: string, script: string): boolean {
  const folder = parentOf(output.path);
  if (output.kind === "directory" && output.role === "artifact" && baseOf(folder) === "install")
    return output.path === home || matches(baseOf(output.path).replace(/-(boot|shadow)$/, ""), script);
  return (
    output.kind === "file" && /\.(tar|zip)$/.test(output.path) && baseOf(output.path).startsWith(`${script}-`)
  );
}

function matches(pattern: string, name: string): boolean {
  return pattern === name || (pattern === "*" && name !== "");
}
