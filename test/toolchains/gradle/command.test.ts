import fc from "fast-check";
import { known, unknown } from "../../../src/known.js";
import { readCommand } from "../../../src/toolchains/gradle/command.js";
import { gradle } from "../../../src/toolchains/gradle/gradle.js";
import { parseBuildFile } from "../../../src/toolchains/gradle/language/parse.js";
import type { BuildHistory } from "../../../src/toolchains/types.js";
import { memoryTree } from "../../support/tree.js";
import { invocation } from "../jvm/invocation.js";
import { noHistory, stepOf, treeOf } from "./build.js";

const project = {
  "settings.gradle": "rootProject.name = 'demo'\n",
  "build.gradle": "plugins { id 'application' }\nversion = '1'\n",
};
const wrapped = {
  ...project,
  gradlew: "#!/bin/sh\nCLASSPATH=$APP_HOME/gradle/wrapper/gradle-wrapper.jar\n",
  "gradle/wrapper/gradle-wrapper.jar": "",
  "gradle/wrapper/gradle-wrapper.properties":
    "distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip\n",
};

describe("the command line", () => {
  it.each([
    ["./gradlew build", ["build"]],
    ["sh ./gradlew build", ["build"]],
    ["bash -e gradlew clean build", ["clean", "build"]],
    ["gradle build -x test --no-daemon", ["build"]],
    ["gradle -q --console plain -Dfoo=bar -Pa=b bootJar --parallel", ["bootJar"]],
    ["gradle -g /cache --build-cache -p sub assemble", ["assemble"]],
    ["gradle run --args 'a b'", ["run"]],
    ["gradle test --tests Foo build", ["test", "build"]],
  ])("%s runs %j", (line, tasks) => {
    expect(readCommand(invocation(line))?.tasks).toEqual(tasks);
  });

  it.each(["mvn package", "sh start.sh", "sh -c gradle", "java -jar x.jar"])("%s is none", (line) => {
    expect(readCommand(invocation(line))).toBeNull();
    expect(gradle.step(invocation(line), treeOf(project), noHistory)).toBeNull();
  });

  it("an unknown word makes the outputs unknown, an unknown property only its value", () => {
    const build = (line: string) => gradle.step(invocation(line), treeOf(project), noHistory)?.outputs;
    expect(build("gradle $TASK")?.known).toBe(false);
    expect(build("gradle jar $OPTIONS")?.known).toBe(false);
    expect(build("gradle jar -Pversion=$V")?.known).toBe(true);
  });

  it.each([
    ["gradle build", "build"],
    ["gradle dependencies", "install"],
    ["gradle downloadDependencies --no-daemon", "install"],
    ["gradle wrapper", "housekeeping"],
    ["./gradlew --version", "housekeeping"],
    ["gradle clean", "housekeeping"],
    ["gradle test", "test"],
    ["gradle clean check", "test"],
    ["gradle compileJava", "build"],
  ])("%s is %s", (command, kind) => {
    expect(stepOf({ files: wrapped, command }).kind).toBe(kind);
  });

  it("names the caches: project, user home, plugin builds", () => {
    const { outputs } = stepOf({
      files: { ...project, "buildSrc/build.gradle": "" },
      command: "gradle jar -g /cache",
    });
    expect(
      outputs.known &&
        outputs.value.filter((output) => output.role !== "artifact").map((output) => output.path),
    ).toEqual(["/app/build", "/app/.gradle", "/cache", "/app/buildSrc/build", "/app/buildSrc/.gradle"]);
  });

  it("a task that no file declares is not guessed; beside known ones it takes nothing away", () => {
    expect(stepOf({ files: project, command: "gradle buildImageThing" }).outputs).toEqual(
      unknown("the task buildImageThing is in no build file at hand, so what it makes is not known"),
    );
    expect(stepOf({ files: project, command: "gradle jar buildImageThing" }).outputs.known).toBe(true);
  });

  it("says nothing of a project that is not at hand", () => {
    const step = gradle.step(invocation("./gradlew build"), { ...memoryTree({}), known: false }, noHistory);
    expect(step).toMatchObject({ kind: "build", outputs: { known: false } });
    expect(step?.broken).toBeUndefined();
  });

  it("P151: a build before any COPY is unknown, not broken", () => {
    const step = gradle.step(invocation("./gradlew build"), memoryTree({}), noHistory);
    expect(step?.broken).toBeUndefined();
    expect(step?.outputs).toEqual(
      unknown("nothing of the build context lies in /app when gradlew build runs"),
    );
  });
});

