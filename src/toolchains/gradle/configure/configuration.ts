/**
 * Follows build files as Gradle would configure the projects: statements in, project states changed.
 * What a branch or loop decides that cannot be computed makes the names it touches unknown, with the
 * line; blocks that configure something else (publishing, test, repositories …) are passed over.
 */
import type { Block } from "../language/syntax.js";
import type { ProjectState } from "../state.js";
import { Script, type Following } from "./script.js";
import { runBlock } from "./statements.js";
import type { Surroundings } from "./surroundings.js";

/** A build file in which lazy blocks make lazy blocks without end is cut off here. */
const MOST_DEFERRED = 10_000;

export class Configuration {
  private readonly deferred: (() => void)[] = [];
  private readonly following: Following = {
    run: runBlock,
    later: (action) => {
      this.deferred.push(action);
    },
  };

  constructor(private readonly around: Surroundings) {}

  /** Runs a build file against its project. */
  script(project: ProjectState, block: Block, file: string): void {
    const script = new Script(project, file, new Map(), this.around, this.following);
    script.run(block, { of: "project", projects: [project] }, false);
  }

  /** Lazy blocks (`tasks.named`, `afterEvaluate`) in their order, once all files are read. */
  settle(): void {
    for (let i = 0; i < this.deferred.length && i < MOST_DEFERRED; i += 1) this.deferred[i]?.();
    this.deferred.length = 0;
  }
}
