/**
 * The official `gradle` images: a JDK image of another family with Gradle. Sources: github.com/gradle/docker-gradle
 * (jdk21-noble/Dockerfile and its neighbours on the branches master, 8, 7 and 6, with their history) and every revision
 * of docker-library/official-images library/gradle up to 2026-08-21: up to 5.3 the parent is `openjdk`, up to 7.1
 * `adoptopenjdk`, then `eclipse-temurin`; which release a plain tag stands on follows from version and JDK.
 */
import { known, unknown, type Known } from "../../known.js";
import { describeDerived, slimmerThanParent, type Parent } from "../derived.js";
import type { Description, Family, Slimmer, Wants } from "../description.js";
import { atLeast, versionOf, type Version } from "../versions.js";
import { adoptopenjdk } from "./adoptopenjdk.js";
import { amazoncorretto } from "./amazoncorretto.js";
import { eclipseTemurin } from "./eclipse-temurin.js";
import { openjdk } from "./openjdk.js";

const SOURCE = "https://github.com/gradle/docker-gradle";

/** The JDK of a version whose tag names none; later rows win. */
const DEFAULT_JDK: readonly (readonly [Version, number])[] = [
  [[3, 4], 8],
  [[6, 9, 1], 17],
  [[6, 9, 4], 11],
  [[7, 0], 8],
  [[7, 2], 17],
  [[8, 7], 21],
  [[9, 1], 25],
];
/** From here on a version may still be rebuilt on another JDK. */
const FLOATS_FROM: Version = [9, 7];

interface Tag {
  readonly version: Version | null;
  readonly jdk: number | null;
  readonly kind: "jdk" | "jre";
  /** `jammy`, `alpine`, `focal`, `corretto`, `corretto-al2023`, `ubi`, `ubi9`, `hotspot`, `openj9`, `slim`, `graal` … */
  readonly flavour: string | null;
}

const GRAMMAR =
  /^(?<version>\d+(?:\.\d+)*|latest)?(?:(?:^|-)(?<kind>jdk|jre)(?<jdk>\d*))?(?:(?:^|-)(?<flavour>focal|jammy|noble|resolute|alpine|slim|hotspot|openj9|corretto(?:-al2023)?|ubi(?:-minimal|\d+)?|graal(?:-[a-z]+)?))?$/;

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups === undefined) return null;
  return {
    version: versionOf(groups["version"] ?? ""),
    jdk: groups["jdk"] === undefined || groups["jdk"] === "" ? null : Number(groups["jdk"]),
    kind: groups["kind"] === "jre" ? "jre" : "jdk",
    flavour: groups["flavour"] ?? null,
  };
}

function jdkOf(tag: Tag, text: string): Known<number> {
  if (tag.jdk !== null) return known(tag.jdk);
  const { version } = tag;
  // a major line alone (`8`) moved from one JDK to the next while it was kept up
  if (version === null || version.length < 2 || atLeast(version, FLOATS_FROM))
    return unknown(`the JDK behind gradle:${text} floats`);
  if (tag.kind === "jre" || dependsOnDate(tag.flavour, version))
    return unknown(`the JDK behind gradle:${text} depends on its date`);
  const jdk = DEFAULT_JDK.findLast(([from]) => atLeast(version, from))?.[1];
  return jdk === undefined ? unknown(`no record of the JDK of gradle:${text}`) : known(jdk);
}

/** On some releases the newest long-term JDK came later than on the default one, or never. */
function dependsOnDate(flavour: string | null, version: Version): boolean {
  if (flavour === null) return false;
  return atLeast(version, [8, 7]) || version[0] === 6 || flavour === "hotspot" || flavour === "openj9";
}

function parentOf(text: string): Known<{ parent: Parent; tag: Tag }> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`gradle:${text} is no tag of a form that is known`);
  const jdk = jdkOf(tag, text);
  // the plain tags follow the newest long-term Eclipse Temurin
  if (!jdk.known && (tag.flavour === null || SUITES.includes(tag.flavour)))
    return known({ parent: floatingParent(jdk.because, tag.flavour), tag });
  if (!jdk.known) return jdk;
  const parent = readParent(tag, jdk.value);
  return parent === null
    ? unknown(`the JDK image behind gradle:${text} is not in the table`)
    : known({ parent, tag });
}

function floatingParent(because: string, suite: string | null): Parent {
  const tag = suite === "alpine" ? "latest-alpine" : "latest";
  return { family: eclipseTemurin, repository: "eclipse-temurin", tag, pinned: unknown(because) };
}

