/**
 * The codemod: every Dockerfile that the paths name is read, split and, where asked, written. One bad
 * file never stops the others; it is a result with the status `invalid`. The files are done one after
 * the other, and each result is handed on as soon as it is there.
 */
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { BuildContexts } from "../discovery/build-context.js";
import { discover } from "../discovery/discover.js";
import type { Discovered } from "../discovery/discover.js";
import { splitFile } from "./file.js";
import { invalidResult } from "./result.js";
import type { FileResult, RunOptions, RunResult, Split, Summary } from "./types.js";
import { UserError } from "./user-error.js";
import { packageVersion } from "./version.js";

export interface RunDeps {
  readonly split?: Split;
  /** for tests of files that cannot be read */
  readonly readFile?: (path: string) => Uint8Array;
  readonly onFile?: (result: FileResult) => void | Promise<void>;
  /** the options of one file, by its folder; a `UserError` is an `invalid` result of that file */
  readonly optionsFor?: (folder: string) => Promise<RunOptions>;
  /** a crash inside `split`: a bug, whose stack somebody wants to see */
  readonly onBug?: (path: string, error: unknown) => void;
  /** stops after the file in hand */
  readonly signal?: AbortSignal;
  /** keep the results of files for the return value; false where `onFile` is enough */
  readonly collect?: boolean;
}

export async function run(
  paths: readonly string[],
  options: RunOptions = {},
  deps: RunDeps = {},
): Promise<RunResult> {
  const cwd = realpathSync.native(options.cwd ?? process.cwd());
  const split = deps.split ?? (await import("../split/split.js")).split;
  const contexts = new BuildContexts(cwd);
  const files: FileResult[] = [];
  const empty: string[] = [];
  const counts: Record<keyof Summary, number> = { rewritten: 0, unchanged: 0, refused: 0, invalid: 0 };
  for (const found of discover(paths, cwd)) {
    // An interrupt is delivered between two turns of the event loop, so each file gets one.
    await new Promise((resolve) => setImmediate(resolve));
    if (deps.signal?.aborted === true) break;
    if (found.kind === "nothing") {
      empty.push(found.shown);
      continue;
    }
    const result = await oneFile(found);
    counts[result.status]++;
    if (deps.collect !== false) files.push(result);
    await deps.onFile?.(result);
  }
  return { version: packageVersion(), summary: counts, files, empty };

  async function oneFile(found: Exclude<Discovered, { kind: "nothing" }>): Promise<FileResult> {
    if (found.kind === "invalid") {
      return invalidResult(found.shown, null, { code: found.code, message: found.message, line: null });
    }
    let own = options;
    try {
      own = (await deps.optionsFor?.(dirname(found.path))) ?? options;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return invalidResult(found.shown, null, {
        code: "configuration-invalid",
        message: error.message,
        line: null,
      });
    }
    return splitFile(found, {
      cwd,
      options: own,
      contexts,
      split,
      ...(deps.readFile === undefined ? {} : { readFile: deps.readFile }),
      ...(deps.onBug === undefined ? {} : { onBug: deps.onBug }),
    });
  }
}

/** 2 when a file could not be read or parsed, 1 when something would change and the caller asked to know, else 0. */
export function exitCode(summary: Summary, asked: { readonly check: boolean }): 0 | 1 | 2 {
  if (summary.invalid > 0) return 2;
  return asked.check && summary.rewritten > 0 ? 1 : 0;
}
