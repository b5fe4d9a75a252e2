/** What a file takes from its base image without a word, when the runtime stage stands on another one. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome, SplitOptions } from "../../src/split/types.js";
import { MAVEN_FILES, NODE_FILES } from "../support/rewrite.js";

const GRADLE_FILES = {
  "settings.gradle": "rootProject.name = 'demo'\n",
  "build.gradle": "plugins { id 'java'\n id 'org.springframework.boot' version '3.3.0' }\nversion = '1.0'\n",
  "src/main/java/App.java": "class App { public static void main(String[] a) {} }\n",
};

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

function runtime(
  source: string,
  files: Readonly<Record<string, string>>,
  options: Partial<SplitOptions> = {},
): string {
  const { changes, reason } = outcome(source, files, options);
  const text = changes[0]?.after;
  if (text === undefined) throw new Error(`${reason?.code}: ${reason?.message}`);
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

describe("the working directory", () => {
  const source =
    'FROM gradle:8.5-jdk17\nCOPY . .\nRUN gradle bootJar\nCMD ["java", "-jar", "build/libs/demo-1.0.jar"]\n';

  it("P9: of the old image is written down where the file never sets one", () => {
    expect(runtime(source, GRADLE_FILES)).toBe(
      [
        "FROM eclipse-temurin:17-jre",
        "WORKDIR /home/gradle",
        "COPY --from=build /home/gradle/build/libs/demo-1.0.jar /home/gradle/app.jar",
        'CMD ["java", "-jar", "app.jar"]',
        "",
      ].join("\n"),
    );
  });

  it("P9: below which a relative WORKDIR stands becomes absolute, and is not written twice", () => {
    const text = runtime(source.replace("COPY . .", "WORKDIR app\nCOPY . ."), GRADLE_FILES);
    expect(text).toContain("WORKDIR /home/gradle/app\n");
    expect(text).not.toContain("WORKDIR /home/gradle\n");
  });

  it("that the file sets is all there is", () => {
    const text = runtime(source.replace("COPY . .", "WORKDIR /src\nCOPY . ."), GRADLE_FILES);
    expect(text).not.toContain("/home/gradle");
  });

  it("P107: the image stays where another user works in the old image's folder", () => {
    const { changes, notes } = outcome(source.replace("CMD", "USER 1000\nCMD"), GRADLE_FILES);
    expect(changes[0]?.after).toContain("\n\nFROM gradle:8.5-jdk17\n");
    expect(notes.map(({ message }) => message).join()).toContain("/home/gradle");
  });
});

describe("the user", () => {
  it("P17: as whom the old image runs is looked for in the new one, and the image stays without it", () => {
    const source =
      'FROM gradle:4.10-jdk8\nWORKDIR /app\nCOPY --chown=gradle . .\nRUN gradle bootJar\nCMD ["java", "-jar", "/app/build/libs/demo-1.0.jar"]\n';
    const { changes, notes } = outcome(source, GRADLE_FILES, { unsafe: true });
    expect(changes[0]?.after).toContain("\n\nFROM gradle:4.10-jdk8\n");
    expect(notes.map(({ message }) => message).join()).toContain("the user gradle");
  });
});

describe("the environment", () => {
  const java = (more: string): string =>
    `FROM openjdk:21-jdk\nWORKDIR /app\nCOPY . .\nRUN sh mvnw package\n${more}CMD ["java", "-jar", "target/demo-1.0.jar"]\n`;
  const files = { ...MAVEN_FILES, mvnw: "#!/bin/sh\n" };
  const options = { unsafe: true };

  it("P8: another locale of the new image is told", () => {
    const { notes } = outcome(java(""), files, options);
    expect(notes.find(({ code }) => code === "locale-of-runtime-image")).toEqual({
      code: "locale-of-runtime-image",
      message: "the locale of the container was C.UTF-8 by its base image and is en_US.UTF-8 now",
      line: null,
      weight: "info",
    });
    const same = outcome(java("").replace("openjdk:21-jdk", "eclipse-temurin:21-jdk"), files, options);
    expect(same.notes.map(({ code }) => code)).not.toContain("locale-of-runtime-image");
  });

  it("P8: a locale that the file sets is not overruled by the LC_ALL of the new image", () => {
    const text = runtime(java("ENV LANG=de_DE.UTF-8\n"), files, options);
    expect(text).toContain("ENV LANGUAGE= LC_ALL=\n");
    expect(text).toContain("ENV LANG=de_DE.UTF-8\n");
  });

  it("P8: LANG stays where a script of the container reads it", () => {
    const source = java("").replace(/CMD.*\n/, 'ENTRYPOINT ["/bin/sh", "/app/start.sh"]\n');
    const text = runtime(
      source,
      { ...files, "start.sh": "#!/bin/sh\necho $LANG\nexec java -jar /app/target/demo-1.0.jar\n" },
      options,
    );
    expect(text).toContain("ENV LANG=C.UTF-8 LANGUAGE= LC_ALL=\n");
  });

  it("P8: what only the old image set is recorded, and the image stays where the program reads it", () => {
    const source =
      'FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "target/demo-1.0.jar"]\n';
    const recorded = outcome(source, MAVEN_FILES).decisions.find(({ instruction }) =>
      instruction.includes("MAVEN_CONFIG"),
    );
    expect(recorded?.placement).toBe("build");
    const reads = {
      ...MAVEN_FILES,
      "src/main/java/App.java":
        'class App { public static void main(String[] a) { run(System.getenv("MAVEN_HOME")); } }',
    };
    const kept = outcome(source, reads);
    expect(kept.changes[0]?.after).toContain("\n\nFROM maven:3.9-eclipse-temurin-17\n");
    expect(kept.notes.map(({ message }) => message).join()).toContain(
      "the variable MAVEN_HOME, which /app/src/main/java/App.java reads",
    );
  });

  it("of node and its slim twin is the same", () => {
    const source =
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/index.js"]\n';
    expect(runtime(source, NODE_FILES)).not.toContain("ENV");
  });
});
