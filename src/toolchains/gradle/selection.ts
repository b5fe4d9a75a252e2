/**
 * Which tasks a command runs: task words in, tasks of projects out, with everything they depend on.
 * Edges are those of the plugins (gradle/gradle `BasePlugin`, `JavaPlugin`, `WarPlugin`,
 * `DistributionPlugin`; Spring Boot `*PluginAction`; shadow; Ktor; Quarkus) and of the build files'
 * `dependsOn`, `finalizedBy` and `artifacts { archives … }`.
 */
import { atLeast, KTOR, QUARKUS, SHADOW, SPRING_BOOT } from "./plugins.js";
import { descendants, PLUGIN_TASKS, type Build, type ProjectState } from "./state.js";

export interface Selection {
  /** in the order in which they were found */
  readonly tasks: readonly { readonly project: ProjectState; readonly name: string }[];
  /** words that name no task which is known here */
  readonly unknownTasks: readonly string[];
  /** `:x` of `:x:bootJar` where no such project is */
  readonly unknownProject: string | null;
}

/** Tasks of other plugins that make no archive, by what their names say. */
const MAKES_NOTHING =
  /^(clean|test|check|dependencies|dependencyInsight|help|tasks|projects|properties|wrapper|javadoc|kdoc|dokka\w*|buildEnvironment|prepareKotlinBuildScriptModel)$|^(compile|process|generate|lint|format|ktlint|spotless|detekt|checkstyle|pmd|spotbugs|jacoco|kover|sonar|flyway|liquibase|jooq|npm|node|yarn|pnpm|download|resolve|validate|openApi|proto|extract|kapt|ksp)\w*$|\w*(Classes|Test|Tests|Resources|Dependencies|Proto|JavaCode)$|^(classes)$/;

export function selectTasks(
  build: Build,
  current: ProjectState,
  words: readonly string[],
  excluded: readonly string[],
): Selection {
  const unknownTasks: string[] = [];
  let unknownProject: string | null = null;
  const start: { project: ProjectState; name: string }[] = [];
  for (const word of words) {
    const found = resolve(build, current, word);
    if (found.project === null) {
      if (build.settings.open === null) unknownProject ??= found.path;
      else unknownTasks.push(word);
      continue;
    }
    const scope = found.wide ? [found.project, ...descendants(found.project)] : [found.project];
    const owners = scope.filter((project) => exists(project, found.task));
    if (owners.length > 0) start.push(...owners.map((project) => ({ project, name: found.task })));
    else {
      const full = abbreviated(scope, found.task);
      if (full !== null)
        start.push(
          ...scope.filter((project) => exists(project, full)).map((project) => ({ project, name: full })),
        );
      else if (!MAKES_NOTHING.test(found.task)) unknownTasks.push(word);
    }
  }
  const left = new Set(excluded.map((name) => expandExcluded(build, current, name)));
  const isExcluded = (project: ProjectState, name: string): boolean =>
    left.has(name) || left.has(pathOf(project, name));
  const seen = new Set<string>();
  const tasks: { project: ProjectState; name: string }[] = [];
  const queue = [...start];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { project, name } = next;
    const id = pathOf(project, name);
    if (seen.has(id) || isExcluded(project, name)) continue;
    seen.add(id);
    tasks.push(next);
    for (const edge of edges(build, project, name)) {
      const target = edge.includes(":") ? resolve(build, project, edge) : { project, task: edge };
      if (target.project !== null) queue.push({ project: target.project, name: target.task });
    }
  }
  return { tasks, unknownTasks, unknownProject };
}

export function makesNothing(task: string): boolean {
  return MAKES_NOTHING.test(task.slice(task.lastIndexOf(":") + 1));
}

function pathOf(project: ProjectState, task: string): string {
  return project.path === ":" ? `:${task}` : `${project.path}:${task}`;
}

function expandExcluded(build: Build, current: ProjectState, name: string): string {
  if (!name.includes(":")) return abbreviated([...build.projects.values()], name) ?? name;
  return name.startsWith(":") ? name : pathOf(current, name);
}

function resolve(
  build: Build,
  current: ProjectState,
  word: string,
): {
  readonly project: ProjectState | null;
  readonly path: string;
  readonly task: string;
  readonly wide: boolean;
} {
  const split = word.lastIndexOf(":");
  if (split === -1) return { project: current, path: current.path, task: word, wide: true };
  const task = word.slice(split + 1);
  const given = word.slice(0, split);
  const path = word.startsWith(":")
    ? given || ":"
    : current.path === ":"
      ? `:${given}`
      : `${current.path}:${given}`;
  const project = build.projects.get(path) ?? abbreviatedProject(build, path);
  return { project, path, task, wide: false };
}

