/** Packages that make up for what a slimmer image lacks, and where the image stays instead. */
import { packageOf } from "../../src/programs/program-packages.js";
import { MAVEN_FILES, NODE_FILES, rewrite } from "../support/rewrite.js";

const BUILD = "WORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n";
const CMD = 'CMD ["node", "dist/index.js"]\n';
const CURL = "HEALTHCHECK CMD curl -f http://localhost:3000/health || exit 1\n";

function runtimeOf(source: string, files: Readonly<Record<string, string>> = {}): string {
  const { text } = rewrite(source, { ...NODE_FILES, ...files });
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

function install(names: string): string {
  return `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*\n`;
}

describe("a program that the slimmer image lacks", () => {
  it("P69: is installed behind FROM, as root and in front of the copies", () => {
    const runtime = runtimeOf(`FROM node:20\n${BUILD}${CURL}USER node\n${CMD}`);
    expect(runtime.startsWith(`FROM node:20-slim\n${install("curl")}WORKDIR /app\n`)).toBe(true);
  });

  it("P67: certificates come along where it may speak to other hosts", () => {
    const source = `FROM node:20\n${BUILD}HEALTHCHECK CMD curl -f https://status.example.com\n${CMD}`;
    expect(runtimeOf(source)).toContain(install("ca-certificates curl"));
  });

  it("P135, P156: a script or the program itself calls it", () => {
    const calls = `import { execSync } from "child_process";\nexecSync("git status");\n`;
    expect(runtimeOf(`FROM node:20\n${BUILD}${CMD}`, { "src/index.ts": calls })).toContain(
      install("ca-certificates git"),
    );
    const script = `FROM node:20\n${BUILD}CMD ["./run.sh"]\n`;
    expect(runtimeOf(script, { "run.sh": "#!/bin/sh\nps aux\nexec node dist/index.js\n" })).toContain(
      install("procps"),
    );
  });

  it("P71: on Alpine with its own package manager", () => {
    const source = `FROM maven:3.9-eclipse-temurin-17-alpine\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${CURL}CMD ["java", "-jar", "target/demo-1.0.jar"]\n`;
    const { text } = rewrite(source, MAVEN_FILES);
    expect(text).toContain("FROM eclipse-temurin:17-jre-alpine\nRUN apk add --no-cache curl\n");
  });

  it("the line is written as the file writes its keywords", () => {
    const source = `from node:20\nworkdir /app\ncopy . .\nrun npm ci && npm run build\n${CURL.replace("HEALTHCHECK", "healthcheck")}cmd ["node", "dist/index.js"]\n`;
    expect(runtimeOf(source)).toContain("\nrun apt-get update ");
  });

  it.each([
    ["the release has no package servers any more", "FROM node:14\n", {}],
    [
      "the build has a registry of its own",
      "FROM node:20\n",
      { ".npmrc": "registry=https://npm.example.com/\n" },
    ],
    ["a variable names a registry", "FROM node:20\nENV NPM_CONFIG_REGISTRY=https://npm.example.com/\n", {}],
  ])("the image stays where %s", (_what, from, files) => {
    const runtime = runtimeOf(`${from}${BUILD}${CURL}${CMD}`, files);
    expect(runtime).toMatch(/^FROM node:\d+\n/);
    expect(runtime).not.toContain("apt-get");
  });

  it("a registry for one scope alone is no registry of its own", () => {
    const runtime = runtimeOf(`FROM node:20\n${BUILD}${CURL}${CMD}`, {
      ".npmrc": "@me:registry=https://npm.example.com/\n",
    });
    expect(runtime).toContain(install("curl"));
  });

  it("the image stays where no package is known, or the original lacks the program, too", () => {
    expect(runtimeOf(`FROM node:20\n${BUILD}HEALTHCHECK CMD gcc --version\n${CMD}`)).toMatch(
      /^FROM node:20\n/,
    );
    expect(runtimeOf(`FROM node:20\n${BUILD}HEALTHCHECK CMD chromium --version\n${CMD}`)).toMatch(
      /^FROM node:20\n/,
    );
  });
});

describe("packageOf", () => {
  it.each([
    ["libcurl.so.4", "bookworm", "libcurl4"],
    ["libcurl.so.4", "trixie", "libcurl4t64"],
    ["libcurl.so.4", null, null],
    ["pgrep", null, "procps"],
    ["gcc", "bookworm", null],
  ])("%s on %s", (program, release, expected) => {
    expect(packageOf("apt", program, release)).toBe(expected);
  });
});
