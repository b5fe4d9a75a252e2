/**
 * A Maven command of a RUN in, what it is for and what stands in the image afterwards out:
 * per module the build folder, the artifacts with their exact names, and the local repository.
 */
import { basename, dirname, join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output, Step } from "../../model/types.js";
import { homeOf } from "../jvm/home.js";
import type { BuildHistory } from "../types.js";
import { moduleMissing, noBuildFile, wrapperFails } from "./broken.js";
import { mavenProgram, parseMaven, type MavenCommand, type MavenWord } from "./command.js";
import { act } from "./goals.js";
import { add, goalContext, type Made } from "./goal.js";
import { artifactOf, parseGoal, phaseIndex, reaches, runsOf } from "./lifecycle.js";
import { pomPath } from "./lineage.js";
import type { Model } from "./model.js";
import { readReactor } from "./reactor.js";
import { withSettings } from "./settings.js";
import { textAt } from "./xml.js";

function split(text: string): readonly MavenWord[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== "" && !word.startsWith("#"))
    .map((word) => ({ value: known(word), raw: word }));
}

/** The command with the words that `.mvn/maven.config` and MAVEN_ARGS put in front, and the profiles of the settings. */
export function readCommand(command: Invocation, tree: ImageTree): MavenCommand | null {
  const program = mavenProgram(command);
  if (program === null) return null;
  const words: MavenWord[] = command.args
    .slice(program.from)
    .map((value, index) => ({ value, raw: command.raw[index + program.from] ?? "" }));
  const first = parseMaven(words, program);
  const environment = command.env.get("MAVEN_ARGS");
  const before: MavenWord[] = environment?.known === true ? [...split(environment.value)] : [];
  if (command.cwd.known) {
    // The folder that holds .mvn is looked for from the build's folder upwards.
    let at =
      first.file === null
        ? command.cwd.value
        : dirname(pomPath(resolve(command.cwd.value, first.file), tree));
    while (tree.kind(join(at, ".mvn")) !== "directory" && at !== "/") at = dirname(at);
    const config = tree.read(join(at, ".mvn/maven.config"));
    if (config.known) before.push(...split(config.value));
  }
  const maven = before.length === 0 ? first : parseMaven([...before, ...words], program);
  return withSettings(maven, command, tree);
}

const preparing = /^(dependency|de\.qaware.*go-offline.*):/;
const preparingGoal =
  /^(go-offline|resolve|resolve-plugins|resolve-sources|get|tree|list|purge-local-repository|analyze.*|resolve-dependencies)$/;
const running = /^(exec|antrun|groovy|gmaven|gmavenplus|liquibase|flyway|scala|archetype)$/;
const checking =
  /^(checkstyle|pmd|spotbugs|findbugs|spotless|surefire|failsafe|enforcer|license|jacoco|sonar|fmt|formatter)$/;

/** What a command with these goals is for. */
function kindOf(goals: readonly string[]): Step["kind"] {
  const work = goals.filter((goal) => !["clean", "clean:clean", "site-clean"].includes(goal));
  if (work.length === 0) return "housekeeping";
  const kinds = work.map((goal): Step["kind"] => {
    const phase = phaseIndex(goal);
    if (phase >= 0) {
      if (/test/.test(goal) && !reaches(goal, "package")) return "test";
      return reaches(goal, "compile") ? "build" : "housekeeping";
    }
    const asked = parseGoal(goal);
    const prefix = goal.split(":")[0] ?? "";
    if (preparing.test(goal) || (asked !== null && artifactOf(asked.plugin) === "maven-dependency-plugin")) {
      return asked !== null && preparingGoal.test(asked.goal) ? "install" : "build";
    }
    if (asked !== null && /go-offline/.test(asked.plugin)) return "install";
    if (checking.test(prefix)) return "test";
    if (/^(wrapper|versions|help|site|io\.takari:maven)$/.test(prefix) || asked === null)
      return "housekeeping";
    return "build";
  });
  return (
    (["build", "install", "test", "housekeeping"] as const).find((kind) => kinds.includes(kind)) ?? "build"
  );
}

