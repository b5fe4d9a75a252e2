/** What a run takes and gives. The result is the JSON report: its field names are documented and stable. */
import type { Finding, Note } from "../findings/types.js";
import type { Project } from "../project/types.js";
import type { Decision, Outcome, SplitOptions } from "../split/types.js";

export type Split = (source: string, project: Project, options: SplitOptions) => Outcome;

export interface RunOptions extends Partial<Omit<SplitOptions, "dockerfilePath">> {
  /** the folder that relative paths start from; the process's own by default */
  readonly cwd?: string;
  /** write the rewrites in place */
  readonly write?: boolean;
  /** build context of every Dockerfile; found for each by default */
  readonly context?: string | null;
}

export interface FileResult {
  /** from the working directory; `-` for standard input */
  readonly path: string;
  /** from the working directory; null when there is none */
  readonly context: string | null;
  readonly status: Outcome["status"];
  readonly toolchain: string | null;
  readonly safety: Outcome["safety"];
  /** absent only when the file is rewritten */
  readonly reason?: Finding;
  readonly notes: readonly Note[];
  readonly stages: Outcome["stages"];
  readonly copies: Outcome["copies"];
  readonly gains: readonly string[];
  /** the files that the rewrite changes or creates, from the working directory */
  readonly changes: readonly string[];
  /** a patch, "" when nothing changes */
  readonly diff: string;
  /** where each instruction went */
  readonly decisions: readonly Decision[];
  /** for a file outside the working directory: the folder that the diff's paths start from */
  readonly diffRoot: string;
}

export interface Summary {
  readonly rewritten: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly invalid: number;
}

export interface RunResult {
  readonly version: string;
  readonly summary: Summary;
  readonly files: readonly FileResult[];
  /** folders in which there was no Dockerfile */
  readonly empty: readonly string[];
}
