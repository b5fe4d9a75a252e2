/**
 * Files: each COPY --from of the build stage has a producer there, gives one file to a file's place,
 * and keeps the owner.
 */
import type { Copy } from "../../dockerfile/types.js";
import { expandWord } from "../../dockerfile/variables.js";
import { known } from "../../known.js";
import { baseName, hasGlob, isWithin, mayOverlap, resolvePath } from "../../model/paths.js";
import { sameOwner } from "../../model/ledger.js";
import { initialState, lookupVariable, nextState } from "../../model/state.js";
import { numberOf } from "../owner-number.js";
import type { Rewrite, Rule } from "./types.js";

interface StageCopy {
  readonly instruction: Copy;
  readonly sources: readonly string[];
  readonly destination: string;
  readonly intoDirectory: boolean;
}

export const files: Rule = {
  name: "files",
  violations: (rewrite) => {
    const copies = stageCopies(rewrite);
    return [...sources(copies, rewrite), ...planned(copies, rewrite)];
  },
};

function isFromBuild(copy: StageCopy, { plan }: Rewrite): boolean {
  return copy.instruction.from === plan.buildName;
}

function stageCopies({ output, analysis, plan }: Rewrite): readonly StageCopy[] {
  const base = plan.runtimeFrom?.base;
  let state = initialState(base?.known === true ? base.value.config : { known: false, because: "not known" });
  if (!state.workdir.known) state = { ...state, workdir: known("/") };
  const found: StageCopy[] = [];
  for (const instruction of output.stages.at(-1)?.instructions ?? []) {
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
      const here = state;
      const expand = (text: string): string => {
        const value = expandWord(text, (name) => lookupVariable(here, name), output.escape);
        return value.known ? value.value : text;
      };
      const cwd = here.workdir.known ? here.workdir.value : "/";
      const to = expand(instruction.destination.text);
      found.push({
        instruction,
        sources: instruction.sources.map((source) => expand(source.text)),
        destination: resolvePath(cwd, to),
        intoDirectory: /(^|\/)\.?$/.test(to) || instruction.sources.length > 1,
      });
    }
    state = nextState(state, instruction, output.escape, analysis.model.globals, analysis.options.buildArgs);
  }
  return found;
}

function sources(copies: readonly StageCopy[], rewrite: Rewrite): string[] {
  const { ledger, tree } = rewrite.analysis.model;
  const found: string[] = [];
  for (const copy of copies) {
    if (!isFromBuild(copy, rewrite)) continue;
    const optional = rewrite.plan.copies.flatMap(({ also }) => also ?? []);
    for (const source of copy.sources.filter((one) => !optional.includes(one))) {
      const produced =
        ledger
          .producers(source)
          .some((entry) =>
            rewrite.plan.build.some((item) => item.kind !== "new" && item.instruction === entry.instruction),
          ) ||
        tree.kind(source) !== null ||
        ledger.entries.some(
          (entry) => entry.by !== "workdir" && entry.path !== source && isWithin(entry.path, source),
        ) ||
        ledger
          .covering(source)
          .some(
            (entry) => entry.by !== "workdir" && (entry.by !== "copy" || !tree.known) && entry.path !== "/",
          );
      if (!produced) found.push(`${source} has no producer in the build stage`);
      if (hasGlob(source) && !copy.intoDirectory) {
        const matching = ledger.entries.flatMap((entry) =>
          entry.output && mayOverlap(entry.path, source) ? [entry.path] : [],
        );
        if (new Set(matching).size > 1)
          found.push(`${source} can match ${[...new Set(matching)].join(", ")}`);
      }
      if (hasGlob(copy.destination)) found.push(`${copy.destination} is no name for a file`);
      if (source === "/" || source === ".") found.push("the whole file system of the build stage is copied");
    }
  }
  return found;
}

/** The copies of the plan stand in the output, with their owners. */
function planned(copies: readonly StageCopy[], rewrite: Rewrite): string[] {
  return rewrite.plan.copies.flatMap((wanted) => {
    const copy = copies.find(
      (one) =>
        isFromBuild(one, rewrite) &&
        one.sources.includes(wanted.from) &&
        (one.sources.length > 1 ? resolvePath(one.destination, baseName(wanted.from)) : one.destination) ===
          wanted.to,
    );
    if (!copy) return [`the copy of ${wanted.from} to ${wanted.to} is not in the output`];
    const owner = rewrite.analysis.model.ledger.ownerOf(wanted.from).owner;
    const chown = copy.instruction.chown ?? "root";
    if (!sameOwner(chown, owner) && chown !== numberOf(owner, rewrite.analysis)) {
      return [
        `${wanted.from} belongs to ${owner}, and the copy gives it to ${copy.instruction.chown ?? "root"}`,
      ];
    }
    return [];
  });
}
