/** Dependencies in front of the sources, by what each toolchain says that it reads. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { MAVEN_FILES } from "../support/rewrite.js";

const HEAD = "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\n";
const CMD = 'CMD ["java", "-jar", "target/demo-1.0.jar"]\n';
const gradle = {
  "settings.gradle": "rootProject.name = 'demo'\ninclude 'api'\n",
  "build.gradle": "subprojects { apply plugin: 'java' }\n",
  "gradle/libs.versions.toml": "",
  "api/build.gradle": "plugins { id 'org.springframework.boot' version '3.3.0' }\nversion = '1.0'\n",
  "api/src/main/java/App.java": "class App { public static void main(String[] a) {} }",
};

function run(
  source: string,
  files: Readonly<Record<string, string>>,
  executables: readonly string[] = [],
): Outcome {
  return split(source, memoryProject(files, { executables }), {
    ...defaultOptions,
    with: ["dependency-layer"],
  });
}

/** The build stage behind its FROM. */
function build(
  source: string,
  files: Readonly<Record<string, string>>,
  executables: readonly string[] = [],
): string {
  const outcome = run(source, files, executables);
  if (outcome.status !== "rewritten") throw new Error(`${outcome.reason?.code}: ${outcome.reason?.message}`);
  const text = outcome.changes[0]?.after ?? "";
  return text.slice(text.indexOf("\n") + 1, text.indexOf("\n\nFROM"));
}

describe("dependency-layer", () => {
  it("Maven", () => {
    expect(build(`${HEAD}COPY . .\nRUN mvn -q package -DskipTests -Pprod -Dx=1\n${CMD}`, MAVEN_FILES)).toBe(
      "WORKDIR /app\nCOPY pom.xml ./\nRUN mvn -B -Pprod -Dx=1 dependency:go-offline\nCOPY . .\nRUN mvn -q package -DskipTests -Pprod -Dx=1",
    );
  });

  it("the wrapper, its folder, settings, another folder", () => {
    const files = Object.fromEntries(
      Object.entries({
        ...MAVEN_FILES,
        mvnw: "#!/bin/sh\n",
        ".mvn/wrapper/maven-wrapper.properties": "",
        "ci/settings.xml": "<settings/>",
      }).map(([path, text]) => [`svc/${path}`, text]),
    );
    const source = `${HEAD}COPY . /app/\nRUN cd svc && chmod +x mvnw && ./mvnw -s ci/settings.xml package\nCMD ["java", "-jar", "svc/target/demo-1.0.jar"]\n`;
    expect(build(source, files)).toContain(
      "COPY svc/mvnw svc/pom.xml svc/\nCOPY svc/ci/settings.xml svc/ci/\nCOPY svc/.mvn svc/.mvn/\nRUN cd /app/svc && sh ./mvnw -B -s ci/settings.xml dependency:go-offline\n",
    );
  });

  it("Gradle: the build files of all projects", () => {
    const source =
      'FROM gradle:8-jdk17\nWORKDIR /app\nCOPY . .\nRUN gradle :api:bootJar\nCMD ["java", "-jar", "api/build/libs/api-1.0.jar"]\n';
    expect(build(source, gradle)).toBe(
      "WORKDIR /app\nCOPY settings.gradle build.gradle ./\nCOPY api/build.gradle api/\nCOPY gradle gradle/\nRUN gradle --no-daemon dependencies\nCOPY . .\nRUN gradle :api:bootJar",
    );
  });

  it.each<readonly [string, string, Readonly<Record<string, string>>, string]>([
    [
      "a layer that is there",
      `${HEAD}COPY pom.xml .\nRUN mvn dependency:go-offline\nCOPY . .\nRUN mvn package\n${CMD}`,
      MAVEN_FILES,
      "already",
    ],
    [
      "P105 modules",
      `${HEAD}COPY . .\nRUN mvn package\nCMD java -jar api/target/demo-1.0.jar\n`,
      {
        "pom.xml":
          "<project><groupId>g</groupId><artifactId>r</artifactId><version>1</version><packaging>pom</packaging><modules><module>api</module></modules></project>",
        "api/pom.xml": MAVEN_FILES["pom.xml"] ?? "",
        "api/src/main/java/App.java": MAVEN_FILES["src/main/java/App.java"] ?? "",
      },
      "each other",
    ],
    [
      "libraries of the project",
      `${HEAD}COPY . .\nRUN mvn package\n${CMD}`,
      {
        ...MAVEN_FILES,
        "pom.xml": (MAVEN_FILES["pom.xml"] ?? "").replace(
          "</artifactId></dependency>",
          "</artifactId><scope>system</scope></dependency>",
        ),
      },
      "own folder",
    ],
    [
      "a build file that reads",
      'FROM gradle:8-jdk17\nWORKDIR /app\nCOPY . .\nRUN gradle :api:bootJar\nCMD ["java", "-jar", "api/build/libs/api-1.0.jar"]\n',
      { ...gradle, "build.gradle": "def v = file('VERSION').text\nsubprojects { apply plugin: 'java' }\n" },
      "reads other files",
    ],
  ])("is left out with a note for %s", (_what, source, files, because) => {
    const outcome = run(source, files);
    expect(outcome.reason).toBeNull();
    expect(outcome.notes.find(({ code }) => code === "dependency-layer-not-made")?.message).toContain(
      because,
    );
  });
});
