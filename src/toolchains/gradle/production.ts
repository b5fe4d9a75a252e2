/**
 * `gradlew bootRun` and `gradlew run` as two commands: the build with `bootJar` or `installDist`, and
 * the start of the jar or of the start script. Comes in: the container's command; goes out: both, or why
 * the packaged program would not be the same: a build file that configures the task, a debugger, other
 * modules. Sources: Spring Boot's BootRun, Gradle's ApplicationPlugin (both work in the project's folder).
 */
import { relative } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { split } from "../jvm/command.js";
import type { BuildHistory, Production, Toolchain } from "../types.js";
import { readCommand } from "./command.js";
import { loadBuild } from "./load.js";
import { exists } from "./selection.js";
import type { Build, ProjectState } from "./state.js";

/** Configuration of the tasks in a build file, which only the task itself would follow. */
const CONFIGURED: Readonly<Record<string, RegExp>> = {
  bootRun: /\bbootRun\b|\bBootRun\b|\bJavaExec\b|applicationDefaultJvmArgs/,
  run: /(^|[^.\w])run\s*\{|tasks\.run\b|named\(?\s*["']run["']|\bJavaExec\b/m,
};
const DEVELOPMENT = new Set(["quarkusDev", "appRun", "jettyRun", "vertxRun"]);

type StepOf = Toolchain["step"];

export function gradleProduction(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  step: StepOf,
): Known<Production> | null {
  const command = readCommand(invocation);
  const word = command?.tasks.at(-1);
  if (command === null || word === undefined) return null;
  const task = word.slice(word.lastIndexOf(":") + 1);
  if (DEVELOPMENT.has(task)) return unknown(`${task} runs a development server, not the packaged program`);
  if (task !== "bootRun" && task !== "run") return null;
  const words = invocation.args.map((arg) => (arg.known ? arg.value : null));
  if (!command.directory.known || words.includes(null)) return unknown("the command line is not known");
  const line = words.filter((one) => one !== null);
  const watch = line.find((one) => ["-t", "--continuous", "--debug-jvm"].includes(one));
  if (watch !== undefined) return unknown(`${watch} is for development`);
  const build = loadBuild(tree, {
    wrapper: command.wrapper !== null,
    directory: command.directory.value,
    buildFile: command.buildFile?.known === true ? command.buildFile.value : null,
    settingsFile: command.settingsFile?.known === true ? command.settingsFile.value : null,
    properties: command.properties,
    systemProperties: command.systemProperties,
    environment: invocation.env,
  });
  const project = projectOf(build, command.directory.value, word, task);
  if (project === null) return unknown(`no single project at hand has the task ${task}`);
  const doubt = project.uncertain ?? project.foreign;
  if (doubt !== null) return unknown(doubt);
  const configured = configuring(build, project, task, tree);
  if (configured !== null) return unknown(`${configured} configures ${task}`);
  const options = invocation.env.get("JAVA_OPTS");
  if (task === "run" && options !== undefined)
    return unknown("JAVA_OPTS is set, which the start script reads and the task run does not");
  const making = task === "run" ? "installDist" : project.plugins.has("war") ? "bootWar" : "bootJar";
  const path = project.path === ":" ? making : `${project.path}:${making}`;
  const { words: rest, given } = withoutRun(line, word);
  const buildWords = [invocation.path, ...rest, path];
  const made = step(
    { ...invocation, args: buildWords.slice(1).map((one) => known(one)), raw: buildWords.slice(1) },
    tree,
    history,
  );
  if (made?.outputs.known !== true)
    return unknown(made?.outputs.because ?? `what ${path} makes is not known`);
  const start = startOf(task, project, made.outputs.value);
  if (start === null) return unknown(`what ${path} makes cannot be told to the name`);
  return known({
    build: buildWords,
    start: [...start, ...given],
    directory: project.directory,
    differences: [
      task === "run"
        ? "the task run gives the program no standard input; the start script does"
        : "the jar leaves out what only development uses (developmentOnly dependencies)",
    ],
  });
}

function projectOf(build: Build, directory: string, word: string, task: string): ProjectState | null {
  const all = [...build.projects.values()];
  if (word.includes(":")) {
    const path = word.slice(0, word.lastIndexOf(":"));
    return build.projects.get(path === "" ? ":" : path.startsWith(":") ? path : `:${path}`) ?? null;
  }
  const here = all.find((project) => project.directory === directory) ?? build.root;
  const owners = all.filter(
    (project) =>
      exists(project, task) &&
      (project === here || here.path === ":" || project.path.startsWith(`${here.path}:`)),
  );
  return owners.length === 1 ? (owners[0] ?? null) : null;
}

/** The build file that speaks of the task, or null. */
function configuring(build: Build, project: ProjectState, task: string, tree: ImageTree): string | null {
  const files = [project.buildFile, build.root.buildFile].filter((file) => file !== null);
  return (
    files.find((file) => {
      const text = tree.read(file);
      return !text.known || CONFIGURED[task]?.test(text.value) === true;
    }) ?? null
  );
}

/** The command line without the task and its arguments, which belong to the program. */
function withoutRun(
  line: readonly string[],
  task: string,
): { readonly words: readonly string[]; readonly given: readonly string[] } {
  const words: string[] = [];
  let given: readonly string[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const word = line[at] ?? "";
    if (word === "--args") {
      given = split(line[at + 1] ?? "");
      at += 1;
    } else if (word.startsWith("--args=")) given = split(word.slice(7));
    else if (word !== task) words.push(word);
  }
  return { words, given };
}

function startOf(
  task: string,
  project: ProjectState,
  outputs: readonly { readonly path: string; readonly kind: string; readonly selfContained?: boolean }[],
): readonly string[] | null {
  const [made, ...more] = outputs.filter((output) =>
    task === "run"
      ? output.kind === "directory" && /\/install\/[^/]+$/.test(output.path)
      : output.selfContained === true,
  );
  if (made === undefined || more.length > 0 || made.path.includes("*")) return null;
  const path = relative(project.directory, made.path);
  if (task !== "run") return ["java", "-jar", path];
  const name = project.applicationName ?? known(project.name);
  return name.known ? [`${path}/bin/${name.value}`] : null;
}
