/** Runs the transforms over the empty plan, in their order. Goes out: the finished plan, or the first refusal. */
import type { Finding, Note } from "../findings/types.js";
import { buildTimeVariables } from "../plan/build-time-variables.js";
import type { Analysis, Plan } from "../plan/types.js";
import { transforms } from "../../transforms/registry.js";
import type { SplitOptions } from "./types.js";

export type RefinedPlan =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly reason: Finding; readonly notes: readonly Note[] };

export function refinePlan(analysis: Analysis): RefinedPlan {
  let plan = emptyPlan(analysis);
  for (const transform of transforms) {
    if (!transform.required && !isChosen(transform.name, transform.default, analysis.options)) continue;
    const result = transform.apply(plan, analysis);
    if (!result.ok) return { ok: false, reason: result.reason, notes: plan.notes };
    plan = result.plan;
  }
  return { ok: true, plan };
}

function emptyPlan(analysis: Analysis): Plan {
  return {
    buildName: "build",
    build: [],
    runtime: [],
    runtimeFrom: null,
    copies: [],
    droppedEnv: [],
    imagePrograms: [],
    pinned: null,
    notes: [...analysis.needs.notes, ...(analysis.application?.notes ?? []), ...buildTimeVariables(analysis)],
    decisions: [],
    server: null,
    dropped: [],
    gains: [...(analysis.application?.gains ?? [])],
    dockerignore: null,
  };
}

function isChosen(name: string, isDefault: boolean, options: SplitOptions): boolean {
  if (options.skip.includes(name)) return false;
  if (options.only !== null) return options.only.includes(name);
  return isDefault || options.with.includes(name);
}
