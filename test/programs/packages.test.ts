import { classifyPackage, jrePackage, runtimeLibrary } from "../../src/programs/packages.js";
import type { PackageManager } from "../../src/images/types.js";

it.each<[PackageManager, string, string]>([
  ["apt", "build-essential", "build"],
  ["apt", "g++", "build"],
  ["apt", "g++-12", "build"],
  ["apt", "libpq-dev", "build"],
  ["apt", "zlib1g-dev", "build"],
  ["apt", "maven", "build"],
  ["apt", "openjdk-17-jdk", "build"],
  ["apt", "openjdk-17-jre-headless", "runtime"],
  ["apt", "default-jdk", "build"],
  ["apt", "libpq5", "runtime"],
  ["apt", "libstdc++6", "runtime"],
  ["apt", "fonts-dejavu-core", "runtime"],
  ["apt", "tzdata", "runtime"],
  ["apt", "ca-certificates", "runtime"],
  ["apt", "nodejs", "runtime"],
  ["apt", "git", "ambiguous"],
  ["apt", "python3", "ambiguous"],
  ["apt", "curl", "ambiguous"],
  ["apt", "openssl", "ambiguous"],
  ["apt", "acme-agent", "unknown"],
  ["apk", "build-base", "build"],
  ["apk", "openjdk17", "build"],
  ["apk", "openjdk17-jre", "runtime"],
  ["apk", "libstdc++", "runtime"],
  ["apk", "sqlite-libs", "runtime"],
  ["apk", "musl-dev", "build"],
  ["apk", "libfoo2", "unknown"],
  ["yum", "java-17-openjdk-devel", "build"],
  ["yum", "java-17-openjdk", "runtime"],
  ["dnf", "gcc-c++", "build"],
])("P68: %s %s is for %s", (manager, name, use) => {
  expect(classifyPackage(manager, name)).toBe(use);
});

it("names the JRE of a JDK", () => {
  expect(jrePackage("apt", "openjdk-17-jdk")).toBe("openjdk-17-jre");
  expect(jrePackage("apt", "openjdk-17-jdk-headless")).toBe("openjdk-17-jre-headless");
  expect(jrePackage("apt", "default-jdk")).toBe("default-jre");
  expect(jrePackage("apk", "openjdk17")).toBe("openjdk17-jre");
  expect(jrePackage("apk", "openjdk11-jdk")).toBe("openjdk11-jre");
  expect(jrePackage("yum", "java-1.8.0-openjdk-devel")).toBe("java-1.8.0-openjdk");
  expect(jrePackage("apt", "openjdk-17-jre")).toBeNull();
  expect(jrePackage("apt", "maven")).toBeNull();
  expect(jrePackage("apk", "openjdk-17-jdk")).toBeNull();
});

it("P62: names the library behind a development package where its name does not change", () => {
  expect(runtimeLibrary("apt", "libpq-dev", null)).toBe("libpq5");
  expect(runtimeLibrary("apt", "libcairo2-dev", "jammy")).toBe("libcairo2");
  expect(runtimeLibrary("apk", "libpq-dev", "3.20")).toBe("libpq");
  expect(runtimeLibrary("apk", "zlib-dev", null)).toBe("");
  expect(runtimeLibrary("dnf", "libpq-devel", null)).toBeNull();
});

it.each([
  ["libssl-dev", "bullseye", "libssl1.1"],
  ["libssl-dev", "bookworm", "libssl3"],
  ["libssl-dev", "trixie", "libssl3t64"],
  ["libssl-dev", "jammy", null],
  ["libssl-dev", null, null],
  ["libldap-dev", "bullseye", null],
  ["libwebp-dev", "bookworm", "libwebp7 libwebpdemux2 libwebpmux3"],
])("P62: the library of %s on %s", (name, release, expected) => {
  expect(runtimeLibrary("apt", name, release)).toBe(expected);
});
