/** What holds for every row of the table of base images, whatever its family: tags of each form, told apart by repository. */
import { runtimeCounterpart } from "../../src/images/counterpart.js";
import { lookupImage } from "../../src/images/lookup.js";
import { FAMILIES } from "../../src/images/registry.js";
import type { BaseImage } from "../../src/images/types.js";

/** Tags by pattern of the repository; the first pattern that fits. */
const TAGS: readonly (readonly [RegExp, string])[] = [
  [/^node$/, "latest 20 20-slim 20-bookworm 20-alpine 20.11.1-alpine3.19 lts 18.12 16.9 14 12 10 8 lts-iron"],
  [/^eclipse-temurin$/, "8 11 17 21 25 17-jre 21-jdk-jammy 21-jdk-alpine 17-jdk-ubi9-minimal 11-jdk-focal"],
  [/^openjdk$/, "8 8-jdk-alpine 11-jdk 11-jre-slim 16 17 17-jdk-slim 17-jdk-alpine 18 21-jdk 11.0.16-jdk"],
  [/^java$/, "8"],
  [
    /^maven$/,
    "latest 3.9 3.9.6 3-jdk-8 3.8-openjdk-17 3.8.5-openjdk-17-slim 3.9-eclipse-temurin-21 3.9-eclipse-temurin-17-alpine 3.9-amazoncorretto-17 3.9-ibm-semeru-17-noble 3.9-sapmachine-21",
  ],
  [
    /^gradle$/,
    "latest 8 8-jdk17 8.5-jdk17 8-jdk21-alpine 7.6.1-jdk11-focal 6.8-jdk11 4.10-jdk8 jdk17 8-jdk21-corretto",
  ],
  [/^adoptopenjdk$/, "8-jdk-hotspot 11-jre-openj9 11-jdk-hotspot-focal"],
  [
    /^amazoncorretto$/,
    "8 11 17 21 17-alpine 17-al2 17-al2023 8-alpine 17-headful 11-al2-native-jdk 8u392-alpine",
  ],
  [/^ibm-semeru-runtimes$/, "open-17-jdk open-11-jre-focal open-21-jdk-noble"],
  [/^sapmachine$/, "17 21-jdk-ubuntu 17-jre-ubuntu-noble latest"],
  [/^azul\//, "17 17-latest 11-jre 21-jdk-headless"],
  [/^bellsoft\//, "17 8 21"],
  [/openjdk-\d+(-runtime)?$/, "latest 1.20 1.21"],
  [/playwright$/, "latest v1.40.0-jammy v1.49.1-noble v1.30.0-focal"],
  [/^mcr\.microsoft/, "17-ubuntu 21-ubuntu"],
  [
    /^tomcat$/,
    "latest 9 9.0 10.1-jdk17 9-jdk11-temurin-jammy 9.0.80-jdk17 9.0.50 jre21 9-jdk8-openjdk 9.0-jdk17-temurin 8.5 8.5-jre8-alpine 9-jdk11-corretto",
  ],
  [
    /^jetty$/,
    "12.0-jdk17 12.0-jdk21-alpine 12.1 12-jre17 12.0.30-jdk17 12.0-jdk17-amazoncorretto 9.4 9.4-jdk11 10.0.15-jdk17-alpine",
  ],
  [/wildfly$/, "latest 20.0.1.Final 26.1.3.Final-jdk11"],
  [/^payara\//, "latest 5.2021.1 6.2023.2-jdk17"],
  [/liberty$/, "latest full kernel-slim-java17-openj9-ubi 22.0.0.9-full-java17-openj9"],
  [/^strapi\/base$/, "latest alpine 12 14-alpine"],
  [/^debian$/, "latest 12 bookworm bookworm-slim 12.11-slim"],
  [/^ubuntu$/, "latest 22.04 jammy noble-20240801"],
  [/^alpine$/, "latest 3 3.20 3.20.1 edge"],
  [/^buildpack-deps$/, "bookworm jammy-scm bullseye-curl"],
  [/^nginx$/, "latest 1.27 1.27-alpine 1.27-alpine-slim stable-bookworm"],
  [/^(python|golang|rust)$/, "latest 3.12 1.22-bookworm 1.22-alpine3.20"],
  [/^centos$/, "latest 7 8 centos7.9.2009 centos8.4.2105"],
  [/amazonlinux$/, "latest 2 2023 2023.12.20260727.0"],
  [/^oraclelinux$/, "7 8 8-slim 9-slim"],
  [/^(rockylinux|almalinux)$/, "9 9.3-minimal 8"],
  [/^fedora$/, "43"],
  [/ubi/, "latest 8.10 9.4-1214"],
];

const references = FAMILIES.flatMap((family) =>
  family.repositories.flatMap((repository) => {
    const tags = TAGS.find(([pattern]) => pattern.test(repository))?.[1].split(" ") ?? [];
    return tags.map((tag) => `${repository}:${tag}`);
  }),
);

function image(reference: string): BaseImage | null {
  const found = lookupImage(reference);
  return found.known ? found.value : null;
}

/** Roots and parents that are left undescribed on purpose. */
const UNDESCRIBED = /liberica-open(jdk|jre)-(alpine|rocky):/;

describe("every row", () => {
  it("has a repository of its own", () => {
    const all = FAMILIES.flatMap(({ repositories }) => repositories);
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
    expect(all.filter((name) => !TAGS.some(([pattern]) => pattern.test(name)))).toEqual([]);
  });

  it("is described", () => {
    const lost = references.filter((one) => image(one) === null && !UNDESCRIBED.test(one));
    expect(lost).toEqual([]);
  });

  it("names its source", () => {
    const without = references.filter(
      (one) => !/^https:\/\/[\w.-]+\/\S+$/.test(image(one)?.source ?? "https://x/x"),
    );
    expect(without).toEqual([]);
  });

  it("has whole paths, accounts by number, and a shell", () => {
    const odd = references.filter((one) => {
      const row = image(one);
      if (row === null) return false;
      const { config } = row;
      const paths = config.known
        ? [config.value.workdir, ...config.value.volumes, ...(config.value.env["PATH"] ?? "/").split(":")]
        : [];
      return (
        row.has("sh") !== "yes" ||
        !paths.every((path) => path.startsWith("/")) ||
        !Object.values(row.users).every((id) => /^(\*|\d+:\d+)$/.test(id)) ||
        (config.known && !/^[a-z0-9]*$/.test(config.value.user))
      );
    });
    expect(odd).toEqual([]);
  });
});

describe.each([true, false])("every counterpart (packages installed: %s)", (installsPackages) => {
  const pairs = references.flatMap((reference) => {
    const full = image(reference);
    const found = full === null ? null : runtimeCounterpart(full, { installsPackages });
    return full !== null && found?.known === true
      ? [{ full, reference: found.value.reference, slim: image(found.value.reference) }]
      : [];
  });

  it("is described itself", () => {
    expect(pairs.length).toBeGreaterThan(20);
    expect(pairs.filter(({ slim }) => slim === null)).toEqual([]);
  });

  it("P57, P58: has the same C library and major version", () => {
    const other = pairs.filter(
      ({ full, slim }) =>
        slim !== null &&
        (JSON.stringify(full.libc) !== JSON.stringify(slim.libc) ||
          (full.major.known && JSON.stringify(full.major) !== JSON.stringify(slim.major))),
    );
    expect(other).toEqual([]);
  });

  it("has no counterpart of its own, and no compiler", () => {
    const more = pairs.filter(
      ({ slim }) =>
        slim !== null &&
        (runtimeCounterpart(slim, { installsPackages }).known ||
          slim.has("javac") === "yes" ||
          slim.has("g++") === "yes"),
    );
    expect(more.map(({ reference }) => reference)).toEqual([]);
  });

  it("P59, P60: where packages are installed, stands on the same release with the same package manager", () => {
    const other = pairs.filter(
      ({ full, slim }) =>
        installsPackages &&
        slim !== null &&
        (JSON.stringify(full.packageManager) !== JSON.stringify(slim.packageManager) ||
          (full.codename.known && slim.codename.known && full.codename.value !== slim.codename.value)),
    );
    expect(other).toEqual([]);
  });
});
