/**
 * Who makes a file of the application: the context, a tool whose output files are known by name, a
 * tool that writes into a folder, or nobody. In: the tree and what the RUNs did.
 */
import { globMatches } from "../../model/paths.js";
import type { Effect, ImageTree, Invocation, Output } from "../../model/types.js";
import { effectsOf } from "../../programs/effects.js";
import type { BuildHistory } from "../types.js";
import { makingOf, takenAway, type Making } from "./making.js";
import { within } from "./paths.js";

export interface Work {
  readonly invocation: Invocation;
  readonly making: Making;
}

export type Producer =
  | { readonly kind: "context" }
  /** one run of a tool writes exactly this file; `source` is what it is made from */
  | { readonly kind: "tool"; readonly source: string | null; readonly work: Work }
  /** a tool writes into the folder around it */
  | { readonly kind: "folder"; readonly work: Work | null }
  | { readonly kind: "nobody" }
  | { readonly kind: "unknown"; readonly because: string };

/** What the steps of this tool chain made, computed over the files as they are now. */
export function worksOf(history: BuildHistory, tree: ImageTree): readonly Work[] {
  return history.steps
    .filter(({ step }) => step.toolchain === "npm")
    .map(({ step, invocation }) => {
      const making = makingOf(invocation, tree);
      // Sources may be gone by now; what the step said when it ran still holds.
      if (making.outputs.known || !step.outputs.known) return { invocation, making };
      const folders = step.outputs.value.filter(({ role }) => role === "artifact").map(({ path }) => path);
      return {
        invocation,
        making: { ...making, outputs: step.outputs, partial: step.outputs.value, opaque: folders },
      };
    });
}

/** What the steps made and no later command took away. */
export function lastingOutputs(
  history: BuildHistory,
  works: readonly Work[],
  tree: ImageTree,
): readonly Output[] {
  let outputs: readonly Output[] = [];
  for (const invocation of history.invocations) {
    const making = works.find((work) => work.invocation === invocation)?.making;
    const gone = making?.removed ?? takenAway(invocation, tree);
    outputs = [
      ...outputs.filter(({ path }) => !gone.some((one) => within(path, one) || globMatches(one, path))),
      ...(making?.partial ?? []),
    ];
  }
  return outputs;
}

export function producerOf(
  path: string,
  tree: ImageTree,
  history: BuildHistory,
  works: readonly Work[],
): Producer {
  for (const work of [...works].reverse()) {
    const source = work.making.emits.get(path);
    if (source !== undefined) return { kind: "tool", source, work };
    if (work.making.certain.includes(path)) return { kind: "tool", source: null, work };
  }
  if (tree.kind(path) === "file") {
    // A stale copy in the context: the tool writes its own over it.
    const over = works.find(
      ({ making }) => making.sources.length > 0 && making.opaque.some((folder) => within(path, folder)),
    );
    return over === undefined ? { kind: "context" } : { kind: "folder", work: over };
  }
  // A folder (`.next`, `build`) that a tool writes
  for (const work of works) {
    if (work.making.partial.some((output) => output.role === "artifact" && output.path === path))
      return { kind: "folder", work };
    if ([...work.making.emits.keys()].some((output) => within(output, path))) return { kind: "folder", work };
  }
  for (const work of works) {
    if (work.making.opaque.some((folder) => within(path, folder))) return { kind: "folder", work };
  }
  for (const invocation of history.invocations) {
    if (history.steps.some((one) => one.invocation === invocation)) continue;
    for (const effect of effectsThen(invocation, history, tree)) {
      if (
        effect.kind === "write" &&
        effect.what !== "directory" &&
        (within(path, effect.path) || path === effect.path)
      )
        return { kind: "folder", work: null };
    }
  }
  if (tree.kind(path) === "directory") return { kind: "context" };
  const open = works.find(({ making }) => !making.outputs.known);
  if (open !== undefined && !open.making.outputs.known)
    return { kind: "unknown", because: open.making.outputs.because };
  if (!tree.known) return { kind: "unknown", because: "the project is not at hand" };
  for (const invocation of history.invocations) {
    if (history.steps.some((one) => one.invocation === invocation)) continue;
    const effects = effectsOf(invocation, tree);
    if (!effects.known) return { kind: "unknown", because: `what ${invocation.program} does is not known` };
  }
  return { kind: "nobody" };
}

/** As it ran: what is a folder in the end was none before a command made it. */
function effectsThen(invocation: Invocation, history: BuildHistory, tree: ImageTree): readonly Effect[] {
  if (history.effects !== undefined) return history.effects.get(invocation) ?? [];
  const now = effectsOf(invocation, tree);
  return now.known ? now.value : [];
}

/** The file that node loads for a path without extension or for a folder. */
export function nodeFile(
  path: string,
  tree: ImageTree,
  history: BuildHistory,
  works: readonly Work[],
  main: string | null = null,
): string | null {
  const candidates = [
    path,
    `${path}.js`,
    `${path}.json`,
    `${path}.node`,
    ...(main === null ? [] : [main, `${main}.js`, `${main}/index.js`]),
    `${path}/index.js`,
  ];
  return (
    candidates.find((candidate) => {
      const producer = producerOf(candidate, tree, history, works);
      return tree.kind(candidate) === "file" || producer.kind === "tool";
    }) ?? null
  );
}
