/**
 * Red Hat's OpenJDK on UBI: `ubi8/openjdk-17` and `ubi8/openjdk-17-runtime`, under each of the registry's names. Source:
 * github.com/rh-openjdk/redhat-openjdk-containers (ubi9-openjdk-17.yaml, ubi9-openjdk-17-runtime.yaml, modules/user): since
 * 1.21 the account is `default`, before it was `jboss`, always with the number 185.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Slimmer } from "../description.js";
import { ubiMinimal } from "../roots.js";
import type { ImageConfig } from "../types.js";
import { NOT_RECORDED, javaImage, noTag } from "./jvm.js";

const UBI =
  /^(?:registry\.(?:access\.redhat\.com|redhat\.io)\/)?ubi(?<release>[89])\/openjdk-(?<major>\d+)(?<runtime>-runtime)?$/;
const UBI_TAG = /^(?:latest|1|1\.\d+)$/;
const UBI_LINES: Readonly<Record<string, readonly number[]>> = { 8: [8, 11, 17, 21], 9: [11, 17, 21] };
/** `ubi8/openjdk-17` alone is what the hosts of Red Hat's own engines complete. */
const PREFIXES = ["registry.access.redhat.com/", "registry.redhat.io/", ""];

/** The present images; which account an older or floating tag has depends on its date. */
function configOf(
  tag: string,
  release: string,
  major: number,
  runtime: boolean,
): Known<Partial<ImageConfig>> {
  const minor = /^1\.(\d+)/.exec(tag)?.[1];
  const present =
    release === "9" && (tag === "latest" || tag === "1" || (minor !== undefined && Number(minor) >= 21));
  if (!present) return unknown(NOT_RECORDED);
  return known({
    env: {
      HOME: "/home/default",
      LANG: "C.utf8",
      JAVA_HOME: runtime ? "/usr/lib/jvm/jre" : `/usr/lib/jvm/java-${major}`,
      JAVA_VENDOR: "openjdk",
      JAVA_VERSION: String(major),
      JAVA_DATA_DIR: "/deployments/data",
    },
    user: "185",
    workdir: "/home/default",
    cmd: runtime ? ["/opt/jboss/container/java/run/run-java.sh"] : ["/usr/local/s2i/run"],
    exposed: ["8080/tcp", "8443/tcp"],
  });
}

function describeUbi(tag: string, repository: string): Known<Description> {
  const groups = UBI.exec(repository)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  const runtime = groups["runtime"] !== undefined;
  const described = javaImage({
    root: ubiMinimal(known(groups["release"] ?? "")),
    major: known(Number(groups["major"])),
    kind: runtime ? "jre" : "jdk",
    config: configOf(tag, groups["release"] ?? "", Number(groups["major"]), runtime),
    programs: runtime ? ["tar"] : ["mvn", "tar"],
    unsure: ["git", "curl", "wget", "unzip", "openssl", "fc-list", "gpg"],
    source: "https://github.com/rh-openjdk/redhat-openjdk-containers",
  });
  return known({
    ...described,
    users: { jboss: "*", default: "*" },
    provides: runtime ? ["jre"] : [...described.provides, "maven"],
  });
}

function slimmerUbi(tag: string, repository: string): Known<Slimmer> {
  const groups = UBI.exec(repository)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  if (groups["runtime"] !== undefined) return unknown(`${repository}:${tag} is the runtime already`);
  // beyond `1.20` the numbers of an image and its build (`1.20-2`) run apart
  if (!UBI_TAG.test(tag)) return unknown(`no record of a runtime image with the tag ${tag}`);
  return known({
    repository: `${repository}-runtime`,
    tag,
    because: "the runtime image of the same OpenJDK on the same UBI",
  });
}

export const ubiOpenjdk: Family = {
  name: "ubi-openjdk",
  repositories: Object.entries(UBI_LINES).flatMap(([release, majors]) =>
    majors.flatMap((major) =>
      PREFIXES.flatMap((prefix) => {
        const name = `${prefix}ubi${release}/openjdk-${major}`;
        return [name, `${name}-runtime`];
      }),
    ),
  ),
  describe: describeUbi,
  slimmer: slimmerUbi,
};
