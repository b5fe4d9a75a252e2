/** What goes into `split` and what comes out of it. */
import type { Finding, Note } from "../findings/types.js";
import type { ImageMapping } from "../images/mapping.js";

export interface SplitOptions {
  /** emit rewrites whose safety is `review` */
  readonly unsafe: boolean;
  /** runtime base image by hand, or null */
  readonly runtimeImage: string | null;
  /** runtime stage on the same image as the build */
  readonly keepImage: boolean;
  /** the user's own counterparts of base images, by pattern (`registry.example/jdk:*` -> `registry.example/jre:$1`) */
  readonly images: ImageMapping;
  /** names of transforms: null = the default ones */
  readonly only: readonly string[] | null;
  readonly skip: readonly string[];
  readonly with: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** path of the Dockerfile relative to the context, POSIX (`docker/Dockerfile`); null for standard input or outside it */
  readonly dockerfilePath: string | null;
}

/** A file that the rewrite changes or creates. */
export interface Change {
  /** "dockerfile" for the Dockerfile itself, else the path relative to the context */
  readonly target: "dockerfile" | { readonly contextPath: string };
  /** null when the file is created */
  readonly before: string | null;
  readonly after: string;
}

/** Where an instruction (or a part of it) went, for --explain. */
export interface Decision {
  /** 1-based line in the input; null for a line that is new */
  readonly line: number | null;
  /** the instruction in one line, cut to 80 characters */
  readonly instruction: string;
  readonly placement: "build" | "runtime" | "both" | "new";
  /** name of the transform that decided */
  readonly transform: string;
  readonly because: string;
}

export interface Outcome {
  readonly status: "rewritten" | "unchanged" | "refused" | "invalid";
  readonly toolchain: string | null;
  /** null unless a rewrite was planned; a refused `review` rewrite keeps `review` */
  readonly safety: "safe" | "review" | null;
  /** always set unless rewritten */
  readonly reason: Finding | null;
  readonly notes: readonly Note[];
  readonly stages: readonly { readonly name: string | null; readonly from: string }[];
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** environment variables of the build that the runtime stage leaves out on purpose */
  readonly droppedEnv: readonly string[];
  /** what is gained, one phrase each */
  readonly gains: readonly string[];
  readonly decisions: readonly Decision[];
  readonly changes: readonly Change[];
}
