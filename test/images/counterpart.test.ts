import { runtimeCounterpart } from "../../src/images/counterpart.js";
import { lookupImage } from "../../src/images/lookup.js";
import type { BaseImage } from "../../src/images/types.js";

function image(reference: string): BaseImage {
  const found = lookupImage(reference);
  if (!found.known) throw new Error(`${reference}: ${found.because}`);
  return found.value;
}

function slim(reference: string, installsPackages: boolean): string {
  const found = runtimeCounterpart(image(reference), { installsPackages });
  return found.known ? found.value.reference : "same";
}

/** image, runtime image, runtime image when the runtime installs packages */
const PAIRS = `
node                                     node:slim                        node:slim
node:latest                              node:slim                        node:slim
node:20                                  node:20-slim                     node:20-slim
node:20.11.1                             node:20.11.1-slim                node:20.11.1-slim
node:20-bookworm                         node:20-bookworm-slim            node:20-bookworm-slim
node:lts                                 node:lts-slim                    node:lts-slim
node:current-bullseye                    node:current-bullseye-slim       node:current-bullseye-slim
node:hydrogen                            node:hydrogen-slim               node:hydrogen-slim
node:10                                  node:10-slim                     node:10-slim
node:10.13.0                             same                             same
node:lts-iron                            same                             same
node:20-alpine                           same                             same
node:20-slim                             same                             same
node:8-onbuild                           same                             same
public.ecr.aws/docker/library/node:20    public.ecr.aws/docker/library/node:20-slim  public.ecr.aws/docker/library/node:20-slim
docker.io/node:20                        docker.io/node:20-slim           docker.io/node:20-slim
openjdk:21-jdk                           eclipse-temurin:21-jre           same
openjdk:17                               eclipse-temurin:17-jre           same
openjdk:17-jdk-slim                      eclipse-temurin:17-jre           same
openjdk:17-jdk-alpine                    eclipse-temurin:17-jre-alpine    same
openjdk:8-jdk-alpine                     eclipse-temurin:8-jre-alpine     same
openjdk:11-jdk                           eclipse-temurin:11-jre           same
openjdk:11.0.16-jdk                      eclipse-temurin:11-jre           openjdk:11.0.16-jre
openjdk:8u342-jdk-slim-buster            eclipse-temurin:8-jre            openjdk:8u342-jre-slim-buster
openjdk:11.0.3-jdk-slim-buster           eclipse-temurin:11-jre           same
openjdk:16-jdk                           same                             same
openjdk:12                               same                             same
openjdk:11-jre                           same                             same
openjdk:latest                           same                             same
mirror.gcr.io/library/openjdk:17         mirror.gcr.io/library/eclipse-temurin:17-jre  same
java:8                                   eclipse-temurin:8-jre            same
eclipse-temurin:17                       eclipse-temurin:17-jre           eclipse-temurin:17-jre
eclipse-temurin:21-jdk-jammy             eclipse-temurin:21-jre-jammy     eclipse-temurin:21-jre-jammy
eclipse-temurin:21-jdk-alpine            eclipse-temurin:21-jre-alpine    eclipse-temurin:21-jre-alpine
eclipse-temurin:17.0.8.1_1-jdk           eclipse-temurin:17.0.8.1_1-jre   eclipse-temurin:17.0.8.1_1-jre
eclipse-temurin:17_35-jdk                same                             same
eclipse-temurin:16                       same                             same
eclipse-temurin:latest                   same                             same
tomcat:9.0.80-jdk17                      tomcat:9.0.80-jre17               tomcat:9.0.80-jre17
tomcat:9-jdk17                           tomcat:9-jre17                    tomcat:9-jre17
tomcat                                   same                              same
tomcat:9.0.50                            same                              same
jetty:12.0-jdk17                         jetty:12.0-jre17                  jetty:12.0-jre17
jetty:12.0-jdk17-alpine                  jetty:12.0-jre17-alpine           jetty:12.0-jre17-alpine
jetty:12.1-jdk17                         same                              same
ubi8/openjdk-17                          ubi8/openjdk-17-runtime:latest    ubi8/openjdk-17-runtime:latest
registry.redhat.io/ubi8/openjdk-11:1.20  registry.redhat.io/ubi8/openjdk-11-runtime:1.20  registry.redhat.io/ubi8/openjdk-11-runtime:1.20
centos:7                                 same                              same
rust:1.75                                same                              same
maven:3.9-eclipse-temurin-17             eclipse-temurin:17-jre           eclipse-temurin:17-jre-noble
maven:3.9.6-eclipse-temurin-21           eclipse-temurin:21-jre           eclipse-temurin:21-jre-jammy
maven:3.9-eclipse-temurin-17-alpine      eclipse-temurin:17-jre-alpine    eclipse-temurin:17-jre-alpine
maven:3.8-eclipse-temurin-11-focal       eclipse-temurin:11-jre-focal     eclipse-temurin:11-jre-focal
maven:3.8-openjdk-17                     eclipse-temurin:17-jre           same
maven:3.8.4-openjdk-17-slim              eclipse-temurin:17-jre           same
maven:3-openjdk-17-slim                  eclipse-temurin:17-jre           same
maven:3-jdk-8                            eclipse-temurin:8-jre            same
maven:3.6.3-jdk-11-slim                  eclipse-temurin:11-jre           same
maven:3.9.6                              eclipse-temurin:21-jre           eclipse-temurin:21-jre-jammy
maven:3.9-amazoncorretto-17              amazoncorretto:17-headful        same
maven:3.9-amazoncorretto-21-alpine       same                             same
maven:3.9-ibm-semeru-17-noble            ibm-semeru-runtimes:open-17-jre-noble  ibm-semeru-runtimes:open-17-jre-noble
maven:3.9.9-sapmachine-21                sapmachine:21-jre                sapmachine:21-jre
maven:3-jdk-8-onbuild                    same                             same
maven                                    same                             same
maven:3.9                                same                             same
gradle:8-jdk17                           eclipse-temurin:17-jre           eclipse-temurin:17-jre-noble
gradle:8.5-jdk17                         eclipse-temurin:17-jre           eclipse-temurin:17-jre-jammy
gradle:8-jdk21-alpine                    eclipse-temurin:21-jre-alpine    eclipse-temurin:21-jre-alpine
gradle:7.6-jdk17                         eclipse-temurin:17-jre           eclipse-temurin:17-jre-noble
gradle:7.6.1-jdk11-focal                 eclipse-temurin:11-jre-focal     eclipse-temurin:11-jre-focal
gradle:7.4.2                             eclipse-temurin:17-jre           eclipse-temurin:17-jre-jammy
gradle:jdk17                             eclipse-temurin:17-jre           same
gradle:6.8-jdk11                         eclipse-temurin:11-jre           same
gradle:4.10-jdk8-alpine                  eclipse-temurin:8-jre-alpine     same
gradle:8-jdk17-corretto                  amazoncorretto:17-al2023-headful amazoncorretto:17-al2023-headful
gradle:latest                            same                             same
gradle:8                                 same                             same
gradle                                   same                             same
amazoncorretto:17                        amazoncorretto:17-headful        amazoncorretto:17-headful
amazoncorretto:8                         amazoncorretto:8-jre             amazoncorretto:8-jre
amazoncorretto:8-alpine                  amazoncorretto:8-alpine-jre      amazoncorretto:8-alpine-jre
amazoncorretto:17-alpine                 same                             same
amazoncorretto:11-al2                    same                             same
adoptopenjdk:11-jdk-hotspot              eclipse-temurin:11-jre           adoptopenjdk:11-jre-hotspot
adoptopenjdk:11-jdk-openj9               adoptopenjdk:11-jre-openj9       adoptopenjdk:11-jre-openj9
ibm-semeru-runtimes:open-17-jdk          ibm-semeru-runtimes:open-17-jre  ibm-semeru-runtimes:open-17-jre
sapmachine:21                            sapmachine:21-jre                sapmachine:21-jre
sapmachine:21-jdk-ubuntu-22.04           sapmachine:21-jre-ubuntu-22.04   sapmachine:21-jre-ubuntu-22.04
sapmachine:14                            same                             same
azul/zulu-openjdk:17                     azul/zulu-openjdk:17-jre         azul/zulu-openjdk:17-jre
azul/zulu-openjdk-alpine:21-latest       azul/zulu-openjdk-alpine:21-jre-latest  azul/zulu-openjdk-alpine:21-jre-latest
azul/zulu-openjdk:14                     same                             same
bellsoft/liberica-openjdk-debian:17      bellsoft/liberica-openjre-debian:17  bellsoft/liberica-openjre-debian:17
registry.access.redhat.com/ubi8/openjdk-17:1.20  registry.access.redhat.com/ubi8/openjdk-17-runtime:1.20  registry.access.redhat.com/ubi8/openjdk-17-runtime:1.20
registry.access.redhat.com/ubi9/openjdk-21:1.20-2  same                   same
mcr.microsoft.com/openjdk/jdk:17-ubuntu  same                             same
tomcat:9-jdk17                           tomcat:9-jre17                   tomcat:9-jre17
tomcat:10.1-jdk21-temurin-jammy          tomcat:10.1-jre21-temurin-jammy  tomcat:10.1-jre21-temurin-jammy
tomcat:9-jdk16-temurin-focal             same                             same
debian:bookworm                          same                             same
ubuntu:22.04                             same                             same
alpine:3.20                              same                             same
nginx:alpine                             same                             same
python:3.12                              python:3.12-slim                 python:3.12-slim
python:3.11-bookworm                     python:3.11-slim-bookworm        python:3.11-slim-bookworm
golang:1.22                              same                             same
`
  .trim()
  .split("\n")
  .map((line) => line.split(/\s+/));

