/** Rules of Dockerfiles with two stages that every rewrite keeps: where ARG stands, what COPY --from takes, what is not split. */
import { runtimeCounterpart } from "../../src/images/counterpart.js";
import { lookupImage } from "../../src/images/lookup.js";
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import { MAVEN_FILES, NODE_FILES, rewrite } from "../support/rewrite.js";

const NODE =
  'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nENV NODE_ENV=production\nCMD ["node", "dist/index.js"]\n';

function node(source: string, files: Readonly<Record<string, string>> = {}): readonly [string, string] {
  const { text } = rewrite(source, { ...NODE_FILES, ...files });
  const at = text.indexOf("\n\nFROM ");
  return [text.slice(0, at + 1), text.slice(at + 2)];
}

describe("arguments and variables", () => {
  it("P2, P3: the ARG of both FROM lines stands in front of the first one, and none between the stages", () => {
    const [build, runtime] = node(NODE.replace("FROM node:20", "ARG NODE=20\nFROM node:${NODE}"));
    expect(build.startsWith("ARG NODE=20\nFROM node:${NODE} AS build\n")).toBe(true);
    expect(runtime.startsWith("FROM node:${NODE}-slim\n")).toBe(true);
    expect(`${build}${runtime}`.match(/ARG NODE/g)).toHaveLength(1);
  });

  it("P11: NODE_ENV of the container never reaches an install that did not have it", () => {
    const [build, runtime] = node(NODE);
    expect(build).not.toContain("NODE_ENV");
    expect(runtime).toContain("ENV NODE_ENV=production\n");
  });
});

describe("copies from the build stage", () => {
  const copies = node(NODE, { "views/index.html": "<p>" })[1]
    .split("\n")
    .filter((line) => line.startsWith("COPY --from=build"));

  it("P20, P25: folders go as folders, node_modules whole with its links", () => {
    expect(copies).toContain("COPY --from=build /app/node_modules ./node_modules");
    expect(copies).toContain("COPY --from=build /app/views ./views");
    expect(copies.filter((line) => line.includes("*"))).toEqual([]);
  });

  it("P24: the working directory is never copied whole", () => {
    expect(copies.length).toBeGreaterThan(2);
    expect(copies.filter((line) => / \/app\/? /.test(line))).toEqual([]);
  });

  it("P29: what .dockerignore keeps out of the context still comes from the build stage", () => {
    const [, runtime] = node(NODE, { ".dockerignore": "node_modules\ndist\n" });
    expect(runtime).toContain("COPY --from=build /app/node_modules ./node_modules\n");
    expect(runtime).toContain("COPY --from=build /app/dist ./dist\n");
  });
});

describe("the build context", () => {
  it("P32: .git stays in it for a build that asks git", () => {
    const pom = (MAVEN_FILES["pom.xml"] ?? "").replace(
      "<build><plugins>",
      "<build><plugins><plugin><groupId>io.github.git-commit-id</groupId><artifactId>git-commit-id-maven-plugin</artifactId></plugin>",
    );
    const source =
      'FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "target/demo-1.0.jar"]\n';
    const entries = (files: Readonly<Record<string, string>>): string =>
      rewrite(source, files).plan.dockerignore?.after ?? "";
    expect(entries(MAVEN_FILES).split("\n")).toContain(".git");
    expect(entries({ ...MAVEN_FILES, "pom.xml": pom }).split("\n")).not.toContain(".git");
  });
});

describe("the command of the base image", () => {
  it("P127: an ENTRYPOINT of the file stands alone, and nothing is added behind it", () => {
    const [, runtime] = node(NODE.replace("CMD", "ENTRYPOINT"));
    expect(runtime).toMatch(/ENTRYPOINT \["node", "dist\/index.js"\]\n$/);
    expect(runtime).not.toContain("CMD");
  });
});

describe("what is not split", () => {
  it.each([
    ["an image from scratch", 'FROM scratch\nCOPY app /app\nCMD ["/app"]\n', "unchanged", "from-scratch"],
    [
      "a Windows image",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN npm ci\n",
      "refused",
      "windows-image",
    ],
    [
      "the backtick as escape character",
      "# escape=`\nFROM node:20\nRUN npm ci\n",
      "refused",
      "windows-image",
    ],
  ])("P129: %s", (_what, source, status, code) => {
    const outcome = split(source, memoryProject({ ...NODE_FILES, Dockerfile: source }), defaultOptions);
    expect([outcome.status, outcome.reason?.code]).toEqual([status, code]);
  });
});

describe("the image that runs", () => {
  it.each([
    "node:20",
    "maven:3.9-eclipse-temurin-17",
    "gradle:8-jdk17",
    "openjdk:21-jdk",
    "eclipse-temurin:17-jdk-alpine",
  ])("P72, P74: has a shell for whoever looks into the container (%s)", (reference) => {
    const image = lookupImage(reference);
    if (!image.known) throw new Error(image.because);
    const counterpart = runtimeCounterpart(image.value, { installsPackages: false });
    if (!counterpart.known) throw new Error(counterpart.because);
    const slim = lookupImage(counterpart.value.reference);
    expect(
      slim.known && [slim.value.has("sh"), slim.value.distribution.known && slim.value.distribution.value],
    ).toEqual(["yes", expect.stringMatching(/^(debian|ubuntu|alpine)$/)]);
  });

  it("P33: what the build puts over files of a base image is for a reviewer", () => {
    const source =
      "FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build && cp -r dist/. /usr/local/lib/\n" +
      'CMD ["node", "/usr/local/lib/index.js"]\n';
    const outcome = split(source, memoryProject({ ...NODE_FILES, Dockerfile: source }), defaultOptions);
    expect([outcome.status, outcome.notes.map(({ code }) => code)]).toEqual([
      "refused",
      expect.arrayContaining(["unpacked-into-system"]),
    ]);
  });
});
