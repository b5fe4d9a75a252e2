/** Commands that build at run time: refused with what would be needed, and moved into the build stage under --unsafe. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { MAVEN_FILES } from "../support/rewrite.js";

const HEAD = "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\n";
const GRADLE_HEAD = "FROM gradle:8-jdk17\nWORKDIR /app\nCOPY . .\n";

const pom = (plugins: string, more = ""): string => `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId><artifactId>demo</artifactId><version>1.0</version>
  ${more}
  <build><plugins>${plugins}</plugins></build>
</project>`;
const exec = (configuration: string): string =>
  `<plugin><groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId><version>3.1.0</version><configuration>${configuration}</configuration></plugin>`;
const gson =
  "<dependencies><dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.10.1</version></dependency></dependencies>";
const source = { "src/main/java/App.java": "class App { public static void main(String[] a) {} }" };
const boot = {
  ...source,
  "settings.gradle": "rootProject.name = 'demo'\n",
  "build.gradle":
    "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.3.0'\n}\nversion = '1.0'\njar.enabled = false\n",
};
const application = {
  ...source,
  "settings.gradle": "rootProject.name = 'demo'\n",
  "build.gradle": "plugins {\n  id 'application'\n}\napplication { mainClass = 'App' }\n",
};

function run(source: string, files: Readonly<Record<string, string>>, unsafe = true): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
    unsafe,
  });
}

function rewritten(source: string, files: Readonly<Record<string, string>>): string {
  const outcome = run(source, files);
  if (outcome.status !== "rewritten") throw new Error(`${outcome.reason?.code}: ${outcome.reason?.message}`);
  expect(outcome.changes[0]?.before).toBe(source);
  expect(outcome.notes.map((note) => note.code)).toContain("built-before-start");
  return outcome.changes[0]?.after ?? "";
}

function reason(source: string, files: Readonly<Record<string, string>>): string {
  const outcome = run(source, files);
  return `${outcome.status} ${outcome.reason?.code}: ${outcome.reason?.message}`;
}

describe("P142: a build tool as the command", () => {
  it("is refused by default, and says what --unsafe does", () => {
    const outcome = run(`${HEAD}CMD ["mvn", "spring-boot:run"]\n`, MAVEN_FILES, false);
    expect(outcome).toMatchObject({ status: "refused", reason: { code: "maven-run-goal" } });
    expect(outcome.reason?.message).toContain("--unsafe builds it with `mvn package -DskipTests`");
    expect(outcome.changes).toEqual([]);
  });

  it("P183: spring-boot:run becomes package without tests and java -jar", () => {
    expect(rewritten(`${HEAD}EXPOSE 8080\nCMD ["mvn", "spring-boot:run"]\n`, MAVEN_FILES)).toBe(
      `FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /app
COPY . .
RUN mvn package -DskipTests

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /app/target/demo-1.0.jar app.jar
EXPOSE 8080
CMD ["java", "-jar", "app.jar"]
`,
    );
  });

  it("JVM arguments, profile and arguments go along", () => {
    const text = rewritten(
      `${HEAD}CMD mvn -q clean spring-boot:run -Pprod -Dspring-boot.run.jvmArguments="-Xmx256m -Da=b" -Dspring-boot.run.profiles=prod -Dspring-boot.run.arguments="--server.port=80 x"\n`,
      MAVEN_FILES,
    );
    expect(text).toContain("RUN mvn -q clean -Pprod package -DskipTests\n");
    expect(text).toContain(
      'CMD ["java", "-Xmx256m", "-Da=b", "-jar", "app.jar", "--spring.profiles.active=prod", "--server.port=80", "x"]\n',
    );
  });

  it("variables in front of the command go along", () => {
    const text = rewritten(`${HEAD}CMD SPRING_PROFILES_ACTIVE=prod mvn spring-boot:run\n`, MAVEN_FILES);
    expect(text).toContain("RUN SPRING_PROFILES_ACTIVE=prod mvn package -DskipTests\n");
    expect(text).toMatch(/CMD SPRING_PROFILES_ACTIVE=prod exec java -jar \S+\n/);
  });

  it("P146: commands in front of it stay", () => {
    const text = rewritten(`${HEAD}CMD sleep 5 && mvn spring-boot:run\n`, MAVEN_FILES);
    expect(text).toContain("RUN mvn package -DskipTests\n");
    expect(text).toMatch(/CMD sleep 5 && java -jar \S+\n$/);
  });

  it("a command that packages as well keeps its own goals", () => {
    const text = rewritten(`${HEAD}ENTRYPOINT ["mvn", "clean", "install", "spring-boot:run"]\n`, MAVEN_FILES);
    expect(text).toContain("RUN mvn clean install\n");
    expect(text).toContain('ENTRYPOINT ["java", "-jar", "app.jar"]\n');
  });

  it("comments, and a comment at the command, stay", () => {
    const text = rewritten(
      `# head\n${HEAD}\n# the server\nCMD ["mvn", "spring-boot:run"]\n# tail\n`,
      MAVEN_FILES,
    );
    expect(text.match(/^#.*$/gm)).toEqual(["# head", "# the server", "# tail"]);
  });

  it("the lines of notes and decisions are those of the original", () => {
    const outcome = run(`${HEAD}EXPOSE 8080\nCMD ["mvn", "spring-boot:run"]\n`, MAVEN_FILES);
    const lines = outcome.decisions.filter(({ instruction }) => /^(CMD|EXPOSE)/.test(instruction));
    expect(lines.map(({ instruction, line }) => [instruction.split(" ")[0], line])).toEqual([
      ["EXPOSE", 4],
      ["CMD", 5],
      ["CMD", 5],
    ]);
    expect(outcome.decisions.find(({ instruction }) => instruction.startsWith("RUN mvn"))?.line).toBeNull();
  });

  it("exec:java becomes a class path of classes and libraries", () => {
    const text = rewritten(`${HEAD}CMD ["mvn", "compile", "exec:java", "-Dexec.args=a b", "-Dmode=x"]\n`, {
      ...source,
      "pom.xml": pom(exec("<mainClass>App</mainClass>"), gson),
    });
    expect(text).toContain("RUN mvn compile -Dmode=x dependency:copy-dependencies -DincludeScope=runtime\n");
    expect(text).toContain(
      'CMD ["java", "-Dmode=x", "-cp", "target/classes:target/dependency/*", "App", "a", "b"]\n',
    );
    expect(text).toContain("COPY --from=build /app/target/classes ./target/classes\n");
    expect(text).toContain("COPY --from=build /app/target/dependency ./target/dependency\n");
  });

  it("exec:java after a build of its own, with MAVEN_OPTS", () => {
    const text = rewritten(
      `${HEAD}ENV MAVEN_OPTS="-Xmx1g"\nRUN mvn -B package\nCMD mvn exec:java -Dexec.mainClass=App\n`,
      { ...source, "pom.xml": pom("") },
    );
    expect(text.match(/RUN .*/g)).toEqual(["RUN mvn -B package"]);
    expect(text).toContain('CMD ["java", "-Xmx1g", "-cp", "target/classes", "App"]\n');
  });

  it("bootRun becomes bootJar and java -jar", () => {
    const text = rewritten(
      `${GRADLE_HEAD}CMD ["gradle", "bootRun", "--args=--spring.profiles.active=prod"]\n`,
      boot,
    );
    expect(text).toContain("RUN gradle bootJar\n");
    expect(text).toContain('CMD ["java", "-jar", "app.jar", "--spring.profiles.active=prod"]\n');
  });

  it("run becomes installDist and the start script", () => {
    const text = rewritten(`${GRADLE_HEAD}ENTRYPOINT gradle run --args="a 'b c'" --no-daemon\n`, application);
    expect(text).toContain("RUN gradle --no-daemon installDist\n");
    expect(text).toContain('ENTRYPOINT ["build/install/demo/bin/demo", "a", "b c"]\n');
    expect(text).toContain("COPY --from=build /app/build/install/demo ./build/install/demo\n");
  });

  it("a module is started in its own folder", () => {
    const text = rewritten(`${GRADLE_HEAD}CMD gradle :api:run\n`, {
      "settings.gradle": "include 'api'\n",
      "api/build.gradle": application["build.gradle"],
      "api/src/main/java/App.java": source["src/main/java/App.java"],
    });
    expect(text).toContain("RUN gradle :api:installDist\n");
    expect(text).toContain("CMD cd /app/api && exec build/install/api/bin/api\n");
    expect(text).toContain("COPY --from=build /app/api/build/install/api ");
  });
});

