/** What doFirst and doLast of tasks do to the archives. */
import { artifacts } from "./build.js";

const shadow =
  "plugins {\n  id 'java'\n  id 'com.github.johnrengelman.shadow' version '7.1.2'\n}\nversion = '2.0'\n";

function made(build: string, command = "gradle shadowJar", file = "build.gradle"): readonly string[] {
  const settings = file.endsWith(".kts") ? 'rootProject.name = "bot"\n' : "rootProject.name = 'bot'\n";
  return artifacts({
    files: { [file === "build.gradle" ? "settings.gradle" : "settings.gradle.kts"]: settings, [file]: build },
    command,
  });
}

describe("copy in doLast", () => {
  const all = "/app/build/libs/bot-2.0-all.jar (runs alone)";

  it.each([
    ["its own archive", 'copy {\n from getArchiveFile()\n into "$rootDir"\n }', "/app/bot-2.0-all.jar"],
    ["a property", "copy { from archiveFile; into '.' }", "/app/bot-2.0-all.jar"],
    ["a path", "copy { from 'build/libs/bot-2.0-all.jar'\n into 'dist' }", "/app/dist/bot-2.0-all.jar"],
    [
      "below buildDir",
      'project.copy { from "$buildDir/libs/bot-2.0-all.jar"\n into "$projectDir/dist" }',
      "/app/dist/bot-2.0-all.jar",
    ],
    ["another name", "copy { from archivePath\n into '.'\n rename { 'bot.jar' } }", "/app/bot.jar"],
  ])("of %s", (_what, action, path) => {
    expect(made(`${shadow}shadowJar {\n doLast {\n ${action}\n }\n}\n`)).toEqual(
      [`${path} (runs alone)`, all].sort(),
    );
  });

  it("of a task of the Kotlin DSL", () => {
    const build =
      'plugins {\n  java\n  id("com.github.johnrengelman.shadow") version "7.1.2"\n}\nversion = "2.0"\ntasks.shadowJar {\n  doLast {\n    copy {\n      from(archiveFile)\n      into(rootDir)\n    }\n  }\n}\n';
    expect(made(build, "gradle shadowJar", "build.gradle.kts")).toEqual([
      "/app/bot-2.0-all.jar (runs alone)",
      all,
    ]);
  });

  it.each([
    ["a folder", "copy { from 'build/libs'; into '.' }"],
    ["a condition", "if (project.hasProperty('x')) { copy { from archiveFile; into '.' } }"],
    ["a filter", "copy { from(archiveFile) { include '*.jar' }\n into '.' }"],
    ["a name that is computed", "copy { from archiveFile; into '.'; rename { it - '-all' } }"],
  ])("of %s makes no file that is known", (_what, action) => {
    const found = made(`${shadow}shadowJar {\n doLast {\n ${action}\n }\n}\n`);
    expect(found.filter((line) => line.startsWith("/app/bot"))).toEqual([]);
  });
});

describe("delete in doLast", () => {
  const stage = (action: string): readonly string[] =>
    made(
      `${shadow}task stage {\n dependsOn clean, shadowJar\n}\ntasks.stage.doLast() {\n ${action}\n}\n`,
      "gradle stage",
    );

  it.each([
    ["folders beside it", "delete 'build/classes'\n delete 'build/tmp', \"$buildDir/reports\""],
    ["everything in its folder but jars", "delete fileTree(dir: 'build/libs', exclude: '*.jar')"],
  ])("leaves the archive when it removes %s", (_what, action) => {
    expect(stage(action)).toEqual(["/app/build/libs/bot-2.0-all.jar (runs alone)"]);
  });

  it.each([
    ["its folder", "delete 'build/libs'", "? the task stage deletes files where bot-2.0-all.jar lies"],
    [
      "wars alone as exception",
      "delete fileTree(dir: 'build/libs', exclude: '*.war')",
      "? the task stage deletes files where bot-2.0-all.jar lies",
    ],
    [
      "what is computed",
      "delete files(project.oldOnes)",
      "? the task stage has code of its own that moves or deletes files",
    ],
    [
      "an ant task",
      "ant.move(file: 'a', tofile: 'b')",
      "? the task stage has code of its own that moves or deletes files",
    ],
  ])("is unknown when it removes %s", (_what, action, because) => {
    expect(stage(action)).toEqual([because]);
  });
});

describe("jar and shadowJar of one name", () => {
  it("are one file, which runs alone", () => {
    expect(
      made(
        `${shadow}shadowJar {\n archiveClassifier.set('')\n}\nbuild.dependsOn(shadowJar)\n`,
        "gradle build",
      ),
    ).toEqual(["/app/build/libs/bot-2.0.jar (runs alone)"]);
  });

  it("are not known to run alone when the manifest of one names what lies beside it", () => {
    expect(
      made(
        `${shadow}jar {\n manifest { attributes('Main-Class': 'demo.App', 'Class-Path': 'lib/a.jar') }\n}\nshadowJar {\n archiveClassifier.set('')\n}\nbuild.dependsOn(shadowJar)\n`,
        "gradle build",
      ),
    ).toEqual(["/app/build/libs/bot-2.0.jar"]);
  });
});
