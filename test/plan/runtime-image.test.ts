/** Which image the runtime stage stands on, as far as FROM, the command line and the configuration decide it. */
import { mappedReference, mappingFault } from "../../src/images/mapping.js";
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome, SplitOptions } from "../../src/split/types.js";
import { MAVEN_FILES, NODE_FILES } from "../support/rewrite.js";

function outcome(
  source: string,
  files: Readonly<Record<string, string>>,
  options: Partial<SplitOptions> = {},
): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
    ...options,
  });
}

/** The line of the last FROM, or why there is none. */
function chosen(result: Outcome): string {
  const lines = result.changes[0]?.after.split("\n").filter((line) => /^from\b/i.test(line)) ?? [];
  return lines[1] ?? result.reason?.code ?? "";
}

const java = (from: string, more = ""): string =>
  `${from}\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${more}CMD ["java", "-jar", "target/demo-1.0.jar"]\n`;
const node = (from: string, more = ""): string =>
  `${from}\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n${more}CMD ["node", "dist/index.js"]\n`;
const PRIVATE = { "registry.example:5000/team/jdk:*": "registry.example:5000/team/jre:$1" };

describe("FROM", () => {
  it.each([
    ["ARG NODE_VERSION=20\nFROM node:${NODE_VERSION}", "FROM node:${NODE_VERSION}-slim"],
    ["ARG NODE_VERSION=20\nFROM node:$NODE_VERSION", "FROM node:$NODE_VERSION-slim"],
    ["ARG TAG=20-bookworm\nFROM node:${TAG}", "FROM node:${TAG}-slim"],
    ["ARG BASE=node:20\nFROM ${BASE}", "FROM ${BASE}-slim"],
    ["FROM --platform=linux/amd64 node:20", "FROM --platform=linux/amd64 node:20-slim"],
    ["FROM --platform=$TARGETPLATFORM node:20", "FROM --platform=$TARGETPLATFORM node:20-slim"],
    ["FROM --platform=$BUILDPLATFORM node:20", "FROM node:20-slim"],
    ["FROM docker.io/library/node:20", "FROM docker.io/library/node:20-slim"],
    ["FROM node:20-bullseye", "FROM node:20-bullseye-slim"],
    ["from node:20", "from node:20-slim"],
  ])("%j gives %j", (from, expected) => {
    expect(chosen(outcome(node(from), NODE_FILES))).toBe(expected);
  });

  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  it.each([
    `FROM maven:3.9-eclipse-temurin-17@${digest}`,
    "FROM registry.example:5000/team/jdk:17",
    "FROM localhost/jdk:17",
    "FROM some-base",
  ])("%j keeps its image in the runtime stage", (from) => {
    expect(chosen(outcome(java(from), MAVEN_FILES))).toBe(from);
  });

  it("P137: an ARG without a default leaves the image open, and --build-arg settles it", () => {
    const source = node("ARG NODE_VERSION\nFROM node:${NODE_VERSION}");
    expect(chosen(outcome(source, NODE_FILES))).toBe("FROM node:${NODE_VERSION}");
    expect(chosen(outcome(source, NODE_FILES, { buildArgs: { NODE_VERSION: "20" } }))).toBe(
      "FROM node:${NODE_VERSION}-slim",
    );
  });

  it("P57, P59: the release and the C library stay, whatever the tag", () => {
    expect(chosen(outcome(node("FROM node:20-alpine3.20"), NODE_FILES))).toBe("FROM node:20-alpine3.20");
    expect(chosen(outcome(node("FROM node:18"), NODE_FILES))).toBe("FROM node:18-slim");
    expect(chosen(outcome(java("FROM maven:3.9-eclipse-temurin-17-alpine"), MAVEN_FILES))).toBe(
      "FROM eclipse-temurin:17-jre-alpine",
    );
  });

  it("P178: an image with ONBUILD triggers is refused", () => {
    expect(chosen(outcome(java("FROM maven:3-jdk-8-onbuild"), MAVEN_FILES))).toBe("onbuild-base");
    expect(chosen(outcome(node("FROM node:8-onbuild"), NODE_FILES))).toBe("onbuild-base");
  });
});

