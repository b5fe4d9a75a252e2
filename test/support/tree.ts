/** An ImageTree over a map of absolute paths to texts, for tests. A path in `executables` has its run bit. */
import { known, unknown } from "../../src/known.js";
import type { ImageTree } from "../../src/model/types.js";

export function memoryTree(
  files: Readonly<Record<string, string>>,
  executables: readonly string[] = [],
): ImageTree {
  const paths = Object.keys(files).sort();
  const below = (directory: string): string => (directory === "/" ? "/" : `${directory}/`);
  const kind = (path: string): "file" | "directory" | null =>
    path in files ? "file" : paths.some((file) => file.startsWith(below(path))) ? "directory" : null;
  return {
    known: true,
    read: (path) => {
      const text = files[path];
      return text === undefined ? unknown(`${path} is not in the context`) : known(text);
    },
    entries: (path) =>
      kind(path) === "directory"
        ? [
            ...new Set(
              paths
                .filter((file) => file.startsWith(below(path)))
                .map((file) => file.slice(below(path).length).split("/")[0] ?? ""),
            ),
          ].sort()
        : null,
    kind,
    executable: (path) => executables.includes(path),
    contextPath: (path) => (kind(path) === null ? null : path.slice(1)),
    files: (path) => paths.filter((file) => file === path || file.startsWith(below(path))),
  };
}
