import { artifacts, stepOf } from "./build.js";

/** A Spring Boot root with modules, as start.spring.io and its guides lay it out. */
const modules: Record<string, string> = {
  "settings.gradle": "rootProject.name = 'shop'\ninclude 'api'\ninclude 'core'\n",
  "build.gradle": `plugins {
  id 'org.springframework.boot' version '3.1.5' apply false
  id 'io.spring.dependency-management' version '1.1.3' apply false
}

allprojects {
  group = 'com.example'
  version = '1.0.0'
  repositories {
    mavenCentral()
  }
}

subprojects {
  apply plugin: 'java'
  apply plugin: 'io.spring.dependency-management'
}
`,
  "api/build.gradle":
    "apply plugin: 'org.springframework.boot'\ndependencies {\n  implementation project(':core')\n}\n",
  "core/build.gradle": "dependencies {\n  api 'a:b:1'\n}\n",
};

describe("builds of several projects", () => {
  it("builds all projects with a plain task name", () => {
    expect(artifacts({ files: modules, command: "gradle build" })).toEqual([
      "/app/api/build/libs/api-1.0.0-plain.jar",
      "/app/api/build/libs/api-1.0.0.jar (runs alone)",
      "/app/core/build/libs/core-1.0.0.jar",
    ]);
  });

  it.each([
    ["gradle :api:bootJar", "/app"],
    ["gradle api:bootJar", "/app"],
    ["gradle bootJar", "/app/api"],
    ["gradle -p api bootJar", "/app"],
    ["gradle --project-dir=api bJ", "/app"],
    ["./gradlew :api:bootJar -x test --no-daemon --stacktrace", "/app"],
  ])("%s in %s makes the jar of api and the library it needs", (command, cwd) => {
    expect(artifacts({ files: modules, command, cwd })).toEqual([
      "/app/api/build/libs/api-1.0.0.jar (runs alone)",
      "/app/core/build/libs/core-1.0.0.jar",
    ]);
  });

  it("a project that the settings do not include is named as broken", () => {
    const step = stepOf({ files: modules, command: "gradle :web:bootJar" });
    expect(step.broken?.code).toBe("original-broken-unknown-module");
  });

  it("says nothing of projects when the settings include in a loop", () => {
    const step = stepOf({
      files: { ...modules, "settings.gradle": "file('.').eachDir { include it.name }\n" },
      command: "gradle :web:bootJar",
    });
    expect(step.broken).toBeUndefined();
    expect(step.outputs.known).toBe(false);
  });

  it.each([
    ["include 'api', 'core'"],
    ["include('api', 'core')"],
    ["include ':api', ':core'"],
    ["include(\n  'api',\n  'core'\n)"],
    ["include 'api',\n        'core'"],
    ['include("api")\ninclude("core")'],
    ["include(['api', 'core'] as String[])"],
  ])("reads %s", (text) => {
    expect(
      artifacts({
        files: { ...modules, "settings.gradle": `rootProject.name = 'shop'\n${text}\n` },
        command: "gradle :api:bootJar",
      }),
    ).toEqual(["/app/api/build/libs/api-1.0.0.jar (runs alone)", "/app/core/build/libs/core-1.0.0.jar"]);
  });

  it("follows a renamed project", () => {
    expect(
      artifacts({
        files: {
          ...modules,
          "settings.gradle": "include 'api', 'core'\nproject(':api').name = 'shop-api'\n",
        },
        command: "gradle bootJar",
      }),
    ).toEqual(["/app/api/build/libs/shop-api-1.0.0.jar (runs alone)", "/app/core/build/libs/core-1.0.0.jar"]);
  });

  it("follows a loop that renames all projects", () => {
    expect(
      artifacts({
        files: {
          ...modules,
          "settings.gradle":
            "include 'api', 'core'\nrootProject.children.each { it.name = \"shop-${it.name}\" }\n",
          "api/build.gradle": "apply plugin: 'org.springframework.boot'\n",
        },
        command: "gradle :shop-api:bootJar",
      }),
    ).toEqual(["/app/api/build/libs/shop-api-1.0.0.jar (runs alone)"]);
  });

  it("a bare task name in allprojects reaches the root's task where the project has none", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": "rootProject.name = 'shop'\ninclude 'api'\n",
          "build.gradle":
            "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.2.0'\n}\nallprojects {\n  apply plugin: 'java'\n  bootJar {\n    enabled = false\n  }\n}\n",
          "api/build.gradle": "apply plugin: 'org.springframework.boot'\n",
        },
        command: "gradle build",
      }),
    ).toEqual([
      "/app/api/build/libs/api-plain.jar",
      "/app/api/build/libs/api.jar (runs alone)",
      "/app/build/libs/shop-plain.jar",
    ]);
  });

  it("project(':x') { } and configure() in the root set names", () => {
    const root = modules["build.gradle"] ?? "";
    expect(
      artifacts({
        files: {
          ...modules,
          "build.gradle": `${root}\nproject(':api') {\n  version = '2'\n  archivesBaseName = 'front'\n}\nconfigure(subprojects) { p ->\n  p.ext.note = 'x'\n}\n`,
        },
        command: "gradle :api:bootJar",
      })[0],
    ).toBe("/app/api/build/libs/front-2.jar (runs alone)");
  });

  it("Kotlin: subprojects with apply(plugin = …) and a filter leave what is certain", () => {
    const files = {
      "settings.gradle.kts": 'rootProject.name = "shop"\ninclude(":api", ":core")\n',
      "build.gradle.kts":
        'plugins {\n  id("org.springframework.boot") version "3.2.0" apply false\n  kotlin("jvm") version "1.9.0" apply false\n}\nsubprojects {\n  apply(plugin = "org.jetbrains.kotlin.jvm")\n  version = "3"\n}\n',
      "api/build.gradle.kts":
        'plugins {\n  id("org.springframework.boot")\n}\ntasks.getByName<Jar>("jar") {\n  enabled = false\n}\n',
      "core/build.gradle.kts": "",
    };
    expect(artifacts({ files, command: "gradle assemble" })).toEqual([
      "/app/api/build/libs/api-3.jar (runs alone)",
      "/app/core/build/libs/core-3.jar",
    ]);
  });

  it("a precompiled plugin of buildSrc is read like a build file", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": "rootProject.name = 'demo'\n",
          "buildSrc/build.gradle": "plugins { id 'groovy-gradle-plugin' }\n",
          "buildSrc/src/main/groovy/demo.java-conventions.gradle":
            "plugins {\n  id 'java'\n}\nversion = '8'\narchivesBaseName = 'conv'\n",
          "build.gradle": "plugins {\n  id 'demo.java-conventions'\n  id 'application'\n}\n",
        },
        command: "gradle jar",
      }),
    ).toEqual(["/app/build/libs/conv-8.jar"]);
  });

  it("so is one of an included build, in Kotlin", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle.kts":
            'pluginManagement {\n  includeBuild("build-logic")\n}\nrootProject.name = "demo"\n',
          "build-logic/settings.gradle.kts": "",
          "build-logic/build.gradle.kts": "plugins { `kotlin-dsl` }\n",
          "build-logic/src/main/kotlin/service.gradle.kts":
            'plugins {\n  java\n  id("org.springframework.boot")\n}\ntasks.bootJar { archiveFileName.set("service.jar") }\n',
          "build.gradle.kts": "plugins {\n  service\n}\n",
        },
        command: "gradle bootJar",
      }),
    ).toEqual(["/app/build/libs/service.jar (runs alone)"]);
  });

  it("a plugin class that speaks of names makes them a pattern, one that does not leaves them", () => {
    const files = (source: string): Record<string, string> => ({
      "settings.gradle": "rootProject.name = 'demo'\n",
      "buildSrc/src/main/java/demo/Conventions.java": source,
      "buildSrc/build.gradle":
        "plugins { id 'java-gradle-plugin' }\ngradlePlugin {\n  plugins {\n    conv {\n      id = 'demo.conv'\n      implementationClass = 'demo.Conventions'\n    }\n  }\n}\n",
      "build.gradle": "plugins {\n  id 'java'\n  id 'demo.conv'\n}\nversion = '1'\n",
    });
    expect(
      artifacts({
        files: files('class Conventions { void apply(Project p) { p.setVersion("x"); } }'),
        command: "gradle jar",
      }),
    ).toEqual(["/app/build/libs/*.jar"]);
    expect(artifacts({ files: files("class Conventions { }"), command: "gradle jar" })).toEqual([
      "/app/build/libs/demo-1.jar",
    ]);
  });

  it("two archives whose names could be the same are no answer (P19)", () => {
    const step = stepOf({
      files: {
        "settings.gradle": "rootProject.name = 'demo'\n",
        "build.gradle":
          "plugins {\n id 'java'\n id 'org.springframework.boot' version '3.2.0'\n}\nbootJar { archiveFileName = System.getenv('JAR') }\njar { archiveFileName = other() }\n",
      },
    });
    expect(step.outputs).toEqual({
      known: false,
      because: expect.stringContaining("build.gradle line") as string,
    });
  });

  it("a folder without a build of its own in a build above that does not include it stands alone", () => {
    expect(
      artifacts({
        files: { ...modules, "tools/build.gradle": "apply plugin: 'java'\n" },
        cwd: "/app/tools",
        command: "gradle jar",
      }),
    ).toEqual(["/app/tools/build/libs/tools.jar"]);
  });

  it("nested paths take folders of the same shape", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": "include 'services:orders:app'\n",
          "services/orders/app/build.gradle": "apply plugin: 'java'\n",
        },
        command: "gradle :services:orders:app:jar",
      }),
    ).toEqual(["/app/services/orders/app/build/libs/app.jar"]);
  });
});
