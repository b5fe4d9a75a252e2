/**
 * Amazon Corretto. Sources: github.com/corretto/corretto-docker and every revision of docker-library/official-images
 * library/amazoncorretto up to 2026-08-21. A plain tag is Amazon Linux 2023 (Amazon Linux 2 before 2025); Java 8 has
 * `-jre` tags, from 11 on Amazon Linux 2023 has `-headful` and `-headless` instead, and Alpine and the generic
 * Amazon Linux 2 builds have none.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Description, Family, Root, Slimmer } from "../description.js";
import { alpine, amazon } from "../roots.js";
import type { ImageConfig } from "../types.js";
import { javaImage } from "./jvm.js";

const SOURCE = "https://github.com/corretto/corretto-docker";
/** the lines that are kept up, whose plain tag is Amazon Linux 2023 */
const CURRENT = [8, 11, 17, 21, 25, 26];

const GRAMMAR =
  /^(?:(?<major>\d+)(?<build>(?:\.\d+)+|u\d+)?|latest)(?:-(?<suite>al2023|al2(?:-native|-generic)?|alpine(?:3\.\d+)?))?(?:-(?<kind>jdk|full|jre|headless|headful))?$/;

interface Tag {
  readonly major: number | null;
  readonly build: string | null;
  readonly suite: string | null;
  readonly kind: string | null;
}

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups === undefined) return null;
  return {
    major: groups["major"] === undefined ? null : Number(groups["major"]),
    build: groups["build"] ?? null,
    suite: groups["suite"] ?? null,
    kind: groups["kind"] ?? null,
  };
}

function isJre(tag: Tag): boolean {
  return tag.kind !== null && ["jre", "headless", "headful"].includes(tag.kind);
}

function rootOf(tag: Tag): Root {
  if (tag.suite === null) {
    const current = tag.build === null && tag.major !== null && CURRENT.includes(tag.major);
    return amazon(current ? known("2023") : unknown("Amazon Linux 2 or 2023"));
  }
  if (tag.suite.startsWith("al2")) return amazon(known(tag.suite === "al2023" ? "2023" : "2"));
  const release = tag.suite.slice("alpine".length);
  return alpine(release === "" ? unknown("the Alpine release of the tag floats") : known(release));
}

function describe(text: string): Known<Description> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`amazoncorretto:${text} is no tag of a form that is known`);
  const root = rootOf(tag);
  const kind = isJre(tag) ? "jre" : "jdk";
  return known(
    javaImage({
      root,
      major: tag.major === null ? unknown("the version behind `latest` floats") : known(tag.major),
      kind,
      config: configOf(tag, root, kind),
      unsure: ["fc-list", "gpg", "openssl", "git", "wget"],
      source: SOURCE,
    }),
  );
}

/** On Amazon Linux the packages put `java` on PATH through alternatives. */
function configOf(tag: Tag, root: Root, kind: "jdk" | "jre"): Known<Partial<ImageConfig>> {
  const { major } = tag;
  if (major === null || tag.build !== null || !CURRENT.includes(major))
    return unknown("the environment of older Corretto images is not recorded");
  if (root.distribution === "alpine") {
    if (major === 8) return unknown("the environment of Corretto 8 on Alpine is not recorded");
    const home = "/usr/lib/jvm/default-jvm";
    return known({ env: { LANG: "C.UTF-8", JAVA_HOME: home, PATH: `${root.path}:${home}/bin` } });
  }
  if (!root.codename.known || root.codename.value !== "2023")
    return unknown("the environment of Corretto on Amazon Linux 2 is not recorded");
  const eight = `/usr/lib/jvm/java-1.8.0-amazon-corretto${kind === "jre" ? "/jre" : ""}`;
  return known({
    env: { LANG: "C.UTF-8", JAVA_HOME: major === 8 ? eight : `/usr/lib/jvm/java-${major}-amazon-corretto` },
  });
}

function slimmer(text: string): Known<Slimmer> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`amazoncorretto:${text} is no tag of a form that is known`);
  if (isJre(tag)) return unknown(`amazoncorretto:${text} holds the runtime alone already`);
  const { major, build, suite } = tag;
  if (major === null) return unknown("the Java version behind `latest` floats");
  const onAlpine = suite?.startsWith("alpine") === true;
  const runtime = runtimeKind(major, suite, onAlpine);
  if (runtime === null) return unknown(`amazoncorretto:${text} has no tag with the runtime alone`);
  if (build !== null)
    return unknown("which builds of Corretto have a tag with the runtime alone is not recorded");
  return known({
    repository: "amazoncorretto",
    tag: [`${major}`, suite, runtime].filter((part) => part !== null).join("-"),
    because: "the runtime of the same Corretto version on the same base image",
  });
}

/** `headful` is the whole runtime; `headless` lacks AWT and the fonts. */
function runtimeKind(major: number, suite: string | null, onAlpine: boolean): "jre" | "headful" | null {
  if (!CURRENT.includes(major)) return null;
  if (major === 8)
    return suite === null || suite === "al2023" || suite === "al2-native" || onAlpine ? "jre" : null;
  if (onAlpine) return null;
  if (suite === null || suite === "al2023") return "headful";
  return suite === "al2-native" && major === 17 ? "headful" : null;
}

export const amazoncorretto: Family = {
  name: "amazoncorretto",
  repositories: ["amazoncorretto"],
  describe,
  slimmer,
};
