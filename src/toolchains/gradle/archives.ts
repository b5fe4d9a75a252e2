/**
 * The files that the tasks of one project make: a project state in, paths out. A part of a name that is
 * not known stands as `*`. The rules are those of gradle/gradle `AbstractArchiveTask` (baseName-appendix-
 * version-classifier.extension, empty parts left out), `BasePlugin` and `DistributionPlugin`, of
 * Spring Boot's `JavaPluginAction`/`WarPluginAction` (tags v2.4.0, v2.5.0: the plain jar), GradleUp/shadow
 * `ShadowJavaPlugin` (classifier `all`) and ktor-build-plugins `features/FatJar.kt`.
 */
import { known, unknown, type Known } from "../../known.js";
import { atLeast, KTOR, SPRING_BOOT } from "./plugins.js";
import { join } from "./files.js";
import { UNSPECIFIED, type ProjectState, type TaskState } from "./state.js";

export interface Archive {
  readonly task: string;
  /** absolute */
  readonly directory: Known<string>;
  /** `demo-1.0.jar`, `demo-*.jar` */
  readonly name: string;
  readonly kind: "file" | "directory";
  /** why a `*` stands in the name */
  readonly because: string | null;
  readonly selfContained: boolean;
  /** of a distribution: the folder in it (`DistributionPlugin`: the archive's name without its extension) */
  readonly holds?: string;
  /** the version of Spring Boot's plugin that makes it; null when it is not known, undefined for other archives */
  readonly springBoot?: string | null;
  /** false when it can be off: unknown says why */
  readonly made: Known<boolean>;
}

const WILD = "*";

/** The archive of a task, or null when the task makes none. */
export function archiveOf(project: ProjectState, task: TaskState): Archive | null {
  const directory = folderOf(project, task);
  const made = isMade(project, task);
  if (task.type === "Sync" && isInstall(task.name)) {
    const name = patternOf(installName(project, task.name));
    return {
      task: task.name,
      directory,
      name: name.text,
      kind: "directory",
      because: name.because,
      selfContained: false,
      made,
    };
  }
  if (!["Jar", "War", "BootJar", "BootWar", "ShadowJar", "Tar", "Zip"].includes(task.type)) return null;
  const name = nameOf(project, task);
  return {
    task: task.name,
    directory,
    name: name.text,
    kind: "file",
    because: name.because,
    selfContained: isSelfContained(project, task),
    ...(/^(?:\w+D|d)ist(?:Tar|Zip)$/.test(task.name) && !name.text.includes("*")
      ? { holds: name.text.replace(/\.(?:tar\.\w+|t[bgx]z2?|tar|zip)$/, "") }
      : {}),
    ...(task.type === "BootJar" ? { springBoot: project.plugins.get(SPRING_BOOT) ?? null } : {}),
    made,
  };
}

function isInstall(task: string): boolean {
  return ["installDist", "installBootDist", "installShadowDist"].includes(task);
}

export function buildDirectoryOf(project: ProjectState): Known<string> {
  const directory = project.buildDirectory;
  return directory.known ? known(join(project.directory, directory.value)) : directory;
}

function folderOf(project: ProjectState, task: TaskState): Known<string> {
  if (task.destination !== null)
    return task.destination.known ? known(join(project.directory, task.destination.value)) : task.destination;
  const build = buildDirectoryOf(project);
  if (!build.known) return build;
  if (isInstall(task.name)) return known(join(build.value, "install"));
  const packed = task.type === "Tar" || task.type === "Zip";
  const folder =
    (packed ? project.distsDirectory : project.libsDirectory) ?? known(packed ? "//distributions" : "//libs");
  if (!folder.known) return folder;
  return known(
    folder.value.startsWith("//")
      ? join(build.value, folder.value.slice(2))
      : join(project.directory, folder.value),
  );
}

function isMade(project: ProjectState, task: TaskState): Known<boolean> {
  if (!task.enabled.known) return task.enabled;
  if (!task.enabled.value) return known(false);
  const plain =
    (task.name === "jar" && project.plugins.has(SPRING_BOOT)) ||
    (task.name === "war" && project.plugins.has(SPRING_BOOT));
  if (!plain || task.enabledByHand === true) return known(true);
  // up to Spring Boot 2.4 the plugin switches jar and war off, from 2.5 on they are made as `-plain`
  const modern = bootClassifies(project);
  return modern === null ? unknown("the version of Spring Boot's plugin is not known") : known(modern);
}

