/**
 * Azul Zulu: one repository a distribution, tags `17`, `17-latest`, `17-jre`, `17-jre-headless-latest`. Sources:
 * github.com/zulu-openjdk/zulu-openjdk (ubuntu/17-jre-latest and its neighbours) and docs.azul.com/core/docker-image-tags.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Root, Slimmer } from "../description.js";
import { alpine, centos, debian, ubuntu } from "../roots.js";
import type { ImageConfig } from "../types.js";
import { NOT_RECORDED, javaImage, noTag } from "./jvm.js";

const ZULU = /^(?<major>\d+)(?:-(?<kind>jdk|jre)(?<headless>-headless)?)?(?<latest>-latest)?$/;
const ZULU_ROOTS: Readonly<Record<string, () => Root>> = {
  "azul/zulu-openjdk": () => ubuntu(unknown("the Ubuntu release of the tag floats")),
  "azul/zulu-openjdk-debian": () => debian(unknown("the Debian release of the tag floats")),
  "azul/zulu-openjdk-alpine": () => alpine(unknown("the Alpine release of the tag floats")),
  "azul/zulu-openjdk-centos": () => centos("7"),
};
/** Lines with JRE images on every distribution. */
const ZULU_JRES = [8, 11, 13, 15, 17, 18, 19, 20, 21, 22, 23, 24];

function describeZulu(tag: string, repository: string): Known<Description> {
  const groups = ZULU.exec(tag)?.groups;
  const root = ZULU_ROOTS[repository]?.();
  if (groups === undefined || root === undefined) return noTag(repository, tag);
  const major = Number(groups["major"]);
  const config: Partial<ImageConfig> = {
    env: { LANG: "en_US.UTF-8", JAVA_HOME: `/usr/lib/jvm/zulu${major}` },
  };
  return known(
    javaImage({
      root,
      major: known(major),
      kind: groups["kind"] === "jre" ? "jre" : "jdk",
      config:
        ZULU_JRES.includes(major) && root.distribution !== "centos" ? known(config) : unknown(NOT_RECORDED),
      unsure: ["curl", "gpg", "openssl", "fc-list", "locale-gen"],
      source: "https://github.com/zulu-openjdk/zulu-openjdk",
    }),
  );
}

function slimmerZulu(tag: string, repository: string): Known<Slimmer> {
  const groups = ZULU.exec(tag)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  if (groups["kind"] === "jre") return unknown(`${repository}:${tag} is a JRE already`);
  if (!ZULU_JRES.includes(Number(groups["major"])))
    return unknown(`no record of a JRE beside ${repository}:${tag}`);
  return known({
    repository,
    tag: `${groups["major"]}-jre${groups["headless"] ?? ""}${groups["latest"] ?? ""}`,
    because: "the JRE of the same Zulu on the same distribution",
  });
}

export const zulu: Family = {
  name: "zulu-openjdk",
  repositories: Object.keys(ZULU_ROOTS),
  describe: describeZulu,
  slimmer: slimmerZulu,
};
