import fc from "fast-check";
import { runtimeCounterpart } from "../../src/images/counterpart.js";
import { lookupImage } from "../../src/images/lookup.js";
import { FAMILIES } from "../../src/images/registry.js";
import type { BaseImage } from "../../src/images/types.js";
import { userExists } from "../../src/images/users.js";
import type { Known } from "../../src/known.js";

function image(reference: string): BaseImage {
  const found = lookupImage(reference);
  if (!found.known) throw new Error(`${reference}: ${found.because}`);
  return found.value;
}

function text(value: Known<string | number>): string {
  return value.known ? String(value.value) : "?";
}

/** distribution, release, package manager, major version as docker-library/official-images had them at 2026-08-21 */
const FACTS = `
node                                       debian  ?         apt       ?
node:20                                    debian  bookworm  apt       20
node:20.2.0                                debian  bullseye  apt       20
node:20-bookworm                           debian  bookworm  apt       20
node:22-bullseye-slim                      debian  bullseye  apt       22
node:lts                                   debian  ?         apt       ?
node:lts-alpine                            alpine  ?         apk       ?
node:lts-iron                              debian  ?         apt       20
node:current-alpine3.20                    alpine  3.20      apk       ?
node:14                                    debian  buster    apt       14
node:14.17.0                               debian  stretch   apt       14
node:14.17.0-alpine                        alpine  ?         apk       14
node:16-slim                               debian  buster    apt       16
node:12.22.1                               debian  stretch   apt       12
node:18.12                                 debian  bullseye  apt       18
node:18.17.1-slim                          debian  bookworm  apt       18
node:carbon                                debian  stretch   apt       8
node:hydrogen-alpine3.18                   alpine  3.18      apk       18
node:26                                    debian  trixie    apt       26
node:bookworm-slim                         debian  bookworm  apt       ?
tomcat                                     ubuntu  noble     apt       ?
tomcat:9                                   ubuntu  noble     apt       ?
tomcat:9.0.80-jdk17                        ubuntu  jammy     apt       17
tomcat:9.0.95-jdk17                        ubuntu  noble     apt       17
tomcat:9.0.50                              debian  ?         apt       ?
tomcat:8.5.100-jdk8                        ubuntu  jammy     apt       8
tomcat:jre21                               ubuntu  noble     apt       21
jetty:12.0-jdk17                           ubuntu  resolute  apt       17
jetty:12.0-jdk21-alpine                    alpine  ?         apk       21
jetty:12.0-jdk17-amazoncorretto            amazon  2023      dnf       17
ubi8/openjdk-17                            rhel    8         microdnf  17
registry.redhat.io/ubi9/openjdk-21:1.21    rhel    9         microdnf  21
registry.access.redhat.com/ubi9/ubi        rhel    9         dnf       ?
ubi8/ubi-minimal:8.10                      rhel    8         microdnf  ?
centos:7                                   centos  7         yum       ?
centos:centos7.9.2009                      centos  7         yum       ?
centos:centos8.4.2105                      centos  8         dnf       ?
amazonlinux:2                              amazon  2         yum       ?
amazonlinux:2023.12.20260727.0             amazon  2023      dnf       ?
oraclelinux:8-slim                         oracle  8         microdnf  ?
rockylinux:9-minimal                       rhel    9         microdnf  ?
fedora:43                                  fedora  43        dnf       ?
rust:1.75-slim-bookworm                    debian  bookworm  apt       1
strapi/base:14                             debian  ?         apt       14
strapi/base                                debian  ?         apt       ?
openjdk:21-jdk                             oracle  8         microdnf  21
openjdk:22                                 oracle  9         microdnf  22
openjdk:13-jdk                             oracle  7         yum       13
openjdk:17-oraclelinux7                    oracle  7         yum       17
openjdk:17-jdk-slim                        debian  bullseye  apt       17
openjdk:17-slim-buster                     debian  buster    apt       17
openjdk:17-jdk-alpine                      alpine  3.14      apk       17
openjdk:11                                 debian  bullseye  apt       11
openjdk:11-jre-slim                        debian  bullseye  apt       11
openjdk:11.0.16-jre                        debian  ?         apt       11
openjdk:8-jdk-alpine                       alpine  3.9       apk       8
openjdk:8-jre-slim-bullseye                debian  bullseye  apt       8
openjdk:18-ea-11-jdk-alpine3.15            alpine  3.15      apk       18
openjdk:latest                             oracle  8         microdnf  18
java:8                                     debian  jessie    apt       8
eclipse-temurin:17                         ubuntu  resolute  apt       17
eclipse-temurin:21-jre-jammy               ubuntu  jammy     apt       21
eclipse-temurin:21-jdk-alpine              alpine  ?         apk       21
eclipse-temurin:21-jre-alpine-3.22         alpine  3.22      apk       21
eclipse-temurin:20-jdk                     ubuntu  jammy     apt       20
eclipse-temurin:17.0.8.1_1-jre             ubuntu  ?         apt       17
eclipse-temurin:11-jdk-centos7             centos  7         yum       11
eclipse-temurin:17-jdk-ubi9-minimal        rhel    9         microdnf  17
maven                                      ubuntu  ?         apt       ?
maven:3.9-eclipse-temurin-17               ubuntu  noble     apt       17
maven:3.9.6-eclipse-temurin-21             ubuntu  jammy     apt       21
maven:3.8.4-eclipse-temurin-11             ubuntu  focal     apt       11
maven:3.9.6                                ubuntu  jammy     apt       21
maven:3.8-eclipse-temurin-17-focal         ubuntu  focal     apt       17
maven:3.9-eclipse-temurin-21-alpine        alpine  ?         apk       21
maven:3.8.5-openjdk-17                     oracle  8         microdnf  17
maven:3.8.5-openjdk-17-slim                debian  bullseye  apt       17
maven:3.6.3-jdk-11                         debian  ?         apt       11
maven:3.6-jdk-8-alpine                     alpine  ?         apk       8
maven:3-jdk-8                              debian  bullseye  apt       8
maven:3.9-amazoncorretto-17                amazon  ?         dnf       17
maven:3.9-ibm-semeru-17-noble              ubuntu  noble     apt       17
maven:3.9.9-sapmachine-21                  ubuntu  ?         apt       21
gradle                                     ubuntu  ?         apt       ?
gradle:8-jdk17                             ubuntu  noble     apt       17
gradle:8.5-jdk17                           ubuntu  jammy     apt       17
gradle:8.5.0-jdk21-jammy                   ubuntu  jammy     apt       21
gradle:7.6-jdk17-alpine                    alpine  ?         apk       17
gradle:7.6.1-jdk17-focal                   ubuntu  focal     apt       17
gradle:7.6.1                               ubuntu  jammy     apt       17
gradle:8-jdk11                             ubuntu  jammy     apt       11
gradle:jdk17                               ubuntu  ?         apt       17
gradle:6.8-jdk11                           ubuntu  ?         apt       11
gradle:4.10-jdk8-alpine                    alpine  ?         apk       8
gradle:5.4.1-jdk8-alpine                   alpine  ?         apk       8
gradle:8-jdk17-corretto                    amazon  2023      dnf       17
adoptopenjdk:11-jre-hotspot                ubuntu  ?         apt       11
amazoncorretto:17                          amazon  2023      dnf       17
amazoncorretto:17-al2-jdk                  amazon  2         yum       17
amazoncorretto:21-alpine3.19               alpine  3.19      apk       21
ibm-semeru-runtimes:open-17-jdk-jammy      ubuntu  jammy     apt       17
sapmachine:21-jdk-ubuntu-22.04             ubuntu  jammy     apt       21
azul/zulu-openjdk-alpine:17                alpine  ?         apk       17
azul/zulu-openjdk:21-latest                ubuntu  ?         apt       21
bellsoft/liberica-openjdk-debian:17        debian  ?         apt       17
registry.access.redhat.com/ubi8/openjdk-17 rhel    8         microdnf  17
mcr.microsoft.com/openjdk/jdk:17-ubuntu    ubuntu  jammy     apt       17
tomcat:9-jdk17                             ubuntu  noble     apt       17
tomcat:10.1-jdk21-temurin-jammy            ubuntu  jammy     apt       21
tomcat:9.0.62-jdk11-openjdk-slim           debian  ?         apt       11
debian:12-slim                             debian  bookworm  apt       ?
debian:bullseye-20240110-slim              debian  bullseye  apt       ?
debian:stable-slim                         debian  ?         apt       ?
ubuntu:22.04                               ubuntu  jammy     apt       ?
ubuntu                                     ubuntu  ?         apt       ?
alpine:3.20                                alpine  3.20      apk       ?
alpine                                     alpine  ?         apk       ?
nginx:1.27-alpine                          alpine  ?         apk       ?
nginx:stable-bookworm                      debian  bookworm  apt       ?
python:3.12-slim-bookworm                  debian  bookworm  apt       3
golang:1.22-alpine3.20                     alpine  3.20      apk       1
`
  .trim()
  .split("\n")
  .map((line) => line.split(/\s+/));

