import { parseImageReference, withRepository } from "../../src/images/reference.js";

function parse(text: string) {
  const parsed = parseImageReference(text);
  if (!parsed.known) throw new Error(parsed.because);
  const { registry, repository, tag, digest } = parsed.value;
  return [registry, repository, tag, digest];
}

const DIGEST = `sha256:${"ab".repeat(32)}`;

describe("parseImageReference", () => {
  it.each([
    ["node", ["docker.io", "node", null, null]],
    ["node:20-slim", ["docker.io", "node", "20-slim", null]],
    ["library/node:20", ["docker.io", "node", "20", null]],
    ["docker.io/library/node:20", ["docker.io", "node", "20", null]],
    ["index.docker.io/library/node", ["docker.io", "node", null, null].with(0, "index.docker.io")],
    ["public.ecr.aws/docker/library/node:20", ["public.ecr.aws", "node", "20", null]],
    ["mirror.gcr.io/library/node:20", ["mirror.gcr.io", "node", "20", null]],
    ["mirror.gcr.io/azul/zulu-openjdk:17", ["mirror.gcr.io", "azul/zulu-openjdk", "17", null]],
    ["azul/zulu-openjdk:17", ["docker.io", "azul/zulu-openjdk", "17", null]],
    ["localhost:5000/node:20", ["localhost:5000", "localhost:5000/node", "20", null]],
    ["localhost/node", ["localhost", "localhost/node", null, null]],
    [
      "registry.example.com:443/a/b/c",
      ["registry.example.com:443", "registry.example.com:443/a/b/c", null, null],
    ],
    ["ghcr.io/library/node:20", ["ghcr.io", "ghcr.io/library/node", "20", null]],
    [`node:20@${DIGEST}`, ["docker.io", "node", "20", DIGEST]],
    [`node@${DIGEST}`, ["docker.io", "node", null, DIGEST]],
    [
      "mcr.microsoft.com/openjdk/jdk:17-ubuntu",
      ["mcr.microsoft.com", "mcr.microsoft.com/openjdk/jdk", "17-ubuntu", null],
    ],
  ])("%s", (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each([
    "",
    "Node",
    "node:",
    "node:a b",
    "node:20@sha256:xyz",
    "node@",
    "a//b",
    "/node",
    "node/",
    "$BASE",
    "node:${V}",
    "a@b@c",
  ])("refuses %p", (text) => {
    expect(parseImageReference(text).known).toBe(false);
  });

  it("keeps the registry of a mirror for another official image, and drops it for the images of others", () => {
    const mirrored = parseImageReference("public.ecr.aws/docker/library/openjdk:17");
    const plain = parseImageReference("openjdk:17");
    if (!mirrored.known || !plain.known) throw new Error("both are references");
    expect(withRepository(mirrored.value, "eclipse-temurin", "17-jre")).toBe(
      "public.ecr.aws/docker/library/eclipse-temurin:17-jre",
    );
    expect(withRepository(mirrored.value, "azul/zulu-openjdk", "17-jre")).toBe("azul/zulu-openjdk:17-jre");
    expect(withRepository(plain.value, "eclipse-temurin", "17-jre")).toBe("eclipse-temurin:17-jre");
  });
});
