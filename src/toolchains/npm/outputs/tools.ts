/** All tools whose output is known, by the names under which they are called. */
import { bundlers } from "./bundlers.js";
import { frameworks } from "./frameworks.js";
import { generators } from "./generators.js";
import type { Tool } from "./made.js";
import { nest } from "./nest.js";
import { nx } from "./nx.js";
import { sites } from "./sites.js";
import { tsc } from "./tsc.js";

const TOOLS: ReadonlyMap<string, Tool> = new Map(
  [tsc, nest, nx, ...bundlers, ...frameworks, ...sites, ...generators].flatMap((tool) =>
    tool.programs.map((name) => [name, tool] as const),
  ),
);

export function toolOf(program: string): Tool | null {
  return TOOLS.get(program) ?? null;
}
