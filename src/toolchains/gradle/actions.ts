/**
 * What the actions of the tasks that ran (`copy { }`, `delete`) make of their archives: outputs in, outputs out,
 * with the copies that stand elsewhere. Unknown where something that was made may be deleted again, or where a task
 * has code that was not read.
 */
import { known, unknown, type Known } from "../../known.js";
import { globMatches, isWithin } from "../../model/paths.js";
import type { Output } from "../../model/types.js";
import { archiveOf } from "./archives.js";
import { baseOf, join, parentOf } from "./files.js";
import type { Selection } from "./selection.js";
import { taskOf, type ProjectState, type TaskCopy, type TaskRemoval } from "./state.js";

export function actedOn(selection: Selection, artifacts: readonly Output[]): Known<readonly Output[]> {
  const made = [...artifacts];
  for (const { project, name } of selection.tasks) {
    const task = taskOf(project, name);
    if (task.acts) return unknown(`the task ${name} has code of its own that moves or deletes files`);
    for (const removal of task.deletes) {
      const lost = artifacts.find(({ path }) => removes(removal, project, path));
      if (lost !== undefined)
        return unknown(`the task ${name} deletes files where ${baseOf(lost.path)} lies`);
    }
    for (const copy of task.copies) {
      const source = sourceOf(copy, project, name);
      const output = artifacts.find(({ path, kind }) => kind === "file" && path === source);
      if (output === undefined || !copy.into.known || copy.name?.known === false) continue;
      const folder = join(project.directory, copy.into.value);
      made.push({
        ...output,
        siblings: [],
        placed: true,
        path: join(folder, copy.name?.value ?? baseOf(output.path)),
      });
    }
  }
  return known(made);
}

function sourceOf(copy: TaskCopy, project: ProjectState, task: string): string | null {
  if ("path" in copy.from) return copy.from.path.known ? join(project.directory, copy.from.path.value) : null;
  const archive = archiveOf(project, taskOf(project, copy.from.task || task));
  return archive?.directory.known === true ? join(archive.directory.value, archive.name) : null;
}

function removes({ path, except }: TaskRemoval, project: ProjectState, made: string): boolean {
  if (!path.known) return true;
  const folder = join(project.directory, path.value);
  if (!isWithin(made, folder)) return false;
  return (
    except === null || parentOf(made) !== folder || made.includes("*") || !globMatches(except, baseOf(made))
  );
}