/** Marks, for each artifact, the other files of its folder that a glob could take for it. */
function withSiblings(outputs: readonly Output[]): readonly Output[] {
  return outputs.map((output) => {
    if (output.kind !== "file" || output.role !== "artifact") return output;
    const siblings = outputs
      .filter(
        (other) =>
          other.kind === "file" && other.path !== output.path && dirname(other.path) === dirname(output.path),
      )
      .map((other) => basename(other.path));
    return siblings.length === 0 ? output : { ...output, siblings };
  });
}

/**
 * Folders that the POM itself has its libraries copied to: a parent that cannot be read changes nothing about
 * them, while the names of archives stay open.
 */
function explicitFolders(
  model: Model,
  goals: readonly string[],
  tree: ImageTree,
): Known<readonly Output[]> | null {
  const made: Made = { main: null, outputs: new Map() };
  for (const goal of goals) {
    for (const { plugin, goal: name, configuration } of runsOf(model, goal) ?? []) {
      if (name === "copy-dependencies" && textAt(configuration, "outputDirectory") !== null)
        act(`${artifactOf(plugin.key)}:${name}`, goalContext(model, configuration, made, tree));
    }
  }
  const folders = [...made.outputs.values()].filter(({ kind }) => kind === "directory");
  if (folders.length === 0) return null;
  return known([
    ...folders,
    { path: model.outputDirectory, kind: "directory", role: "artifact" },
    { path: join(model.buildDirectory, "*.jar"), kind: "file", role: "artifact" },
    { path: model.buildDirectory, kind: "directory", role: "intermediate" },
  ]);
}

/** The files of one module after the goals; unknown when its packaging or plugins cannot be told. */
export function moduleOutputs(
  model: Model,
  goals: readonly string[],
  tree: ImageTree,
): Known<readonly Output[]> {
  const made: Made = { main: null, outputs: new Map() };
  const produces = goals.some((goal) => phaseIndex(goal) < 0 || reaches(goal, "compile"));
  if (model.uncertain !== null && produces && model.packaging !== "pom")
    return explicitFolders(model, goals, tree) ?? unknown(model.uncertain);
  let compiles = false;
  for (const goal of goals) {
    const runs = runsOf(model, goal);
    if (runs === null)
      return unknown(`what the packaging ${model.packaging} of ${model.pom} makes is not known`);
    for (const { plugin, goal: name, configuration } of runs) {
      act(`${artifactOf(plugin.key)}:${name}`, goalContext(model, configuration, made, tree));
    }
    if (phaseIndex(goal) >= 0 ? reaches(goal, "compile") : /^compiler:compile|^kotlin:compile/.test(goal))
      compiles = true;
  }
  if (compiles && model.packaging !== "pom") {
    add(made, { path: model.outputDirectory, kind: "directory", role: "artifact" });
  }
  if (made.outputs.size > 0 || compiles)
    add(made, { path: model.buildDirectory, kind: "directory", role: "intermediate" });
  return known(
    withSiblings([...made.outputs.values()].sort((one, other) => (one.path < other.path ? -1 : 1))),
  );
}

/** An earlier command that changes the POM makes its text worthless. */
function edited(history: BuildHistory): string | null {
  for (const { program, args } of history.invocations) {
    const words = args.filter((arg) => arg.known).map((arg) => arg.value);
    if (words.some((word) => /(^|:)versions(-maven-plugin)?(:[\d.]+)?:(set|use-|update-)/.test(word))) {
      return "an earlier command changes the versions in the POM";
    }
    if (
      ["sed", "perl", "xmlstarlet", "patch", "awk", "ed", "envsubst"].includes(program) &&
      words.some((word) => word.includes("pom.xml"))
    ) {
      return `${program} changes pom.xml before the build`;
    }
  }
  return null;
}

const undecided = "the folder of the local repository is not known";

