/**
 * Files that are left alone as they stand, and that a preparation makes fit: the build of a command that
 * builds at each start (`build-before-run`, under --unsafe), the build of an artifact that is copied from the
 * host (`build-inside`, when asked for). Comes in: the file with the outcome that leaves
 * it alone; goes out: another outcome, with lines of the original, or null where no preparation knows it.
 */
import { builtBefore, buildBeforeRun } from "../../transforms/build-before-run.js";
import { builtInside, buildInside } from "../../transforms/build-inside.js";
import { parseDockerfile } from "../dockerfile/parse.js";
import type { Dockerfile } from "../dockerfile/types.js";
import type { Note } from "../findings/types.js";
import type { Described } from "../plan/types.js";
import type { Project } from "../project/types.js";
import type { Outcome, SplitOptions } from "./types.js";

type Again = (text: string, options: SplitOptions) => Outcome;

/** The command builds the program each time the container starts. */
const BUILT_AT_START: ReadonlySet<string> = new Set([
  "maven-run-goal",
  "build-tool-at-runtime",
  "dev-server-command",
  "build-at-start",
  "interpreter-of-sources",
]);

export function prepared(
  dockerfile: Dockerfile,
  project: Project,
  options: SplitOptions,
  left: Outcome,
  again: Again,
): Outcome | null {
  if (BUILT_AT_START.has(left.reason?.code ?? "") && isChosen(buildBeforeRun, options))
    return buildFirst(dockerfile, project, options, left, again);
  if (left.reason?.code === "no-build-step" && isChosen(buildInside, options))
    return addBuild(dockerfile, project, options, left);
  return null;
}

/** The artifact of the host's build is made in a stage in front. */
function addBuild(dockerfile: Dockerfile, project: Project, options: SplitOptions, left: Outcome): Outcome {
  const { reason } = left;
  const added = builtInside(dockerfile, project, options);
  if (!added.known)
    return reason === null
      ? left
      : { ...left, reason: { ...reason, message: `${reason.message}; ${added.because}` } };
  const { text, toolchain, stage, command, copies } = added.value;
  const parsed = parseDockerfile(text);
  if (!parsed.ok || parsed.dockerfile.stages.length !== 2) return left;
  const from = dockerfile.stages[0]?.from;
  return {
    ...left,
    status: "rewritten",
    toolchain,
    safety: "safe",
    reason: null,
    notes: [
      {
        code: "built-inside",
        message: `the new stage runs \`${command}\`; a build on the host is no longer needed`,
        line: copies[0]?.line ?? null,
        weight: "info",
      },
    ],
    stages: [stage, { name: from?.alias?.text ?? null, from: from?.image.text ?? "" }],
    copies: copies.map((copy) => ({ from: copy.from, to: copy.to })),
    gains: ["the image is built from the sources alone"],
    decisions: copies.map((copy) => ({
      line: copy.line,
      instruction: `COPY --from=${stage.name} ${copy.from}`,
      placement: "runtime",
      transform: buildInside.name,
      because: "the build stage makes it",
    })),
    changes: [{ target: "dockerfile", before: dockerfile.source, after: text }],
  };
}

function isChosen({ name, default: on }: Described, options: SplitOptions): boolean {
  if (options.skip.includes(name)) return false;
  if (options.only !== null) return options.only.includes(name);
  return on || options.with.includes(name);
}

/** Refused by default, with what would be needed; under --unsafe the build moves into the build stage. */
function buildFirst(
  dockerfile: Dockerfile,
  project: Project,
  options: SplitOptions,
  left: Outcome,
  again: Again,
): Outcome | null {
  const { reason } = left;
  const before = builtBefore(dockerfile, project, options);
  if (before === null || reason === null) return null;
  const because = (more: string): Outcome => ({
    ...left,
    reason: { ...reason, message: `${reason.message}; ${more}` },
  });
  if (!before.known) return because(`it has no exact production form: ${before.because}`);
  const { text, addedLine, build, start, differences, line } = before.value;
  // The new file has no command of this kind, so this ends.
  const outcome = again(text, { ...options, unsafe: true, skip: [...options.skip, buildBeforeRun.name] });
  const made = addedLine === null;
  if (outcome.status !== "rewritten")
    return because(
      `${made ? "" : `\`${build}\` and `}\`${start}\` would not do: ${outcome.reason?.message ?? ""}`,
    );
  if (!options.unsafe)
    return {
      ...because(`--unsafe ${made ? "" : `builds it with \`${build}\` and `}starts \`${start}\``),
      safety: "review",
    };
  const own = (at: number | null): number | null =>
    at === null || addedLine === null || at < addedLine ? at : at === addedLine ? null : at - 1;
  const note: Note = {
    code: "built-before-start",
    message: [
      made
        ? `the container starts \`${start}\``
        : `the build stage runs \`${build}\`, the container starts \`${start}\``,
      ...differences,
    ].join("; "),
    line,
    weight: "review",
  };
  return {
    ...outcome,
    safety: "review",
    notes: [note, ...outcome.notes.map((one) => ({ ...one, line: own(one.line) }))],
    decisions: outcome.decisions.map((decision) => ({ ...decision, line: own(decision.line) })),
    changes: outcome.changes.map((change) =>
      change.target === "dockerfile" ? { ...change, before: dockerfile.source } : change,
    ),
  };
}
