/**
 * A build file that is followed for one project: its variables, the names that stand for tasks and
 * projects, and the way into the blocks it holds. Blocks contain every kind of statement, so how they are
 * run is handed in.
 */
import type { Known } from "../../../known.js";
import type { Block, Segment } from "../language/syntax.js";
import type { Scalar, Scope } from "../language/values.js";
import type { ProjectState } from "../state.js";
import { lookup } from "./names.js";
import type { Receiver } from "./receiver.js";
import type { Surroundings } from "./surroundings.js";

/** How scripts of one build are followed. */
export interface Following {
  /** `loose`: the block may run or not, or more than once, so what it sets is unknown. */
  run(script: Script, block: Block, receiver: Receiver, loose: boolean): void;
  /** keeps a lazy block until all files are read */
  later(action: () => void): void;
}

export class Script implements Scope {
  readonly aliases = new Map<string, Receiver>();
  /** variables that hold files of the runtime class path */
  readonly libraries = new Set<string>();

  constructor(
    readonly project: ProjectState,
    /** for messages: `api/build.gradle` */
    readonly file: string,
    readonly locals: Map<string, Known<Scalar>>,
    readonly around: Surroundings,
    private readonly following: Following,
  ) {}

  lookup(segments: readonly Segment[], line: number): Known<Scalar> | null {
    return lookup(this, this.project, segments, line);
  }

  /** The same file, read for another project. */
  readFor(project: ProjectState): Script {
    return new Script(project, this.file, this.locals, this.around, this.following);
  }

  /** Runs the statements of another file against the project. */
  include(project: ProjectState, block: Block, file: string, loose: boolean): void {
    const script = new Script(project, file, new Map(), this.around, this.following);
    script.run(block, { of: "project", projects: [project] }, loose);
  }

  run(block: Block, receiver: Receiver, loose: boolean): void {
    this.following.run(this, block, receiver, loose);
  }

  /** Runs the block behind a name, in which its parameter stands for the receiver. */
  enter({ block, parameter = null }: Segment, receiver: Receiver, loose: boolean): void {
    if (block === null) return;
    if (parameter === null) {
      this.run(block, receiver, loose);
      return;
    }
    const before = this.aliases.get(parameter);
    this.aliases.set(parameter, receiver);
    this.run(block, receiver, loose);
    if (before === undefined) this.aliases.delete(parameter);
    else this.aliases.set(parameter, before);
  }

  later(action: () => void): void {
    this.following.later(action);
  }
}
