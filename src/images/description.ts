/**
 * What a family's table says of one tag, and how it becomes a `BaseImage`. A family never sees a file or a
 * registry: it reads the tag. Everything that the tag does not settle stays unknown with its reason.
 */
import { known, unknown, type Known } from "../known.js";
import { WATCHED } from "./programs.js";
import type { BaseImage, ImageConfig, PackageManager, Server } from "./types.js";

export type Distribution = Extract<BaseImage["distribution"], { known: true }>["value"];

/** The root file system that a family's images are made from. */
export interface Root {
  readonly distribution: Distribution;
  readonly codename: Known<string>;
  readonly libc: "glibc" | "musl";
  readonly packageManager: PackageManager;
  readonly programs: readonly string[];
  /** programs of which it is not known whether the root brings them */
  readonly unsure: readonly string[];
  readonly users: Readonly<Record<string, string>>;
  readonly path: string;
  readonly cmd: readonly string[] | null;
}

export interface Description {
  readonly root: Root;
  readonly major: Known<number>;
  readonly provides: readonly string[];
  /** programs beside those of the root */
  readonly programs: readonly string[];
  /** programs that may be there or not */
  readonly unsure: readonly string[];
  readonly users: Readonly<Record<string, string>>;
  readonly config: Known<ImageConfig>;
  readonly onbuild: boolean;
  readonly server?: Server;
  /** why the distribution under the tag is not known; `root` says nothing then */
  readonly unsettled?: string;
  /** upstream Dockerfile or template */
  readonly source: string;
}

export interface Wants {
  /** the runtime stage installs system packages */
  readonly installsPackages: boolean;
}

/** A slimmer image by repository and tag. */
export interface Slimmer {
  readonly repository: string;
  readonly tag: string;
  readonly because: string;
}

/** One table: the tag grammar and the facts of the images of one or more repositories. */
export interface Family {
  readonly name: string;
  /** usual names, as `parseImageReference` gives them */
  readonly repositories: readonly string[];
  describe(tag: string, repository: string): Known<Description>;
  slimmer(tag: string, repository: string, wants: Wants): Known<Slimmer>;
}

const NO_CONFIG: ImageConfig = {
  env: {},
  entrypoint: null,
  cmd: null,
  workdir: "/",
  user: "",
  volumes: [],
  exposed: [],
  labels: {},
  stopSignal: null,
  shell: null,
};

/** The config of an image on this root: its PATH and command, changed by what is given. */
export function configOn(root: Root, change: Partial<ImageConfig>): ImageConfig {
  return { ...NO_CONFIG, cmd: root.cmd, ...change, env: { PATH: root.path, ...change.env } };
}

export function baseImage(reference: string, family: string, what: Description): BaseImage {
  const present = new Set([...what.root.programs, ...what.programs]);
  const unsure = new Set([...what.root.unsure, ...what.unsure]);
  const watched = new Set(WATCHED);
  return {
    reference,
    family,
    distribution: settled(what.root.distribution, what),
    codename: what.unsettled === undefined ? what.root.codename : unknown(what.unsettled),
    libc: settled(what.root.libc, what),
    packageManager: settled(what.root.packageManager, what),
    major: what.major,
    provides: what.provides,
    has(program) {
      if (present.has(program)) return "yes";
      if (what.unsettled !== undefined) return "unknown";
      return watched.has(program) && !unsure.has(program) ? "no" : "unknown";
    },
    users: { ...what.root.users, ...what.users },
    config: what.config,
    onbuild: what.onbuild,
    server: what.server ?? null,
    source: what.source,
  };
}

function settled<T>(value: T, { unsettled }: Description): Known<T> {
  return unsettled === undefined ? known(value) : unknown(unsettled);
}

export function majorOf(text: string | undefined, otherwise: string): Known<number> {
  return text === undefined || !/^\d+$/.test(text) ? unknown(otherwise) : known(Number(text));
}