describe("--runtime-image and --keep-image", () => {
  it("take the image as it is, and stay on the build's", () => {
    const source = java("FROM maven:3.9-eclipse-temurin-17");
    expect(chosen(outcome(source, MAVEN_FILES, { runtimeImage: "eclipse-temurin:17-jre-noble" }))).toBe(
      "FROM eclipse-temurin:17-jre-noble",
    );
    expect(chosen(outcome(source, MAVEN_FILES, { keepImage: true }))).toBe(
      "FROM maven:3.9-eclipse-temurin-17",
    );
  });

  it("an image of which nothing is known is to be looked at", () => {
    const result = outcome(java("FROM maven:3.9-eclipse-temurin-17"), MAVEN_FILES, {
      runtimeImage: "registry.example/jre:17",
    });
    expect(chosen(result)).toBe("needs-review");
    expect(result.notes.map(({ code }) => code)).toContain("runtime-image-unknown");
  });

  it("P57, P64: another C library is to be looked at", () => {
    const result = outcome(node("FROM node:20"), NODE_FILES, { runtimeImage: "node:20-alpine" });
    expect(chosen(result)).toBe("needs-review");
    expect(result.notes.find(({ code }) => code === "runtime-image-differs")?.message).toContain(
      "its C library is musl and not glibc",
    );
  });

  it("P108, P109: another major version is to be looked at", () => {
    const result = outcome(java("FROM maven:3.9-eclipse-temurin-17"), MAVEN_FILES, {
      runtimeImage: "eclipse-temurin:21-jre",
    });
    expect(result.notes.find(({ code }) => code === "runtime-image-differs")?.message).toContain(
      "its major version is 21 and not 17",
    );
  });
});

describe("a mapping of the configuration", () => {
  const images = PRIVATE;

  it("names the counterpart of a private image, which is no matter for review", () => {
    const result = outcome(java("FROM registry.example:5000/team/jdk:17"), MAVEN_FILES, { images });
    expect(chosen(result)).toBe("FROM registry.example:5000/team/jre:17");
    expect(result.safety).toBe("safe");
  });

  it("keeps the variables of FROM, known or not", () => {
    for (const argument of ["ARG V=17", "ARG V"]) {
      const from = `${argument}\nFROM registry.example:5000/team/jdk:\${V}`;
      expect(chosen(outcome(java(from), MAVEN_FILES, { images }))).toBe(
        "FROM registry.example:5000/team/jre:${V}",
      );
    }
  });

  it("does not reach an image that is pinned by digest", () => {
    const from = `FROM registry.example:5000/team/jdk:17@sha256:${"0".repeat(64)}`;
    expect(chosen(outcome(java(from), MAVEN_FILES, { images }))).toBe(from);
  });

  it("goes before the table, and the command line before it", () => {
    const source = java("FROM maven:3.9-eclipse-temurin-17");
    const own = { "maven:*-eclipse-temurin-*": "registry.example/jre:$2" };
    expect(chosen(outcome(source, MAVEN_FILES, { images: own }))).toBe("FROM registry.example/jre:17");
    expect(chosen(outcome(source, MAVEN_FILES, { images: own, keepImage: true }))).toBe(
      "FROM maven:3.9-eclipse-temurin-17",
    );
    expect(
      chosen(outcome(source, MAVEN_FILES, { images: own, runtimeImage: "eclipse-temurin:17-jre" })),
    ).toBe("FROM eclipse-temurin:17-jre");
  });

  it("to the same image keeps it", () => {
    const source = java("FROM maven:3.9-eclipse-temurin-17");
    expect(chosen(outcome(source, MAVEN_FILES, { images: { "maven:*": "maven:$1" } }))).toBe(
      "FROM maven:3.9-eclipse-temurin-17",
    );
  });

  it("P69: what the container needs beside the language is to be looked at", () => {
    const source = java(
      "FROM registry.example:5000/team/jdk:17",
      "HEALTHCHECK CMD curl -f http://localhost:8080\n",
    );
    const result = outcome(source, MAVEN_FILES, { images });
    expect(chosen(result)).toBe("needs-review");
    expect(result.notes.find(({ code }) => code === "runtime-image-unknown")?.message).toContain("curl");
  });
});

describe("a pattern", () => {
  it.each([
    [{ "a.example/jdk:*": "a.example/jre:$1" }, "a.example/jdk:17-x", "a.example/jre:17-x"],
    [{ "a.example/jdk:*": "a.example/jre:$1" }, "a.example/jdk", "a.example/jre:latest"],
    [{ "a.example/jdk:*": "a.example/jre:$1" }, "a_example/jdk:17", null],
    [{ "*/jdk:*": "$1/jre:$2" }, "localhost:5000/jdk:17", "localhost:5000/jre:17"],
    [{ "x:1*": "one", "x:*": "other" }, "x:17", "one"],
  ])("%j on %s is %s", (mapping, reference, expected) => {
    expect(mappedReference(mapping as Readonly<Record<string, string>>, reference)).toBe(expected);
  });

  it("with a number that no star has is a fault", () => {
    expect(mappingFault("a:*", "b:$2")).toBe('"b:$2" speaks of $2, and "a:*" has 1 of the sign *');
    expect(mappingFault("a:*", "b:$1")).toBeNull();
    expect(mappingFault("a b", "c")).not.toBeNull();
  });
});
