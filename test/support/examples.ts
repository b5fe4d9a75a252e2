/**
 * The folders under examples/: small real projects, each with its Dockerfile and what is expected of it.
 * In: the tree on disk; out: one value per project. `expected.*` and `e2e.json` speak about the
 * project and are no part of it, so they are left out of its files.
 */
import { cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface Probe {
  readonly path: string;
  /** 200 by default */
  readonly status?: number;
  /** the whole body */
  readonly body?: string;
  readonly contains?: string;
}

/** One run of a container to its end. */
export interface Exit {
  readonly env?: Readonly<Record<string, string>>;
  /** in the place of the image's command */
  readonly args?: readonly string[];
  readonly code: number;
  readonly stdout: string;
}

/** How the engine test builds and runs both images: `e2e.json`. */
export interface ExampleRun {
  /** base images by the name in FROM, for names that an engine without a registry has under another name */
  readonly images?: Readonly<Record<string, string>>;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** `--target`, for a stage name that has to stay the final image's */
  readonly target?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** arguments behind the image's name */
  readonly args?: readonly string[];
  readonly http?: { readonly port: number; readonly probes: readonly Probe[] };
  readonly exits?: readonly Exit[];
  /** the health check of the image is waited for */
  readonly healthy?: boolean;
  /** user id of the process */
  readonly user: number;
  /** in the original and not in the rewrite: absolute paths, and programs of the PATH */
  readonly gone: readonly string[];
  /** variables of the build that the runtime image leaves out */
  readonly goneEnv?: readonly string[];
}

export interface Expectation {
  readonly status: "unchanged" | "refused";
  readonly code: string;
}

export interface Example {
  /** the folder below examples/ */
  readonly name: string;
  readonly directory: string;
  /** texts of the project, by path */
  readonly files: Readonly<Record<string, string>>;
  readonly executables: readonly string[];
  /** text of the Dockerfile */
  readonly source: string;
  /** text of the Dockerfile after the split; null where it is to be left alone */
  readonly expected: string | null;
  /** text of the .dockerignore after the split; null where it does not change */
  readonly expectedIgnore: string | null;
  /** set where the file is to be left alone */
  readonly leftAlone: Expectation | null;
  readonly run: ExampleRun | null;
}

export const examplesFolder = fileURLToPath(new URL("../../examples", import.meta.url));

const OUTPUT_OF_TOOLS = new Set(["node_modules", "target", "build", "dist", ".gradle", ".git"]);
const SPEAKS_OF_THE_EXAMPLE = /^(expected\.(Dockerfile|dockerignore|json)|e2e\.json)$/;

/** Every folder with a Dockerfile, sorted by name. */
export function readExamples(): readonly Example[] {
  return walk(examplesFolder)
    .filter((path) => basename(path) === "Dockerfile")
    .map((path) => readExample(dirname(path)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The project alone, in another folder. */
export function copyProject(example: Example, to: string): void {
  cpSync(example.directory, to, {
    recursive: true,
    filter: (path) => !SPEAKS_OF_THE_EXAMPLE.test(basename(path)) && !OUTPUT_OF_TOOLS.has(basename(path)),
  });
}

function readExample(directory: string): Example {
  const all = walk(directory);
  const text = (name: string): string | null =>
    all.includes(join(directory, name)) ? readFileSync(join(directory, name), "utf8") : null;
  const json = (name: string): unknown => {
    const content = text(name);
    return content === null ? null : JSON.parse(content);
  };
  const project = all.filter((path) => !SPEAKS_OF_THE_EXAMPLE.test(basename(path)));
  const inside = (path: string): string => relative(directory, path).split(sep).join("/");
  return {
    name: relative(examplesFolder, directory).split(sep).join("/"),
    directory,
    files: Object.fromEntries(project.map((path) => [inside(path), readFileSync(path, "utf8")])),
    executables: project.filter((path) => (statSync(path).mode & 0o100) !== 0).map(inside),
    source: text("Dockerfile") ?? "",
    expected: text("expected.Dockerfile"),
    expectedIgnore: text("expected.dockerignore"),
    leftAlone: json("expected.json") as Expectation | null,
    run: json("e2e.json") as ExampleRun | null,
  };
}

function walk(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !OUTPUT_OF_TOOLS.has(name))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    });
}
