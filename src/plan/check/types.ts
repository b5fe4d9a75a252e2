/** What a rule of the self-check sees, and what it says. */
import type { Dockerfile } from "../../dockerfile/types.js";
import type { Analysis, Plan } from "../types.js";

export interface Rewrite {
  readonly output: Dockerfile;
  readonly plan: Plan;
  readonly analysis: Analysis;
}

/** One sentence per violation; empty when the rule holds. */
export interface Rule {
  /** kebab-case; the code of the finding is `self-check-` and this */
  readonly name: string;
  readonly violations: (rewrite: Rewrite) => readonly string[];
}
