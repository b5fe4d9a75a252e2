/**
 * What is to be compared: the Dockerfiles that the paths name with the rewrite that dfsplit makes of each, in memory,
 * or two files that somebody gives. Out: pairs, and the files for which there is none, with the reason.
 */
import { join, relative, resolve } from "node:path";
import { diskProject } from "../project/disk.js";
import { readDockerfile } from "../run/read.js";
import { run } from "../run/run.js";
import type { RunOptions as RewriteOptions, Split } from "../run/types.js";
import { UserError } from "../run/user-error.js";
import type { Outcome } from "../split/types.js";
import type { Side, Subject } from "./types.js";

export interface TwoFiles {
  readonly before: string;
  readonly after: string;
  /** null: the folder of the first file */
  readonly context: string | null;
}

export async function subjectsOf(
  paths: readonly string[],
  options: RewriteOptions & { readonly cwd: string },
  split: Split,
): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  const last: { made: Made | null } = { made: null };
  const seen: Split = (source, project, splitOptions) => {
    const outcome = split(source, project, splitOptions);
    last.made = { source, ignore: project.dockerignore?.text ?? "", outcome };
    return outcome;
  };
  const done = await run(paths, options, {
    split: seen,
    collect: false,
    onFile: ({ path, context, status, reason }) => {
      const { made } = last;
      last.made = null;
      if (made !== null && status === "rewritten" && context !== null) {
        const { before, after } = sidesOf(made);
        const { droppedEnv } = made.outcome;
        const pair = {
          path,
          context: resolve(options.cwd, context),
          shownContext: context,
          before,
          after,
          droppedEnv,
        };
        subjects.push({ kind: "pair", pair });
      } else {
        const kind = status === "invalid" ? "invalid" : "left-alone";
        subjects.push({
          kind,
          path,
          context,
          reason: reason ?? {
            code: "internal-error",
            message: "nothing was said about the file",
            line: null,
          },
        });
      }
    },
  });
  for (const folder of done.empty) {
    const reason = { code: "no-such-file", message: "there is no Dockerfile in this folder", line: null };
    subjects.push({ kind: "invalid", path: folder, context: null, reason });
  }
  return subjects;
}

/** What the core was given and what it said. */
interface Made {
  readonly source: string;
  readonly ignore: string;
  readonly outcome: Outcome;
}

function sidesOf(made: Made): {
  readonly before: Side;
  readonly after: Side;
} {
  const { source, ignore, outcome } = made;
  const dockerfile = outcome.changes.find(({ target }) => target === "dockerfile")?.after ?? source;
  const changed = outcome.changes.find(({ target }) => target !== "dockerfile")?.after ?? ignore;
  return { before: { dockerfile: source, ignore }, after: { dockerfile, ignore: changed } };
}

/** @throws UserError when one of the two cannot be read */
export function subjectOfFiles({ before, after, context }: TwoFiles, cwd: string): Subject {
  const folder = resolve(cwd, context ?? join(before, ".."));
  const side = (shown: string): Side => {
    const path = resolve(cwd, shown);
    const read = readDockerfile(path, cwd);
    if (!read.ok) throw new UserError(`${shown}: ${read.message}`);
    const { dockerignore } = diskProject(folder, { dockerfilePath: path });
    return { dockerfile: read.text, ignore: dockerignore?.text ?? "" };
  };
  const pair = {
    path: after,
    context: folder,
    shownContext: relative(cwd, folder) || ".",
    before: side(before),
    after: side(after),
    droppedEnv: [],
  };
  return { kind: "pair", pair };
}
