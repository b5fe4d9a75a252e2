/**
 * The one shape of a toolchain. A module answers three questions about commands and files;
 * it never decides where an instruction goes and never writes text.
 */
import type { Note } from "../findings/types.js";
import type { Known } from "../known.js";
import type { Effect, ImageTree, Invocation, Step } from "../model/types.js";

/** What a command needs when the container runs. */
export type Need =
  /** a program on PATH or an absolute path */
  | { readonly kind: "program"; readonly name: string; readonly because: string }
  /** a file or folder, absolute; may be a glob in its last part; `part`: of a class path, so it need not run alone */
  | {
      readonly kind: "path";
      readonly path: string;
      readonly because: string;
      readonly optional?: boolean;
      readonly part?: boolean;
    }
  /** an interpreted program: its folder with dependencies and assets, entry file absolute (null: not known) */
  | {
      readonly kind: "application";
      readonly language: "node";
      readonly directory: string;
      readonly entry: string | null;
      /** entry files of other commands in the same folder (a worker, a health check), absolute */
      readonly others?: readonly string[];
      readonly because: string;
      /** packages of node_modules that the command itself runs or preloads (`prisma`, `dotenv`) */
      readonly uses?: readonly string[];
      /** `node --conditions`: which of a package's targets are meant */
      readonly conditions?: readonly string[];
    }
  /** the container writes there */
  | { readonly kind: "writes"; readonly path: string; readonly because: string };

/** The answer to "what does this command do when it is the container's command?" */
export type Launch =
  | { readonly kind: "needs"; readonly needs: readonly Need[]; readonly notes: readonly Note[] }
  /** runs further shell text (a package.json script, `sh -c`), which is followed in turn */
  | {
      readonly kind: "follow";
      readonly text: string;
      readonly cwd: string;
      readonly needs: readonly Need[];
      /** node_modules/.bin folders in front of PATH while the text runs */
      readonly bins: readonly string[];
      readonly because: string;
      readonly notes?: readonly Note[];
    }
  /** a development server or a build tool at run time, or something that cannot be split: refuse with this code */
  | { readonly kind: "refuse"; readonly code: string; readonly message: string }
  /** the original never worked, for certain */
  | { readonly kind: "broken"; readonly code: string; readonly message: string };

/** What the files of an application are for. */
export type Purpose = "build-only" | "runtime" | "unknown";

/** A program of the system that the application calls. */
export interface CalledProgram {
  readonly name: string;
  readonly because: string;
  readonly certain: boolean;
  /** for JSPs alone: a server with a compiler of its own does without */
  readonly pages?: true;
}

/** The production form of an interpreted application: what goes to the runtime stage and what is dropped. */
export interface Application {
  /** entries to copy from the build stage, absolute, in the order to copy */
  readonly keep: readonly { readonly path: string; readonly because: string }[];
  /** what stays behind, for the report */
  readonly leave: readonly { readonly path: string; readonly because: string }[];
  /** command to drop dev dependencies at the end of the build stage, or the reason why not */
  readonly prune: Known<{
    readonly command: string;
    readonly directory: string;
    /** a file that the command writes anew, changed or not, and the option with which it does not */
    readonly rewrites?: { readonly path: string; readonly unless: string };
  } | null>;
  /** a call of a program of the container that fetches what it would else fetch at each start; nothing when the container does not run it */
  readonly fetches?: {
    readonly program: string;
    readonly command: string;
    readonly directory: string;
    readonly because: string;
  };
  /** files that it reads and that the project does not show (a .env that git does not know): patterns of names, absolute */
  readonly untracked?: readonly { readonly pattern: string; readonly because: string }[];
  readonly notes: readonly Note[];
  /** what is gained, one phrase each: `sources stay behind`, `12 dev dependencies stay behind` */
  readonly gains: readonly string[];
  /** programs of the system that its dependencies or sources call (git, curl, openssl, ffmpeg …) */
  readonly programs: readonly CalledProgram[];
  /** leave the file alone */
  readonly refuse?: { readonly code: string; readonly message: string };
}

/** A file that the program reads from its working directory. */
export interface UntrackedFile {
  readonly name: string;
  /** the source that reads it, absolute, and the line in it */
  readonly source: string;
  readonly line: number;
}

/** What the whole build did, for questions about the final files. */
export interface BuildHistory {
  readonly steps: readonly { readonly step: Step; readonly invocation: Invocation }[];
  /** all commands of RUNs, for looks at what else touched the files */
  readonly invocations: readonly Invocation[];
  /** what they did when they ran, as far as it is understood: the files of today may mislead */
  readonly effects?: ReadonlyMap<Invocation, readonly Effect[]>;
  /** the base image's row in the table; left out where it has none */
  readonly base?: {
    readonly family: string;
    readonly major: number | null;
    has(program: string): "yes" | "no" | "unknown";
  };
}

