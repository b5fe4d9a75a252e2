/**
 * The official `tomcat` images. Sources: github.com/docker-library/tomcat (Dockerfile.template, versions.json) and every
 * revision of docker-library/official-images library/tomcat up to 2026-08-21: from July 2022 a Temurin JDK tag has its
 * JRE twin; on the older `openjdk` bases Java 8 and 11 have one, 12 to 21 never.
 */
import { known, unknown, type Known } from "../../known.js";
import { type Description, type Family, type Root, type Slimmer } from "../description.js";
import { debian, rootNamed, ubuntu } from "../roots.js";
import { atLeast, versionOf, type Version } from "../versions.js";
import { javaHome, javaImage } from "./jvm.js";

const SOURCE = "https://github.com/docker-library/tomcat";
const GRAMMAR =
  /^(?:(?<version>\d+(?:\.\d+){0,2}(?:-M\d+)?)|latest)?(?:(?:^|-)(?<kind>jdk|jre)(?<jdk>\d+))?(?:-(?<vendor>temurin|openjdk))?(?<slim>-slim)?(?:-(?<suite>focal|jammy|noble|buster|bullseye|bookworm))?$/;
/** The lines that are kept up, with their JDKs. */
const CURRENT: Readonly<Record<string, readonly number[]>> = {
  "9": [8, 11, 17, 21, 25],
  "9.0": [8, 11, 17, 21, 25],
  "10": [11, 17, 21, 25],
  "10.1": [11, 17, 21, 25],
  "11": [17, 21, 25],
  "11.0": [17, 21, 25],
};
/** The newest line, for which `latest` and `jdk21` stand. */
const NEWEST = "11";
/**
 * Complete versions without a base in their tag: from these on they stand on Temurin, before on Debian's `openjdk`,
 * and from the second on Ubuntu noble instead of jammy.
 */
const BASES: Readonly<Record<string, { readonly temurin: Version; readonly noble: Version | null }>> = {
  "8": { temurin: [8, 5, 81], noble: null },
  "9": { temurin: [9, 0, 64], noble: [9, 0, 91] },
  "10": { temurin: [10, 0, 22], noble: [10, 1, 26] },
  "11": { temurin: [11, 0, 0], noble: null },
};
const LONG_TERM = [8, 11, 17, 21, 25];

interface Tag {
  readonly version: string;
  readonly kind: "jdk" | "jre";
  readonly jdk: number | null;
  readonly vendor: string | null;
  readonly slim: boolean;
  readonly suite: string | null;
}

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups === undefined) return null;
  return {
    version: groups["version"] ?? NEWEST,
    kind: groups["kind"] === "jre" ? "jre" : "jdk",
    jdk: groups["jdk"] === undefined ? null : Number(groups["jdk"]),
    vendor: groups["vendor"] ?? null,
    slim: groups["slim"] !== undefined,
    suite: groups["suite"] ?? null,
  };
}

/** `9.0`, `10`: a line that is kept up, so on Temurin and noble. */
function isCurrent(tag: Tag): boolean {
  const jdks = CURRENT[tag.version];
  return (
    jdks !== undefined &&
    tag.vendor !== "openjdk" &&
    !tag.slim &&
    (tag.jdk === null || jdks.includes(tag.jdk))
  );
}

function rootOf(tag: Tag): Root {
  const named = tag.suite === null ? null : rootNamed(tag.suite, "");
  if (named !== null) return named;
  const because = "no record of the release under the tag";
  if (tag.vendor === "openjdk" || tag.slim) return debian(unknown(because));
  const exact = baseOfVersion(tag);
  if (exact !== null) return exact.root;
  return ubuntu(isCurrent(tag) ? known("noble") : unknown(because));
}

/** What a complete version without a base in its tag stands on; null where no record says it. */
function baseOfVersion(tag: Tag): { readonly root: Root; readonly temurin: boolean } | null {
  const version = versionOf(tag.version);
  const bases = version === null || version.length < 3 ? undefined : BASES[String(version[0])];
  if (version === null || bases === undefined || tag.suite !== null || tag.vendor !== null || tag.slim)
    return null;
  if (!atLeast(version, bases.temurin))
    return { root: debian(unknown("no record of the release under the tag")), temurin: false };
  if (version[0] === 11) return { root: ubuntu(unknown("jammy or noble")), temurin: true };
  const noble = bases.noble !== null && atLeast(version, bases.noble);
  return { root: ubuntu(known(noble ? "noble" : "jammy")), temurin: true };
}

/** `8.5-jre8-alpine`, `9-jdk17-corretto`: the same Tomcat on a system that is not recorded. */
const OTHER =
  /^\d+(?:\.\d+){0,2}-(?<kind>jdk|jre)(?<jdk>\d+)-(?:alpine|corretto|adoptopenjdk|openjdk)[\w-]*$/;

