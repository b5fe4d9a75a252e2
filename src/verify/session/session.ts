/**
 * One run of `verify` as the owner of what it makes. Names come from here, and `close` removes everything that bears
 * them, whether the run was good, bad or interrupted. What cannot be removed (the engine is gone) is told; the next
 * run removes it.
 */
import { EngineError, type Engine } from "../engine/types.js";
import { keptNameOf, nameOf, startOf, type Owner } from "./owner.js";
import { Workspace } from "./workspace.js";

export class Session {
  readonly name: string;
  readonly workspace: Workspace;
  /** the same, under a name that no later run removes */
  readonly #keptName: string;

  constructor(
    owner: Owner,
    readonly keep: boolean,
  ) {
    this.name = nameOf(owner);
    this.#keptName = keptNameOf(this.name);
    this.workspace = new Workspace(this.name);
  }

  /** For containers and networks, which are never kept. */
  named(part: string): string {
    return `${this.name}-${part}`;
  }

  image(part: string): string {
    return `${this.keep ? this.#keptName : this.name}:${part}`;
  }

  /** For an image that is only looked at on the way. */
  passingImage(part: string): string {
    return `${this.name}:${part}`;
  }

  noteProcess(pid: number): void {
    this.workspace.noteProcess(pid, startOf(pid) ?? "0");
  }

  /** Removes what bears this run's name, or the part of it. @returns what is still there, by name */
  async remove(engine: Engine, part = ""): Promise<readonly string[]> {
    const mine = [this.named(part), `${this.name}:${part}`];
    const left: string[] = [];
    // Containers come first: images and networks are in use as long as they are there.
    for (const one of await engine.owned(this.name)) {
      if (!mine.some((prefix) => one.name.startsWith(prefix))) continue;
      if (!(await engine.remove(one))) left.push(one.name);
    }
    return left;
  }

  /** @returns what is still there, and where what is kept lies */
  async close(
    engine: Engine | null,
  ): Promise<{ readonly left: readonly string[]; readonly kept: string | null }> {
    const kept = this.keep ? this.workspace.keepAs(this.#keptName) : null;
    if (!this.keep) this.workspace.remove();
    if (engine === null) return { left: [], kept };
    try {
      return { left: await this.remove(engine), kept };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { left: [`${this.name} (${error.message})`], kept };
    }
  }
}
