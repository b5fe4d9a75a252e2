/**
 * The official `node` images. Sources: github.com/nodejs/docker-node (Dockerfile-debian.template, -slim.template,
 * -alpine.template, versions.json) and every revision of docker-library/official-images library/node up to
 * 2026-08-21, from which come the default release of each version and that since December 2018 (10.14.1,
 * 11.4.0) every Debian tag has its twin with `-slim` from the same release.
 */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Family, type Root, type Slimmer } from "../description.js";
import { ADDUSER, BUILDPACK_FULL } from "../programs.js";
import { alpine, debian, DEBIAN_CODENAMES } from "../roots.js";
import { atLeast, versionOf, type Version } from "../versions.js";

const SOURCE = "https://github.com/nodejs/docker-node";

/** names of the long-term lines, usable in place of the version */
const LINES: Readonly<Record<string, number>> = {
  argon: 4,
  boron: 6,
  carbon: 8,
  dubnium: 10,
  erbium: 12,
  fermium: 14,
  gallium: 16,
  hydrogen: 18,
  iron: 20,
  jod: 22,
  krypton: 24,
};

const LINE_NAMES = Object.keys(LINES).join("|");

/** From this version on a plain tag is built on this Debian release; later rows win. */
const DEFAULTS: readonly (readonly [Version, (typeof DEBIAN_CODENAMES)[number]])[] = [
  [[0], "jessie"],
  [[6, 14, 4], "stretch"],
  [[7], "jessie"],
  [[8, 13], "stretch"],
  [[9], "jessie"],
  [[10, 13], "stretch"],
  [[14, 19, 3], "buster"],
  [[15], "stretch"],
  [[16], "buster"],
  [[17], "bullseye"],
  [[18, 16], "bookworm"],
  [[19], "bullseye"],
  [[20, 3], "bookworm"],
  [[26], "trixie"],
];
const LAST_KNOWN = 26;

interface Tag {
  /** null: `latest`, `current`, `lts` */
  readonly version: Version | null;
  /** what stands before the suffixes: `20.11`, `lts`, `jod`; "" when nothing does (`slim`, `bookworm`) */
  readonly name: string;
  readonly suite: string | null;
  readonly alpine: boolean;
  readonly slim: boolean;
  readonly onbuild: boolean;
}

const GRAMMAR = new RegExp(
  `^(?<name>\\d+(?:\\.\\d+){0,2}|lts-(?:${LINE_NAMES})|${LINE_NAMES}|lts|latest|current)??` +
    `(?:(?:^|-)(?<onbuild>onbuild)|(?:^|-)(?<alpine>alpine)(?<release>\\d+\\.\\d+)?` +
    `|(?:(?:^|-)(?<suite>${DEBIAN_CODENAMES.join("|")}))?(?:(?:^|-)(?<slim>slim))?)$`,
);

function parseTag(tag: string): Tag | null {
  const groups = GRAMMAR.exec(tag)?.groups;
  if (groups === undefined) return null;
  const name = groups["name"] ?? "";
  const line = LINES[name.replace(/^lts-/, "")];
  const floats = ["", "latest", "current", "lts"].includes(name);
  const version = line === undefined ? versionOf(name) : [line];
  if (version === null && !floats) return null;
  return {
    version,
    name,
    suite: groups["suite"] ?? groups["release"] ?? null,
    alpine: groups["alpine"] !== undefined,
    slim: groups["slim"] !== undefined,
    onbuild: groups["onbuild"] !== undefined,
  };
}

function rootOf(tag: Tag): Root {
  if (tag.alpine)
    return alpine(tag.suite === null ? unknown("the Alpine release of the tag floats") : known(tag.suite));
  if (tag.suite !== null) return debian(known(tag.suite));
  if (tag.name.startsWith("lts-"))
    return debian(unknown("a tag that stood still on the day its line lost the name `lts`"));
  const major = tag.version?.[0];
  if (tag.version === null || major === undefined || major > LAST_KNOWN)
    return debian(unknown("the Debian release of the tag floats"));
  const version = tag.version;
  const release = DEFAULTS.findLast(([from]) => atLeast(version, from))?.[1];
  return debian(release === undefined ? unknown("no record of the Debian release") : known(release));
}

