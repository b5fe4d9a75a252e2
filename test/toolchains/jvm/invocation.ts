/** An Invocation from a simple command line (blanks separate, single quotes keep), for tests. */
import { known, unknown } from "../../../src/known.js";
import type { Invocation } from "../../../src/model/types.js";
import type { BuildHistory } from "../../../src/toolchains/types.js";

export const noHistory: BuildHistory = { steps: [], invocations: [] };

/** A word with `$` in it is unknown, as a variable without a known value is. */
export function invocation(line: string, more: Partial<Invocation> = {}): Invocation {
  const words = line.match(/'[^']*'|\S+/g) ?? [];
  const [path = "", ...raw] = words.map((word) => word.replace(/^'(.*)'$/s, "$1"));
  return {
    program: path.slice(path.lastIndexOf("/") + 1),
    path,
    args: raw.map((word) => (word.includes("$") ? unknown(`${word} is not known`) : known(word))),
    raw,
    cwd: known("/app"),
    env: new Map(),
    assignments: [],
    redirects: [],
    certain: true,
    piped: false,
    user: "",
    line: 1,
    ...more,
  };
}

export function history(...lines: readonly string[]): BuildHistory {
  return { steps: [], invocations: lines.map((line) => invocation(line)) };
}
