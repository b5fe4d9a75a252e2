/** A fact with a stable code: why a file was left alone, or what a reviewer should look at. */
export interface Finding {
  /** kebab-case, stable for ever; each has a page that `dfsplit explain CODE` prints */
  readonly code: string;
  /** one sentence with the names and values of this case */
  readonly message: string;
  /** 1-based line in the Dockerfile, null when the finding is about the file as a whole */
  readonly line: number | null;
}

/** A note weighs on the safety of the rewrite: `info` does not, `review` makes it a rewrite for --unsafe only. */
export interface Note extends Finding {
  readonly weight: "info" | "review";
}
