/**
 * Eclipse Temurin. Sources: github.com/adoptium/containers (docker_templates, NN/jre/ubuntu/…) and every revision of
 * docker-library/official-images library/eclipse-temurin up to 2026-08-21: which versions have a JRE, and the Ubuntu
 * release that a tag without one stands for (focal, from May 2022 jammy, from July 2024 noble, from May 2026
 * resolute; a version that is no longer built keeps the last it had).
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Root, Slimmer } from "../description.js";
import { centos, rootNamed, ubiMinimal, ubuntu, type UBUNTU_CODENAMES } from "../roots.js";
import { javaHome, javaImage, jshellFrom9 } from "./jvm.js";

const SOURCE = "https://github.com/adoptium/containers";
const NEWEST_LISTED = 26;

/** feature version -> Ubuntu release of its plain tags */
const PLAIN: Readonly<Record<number, (typeof UBUNTU_CODENAMES)[number]>> = {
  8: "resolute",
  11: "resolute",
  16: "focal",
  17: "resolute",
  18: "jammy",
  19: "jammy",
  20: "jammy",
  21: "resolute",
  22: "noble",
  23: "noble",
  24: "noble",
  25: "resolute",
  26: "resolute",
};

/** The Ubuntu releases on which a version was published; where a version is not listed, all of today's. */
const RELEASES: Readonly<Record<number, readonly string[]>> = {
  8: ["focal", "jammy", "noble", "resolute"],
  11: ["focal", "jammy", "noble", "resolute"],
  17: ["focal", "jammy", "noble", "resolute"],
  18: ["focal", "jammy"],
  19: ["focal", "jammy"],
  20: ["jammy"],
  21: ["jammy", "noble", "resolute"],
  22: ["jammy", "noble"],
  23: ["noble"],
  24: ["noble"],
};
const TODAY = ["jammy", "noble", "resolute"];

/** The feature versions for which `eclipse-temurin:N-jre` is published. */
export const TEMURIN_JRES: ReadonlySet<number> = new Set(
  Object.keys(PLAIN)
    .map(Number)
    .filter((n) => n !== 16),
);

interface Tag {
  readonly major: number | null;
  /** `17.0.8.1_1`, `8u392-b08`: one build; null for `17` */
  readonly build: string | null;
  readonly kind: "jdk" | "jre";
  readonly suite: string | null;
}

const GRAMMAR =
  /^(?<version>(?<major>\d+)(?<build>(?:\.\d+)*_\d+|u\d+-b\d+)?|latest)(?:-(?<kind>jdk|jre))?(?:-(?<suite>[a-z]+[\d.-]*[a-z]*(?:-\d+\.\d+)?))?$/;

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups === undefined) return null;
  const suite = groups["suite"] ?? null;
  if (suite !== null && rootFor(suite) === null) return null;
  return {
    major: groups["major"] === undefined ? null : Number(groups["major"]),
    build: groups["build"] ?? null,
    kind: groups["kind"] === "jre" ? "jre" : "jdk",
    suite,
  };
}

function rootFor(suite: string): Root | null {
  const ubi = /^ubi(\d+)-minimal$/.exec(suite);
  if (ubi?.[1] !== undefined) return ubiMinimal(known(ubi[1]));
  if (suite === "centos7") return centos("7");
  return rootNamed(suite, "the Alpine release of the tag floats");
}

function rootOf(tag: Tag): Root {
  if (tag.suite !== null) return rootFor(tag.suite) ?? ubuntu(unknown("no release of that name"));
  const plain = tag.major === null ? undefined : PLAIN[tag.major];
  if (tag.build !== null) return ubuntu(unknown("no record of the Ubuntu release of that build"));
  return ubuntu(plain === undefined ? unknown("the Ubuntu release of the tag floats") : known(plain));
}

/**
 * The builds of October 2023 (August for rebuilds) brought the entry point and some programs; an older build that is
 * pinned may lack them. 17.0.9, 11.0.21, 8u392 and 21.0.1 are the first that surely have them.
 */
