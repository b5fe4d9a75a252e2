/**
 * Programs that npx fetches from the registry each time it runs: no package of the project brings them, or only
 * a dev dependency that is left out. In: the program that npx is given; out: why it is not there, or null where
 * it is, or may be.
 */
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import {
  forWholeImage,
  holdsPackages,
  homeOf,
  lackingProgram,
  lacksPackages,
  mayBring,
} from "./lackingProgram.js";
import { nodeModulesIn } from "./nodeModules.js";
import { upward } from "./paths.js";

export function fetchedBecause(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): string | null {
  const lacking = lackingProgram(invocation, tree, history);
  if (lacking !== null) return lacking.because;
  const { program, cwd } = invocation;
  if (!cwd.known || !tree.known || !lacksPackages(program, history) || forWholeImage(program, tree, history))
    return null;
  const folders = upward(homeOf(invocation, cwd.value, tree)).filter((folder) =>
    holdsPackages(folder, tree, history),
  );
  const nowhere = folders.every(
    (folder) =>
      nodeModulesIn(folder, tree, history).state !== "unknown" &&
      !mayBring(folder, program, tree, { production: false, by: null }),
  );
  return nowhere ? `no package of the project brings ${program}` : null;
}
