/**
 * The official `jetty` images: a JDK image of another family with Jetty. Sources: github.com/jetty/jetty.docker
 * (eclipse-temurin/12.0/jdk17/Dockerfile, baseDockerfile*) and docker-library/official-images library/jetty at 2026-08-21:
 * 12.0 has `-jre17` and `-jre21` beside its JDKs, 12.1 has none. The application stands in the WORKDIR, and the base's own
 * command starts it.
 */
import { known, unknown, type Known } from "../../known.js";
import { describeDerived, type Parent } from "../derived.js";
import { configOn, type Description, type Family, type Slimmer } from "../description.js";
import { debian } from "../roots.js";
import type { Server } from "../types.js";
import { amazoncorretto } from "./amazoncorretto.js";
import { eclipseTemurin } from "./eclipse-temurin.js";

const GRAMMAR =
  /^(?:(?<version>\d+(?:\.\d+){0,2})|latest)?(?:(?:^|-)(?<kind>jdk|jre)(?<jdk>\d+))?(?:-(?<suite>alpine|al2023))?(?:-(?<vendor>eclipse-temurin|amazoncorretto))?$/;
/** The JDK of a line's tags that name none. */
const DEFAULT_JDK = 25;
const CONFIG = {
  env: {
    JETTY_VERSION: "*",
    JETTY_HOME: "/usr/local/jetty",
    JETTY_BASE: "/var/lib/jetty",
    TMPDIR: "/tmp/jetty",
    JETTY_TGZ_URL: "*",
    JETTY_GPG_KEYS: "*",
  },
  entrypoint: ["/docker-entrypoint.sh"],
  cmd: ["java", "-jar", "/usr/local/jetty/start.jar"],
  workdir: "/var/lib/jetty",
  user: "jetty",
  exposed: ["8080/tcp"],
};
const SERVER: Server = {
  home: "/usr/local/jetty",
  reads: ["webapps", "start.d", "start.ini", "lib", "etc", "resources", "modules", "jetty.start"].map(
    (name) => `/var/lib/jetty/${name}`,
  ),
  // its jsp modules are Apache Jasper with the Eclipse compiler
  compilesPages: true,
};
const WITH_JRE = { line: /^12\.0(?:\.|$)/, jdks: [17, 21] };

interface Tag {
  readonly version: string;
  readonly kind: "jdk" | "jre";
  readonly jdk: number | null;
  readonly suite: string | null;
  readonly vendor: string;
}

function parseTag(text: string): Known<Tag> {
  const groups = GRAMMAR.exec(text)?.groups;
  if (groups === undefined) return unknown(`jetty:${text} is no tag of a form that is known`);
  const version = groups["version"] ?? "12.1";
  const vendor = groups["vendor"] ?? "eclipse-temurin";
  // before 12 the plain tags stood on Debian's openjdk, and the releases changed within a line
  if (!/^12(\.|$)/.test(version)) return unknown(`the base of jetty:${text} depends on its date`);
  if (vendor !== "eclipse-temurin" && groups["jdk"] === undefined)
    return unknown(`the Java version behind jetty:${text} floats`);
  return known({
    version,
    kind: groups["kind"] === "jre" ? "jre" : "jdk",
    jdk: groups["jdk"] === undefined ? null : Number(groups["jdk"]),
    suite: groups["suite"] ?? null,
    vendor,
  });
}

function parentOf(tag: Tag): Parent {
  const major = tag.jdk ?? DEFAULT_JDK;
  if (tag.vendor === "amazoncorretto") {
    const named = tag.suite === "alpine" ? `${major}-alpine` : `${major}-al2023`;
    return { family: amazoncorretto, repository: "amazoncorretto", tag: named, pinned: known(named) };
  }
  const named = `${major}-${tag.kind}${tag.suite === null ? "" : `-${tag.suite}`}`;
  const exact = tag.version.split(".").length > 2;
  const pinned: Known<string> =
    tag.suite === null && exact
      ? unknown("the release under a complete Jetty version depends on its date")
      : known(named);
  return { family: eclipseTemurin, repository: "eclipse-temurin", tag: named, pinned };
}

/** The lines before 12, on systems that changed within a line: 9.3 to 11 had this config in every revision. */
const OLDER = /^(?:9(?:\.[34](?:\.\d+)?)?|1[01](?:\.0(?:\.\d+)?)?)(?:-j(?:dk|re)\d+)?(?:-[a-z][\w-]*)?$/;

function older(text: string): Description {
  const because = `the base of jetty:${text} depends on its date`;
  const root = debian(unknown(because));
  return {
    root,
    major: unknown(because),
    provides: ["jre", "jetty"],
    programs: ["java"],
    unsure: [],
    users: { jetty: "*" },
    config: known(configOn(root, CONFIG)),
    onbuild: false,
    server: SERVER,
    unsettled: because,
    source: "https://github.com/jetty/jetty.docker",
  };
}

function describe(text: string): Known<Description> {
  if (OLDER.test(text)) return known(older(text));
  const tag = parseTag(text);
  if (!tag.known) return tag;
  const described = describeDerived(parentOf(tag.value), {
    provides: "jetty",
    programs: [],
    unsure: ["gpg", "dirmngr", "curl", "wget", "tar", "gzip", "find", "xargs"],
    users: { jetty: "*" },
    onbuild: false,
    source: "https://github.com/jetty/jetty.docker",
    config: CONFIG,
  });
  if (!described.known) return described;
  const major =
    tag.value.jdk === null ? unknown(`the Java version behind jetty:${text} floats`) : described.value.major;
  return known({ ...described.value, major, server: SERVER });
}

function slimmer(text: string): Known<Slimmer> {
  const tag = parseTag(text);
  if (!tag.known) return tag;
  const { kind, jdk, version, vendor } = tag.value;
  if (kind === "jre") return unknown(`jetty:${text} is on a JRE already`);
  if (jdk === null) return unknown(`the Java version behind jetty:${text} floats`);
  if (!WITH_JRE.line.test(version) || !WITH_JRE.jdks.includes(jdk) || vendor !== "eclipse-temurin")
    return unknown(`no record of a JRE twin of jetty:${text}`);
  return known({
    repository: "jetty",
    tag: text.replace(`jdk${jdk}`, `jre${jdk}`),
    because: `the same Jetty on the JRE of Java ${jdk}`,
  });
}

export const jetty: Family = { name: "jetty", repositories: ["jetty"], describe, slimmer };
