/**
 * The programs of the command, and every native module or binary that came with COPY --from, find their libraries in
 * the rewrite's image. What was not found in the original either (a prebuilt module for another system) does not count.
 */
import { realPath } from "../files/listing.js";
import { searchFolders, unresolvedOf, type Unresolved } from "../files/libraries.js";
import type { PathMap } from "../files/path-map.js";
import { commandWords } from "./command-words.js";
import { programPath } from "./commands.js";
import type { Image } from "./image.js";
import type { Problems } from "./problems.js";

export function compareSharedLibraries(
  before: Image,
  after: Image,
  paths: PathMap,
  problems: Problems,
): void {
  const folders = {
    before: searchFolders(before.listing, before.config.env),
    after: searchFolders(after.listing, after.config.env),
  };
  for (const [path, was] of subjects(before, after, paths)) {
    const missing = unresolvedOf(path, after, folders.after);
    if (missing.length === 0) continue;
    const known = new Set(unresolvedOf(was, before, folders.before).map(key));
    for (const one of missing) if (!known.has(key(one))) report(one, path, problems);
  }
}

/** Files of the rewrite's image, and what they were in the original's. */
function subjects(before: Image, after: Image, paths: PathMap): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of after.elf.keys()) if (paths.isCopied(path)) found.set(path, paths.before(path));
  for (const program of commandWords(after.config).programs) {
    const place = programPath(program, after);
    const real = place === null ? null : realPath(after.listing, place);
    if (real !== null && after.elf.has(real))
      found.set(real, programPath(program, before) ?? paths.before(real));
  }
  return found;
}

function key({ kind, name }: Unresolved): string {
  return `${kind} ${name}`;
}

function report({ kind, name, by }: Unresolved, subject: string, problems: Problems): void {
  const chain = by === subject ? subject : `${by}, loaded by ${subject},`;
  switch (kind) {
    case "library":
      return problems.problem(
        "shared-library-missing",
        `${chain} needs ${name}, which the image does not have`,
      );
    case "version":
      return problems.problem(
        "library-too-old",
        `${chain} needs ${name}, which the image's library does not have`,
      );
    case "loader":
      return problems.problem(
        "loader-missing",
        `${chain} is started by ${name}, which the image does not have`,
      );
  }
}
