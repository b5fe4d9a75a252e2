/** Spring Boot's layers: the jar takes itself apart in the build stage, by the means of its version. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { MAVEN_FILES } from "../support/rewrite.js";

const HEAD = "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\n";
const CMD = 'CMD ["java", "-Xmx1g", "-jar", "target/demo-1.0.jar", "--x=y"]\n';

function pom(change: (text: string) => string): Readonly<Record<string, string>> {
  return { ...MAVEN_FILES, "pom.xml": change(MAVEN_FILES["pom.xml"] ?? "") };
}

function run(source: string, files: Readonly<Record<string, string>>): Outcome {
  return split(source, memoryProject(files), { ...defaultOptions, with: ["spring-layers"] });
}

function after(source: string, files: Readonly<Record<string, string>>): string {
  const outcome = run(source, files);
  if (outcome.status !== "rewritten") throw new Error(`${outcome.reason?.code}: ${outcome.reason?.message}`);
  return outcome.changes[0]?.after ?? "";
}

const copies = ["dependencies", "spring-boot-loader", "snapshot-dependencies", "application"]
  .map((layer) => `COPY --from=build /app/target/layers/${layer} ./\n`)
  .join("");

describe("spring-layers", () => {
  it("P124 from 3.3 on the jar stays one, beside its libraries", () => {
    expect(after(`${HEAD}${CMD}`, MAVEN_FILES)).toBe(
      `FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /app
COPY . .
RUN mvn package
RUN java -Djarmode=tools -jar target/demo-1.0.jar extract --layers --destination target/layers

FROM eclipse-temurin:17-jre
WORKDIR /app
${copies}CMD ["java", "-Xmx1g", "-jar", "demo-1.0.jar", "--x=y"]
`,
    );
  });

  it.each([
    ["3.2.5", "org.springframework.boot.loader.launch.JarLauncher"],
    ["2.7.18", "org.springframework.boot.loader.JarLauncher"],
  ])("Boot %s is started by its launcher", (version, launcher) => {
    const files = pom((text) => text.replace("3.3.0", version));
    const text = after(`${HEAD}${CMD}`, files);
    expect(text).toContain(
      "RUN java -Djarmode=layertools -jar target/demo-1.0.jar extract --destination target/layers\n",
    );
    expect(text).toContain(copies);
    expect(text).toContain(`CMD ["java", "-Xmx1g", "${launcher}", "--x=y"]\n`);
    expect(after(`${HEAD}CMD java $JAVA_OPTS -jar target/*.jar\n`, files)).toContain(
      `CMD java $JAVA_OPTS ${launcher}\n`,
    );
  });

  it.each([
    ["an older Boot", pom((text) => text.replace("3.3.0", "2.2.0")), CMD, "makes no layers"],
    [
      "layers of its own",
      pom((text) =>
        text.replace("<dependencies>", "<properties><x>1</x></properties><!-- <layers> --><dependencies>"),
      ),
      CMD,
      "of its own",
    ],
    ["an unknown version", pom((text) => text.replace("3.3.0", "${boot}")), CMD, "not known"],
  ])("is left out with a note for %s", (_what, files, command, because) => {
    const outcome = run(`${HEAD}${command}`, files);
    expect(outcome.status).toBe("rewritten");
    expect(outcome.notes.find(({ code }) => code === "layers-not-made")?.message).toContain(because);
    expect(outcome.changes[0]?.after).toContain("app.jar");
  });
});