function isCurrent(tag: Tag): boolean {
  if (tag.build === null) return tag.major === null || ![16, 18, 19, 20].includes(tag.major);
  const update = Number(/^u(\d+)/.exec(tag.build)?.[1] ?? /^\.\d+\.(\d+)/.exec(tag.build)?.[1] ?? 0);
  if (tag.major === 8) return update >= 392;
  if (tag.major === 11) return update >= 21;
  if (tag.major === 17) return update >= 9;
  return (tag.major ?? 0) >= 21;
}

function describe(text: string): Known<Description> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`eclipse-temurin:${text} is no tag of a form that is known`);
  const root = rootOf(tag);
  const major: Known<number> =
    tag.major === null ? unknown("the version behind `latest` floats") : known(tag.major);
  const current = isCurrent(tag);
  return known(
    javaImage({
      root,
      major,
      kind: tag.kind,
      // An older build may lack the entry point, which adds certificates only where USE_SYSTEM_CA_CERTS asks for it and then
      // runs its arguments: what is below runs alike with and without it. Environment and folder are those of all builds
      // (adoptium/containers from 2021 on).
      config: known({
        env: {
          ...javaHome(root, "/opt/java/openjdk"),
          LANG: "en_US.UTF-8",
          LANGUAGE: "en_US:en",
          LC_ALL: "en_US.UTF-8",
          JAVA_VERSION: "*",
        },
        entrypoint: ["/__cacert_entrypoint.sh"],
        // ENTRYPOINT in the same Dockerfile resets the CMD of the root
        cmd: tag.kind === "jre" ? null : jshellFrom9(major, null),
      }),
      ...contents(root, current, tag.kind),
      source: SOURCE,
    }),
  );
}

/** Beside the JDK: curl since the first Ubuntu image, wget since August 2022, gnupg since October 2024. */
function contents(
  root: Root,
  current: boolean,
  kind: "jdk" | "jre",
): { programs: string[]; unsure: string[] } {
  switch (root.distribution) {
    case "ubuntu": {
      const always = [
        "curl",
        "openssl",
        "fc-list",
        "fc-cache",
        "locale-gen",
        "trust",
        "update-ca-certificates",
      ];
      const later = ["wget", "gpg"];
      const binutils = kind === "jdk" ? ["objcopy", "strip", "ld", "as"] : [];
      return current
        ? { programs: [...always, "wget", ...binutils], unsure: ["gpg", "dirmngr", "python3"] }
        : { programs: always, unsure: [...later, "dirmngr", "python3"] };
    }
    case "alpine":
      return current
        ? { programs: ["fc-list", "fc-cache", "openssl", "trust"], unsure: ["gpg", "dirmngr", "bash"] }
        : { programs: [], unsure: ["fc-list", "openssl", "trust", "gpg", "dirmngr", "bash"] };
    default:
      return {
        programs: current ? ["wget", "openssl", "tar", "gzip", "fc-list"] : [],
        unsure: ["wget", "openssl", "tar", "gzip", "fc-list", "gpg", "dirmngr", "python3", "trust"],
      };
  }
}

function slimmer(text: string): Known<Slimmer> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`eclipse-temurin:${text} is no tag of a form that is known`);
  if (tag.kind === "jre") return unknown(`eclipse-temurin:${text} is a JRE already`);
  if (tag.major === null) return unknown("the Java version behind `latest` floats, and no tag names its JRE");
  if (!TEMURIN_JRES.has(tag.major) && tag.major <= NEWEST_LISTED)
    return unknown(`no JRE of Eclipse Temurin ${tag.major} is published`);
  if (tag.build === "_35" || tag.build === "_36")
    return unknown("the first builds of 17 and 18 came without a JRE");
  const onUbuntu = tag.suite !== null && rootOf(tag).distribution === "ubuntu";
  if (onUbuntu && !(RELEASES[tag.major] ?? TODAY).includes(tag.suite))
    return unknown(`Eclipse Temurin ${tag.major} is not published on ${tag.suite}`);
  const version = `${tag.major}${tag.build ?? ""}`;
  return known({
    repository: "eclipse-temurin",
    tag: `${version}-jre${tag.suite === null ? "" : `-${tag.suite}`}`,
    because: `the JRE of Eclipse Temurin ${version} on the same base image`,
  });
}

export const eclipseTemurin: Family = {
  name: "eclipse-temurin",
  repositories: ["eclipse-temurin"],
  describe,
  slimmer,
};
