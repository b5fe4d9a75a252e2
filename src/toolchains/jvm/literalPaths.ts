/**
 * Paths that the program's own code and settings write out: `new File("ui/dist")`, `file:target/classes/x.sql`. In: the
 * project's folder; out: each path as written, with the place that names it. Names without a slash are left out, since
 * any word may be one, but for those that one call puts together (`new File("ui", "dist")`).
 */
import type { ImageTree } from "../../model/types.js";
import { literals, scanProject } from "./scan.js";

export interface LiteralPath {
  readonly path: string;
  readonly where: string;
}

const PATH = /^(?:file:(?:\/\/)?)?(?:\.\/)?((?:\/|\$\{user\.dir\}\/)?[\w.-]+(?:\/[\w.-]+)+)\/?$/;
const PARTS = /\b(?:File|get|of|resolve)\s*\(\s*((?:"[\w./-]+"\s*,\s*)+"[\w./-]+")\s*\)/g;

export function literalPaths(directory: string, tree: ImageTree): readonly LiteralPath[] {
  const scan = scanProject(directory, tree);
  const inSources = scan.sources.flatMap((file) =>
    [
      ...literals(file),
      ...[...file.text.matchAll(PARTS)].map(([, parts = ""]) =>
        parts.replaceAll(/["\s]/g, "").replaceAll(",", "/"),
      ),
    ].map((value) => ({ value, where: file.path })),
  );
  const inSettings = scan.resources.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:[=:]|^\s*-)\s*["']?([^\s"',;]+)/gm)].map(([, value = ""]) => ({
      value,
      where: path,
    })),
  );
  return [...inSources, ...inSettings].flatMap(({ value, where }) => {
    const path = PATH.exec(value)?.[1]?.replace("${user.dir}/", "");
    return path === undefined ? [] : [{ path, where: where.split("/").at(-1) ?? where }];
  });
}
