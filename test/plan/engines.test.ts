/** A base image whose node the project's package manager does not accept: the original never built. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import { NODE_FILES } from "../support/rewrite.js";

function codeOf(from: string, range: string, lines = ""): string {
  const pkg = JSON.parse(NODE_FILES["package.json"] ?? "{}") as Record<string, unknown>;
  const Dockerfile = `FROM ${from}\nWORKDIR /app\n${lines}COPY . .\nRUN yarn\nRUN yarn build\nCMD ["node", "dist/index.js"]\n`;
  const { reason, status } = split(
    Dockerfile,
    memoryProject({
      ...NODE_FILES,
      "package.json": JSON.stringify({ ...pkg, engines: { node: range } }),
      Dockerfile,
    }),
    { ...defaultOptions, dockerfilePath: "Dockerfile" },
  );
  return reason?.code ?? status;
}

describe("engines.node", () => {
  it.each([
    ["node:14", ">=16.14.0"],
    ["node:14.17-alpine", ">=16.14.0"],
    ["node:22-slim", "20.x"],
  ])("%s is refused for %s", (from, range) => {
    expect(codeOf(from, range)).toBe("original-broken-engine");
  });

  it.each([
    // a later 16 fits
    ["node:16", ">=16.14.0"],
    ["node:lts", ">=99"],
    ["node:14", "sixteen"],
    ["node:20", "^18 || ^20"],
  ])("%s is not for %s", (from, range) => {
    expect(codeOf(from, range)).toBe("rewritten");
  });

  it("nor is one whose file brings another node", () => {
    expect(codeOf("node:14", ">=16", "RUN apt-get update && apt-get install -y nodejs\n")).not.toBe(
      "original-broken-engine",
    );
  });
});