function otherTag(text: string): Tag | null {
  const groups = OTHER.exec(text)?.groups;
  if (groups === undefined) return null;
  const kind = groups["kind"] === "jre" ? "jre" : "jdk";
  return { version: "", kind, jdk: Number(groups["jdk"]), vendor: null, slim: false, suite: null };
}

function describe(text: string): Known<Description> {
  const tag = parseTag(text) ?? otherTag(text);
  if (tag === null) return unknown(`tomcat:${text} is no tag of a form that is known`);
  const settled =
    tag.vendor !== null || tag.suite !== null || tag.slim || isCurrent(tag) || baseOfVersion(tag) !== null;
  const root = rootOf(tag);
  const home = "/usr/local/tomcat";
  const java = javaHome(root, "/opt/java/openjdk");
  const described = javaImage({
    root,
    major: tag.jdk === null ? unknown(`the Java version behind tomcat:${text} floats`) : known(tag.jdk),
    kind: tag.kind,
    config:
      isCurrent(tag) || baseOfVersion(tag)?.temurin === true
        ? known({
            env: {
              ...java,
              PATH: `${home}/bin:${java["PATH"]}`,
              LANG: "en_US.UTF-8",
              LANGUAGE: "en_US:en",
              LC_ALL: "en_US.UTF-8",
              JAVA_VERSION: "*",
              CATALINA_HOME: home,
              TOMCAT_NATIVE_LIBDIR: `${home}/native-jni-lib`,
              LD_LIBRARY_PATH: `${home}/native-jni-lib`,
              TOMCAT_MAJOR: "*",
              TOMCAT_VERSION: "*",
              TOMCAT_SHA512: "*",
            },
            cmd: ["catalina.sh", "run"],
            workdir: home,
            exposed: ["8080/tcp"],
          })
        : // every revision from 2014 on has these; the rest is that of the `openjdk` image below
          known({
            env: {
              PATH: `${home}/bin:${root.path}`,
              JAVA_HOME: "*",
              JAVA_VERSION: "*",
              LANG: "*",
              CATALINA_HOME: home,
              TOMCAT_NATIVE_LIBDIR: "*",
              LD_LIBRARY_PATH: "*",
              TOMCAT_MAJOR: "*",
              TOMCAT_VERSION: "*",
            },
            cmd: ["catalina.sh", "run"],
            workdir: home,
            exposed: ["8080/tcp"],
          }),
    programs: ["catalina.sh", "openssl"],
    unsure: [
      "curl",
      "wget",
      "git",
      "gpg",
      "unzip",
      "fc-list",
      "locale-gen",
      "python3",
      "hg",
      "svn",
      "ssh",
      "scp",
      "ssh-keygen",
    ],
    source: SOURCE,
  });
  // lib/ecj-*.jar of the distribution (tried: 9.0.85): Jasper compiles with it, on a JRE as on a JDK
  const server = {
    home,
    reads: ["webapps", "conf", "lib", "bin"].map((name) => `${home}/${name}`),
    compilesPages: true,
  };
  return known({
    ...described,
    provides: [...described.provides, "tomcat"],
    server,
    ...(settled ? {} : { unsettled: `the base of tomcat:${text} depends on its date` }),
  });
}

/** On jammy and noble every JDK has its JRE; elsewhere the early builds of a line may lack it. */
function hasTwin(tag: Tag, jdk: number): boolean {
  if (tag.version.startsWith("7")) return false;
  if (tag.suite === "jammy" || tag.suite === "noble" || isCurrent(tag)) return true;
  if (baseOfVersion(tag)?.temurin === true) return true;
  const exact = tag.version.split(".").length > 2;
  if (tag.vendor === "openjdk") return !exact && jdk <= 11 && tag.suite !== "bookworm";
  return exact ? jdk >= 21 && !tag.slim : tag.vendor === "temurin";
}

function slimmer(text: string): Known<Slimmer> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`tomcat:${text} is no tag of a form that is known`);
  if (tag.kind === "jre") return unknown(`tomcat:${text} is on a JRE already`);
  if (tag.jdk === null) return unknown(`the Java version behind tomcat:${text} floats`);
  if (!LONG_TERM.includes(tag.jdk) || !hasTwin(tag, tag.jdk))
    return unknown(`no record of a JRE twin of tomcat:${text}`);
  return known({
    repository: "tomcat",
    tag: text.replace(`-jdk${tag.jdk}`, `-jre${tag.jdk}`),
    because: `the same Tomcat on the JRE of Java ${tag.jdk}`,
  });
}

export const tomcat: Family = { name: "tomcat", repositories: ["tomcat"], describe, slimmer };
