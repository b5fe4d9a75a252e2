/**
 * One run of `verify` as the owner of what it makes. Names come from here, and `close` removes everything that bears
 * them, whether the run was good, bad or interrupted. What cannot be removed (the engine is gone) is told; the next
 * run removes it.
 */
import { EngineError, type Engine } from "../engine/types.js";
import { nameOf, startOf, type Owner } from "./owner.js";
import { Workspace } from "./workspace.js";

export class Session {
  readonly name: string;
  readonly workspace: Workspace;

  constructor(
    owner: Owner,
    readonly keep: boolean,
  ) {
    this.name = nameOf(owner, keep);
    this.workspace = new Workspace(this.name);
  }

  /** For containers and networks. */
  named(part: string): string {
    return `${this.name}-${part}`;
  }

  image(part: string): string {
    return `${this.name}:${part}`;
  }

  noteProcess(pid: number): void {
    this.workspace.noteProcess(pid, startOf(pid) ?? "0");
  }

  /** @returns what is still there, by name */
  async close(engine: Engine | null): Promise<readonly string[]> {
    if (this.keep) return [];
    this.workspace.remove();
    if (engine === null) return [];
    try {
      const left: string[] = [];
      // Containers come first: images and networks are in use as long as they are there.
      for (const one of await engine.owned(this.name)) if (!(await engine.remove(one))) left.push(one.name);
      return left;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return [`${this.name} (${error.message})`];
    }
  }
}
