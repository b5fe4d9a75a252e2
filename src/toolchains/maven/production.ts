/**
 * `mvn spring-boot:run` and `mvn exec:java` as two commands: the build with `package` (tests that
 * the goal never ran are skipped, P183) or `dependency:copy-dependencies`, and the `java` command
 * line that the goal puts together. Comes in: the container's command; goes out: both, or the
 * reason why the packaged program would not be the same. Sources: spring-boot-maven-plugin
 * AbstractRunMojo (2.2 on, always in a JVM of its own), exec-maven-plugin ExecJavaMojo (in Maven's JVM).
 */
import { dirname, relative, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output } from "../../model/types.js";
import { split } from "../jvm/command.js";
import type { BuildHistory, Production } from "../types.js";
import { mavenProgram, type MavenCommand } from "./command.js";
import { goalContext, type Goal } from "./goal.js";
import { hasRuntimeDependencies } from "./goals.js";
import { artifactOf, parseGoal, phaseIndex, reaches, runsOf } from "./lifecycle.js";
import { pomPath } from "./lineage.js";
import type { Model } from "./model.js";
import { readReactor } from "./reactor.js";
import { moduleOutputs, readCommand } from "./step.js";
import { child, childrenAt } from "./xml.js";

interface Situation {
  readonly command: Invocation;
  readonly maven: MavenCommand;
  readonly model: Model;
  readonly goal: Goal;
  /** the word that starts the program */
  readonly word: string;
  readonly cwd: string;
  readonly tree: ImageTree;
  readonly history: BuildHistory;
}

/** Why other goals that start a program have no exact production form. */
const without: Readonly<Record<string, string>> = {
  "quarkus:dev":
    "quarkus:dev runs with the profile dev, its own services and live reload, which the packaged program does not",
  "jetty:run":
    "jetty:run serves the web application from Maven's own Jetty, and the packaged war needs a servlet container",
};

