/** What `verify` takes and gives. The report is the JSON report: its field names are documented in docs/verify.md and stable. */
import type { EngineName } from "./engine/types.js";

export interface VerifyOptions {
  readonly engine: EngineName | null;
  readonly context: string | null;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target: string | null;
  readonly secrets: readonly string[];
  /** more flags for both builds */
  readonly buildFlags: readonly string[];
  /** null: build and compare only */
  readonly run: RunOptions | null;
  readonly keep: boolean;
  readonly jobs: number;
}

export interface RunOptions {
  /** each is a run of its own; one without words is the image's command */
  readonly commands: readonly (readonly string[])[];
  readonly env: readonly string[];
  readonly probes: readonly string[];
  /** seconds until a container has to be ready */
  readonly timeout: number;
  /** null: a network of its own, without a way out */
  readonly network: string | null;
}

/** One pair to hold against each other. */
export interface Pair {
  /** as the user knows it */
  readonly path: string;
  readonly context: string;
  /** as the user knows it */
  readonly shownContext: string;
  readonly before: Side;
  readonly after: Side;
  /** variables that the rewrite leaves out on purpose; what a conversion by hand drops is a difference */
  readonly droppedEnv: readonly string[];
}

export interface Side {
  readonly dockerfile: string;
  /** text of the ignore file in force, "" without one */
  readonly ignore: string;
}

/** What `verify` was asked for: a pair, or a file that there is nothing to compare for. */
export type Subject =
  | { readonly kind: "pair"; readonly pair: Pair }
  | {
      readonly kind: "left-alone" | "invalid";
      readonly path: string;
      readonly context: string | null;
      readonly reason: Reason;
    };

export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
}

export interface Finding {
  /** kebab-case, stable for ever; `dfsplit explain CODE` has its page */
  readonly code: string;
  readonly message: string;
}

export const verifyOutcomes = [
  "same",
  "different",
  /** dfsplit does not rewrite the file */
  "left-alone",
  "original-does-not-build",
  /** the file, or what was asked for it, is wrong */
  "invalid",
  /** the engine failed on the way */
  "failed",
  "interrupted",
] as const;
export type VerifyOutcome = (typeof verifyOutcomes)[number];

/** One number for each side. */
export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

export interface FileReport {
  readonly path: string;
  readonly context: string | null;
  readonly outcome: VerifyOutcome;
  /** set unless the two were compared */
  readonly reason: Reason | null;
  /** the differences; none when the outcome is `same` */
  readonly findings: readonly Finding[];
  /** differences that are meant, and what could not be compared */
  readonly notes: readonly Finding[];
  /** null unless both were built */
  readonly images: ImagesReport | null;
  /** one for each command; empty without `--run` */
  readonly runs: readonly RunReport[];
  /** last lines of the build that failed */
  readonly log: readonly string[];
  readonly seconds: number;
}

export interface ImagesReport {
  /** bytes */
  readonly size: BeforeAfter<number>;
  readonly layers: BeforeAfter<number>;
  readonly files: BeforeAfter<number>;
  readonly user: BeforeAfter<UserReport>;
  readonly left: LeftReport;
  /** what was looked for in the rewrite's image, by its name; never the value */
  readonly secrets: readonly string[];
  /** names in the engine, with `--keep` */
  readonly kept: BeforeAfter<string> | null;
}

export interface UserReport {
  readonly name: string;
  readonly uid: number | null;
}

/** What is in the original's image and not in the rewrite's. */
export interface LeftReport {
  readonly programs: readonly string[];
  readonly caches: readonly { readonly path: string; readonly bytes: number }[];
  readonly sources: { readonly count: number; readonly bytes: number; readonly first: readonly string[] };
  readonly packages: { readonly count: number; readonly bytes: number; readonly first: readonly string[] };
  readonly other: { readonly count: number; readonly bytes: number };
}

export interface RunReport {
  /** empty: the image's own */
  readonly command: readonly string[];
  readonly before: Observation;
  readonly after: Observation;
  /** what differs between two runs of the original, and was not compared */
  readonly unstable: readonly string[];
}

export interface Observation {
  /** of a container that ended by itself */
  readonly exitCode: number | null;
  /** why nothing more was waited for */
  readonly ready: "exited" | "answered" | "healthy" | "unhealthy" | "listening" | "quiet" | "timeout";
  readonly health: "healthy" | "unhealthy" | "starting" | null;
  /** ports that something listens on; null when that cannot be seen */
  readonly ports: readonly ListeningPort[] | null;
  /** user id of the first process; null when that cannot be seen */
  readonly uid: number | null;
  readonly probes: readonly ProbeAnswer[];
  /** first lines of each, normalised */
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** null for a container that ended by itself */
  readonly stop: StopReport | null;
}

export interface ListeningPort {
  readonly port: number;
  /** reached from within the container only */
  readonly loopback: boolean;
}

export interface ProbeAnswer {
  readonly url: string;
  /** null when nobody answered */
  readonly status: number | null;
  readonly contentType: string | null;
  /** first 4096 characters */
  readonly body: string;
  /** of the whole body */
  readonly sha256: string;
}

export interface StopReport {
  readonly exitCode: number;
  /** "killed": the stop signal was not answered within ten seconds */
  readonly time: "at once" | "slowly" | "killed";
}

export interface VerifyReport {
  readonly version: string;
  readonly engine: { readonly name: EngineName; readonly version: string };
  readonly summary: Readonly<Record<VerifyOutcome, number>>;
  readonly files: readonly FileReport[];
}
