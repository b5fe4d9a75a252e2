/** P181: which Java runs where packages bring several. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import { MAVEN_FILES } from "../support/rewrite.js";

function reviewed(from: string, install: string): boolean {
  const source = `FROM ${from}\nRUN ${install}\nWORKDIR /app\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "target/demo-1.0.jar"]\n`;
  const outcome = split(source, memoryProject({ ...MAVEN_FILES, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
  return outcome.notes.some(({ code }) => code === "java-by-alternatives");
}

it.each([
  [
    "a JDK in front of the tool is the only one",
    "ubuntu:22.04",
    "apt-get install -y openjdk-17-jdk maven",
    false,
  ],
  [
    "a tool in front of the JDK brings the release's own",
    "ubuntu:22.04",
    "apt-get install -y maven openjdk-17-jdk",
    true,
  ],
  ["the highest version has priority", "debian:bullseye", "apt-get install -y maven openjdk-17-jdk", false],
  [
    "an older one than the release's has not",
    "debian:trixie",
    "apt-get install -y maven openjdk-17-jdk",
    true,
  ],
  ["two versions", "debian:bookworm", "apt-get install -y openjdk-11-jdk openjdk-17-jdk maven", true],
  ["the release's default alone", "debian:bookworm", "apt-get install -y default-jdk maven", false],
  ["any JDK satisfies Alpine's maven", "alpine:3.19", "apk add --no-cache maven openjdk17", false],
  ["the maven of CentOS brings another", "centos:7", "yum install -y java-11-openjdk-devel maven", true],
  ["also on an image that is not known", "example/el9", "dnf install -y java-11-openjdk-devel maven", true],
])("P181: %s", (_what, from, install, expected) => {
  expect(reviewed(from, install)).toBe(expected);
});
