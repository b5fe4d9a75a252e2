/**
 * Red Hat's OpenJDK on UBI: `ubi8/openjdk-17` and `ubi8/openjdk-17-runtime`. Source: github.com/jboss-container-images/openjdk
 * (branches ubi8 and ubi9, one description a file).
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Slimmer } from "../description.js";
import { ubiMinimal } from "../roots.js";
import { NOT_RECORDED, javaImage, noTag } from "./jvm.js";

const UBI =
  /^registry\.access\.redhat\.com\/ubi(?<release>[89])\/openjdk-(?<major>\d+)(?<runtime>-runtime)?$/;
const UBI_TAG = /^(?:latest|1|1\.\d+)$/;
const UBI_LINES: Readonly<Record<string, readonly number[]>> = { 8: [8, 11, 17, 21], 9: [11, 17, 21] };

function describeUbi(tag: string, repository: string): Known<Description> {
  const groups = UBI.exec(repository)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  const runtime = groups["runtime"] !== undefined;
  const described = javaImage({
    root: ubiMinimal(known(groups["release"] ?? "")),
    major: known(Number(groups["major"])),
    kind: runtime ? "jre" : "jdk",
    config: unknown(NOT_RECORDED),
    programs: runtime ? ["tar"] : ["mvn", "tar"],
    unsure: ["git", "curl", "wget", "unzip", "openssl", "fc-list", "gpg"],
    source: "https://github.com/jboss-container-images/openjdk",
  });
  return known({
    ...described,
    users: { jboss: "*" },
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
    majors.flatMap((major) => {
      const name = `registry.access.redhat.com/ubi${release}/openjdk-${major}`;
      return [name, `${name}-runtime`];
    }),
  ),
  describe: describeUbi,
  slimmer: slimmerUbi,
};
