/** From what `split` says of a file to the entry of the report. */
import type { Finding } from "../findings/types.js";
import type { Outcome, SplitOptions } from "../split/types.js";
import type { FileResult, RunOptions } from "./types.js";

export function invalidResult(path: string, context: string | null, reason: Finding): FileResult {
  return fileResult(path, context, withoutRewrite("invalid", reason));
}

/** An outcome that changes nothing. */
export function withoutRewrite(status: "unchanged" | "refused" | "invalid", reason: Finding): Outcome {
  return {
    status,
    toolchain: null,
    safety: null,
    reason,
    notes: [],
    stages: [],
    copies: [],
    droppedEnv: [],
    gains: [],
    decisions: [],
    changes: [],
  };
}

export function fileResult(
  path: string,
  context: string | null,
  outcome: Outcome,
  rewrite: {
    readonly changes: readonly string[];
    readonly diff: string;
    readonly diffRoot: string;
  } | null = null,
): FileResult {
  return {
    path,
    context,
    status: outcome.status,
    toolchain: outcome.toolchain,
    safety: outcome.safety,
    ...(outcome.reason === null ? {} : { reason: outcome.reason }),
    notes: outcome.notes,
    stages: outcome.stages,
    copies: outcome.copies,
    gains: outcome.gains,
    changes: rewrite?.changes ?? [],
    diff: rewrite?.diff ?? "",
    decisions: outcome.decisions,
    diffRoot: rewrite?.diffRoot ?? "",
  };
}

export function splitOptions(options: RunOptions, dockerfilePath: string | null): SplitOptions {
  return {
    unsafe: options.unsafe ?? false,
    runtimeImage: options.runtimeImage ?? null,
    keepImage: options.keepImage ?? false,
    images: options.images ?? {},
    only: options.only ?? null,
    skip: options.skip ?? [],
    with: options.with ?? [],
    buildArgs: options.buildArgs ?? {},
    dockerfilePath,
  };
}
