/**
 * All pairs, several at a time, on one engine. In: what is to be compared and how; out: the report. Before the first
 * build it removes what earlier runs left that were killed; afterwards, whatever happened, what this one made.
 */
import pLimit from "p-limit";
import { UserError } from "../run/user-error.js";
import { packageVersion } from "../run/version.js";
import { findEngine } from "./engine/find.js";
import type { Engine } from "./engine/types.js";
import { verifyPair } from "./pair.js";
import { removeLeftovers } from "./session/leftovers.js";
import { thisProcess } from "./session/owner.js";
import { Session } from "./session/session.js";
import {
  verifyOutcomes,
  type FileReport,
  type Subject,
  type VerifyOptions,
  type VerifyOutcome,
  type VerifyReport,
} from "./types.js";

export interface VerifyDeps {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** called as soon as a file is done */
  readonly onFile?: (file: FileReport) => void;
  readonly onStep?: (path: string, step: string) => void;
  /** what a person should know beside the report */
  readonly onWord?: (text: string) => void;
}

/** @throws UserError without an engine */
export async function verify(
  subjects: () => Promise<readonly Subject[]>,
  options: VerifyOptions,
  deps: VerifyDeps,
): Promise<VerifyReport> {
  const owner = thisProcess();
  let session: Session | null = null;
  const engine = await findEngine(options.engine, {
    signal: deps.signal,
    env: deps.env,
    onStart: (pid) => session?.noteProcess(pid),
  });
  if (options.run !== null && engine.containers === null)
    throw new UserError(
      `${engine.name} builds and compares, but runs no containers: --run needs docker or podman`,
    );
  const list = await subjects();
  const removed = await removeLeftovers(engine, owner);
  if (removed > 0) deps.onWord?.(`removed ${removed} things that a run left which was killed`);
  const opened = new Session(owner, options.keep);
  session = opened;
  try {
    const files = await verifyAll(list, opened, engine, options, deps);
    return {
      version: packageVersion(),
      engine: { name: engine.name, version: engine.version },
      summary: count(files),
      files,
    };
  } finally {
    const { left, kept } = await opened.close(engine);
    if (left.length > 0)
      deps.onWord?.(`could not be removed, and is removed by the next run: ${left.join(", ")}`);
    if (kept !== null)
      deps.onWord?.(`kept: the images that the report names, and the build's files in ${kept}`);
  }
}

async function verifyAll(
  subjects: readonly Subject[],
  session: Session,
  engine: Engine,
  options: VerifyOptions,
  deps: VerifyDeps,
): Promise<readonly FileReport[]> {
  const limit = pLimit(options.jobs);
  const tools = {
    engine,
    session,
    options,
    cwd: deps.cwd,
    env: deps.env,
    signal: deps.signal,
    onStep: deps.onStep ?? (() => undefined),
  };
  return Promise.all(
    subjects.map((subject, number) =>
      limit(async () => {
        const file =
          subject.kind === "pair" ? await verifyPair(subject.pair, number, tools) : withoutPair(subject);
        deps.onFile?.(file);
        return file;
      }),
    ),
  );
}

function withoutPair(subject: Exclude<Subject, { kind: "pair" }>): FileReport {
  const { kind, path, context, reason } = subject;
  return {
    path,
    context,
    outcome: kind,
    reason,
    findings: [],
    notes: [],
    images: null,
    runs: [],
    log: [],
    seconds: 0,
  };
}

function count(files: readonly FileReport[]): Readonly<Record<VerifyOutcome, number>> {
  return Object.fromEntries(
    verifyOutcomes.map((outcome) => [outcome, files.filter((file) => file.outcome === outcome).length]),
  ) as Record<VerifyOutcome, number>;
}

/** 0: all that was compared is the same; 1: a difference; 2: something could not be compared; 130: interrupted. */
export function verifyExitCode(summary: VerifyReport["summary"]): 0 | 1 | 2 | 130 {
  if (summary.interrupted > 0) return 130;
  if (summary.invalid + summary.failed + summary["original-does-not-build"] > 0) return 2;
  return summary.different > 0 ? 1 : 0;
}
