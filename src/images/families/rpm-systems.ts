/**
 * Base images without a language whose packages are RPMs: centos, amazonlinux, oraclelinux, rockylinux, almalinux, fedora, Red
 * Hat's UBI. Sources: every revision of docker-library/official-images library/{centos,amazonlinux,oraclelinux,rockylinux,
 * almalinux,fedora} up to 2026-08-21, Red Hat's catalogue of UBI. None has a slimmer counterpart: the smaller
 * variants have another package manager.
 */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Family, type Root } from "../description.js";
import { amazon, centos, oracle, rpm, ubiMinimal } from "../roots.js";

function system(root: Root, source: string): Description {
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
  };
}

/** release by tag, and the root that it stands for; null for a tag of another form */
function family(
  name: string,
  repositories: readonly string[],
  source: string,
  rootOf: (tag: string, repository: string) => Root | null,
): Family {
  return {
    name,
    repositories,
    describe: (tag, repository): Known<Description> => {
      const root = rootOf(tag, repository);
      return root === null
        ? unknown(`${repository}:${tag} is no tag of a form that is known`)
        : known(system(root, source));
    },
    slimmer: () => unknown("a base image without a language has no slimmer counterpart"),
  };
}

export const centosFamily = family(
  "centos",
  ["centos"],
  "https://github.com/CentOS/sig-cloud-instance-images",
  (tag) => {
    const release = /^(?:centos)?(\d)(?:\.\d+)*$/.exec(tag)?.[1] ?? (tag === "latest" ? "8" : null);
    return release === null ? null : centos(release);
  },
);

export const amazonlinux = family(
  "amazonlinux",
  ["amazonlinux", "public.ecr.aws/amazonlinux/amazonlinux"],
  "https://github.com/amazonlinux/container-images",
  (tag) => {
    const release = tag === "latest" ? "2023" : /^(2023|2)(?:\.[\d.]+)?(?:-minimal)?$/.exec(tag)?.[1];
    // the minimal variant of 2023 has dnf in a smaller build of the same name
    return release === undefined ? null : amazon(known(release));
  },
);

export const oraclelinux = family(
  "oraclelinux",
  ["oraclelinux"],
  "https://github.com/oracle/container-images",
  (tag) => {
    const groups = /^(?<release>\d+)(?:\.\d+)?(?<slim>-slim)?$/.exec(tag)?.groups;
    const release = groups?.["release"];
    if (release === undefined) return null;
    if (groups?.["slim"] !== undefined) return oracle(known(release));
    return rpm("oracle", release, Number(release) < 8 ? "yum" : "dnf");
  },
);

export const rebuilds = family(
  "rhel-rebuilds",
  ["rockylinux", "almalinux"],
  "https://github.com/docker-library/official-images/tree/master/library",
  (tag, repository) => {
    const groups = /^(?<release>\d+)(?:\.[\d.-]+)?(?<minimal>-minimal)?(?:-\d{8})?$/.exec(tag)?.groups;
    const release = groups?.["release"] ?? (tag === "latest" && repository === "almalinux" ? "10" : null);
    if (release === null) return null;
    return rpm("rhel", release, groups?.["minimal"] === undefined ? "dnf" : "microdnf");
  },
);

export const fedora = family(
  "fedora",
  ["fedora"],
  "https://github.com/fedora-cloud/docker-brew-fedora",
  (tag) => (/^\d+$/.test(tag) ? rpm("fedora", tag, "dnf") : null),
);

const UBI =
  /^(?:registry\.(?:access\.redhat\.com|redhat\.io)\/)?ubi(?<release>[89]|10)(?:\/ubi)?(?<minimal>-minimal)?$/;
const UBI_NAMES = ["8", "9", "10"].flatMap((release) =>
  ["ubi", "ubi-minimal"].flatMap((name) => [
    `registry.access.redhat.com/ubi${release}/${name}`,
    `registry.redhat.io/ubi${release}/${name}`,
    `ubi${release}/${name}`,
  ]),
);

export const ubi = family(
  "ubi",
  UBI_NAMES,
  "https://catalog.redhat.com/software/base-images",
  (tag, repository) => {
    const groups = UBI.exec(repository)?.groups;
    const release = groups?.["release"];
    if (release === undefined || !/^(?:latest|\d[\w.-]*)$/.test(tag)) return null;
    return groups?.["minimal"] === undefined ? rpm("rhel", release, "dnf") : ubiMinimal(known(release));
  },
);