describe("lookupImage", () => {
  it.each(FACTS)("%s is %s %s with %s, major %s", (reference, distribution, codename, manager, major) => {
    const found = image(reference ?? "");
    expect([
      text(found.distribution),
      text(found.codename),
      text(found.packageManager),
      text(found.major),
    ]).toEqual([distribution, codename, manager, major]);
    expect(text(found.libc)).toBe(distribution === "alpine" ? "musl" : "glibc");
  });

  it("knows an official image under the names of its mirrors", () => {
    for (const name of [
      "docker.io/library/node",
      "library/node",
      "public.ecr.aws/docker/library/node",
      "mirror.gcr.io/library/node",
    ])
      expect(image(`${name}:20`).family).toBe("node");
  });

  it.each([
    "registry.example.com:5000/team/jdk:17",
    "mycompany/node:20",
    "ghcr.io/library/node:20",
    "node:my-own-tag",
    "openjdk:21-jdk-graal",
    "gradle:8-jdk21-graal",
    "bellsoft/liberica-openjdk-alpine:17",
    "node@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "${BASE}",
    "",
    "Node:20",
  ])("leaves %p unknown, with a reason", (reference) => {
    const found = lookupImage(reference);
    expect(found.known).toBe(false);
    expect(found.known ? "" : found.because).not.toBe("");
  });

  it("never throws, whatever the reference (property)", () => {
    const names = FAMILIES.flatMap((family) => family.repositories);
    const tag = fc.stringMatching(/^[\w.-]{1,24}$/);
    const reference = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom(...names), tag).map(([name, t]) => `${name}:${t}`),
      fc.tuple(fc.constantFrom(...FACTS.map(([r]) => r ?? "")), tag).map(([r, t]) => `${r}-${t}`),
    );
    fc.assert(
      fc.property(reference, fc.boolean(), (r, installsPackages) => {
        const found = lookupImage(r);
        if (!found.known) return found.because !== "";
        const slim = runtimeCounterpart(found.value, { installsPackages });
        return slim.known ? slim.value.because !== "" : slim.because !== "";
      }),
      { numRuns: 2000 },
    );
  });

  it("asks each repository of one family only", () => {
    const names = FAMILIES.flatMap((family) => family.repositories);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("programs (P69, P155, P177)", () => {
  it.each([
    [
      "node:20",
      "curl git wget python3 convert openssl ps make g++ bash node npm npx yarn corepack",
      "tini ffmpeg jq zip vim",
    ],
    [
      "node:20-slim",
      "bash node npm yarn xargs tar perl",
      "curl git wget python3 openssl ps convert make g++ unzip tini",
    ],
    ["node:20-alpine", "node npm yarn wget ps unzip xargs", "bash curl git python3 make g++ openssl tini"],
    ["node:26", "node npm curl", "yarn corepack"],
    [
      "eclipse-temurin:17-jre",
      "java keytool curl wget fc-list openssl bash",
      "javac jar jcmd jmap jshell git unzip mvn",
    ],
    ["eclipse-temurin:17-jdk", "java javac jcmd jshell jlink curl", "git mvn unzip"],
    ["eclipse-temurin:8-jdk-jammy", "java javac jcmd ps", "jshell jpackage"],
    ["eclipse-temurin:17-jre-alpine", "java wget fc-list openssl", "curl git javac"],
    ["maven:3.9-eclipse-temurin-17", "mvn git curl java javac", "gradle node unzip"],
    ["gradle:8-jdk17", "gradle git unzip make curl wget", "mvn node"],
    ["openjdk:17-jdk-slim", "java javac bash", "curl wget git unzip"],
    ["openjdk:11-jdk", "java curl wget git unzip ps", "mvn jpackage"],
    ["openjdk:21-jdk", "java javac curl tar", "git wget unzip"],
    ["openjdk:8-jdk-alpine", "java wget", "bash curl git"],
    ["node:26-slim", "useradd groupadd", "adduser addgroup curl"],
    ["debian:bookworm-slim", "bash adduser useradd tar", "curl wget git ps python3"],
    ["nginx:alpine", "nginx curl envsubst wget", "bash"],
    ["nginx:alpine-slim", "nginx wget", "bash curl"],
  ])("%s has %s and lacks %s", (reference, present, absent) => {
    const found = image(reference);
    expect(present.split(" ").filter((program) => found.has(program) !== "yes")).toEqual([]);
    expect(absent.split(" ").filter((program) => found.has(program) !== "no")).toEqual([]);
  });

  it("does not guess about programs that nobody looked at, or that only some releases have", () => {
    expect(image("node:20-slim").has("some-tool-of-ours")).toBe("unknown");
    expect(image("openjdk:17").has("xargs")).toBe("unknown");
    expect(image("eclipse-temurin:17-jre").has("jfr")).toBe("unknown");
    expect(image("debian").has("adduser")).toBe("unknown");
    expect(image("node").has("yarn")).toBe("unknown");
  });
});

describe("config and accounts", () => {
  function config(reference: string) {
    const found = image(reference).config;
    if (!found.known) throw new Error(found.because);
    return found.value;
  }

  it("node: entry point, command and versions that float (P8)", () => {
    expect(config("node:20-slim")).toMatchObject({
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["node"],
      workdir: "/",
      env: { NODE_VERSION: "*", YARN_VERSION: "*" },
    });
    expect(config("node:26").env).not.toHaveProperty("YARN_VERSION");
    expect(config("node:20")).toEqual(config("node:20-slim"));
  });

  it("eclipse-temurin: the entry point of JRE and JDK, and jshell for the JDK alone (P111)", () => {
    const jre = config("eclipse-temurin:21-jre");
    expect(jre.entrypoint).toEqual(["/__cacert_entrypoint.sh"]);
    expect(jre.cmd).toBeNull();
    expect(jre.env).toEqual(config("eclipse-temurin:21-jdk").env);
    expect(config("eclipse-temurin:21-jdk").cmd).toEqual(["jshell"]);
    expect(config("eclipse-temurin:8-jdk").cmd).toBeNull();
    // an older build may lack the entry point, and has the same environment and folder
    expect(config("eclipse-temurin:17.0.2_8-jdk").env["JAVA_HOME"]).toBe("/opt/java/openjdk");
    expect(config("eclipse-temurin:20-jdk").workdir).toBe(config("eclipse-temurin:21-jdk").workdir);
  });

  it("maven and gradle: what they add to the JDK under them", () => {
    expect(config("maven:3.9-eclipse-temurin-17")).toMatchObject({
      entrypoint: ["/usr/local/bin/mvn-entrypoint.sh"],
      cmd: ["mvn"],
      env: { MAVEN_HOME: "/usr/share/maven", MAVEN_CONFIG: "/root/.m2", JAVA_HOME: "/opt/java/openjdk" },
    });
    expect(config("gradle:8-jdk17")).toMatchObject({
      entrypoint: ["/__cacert_entrypoint.sh"],
      cmd: ["gradle"],
      workdir: "/home/gradle",
      user: "root",
      volumes: ["/home/gradle/.gradle"],
      env: { GRADLE_HOME: "/opt/gradle" },
    });
  });

  it("openjdk: another Java home on Oracle Linux than on Debian", () => {
    expect(config("openjdk:21-jdk").env["JAVA_HOME"]).toBe("/usr/java/openjdk-21");
    expect(config("openjdk:17-jdk-slim").env["JAVA_HOME"]).toBe("/usr/local/openjdk-17");
    expect(config("openjdk:8-jdk").cmd).toEqual(["bash"]);
  });

  it("knows the accounts an image brings", () => {
    expect(image("node:20").users["node"]).toBe("1000:1000");
    expect(userExists(image("node:20-slim"), "node")).toBe(true);
    expect(userExists(image("node:20-slim"), "app")).toBe(false);
    expect(userExists(image("node:20-slim"), "1001:1001")).toBe(true);
    expect(userExists(image("eclipse-temurin:17-jre-noble"), "ubuntu")).toBe(true);
    expect(userExists(image("eclipse-temurin:17-jre-jammy"), "ubuntu")).toBe(false);
    expect(userExists(image("gradle:8-jdk17"), "gradle:gradle")).toBe(true);
    expect(userExists(image("gradle:8-jdk17"), "ubuntu")).toBe(false);
    expect(userExists(image("eclipse-temurin:17-jre"), "gradle")).toBe(false);
    expect(userExists(image("nginx:alpine"), "nginx")).toBe(true);
  });
});
