/**
 * AdoptOpenJDK, the forerunner of Eclipse Temurin. Sources: github.com/AdoptOpenJDK/openjdk-docker and every revision
 * of docker-library/official-images library/adoptopenjdk: tags `N-(jdk|jre)-(hotspot|openj9)[-release]`, on Ubuntu
 * unless a release says otherwise.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Slimmer, Wants } from "../description.js";
import { rootNamed, ubuntu } from "../roots.js";
import { TEMURIN_JRES } from "./eclipse-temurin.js";
import { javaImage } from "./jvm.js";

const SOURCE = "https://github.com/AdoptOpenJDK/openjdk-docker";
const GRAMMAR =
  /^(?<major>\d+)(?<build>(?:\.\d+)*_\d+|u\d+-b\d+)?-(?<kind>jdk|jre)-(?<vm>hotspot|openj9)(?<version>-[\d.]+)?(?:-(?<suite>bionic|focal))?$/;

interface Tag {
  readonly major: number;
  readonly kind: "jdk" | "jre";
  readonly vm: string;
  readonly suite: string | null;
}

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups?.["major"] === undefined) return null;
  return {
    major: Number(groups["major"]),
    kind: groups["kind"] === "jre" ? "jre" : "jdk",
    vm: groups["vm"] ?? "",
    suite: groups["suite"] ?? null,
  };
}

function describe(text: string): Known<Description> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`adoptopenjdk:${text} is no tag of a form that is known`);
  const floats = unknown("no record of the Ubuntu release");
  const root = tag.suite === null ? ubuntu(floats) : (rootNamed(tag.suite, "") ?? ubuntu(floats));
  return known(
    javaImage({
      root,
      major: known(tag.major),
      kind: tag.kind,
      programs: ["curl", "openssl"],
      unsure: ["wget", "fc-list", "locale-gen", "gpg", "trust"],
      source: SOURCE,
      config: unknown("the environment of the AdoptOpenJDK images is not recorded"),
    }),
  );
}

function slimmer(text: string, _repository: string, wants: Wants): Known<Slimmer> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`adoptopenjdk:${text} is no tag of a form that is known`);
  if (tag.kind === "jre") return unknown(`adoptopenjdk:${text} is a JRE already`);
  if (tag.vm === "hotspot" && !wants.installsPackages && TEMURIN_JRES.has(tag.major))
    return known({
      repository: "eclipse-temurin",
      tag: `${tag.major}-jre`,
      because: "Eclipse Temurin is the successor of AdoptOpenJDK, on Ubuntu too",
    });
  return known({
    repository: "adoptopenjdk",
    tag: text.replace("-jdk-", "-jre-"),
    because: "the JRE of the same build on the same release",
  });
}

export const adoptopenjdk: Family = {
  name: "adoptopenjdk",
  repositories: ["adoptopenjdk"],
  describe,
  slimmer,
};
