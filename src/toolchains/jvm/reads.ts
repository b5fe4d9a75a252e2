/**
 * Files and folders below the working directory that the main sources open by a literal name, each with its line. In: the
 * folder of the build; out: paths relative to the working directory, each once. Names that are computed are not among them.
 */
import { posix } from "node:path";
import type { ImageTree } from "../../model/types.js";
import type { UntrackedFile } from "../types.js";
import { lineOf, scanProject } from "./scan.js";

/** `new File("data")`, `Paths.get("data", "items.json")`, `Path.of("./data")`, `File("data")` of Kotlin, `new File('data')` of Groovy */
const OPENED =
  /\b(?:new\s+(?:[a-z][\w.]*\.)?(?:File|FileReader|FileInputStream|FileSystemResource|RandomAccessFile)|(?<![\w.])(?:java\.io\.)?File|Paths\.get|Path\.of|(?<![\w.])Path)\s*\(\s*(["'][\w.-][\w./ -]*["'](?:\s*,\s*["'][\w./ -]+["'])*)\s*[,)]/g;

export function relativeReads(directory: string, tree: ImageTree): readonly UntrackedFile[] {
  const found = new Map<string, UntrackedFile>();
  for (const { path, text } of scanProject(directory, tree).sources) {
    for (const match of text.matchAll(OPENED)) {
      const parts = [...(match[1] ?? "").matchAll(/["']([^"']*)["']/g)].map((part) => part[1] ?? "");
      const name = posix.normalize(parts.join("/"));
      if (name === "." || name.startsWith("..") || found.has(name)) continue;
      found.set(name, { name, source: path, line: lineOf(text, match.index) });
    }
  }
  return [...found.values()];
}