/** corepack came with 14.19 and 16.9 and left with 25; yarn left the images with 26. */
function tools(version: Version | null): {
  readonly has: readonly string[];
  readonly unsure: readonly string[];
} {
  const always = ["node", "nodejs", "npm", "npx"];
  if (version === null) return { has: always, unsure: ["corepack", "yarn", "yarnpkg"] };
  const major = version[0] ?? 0;
  const yarn = major >= 6 && major < LAST_KNOWN ? ["yarn", "yarnpkg"] : [];
  const corepack = major < 25 && (atLeast(version, [16, 9]) || (major === 14 && atLeast(version, [14, 19])));
  return {
    has: [...always, ...yarn, ...(corepack ? ["corepack"] : [])],
    unsure: major < 6 || major > LAST_KNOWN ? ["yarn", "yarnpkg"] : [],
  };
}

function describe(text: string): Known<Description> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`node:${text} is no tag of a form that is known`);
  const root = rootOf(tag);
  const full = !tag.alpine && !tag.slim;
  const { has, unsure } = tools(tag.version);
  const codename = root.codename.known ? root.codename.value : null;
  // openssh-client may pull in adduser; python2 came with mercurial up to Debian 10; ImageMagick 7 (Debian 13) adds `magick`
  const fullUnsure = [...ADDUSER, "fc-list", "gs", "python", "python2", "magick", "less", "patch", "perl"];
  const major = tag.version?.[0];
  const env: Record<string, string> = { NODE_VERSION: "*" };
  if (has.includes("yarn")) env["YARN_VERSION"] = "*";
  // docker-entrypoint.sh came in March 2019
  const entry = tag.version === null || atLeast(tag.version, [10, 15, 3]) || major === 8;
  const oldTag = major !== undefined && major < 12 && (tag.version?.length ?? 0) > 1;
  return known({
    root:
      codename === "jessie" || codename === "wheezy" ? { ...root, unsure: [...root.unsure, "gpg"] } : root,
    major: major === undefined ? unknown(`the version behind node:${text} floats`) : known(major),
    provides: ["node"],
    programs: [...has, ...(full ? BUILDPACK_FULL : [])],
    unsure: [...unsure, ...(full ? fullUnsure : [])],
    users: { node: "1000:1000" },
    config:
      entry && !oldTag
        ? known(configOn(root, { env, entrypoint: ["docker-entrypoint.sh"], cmd: ["node"] }))
        : unknown(`node:${text} is older than the entry point of today's images, or may be`),
    onbuild: tag.onbuild,
    source: SOURCE,
  });
}

function slimmer(text: string): Known<Slimmer> {
  const tag = parseTag(text);
  if (tag === null) return unknown(`node:${text} is no tag of a form that is known`);
  if (tag.onbuild) return unknown("an ONBUILD image");
  if (tag.alpine || tag.slim) return unknown(`node:${text} is slim already`);
  if (tag.name.startsWith("lts-")) return unknown(`node:${tag.name} is built without a slim twin`);
  const major = tag.version?.[0] ?? LAST_KNOWN;
  const floatsInOldLine = tag.version?.length === 1 && [6, 8, 10].includes(major);
  if (major < 12 && !floatsInOldLine)
    return unknown("before Node 12 a version and its slim twin could stand on different Debian releases");
  if (tag.suite === "wheezy" || (tag.suite === "jessie" && tag.name === ""))
    return unknown(`node:${text} has no slim twin`);
  const stem = text === "latest" ? "" : `${text}-`;
  const release =
    tag.suite ?? (tag.version === null ? "the current Debian release" : "the same Debian release");
  return known({
    repository: "node",
    tag: `${stem}slim`,
    because: `the same Node.js on ${release} without compilers and their libraries`,
  });
}

export const node: Family = { name: "node", repositories: ["node"], describe, slimmer };
