/** What is known of a base image, as data; each table row names its upstream source. */
import type { Known } from "../known.js";

export interface ImageConfig {
  /** `"*"` stands for a value that exists but floats (the exact version in JAVA_VERSION, NODE_VERSION) */
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  readonly workdir: string;
  readonly user: string;
  readonly volumes: readonly string[];
  readonly exposed: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string | null;
  readonly shell: readonly string[] | null;
}

/** A server that the image starts by its own command, and whose folders a Dockerfile fills. */
export interface Server {
  /** the server's own programs: every image of the family has them */
  readonly home: string;
  /** folders in which it looks for applications, settings and libraries */
  readonly reads: readonly string[];
  /** it compiles JSPs with a compiler of its own, so that they need no JDK */
  readonly compilesPages: boolean;
}

export type PackageManager = "apt" | "apk" | "dnf" | "microdnf" | "yum" | "zypper" | "none";

export interface BaseImage {
  /** as asked */
  readonly reference: string;
  /** table family: `node`, `openjdk`, `eclipse-temurin`, `maven`, … */
  readonly family: string;
  readonly distribution: Known<
    | "debian"
    | "ubuntu"
    | "alpine"
    | "oracle"
    | "amazon"
    | "rhel"
    | "centos"
    | "fedora"
    | "photon"
    | "mariner"
    | "windows"
    | "scratch"
  >;
  readonly codename: Known<string>;
  readonly libc: Known<"glibc" | "musl">;
  readonly packageManager: Known<PackageManager>;
  /** major version of the language the image carries: node 20, JDK 17 */
  readonly major: Known<number>;
  /** language tools: "jdk", "jre", "node", "maven", "gradle" … */
  readonly provides: readonly string[];
  /** is this program on PATH? (`bash`, `curl`, `mvn`, `npm`, `java`, `jcmd`, `tini`…) */
  has(program: string): "yes" | "no" | "unknown";
  /** name -> uid:gid of users that the image brings beside root; `"*"` where the numbers differ between releases */
  readonly users: Readonly<Record<string, string>>;
  /** what a Dockerfile inherits; unknown parts are named by the reason */
  readonly config: Known<ImageConfig>;
  readonly onbuild: boolean;
  /** null: the image's own command starts nothing that waits for an application */
  readonly server: Server | null;
  /** address of the upstream Dockerfile or template that the row was read from */
  readonly source: string;
}

/** A slimmer image with the same distribution, release, libc and major version. */
export interface Counterpart {
  readonly reference: string;
  /** one sentence: why this one */
  readonly because: string;
}
