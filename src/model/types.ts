/**
 * What the Dockerfile does, instruction by instruction: the state before it, the simple
 * commands of a RUN with their effects, and the files of the image as far as they come from
 * the context or from commands that are understood.
 */
import type { Copy, Instruction, Run, Span } from "../dockerfile/types.js";
import type { Known } from "../known.js";
import type { ShellUnit } from "../shell/types.js";
import type { PackageManager } from "../images/types.js";

/** The state in front of an instruction. */
export interface State {
  readonly env: ReadonlyMap<string, Known<string>>;
  /** ARGs in scope, with value where known */
  readonly args: ReadonlyMap<string, Known<string>>;
  /** absolute */
  readonly workdir: Known<string>;
  /** as written in USER ("" = the base image's user) */
  readonly user: Known<string>;
  readonly shell: readonly string[];
}

/** A simple command as it runs in the image: program name without path, words with their values. */
export interface Invocation {
  /** base name of argv[0] (`mvn`, `gradlew`, `npm`) */
  readonly program: string;
  /** argv[0] as written after expansion (`./gradlew`, `/usr/bin/java`) */
  readonly path: string;
  /** arguments without the program; unknown where a variable is not known */
  readonly args: readonly Known<string>[];
  /** as written, same length as args */
  readonly raw: readonly string[];
  readonly cwd: Known<string>;
  readonly env: ReadonlyMap<string, Known<string>>;
  /** assignments in front of the command (`NODE_ENV=production npm ci`) */
  readonly assignments: readonly { readonly name: string; readonly value: Known<string> }[];
  /** `> file` etc: absolute or relative target */
  readonly redirects: readonly { readonly operator: string; readonly target: Known<string> }[];
  readonly certain: boolean;
  /** its failure ends the RUN, or the container, with failure; left out where nobody looked */
  readonly decides?: boolean;
  readonly piped: boolean;
  readonly user: string;
  /** 1-based line in the Dockerfile */
  readonly line: number;
  /** the JSON form of CMD, ENTRYPOINT or RUN: no shell expands globs or variables */
  readonly exec?: boolean;
  /** node_modules/.bin folders in front of PATH (a package.json script is running) */
  readonly bins?: readonly string[];
}

/**
 * The files of the image in so far as they are known: what the COPY/ADD instructions before
 * the current point brought from the context, under their image paths. Paths are absolute.
 */
export interface ImageTree {
  /** false when the context is not at hand */
  readonly known: boolean;
  read(path: string): Known<string>;
  /** names directly below a directory, sorted; null when nothing from the context lies there */
  entries(path: string): readonly string[] | null;
  /** "file" or "directory" when it came from the context, null when it did not */
  kind(path: string): "file" | "directory" | null;
  executable(path: string): boolean;
  /** where in the context a file of the image comes from, or null */
  contextPath(path: string): string | null;
  /** all files below a directory that came from the context, absolute, sorted */
  files(path: string): readonly string[];
}

export type Effect =
  /** makes or changes a file, directory or tree; `from` when it is copied, moved or linked from another path */
  | {
      readonly kind: "write";
      readonly path: string;
      readonly what: "file" | "directory" | "tree";
      readonly from?: string;
      readonly move?: boolean;
      readonly link?: boolean;
      /** is `path` a directory that takes the source under its own name? */
      readonly into?: "yes" | "no" | "unknown";
      /** makes nothing new when the path is there (mkdir -p, touch) */
      readonly keeps?: boolean;
    }
  | { readonly kind: "read"; readonly path: string }
  | { readonly kind: "remove"; readonly path: string }
  | { readonly kind: "chmod"; readonly path: string; readonly recursive: boolean; readonly mode: string }
  | { readonly kind: "chown"; readonly path: string; readonly recursive: boolean; readonly owner: string }
  | {
      readonly kind: "packages";
      readonly manager: PackageManager;
      readonly action: "install" | "remove" | "update" | "clean";
      readonly names: readonly string[];
      /** apk --virtual NAME */
      readonly virtual?: string;
    }
  | { readonly kind: "user"; readonly name: string; readonly home?: string }
  | { readonly kind: "group"; readonly name: string }
  | { readonly kind: "network" }
  /** sets something of the system that no path tells (npm config set, git config --global, update-alternatives) */
  | { readonly kind: "setting"; readonly of: string };

