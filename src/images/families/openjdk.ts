/**
 * The retired official `openjdk` images and their forerunner `java`. Sources: github.com/docker-library/openjdk
 * (Dockerfile-linux.template and the tree of 2022-04, when 8, 11 and 17 were last built) and every revision of
 * docker-library/official-images library/openjdk. From 12 on a plain tag is Oracle Linux; `-slim` is Debian, `-alpine`
 * Alpine (early-access builds only). JREs were built for 6 to 11 on Debian and for 7 and 8 on Alpine; never from 12 on.
 * In November 2025 every tag that names neither a complete version (`11.0.16-jre`) nor an early-access build was
 * deleted from Docker Hub (docker-library/openjdk pull request 550), so that `11-jre` cannot be counted on where
 * `11-jdk` still comes from a mirror or cache.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Root, Slimmer, Wants } from "../description.js";
import { ADDUSER, BUILDPACK_CURL, BUILDPACK_SCM } from "../programs.js";
import { alpine, debian, DEBIAN_CODENAMES, oracle } from "../roots.js";
import { TEMURIN_JRES } from "./eclipse-temurin.js";
import { javaHome, javaImage, jshellFrom9 } from "./jvm.js";

const SOURCE = "https://github.com/docker-library/openjdk";

/** The last Debian release of a line's plain and `-slim` tags. */
const DEBIAN_OF: Readonly<Record<number, string>> = {
  6: "wheezy",
  7: "jessie",
  8: "bullseye",
  9: "sid",
  10: "sid",
  11: "bullseye",
  13: "buster",
  14: "buster",
  15: "buster",
  16: "bullseye",
  17: "bullseye",
  18: "bullseye",
  19: "bullseye",
  20: "bullseye",
  21: "bookworm",
  22: "bookworm",
  23: "bookworm",
  24: "bookworm",
  25: "trixie",
  26: "trixie",
};
/** The last Alpine release of a line. */
const ALPINE_OF: Readonly<Record<number, string>> = {
  7: "3.9",
  8: "3.9",
  15: "3.12",
  16: "3.13",
  17: "3.14",
  18: "3.15",
  19: "3.16",
};
/** The last Oracle Linux of a line's plain tags. */
function oracleOf(major: number): string {
  if (major <= 13) return "7";
  return major <= 21 ? "8" : "9";
}

interface Tag {
  readonly major: number | null;
  /** what follows the feature version: `.0.2`, `u292`, `-ea-11` */
  readonly build: string;
  readonly kind: "jdk" | "jre";
  readonly slim: boolean;
  /** `bullseye`, `alpine3.14`, `oraclelinux8`, `oracle`, `alpine`; null for a plain tag */
  readonly suite: string | null;
}

const GRAMMAR = new RegExp(
  `^(?:(?<major>\\d+)(?<build>(?:\\.\\d+)*|u\\d+(?:-b\\d+)?|b\\d+|-b\\d+|-(?:ea|rc)(?:-\\d+)?)|latest)?` +
    `(?:(?:^|-)(?<kind>jdk|jre))?(?:(?:^|-)(?<slim>slim))?` +
    `(?:(?:^|-)(?<suite>${DEBIAN_CODENAMES.join("|")}|alpine(?:3\\.\\d+)?|oracle(?:linux\\d+)?))?$`,
);

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups === undefined) return null;
  return {
    major: groups["major"] === undefined ? null : Number(groups["major"]),
    build: groups["build"] ?? "",
    kind: groups["kind"] === "jre" ? "jre" : "jdk",
    slim: groups["slim"] !== undefined,
    suite: groups["suite"] ?? null,
  };
}

/** `latest`, `jdk`, `slim` stood still at 18 when the line was retired; `jre` and the Alpine ones earlier. */
function majorOf(tag: Tag): number | null {
  if (tag.major !== null) return tag.major;
  if (tag.suite?.startsWith("alpine") === true) return 8;
  return tag.kind === "jre" || tag.suite === "stretch" || tag.suite === "sid" ? 11 : 18;
}

function rootOf(tag: Tag, major: number): Root {
  const frozen = tag.build === "" ? null : "no record of the release of that build";
  const { suite } = tag;
  if (suite?.startsWith("alpine") === true) {
    const release = suite.slice("alpine".length) || (frozen === null ? ALPINE_OF[major] : undefined);
    return alpine(
      release === undefined ? unknown(frozen ?? "no record of the Alpine release") : known(release),
    );
  }
  if (suite?.startsWith("oracle") === true || (suite === null && !tag.slim && major >= 12)) {
    const release = suite?.slice("oraclelinux".length) ?? "";
    return oracle(release === "" && frozen !== null ? unknown(frozen) : known(release || oracleOf(major)));
  }
  if (suite !== null) return debian(known(suite));
  const release = DEBIAN_OF[major];
  return debian(
    frozen !== null || release === undefined
      ? unknown(frozen ?? "no record of the Debian release")
      : known(release),
  );
}

