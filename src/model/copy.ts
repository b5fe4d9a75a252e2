/**
 * COPY and ADD from the build context: which files land where. Rules of BuildKit: a source that
 * is a directory gives its contents; a destination is a directory when it ends in "/", when there
 * are several sources, or when it already is one; sources cannot leave the context.
 */
import type { Copy } from "../dockerfile/types.js";
import { expandWord } from "../dockerfile/variables.js";
import { known, unknown, type Known } from "../known.js";
import type { Project } from "../project/types.js";
import { globMatches, hasGlob, resolvePath } from "./paths.js";
import { lookupVariable } from "./state.js";
import type { CopiedFile, Fact, State } from "./types.js";

type CopyFact = Extract<Fact, { kind: "copy" }>;

/** `isDirectory` answers for the image as it is before the instruction. */
export function modelCopy(
  instruction: Copy,
  before: State,
  project: Project,
  escape: "\\" | "`",
  isDirectory: (path: string) => boolean,
): CopyFact {
  const expand = (text: string): Known<string> =>
    expandWord(text, (name) => lookupVariable(before, name), escape);
  const sources = allKnown(instruction.sources.map((source) => expand(source.text)));
  const target = expand(instruction.destination.text);
  const destination = absolute(target, before.workdir);
  const owner = instruction.chown === null ? known("root") : expand(instruction.chown);
  const result = {
    kind: "copy" as const,
    instruction,
    before,
    destination,
    sources,
    owner: owner.known ? owner.value : (instruction.chown ?? "root"),
  };
  const several = instruction.sources.length + instruction.heredocs.length > 1;
  const slash =
    target.known && (/\/$/.test(target.value) || /(^|\/)\.$/.test(target.value) || target.value === "");
  const existing = destination.known && isDirectory(destination.value);
  if (!sources.known || !destination.known || !project.present || instruction.from !== null) {
    return {
      ...result,
      intoDirectory: several || slash || existing,
      files: [],
      archives: [],
      downloads: [],
      missing: [],
      excluded: [],
      whole: sources.known && sources.value.some((source) => contextPath(source) === ""),
    };
  }
  const files: CopiedFile[] = [];
  const missing: string[] = [];
  const excluded: string[] = [];
  let directorySource = false;
  let whole = false;
  const downloads: string[] = [];
  const archives: string[] = [];
  for (const source of sources.value) {
    if (isAddress(source)) {
      const name =
        source
          .replace(/[?#].*$/, "")
          .split("/")
          .at(-1) ?? "";
      const folder = destination.value === "/" ? "" : destination.value;
      downloads.push(several || slash || existing ? `${folder}/${name}` : destination.value);
      continue;
    }
    const wanted = contextPath(source);
    if (wanted === "") whole = true;
    const matches = matching(wanted, project);
    const visible = matches.filter((path) => path === "" || isVisible(path, project));
    if (matches.length === 0) missing.push(source);
    else if (visible.length === 0) excluded.push(source);
    for (const path of visible) {
      if (instruction.keyword === "ADD" && isArchive(path) && project.info(path)?.kind === "file") {
        archives.push(path);
        directorySource = true;
        continue;
      }
      const isFolder = path === "" || project.info(path)?.kind === "directory";
      directorySource ||= isFolder;
      const into = several || slash || existing || visible.length > 1;
      files.push(...place(path, isFolder, destination.value, into, project));
    }
  }
  return {
    ...result,
    intoDirectory: several || slash || existing || directorySource,
    files,
    archives,
    downloads,
    missing,
    excluded,
    whole,
  };
}

/** ADD unpacks local archives of tar, by their content; their names say so. A file that is only compressed stays one. */
function isArchive(path: string): boolean {
  return /\.(tar(\.(gz|bz2|xz|zst|lzma))?|tgz|tbz2?|txz)$/i.test(path);
}

/** ADD takes addresses of files and of git repositories. */
function isAddress(source: string): boolean {
  return /^(https?|ftp|git|ssh):\/\/|^git@/.test(source);
}

/** A context path without leading "./" or "/": BuildKit takes both as the context's root. */
export function contextPath(source: string): string {
  return resolvePath("/", source).slice(1);
}

function place(
  path: string,
  isFolder: boolean,
  destination: string,
  into: boolean,
  project: Project,
): CopiedFile[] {
  const prefix = destination === "/" ? "" : destination;
  if (!isFolder) {
    const name = path.split("/").at(-1) ?? path;
    return [{ image: into ? `${prefix}/${name}` : destination, context: path }];
  }
  const all = project.files();
  if (!all.known) return [];
  const below = path === "" ? "" : `${path}/`;
  return all.value
    .filter((file) => file.startsWith(below))
    .map((file) => ({ image: `${prefix}/${file.slice(below.length)}`, context: file }));
}

function isVisible(path: string, project: Project): boolean {
  if (!project.ignored(path)) return true;
  // A folder that is ignored as such may still hold files that a negation brings back.
  const all = project.files();
  return all.known && all.value.some((file) => file.startsWith(`${path}/`));
}

function matching(pattern: string, project: Project): string[] {
  if (!hasGlob(pattern)) return pattern === "" || project.info(pattern) !== null ? [pattern] : [];
  let found = [""];
  for (const part of pattern.split("/")) {
    found = found.flatMap((directory) =>
      (project.entries(directory) ?? [])
        .filter((entry) =>
          hasGlob(part) ? globMatches(part, entry.name) || dotMatches(part, entry.name) : part === entry.name,
        )
        .map((entry) => (directory === "" ? entry.name : `${directory}/${entry.name}`)),
    );
  }
  return found;
}

/** Go's filepath.Match, unlike a shell, lets `*` match a leading dot. */
function dotMatches(pattern: string, name: string): boolean {
  return name.startsWith(".") && !pattern.startsWith(".") && globMatches(`x${pattern}`, `x${name}`);
}

function absolute(path: Known<string>, workdir: Known<string>): Known<string> {
  if (!path.known) return path;
  if (path.value.startsWith("/")) return known(resolvePath("/", path.value));
  return workdir.known ? known(resolvePath(workdir.value, path.value)) : workdir;
}

function allKnown(values: readonly Known<string>[]): Known<readonly string[]> {
  const found: string[] = [];
  for (const value of values) {
    if (!value.known) return unknown(value.because);
    found.push(value.value);
  }
  return known(found);
}