describe("originals that never built", () => {
  const code = (
    files: Readonly<Record<string, string>>,
    line: string,
    before: readonly string[] = [],
    run = true,
  ): string | undefined =>
    gradle.step(
      invocation(line, { line: 5 }),
      memoryTree(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [`/app/${path}`, text])),
        run ? ["/app/gradlew"] : [],
      ),
      { steps: [], invocations: before.map((each) => invocation(each)) },
    )?.broken?.code;

  it("no wrapper in the context", () => {
    expect(code(project, "./gradlew build")).toBe("original-broken-no-wrapper");
    expect(code(project, "./gradlew build", ["gradle wrapper"])).toBeUndefined();
    expect(code(project, "./gradlew build", ["curl -o gradlew https://x"])).toBeUndefined();
  });

  it("no wrapper jar in the context (git ignores *.jar)", () => {
    const { "gradle/wrapper/gradle-wrapper.jar": jar, ...rest } = wrapped;
    expect(jar).toBe("");
    expect(code(rest, "./gradlew build")).toBe("original-broken-no-wrapper");
    expect(code(rest, "gradle build")).toBeUndefined();
  });

  it("P106: no run bit, unless chmod gives one or sh runs it", () => {
    expect(code(wrapped, "./gradlew build", [], false)).toBe("original-broken-wrapper-not-executable");
    expect(code(wrapped, "./gradlew build", ["chmod +x gradlew"], false)).toBeUndefined();
    expect(code(wrapped, "./gradlew build", ["chmod -R 755 ."], false)).toBeUndefined();
    expect(code(wrapped, "sh ./gradlew build", [], false)).toBeUndefined();
    expect(code(wrapped, "./gradlew build")).toBeUndefined();
  });

  it("P106: DOS line ends, unless something repairs them", () => {
    const dos = { ...wrapped, gradlew: wrapped.gradlew.replace(/\n/g, "\r\n") };
    expect(code(dos, "./gradlew build")).toBe("original-broken-wrapper-line-ends");
    expect(code(dos, "./gradlew build", ["dos2unix gradlew"])).toBeUndefined();
  });

  it("no build file", () => {
    expect(code({ "README.md": "" }, "gradle build")).toBe("original-broken-no-build-file");
    expect(code({ "README.md": "" }, "gradle build", ["git clone https://x ."])).toBeUndefined();
    expect(code({ "README.md": "" }, "gradle wrapper")).toBeUndefined();
  });
});

describe("the container's command", () => {
  const built = (files: Readonly<Record<string, string>>, command: string): BuildHistory => {
    const step = stepOf({ files, command });
    return { steps: [{ step, invocation: invocation(command) }], invocations: [] };
  };

  it.each(["./gradlew bootRun", "gradle run", "sh gradlew run", "/app/gradlew bootRun --args x"])(
    "P142: %s is refused",
    (line) => {
      expect(gradle.launch(invocation(line), treeOf(project), noHistory)).toMatchObject({
        kind: "refuse",
        code: "build-tool-at-runtime",
      });
    },
  );

  it("P73, P110, P177: a start script needs its folder, java, sh and xargs", () => {
    const launch = gradle.launch(
      invocation("build/install/demo/bin/demo"),
      treeOf(wrapped),
      built(wrapped, "./gradlew installDist"),
    );
    expect(
      launch?.kind === "needs" &&
        launch.needs.map((need) => ("path" in need ? need.path : "name" in need ? need.name : need.kind)),
    ).toEqual(["/app/build/install/demo", "java", "sh", "xargs"]);
  });

  it("P177: scripts before Gradle 7.2 do without xargs", () => {
    const old = {
      ...wrapped,
      "gradle/wrapper/gradle-wrapper.properties":
        "distributionUrl=https\\://services.gradle.org/distributions/gradle-6.9.4-all.zip\n",
    };
    const launch = gradle.launch(
      invocation("bash ./build/install/demo/bin/demo server"),
      treeOf(old),
      built(old, "./gradlew installDist"),
    );
    expect(
      launch?.kind === "needs" &&
        launch.needs.flatMap((need) => (need.kind === "program" ? [need.name] : [])),
    ).toEqual(["java", "bash"]);
  });

  it("the folder may have been copied or unpacked elsewhere", () => {
    const launch = gradle.launch(
      invocation("/opt/demo/bin/demo"),
      treeOf(project),
      built(project, "gradle distTar"),
    );
    expect(launch).toMatchObject({
      kind: "needs",
      needs: expect.arrayContaining([expect.objectContaining({ path: "/opt/demo" })]) as unknown,
    });
  });

  it.each(["java -jar build/libs/demo.jar", "/usr/bin/env x", "/opt/other/bin/other", "./bin/demo.sh"])(
    "%s is not its own",
    (line) => {
      expect(
        gradle.launch(invocation(line), treeOf(project), built(project, "gradle installDist")),
      ).toBeNull();
    },
  );

  it("asks for no folder it does not know", () => {
    expect(
      gradle.launch(
        invocation("build/install/demo/bin/demo", { cwd: unknown("?") }),
        treeOf(project),
        built(project, "gradle installDist"),
      ),
    ).toBeNull();
    expect(known(1).known).toBe(true);
  });
});

describe("build files of any text", () => {
  const pieces = [
    "version",
    "=",
    "'1'",
    '"$x.y ${z { } }"',
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\n",
    ",",
    ".",
    "jar",
    "plugins",
    "id",
    "if",
    "else",
    "val",
    "def",
    "by",
    "->",
    "//c\n",
    "/*",
    "*/",
    "?:",
    "?",
    ":",
    "<",
    ">",
    "tasks",
    "named",
    "'''",
    '"""',
    "/",
    "\\",
    "include",
    "for",
    "fun",
    "class",
    "new",
    "as",
    "!",
    "@A",
    "+",
    "`a`",
    "::",
  ];

  it("are read to the end without an exception", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 60 }),
        fc.boolean(),
        (words, kotlin) => {
          const text = words.join(" ");
          expect(Array.isArray(parseBuildFile(text, kotlin))).toBe(true);
          const name = kotlin ? "build.gradle.kts" : "build.gradle";
          const step = stepOf({
            files: { [name]: text, [kotlin ? "settings.gradle.kts" : "settings.gradle"]: text },
            command: "gradle build",
          });
          expect(step.toolchain).toBe("gradle");
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each(["(", "[", "{", "a {", "x(", "if (a) ", '"${', "!", "a ? b : ", "if (a) b else "])(
    "nested without end: %s",
    (opening) => {
      for (const kotlin of [true, false])
        expect(Array.isArray(parseBuildFile(opening.repeat(6_000), kotlin))).toBe(true);
    },
  );
});