/** A command that builds and starts the program when the container starts, taken apart. */
export interface Production {
  /** words of the command that builds, to be run where the original command ran */
  readonly build: readonly string[];
  /** words of the command that starts what was built */
  readonly start: readonly string[];
  /** the folder that the program is started in, absolute */
  readonly directory: string;
  /** variables that build and start are given, beside those in front of the command itself */
  readonly environment?: Readonly<Record<string, string>>;
  /** differences that a person should look at, one sentence each */
  readonly differences: readonly string[];
  /** one more where the command is the container's first process */
  readonly asFirst?: string;
}

/** A folder of files that a static server hands out, taken apart; source of each field: the server itself, tried. */
export interface StaticSite {
  /** `serve`, `http-server`, … */
  readonly server: string;
  /** absolute */
  readonly folder: string;
  readonly port: number;
  /**
   * Which file answers a path, and in which order it is looked for:
   * `single`: a name with an extension is a file, all else index.html; `clean`: PATH/index.html, PATH.html, PATH;
   * `extension`: PATH, PATH.html, the folder PATH/; `preview`: PATH, PATH.html, PATH/ with index.html
   */
  readonly lookup: "single" | "clean" | "extension" | "preview";
  /** /x.html and /x/index are sent to /x */
  readonly redirectsPages: boolean;
  /** index.html answers what is not there */
  readonly fallback: boolean;
  /** folders without a page are listed */
  readonly listing: boolean;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** files are compressed on their way; `made`: files .gz beside them are sent */
  readonly gzip: "yes" | "no" | "made";
  /** texts are said to be UTF-8 */
  readonly charset: boolean;
  /** requests are logged */
  readonly log: boolean;
  /** how nginx answers otherwise, one sentence each */
  readonly differences: readonly string[];
}

/** What brings the dependencies of a build before its sources are there. */
export interface DependencyLayer {
  /** files and folders that the command reads, absolute image paths */
  readonly files: readonly string[];
  /** words of the command, to be run where the build runs */
  readonly command: readonly string[];
}

export interface Toolchain {
  /** as printed and as the folder is called: `gradle`, `maven`, `npm` */
  readonly name: string;
  readonly title: string;
  /** one line for `dfsplit toolchains` */
  readonly summary: string;
  readonly family: "jvm" | "node";
  /** programs that belong to the toolchain and are not needed at run time (`mvn`, `gradle`) */
  readonly buildPrograms: readonly string[];
  /** What does this command of a RUN do? null: not mine. */
  step(command: Invocation, tree: ImageTree, history: BuildHistory): Step | null;
  /** What does this command need when the container runs it? null: not mine. */
  launch(command: Invocation, tree: ImageTree, history: BuildHistory): Launch | null;
  /**
   * The exact production form of a command that builds and starts at run time (`mvn spring-boot:run`), or why there
   * is none; null: not mine, or it starts nothing.
   */
  production?(command: Invocation, tree: ImageTree, history: BuildHistory): Known<Production> | null;
  /** The folder that this command serves, where it does nothing else, or why that cannot be told; null: it is no static server. */
  site?(command: Invocation, tree: ImageTree, history: BuildHistory): Known<StaticSite> | null;
  /** How the dependencies of this build command can be fetched from its build files alone, or why not; null: not mine. */
  dependencyLayer?(command: Invocation, tree: ImageTree): Known<DependencyLayer> | null;
  /**
   * What is this file or folder from the context for (absolute image path, directly below the build's
   * directory)? `unknown` is copied to the runtime stage.
   */
  purpose(path: string, directory: string, tree: ImageTree): Purpose;
  /** Files in the folder that the program reads by name and that the project does not show (a settings file of the machine). */
  untracked?(directory: string, tree: ImageTree): readonly UntrackedFile[];
  /** What the program opens below its working directory by a literal name. */
  reads?(directory: string, tree: ImageTree): readonly UntrackedFile[];
  /** the production form of an application that this toolchain serves; null when the family is compiled to artifacts */
  application(
    need: Extract<Need, { kind: "application" }>,
    tree: ImageTree,
    history: BuildHistory,
  ): Application | null;
  /** paths that the program's own code and settings write out, relative to the working directory, with who names them */
  literalPaths?(
    directory: string,
    tree: ImageTree,
  ): readonly { readonly path: string; readonly where: string }[];
  /** the source that asks where the program itself lies, so that it has to stay there; null when none does */
  ownPlace?(directory: string, tree: ImageTree): string | null;
  /** what of the image's own tools the compiled program needs beside the artifact (a JDK, fonts, git …) */
  programs(
    directory: string,
    tree: ImageTree,
    /** what the container runs, as far as it was followed */
    commands: readonly Invocation[],
  ): readonly CalledProgram[];
}
