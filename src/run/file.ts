/**
 * One Dockerfile from disk: read, find its context, split, make the diff, write where asked. In: where it
 * stands and the run's options; out: its entry of the report. Never throws for what is wrong with a file.
 */
import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { BuildContexts } from "../discovery/build-context.js";
import type { Finding } from "../findings/types.js";
import { diskProject } from "../project/disk.js";
import type { Project } from "../project/types.js";
import { formatPatch } from "../report/patch.js";
import type { Change, Outcome } from "../split/types.js";
import { WriteError, writeFiles } from "../writing/write.js";
import type { FileWrite } from "../writing/write.js";
import { diffPath, diffRoot } from "./diff-paths.js";
import { readDockerfile } from "./read.js";
import { fileResult, splitOptions, withoutRewrite } from "./result.js";
import type { FileResult, RunOptions, Split } from "./types.js";

export interface FileWork {
  readonly cwd: string;
  readonly options: RunOptions;
  readonly contexts: BuildContexts;
  readonly split: Split;
  readonly readFile?: (path: string) => Uint8Array;
  readonly onBug?: (path: string, error: unknown) => void;
}

export function splitFile(
  found: { readonly path: string; readonly shown: string },
  work: FileWork,
): FileResult {
  const { cwd, options } = work;
  const read = readDockerfile(found.path, cwd, work.readFile);
  if (!read.ok) return end(null, "invalid", { code: read.code, message: read.message, line: null });

  // Asked before anything else: a broken file, or one without a clear context, may ask to be left alone too.
  if (IGNORE_COMMENT.test(read.text)) {
    return end(null, "unchanged", {
      code: "ignored-by-comment",
      message: "the file holds the comment `# dfsplit-ignore`",
      line: null,
    });
  }
  const context = contextOf(found.path, work);
  if (typeof context !== "string") return end(null, "refused", context);
  const shownContext = relative(cwd, context) || ".";

  let outcome: Outcome;
  let project: Project;
  try {
    project = diskProject(context, { dockerfilePath: found.path, label: shownContext });
    outcome = work.split(read.text, project, splitOptions(options, insideOf(context, found.path)));
  } catch (error) {
    work.onBug?.(found.shown, error);
    return end(shownContext, "invalid", crash(error));
  }
  if (outcome.status !== "rewritten") return fileResult(found.shown, shownContext, outcome);

  const targets = outcome.changes.map((change) => ({ change, path: pathOf(change, context, found.path) }));
  const root = diffRoot(
    targets.map(({ path }) => path),
    cwd,
  );
  const diff = targets
    .map(({ change, path }) =>
      formatPatch({ path: diffPath(root, path), before: change.before, after: change.after }),
    )
    .join("");
  if (options.write === true) {
    try {
      writeFiles(targets.map(({ change, path }) => toWrite(change, path, read.bytes)));
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      const where = relative(cwd, error.path);
      const message = where === found.shown ? error.message : `${where}: ${error.message}`;
      return end(shownContext, "invalid", { code: error.code, message, line: null });
    }
  }
  const changes = targets.map(({ path }) => relative(cwd, path));
  return fileResult(found.shown, shownContext, outcome, { changes, diff, diffRoot: root });

  function end(
    shown: string | null,
    status: "unchanged" | "refused" | "invalid",
    reason: Finding,
  ): FileResult {
    return fileResult(found.shown, shown, withoutRewrite(status, reason));
  }
}

const IGNORE_COMMENT = /^[ \t]*#[ \t]*dfsplit-ignore\b/m;

function contextOf(dockerfile: string, work: FileWork): string | Finding {
  if (work.options.context != null) return resolve(work.cwd, work.options.context);
  const context = work.contexts.of(dockerfile);
  if (context.kind === "context") return context.directory;
  return {
    code: "build-context-ambiguous",
    message: `the build context is not clear: ${context.because}`,
    line: null,
  };
}

/** Path of the Dockerfile from its context, null when it stands outside. */
function insideOf(context: string, dockerfile: string): string | null {
  const place = join(realpathSync.native(dirname(dockerfile)), basename(dockerfile));
  const path = relative(realpathSync.native(context), place).split(sep).join("/");
  return path.startsWith("../") ? null : path;
}

/** Absolute and real: a patch is applied to the file behind a symlink, never to the link. */
function pathOf(change: Change, context: string, dockerfile: string): string {
  if (change.target === "dockerfile") return realpathSync.native(dockerfile);
  const path = join(realpathSync.native(context), change.target.contextPath);
  return change.before === null ? path : realpathSync.native(path);
}

function toWrite(change: Change, path: string, dockerfile: Uint8Array): FileWrite {
  const after = Buffer.from(change.after);
  if (change.target === "dockerfile") return { path, before: dockerfile, after };
  return { path, before: change.before === null ? null : Buffer.from(change.before), after };
}

export function crash(error: unknown): Finding {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "internal-error",
    message: `dfsplit failed on this file: ${message.split("\n")[0] ?? ""}`,
    line: null,
  };
}
