/**
 * The official `maven` images: a JDK image of another family with Maven. Sources: github.com/carlossg/docker-maven
 * (eclipse-temurin-17-noble/Dockerfile and its neighbours, common.sh for the tags) and every revision of
 * docker-library/official-images library/maven up to 2026-08-21, from which come the JDK of a tag that names none and
 * the release under a tag that names none.
 */
import { known, unknown, type Known } from "../../known.js";
import { describeDerived, slimmerThanParent, type Parent } from "../derived.js";
import type { Description, Family, Slimmer, Wants } from "../description.js";
import { PROCPS } from "../programs.js";
import { atLeast, versionOf, type Version } from "../versions.js";
import { adoptopenjdk } from "./adoptopenjdk.js";
import { amazoncorretto } from "./amazoncorretto.js";
import { eclipseTemurin } from "./eclipse-temurin.js";
import { openjdk } from "./openjdk.js";
import { sapmachine } from "./sapmachine.js";
import { semeru } from "./semeru.js";

const SOURCE = "https://github.com/carlossg/docker-maven";

/** What a complete version (and the ended line 3.8, 3.6 …) without a JDK in its tag is built on; later rows win. */
const DEFAULT_JDK: readonly (readonly [Version, string])[] = [
  [[3, 2], "jdk-7"],
  [[3, 3, 3], "jdk-8"],
  [[3, 6, 0], "jdk-11"],
  [[3, 6, 3], "openjdk-16"],
  [[3, 8, 2], "openjdk-17"],
  [[3, 8, 5], "eclipse-temurin-17"],
  [[3, 8, 8], "eclipse-temurin-21"],
  [[3, 9, 0], "eclipse-temurin-17"],
  [[3, 9, 1], "eclipse-temurin-20"],
  [[3, 9, 4], "eclipse-temurin-21"],
  [[3, 9, 11], "eclipse-temurin-25"],
  [[3, 9, 15], "eclipse-temurin-26"],
];
/** From here on a version may still be rebuilt on another JDK. */
const FLOATS_FROM: Version = [3, 9, 16];

interface Tag {
  readonly version: Version | null;
  /** `eclipse-temurin-17-alpine`; null when the tag names no JDK */
  readonly jdk: string | null;
  readonly onbuild: boolean;
}

const GRAMMAR =
  /^(?<version>\d+(?:\.\d+)*|latest)?(?<rc>-(?:rc|alpha|beta)-\d+)?(?:(?:^|-)(?<jdk>(?:eclipse-temurin|amazoncorretto|openjdk|adoptopenjdk|ibm-semeru|ibmjava|sapmachine|azulzulu|libericaopenjdk|microsoft-openjdk|graalvm-community|oracle-graalvm|jdk)(?:-[\w.-]+?)?|alpine|slim))?(?:(?:^|-)(?<onbuild>onbuild)(?:-alpine)?)?$/;

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups === undefined) return null;
  return {
    version: versionOf(groups["version"] ?? ""),
    jdk: groups["jdk"] ?? null,
    onbuild: groups["onbuild"] !== undefined,
  };
}

function jdkOf(tag: Tag, text: string): Known<string> {
  if (tag.jdk !== null && /\d/.test(tag.jdk)) return known(tag.jdk);
  const ended = tag.version !== null && (tag.version.length >= 3 || atLeast([3, 9], [...tag.version, 0]));
  const version = tag.version;
  if (tag.jdk !== null || version === null || version.length < 2 || !ended || atLeast(version, FLOATS_FROM))
    return unknown(`the JDK behind maven:${text} floats`);
  const jdk = DEFAULT_JDK.findLast(([from]) => atLeast(version, from))?.[1];
  return jdk === undefined ? unknown(`no record of the JDK of maven:${text}`) : known(jdk);
}

function parentOf(text: string): Known<{ parent: Parent; tag: Tag; flavour: string }> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`maven:${text} is no tag of a form that is known`);
  const jdk = jdkOf(tag, text);
  // the plain tags follow the newest Eclipse Temurin
  if (!jdk.known && tag.jdk === null) return known({ parent: floatingParent(jdk.because), tag, flavour: "" });
  if (!jdk.known) return jdk;
  const parent = readJdk(jdk.value, tag.version);
  return parent === null
    ? unknown(`the JDK image behind maven:${text} is not in the table`)
    : known({ ...parent, tag });
}

function floatingParent(because: string): Parent {
  return { family: eclipseTemurin, repository: "eclipse-temurin", tag: "latest", pinned: unknown(because) };
}

