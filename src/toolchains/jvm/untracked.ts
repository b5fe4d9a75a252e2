/**
 * Settings files that the main sources read by name from the working directory, and that do not stand there:
 * whoever builds the image in a folder with such a file has it in the image. Files of data are left out, since
 * programs make them themselves.
 */
import type { ImageTree } from "../../model/types.js";
import type { UntrackedFile } from "../types.js";
import { lineOf, scanProject } from "./scan.js";

/** `new FileReader("config.json")`, `Paths.get("./bot.properties")`, `File("token.txt")` of Kotlin */
const READ =
  /\b(?:new\s+(?:[a-z][\w.]*\.)?(?:File|FileReader|FileInputStream|FileSystemResource)|(?<![\w.])File|Paths\.get|Path\.of|(?<![\w.])Path)\s*\(\s*"(?:\.\/)?([\w-][\w.-]*\.(?:json|ya?ml|properties|toml|conf|ini|cfg|txt|env|p12|pem|jks))"\s*[,)]/g;

/** dotenv-java and dotenv-kotlin fail without the file, unless they are told not to. */
const DOTENV = /\bDotenv\.load\(\)|\bdotenv\(\)/;

export function untrackedReads(directory: string, tree: ImageTree): readonly UntrackedFile[] {
  const found = new Map<string, UntrackedFile>();
  const add = (name: string, source: string, text: string, offset: number): void => {
    if (tree.kind(`${directory === "/" ? "" : directory}/${name}`) !== null || found.has(name)) return;
    found.set(name, { name, source, line: lineOf(text, offset) });
  };
  for (const { path, text } of scanProject(directory, tree).sources) {
    for (const match of text.matchAll(READ)) add(match[1] ?? "", path, text, match.index);
    const dotenv = DOTENV.exec(text);
    if (dotenv !== null) add(".env", path, text, dotenv.index);
  }
  return [...found.values()];
}
