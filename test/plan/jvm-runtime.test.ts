/** What a start script and the images of build tools hide: options in variables, folders and users of the base image. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";

const HEAD = "FROM gradle:8.0.2-jdk17\nWORKDIR /app\nCOPY . .\nRUN gradle installDist\n";
const FILES = {
  "settings.gradle": "rootProject.name = 'demo'\n",
  "build.gradle": "plugins {\n  id 'application'\n}\napplication { mainClass = 'App' }\n",
  "src/main/java/App.java": "class App { public static void main(String[] a) {} }",
  "agent.jar": "x",
};
const BOOT = {
  ...FILES,
  "build.gradle":
    "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.3.0'\n}\nversion = '1.0'\njar.enabled = false\n",
};

function run(source: string, files: Readonly<Record<string, string>>): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
}

function runtime(source: string, files: Readonly<Record<string, string>> = FILES): string {
  const outcome = run(source, files);
  const text = outcome.changes[0]?.after;
  if (text === undefined) throw new Error(`${outcome.reason?.code}: ${outcome.reason?.message}`);
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

const SCRIPT = 'CMD ["build/install/demo/bin/demo"]\n';
const AGENT = "COPY --from=build /app/agent.jar ./agent.jar\n";

describe("a start script", () => {
  it.each([
    ["P159 of another name", 'CMD ["build/install/other/bin/other"]\n'],
    ["in a distribution that nobody unpacked", 'CMD ["build/distributions/demo/bin/demo"]\n'],
    ["of another name, in shell form", "CMD exec ./build/install/other/bin/other\n"],
  ])("%s has no producer", (_what, command) => {
    expect(run(HEAD + command, FILES).reason?.code).toBe("command-not-produced");
  });

  it.each([
    ["JAVA_OPTS", `ENV JAVA_OPTS="-javaagent:agent.jar -Xmx1g"\n${SCRIPT}`, FILES],
    ["its own variable", `ENV DEMO_OPTS=-javaagent:/app/agent.jar\n${SCRIPT}`, FILES],
    [
      "the build file",
      SCRIPT,
      {
        ...FILES,
        "build.gradle": `${FILES["build.gradle"]}application { applicationDefaultJvmArgs = ['-javaagent:agent.jar', "-Dx=$y"] }\n`,
      },
    ],
    [
      "compose",
      SCRIPT,
      {
        ...FILES,
        "docker-compose.yml":
          "services:\n  app:\n    build: .\n    environment:\n      JAVA_OPTS: -javaagent:agent.jar\n",
      },
    ],
  ])("P132: an agent that %s names is there", (_what, tail, files) => {
    expect(runtime(HEAD + tail, files)).toContain(AGENT);
  });

  it("the program's arguments are files, too", () => {
    const text = runtime(`${HEAD}CMD build/install/demo/bin/demo serve etc/demo.yml\n`, {
      ...FILES,
      "etc/demo.yml": "a: 1\n",
    });
    expect(text).toMatch(/COPY --from=build \/app\/etc/);
  });
});

describe("what only the build's base image has", () => {
  it("P9: the working directory of the base image gets a line", () => {
    const text = runtime(
      'FROM gradle:8.0.2-jdk17\nCOPY . .\nRUN gradle bootJar\nCMD ["java", "-jar", "build/libs/demo-1.0.jar"]\n',
      BOOT,
    );
    expect(text).toContain("FROM eclipse-temurin:17-jre\nWORKDIR /home/gradle\n");
    expect(text).toContain("COPY --from=build /home/gradle/build/libs/demo-1.0.jar ");
  });

  it("P107: a user of the build's image owns nothing by name in the runtime stage", () => {
    const text = runtime(
      "FROM gradle:8.0.2-jdk17\nWORKDIR /app\nCOPY . .\nRUN chown -R gradle:gradle /app\nRUN gradle bootJar\nCMD sh start.sh\n",
      { ...BOOT, "start.sh": "#!/bin/sh\nexec java -jar build/libs/demo-1.0.jar\n" },
    );
    expect(text).toContain("FROM eclipse-temurin:17-jre\n");
    expect(text).toContain("COPY --from=build --chown=1000:1000 /app/start.sh ");
    expect(text).not.toContain("gradle:gradle");
  });
});

it("a JDK of another machine in gradle.properties stops the build", () => {
  const files = { ...BOOT, "gradle.properties": "org.gradle.java.home=C:\\\\Java\\\\jdk-17\n" };
  expect(
    run(`${HEAD.replace("installDist", "bootJar")}CMD java -jar build/libs/demo-1.0.jar\n`, files).reason
      ?.code,
  ).toBe("original-broken-java-home");
});