/** From Spring Boot 2.5 on the plain archive has the classifier `plain`. */
function bootClassifies(project: ProjectState): boolean | null {
  return atLeast(project.plugins.get(SPRING_BOOT) ?? null, "2.5.0");
}

interface Pattern {
  readonly text: string;
  readonly because: string | null;
}

function patternOf(value: Known<string>): Pattern {
  return value.known ? { text: value.value, because: null } : { text: WILD, because: value.because };
}

function nameOf(project: ProjectState, task: TaskState): Pattern {
  const whole =
    task.parts.get("fileName") ??
    (task.name === "shadowJar" && project.plugins.has(KTOR)
      ? (project.ktorFatJar ?? known(`${project.name}-all.jar`))
      : undefined);
  if (whole !== undefined) {
    if (whole.known) return { text: whole.value, because: null };
    return { text: `${WILD}.${extensionOf(task)}`, because: whole.because };
  }
  const parts = [
    task.parts.get("baseName") ?? baseName(project, task),
    task.parts.get("appendix") ?? known(""),
    task.parts.get("version") ??
      (project.version.known && project.version.value === UNSPECIFIED ? known("") : project.version),
    task.parts.get("classifier") ?? classifierOf(project, task),
  ].map((part) => (project.uncertain !== null ? (unknown(project.uncertain) as Known<string>) : part));
  const extension = task.parts.get("extension") ?? known(extensionOf(task));
  // the classifier is what tells archives of one project apart, so it is not lost in a wild card
  if (project.uncertain !== null) {
    const classifier = task.parts.get("classifier") ?? classifierOf(project, task);
    const tail = classifier.known && classifier.value !== "" ? `-${classifier.value}` : "";
    return { text: `${WILD}${tail}.${extension.known ? extension.value : WILD}`, because: project.uncertain };
  }
  const text = parts
    .map((part) => (part.known ? part.value : WILD))
    .filter((part) => part !== "")
    .join("-");
  const open = [...parts, extension].find((part) => !part.known);
  return {
    text: `${text.replace(/\*(-\*)+/g, WILD)}.${extension.known ? extension.value : WILD}`,
    because: open?.known === false ? open.because : null,
  };
}

function extensionOf(task: TaskState): string {
  switch (task.type) {
    case "War":
    case "BootWar":
      return "war";
    case "Tar":
      return "tar";
    case "Zip":
      return "zip";
    default:
      return "jar";
  }
}

function baseName(project: ProjectState, task: TaskState): Known<string> {
  if (
    task.name.endsWith("distTar") ||
    task.name.endsWith("distZip") ||
    task.name.endsWith("DistTar") ||
    task.name.endsWith("DistZip")
  )
    return installName(project, task.name);
  return project.archivesName ?? known(project.name);
}

/** `NAME` of `build/install/NAME` and of the distribution archives. */
function installName(project: ProjectState, task: string): Known<string> {
  if (project.uncertain !== null) return unknown(project.uncertain);
  const application = project.plugins.has("application") ? project.applicationName : null;
  if (/boot/i.test(task)) return suffixed(application ?? known(project.name), "-boot");
  if (/shadow/i.test(task)) return suffixed(known(project.name), "-shadow");
  return (
    project.distributionName ??
    application ??
    (project.name === "" && project.archivesName !== null ? project.archivesName : known(project.name))
  );
}

function suffixed(name: Known<string>, suffix: string): Known<string> {
  return name.known ? known(`${name.value}${suffix}`) : name;
}

function classifierOf(project: ProjectState, task: TaskState): Known<string> {
  if (task.type === "ShadowJar" && task.name === "shadowJar") return known("all");
  if (task.name === "sourcesJar" || task.name === "kotlinSourcesJar") return known("sources");
  if (task.name === "javadocJar") return known("javadoc");
  if ((task.name === "jar" || task.name === "war") && project.plugins.has(SPRING_BOOT)) {
    const modern = bootClassifies(project);
    // of an unknown version: it is called so wherever it is made
    return known(modern === false ? "" : "plain");
  }
  return known("");
}

function isSelfContained(project: ProjectState, task: TaskState): boolean {
  if (task.type === "BootJar" || task.type === "BootWar" || task.type === "ShadowJar") return true;
  if (task.type !== "Jar" || task.classPath) return false;
  if (task.bundles) return true;
  const bringsLibrary =
    project.runtimeDependencies ||
    project.plugins.has("org.jetbrains.kotlin.jvm") ||
    project.uncertain !== null;
  return task.mainClass && !bringsLibrary;
}