function readParent(tag: Tag, jdk: number): Parent | null {
  const { version, flavour } = tag;
  const current =
    version === null || atLeast(version, [7, 2]) || (version[0] === 6 && atLeast(version, [6, 9, 1]));
  if (flavour?.startsWith("graal") === true) return null;
  if (flavour?.startsWith("corretto") === true) {
    const named = `${jdk}-al2023-jdk`;
    return { family: amazoncorretto, repository: "amazoncorretto", tag: named, pinned: known(named) };
  }
  if (flavour?.startsWith("ubi") === true) return ubiParent(jdk, flavour);
  if (current) return temurinParent(tag, jdk);
  if (atLeast(version, [5, 4]) && flavour !== "alpine" && flavour !== "slim") {
    const vm = flavour === "openj9" ? "openj9" : "hotspot";
    return {
      family: adoptopenjdk,
      repository: "adoptopenjdk",
      tag: `${jdk}-${tag.kind}-${vm}`,
      pinned: unknown("the release under an older Gradle image is not recorded"),
    };
  }
  const named = `${jdk}-${tag.kind}${flavour === "alpine" || flavour === "slim" ? `-${flavour}` : ""}`;
  return {
    family: openjdk,
    repository: "openjdk",
    tag: named,
    pinned: unknown("the release under an older Gradle image is not recorded"),
  };
}

function ubiParent(jdk: number, flavour: string): Parent | null {
  const release = /^ubi(\d+)$/.exec(flavour)?.[1];
  if (release === undefined) return null;
  const named = `${jdk}-jdk-ubi${release}-minimal`;
  return { family: eclipseTemurin, repository: "eclipse-temurin", tag: named, pinned: known(named) };
}

const SUITES = ["focal", "jammy", "noble", "resolute", "alpine"];

function temurinParent(tag: Tag, jdk: number): Parent {
  const suite = tag.flavour !== null && SUITES.includes(tag.flavour) ? tag.flavour : null;
  const named = `${jdk}-${tag.kind}${suite === null ? "" : `-${suite}`}`;
  const release = suite === null ? releaseUnder(tag.version, jdk) : known("");
  const pinned = suite !== null ? known(named) : release.known ? known(`${named}-${release.value}`) : release;
  return { family: eclipseTemurin, repository: "eclipse-temurin", tag: named, pinned };
}

/** JDK 8 and 11 stay on jammy; 17 and later moved to noble with 8.12 (and 7.6.4), to resolute with 9.5.1. */
function releaseUnder(version: Version | null, jdk: number): Known<string> {
  if (version === null) return unknown("the release under a tag without a Gradle version floats");
  const major = version[0] ?? 0;
  if (major === 6 && !atLeast(version, [6, 9, 4]))
    return unknown("the release under an older Gradle image is not recorded");
  if (!atLeast(version, [7, 4]) && major === 7) return known("focal");
  if (jdk < 17) return known("jammy");
  if (major < 8) return known(major === 6 || atLeast(version, [7, 6, 4]) ? "noble" : "jammy");
  if (major >= 10) return unknown("the release under a newer Gradle image is not recorded");
  if (atLeast(version, [9, 5, 1]) && jdk !== 24) return known("resolute");
  return known(atLeast(version, [8, 12]) ? "noble" : "jammy");
}

/** The account that runs at the end: `gradle` up to 5.3, then root. */
function userOf(version: Version | null): string {
  return version !== null && !atLeast(version, [5, 4]) ? "gradle" : "root";
}

function describe(text: string): Known<Description> {
  const found = parentOf(text);
  if (!found.known) return found;
  const { parent, tag } = found.value;
  const onUbi = tag.flavour?.startsWith("ubi") === true;
  const old = parent.family === openjdk || parent.family === adoptopenjdk;
  return describeDerived(parent, {
    provides: "gradle",
    programs: [
      "gradle",
      ...(old
        ? []
        : [
            "git",
            "git-lfs",
            "svn",
            "unzip",
            "make",
            "wget",
            "curl",
            ...(onUbi ? ["find", "xargs", "which"] : ["hg"]),
          ]),
    ],
    unsure: [
      "ssh",
      "scp",
      "ssh-keygen",
      "python3",
      "bash",
      "less",
      "patch",
      ...(old ? ["git", "svn", "hg", "unzip", "make", "wget", "curl"] : []),
    ],
    // from noble on the Dockerfile renames the root's own account
    removesUsers: ["ubuntu"],
    users: { gradle: onUbi ? "101:101" : "1000:1000" },
    onbuild: false,
    source: SOURCE,
    config: {
      env: { GRADLE_HOME: "/opt/gradle", GRADLE_VERSION: "*" },
      cmd: ["gradle"],
      workdir: "/home/gradle",
      user: userOf(tag.version),
      volumes: ["/home/gradle/.gradle"],
    },
  });
}

function slimmer(text: string, _repository: string, wants: Wants): Known<Slimmer> {
  const found = parentOf(text);
  if (!found.known) return found;
  if (found.value.parent.tag.startsWith("latest")) return unknown(`the JDK behind gradle:${text} floats`);
  const slim = slimmerThanParent(found.value.parent, wants);
  return slim.known
    ? known({ ...slim.value, because: `Gradle is not needed at run time; ${slim.value.because}` })
    : slim;
}

export const gradle: Family = { name: "gradle", repositories: ["gradle"], describe, slimmer };
