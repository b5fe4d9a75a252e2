/**
 * A Dockerfile from standard input: the same as a file, but it stands nowhere. Without a context nothing
 * is known of the project; nothing is ever written to disk.
 */
import { realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { absentProject } from "../project/absent.js";
import { diskProject } from "../project/disk.js";
import { formatPatch } from "../report/patch.js";
import type { Outcome } from "../split/types.js";
import { diffPath, diffRoot } from "./diff-paths.js";
import { crash } from "./file.js";
import { textOf } from "./read.js";
import { fileResult, invalidResult, splitOptions } from "./result.js";
import type { FileResult, RunOptions, Split } from "./types.js";

export interface InputResult {
  readonly result: FileResult;
  /** the new text when it is rewritten, else null: the input is to be passed on as it came */
  readonly text: string | null;
}

export function splitInput(
  bytes: Uint8Array,
  options: RunOptions,
  split: Split,
  onBug?: (path: string, error: unknown) => void,
): InputResult {
  const cwd = realpathSync.native(options.cwd ?? process.cwd());
  const context = options.context == null ? null : realpathSync.native(resolve(cwd, options.context));
  const shownContext = context === null ? null : relative(cwd, context) || ".";
  const read = textOf(bytes);
  if (!read.ok) {
    return {
      result: invalidResult("-", shownContext, { code: read.code, message: read.message, line: null }),
      text: null,
    };
  }
  let outcome: Outcome;
  try {
    const project =
      context === null
        ? absentProject()
        : diskProject(context, { dockerfilePath: null, label: shownContext ?? "." });
    outcome = split(read.text, project, splitOptions(options, null));
  } catch (error) {
    onBug?.("-", error);
    return { result: invalidResult("-", shownContext, crash(error)), text: null };
  }
  if (outcome.status !== "rewritten") return { result: fileResult("-", shownContext, outcome), text: null };

  const folder = context ?? cwd;
  const targets = outcome.changes.map((change) => ({
    change,
    path: join(folder, change.target === "dockerfile" ? "Dockerfile" : change.target.contextPath),
  }));
  const root = diffRoot(
    targets.map(({ path }) => path),
    cwd,
  );
  const diff = targets
    .map(({ change, path }) =>
      formatPatch({ path: diffPath(root, path), before: change.before, after: change.after }),
    )
    .join("");
  const changes = targets.map(({ change, path }) =>
    change.target === "dockerfile" ? "-" : relative(cwd, path),
  );
  const text = outcome.changes.find((change) => change.target === "dockerfile")?.after ?? null;
  return { result: fileResult("-", shownContext, outcome, { changes, diff, diffRoot: root }), text };
}
