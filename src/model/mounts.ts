/**
 * `RUN --mount=type=bind` of files of the build context: they are there while the RUN runs, and in no layer. In: the
 * instruction and the state in front of it; out: the files under their image paths, or why they cannot be told
 * (another image or stage, a mount that is written to, the whole context, a source that is not there).
 */
import type { Run } from "../dockerfile/types.js";
import { known, unknown, type Known } from "../known.js";
import type { Project } from "../project/types.js";
import { resolvePath } from "./paths.js";
import type { CopiedFile, State } from "./types.js";

export function contextMounts(
  instruction: Run,
  before: State,
  project: Project,
): Known<readonly CopiedFile[]> {
  const found: CopiedFile[] = [];
  for (const { name, value } of instruction.flags) {
    if (name !== "mount") continue;
    const settings = new Map(
      (value ?? "").split(",").map((pair): readonly [string, string] => {
        const [key = "", ...rest] = pair.split("=");
        return [key, rest.join("=")];
      }),
    );
    if ((settings.get("type") ?? "bind") !== "bind") continue;
    const target = settings.get("target") ?? settings.get("dst") ?? settings.get("destination");
    const source = resolvePath("/", settings.get("source") ?? settings.get("src") ?? "/").slice(1);
    if (settings.has("from")) return unknown("the files of a mount come from another image");
    if (settings.has("rw") || settings.has("readwrite")) return unknown("a mount is written to");
    if (target === undefined || source === "" || (value ?? "").includes("$"))
      return unknown("a mount has no plain source and target");
    if (!target.startsWith("/") && !before.workdir.known) return before.workdir;
    const at = resolvePath(before.workdir.known ? before.workdir.value : "/", target);
    const kind = project.ignored(source) ? undefined : project.info(source)?.kind;
    if (kind === undefined) return unknown(`${source} is not in the build context`);
    if (kind === "file") found.push({ image: at, context: source });
    else {
      const all = project.files();
      if (!all.known) return all;
      const below = all.value.filter((path) => path.startsWith(`${source}/`));
      found.push(...below.map((path) => ({ image: at + path.slice(source.length), context: path })));
    }
  }
  return known(found);
}
