/**
 * The last gate: every rewrite is parsed again and held against the input before it is emitted. A
 * violation is an internal error with its own reason, and the file is left alone.
 */
import { parseDockerfile } from "../../dockerfile/parse.js";
import type { Finding } from "../../findings/types.js";
import type { Analysis, Plan } from "../types.js";
import { base } from "./base.js";
import { build } from "./build.js";
import { config } from "./config.js";
import { files } from "./files.js";
import { needs } from "./needs.js";
import { runtime } from "./runtime.js";
import { scope } from "./scope.js";
import { state } from "./state.js";
import { structure } from "./structure.js";
import type { Rule } from "./types.js";
import { users } from "./users.js";

export const rules: readonly Rule[] = [
  structure,
  base,
  scope,
  config,
  build,
  runtime,
  state,
  users,
  files,
  needs,
];

/** The first violation, or null. */
export function selfCheck(text: string, plan: Plan, analysis: Analysis): Finding | null {
  const parsed = parseDockerfile(text);
  if (!parsed.ok) {
    return {
      code: "self-check-parse",
      message: `the rewrite does not parse: ${parsed.error.message}`,
      line: null,
    };
  }
  for (const rule of rules) {
    const [violation] = rule.violations({ output: parsed.dockerfile, plan, analysis });
    if (violation !== undefined) {
      return { code: `self-check-${rule.name}`, message: violation, line: null };
    }
  }
  return null;
}