describe("runtimeCounterpart (P57, P59, P122)", () => {
  it.each(PAIRS)("%s -> %s, with packages %s", (reference = "", plain, withPackages) => {
    expect([slim(reference, false), slim(reference, true)]).toEqual([plain, withPackages]);
  });

  it.each(
    PAIRS.flatMap(([reference = ""]) => [false, true].map((packages) => [reference, packages] as const)),
  )(
    "keeps C library, version and (with packages) distribution of %s, packages %p",
    (reference, installsPackages) => {
      const original = image(reference);
      const found = runtimeCounterpart(original, { installsPackages });
      if (!found.known) return expect(found.because).not.toBe("");
      const chosen = image(found.value.reference);
      expect(chosen.libc).toEqual(original.libc);
      if (original.major.known) expect(chosen.major).toEqual(original.major);
      expect(chosen.onbuild).toBe(false);
      expect(found.value.because).not.toBe("");
      if (!installsPackages) return;
      expect(chosen.distribution).toEqual(original.distribution);
      expect(chosen.packageManager).toEqual(original.packageManager);
      if (original.codename.known && chosen.codename.known)
        expect(chosen.codename).toEqual(original.codename);
    },
  );

  it("has no counterpart of its own counterparts", () => {
    for (const [, plain = "same"] of PAIRS) if (plain !== "same") expect(slim(plain, false)).toBe("same");
  });

  it("leaves an image that is pinned by digest", () => {
    const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    const found = runtimeCounterpart(image(`node:20@${digest}`), { installsPackages: false });
    expect(found).toEqual({ known: false, because: expect.stringContaining("digest") as string });
  });
});
