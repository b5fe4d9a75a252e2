/**
 * The package that brings a program or a shared library, per package manager. In: a program as it is called
 * (`curl`, `ps`) or a library's soname; out: the package to install, null where it was not shown. Sources: the
 * file lists (Contents) of Debian 11, 12 and 13, which agree on every row but those with columns; ImageMagick
 * 6 and 7 set `convert` and its kin by alternatives. Alpine: the package lists of docker-maven, docker-library/docker
 * and adoptium/containers. Red Hat and its kin: the install line of docker-maven for Amazon Linux.
 */
import type { BaseImage, PackageManager } from "../images/types.js";
import { inRelease } from "./releases.js";

/** package -> what it brings; a package with ` | ` changes its name with Debian's release. */
const APT: Readonly<Record<string, string>> = {
  curl: "curl",
  wget: "wget",
  git: "git",
  procps: "ps top pgrep pkill free uptime vmstat watch pidof pmap sysctl",
  openssl: "openssl",
  "ca-certificates": "update-ca-certificates",
  python3: "python3",
  ffmpeg: "ffmpeg ffprobe",
  imagemagick: "convert identify mogrify composite montage compare",
  graphicsmagick: "gm",
  ghostscript: "gs",
  unzip: "unzip",
  zip: "zip",
  bzip2: "bzip2 bunzip2",
  "xz-utils": "xz unxz",
  file: "file",
  "openssh-client": "ssh scp sftp ssh-keygen ssh-agent ssh-add ssh-keyscan",
  gpg: "gpg",
  jq: "jq",
  "iputils-ping": "ping",
  "bind9-dnsutils": "dig nslookup",
  lsof: "lsof",
  "redis-tools": "redis-cli",
  sqlite3: "sqlite3",
  "gettext-base": "envsubst",
  less: "less",
  rsync: "rsync",
  "net-tools": "netstat ifconfig",
  iproute2: "ip",
  fontconfig: "fc-list fc-cache",
  "poppler-utils": "pdftotext pdftocairo pdftoppm",
  subversion: "svn",
  mercurial: "hg",
  patch: "patch",
  psmisc: "killall fuser",
  "p11-kit": "trust",
  adduser: "adduser addgroup deluser delgroup",
  locales: "locale-gen",
  libpq5: "libpq.so.5",
  libxml2: "libxml2.so.2",
  "libcurl4 | libcurl4 | libcurl4t64": "libcurl.so.4",
  "libcurl3-gnutls | libcurl3-gnutls | libcurl3t64-gnutls": "libcurl-gnutls.so.4",
  "libodbc1 | libodbc2 | libodbc2": "libodbc.so.2",
  "libsasl2-2": "libsasl2.so.2",
  libcairo2: "libcairo.so.2",
  libudev1: "libudev.so.1",
};

const APK: Readonly<Record<string, string>> = {
  curl: "curl",
  git: "git",
  bash: "bash",
  tar: "tar",
  procps: "free",
  openssl: "openssl",
  "ca-certificates": "update-ca-certificates",
  fontconfig: "fc-list fc-cache",
  "openssh-client": "ssh scp ssh-keygen",
};

const RPM: Readonly<Record<string, string>> = {
  tar: "tar",
  gzip: "gzip",
  which: "which",
  findutils: "find xargs",
};

const TABLES: Readonly<Record<PackageManager, Readonly<Record<string, string>>>> = {
  apt: APT,
  apk: APK,
  dnf: RPM,
  microdnf: RPM,
  yum: RPM,
  zypper: {},
  none: {},
};

/** `release` is the codename of the image that the package is installed in, null where it is not known. */
export function packageOf(manager: PackageManager, program: string, release: string | null): string | null {
  for (const [names, programs] of Object.entries(TABLES[manager])) {
    if (programs.split(" ").includes(program)) return inRelease(names, release);
  }
  return null;
}

/** Programs that check certificates against those of the system. */
export function talksTls(program: string): boolean {
  return /^(curl|wget|git|python3|openssl|svn|hg)$/.test(program);
}

/** Debian moves a release that is no longer supported to an archive; Ubuntu's long-term releases and Alpine's stay. */
export function hasMirrors(image: BaseImage): boolean {
  if (!image.distribution.known || image.distribution.value !== "debian") return true;
  // A tag without version (`node:lts`) stands on the current release.
  if (!image.codename.known) return !image.major.known;
  return /^(bullseye|bookworm|trixie|forky|sid)$/.test(image.codename.value);
}
