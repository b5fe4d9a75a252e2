/** P130, with --with build-inside: the stage that builds what the file copies from the host. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { MAVEN_FILES } from "../support/rewrite.js";

const boot = {
  "settings.gradle": "rootProject.name = 'demo'\n",
  "build.gradle":
    "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.3.0'\n}\nversion = '1.0'\njava { toolchain { languageVersion = JavaLanguageVersion.of(17) } }\n",
  "src/main/java/App.java": "class App { public static void main(String[] a) {} }",
};

function run(
  source: string,
  files: Readonly<Record<string, string>>,
  executable: readonly string[] = [],
): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }, { executables: executable }), {
    ...defaultOptions,
    with: ["build-inside"],
  });
}

function after(
  source: string,
  files: Readonly<Record<string, string>>,
  executable: readonly string[] = [],
): string {
  const outcome = run(source, files, executable);
  if (outcome.status !== "rewritten") throw new Error(`${outcome.reason?.code}: ${outcome.reason?.message}`);
  return outcome.changes[0]?.after ?? "";
}

const RUNTIME = "FROM eclipse-temurin:21-jre\nWORKDIR /app\n";

describe("build-inside", () => {
  it("P130 is off by default: nothing is built in the file", () => {
    const source = `${RUNTIME}COPY target/*.jar app.jar\n`;
    expect(split(source, memoryProject(MAVEN_FILES), defaultOptions)).toMatchObject({
      status: "unchanged",
      reason: { code: "no-build-step" },
    });
  });

  it("Maven, the version of the container", () => {
    expect(
      after(`# one\n${RUNTIME}COPY target/*.jar app.jar\nCMD ["java", "-jar", "app.jar"]\n`, MAVEN_FILES),
    ).toBe(
      `# one
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /build
COPY . .
RUN mvn -B clean package -DskipTests

${RUNTIME}COPY --from=build /build/target/demo-1.0.jar app.jar
CMD ["java", "-jar", "app.jar"]
`,
    );
  });

  it("the wrapper, the declared version, ADD, ARG, flags, directives and lower case", () => {
    const text = after(
      "# syntax=docker/dockerfile:1\narg BASE=eclipse-temurin:21-jre\nfrom ${BASE}\narg JAR=target/demo-1.0.jar\nadd --chown=1000 ${JAR} /app.jar\n",
      {
        ...MAVEN_FILES,
        "pom.xml": (MAVEN_FILES["pom.xml"] ?? "").replace(
          "<dependencies>",
          "<properties><java.version>17</java.version></properties><dependencies>",
        ),
        mvnw: "#!/bin/sh\n",
        ".mvn/wrapper/maven-wrapper.properties": "x=y\n",
      },
      ["mvnw"],
    );
    expect(text).toBe(
      "# syntax=docker/dockerfile:1\narg BASE=eclipse-temurin:21-jre\nfrom eclipse-temurin:17-jdk as build\nworkdir /build\ncopy . .\nrun ./mvnw -B clean package -DskipTests\n\nfrom ${BASE}\narg JAR=target/demo-1.0.jar\ncopy --from=build --chown=1000 /build/target/demo-1.0.jar /app.jar\n",
    );
  });

  it("P101 Gradle: the jar that runs, beside the plain one", () => {
    const text = after(`${RUNTIME}COPY build/libs/*.jar app.jar\n`, boot);
    expect(text).toContain("FROM gradle:8-jdk17 AS build\n");
    expect(text).toContain("RUN gradle --no-daemon clean bootJar\n");
    expect(text).toContain("COPY --from=build /build/build/libs/demo-1.0.jar app.jar\n");
  });

  it("a module of a reactor", () => {
    const text = after(`${RUNTIME}COPY api/target/api-1.0.jar app.jar\n`, {
      "pom.xml":
        "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>root</artifactId><version>1.0</version><packaging>pom</packaging><modules><module>api</module></modules></project>",
      "api/pom.xml":
        "<project><parent><groupId>g</groupId><artifactId>root</artifactId><version>1.0</version></parent><artifactId>api</artifactId></project>",
      "api/src/main/java/App.java": "class App {}",
    });
    expect(text).toContain("RUN mvn -B -pl api -am clean package -DskipTests\n");
    expect(text).toContain("COPY --from=build /build/api/target/api-1.0.jar app.jar\n");
  });

  it.each<readonly [string, string, Readonly<Record<string, string>>, string]>([
    ["no sources", "COPY target/*.jar app.jar", { "pom.xml": MAVEN_FILES["pom.xml"] ?? "" }, "no sources"],
    ["another name", "COPY target/other.jar app.jar", MAVEN_FILES, "the build makes target/"],
    ["nothing prebuilt", "COPY x.txt /", MAVEN_FILES, "no COPY takes"],
    [
      "a newer Java than the container's",
      "COPY build/libs/*.jar app.jar",
      { ...boot, "build.gradle": boot["build.gradle"].replace("of(17)", "of(25)") },
      "Java 25",
    ],
    [
      "P179 a name that the folder decides",
      "COPY build/libs/demo-1.0.jar app.jar",
      { ...boot, "settings.gradle": "" },
      "which file",
    ],
  ])("is not done with %s", (_what, line, files, because) => {
    const outcome = run(`${RUNTIME}${line}\n`, files);
    expect(outcome.status).toBe("unchanged");
    expect(outcome.reason?.message).toContain(because);
  });
});
