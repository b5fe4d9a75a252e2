/**
 * Programs that ask where their own jar lies, and look for files from there. In: the project's folder; out: the
 * source that asks, or null. Such a jar has to stay at its path.
 */
import type { ImageTree } from "../../model/types.js";
import { lineOf, scanProject } from "./scan.js";

/** The JDK's ways, and those of Spring Boot and commons-lang that rest on them. */
const ASKS =
  /\.getCodeSource\s*\(|\bcodeSource\b\s*[.?!]|["']java\.class\.path["']|\bApplicationHome\b|\bJAVA_CLASS_PATH\b|\.getProtectionDomain\s*\(/;

export function asksForItsPlace(directory: string, tree: ImageTree): string | null {
  for (const { path, text } of scanProject(directory, tree).sources) {
    const found = ASKS.exec(text);
    if (found !== null) return `${path.split("/").at(-1) ?? path}:${lineOf(text, found.index)}`;
  }
  return null;
}
