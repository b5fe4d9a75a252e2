/**
 * The root file systems of the distributions, by codename. Sources: docker-library/official-images library/debian
 * (debuerreotype, minbase), library/ubuntu (Canonical's base root file system), library/alpine, oracle/container-images
 * (oraclelinux slim), amazonlinux/container-images, Red Hat UBI minimal. "What it is now" for floating tags is as of
 * official-images at 2026-08-21.
 */
import { known, unknown, type Known } from "../known.js";
import type { Root } from "./description.js";
import { ADDUSER, ALPINE, ALPINE_UNSURE, DEBIAN, PROCPS, RPM_SLIM, UBUNTU } from "./programs.js";

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export const DEBIAN_CODENAMES = [
  "wheezy",
  "jessie",
  "stretch",
  "buster",
  "bullseye",
  "bookworm",
  "trixie",
  "forky",
  "sid",
] as const;
export const UBUNTU_CODENAMES = [
  "trusty",
  "xenial",
  "bionic",
  "focal",
  "jammy",
  "noble",
  "resolute",
] as const;

/** base-passwd (Debian, Ubuntu): the accounts that a Dockerfile may name in USER */
const DEBIAN_USERS = {
  daemon: "1:1",
  bin: "2:2",
  sys: "3:3",
  sync: "4:65534",
  games: "5:60",
  man: "6:12",
  lp: "7:7",
  mail: "8:8",
  news: "9:9",
  uucp: "10:10",
  proxy: "13:13",
  "www-data": "33:33",
  backup: "34:34",
  list: "38:38",
  irc: "39:39",
  nobody: "65534:65534",
  _apt: "*",
};

/** alpine-baselayout */
const ALPINE_USERS = {
  bin: "1:1",
  daemon: "2:2",
  lp: "4:7",
  sync: "5:0",
  mail: "8:12",
  news: "9:13",
  uucp: "10:14",
  cron: "16:16",
  ftp: "21:21",
  sshd: "22:22",
  games: "35:35",
  ntp: "123:123",
  guest: "405:100",
  nobody: "65534:65534",
};

/** setup (Red Hat and its kin); nobody has 99 in release 7 and 65534 later */
const RPM_USERS = { bin: "1:1", daemon: "2:2", adm: "3:4", mail: "8:12", nobody: "*" };

/** apt stopped to depend on adduser in Debian 13, whose images lack it (devcontainers/cli pull request 1060). */
function adduserOn(codename: Known<string>): "yes" | "no" | "unknown" {
  if (!codename.known) return "unknown";
  return ["trixie", "forky", "sid"].includes(codename.value) ? "no" : "yes";
}

export function debian(codename: Known<string>): Root {
  const adduser = adduserOn(codename);
  return {
    distribution: "debian",
    codename,
    libc: "glibc",
    packageManager: "apt",
    programs: adduser === "yes" ? [...DEBIAN, ...ADDUSER] : DEBIAN,
    unsure: adduser === "unknown" ? [...ADDUSER, "bzip2"] : ["bzip2"],
    users: DEBIAN_USERS,
    path: PATH,
    cmd: ["bash"],
  };
}

export function ubuntu(codename: Known<string>): Root {
  // since 23.04 the base image brings a user `ubuntu` with the first free id
  const user = codename.known && ["noble", "resolute"].includes(codename.value);
  return {
    distribution: "ubuntu",
    codename,
    libc: "glibc",
    packageManager: "apt",
    programs: codename.known && codename.value !== "resolute" ? [...UBUNTU, ...ADDUSER, ...PROCPS] : UBUNTU,
    unsure: [...ADDUSER, ...PROCPS],
    users: user ? { ...DEBIAN_USERS, ubuntu: "1000:1000" } : DEBIAN_USERS,
    path: PATH,
    cmd: ["/bin/bash"],
  };
}

/** `release` is the number: `3.20` */
export function alpine(release: Known<string>): Root {
  return {
    distribution: "alpine",
    codename: release,
    libc: "musl",
    packageManager: "apk",
    programs: ALPINE,
    unsure: ALPINE_UNSURE,
    users: ALPINE_USERS,
    path: PATH,
    cmd: ["/bin/sh"],
  };
}

/** what differs between the releases and was not looked at one by one */
const RPM_UNSURE = [
  ...PROCPS,
  ..."adduser find xargs su which tar gzip bzip2 xz openssl vi less python python2 python3 perl flock setpriv useradd groupadd ip".split(
    " ",
  ),
];

/** Oracle Linux slim; 7 has yum, 8 and later microdnf. */
export function oracle(release: Known<string>): Root {
  return {
    distribution: "oracle",
    codename: release,
    libc: "glibc",
    packageManager: release.known && release.value === "7" ? "yum" : "microdnf",
    programs: RPM_SLIM,
    unsure: RPM_UNSURE,
    users: RPM_USERS,
    path: PATH,
    cmd: ["/bin/bash"],
  };
}

/** Amazon Linux: 2 has yum, 2023 dnf. */
export function amazon(release: Known<string>): Root {
  const old = release.known && release.value !== "2023";
  return {
    distribution: "amazon",
    codename: release,
    libc: "glibc",
    packageManager: old ? "yum" : "dnf",
    programs: RPM_SLIM,
    unsure: RPM_UNSURE,
    users: RPM_USERS,
    path: PATH,
    cmd: ["/bin/bash"],
  };
}

/** Red Hat's universal base image, minimal: microdnf. */
export function ubiMinimal(release: Known<string>): Root {
  return {
    distribution: "rhel",
    codename: release,
    libc: "glibc",
    packageManager: "microdnf",
    programs: RPM_SLIM,
    unsure: RPM_UNSURE,
    users: RPM_USERS,
    path: PATH,
    cmd: ["/bin/bash"],
  };
}

/** A full image of Red Hat's kin. */
export function rpm(
  distribution: "centos" | "rhel" | "oracle" | "fedora",
  release: string,
  packageManager: "yum" | "dnf" | "microdnf",
): Root {
  return {
    distribution,
    codename: known(release),
    libc: "glibc",
    packageManager,
    programs: RPM_SLIM,
    unsure: RPM_UNSURE,
    users: RPM_USERS,
    path: PATH,
    cmd: ["/bin/bash"],
  };
}

export function centos(release: string): Root {
  return rpm("centos", release, Number(release) < 8 ? "yum" : "dnf");
}

/** The root that a codename stands for: `bookworm` Debian, `jammy` Ubuntu, `alpine3.20` and `alpine` Alpine. */
export function rootNamed(name: string, floating: string): Root | null {
  if ((DEBIAN_CODENAMES as readonly string[]).includes(name)) return debian(known(name));
  if ((UBUNTU_CODENAMES as readonly string[]).includes(name)) return ubuntu(known(name));
  const release = /^alpine-?(\d+\.\d+)?$/.exec(name);
  if (release !== null) return alpine(release[1] === undefined ? unknown(floating) : known(release[1]));
  return null;
}
