/**
 * SapMachine. Sources: github.com/SAP/SapMachine-infrastructure (dockerfiles/17/ubuntu/24_04/jre) and every revision of
 * docker-library/official-images library/sapmachine up to 2026-08-21: which lines have `N-jre[-headless][-system[-release]]`.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Root, Slimmer } from "../description.js";
import { alpine, ubuntu } from "../roots.js";
import { NOT_RECORDED, javaImage, jshellFrom9, noTag } from "./jvm.js";

const SAPMACHINE =
  /^(?<version>(?<major>\d+)(?<build>(?:\.\d+)+)?|lts|latest)(?:-(?<kind>jdk|jre)(?<headless>-headless)?)?(?:-(?<system>ubuntu|alpine)(?:-(?<release>[a-z]+|\d+\.\d+))?)?$/;
const UBUNTU_BY_NUMBER: Readonly<Record<string, string>> = {
  "20.04": "focal",
  "22.04": "jammy",
  "24.04": "noble",
  "26.04": "resolute",
};
/** The lines with JRE tags of the short form. */
const SAPMACHINE_JRES = [11, 17, 21, 24, 25, 26];

function sapmachineRoot(groups: Record<string, string>): Root {
  const release = groups["release"];
  const floats = "the release of the tag floats";
  if (groups["system"] === "alpine") return alpine(release === undefined ? unknown(floats) : known(release));
  const codename = release === undefined ? undefined : (UBUNTU_BY_NUMBER[release] ?? release);
  return ubuntu(codename === undefined ? unknown(floats) : known(codename));
}

function describeSapmachine(tag: string, repository: string): Known<Description> {
  const groups = SAPMACHINE.exec(tag)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  const root = sapmachineRoot(groups);
  const kind = groups["kind"] === "jre" ? "jre" : "jdk";
  const major: Known<number> =
    groups["major"] === undefined
      ? unknown("the version behind the tag floats")
      : known(Number(groups["major"]));
  const plain = major.known && root.distribution === "ubuntu" && groups["build"] === undefined;
  return known(
    javaImage({
      root,
      major,
      kind,
      config: plain
        ? known({
            env: { JAVA_HOME: `/usr/lib/jvm/sapmachine-${major.value}` },
            cmd: kind === "jdk" ? jshellFrom9(major, ["bash"]) : ["bash"],
          })
        : unknown(NOT_RECORDED),
      unsure: ["curl", "wget", "gpg", "openssl", "fc-list"],
      source: "https://github.com/SAP/SapMachine-infrastructure",
    }),
  );
}

function slimmerSapmachine(tag: string, repository: string): Known<Slimmer> {
  const groups = SAPMACHINE.exec(tag)?.groups;
  if (groups === undefined) return noTag(repository, tag);
  if (groups["kind"] === "jre") return unknown(`${repository}:${tag} is a JRE already`);
  if (groups["build"] !== undefined || !SAPMACHINE_JRES.includes(Number(groups["major"])))
    return unknown(`no record of a JRE beside ${repository}:${tag}`);
  const { major, headless = "", system, release } = groups;
  const slim = [`${major}-jre${headless}`, system, release].filter((part) => part !== undefined).join("-");
  return known({ repository, tag: slim, because: "the JRE of the same SapMachine on the same release" });
}

export const sapmachine: Family = {
  name: "sapmachine",
  repositories: ["sapmachine"],
  describe: describeSapmachine,
  slimmer: slimmerSapmachine,
};
