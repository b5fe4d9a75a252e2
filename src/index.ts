/**
 * The library. `split` is the pure core: text and project in, outcome out. `run` is the codemod over
 * files on disk. A `Project` comes from a folder, from texts in memory, or is absent.
 */
export { split } from "./split/split.js";
export { run, exitCode } from "./run/run.js";
export { diskProject } from "./project/disk.js";
export { memoryProject } from "./project/memory.js";
export { absentProject } from "./project/absent.js";
export { known, unknown } from "./known.js";
export { pageOf, allCodes } from "./findings/registry.js";

export type { Known } from "./known.js";
export type { ImageMapping } from "./images/mapping.js";
export type { Change, Decision, Outcome, SplitOptions } from "./split/types.js";
export type { Finding, Note } from "./findings/types.js";
export type { Page } from "./findings/catalogue.js";
export type { Entry, FileInfo, Project, Repository } from "./project/types.js";
export type { DiskOptions } from "./project/disk.js";
export type { MemoryOptions } from "./project/memory.js";
export type { FileResult, RunOptions, RunResult, Split, Summary } from "./run/types.js";
export type { RunDeps } from "./run/run.js";