/** What a build tool's command does to the image. */
export interface Step {
  /** name of the toolchain module */
  readonly toolchain: string;
  /** install = brings dependencies; build = makes artifacts; prune = removes dev dependencies; test/lint = makes nothing; housekeeping = wrapper download, cache clean, config */
  readonly kind: "install" | "build" | "prune" | "test" | "housekeeping";
  /** one sentence for the report: `npm ci installs from package-lock.json` */
  readonly evidence: string;
  /** all files that may stand there afterwards because of it, caches included; unknown when they cannot be told */
  readonly outputs: Known<readonly Output[]>;
  /** what is known of them when others are not */
  readonly partial?: readonly Output[];
  /** the directory of the build (where its build file stands), absolute */
  readonly directory: string;
  /** installs production dependencies only */
  readonly productionOnly?: boolean;
  /** install: the lockfile that it read, absolute; null when there was none */
  readonly lockfile?: string | null;
  /** certain to fail: the original never built */
  readonly broken?: { readonly code: string; readonly message: string };
  /** stops where the image's program of this name (`node`) is of no version in this range (as npm's semver reads it) */
  readonly demands?: { readonly program: string; readonly range: string; readonly because: string };
}

export interface Output {
  /** absolute; a name may hold `*` where the tool decides it; `excludes` are names that the pattern must not match */
  readonly path: string;
  readonly kind: "file" | "directory";
  readonly role: "artifact" | "dependencies" | "cache" | "intermediate";
  /** one file that runs alone (fat jar, bundle) */
  readonly selfContained?: boolean;
  /** why a `*` stands in the path, and what would settle it */
  readonly open?: string;
  /** of an archive: the one folder that everything in it stands in; absent where that is not known or not so */
  readonly holds?: string;
  /** globs (same folder) that the tool also makes and that are not this artifact: `*-plain.jar` */
  readonly siblings?: readonly string[];
  /** made by Spring Boot's plugin: its version, null when that is not known */
  readonly springBoot?: string | null;
  /** the build itself put it there, outside its output folders: people and files name that path */
  readonly placed?: boolean;
  /** what else must lie beside it at run time, absolute (lib folder of a thin jar) */
  readonly companions?: readonly string[];
}

/** A command of a RUN with what is known of it. */
export interface ModelledCommand {
  readonly invocation: Invocation;
  /** span in the Dockerfile source */
  readonly span: Span;
  readonly step: Step | null;
  readonly effects: readonly Effect[];
  /** set when nothing is known of what it does */
  readonly opaque: string | null;
}

export interface ModelledUnit {
  readonly unit: ShellUnit;
  readonly span: Span;
  readonly commands: readonly ModelledCommand[];
}

/** A file that COPY or ADD brings from the context. */
export interface CopiedFile {
  /** absolute */
  readonly image: string;
  /** relative to the context */
  readonly context: string;
}

export type Fact =
  | { readonly kind: "other"; readonly instruction: Instruction; readonly before: State }
  | {
      /** COPY or ADD from the build context, a heredoc or an address */
      readonly kind: "copy";
      readonly instruction: Copy;
      readonly before: State;
      /** absolute; a directory when `intoDirectory` */
      readonly destination: Known<string>;
      readonly intoDirectory: boolean;
      /** the sources with their variables expanded */
      readonly sources: Known<readonly string[]>;
      readonly files: readonly CopiedFile[];
      /** archives of the context that ADD unpacks into the destination, as the context has them */
      readonly archives: readonly string[];
      /** files that ADD fetches from an address, absolute */
      readonly downloads: readonly string[];
      /** source patterns that match nothing in the context that is at hand */
      readonly missing: readonly string[];
      /** source patterns whose only matches the .dockerignore keeps from the builder */
      readonly excluded: readonly string[];
      /** the whole context is copied */
      readonly whole: boolean;
      readonly owner: string;
    }
  | {
      readonly kind: "run";
      readonly instruction: Run;
      readonly before: State;
      readonly units: readonly ModelledUnit[];
      /** files of the context that bind mounts give it, in no layer */
      readonly mounted: Known<readonly CopiedFile[]>;
      /** the whole RUN could not be understood */
      readonly opaque: string | null;
    };
