/**
 * A start script of Gradle's `application` plugin as the container's command: what it needs beside the
 * install folder. The script is `sh`; from Gradle 7.2 on it parses JAVA_OPTS with `xargs` (gradle/gradle
 * pull request 17666; without xargs it dies since 7.5, pull request 19878, and dropped the options
 * before, issue 19682): P177. It starts `$JAVA_HOME/bin/java`, or `java` from PATH.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output, Step } from "../../model/types.js";
import { split } from "../jvm/command.js";
import { launchJava } from "../jvm/java.js";
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
  const words =
    shell === null ? command.args : command.args.slice(command.args.indexOf(first ?? unknownWord) + 1);
  const started = startedJava(command, home, name, words, made.step, tree);
  if (started.kind !== "needs") return started;
  const needs: Need[] = [
    { kind: "path", path: home, because: `${because} finds its libraries in ${home}/lib` },
    { kind: "program", name: "java", because: `${because} starts java` },
    { kind: "program", name: shell ?? "sh", because: `${because} is a shell script` },
  ];
  needs.push(
    ...started.needs.filter(
      (need) => !(need.kind === "program" || (need.kind === "path" && need.path === `${home}/lib`)),
    ),
  );
  if (atLeast(gradleVersion(tree, made.step.directory), "7.2") !== false)
    needs.push({ kind: "program", name: "xargs", because: `${because} parses JAVA_OPTS with xargs` });
  return { kind: "needs", needs, notes: [] };
}

const unknownWord = unknown("no script");

/**
 * What the script's own `java` command line needs: options of the build file, of JAVA_OPTS and NAME_OPTS, and
 * the program's arguments, as of any other command of java.
 */
function startedJava(
  command: Invocation,
  home: string,
  name: string,
  words: readonly Known<string>[],
  step: Step,
  tree: ImageTree,
): Extract<Launch, { kind: "needs" }> | Exclude<Launch, { kind: "needs" | "follow" }> {
  const own = `${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}_OPTS`;
  const options = ["JAVA_OPTS", own].flatMap((variable) => {
    const value = command.env.get(variable);
    return value?.known === true ? split(value.value) : [];
  });
  const args = [...defaultOptions(step, home, tree), ...options, "-cp", `${home}/lib/*`, "Main"].map((word) =>
    known(word),
  );
  const launch = launchJava(
    {
      ...command,
      program: "java",
      path: "java",
      args: [...args, ...words],
      raw: [...args, ...words].map((word) => (word.known ? word.value : "$1")),
      exec: true,
    },
    tree,
  );
  return launch === null || launch.kind === "follow" ? { kind: "needs", needs: [], notes: [] } : launch;
}

/** `applicationDefaultJvmArgs` as far as it is written out; `$APP_HOME` and its stand-ins are the install folder. */
function defaultOptions(step: Step, home: string, tree: ImageTree): readonly string[] {
  const folders = new Set([
    step.directory,
    ...(step.outputs.known
      ? step.outputs.value
          .filter((output) => output.kind === "directory" && baseOf(parentOf(output.path)) === "install")
          .map((output) => parentOf(parentOf(parentOf(output.path))))
      : []),
  ]);
  const texts = [...folders].flatMap((folder) =>
    ["build.gradle", "build.gradle.kts"].flatMap((file) => {
      const text = tree.read(join(folder, file));
      return text.known ? [text.value] : [];
    }),
  );
  return texts.flatMap((text) => {
    const list = /applicationDefaultJvmArgs\s*(?:=|\+=)?\s*(?:listOf\(|\[|\()([^\])]*)/.exec(text)?.[1] ?? "";
    return [...list.matchAll(/(["'])(-.*?)\1/g)]
      .map((match) => (match[2] ?? "").replace(/\$\{?APP_HOME\}?|%APP_HOME%|_*APP_HOME\w*/g, home))
      .filter((option) => !option.includes("$"));
  });
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