/** `:aB:` may stand for `:apiBackend:` */
function abbreviatedProject(build: Build, path: string): ProjectState | null {
  const matches = [...build.projects.values()].filter(
    (project) =>
      project.path.split(":").length === path.split(":").length &&
      project.path.split(":").every((name, i) => abbreviates(path.split(":")[i] ?? "", name)),
  );
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

/** The one task that a short form (`bJ`, `assem`) means, as Gradle's `NameMatcher` finds it. */
function abbreviated(scope: readonly ProjectState[], word: string): string | null {
  const names = new Set(
    scope.flatMap((project) => [
      ...Object.keys(PLUGIN_TASKS).filter((name) => exists(project, name)),
      ...project.tasks.keys(),
    ]),
  );
  if (names.has(word)) return word;
  const matches = [...names].filter((name) => abbreviates(word, name));
  return matches.length === 1 ? (matches[0] ?? null) : null;
}

function abbreviates(short: string, name: string): boolean {
  if (short === name) return true;
  if (!/^[A-Za-z][\w-]*$/.test(short)) return false;
  const humps = short.match(/[A-Z]?[a-z0-9_]*-?/g)?.filter(Boolean) ?? [];
  const pattern = humps.map((hump) => `${hump}[a-z0-9_]*`).join("");
  return new RegExp(`^${pattern}`).test(name);
}

/** Does a task of that name exist in the project, by its plugins or its build files? */
export function exists(project: ProjectState, name: string): boolean {
  if (project.tasks.get(name)?.custom === true) return true;
  const has = (plugin: string): boolean => project.plugins.has(plugin);
  const boot = has(SPRING_BOOT) && has("java");
  switch (name) {
    case "assemble":
    case "build":
    case "check":
    case "clean":
      return has("base") || project.uncertain !== null || project.foreign !== null;
    case "jar":
    case "classes":
    case "test":
    case "compileJava":
    case "processResources":
      return has("java");
    case "compileKotlin":
      return has("org.jetbrains.kotlin.jvm");
    case "war":
      return has("war");
    case "bootJar":
    case "bootRun":
      return boot;
    case "bootWar":
      return boot && has("war");
    case "bootDistTar":
    case "bootDistZip":
    case "installBootDist":
      return boot && has("application");
    case "shadowJar":
      return hasShadow(project);
    case "shadowDistTar":
    case "shadowDistZip":
    case "installShadowDist":
      return hasShadow(project) && has("application");
    case "distTar":
    case "distZip":
    case "installDist":
      return has("distribution");
    case "run":
    case "startScripts":
      return has("application");
    case "quarkusBuild":
      return has(QUARKUS);
    case "buildFatJar":
      return has(KTOR);
    case "sourcesJar":
    case "javadocJar":
      return project.archives.has(name);
    default:
      return false;
  }
}

/** Ktor's plugin applies shadow (ktorio/ktor-build-plugins `features/FatJar.kt`). */
function hasShadow(project: ProjectState): boolean {
  return project.plugins.has("java") && (project.plugins.has(SHADOW) || project.plugins.has(KTOR));
}

function edges(build: Build, project: ProjectState, name: string): readonly string[] {
  const task = project.tasks.get(name);
  const own = [...(task?.dependsOn ?? []), ...(task?.finalizedBy ?? [])];
  const add = (...names: readonly string[]): void => {
    own.push(...names.filter((each) => exists(project, each)));
  };
  switch (name) {
    case "build":
      add("assemble");
      if (project.tasks.has("check")) add("check");
      break;
    case "buildNeeded":
    case "buildDependents":
      add("build");
      break;
    case "assemble":
      assembled(build, project).forEach((each) => {
        add(each);
      });
      own.push(...[...project.archives].filter((each) => exists(project, each) || each in PLUGIN_TASKS));
      break;
    case "installDist":
    case "distTar":
    case "distZip":
      add("jar");
      break;
    case "installBootDist":
    case "bootDistTar":
    case "bootDistZip":
      add(project.plugins.has("war") ? "bootWar" : "bootJar");
      break;
    case "installShadowDist":
    case "shadowDistTar":
    case "shadowDistZip":
    case "buildFatJar":
      add("shadowJar");
      break;
  }
  if (!["check", "clean"].includes(name))
    for (const path of project.projectDependencies) {
      const other = build.projects.get(path.startsWith(":") ? path : `:${path}`);
      if (other !== undefined && other !== project && exists(other, "jar")) own.push(pathOf(other, "jar"));
    }
  return own;
}

/** What `assemble` builds by the plugins alone. */
function assembled(build: Build, project: ProjectState): readonly string[] {
  const names = [
    "war",
    "distTar",
    "distZip",
    "bootDistTar",
    "bootDistZip",
    "shadowDistTar",
    "shadowDistZip",
    "quarkusBuild",
  ];
  // with a war, up to Gradle 8 the jar is no default artifact (gradle/gradle DefaultArtifactPublicationSet)
  const war = project.plugins.has("war");
  if (!war || atLeast(build.gradleVersion, "9.0") !== false) names.push("jar");
  // the war takes the jar's place as the published artifact (Spring Boot SinglePublishedArtifact)
  names.push(war ? "bootWar" : "bootJar");
  // shadow 9 adds its jar to assemble (ShadowJar.kt, tag 9.0.0); before, only its distributions bring it
  const shadow = project.plugins.get(SHADOW) ?? null;
  if (project.plugins.has(SHADOW) && atLeast(shadow, "9.0.0") !== false) names.push("shadowJar");
  if (project.plugins.has(KTOR) && !project.plugins.has(SHADOW)) names.push("shadowJar");
  return names;
}
