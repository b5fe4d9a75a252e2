/** What the running container uses, each need with the line of the Dockerfile that it comes from. */
import type { Finding, Note } from "../findings/types.js";
import type { Invocation } from "../model/types.js";
import type { Need } from "../toolchains/types.js";

export interface LocatedNeed {
  readonly need: Need;
  /** 1-based line of the instruction that leads to the need; null for a need from beside the Dockerfile (compose) */
  readonly line: number | null;
  /** image path of the script that names it, null when the Dockerfile does */
  readonly script: string | null;
}

export interface RuntimeNeeds {
  readonly needs: readonly LocatedNeed[];
  /** every command that the container may run, in the order in which they were found */
  readonly commands: readonly Invocation[];
  /** whose script runs a command, for those that the container's own command does not run itself */
  readonly callers: ReadonlyMap<Invocation, Invocation>;
  readonly notes: readonly Note[];
  /** the first reason why the command cannot be split */
  readonly refusal: Finding | null;
}
