/**
 * Base images without a language: debian, ubuntu, alpine, nginx, and buildpack-deps. Sources: docker-library/official-images
 * library/{debian,ubuntu,alpine,buildpack-deps,nginx} at 2026-08-21, github.com/nginx/docker-nginx (stable/debian,
 * stable/alpine, stable/alpine-slim). None has a slimmer counterpart: `debian:…-slim` lacks the folders of manual pages
 * that some packages need when they are installed.
 */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Family, type Root, type Slimmer } from "../description.js";
import { BUILDPACK_CURL, BUILDPACK_FULL, BUILDPACK_SCM } from "../programs.js";
import { alpine, debian, DEBIAN_CODENAMES, rootNamed, ubuntu } from "../roots.js";
import type { ImageConfig } from "../types.js";

function none(): Known<Slimmer> {
  return unknown("a base image without a language has no slimmer counterpart");
}

function plain(root: Root, source: string, change: Partial<Description> = {}): Description {
  return {
    root,
    major: unknown("the image carries no language"),
    provides: [],
    programs: [],
    unsure: [],
    users: {},
    config: known(configOn(root, {})),
    onbuild: false,
    source,
    ...change,
  };
}

const DEBIAN_NUMBERS: Readonly<Record<string, string>> = {
  7: "wheezy",
  8: "jessie",
  9: "stretch",
  10: "buster",
  11: "bullseye",
  12: "bookworm",
  13: "trixie",
};
const DEBIAN_FLOATING = ["latest", "stable", "oldstable", "oldoldstable", "testing", "unstable"];

export const debianFamily: Family = {
  name: "debian",
  repositories: ["debian"],
  describe(tag) {
    const groups = /^(?<name>[a-z]+|\d+)(?:\.\d+)*(?:-(?:slim|backports))?(?:-\d{8})?(?:-slim)?$/.exec(
      tag,
    )?.groups;
    const name = groups?.["name"] ?? "";
    const codename = DEBIAN_NUMBERS[name] ?? name;
    const floats = DEBIAN_FLOATING.includes(name);
    if (!floats && !(DEBIAN_CODENAMES as readonly string[]).includes(codename))
      return unknown(`debian:${tag} is no tag of a form that is known`);
    const root = debian(floats ? unknown("the release behind the tag floats") : known(codename));
    return known(plain(root, "https://github.com/debuerreotype/docker-debian-artifacts"));
  },
  slimmer: none,
};

const UBUNTU_NUMBERS: Readonly<Record<string, string>> = {
  "14.04": "trusty",
  "16.04": "xenial",
  "18.04": "bionic",
  "20.04": "focal",
  "22.04": "jammy",
  "24.04": "noble",
  "26.04": "resolute",
};

export const ubuntuFamily: Family = {
  name: "ubuntu",
  repositories: ["ubuntu"],
  describe(tag) {
    const source = "https://git.launchpad.net/cloud-images/+oci/ubuntu-base";
    if (tag === "latest" || tag === "rolling")
      return known(plain(ubuntu(unknown("the release behind the tag floats")), source));
    const name = tag.replace(/-\d{8}(?:\.\d+)?$/, "");
    const codename = UBUNTU_NUMBERS[name] ?? name;
    const root = rootNamed(codename, "");
    if (root?.distribution !== "ubuntu") return unknown(`ubuntu:${tag} is no tag of a form that is known`);
    return known(plain(root, source));
  },
  slimmer: none,
};

export const alpineFamily: Family = {
  name: "alpine",
  repositories: ["alpine"],
  describe(tag) {
    const release = /^(\d+\.\d+)(?:\.\d+)?$/.exec(tag)?.[1];
    if (release === undefined && !["latest", "3", "edge"].includes(tag))
      return unknown(`alpine:${tag} is no tag of a form that is known`);
    const root = alpine(
      release === undefined ? unknown("the release behind the tag floats") : known(release),
    );
    return known(plain(root, "https://github.com/alpinelinux/docker-alpine"));
  },
  slimmer: none,
};

export const buildpackDeps: Family = {
  name: "buildpack-deps",
  repositories: ["buildpack-deps"],
  describe(tag) {
    const [name = "", kind = "full"] = tag.split("-");
    const root = ["stable", "latest", "curl", "scm"].includes(name) ? null : rootNamed(name, "");
    if (root === null || !["full", "curl", "scm"].includes(kind))
      return unknown(`buildpack-deps:${tag} is no tag of a form that is known`);
    const programs = kind === "curl" ? BUILDPACK_CURL : kind === "scm" ? BUILDPACK_SCM : BUILDPACK_FULL;
    return known(
      plain(root, "https://github.com/docker-library/buildpack-deps", {
        programs,
        unsure: ["python", "python2", "less", "magick", "patch"],
      }),
    );
  },
  slimmer: none,
};

const NGINX =
  /^(?<version>\d+(?:\.\d+){0,2}|stable|mainline|latest)?(?:(?:^|-)(?<alpine>alpine)(?<release>\d+\.\d+)?|-(?<suite>bullseye|bookworm|trixie|buster))?(?:-(?<extra>perl|slim|otel))?$/;

function nginxConfig(extra: string | undefined): Partial<ImageConfig> {
  const njs: Record<string, string> = extra === "slim" ? {} : { NJS_VERSION: "*" };
  return {
    env: { NGINX_VERSION: "*", PKG_RELEASE: "*", ...njs },
    entrypoint: ["/docker-entrypoint.sh"],
    cmd: ["nginx", "-g", "daemon off;"],
    exposed: ["80/tcp"],
    stopSignal: "SIGQUIT",
  };
}

export const nginx: Family = {
  name: "nginx",
  repositories: ["nginx"],
  describe(tag) {
    const groups = NGINX.exec(tag)?.groups;
    if (groups === undefined) return unknown(`nginx:${tag} is no tag of a form that is known`);
    const floats = "the release of the tag floats";
    const { release, suite, extra } = groups;
    const onAlpine = groups["alpine"] !== undefined;
    const root = onAlpine
      ? alpine(release === undefined ? unknown(floats) : known(release))
      : debian(suite === undefined ? unknown(floats) : known(suite));
    const minor = Number(/^1\.(\d+)/.exec(groups["version"] ?? "")?.[1] ?? 99);
    return known(
      plain(root, "https://github.com/nginx/docker-nginx", {
        provides: ["nginx"],
        programs: ["nginx", "envsubst", ...(extra === "slim" ? [] : ["curl"])],
        unsure: ["openssl", "gpg", ...(minor < 19 ? ["curl", "envsubst"] : [])],
        users: { nginx: "101:101" },
        // the entry point came with 1.19
        config:
          minor >= 21
            ? known(configOn(root, nginxConfig(extra)))
            : unknown("the entry point of older nginx images is not recorded"),
      }),
    );
  },
  slimmer: () => unknown("nginx images have no slimmer counterpart that is the same"),
};
