/**
 * Every program and path of the command and the health check is in the rewrite's image, and its user may run or read
 * it. What the original did not have either (a builtin of the shell, a file that is made at start) is no difference.
 */
import { globMatches, hasGlob, resolvePath } from "../../model/paths.js";
import { mayDo, READ, RUN } from "../files/access.js";
import { entryAt, foldersOfPath, onPath, realPath } from "../files/listing.js";
import type { PathMap } from "../files/path-map.js";
import { commandWords } from "./command-words.js";
import type { Image } from "./image.js";
import type { Problems } from "./problems.js";

/** Node takes a module's name without its ending. */
const ENDINGS = ["", ".js", ".mjs", ".cjs", "/index.js"];

export function compareCommands(before: Image, after: Image, paths: PathMap, problems: Problems): void {
  const [old, now] = [commandWords(before.config), commandWords(after.config)];
  for (const program of new Set(now.programs)) comparePrograms(program, before, after, paths, problems);
  const aligned = old.words.length === now.words.length;
  for (const [at, word] of now.words.entries()) {
    const found = fileOf(after, word);
    if (found !== null) {
      if (
        after.account &&
        !mayDo(after.listing, found, after.account, READ) &&
        mayHave(before, paths, found, READ)
      )
        problems.problem("command-path-unreadable", `${found} may not be read by the image's user`);
      continue;
    }
    const wanted = resolvePath(word.cwd, word.text);
    const was = aligned ? old.words[at] : word;
    const there =
      (was ? fileOf(before, was) : null) ?? fileOf(before, { ...word, text: paths.before(wanted) });
    if (there !== null)
      problems.problem(
        "command-path-missing",
        `${wanted} is named by the command and is not in the image (${there} in the original)`,
      );
  }
}

/** Where a program is, by its name or its path; null when it is nowhere. */
export function programPath(name: string, image: Image): string | null {
  if (!name.includes("/")) return onPath(image.listing, name, foldersOfPath(image.config.env));
  const path = resolvePath(image.config.workdir, name);
  return entryAt(image.listing, path)?.kind === "file" ? path : null;
}

function comparePrograms(
  name: string,
  before: Image,
  after: Image,
  paths: PathMap,
  problems: Problems,
): void {
  const there = programPath(name, before);
  const path = programPath(name, after) ?? moved(name, before, after, paths);
  if (path === null) {
    if (there !== null)
      problems.problem("program-missing", `${name} is not in the image (${there} in the original)`);
    return;
  }
  const { account } = after;
  if (account && !mayDo(after.listing, path, account, RUN)) {
    if (there === null || mayHave(before, paths, path, RUN, there))
      problems.problem("program-not-executable", `${path} may not be run by the image's user`);
    return;
  }
  const real = realPath(after.listing, path) ?? path;
  const [interpreter] = (after.listing.interpreters.get(real) ?? "").split(/\s+/);
  if (interpreter !== undefined && interpreter !== "" && entryAt(after.listing, interpreter) === null)
    if (entryAt(before.listing, interpreter) !== null)
      problems.problem("program-missing", `${interpreter}, which runs ${path}, is not in the image`);
}

/** A program that is there but may be run by nobody is not on the PATH: that is another fault than a missing one. */
function moved(name: string, before: Image, after: Image, paths: PathMap): string | null {
  const there = programPath(name, before);
  if (there === null) return null;
  const path = paths.after(there);
  return entryAt(after.listing, path)?.kind === "file" ? path : null;
}

function mayHave(before: Image, paths: PathMap, path: string, what: number, there?: string): boolean {
  const old = there ?? paths.before(path);
  return before.account !== null && mayDo(before.listing, old, before.account, what);
}

function fileOf(image: Image, { text, cwd }: { readonly text: string; readonly cwd: string }): string | null {
  if (text === "" || text.startsWith("-") || text === "." || text === "/") return null;
  const path = resolvePath(cwd, text);
  if (hasGlob(path)) return [...image.listing.entries.keys()].find((one) => globMatches(path, one)) ?? null;
  return ENDINGS.map((ending) => path + ending).find((one) => entryAt(image.listing, one) !== null) ?? null;
}