describe("what has no exact production form stays refused, with the reason", () => {
  it.each<readonly [string, string, Readonly<Record<string, string>>, string]>([
    [
      "a debugger",
      'CMD mvn spring-boot:run -Dspring-boot.run.jvmArguments="-agentlib:jdwp=x"',
      MAVEN_FILES,
      "debugger",
    ],
    ["development mode", "CMD mvn quarkus:dev", { ...source, "pom.xml": pom("") }, "live reload"],
    ["a server inside Maven", "CMD mvn jetty:run", { ...source, "pom.xml": pom("") }, "servlet container"],
    ["a command behind it", "CMD mvn spring-boot:run && sleep 5", MAVEN_FILES, "does more"],
    ["a command beside it", "CMD mvn spring-boot:run & sleep 5", MAVEN_FILES, "does more"],
    ["arguments", 'ENTRYPOINT ["mvn"]\nCMD ["spring-boot:run"]', MAVEN_FILES, "ENTRYPOINT and CMD"],
    ["a variable", "CMD mvn spring-boot:run $OPTIONS", MAVEN_FILES, "OPTIONS"],
    [
      "no repackage",
      "CMD mvn org.springframework.boot:spring-boot-maven-plugin:run",
      { ...source, "pom.xml": pom("") },
      "repackage",
    ],
    ["no main class", "CMD mvn exec:java", { ...source, "pom.xml": pom("") }, "main class"],
    [
      "a folder of its own",
      "CMD mvn spring-boot:run",
      {
        ...MAVEN_FILES,
        "pom.xml": (MAVEN_FILES["pom.xml"] ?? "").replace(
          "<artifactId>spring-boot-maven-plugin</artifactId>",
          "<artifactId>spring-boot-maven-plugin</artifactId><configuration><workingDirectory>x</workingDirectory></configuration>",
        ),
      },
      "workingDirectory",
    ],
  ])("%s", (_what, command, files, because) => {
    const text = reason(`${HEAD}${command}\n`, files);
    expect(text).toMatch(/^refused (maven-run-goal|dev-server-command): /);
    expect(text).toContain(because);
  });

  it.each([
    [
      "bootRun that is configured",
      "CMD gradle bootRun",
      { ...boot, "build.gradle": `${boot["build.gradle"]}bootRun { jvmArgs = ['-Xmx1g'] }\n` },
      "configures bootRun",
    ],
    ["a watch", "CMD gradle run -t", application, "development"],
    ["JAVA_OPTS", "ENV JAVA_OPTS=-Xmx1g\nCMD gradle run", application, "JAVA_OPTS"],
    ["no such task", "CMD gradle bootRun", application, "no single project"],
  ])("%s", (_what, command, files, because) => {
    const text = reason(`${GRADLE_HEAD}${command}\n`, files);
    expect(text).toMatch(/^refused build-tool-at-runtime: /);
    expect(text).toContain(because);
  });

  it("sources that only a mount brings have no build to move", () => {
    expect(
      reason('FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCMD ["mvn", "spring-boot:run"]\n', {}),
    ).toMatch(/^refused maven-run-goal: /);
  });
});