function readJdk(jdk: string, version: Version | null): { parent: Parent; flavour: string } | null {
  const temurin = /^eclipse-temurin-(\d+)(?:-(\w+))?$/.exec(jdk);
  if (temurin !== null) return temurinParent(Number(temurin[1]), temurin[2] ?? null, version);
  const old = /^(?:open)?jdk-(\d+)(?:-(slim|alpine))?$/.exec(jdk);
  if (old?.[1] !== undefined) {
    const flavour = old[2] ?? "";
    const tag = [old[1], "jdk", flavour].filter((part) => part !== "").join("-");
    return {
      parent: {
        family: openjdk,
        repository: "openjdk",
        tag,
        pinned: lastOfLine(version)
          ? known(tag)
          : unknown("the release under an older Maven image is not recorded"),
      },
      flavour,
    };
  }
  const corretto = /^amazoncorretto-(\d+)(?:-(alpine|al2023))?$/.exec(jdk);
  if (corretto?.[1] !== undefined) {
    const tag = corretto[2] === undefined ? corretto[1] : `${corretto[1]}-${corretto[2]}`;
    const under = unknown("which Amazon Linux is under the Maven image depends on its date");
    const pinned = corretto[2] === undefined ? under : known(tag);
    return {
      parent: { family: amazoncorretto, repository: "amazoncorretto", tag, pinned },
      flavour: corretto[2] ?? "amazon",
    };
  }
  const ibm = /^ibm-semeru-(\d+)-([a-z]+)$/.exec(jdk);
  if (ibm !== null) {
    const tag = `open-${ibm[1]}-jdk-${ibm[2]}`;
    return {
      parent: { family: semeru, repository: "ibm-semeru-runtimes", tag, pinned: known(tag) },
      flavour: "",
    };
  }
  const sap = /^sapmachine-(\d+)$/.exec(jdk)?.[1];
  if (sap !== undefined)
    return {
      parent: { family: sapmachine, repository: "sapmachine", tag: sap, pinned: known(sap) },
      flavour: "",
    };
  const adopt = /^adoptopenjdk-(\d+)(?:-(openj9))?$/.exec(jdk);
  if (adopt?.[1] !== undefined) {
    const tag = `${adopt[1]}-jdk-${adopt[2] ?? "hotspot"}`;
    return {
      parent: { family: adoptopenjdk, repository: "adoptopenjdk", tag, pinned: known(tag) },
      flavour: "",
    };
  }
  return null;
}

/** The images on `openjdk` were last built with Maven 3.8.6 (and 3.6.3 for what had ended), from the line's last state. */
function lastOfLine(version: Version | null): boolean {
  return version !== null && atLeast(version, [3, 8, 4]);
}

function temurinParent(
  major: number,
  suite: string | null,
  version: Version | null,
): { parent: Parent; flavour: string } {
  const named = `${major}-jdk${suite === null ? "" : `-${suite}`}`;
  const release = releaseUnder(major, version);
  const pinned: Known<string> =
    suite !== null ? known(named) : release.known ? known(`${named}-${release.value}`) : release;
  return {
    parent: { family: eclipseTemurin, repository: "eclipse-temurin", tag: named, pinned },
    flavour: suite ?? "",
  };
}

/**
 * Up to 3.9.10 the image was built from `eclipse-temurin:N-jdk`, whose release moved in May 2022 and July 2024; since
 * then it names noble.
 */
function releaseUnder(major: number, version: Version | null): Known<string> {
  if (major === 16) return known("focal");
  if (version === null || [18, 19, 20].includes(major)) return known(version === null ? "noble" : "jammy");
  if (!atLeast(version, [3, 8, 5])) return known("focal");
  return known(atLeast(version, [3, 9, 8]) ? "noble" : "jammy");
}

/** What the Dockerfiles install beside the parent, by flavour. */
function programsOf(
  parent: Parent,
  flavour: string,
): { programs: readonly string[]; unsure: readonly string[] } {
  if (flavour === "alpine")
    return { programs: ["bash", "curl", "tar", ...PROCPS], unsure: ["ssh", "scp", "ssh-keygen", "git"] };
  if (parent.family === openjdk) {
    if (flavour === "slim") return { programs: ["curl", "openssl", ...PROCPS], unsure: ["git"] };
    return { programs: [], unsure: ["find", "xargs", "git"] };
  }
  if (parent.family === amazoncorretto)
    return {
      programs: ["tar", "which", "gzip", "find", "xargs"],
      unsure: ["git", "ssh", "scp", "ssh-keygen"],
    };
  return { programs: ["git", "curl"], unsure: ["ssh", "scp", "ssh-keygen", "less", "patch"] };
}

function describe(text: string): Known<Description> {
  const found = parentOf(text);
  if (!found.known) return found;
  const { parent, tag, flavour } = found.value;
  return describeDerived(parent, {
    provides: "maven",
    ...withMaven(programsOf(parent, flavour)),
    users: {},
    onbuild: tag.onbuild,
    source: SOURCE,
    config: {
      env: { MAVEN_HOME: "/usr/share/maven", MAVEN_CONFIG: "/root/.m2" },
      entrypoint: ["/usr/local/bin/mvn-entrypoint.sh"],
      cmd: ["mvn"],
    },
  });
}

function withMaven(more: { programs: readonly string[]; unsure: readonly string[] }): {
  programs: readonly string[];
  unsure: readonly string[];
} {
  return { programs: ["mvn", ...more.programs], unsure: more.unsure };
}

function slimmer(text: string, _repository: string, wants: Wants): Known<Slimmer> {
  const found = parentOf(text);
  if (!found.known) return found;
  if (found.value.tag.onbuild) return unknown("an ONBUILD image");
  if (found.value.parent.tag === "latest") return unknown(`the JDK behind maven:${text} floats`);
  const slim = slimmerThanParent(found.value.parent, wants);
  return slim.known
    ? known({ ...slim.value, because: `Maven is not needed at run time; ${slim.value.because}` })
    : slim;
}

export const maven: Family = { name: "maven", repositories: ["maven"], describe, slimmer };