export function mavenProduction(
  command: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Known<Production> | null {
  const maven = readCommand(command, tree);
  if (maven === null) return null;
  const word = maven.goals.at(-1);
  const goal = word === undefined ? null : parseGoal(word);
  if (word === undefined || goal === null) return null;
  const name = `${artifactOf(goal.plugin)}:${goal.goal}`;
  const make =
    name === "spring-boot-maven-plugin:run"
      ? springBootRun
      : name === "exec-maven-plugin:java"
        ? execJava
        : null;
  if (make === null) {
    const because = without[word.split("@")[0] ?? ""];
    return because === undefined ? null : unknown(because);
  }
  const unknownWord = command.args.find((arg) => !arg.known);
  if (unknownWord?.known === false) return unknown(unknownWord.because);
  if (maven.uncertain !== null) return unknown(maven.uncertain);
  if (!command.cwd.known) return unknown(command.cwd.because);
  const cwd = command.cwd.value;
  const reactor = readReactor(pomPath(resolve(cwd, maven.file ?? "pom.xml"), tree), maven, command.env, tree);
  if (!reactor.known) return unknown(reactor.because);
  const [model] = reactor.value.modules;
  if (model === undefined || reactor.value.modules.length > 1)
    return unknown("the goal runs in several modules");
  const run = runsOf(model, word)?.[0];
  if (run === undefined) return unknown(`what ${word} runs in ${model.pom} is not known`);
  return make({
    command,
    maven,
    model,
    goal: goalContext(model, run.configuration, { main: null, outputs: new Map() }, tree),
    word,
    cwd,
    tree,
    history,
  });
}

/** The words of the command with other goals, and without properties of the goal that starts the program. */
function buildWords(
  { command }: Situation,
  keep: (goal: string) => boolean,
  goals: readonly string[],
  property: RegExp,
): readonly string[] {
  const program = mavenProgram(command);
  const words = command.args.map((arg) => (arg.known ? arg.value : ""));
  const head =
    program?.interpreted === true ? [command.path, ...words.slice(0, program.from)] : [command.path];
  const rest: string[] = [];
  const given = words.slice(program?.from ?? 0);
  for (let at = 0; at < given.length; at += 1) {
    const text = given[at] ?? "";
    const define = text === "-D" || text === "--define";
    if (define && property.test(given[at + 1] ?? "")) at += 1;
    else if (/^-D/.test(text) && property.test(text.slice(2))) continue;
    else if (text.startsWith("-") || isValue(given[at - 1])) rest.push(text);
    else if (keep(text)) rest.push(text);
  }
  return [...head, ...rest, ...goals];
}

/** Is the word behind this option its value? */
function isValue(option: string | undefined): boolean {
  return (
    option !== undefined &&
    /^(-(f|pl|rf|P|D|s|gs|t|T|b|l)|--(file|projects|resume-from|activate-profiles|define|settings|global-settings|toolchains|threads|builder|log-file))$/.test(
      option,
    )
  );
}

function texts(goal: Goal, ...path: readonly string[]): readonly string[] {
  return childrenAt(goal.configuration, ...path).map((item) => goal.model.interpolate(item.text));
}

function firstChild(goal: Goal, names: readonly string[]): string | null {
  return names.find((name) => child(goal.configuration, name) !== null) ?? null;
}

const tests = /^(skipTests|maven\.test\.skip)\b/;

function springBootRun(here: Situation): Known<Production> {
  const { goal, maven, model, tree } = here;
  const inexact = firstChild(goal, [
    "environmentVariables",
    "workingDirectory",
    "additionalClasspathElements",
    "folders",
    "directories",
    "agent",
    "agents",
    "useTestClasspath",
    "commandlineArguments",
  ]);
  if (inexact !== null) return unknown(`${model.pom} sets ${inexact} for spring-boot:run`);
  if ([...maven.properties.keys()].some((name) => name === "run.arguments"))
    return unknown("run.arguments is read differently from release to release");
  const kept = (word: string): boolean =>
    word !== here.word && (phaseIndex(word) < 0 || reaches(word, "package"));
  const packages = maven.goals.some((word) => word !== here.word && reaches(word, "package"));
  const property = /^(spring-boot\.run|run)\./;
  const skips = [...maven.properties.keys()].some((name) => tests.test(name));
  const build = buildWords(
    here,
    kept,
    packages ? [] : ["package", ...(skips ? [] : ["-DskipTests"])],
    property,
  );
  const outputs = moduleOutputs(model, ["package"], tree);
  if (!outputs.known) return outputs;
  const artifact = onlyRunnable(outputs.value);
  if (artifact === null)
    return unknown(`package makes no single archive that runs alone: ${model.pom} does not bind repackage`);
  const either = (name: string): string =>
    goal.text(name, `spring-boot.run.${name}`) ?? goal.text(name, `run.${name}`) ?? "";
  const profiles = texts(goal, "profiles");
  const active = profiles.length > 0 ? profiles.join(",") : either("profiles");
  const properties = childrenAt(goal.configuration, "systemPropertyVariables").map(
    (item) => `-D${item.name}=${model.interpolate(item.text)}`,
  );
  const listed = texts(goal, "arguments");
  const start = [
    "java",
    ...split(either("jvmArguments")),
    ...properties,
    "-jar",
    relative(model.directory, artifact.path),
    ...(active === "" ? [] : [`--spring.profiles.active=${active}`]),
    ...(listed.length > 0 ? listed : split(goal.text("arguments", "spring-boot.run.arguments") ?? "")),
  ];
  const bad = unfit(start);
  if (bad !== null) return unknown(bad);
  const dropped = [...maven.properties.keys()].filter((name) => !property.test(name) && !tests.test(name));
  const alone = maven.goals.length === 1 && isMade(artifact.path, here.history);
  return known({
    build: alone ? [] : build,
    start,
    directory: model.directory,
    differences: [
      "the jar leaves out what only development uses (spring-boot-devtools)",
      ...(dropped.length > 0
        ? [`-D${dropped.join(", -D")} is a property of Maven alone: the goal hands it to no program`]
        : []),
    ],
  });
}

function execJava(here: Situation): Known<Production> {
  const { goal, maven, model, tree, cwd, command } = here;
  const inexact = firstChild(goal, [
    "additionalClasspathElements",
    "includePluginDependencies",
    "executableDependency",
    "additionalClassPathElements",
  ]);
  if (inexact !== null) return unknown(`${model.pom} sets ${inexact} for exec:java`);
  const scope = goal.text("classpathScope", "exec.classpathScope") ?? "runtime";
  if (scope !== "runtime") return unknown(`exec:java runs with the class path of the scope ${scope}`);
  const main = goal.text("mainClass", "exec.mainClass");
  if (main === null) return unknown(`neither ${model.pom} nor the command names a main class`);
  const libraries = hasRuntimeDependencies(model) || model.uncertain !== null;
  const goals = libraries ? ["dependency:copy-dependencies", "-DincludeScope=runtime"] : [];
  const property = /^exec\./;
  const build = buildWords(here, (word) => word !== here.word, goals, property);
  const outputs = moduleOutputs(model, libraries ? ["dependency:copy-dependencies"] : [], tree);
  const folder = outputs.known
    ? outputs.value.find((output) => output.role === "dependencies" && output.kind === "directory")
    : undefined;
  if (libraries && folder === undefined) return unknown("where the libraries are copied to is not known");
  const options = jvmOptions(command, dirname(model.pom), tree);
  if (!options.known) return options;
  const classPath = [
    relative(cwd, model.outputDirectory),
    ...(folder === undefined ? [] : [`${relative(cwd, folder.path)}/*`]),
  ];
  const set = childrenAt(goal.configuration, "systemProperties").map(
    (item) =>
      `-D${model.interpolate(child(item, "key")?.text ?? "*")}=${model.interpolate(child(item, "value")?.text ?? "")}`,
  );
  const given = [...maven.properties]
    .filter(([name]) => !property.test(name) && !/^(skip|maven\.)/.test(name))
    .map(([name, value]) => `-D${name}=${value.known ? value.value : "*"}`);
  const listed = texts(goal, "arguments");
  const start = [
    "java",
    ...options.value,
    ...given,
    ...set,
    "-cp",
    classPath.join(":"),
    main,
    ...(listed.length > 0
      ? listed
      : split(goal.text("commandlineArgs", "exec.args") ?? goal.text("arguments", "exec.arguments") ?? "")),
  ];
  const bad = unfit(start.filter((word) => word !== classPath.join(":")));
  if (bad !== null) return unknown(bad);
  return known({
    build: maven.goals.length > 1 || goals.length > 0 ? build : [],
    start,
    directory: cwd,
    differences: [
      "exec:java runs the program inside Maven's own JVM and waits for its threads; here it has a JVM of its own",
    ],
  });
}

/** Has a command of the file made it already? */
function isMade(path: string, history: BuildHistory): boolean {
  return history.steps.some(
    ({ step }) => step.outputs.known && step.outputs.value.some((output) => output.path === path),
  );
}

function onlyRunnable(outputs: readonly Output[]): Output | null {
  const found = outputs.filter((output) => output.role === "artifact" && output.selfContained === true);
  const [only] = found;
  return found.length === 1 && only !== undefined && !only.path.includes("*") ? only : null;
}

/** What cannot stand in a production command. */
function unfit(words: readonly string[]): string | null {
  const open = words.find((word) => word.includes("*") || word.includes("${"));
  if (open !== undefined) return `the value of ${open} is not known`;
  const debug = words.find((word) => /jdwp|^-Xdebug/.test(word));
  return debug === undefined ? null : `${debug} waits for a debugger, which is development`;
}

/** MAVEN_OPTS and .mvn/jvm.config: options of the JVM that exec:java shares. */
function jvmOptions(command: Invocation, directory: string, tree: ImageTree): Known<readonly string[]> {
  const options = command.env.get("MAVEN_OPTS");
  if (options !== undefined && !options.known) return unknown("the value of MAVEN_OPTS is not known");
  const file = tree.read(resolve(directory, ".mvn/jvm.config"));
  return known([...split(file.known ? file.value : ""), ...split(options?.value ?? "")]);
}
