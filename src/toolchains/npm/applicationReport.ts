/** What the report says of an application: notes on files and programs that a reviewer should know of, and what is gained. */
import { basename, relative } from "node:path/posix";
import type { Note } from "../../findings/types.js";
import type { ClassifyScope, Placed } from "./classify.js";
import type { Prune } from "./pruneCommand.js";

export function notesOf(
  placed: readonly Placed[],
  computed: string | null,
  directory: string,
): readonly Note[] {
  const notes: Note[] = [];
  const env = placed.filter(
    ({ path, keep }) => keep && /^\.env(\.(?!example|sample|template|dist)[\w.-]+)?$/.test(basename(path)),
  );
  if (env.length > 0) {
    notes.push({
      code: "env-file-in-image",
      message: `${env.map(({ path }) => relative(directory, path)).join(", ")} goes to the runtime stage, because the program may read it; check that it holds no secret`,
      line: null,
      weight: "info",
    });
  }
  const npmrc = placed.filter(({ path, keep }) => !keep && /^\.(npmrc|yarnrc)/.test(basename(path)));
  if (npmrc.length > 0) {
    notes.push({
      code: "npmrc-left-behind",
      message: `${npmrc.map(({ path }) => path).join(", ")} ${npmrc.length === 1 ? "stays in the build stage: it" : "stay in the build stage: they"} may hold a token and nothing reads ${npmrc.length === 1 ? "it" : "them"} at run time`,
      line: null,
      weight: "info",
    });
  }
  if (computed !== null) {
    notes.push({
      code: "programs-computed",
      message: `${computed} starts programs whose names are computed; the runtime image may lack them`,
      line: null,
      weight: "review",
    });
  }
  return notes;
}

export function gainsOf(
  placed: readonly Placed[],
  prune: Prune,
  scope: ClassifyScope,
  entry: string | null,
): readonly string[] {
  const gains: string[] = [];
  const site =
    entry !== null &&
    scope.tree.kind(entry) === null &&
    scope.outputs.some(
      ({ path, role, kind }) => path === entry && role === "artifact" && kind === "directory",
    );
  const behind = placed.filter(
    ({ keep, because }) => !keep && /^(the build has turned it|sources|the packages of a part)/.test(because),
  );
  if (scope.compiled && behind.length > 0) gains.push("sources stay behind");
  else if (behind.length > 0) gains.push("the sources of the parts that are built stay behind");
  if (!scope.nodeModules.keep && placed.some(({ path, keep }) => basename(path) === "node_modules" && !keep))
    gains.push("node_modules stays behind");
  else if (prune.known && prune.value !== null) gains.push("dev dependencies stay behind");
  if (scope.built && placed.some(({ keep, because }) => !keep && /does not use$/.test(because)))
    gains.push("packages of the workspace that the program does not use stay behind");
  if (site && gains.length === 0 && behind.length > 0) gains.push("the tool chain of the site stays behind");
  return gains;
}
