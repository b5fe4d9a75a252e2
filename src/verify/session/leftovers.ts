/**
 * Removes what runs left that are over without having cleaned up (kill -9, power cut): first the processes they
 * started, so that no build goes on and makes one more image, then what the engine holds, then the folders.
 */
import type { Engine } from "../engine/types.js";
import { isAbandoned, isAlive, NAME_PREFIX, ownerOf, type Owner } from "./owner.js";
import { foldersOf, processesOf, removeFolder } from "./workspace.js";

/** @returns how many things were removed */
export async function removeLeftovers(engine: Engine, me: Owner): Promise<number> {
  const abandoned = (name: string): boolean => {
    const owner = ownerOf(name);
    return owner !== null && isAbandoned(owner, me);
  };
  const folders = foldersOf(NAME_PREFIX).filter(({ name }) => abandoned(name));
  const processes = folders
    .flatMap(({ path }) => processesOf(path))
    .filter(({ pid, start }) => start !== "" && start !== "0" && isAlive(pid, start));
  for (const { pid, start } of processes) await endProcess(pid, start);
  const owned = (await engine.owned(NAME_PREFIX)).filter(({ name }) => abandoned(name));
  let count = folders.length + processes.length;
  for (const one of owned) if (await engine.remove(one)) count++;
  for (const { path } of folders) removeFolder(path);
  return count;
}

async function endProcess(pid: number, start: string): Promise<void> {
  for (const [name, tries] of [
    ["SIGTERM", 50],
    ["SIGKILL", 20],
  ] as const) {
    try {
      process.kill(pid, name);
    } catch {
      return;
    }
    for (let at = 0; at < tries; at++) {
      if (!isAlive(pid, start)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
