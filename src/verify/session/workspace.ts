/**
 * The temporary folder of a run: the Dockerfiles and ignore files that are built from, and the list of the processes
 * that were started (which outlive a run that was killed). Everything stands below one folder with the run's name.
 */
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROCESSES = "processes";

export class Workspace {
  readonly folder: string;

  constructor(name: string) {
    this.folder = join(tmpdir(), name);
    mkdirSync(this.folder, { mode: 0o700 });
  }

  /** @returns path of the written file */
  write(folder: string, name: string, text: string): string {
    const directory = join(this.folder, folder);
    mkdirSync(directory, { recursive: true });
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  }

  /** For a build that takes nothing from its context. */
  emptyFolder(): string {
    const directory = join(this.folder, "empty");
    mkdirSync(directory, { recursive: true });
    return directory;
  }

  noteProcess(pid: number, start: string): void {
    try {
      appendFileSync(join(this.folder, PROCESSES), `${pid} ${start}\n`);
    } catch {
      // the folder has been removed: the run is over
    }
  }

  /** Gives the folder another name. @returns its new place */
  keepAs(name: string): string {
    const place = join(tmpdir(), name);
    rmSync(join(this.folder, PROCESSES), { force: true });
    renameSync(this.folder, place);
    return place;
  }

  remove(): void {
    removeFolder(this.folder);
  }
}

export interface LeftFolder {
  readonly name: string;
  readonly path: string;
}

export function foldersOf(prefix: string): readonly LeftFolder[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ name, path: join(tmpdir(), name) }));
}

export function processesOf(folder: string): readonly { readonly pid: number; readonly start: string }[] {
  try {
    return readFileSync(join(folder, PROCESSES), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [pid = "", start = ""] = line.split(" ");
        return { pid: Number(pid), start };
      });
  } catch {
    return [];
  }
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
