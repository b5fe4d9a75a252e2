/**
 * The core: source text and project in, outcome out; pure and synchronous. Every refusal is a normal
 * result with a named reason; a rewrite leaves here only after the self-check.
 */
import { parseDockerfile } from "../dockerfile/parse.js";
import type { Dockerfile } from "../dockerfile/types.js";
import { pageOf } from "../findings/registry.js";
import type { Finding, Note } from "../findings/types.js";
import { analyse } from "../plan/analysis.js";
import { isDevelopmentPath } from "../plan/dockerfile-name.js";
import { render } from "../plan/render.js";
import { selfCheck } from "../plan/check/self-check.js";
import type { Analysis, Plan } from "../plan/types.js";
import type { Project } from "../project/types.js";
import { prepared } from "./prepared.js";
import { refinePlan } from "./refine.js";
import type { Change, Outcome, SplitOptions } from "./types.js";

export const defaultOptions: SplitOptions = {
  unsafe: false,
  runtimeImage: null,
  keepImage: false,
  images: {},
  only: null,
  skip: [],
  with: [],
  buildArgs: {},
  dockerfilePath: null,
};

const NOTHING: Outcome = {
  status: "unchanged",
  toolchain: null,
  safety: null,
  reason: null,
  notes: [],
  stages: [],
  copies: [],
  droppedEnv: [],
  gains: [],
  decisions: [],
  changes: [],
};

/** Splits one Dockerfile. Never throws on bad input. */
export function split(source: string, project: Project, options: SplitOptions = defaultOptions): Outcome {
  if (/^[ \t]*#[ \t]*dfsplit-ignore\b/m.test(source)) {
    const reason = {
      code: "ignored-by-comment",
      message: "the file holds the comment `# dfsplit-ignore`",
      line: null,
    };
    return { ...NOTHING, reason };
  }
  return splitText(source, project, options);
}

function splitText(source: string, project: Project, options: SplitOptions): Outcome {
  const parsed = parseDockerfile(source);
  if (!parsed.ok) {
    return { ...NOTHING, status: statusOfCode(parsed.error.code), reason: parsed.error };
  }
  const { dockerfile } = parsed;
  const early = leftAlone(dockerfile, options);
  if (early) return { ...NOTHING, status: early.status, reason: early.reason };
  const analysed = analyse(dockerfile, project, options);
  if (analysed.ok) return carryOut(analysed.analysis);
  const left: Outcome = {
    ...NOTHING,
    status: analysed.status,
    toolchain: analysed.toolchain,
    reason: analysed.reason,
  };
  return (
    prepared(dockerfile, project, options, left, (text, again) => splitText(text, project, again)) ?? left
  );
}

/** What is left alone at first sight, before anything is modelled. */
function leftAlone(
  dockerfile: Dockerfile,
  options: SplitOptions,
): { readonly status: "unchanged" | "refused"; readonly reason: Finding } | null {
  const unchanged = (code: string, message: string, line: number | null = null) =>
    ({ status: "unchanged", reason: { code, message, line } }) as const;
  const refused = (code: string, message: string, line: number | null = null) =>
    ({ status: "refused", reason: { code, message, line } }) as const;
  const [stage] = dockerfile.stages;
  if (!stage) return unchanged("no-from", "the file has no FROM");
  if (dockerfile.stages.length > 1) {
    return unchanged("already-multi-stage", `the file has ${dockerfile.stages.length} stages`);
  }
  const onbuild = stage.instructions.find((one) => one.keyword === "ONBUILD");
  if (onbuild) return refused("onbuild-trigger", "ONBUILD makes this image a base for others", onbuild.line);
  if (dockerfile.escape === "`" || /windows|nanoserver|servercore/i.test(stage.from.image.text)) {
    return refused("windows-image", "Windows images are not split", stage.from.line);
  }
  if (stage.from.image.text.toLowerCase() === "scratch") {
    return unchanged(
      "from-scratch",
      "the image starts from scratch: it holds nothing but what the file copies",
    );
  }
  if (options.dockerfilePath !== null && isDevelopmentPath(options.dockerfilePath)) {
    return refused(
      "development-dockerfile",
      `${options.dockerfilePath} is named as an image to develop or test in`,
    );
  }
  return null;
}

function carryOut(analysis: Analysis): Outcome {
  const { options, dockerfile, toolchain } = analysis;
  const base = { ...NOTHING, toolchain: toolchain.name };
  const result = refinePlan(analysis);
  if (!result.ok) {
    return { ...base, status: statusOfCode(result.reason.code), reason: result.reason, notes: result.notes };
  }
  const { plan } = result;
  const gains = gainsOf(plan, analysis);
  if (gains.length === 0) {
    return {
      ...base,
      status: "unchanged",
      notes: plan.notes,
      reason: { code: "nothing-to-gain", message: "a second stage would leave nothing behind", line: null },
    };
  }
  const notes = withoutRepetition(plan.notes);
  const safety = notes.some((note) => note.weight === "review") ? "review" : "safe";
  const text = render(dockerfile, plan);
  const violation = selfCheck(text, plan, analysis);
  const described = {
    ...base,
    safety,
    notes,
    gains,
    decisions: plan.decisions,
    stages: [
      { name: plan.buildName, from: dockerfile.stages[0]?.from.image.text ?? "" },
      { name: plan.runtimeFrom?.alias ?? null, from: plan.runtimeFrom?.image ?? "" },
    ],
    copies: plan.copies.map(({ from, to }) => ({ from, to })),
    droppedEnv: plan.droppedEnv,
  } as const;
  if (violation) return { ...base, status: "refused", notes, safety, reason: violation };
  if (safety === "review" && !options.unsafe) {
    const first = notes.find((note) => note.weight === "review");
    return {
      ...described,
      status: "refused",
      reason: {
        code: "needs-review",
        message: `rests on what a person should look at (${first?.code ?? ""}: ${first?.message ?? ""}); --unsafe emits it`,
        line: first?.line ?? null,
      },
    };
  }
  const changes: Change[] = [{ target: "dockerfile", before: dockerfile.source, after: text }];
  if (plan.dockerignore) {
    changes.push({
      target: { contextPath: plan.dockerignore.path },
      before: plan.dockerignore.before,
      after: plan.dockerignore.after,
    });
  }
  return { ...described, status: "rewritten", changes };
}

/** A code's page says which status it makes. */
function statusOfCode(code: string): "unchanged" | "refused" | "invalid" {
  const kind = pageOf(code)?.kind;
  return kind === "unchanged" || kind === "invalid" ? kind : "refused";
}

/** A compiled program always leaves its sources and its compiler behind; an application names its gains itself. */
function gainsOf(plan: Plan, analysis: Analysis): readonly string[] {
  const built =
    analysis.application === null && plan.copies.length > 0
      ? ["sources, build tools and caches stay behind"]
      : [];
  return [...new Set([...built, ...plan.gains])];
}

function withoutRepetition(notes: readonly Note[]): readonly Note[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    const key = `${note.code}\0${note.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