/** ~/.m2, or where -Dmaven.repo.local and -Duser.home (also in MAVEN_OPTS) put it. */
function localRepository(maven: MavenCommand, command: Invocation): Known<string> {
  const options = command.env.get("MAVEN_OPTS");
  const inOptions = (name: string): Known<string> | undefined => {
    const found = options?.known === true ? new RegExp(`-D${name}=(\\S+)`).exec(options.value) : null;
    return found === null ? undefined : known(found[1] ?? "");
  };
  const property = (name: string): Known<string> | undefined => maven.properties.get(name) ?? inOptions(name);
  const base = command.cwd.known ? command.cwd.value : "/";
  const local = property("maven.repo.local");
  if (local !== undefined) return local.known ? known(resolve(base, local.value)) : unknown(undecided);
  const home = property("user.home") ?? homeOf(command);
  return home.known ? known(join(home.value, ".m2")) : home;
}

function outputsOf(
  maven: MavenCommand,
  goals: readonly string[],
  modules: readonly Model[],
  command: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Known<readonly Output[]> {
  const change = edited(history);
  if (change !== null) return unknown(change);
  if (maven.uncertain !== null) return unknown(`the command line is not known: ${maven.uncertain}`);
  const free = goals.find((goal) => running.test(goal.split(":")[0] ?? ""));
  if (free !== undefined) return unknown(`${free} runs a program that can write anything`);
  const outputs: Output[] = [];
  for (const model of modules) {
    const made = moduleOutputs(model, goals, tree);
    if (!made.known) return made;
    outputs.push(...made.value);
  }
  const local = localRepository(maven, command);
  if (!local.known && local.because === undecided) return unknown(undecided);
  if (local.known) outputs.push({ path: local.value, kind: "directory", role: "cache" });
  return known(outputs);
}

export function mavenStep(command: Invocation, tree: ImageTree, history: BuildHistory): Step | null {
  const maven = readCommand(command, tree);
  if (maven === null) return null;
  const tool = maven.wrapper ?? "mvn";
  const step = (
    goals: readonly string[],
    directory: string,
    outputs: Known<readonly Output[]>,
    broken: Step["broken"],
  ): Step => ({
    toolchain: "maven",
    kind: maven.information ? "housekeeping" : kindOf(goals),
    evidence: `${[tool, ...goals].join(" ")} in ${directory}`,
    outputs,
    directory,
    ...(broken === undefined ? {} : { broken }),
  });
  if (!command.cwd.known) return step(maven.goals, "/", unknown(command.cwd.because), undefined);
  const cwd = command.cwd.value;
  const wrapper =
    maven.wrapper === null || !command.certain
      ? null
      : wrapperFails(maven.wrapper, maven.interpreted, cwd, tree, history);
  if (maven.information) return step(maven.goals, cwd, known([]), wrapper ?? undefined);

  const pom = pomPath(resolve(cwd, maven.file ?? "pom.xml"), tree);
  const directory = dirname(pom);
  const withoutPom =
    maven.goals.length > 0 &&
    maven.goals.every((goal) =>
      /^(wrapper:|archetype:|help:|dependency:get|io\.takari:)|^org\.apache\.maven\.plugins:.*:get$/.test(
        goal,
      ),
    );
  if (withoutPom) {
    const home = homeOf(command);
    const cache: readonly Output[] = home.known
      ? [{ path: join(home.value, ".m2"), kind: "directory", role: "cache" }]
      : [];
    const writes = maven.goals.some((goal) => /archetype|wrapper|takari/.test(goal));
    return step(
      maven.goals,
      directory,
      writes ? unknown(`${maven.goals.join(" ")} writes project files`) : known(cache),
      wrapper ?? undefined,
    );
  }
  const missing = command.certain ? noBuildFile(pom, tree, history) : null;
  const reactor = readReactor(pom, maven, command.env, tree);
  if (!reactor.known) {
    return step(maven.goals, directory, unknown(reactor.because), wrapper ?? missing ?? undefined);
  }
  const goals =
    maven.goals.length > 0
      ? maven.goals
      : split(reactor.value.modules[0]?.defaultGoal ?? "").map((word) => word.raw);
  const modules =
    command.certain && maven.uncertain === null ? moduleMissing(reactor.value, maven, tree, history) : null;
  return step(
    goals,
    directory,
    outputsOf(maven, goals, reactor.value.modules, command, tree, history),
    wrapper ?? modules ?? undefined,
  );
}
