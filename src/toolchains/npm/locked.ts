/** What dfsplit asks of a lockfile, whichever manager wrote it. */
import type { PackageJson } from "./packageJson.js";

export type Manager = "npm" | "yarn-classic" | "yarn-berry" | "pnpm" | "bun";

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** stays when dev dependencies are dropped */
  readonly production: boolean;
  /** lies directly in the root's node_modules */
  readonly hoisted: boolean;
  /** null: the lockfile does not tell */
  readonly bins: readonly string[] | null;
}

export interface Lockfile {
  readonly manager: Manager;
  /** absolute */
  readonly path: string;
  /** as the file says it: `3`, `9.0` */
  readonly version: string;
  readonly packages: readonly LockedPackage[];
  /** every direct dependency of package.json is locked under its own range; null: agrees */
  readonly differs: string | null;
}

/** A workspace's packages beside the one in the root; their own packages are locked in the same file. */
export interface LockScope {
  readonly root: string;
  readonly pkg: PackageJson;
  readonly members: readonly PackageJson[];
}