function describe(text: string, repository: string): Known<Description> {
  const tag = parseTag(text);
  const major = tag === null ? null : majorOf(tag);
  if (tag === null || major === null)
    return unknown(`${repository}:${text} is no tag of a form that is known`);
  // `java` stood still in 2016, on Debian 8
  const root = repository === "java" && tag.suite === null ? debian(known("jessie")) : rootOf(tag, major);
  const first = major >= 12 || (tag.build === "" && [8, 11].includes(major));
  const old = !first || root.distribution === "alpine" || repository === "java";
  return known(
    javaImage({
      root,
      major: known(major),
      kind: tag.kind,
      config: old
        ? unknown(`the environment of ${repository}:${text} is not recorded`)
        : known({
            env: {
              ...javaHome(
                root,
                root.distribution === "oracle" ? `/usr/java/openjdk-${major}` : `/usr/local/openjdk-${major}`,
              ),
              LANG: onOracle7(root) ? "en_US.UTF-8" : "C.UTF-8",
              JAVA_VERSION: "*",
            },
            cmd: tag.kind === "jdk" ? jshellFrom9(known(major), root.cmd) : root.cmd,
          }),
      ...contentsOf(tag, root),
      source: SOURCE,
    }),
  );
}

function onOracle7(root: Root): boolean {
  return root.distribution === "oracle" && root.codename.known && root.codename.value === "7";
}

function contentsOf(tag: Tag, root: Root): { programs: readonly string[]; unsure: readonly string[] } {
  switch (root.distribution) {
    case "debian":
      if (tag.slim) return { programs: ["trust"], unsure: ["openssl", "fc-list", "python3", "gpg"] };
      return {
        programs: [...(tag.kind === "jdk" ? BUILDPACK_SCM : BUILDPACK_CURL), "bzip2", "unzip", "xz", "trust"],
        // fontconfig came with 17 and later; python3 is pulled in by mercurial from Debian 11 on
        unsure: [
          ...ADDUSER,
          "fc-list",
          "python3",
          "python",
          "python2",
          "gpg",
          "less",
          "patch",
          "objdump",
          "ps",
          "top",
          "pgrep",
          "pkill",
        ].filter(
          (program) =>
            tag.kind === "jdk" ||
            !["python3", "python", "python2", "ps", "top", "pgrep", "pkill"].includes(program),
        ),
      };
    case "alpine":
      return { programs: [], unsure: ["fc-list", "openssl", "trust"] };
    default:
      return {
        programs: ["tar", "gzip", "fc-list", "fc-cache", "objdump", "ld", "strip", "as"],
        unsure: ["gpg", "trust"],
      };
  }
}

/** A complete version of a line that had JREs on the same root; those tags are still published. */
function hasOwnJre(tag: Tag, major: number, repository: string): boolean {
  if (repository !== "openjdk" || !/^(?:\.\d|u\d)/.test(tag.build)) return false;
  // the one build without its twin
  if (tag.build === ".0.3" && tag.suite === "buster") return false;
  if (tag.build === ".0" || tag.suite?.startsWith("oracle") === true) return false;
  return tag.suite?.startsWith("alpine") === true ? major === 8 : major === 8 || major === 11;
}

function slimmer(text: string, repository: string, wants: Wants): Known<Slimmer> {
  const tag = parseTag(text);
  const major = tag === null ? null : majorOf(tag);
  if (tag === null || major === null)
    return unknown(`${repository}:${text} is no tag of a form that is known`);
  if (tag.kind === "jre") return unknown(`${repository}:${text} is a JRE already`);
  if (tag.major === null) return unknown(`${repository}:${text} names no Java version`);
  const onAlpine = tag.suite?.startsWith("alpine") === true;
  if (!wants.installsPackages && TEMURIN_JRES.has(major))
    return known({
      repository: "eclipse-temurin",
      tag: `${major}-jre${onAlpine ? "-alpine" : ""}`,
      because: `${repository} is retired; Eclipse Temurin is its successor, with the same C library, and has a JRE of Java ${major}`,
    });
  if (wants.installsPackages && hasOwnJre(tag, major, repository))
    return known({ repository, tag: ownJre(tag), because: "the JRE of the same build on the same release" });
  return unknown(
    wants.installsPackages
      ? `the runtime installs packages, and no JRE of Java ${major} that is still published stands on the release of ${repository}:${text}`
      : `no JRE of Java ${major} is published`,
  );
}

function ownJre(tag: Tag): string {
  return [`${tag.major}${tag.build}`, "jre", tag.slim ? "slim" : null, tag.suite]
    .filter((part) => part !== null)
    .join("-");
}

export const openjdk: Family = { name: "openjdk", repositories: ["openjdk", "java"], describe, slimmer };
