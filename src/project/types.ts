/** A read-only, lazy, bounded view of a build context. Paths are POSIX, relative to the context root; "" is the root. */
import type { Known } from "../known.js";

export interface Entry {
  readonly name: string;
  readonly kind: "file" | "directory" | "symlink" | "other";
}

export interface FileInfo {
  readonly kind: "file" | "directory";
  /** bytes */
  readonly size: number;
  /** the owner's run bit */
  readonly executable: boolean;
}

export interface Project {
  /** false when no context is at hand (standard input without --context): every question is answered "unknown" or empty */
  readonly present: boolean;
  /** for messages: the context as the user knows it */
  readonly label: string;
  /** sorted by name; null when it is not a directory (or lies outside the context, or is not there) */
  entries(directory: string): readonly Entry[] | null;
  /** symlinks inside the context are followed; null when it is not there */
  info(path: string): FileInfo | null;
  /** text of a file up to 4 MiB; unknown with the reason otherwise */
  read(path: string): Known<string>;
  /** excluded from the build context by the .dockerignore in force, as docker decides it */
  ignored(path: string): boolean;
  /** the .dockerignore in force (`<Dockerfile>.dockerignore` wins over `.dockerignore`), or null */
  readonly dockerignore: { readonly path: string; readonly text: string } | null;
  /** all files that the builder gets (not ignored), sorted; unknown beyond 50,000 files */
  files(): Known<readonly string[]>;
  /** files that other tools own and that speak of the image, relative to `root` above or beside the context; see `references` */
  readonly repository: Repository | null;
}

/** The repository around the context, for compose files, workflows and manifests. Paths relative to its root. */
export interface Repository {
  /** the context's path inside the repository, "" when it is the root */
  readonly contextPath: string;
  /** the Dockerfile's path inside the repository */
  readonly dockerfilePath: string | null;
  entries(directory: string): readonly Entry[] | null;
  read(path: string): Known<string>;
}
