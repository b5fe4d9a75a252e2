/**
 * Layouts of a node project that copies between stages cannot keep: an application among the
 * folders of the system, packages in archives or behind a link. In: where the application lies and what
 * the RUNs did; out: the reason to leave the file alone, or null.
 */
import type { ImageTree } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { Application, BuildHistory } from "../types.js";
import { SYSTEM } from "./classify.js";
import { readManagerCommand } from "./commands.js";
import { linksByPnp, otherYarn, pnpFiles } from "./pnp.js";

type Refusal = NonNullable<Application["refuse"]>;

/** Where files lie in a way that copies cannot keep. */
export function layoutProblem(
  directory: string,
  home: string,
  tree: ImageTree,
  history: BuildHistory,
): Refusal | null {
  const shared =
    directory === "/" ? (tree.entries("/") ?? []).find((name) => SYSTEM.test(`/${name}`)) : undefined;
  if (shared !== undefined) {
    return refusal(
      "application-in-root",
      `the application lies in / and its folder ${shared} is one of the system`,
    );
  }
  const pnp = pnpProblem(home, tree, history);
  if (pnp !== null) return pnp;
  for (const invocation of history.invocations) {
    const effects = effectsOf(invocation, tree);
    const linked = effects.known
      ? effects.value.find(
          (effect) => effect.kind === "write" && effect.link === true && /\/node_modules$/.test(effect.path),
        )
      : undefined;
    if (linked?.kind === "write")
      return refusal("node-modules-linked", `${linked.path} is a link to ${linked.from ?? "another folder"}`);
  }
  return null;
}

/** P87 */
function pnpProblem(home: string, tree: ImageTree, history: BuildHistory): Refusal | null {
  const berry = history.steps.filter(
    ({ step, invocation }) =>
      step.kind === "install" && readManagerCommand(invocation, tree)?.manager === "yarn-berry",
  );
  if (berry.length === 0 || !linksByPnp(home, tree)) return null;
  const other = otherYarn(home, tree, history);
  const problem =
    other !== null
      ? `yarn ${other} is brought, and the project names another version`
      : berry.map(({ invocation }) => pnpFiles(home, invocation, tree)).find(({ known }) => !known);
  if (problem === undefined) return null;
  const because = typeof problem === "string" ? problem : problem.known ? "" : problem.because;
  return refusal(
    "yarn-pnp",
    `yarn resolves packages from its cache (Plug'n'Play), not from node_modules: ${because}`,
  );
}

function refusal(code: string, message: string): Refusal {
  return { code, message };
}
