/**
 * IBM Semeru Runtimes. Sources: github.com/ibmruntimes/semeru-containers (17/jre/ubuntu/jammy) and every revision of
 * docker-library/official-images library/ibm-semeru-runtimes up to 2026-08-21: `open-17-jdk[-release]` has `open-17-jre[-release]`.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Slimmer } from "../description.js";
import { rootNamed, ubuntu } from "../roots.js";
import type { ImageConfig } from "../types.js";
import { NOT_RECORDED, javaHome, javaImage, noTag } from "./jvm.js";

const SEMERU =
  /^open-(?<major>\d+)(?<build>(?:[._]\d+)+|u\d+-b\d+)?-(?<kind>jdk|jre)(?:-(?<suite>focal|jammy|noble|resolute))?$/;

function describeSemeru(tag: string, repository: string): Known<Description> {
  const groups = SEMERU.exec(tag)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  const floats = "the plain tag is shared by several Ubuntu releases";
  const root = rootNamed(groups["suite"] ?? "", "") ?? ubuntu(unknown(floats));
  const config: Partial<ImageConfig> = {
    env: {
      ...javaHome(root, "/opt/java/openjdk"),
      LANG: "en_US.UTF-8",
      LANGUAGE: "en_US:en",
      LC_ALL: "en_US.UTF-8",
      JAVA_VERSION: "*",
      JAVA_TOOL_OPTIONS: "*",
    },
  };
  return known(
    javaImage({
      root,
      major: known(Number(groups["major"])),
      kind: groups["kind"] === "jre" ? "jre" : "jdk",
      config: groups["build"] === undefined ? known(config) : unknown(NOT_RECORDED),
      programs: ["curl", "openssl", "fc-list", "fc-cache", "locale-gen"],
      unsure: ["wget", "gpg"],
      source: "https://github.com/ibmruntimes/semeru-containers",
    }),
  );
}

function slimmerSemeru(tag: string, repository: string): Known<Slimmer> {
  const groups = SEMERU.exec(tag)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  if (groups["kind"] === "jre") return unknown(`${repository}:${tag} is a JRE already`);
  return known({
    repository,
    tag: tag.replace("-jdk", "-jre"),
    because: "the JRE of the same Semeru on the same release",
  });
}

export const semeru: Family = {
  name: "ibm-semeru-runtimes",
  repositories: ["ibm-semeru-runtimes"],
  describe: describeSemeru,
  slimmer: slimmerSemeru,
};
