/** What the work on one pair uses, as one value. */
import type { Engine } from "./engine/types.js";
import type { Session } from "./session/session.js";
import type { VerifyOptions } from "./types.js";

export interface Tools {
  readonly engine: Engine;
  readonly session: Session;
  readonly options: VerifyOptions;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onStep: (path: string, step: string) => void;
}

/** Thrown on the way out after the signal: nothing that follows is a finding. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

export function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted();
}
