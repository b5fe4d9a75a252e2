/**
 * All files that may stand in the image after a gradle command: the archives and folders of the tasks
 * that ran, the build folders and the caches. Names hold `*` only where one file can match, with the
 * other archives of the same folder as siblings (P19, P101); where two could match, the whole answer is
 * unknown, with the line that would settle it.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output } from "../../model/types.js";
import { actedOn } from "./actions.js";
import { archiveOf, buildDirectoryOf, type Archive } from "./archives.js";
import type { GradleCommand } from "./command.js";
import { quarkusOutputs } from "./quarkus.js";
import type { Selection } from "./selection.js";
import { join } from "./files.js";
import { taskOf, type Build } from "./state.js";

interface Placed extends Archive {
  readonly folder: string;
  /** its manifest names what has to lie beside it */
  readonly classPath: boolean;
}

export function outputsOf(
  build: Build,
  selection: Selection,
  command: GradleCommand,
  invocation: Invocation,
  tree: ImageTree,
): Known<readonly Output[]> {
  const placed: Placed[] = [];
  const others: Output[] = [];
  for (const { project, name } of selection.tasks) {
    if (project.foreign !== null && ["build", "assemble"].includes(name))
      return unknown(`what the plugin ${project.foreign} builds is not known`);
    // A plugin of this build that is a class may bring `java` and its jar, too.
    if (project.uncertain !== null && !project.plugins.has("java") && ["build", "assemble"].includes(name))
      return unknown(project.uncertain);
    const task = taskOf(project, name);
    if (name === "quarkusBuild") {
      const made = quarkusOutputs(project, command, invocation.env, tree);
      if (!made.known) return made;
      others.push(...made.value);
    }
    if ((task.type === "Copy" || task.type === "Sync") && task.into !== null && task.custom) {
      if (task.into.known)
        others.push({
          path: join(project.directory, task.into.value),
          kind: "directory",
          role: task.bundles ? "dependencies" : "intermediate",
        });
      continue;
    }
    const archive = archiveOf(project, task);
    if (archive === null || (archive.made.known && !archive.made.value)) continue;
    if (!archive.directory.known) return archive.directory;
    const own = { ...archive, folder: archive.directory.value, classPath: task.classPath };
    const same = placed.findIndex((other) => isSameFile(other, own));
    if (same === -1) placed.push(own);
    else placed[same] = eitherOf(placed[same] ?? own, own);
  }
  const artifacts: Output[] = [];
  for (const archive of placed) {
    const beside = placed.filter(
      (other) => other !== archive && other.folder === archive.folder && other.kind === archive.kind,
    );
    const clash = beside.find((other) => covers(other.name, sample(archive.name)));
    if (clash !== undefined && covers(archive.name, sample(clash.name))) {
      // distributions are seldom what runs: they are left out of the artifacts rather than hiding the rest
      if (/\.(tar|zip)$/.test(archive.name)) {
        others.push({ path: join(archive.folder, archive.name), kind: "file", role: "intermediate" });
        continue;
      }
      return unknown(
        `${archive.task} and ${clash.task} both write ${join(archive.folder, archive.name)}${archive.because === null ? "" : `: ${archive.because}`}`,
      );
    }
    if (clash !== undefined) {
      // the other pattern takes this name in; it lists this one among its siblings
      if (!archive.name.includes("*")) artifacts.push(outputOf(archive, beside));
      else
        artifacts.push(
          outputOf(
            archive,
            beside.filter((other) => other !== clash),
          ),
        );
      continue;
    }
    artifacts.push(outputOf(archive, beside));
  }
  const folders: Output[] = [];
  const projects = new Set(selection.tasks.map(({ project }) => project));
  for (const project of projects) {
    const directory = buildDirectoryOf(project);
    if (!directory.known) return directory;
    folders.push({ path: directory.value, kind: "directory", role: "intermediate" });
  }
  const acted = actedOn(selection, artifacts);
  if (!acted.known) return acted;
  return known([...acted.value, ...others, ...folders, ...caches(build, command, invocation, tree)]);
}

/** `shadowJar { archiveClassifier = "" }`: both tasks write the jar of the project. */
function isSameFile(one: Placed, other: Placed): boolean {
  return (
    one.kind === "file" &&
    one.kind === other.kind &&
    one.folder === other.folder &&
    one.name === other.name &&
    !one.name.includes("*")
  );
}

/** Whichever was written last stands there; neither needs anything beside it that its manifest does not name. */
function eitherOf(one: Placed, other: Placed): Placed {
  const alone = (one.selfContained || other.selfContained) && !one.classPath && !other.classPath;
  return { ...(one.selfContained ? one : other), selfContained: alone };
}

/** `.gradle`, the user home and the build folders of plugins. */
export function caches(
  build: Build,
  command: GradleCommand,
  invocation: Invocation,
  tree: ImageTree,
): readonly Output[] {
  const found: Output[] = [{ path: join(build.root.directory, ".gradle"), kind: "directory", role: "cache" }];
  const home = command.userHome ?? invocation.env.get("GRADLE_USER_HOME") ?? homeOf(invocation);
  if (home.known) found.push({ path: home.value, kind: "directory", role: "cache" });
  for (const own of [join(build.root.directory, "buildSrc"), ...build.settings.includedBuilds])
    if (tree.kind(own) === "directory") {
      found.push({ path: join(own, "build"), kind: "directory", role: "intermediate" });
      found.push({ path: join(own, ".gradle"), kind: "directory", role: "cache" });
    }
  return found;
}

/** Java asks the password file for the home, not HOME; the user's own is the usual one. */
function homeOf(invocation: Invocation): Known<string> {
  const user = invocation.user.split(":")[0] ?? "";
  if (["", "root", "0"].includes(user)) return known("/root/.gradle");
  if (/^[a-z_][\w-]*$/.test(user)) return known(`/home/${user}/.gradle`);
  return unknown(`the home of user ${user} is not known`);
}

function outputOf(archive: Placed, beside: readonly Placed[]): Output {
  const siblings = [...new Set(beside.map((other) => other.name))];
  return {
    path: join(archive.folder, archive.name),
    kind: archive.kind,
    role: "artifact",
    ...(archive.selfContained ? { selfContained: true } : {}),
    ...(archive.because === null ? {} : { open: archive.because }),
    ...(archive.holds === undefined ? {} : { holds: archive.holds }),
    ...(archive.springBoot === undefined ? {} : { springBoot: archive.springBoot }),
    ...(siblings.length > 0 ? { siblings } : {}),
  };
}

function sample(name: string): string {
  return name.replace(/\*/g, "0");
}

function covers(pattern: string, name: string): boolean {
  const source = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}$`).test(name);
}
