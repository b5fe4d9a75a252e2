/** What a JVM build makes or brings along, and is then given another name or place. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";

const FILES = {
  "pom.xml":
    "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.3.0</version><relativePath/></parent><groupId>demo</groupId><artifactId>shop</artifactId><version>1.0</version><build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>",
  "settings.gradle": "rootProject.name = 'shop'\n",
  "build.gradle": "plugins {\n  id 'application'\n}\napplication { mainClass = 'demo.App' }\n",
  "src/main/java/demo/App.java":
    "package demo; class App { public static void main(String[] a) { System.out.println(1); } }",
};

function commandOf(source: string): string {
  const result = split(source, memoryProject({ ...FILES, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
  const text = result.changes.find(({ target }) => target === "dockerfile")?.after ?? "";
  return text.split("\n").findLast((line) => line.startsWith("CMD")) ?? "";
}

function outcome(source: string): string {
  const result = split(source, memoryProject({ ...FILES, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
  if (result.status !== "rewritten")
    return `${result.status} ${result.reason?.code ?? ""} ${result.reason?.message ?? ""}`;
  return [result.stages[1]?.from, ...result.copies.map(({ from }) => from)].join(" ");
}

describe("the jar under another name in its own folder", () => {
  it.each([
    ["a pattern that takes in the new name", "RUN mv target/*.jar target/app.jar\n"],
    ["a pattern in an ARG", "ARG JAR_FILE=target/*.jar\nRUN mv ${JAR_FILE} target/app.jar\n"],
    ["twice", "RUN mv target/*.jar target/one.jar && mv target/*.jar target/app.jar\n"],
  ])("%s", (_what, move) => {
    expect(
      outcome(
        `FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${move}CMD ["java", "-jar", "target/app.jar"]\n`,
      ),
    ).toBe("eclipse-temurin:17-jre /app/target/app.jar");
  });

  it("that was removed again is not there", () => {
    expect(
      outcome(
        'FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\nRUN mv target/*.jar target/app.jar && rm target/app.jar\nCMD ["java", "-jar", "target/app.jar"]\n',
      ),
    ).toMatch(/^refused command-not-produced/);
  });
});

describe("a build tool that is downloaded", () => {
  const gradle = (move: string, command = "gradle installDist"): string =>
    `FROM eclipse-temurin:20-jdk\nARG GRADLE_VERSION=8.2\nRUN wget -q https://services.gradle.org/distributions/gradle-\${GRADLE_VERSION}-bin.zip && unzip gradle-\${GRADLE_VERSION}-bin.zip && rm gradle-\${GRADLE_VERSION}-bin.zip\nENV GRADLE_HOME=/opt/gradle\n${move}ENV PATH=$PATH:$GRADLE_HOME/bin\nWORKDIR /app\nCOPY . .\nRUN ${command}\nCMD ./build/install/shop/bin/shop\n`;

  it("stays in the build stage under another name", () => {
    expect(outcome(gradle("RUN mv gradle-${GRADLE_VERSION} ${GRADLE_HOME}\n"))).toBe(
      "eclipse-temurin:20-jre /app/build/install/shop",
    );
  });

  it("goes along where something else is moved with it", () => {
    expect(
      outcome(gradle("RUN mv gradle-${GRADLE_VERSION} ${GRADLE_HOME} && mv /opt/data /srv/data\n")),
    ).toContain("/srv/data");
  });
});

describe("the plain name of the artifact", () => {
  const command = (comment: string): string =>
    commandOf(
      `FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${comment}\nCMD ["java", "-jar", "target/shop-1.0.jar"]\n`,
    );

  it("is given where nobody else names the path", () => {
    expect(command("# starts the shop")).toContain('"app.jar"');
  });

  it.each([
    '#CMD ["java", "-Xmx1g", "-jar", "target/shop-1.0.jar"]',
    "# shop-1.0.jar is named by the version in pom.xml",
  ])("is not given where a comment names the path: %s", (comment) => {
    expect(command(comment)).toContain('"target/shop-1.0.jar"');
  });
});
