/**
 * Output of the build that the program reads from the disk although its archive holds none of it: a site that npm has
 * built (`new File("ui/dist")`), classes and resources beside the jar. In: the paths that the code names; out: the
 * folders to copy. A path in the build's own folder that no step is known to make is for a reviewer.
 */
import type { Note } from "../findings/types.js";
import { isWithin, resolvePath } from "../model/paths.js";
import type { Output } from "../model/types.js";
import type { Analysis } from "./types.js";
import type { Wanted } from "./wanted.js";

export interface NamedOutputs {
  readonly wanted: readonly Wanted[];
  readonly notes: readonly Note[];
}

export function namedOutputs(analysis: Analysis, copied: readonly Wanted[]): NamedOutputs {
  const { model, toolchain, regions } = analysis;
  const { workdir } = model.final;
  if (toolchain.literalPaths === undefined || !workdir.known) return { wanted: [], notes: [] };
  const outputs = model.history.steps.flatMap(({ step }) =>
    step.kind === "build" && step.outputs.known ? step.outputs.value : [],
  );
  const wanted = new Map<string, Wanted>();
  const notes: Note[] = [];
  for (const directory of regions.buildDirectories) {
    for (const literal of toolchain.literalPaths(directory, model.sources)) {
      const path = resolvePath(workdir.value, literal.path);
      if (model.tree.kind(path) !== null || copied.some((one) => isWithin(path, one.path))) continue;
      const around = outputs.filter((output) => isWithin(path, output.path)).sort(closest);
      const [made] = around;
      if (made?.role === "artifact") {
        wanted.set(made.path, {
          path: made.path,
          what: made.kind,
          renamable: false,
          because: `${literal.where} names it`,
        });
      } else if (made?.role === "intermediate" && path !== made.path) {
        notes.push({
          code: "build-folder-named",
          message: `${literal.where} names ${literal.path}, which lies in the build's own folder and stays in the build stage`,
          line: null,
          weight: "review",
        });
      }
    }
  }
  return { wanted: [...wanted.values()], notes };
}

function closest(one: Output, other: Output): number {
  return other.path.length - one.path.length;
}
