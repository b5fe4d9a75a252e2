/**
 * The plan: two stages as ordered lists of items, and everything that a reviewer should know.
 * A plain value; transforms refine it, rendering prints it, the self-check holds it against the input.
 */
import type { Dockerfile } from "../dockerfile/types.js";
import type { Finding, Note } from "../findings/types.js";
import type { ImageModel } from "../model/fold.js";
import type { Commands, Start } from "../needs/command.js";
import type { RuntimeNeeds } from "../needs/types.js";
import type { Project } from "../project/types.js";
import type { Decision, SplitOptions } from "../split/types.js";
import type { Application, CalledProgram, Toolchain } from "../toolchains/types.js";
import type { BaseImage } from "../images/types.js";
import type { Known } from "../known.js";
import type { ComposeService } from "./compose.js";
import type { Regions } from "./regions.js";
import type { Served } from "./served.js";

export type Item =
  /** an untouched instruction, with the comment block above it */
  | { readonly kind: "original"; readonly instruction: number; readonly because: string }
  /** an instruction with other text; its comment block goes along */
  | { readonly kind: "edited"; readonly instruction: number; readonly text: string; readonly because: string }
  /** a line that the input does not have */
  | { readonly kind: "new"; readonly text: string; readonly because: string };

/** One COPY --from=build. */
export interface ArtifactCopy {
  /** absolute path in the build stage; may be a pattern that matches exactly one file */
  readonly from: string;
  /** absolute path in the runtime stage */
  readonly to: string;
  readonly what: "file" | "directory";
  /** "root" or the owner for --chown */
  readonly owner: string;
  /** one file that runs alone and that only the command names: it may be given a plain name */
  readonly renamable: boolean;
  readonly because: string;
  /** a part of a jar that was taken apart: the path that the command named, where it is now, and the class that starts it */
  readonly instead?: { readonly path: string; readonly at: string; readonly launcher: string | null };
  /** files beside it that may or may not be there: patterns, which go to the same folder */
  readonly also?: readonly string[];
  /** index of a RUN that works on it: the copy stands in front of that, wherever the others are */
  readonly before?: number;
}

export interface Plan {
  readonly buildName: string;
  readonly build: readonly Item[];
  readonly runtime: readonly Item[];
  /** FROM of the runtime stage, without keyword: `eclipse-temurin:21-jre AS app`; null until it is chosen */
  readonly runtimeFrom: RuntimeFrom | null;
  readonly copies: readonly ArtifactCopy[];
  /** environment variables that the runtime stage leaves out on purpose */
  readonly droppedEnv: readonly string[];
  /** programs that the runtime stage needs from its base image */
  readonly imagePrograms: readonly { readonly name: string; readonly because: string }[];
  /** set when the runtime stage has to stay on the build's image, with the reason */
  readonly pinned: string | null;
  readonly notes: readonly Note[];
  readonly decisions: readonly Decision[];
  readonly gains: readonly string[];
  /** the image whose nginx serves the site in the place of the server before; null where the command stays */
  readonly server: { readonly image: string; readonly because: string } | null;
  /** instructions that only the server before needed: they are left out */
  readonly dropped: readonly number[];
  /** text of the .dockerignore after the rewrite, null when it stays */
  readonly dockerignore: {
    readonly path: string;
    readonly before: string | null;
    readonly after: string;
  } | null;
}

export interface RuntimeFrom {
  /** as written in the file */
  readonly image: string;
  /** with variables expanded */
  readonly reference: string | null;
  readonly base: Known<BaseImage>;
  readonly alias: string | null;
  readonly platform: string | null;
  /** the same image as the build */
  readonly same: boolean;
  /** named by the user, on the command line or in the configuration */
  readonly byUser: boolean;
}

export interface Analysis {
  readonly dockerfile: Dockerfile;
  readonly project: Project;
  readonly options: SplitOptions;
  readonly model: ImageModel;
  readonly commands: Commands;
  readonly start: Start | null;
  readonly needs: RuntimeNeeds;
  readonly regions: Regions;
  /** compose services that build this file */
  readonly services: readonly ComposeService[];
  /** the site that nginx is to serve, or why it cannot; null: not asked for, or no static server */
  readonly served: Known<Served> | null;
  /** programs that the application itself calls (git, curl, ffmpeg …); `certain` when the code shows it */
  readonly called: readonly CalledProgram[];
  /** the production form of the interpreted application that the command runs, null for compiled programs */
  readonly application: Application | null;
  /** the toolchain of the build, by the last step that builds or installs */
  readonly toolchain: Toolchain;
}

export type Refined =
  { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly reason: Finding };

/** What every step says of itself, for the lists and the docs. */
export interface Described {
  readonly name: string;
  /** one line for `dfsplit transforms` */
  readonly summary: string;
  /** on unless --skip or --only leave it out */
  readonly default: boolean;
  /** part of every rewrite: cannot be switched off */
  readonly required: boolean;
  readonly safety: "safe" | "review";
  readonly example: { readonly before: string; readonly after: string };
}

/** A step from plan to plan; see transforms/registry.ts for the order. */
export interface Transform extends Described {
  readonly apply: (plan: Plan, analysis: Analysis) => Refined;
}

export function refined(plan: Plan): Refined {
  return { ok: true, plan };
}

export function refuse(code: string, message: string, line: number | null): Refined {
  return { ok: false, reason: { code, message, line } };
}
