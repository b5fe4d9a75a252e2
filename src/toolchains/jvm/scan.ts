/**
 * The texts of a JVM project that tell what it does when it runs: main sources, main resources
 * and build files of all modules below a folder. Tests and build output are left out; the scan is
 * bounded, and says so when it had to stop or could not read a file.
 */
import type { ImageTree } from "../../model/types.js";

export interface ScannedFile {
  /** absolute */
  readonly path: string;
  readonly text: string;
}

export interface Scan {
  /** false when files were left out: nothing follows from what was not found */
  readonly complete: boolean;
  readonly sources: readonly ScannedFile[];
  readonly resources: readonly ScannedFile[];
  readonly buildFiles: readonly ScannedFile[];
  /** paths of all files that are neither tests nor build output */
  readonly paths: readonly string[];
}

const limits = { files: 3000, bytes: 12_000_000 };

const outside =
  /\/(src\/(?:test|it|integrationTest|testFixtures|jmh)\w*|test|target|build|out|node_modules|\.git|\.gradle|\.idea|\.m2|\.mvn)\//;
const source = /\.(java|kt|kts|groovy|scala|clj)$/;
const resource = /\.(properties|ya?ml|xml|conf|json|hocon|toml)$/;
/** Code of the build, no part of the program. */
const buildLogic = /\/(buildSrc|build-logic)\//;
/** Settings that can name files; a message bundle in another charset cannot, and changes nothing. */
const settings = /(^|\/)(application|bootstrap|config|settings)[\w-]*\.\w+$/;
const buildFile = /(^|\/)(pom\.xml|build\.sbt|libs\.versions\.toml)$|\.gradle(\.kts)?$/;

const scans = new WeakMap<ImageTree, Map<string, Scan>>();

function scan(directory: string, tree: ImageTree): Scan {
  const sources: ScannedFile[] = [];
  const resources: ScannedFile[] = [];
  const buildFiles: ScannedFile[] = [];
  const paths: string[] = [];
  let complete = tree.known;
  let bytes = 0;
  for (const path of tree.files(directory)) {
    const below = path.slice(directory === "/" ? 0 : directory.length);
    if (outside.test(below)) continue;
    paths.push(path);
    const list = buildFile.test(path)
      ? buildFiles
      : source.test(path) && !buildLogic.test(below)
        ? sources
        : resource.test(path) && below.includes("/resources/")
          ? resources
          : null;
    if (list === null) continue;
    const seen = sources.length + resources.length + buildFiles.length;
    const text = seen < limits.files && bytes < limits.bytes ? tree.read(path) : null;
    if (text?.known !== true) {
      if (text === null || list !== resources || settings.test(path)) complete = false;
    } else {
      bytes += text.value.length;
      list.push({ path, text: text.value });
    }
  }
  return { complete: complete && sources.length > 0, sources, resources, buildFiles, paths };
}

/** The scan of a folder; the answer for one tree is kept, since every entry of it is asked about. */
export function scanProject(directory: string, tree: ImageTree): Scan {
  const known = scans.get(tree) ?? new Map<string, Scan>();
  scans.set(tree, known);
  const found = known.get(directory) ?? scan(directory, tree);
  known.set(directory, found);
  return found;
}

/** String literals of a source file, escapes as written; Groovy has two kinds. */
export function literals({ path, text }: ScannedFile): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(^|[^:"'])\/\/[^\n]*/g, "$1");
  const quoted = path.endsWith(".groovy")
    ? /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g
    : /"((?:[^"\\\n]|\\.)*)"/g;
  return [...code.matchAll(quoted)].map((match) => match[1] ?? match[2] ?? "");
}

/** 1-based line of an offset. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
