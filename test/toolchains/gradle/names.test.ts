import { artifacts } from "./build.js";

const settings = (name: string): string => `rootProject.name = '${name}'\n`;

describe("archives of one project", () => {
  it("names the jar of a java project after project and version", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": settings("demo"),
          "build.gradle": "plugins {\n  id 'java'\n}\nversion = '1.2'\n",
        },
      }),
    ).toEqual(["/app/build/libs/demo-1.2.jar"]);
  });

  it("leaves the version out when there is none", () => {
    expect(
      artifacts({ files: { "settings.gradle": settings("demo"), "build.gradle": "apply plugin: 'java'\n" } }),
    ).toEqual(["/app/build/libs/demo.jar"]);
  });

  it.each([
    [
      `libsDirectory = layout.buildDirectory.dir("jars")`,
      "/app/build/jars/demo.jar",
      "/app/build/distributions/demo.zip",
    ],
    [`libsDirName = "jars"`, "/app/build/jars/demo.jar", "/app/build/distributions/demo.zip"],
    [`distsDirectory = layout.projectDirectory.dir("out")`, "/app/build/libs/demo.jar", "/app/out/demo.zip"],
    [`distsDirName("out")`, "/app/build/libs/demo.jar", "/app/build/out/demo.zip"],
  ])("moves jars or distributions alone with base { %s }", (line, jar, zip) => {
    expect(
      artifacts({
        files: {
          "settings.gradle": settings("demo"),
          "build.gradle": `plugins {\n  id 'application'\n}\nbase {\n  ${line}\n}\n`,
        },
        command: "gradle jar distZip",
      }),
    ).toEqual([jar, zip].sort());
  });

  it("P179: takes the folder's name in the image without rootProject.name", () => {
    expect(
      artifacts({
        files: { "/srv/shop/build.gradle": "apply plugin: 'java'\nversion '3'\n" },
        cwd: "/srv/shop",
      }),
    ).toEqual(["/srv/shop/build/libs/shop-3.jar"]);
  });

  it("P101, P102: Spring Boot 3 makes the boot jar and the plain jar", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": settings("demo"),
          "build.gradle": `plugins {
	id 'java'
	id 'org.springframework.boot' version '3.2.1'
	id 'io.spring.dependency-management' version '1.1.4'
}

group = 'com.example'
version = '0.0.1-SNAPSHOT'

java {
	sourceCompatibility = '17'
}

dependencies {
	implementation 'org.springframework.boot:spring-boot-starter-web'
}
`,
        },
        command: "./gradlew clean build -x test",
      }),
    ).toEqual([
      "/app/build/libs/demo-0.0.1-SNAPSHOT-plain.jar",
      "/app/build/libs/demo-0.0.1-SNAPSHOT.jar (runs alone)",
    ]);
  });

  it("P101: Spring Boot 2.4 switches the plain jar off (JavaPluginAction, tag v2.4.0)", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": settings("demo"),
          "build.gradle":
            "plugins {\n id 'org.springframework.boot' version '2.4.13'\n id 'java'\n}\nversion = '1'\n",
        },
      }),
    ).toEqual(["/app/build/libs/demo-1.jar (runs alone)"]);
  });

  it.each([
    ["Groovy block", "jar {\n    enabled = false\n}"],
    ["Groovy property", "jar.enabled = false"],
    ["tasks.named, Groovy", "tasks.named('jar') {\n  enabled = false\n}"],
    ["tasks.jar", "tasks.jar { enabled = false }"],
  ])("P101: no plain jar where it is switched off: %s", (_, block) => {
    expect(
      artifacts({
        files: {
          "settings.gradle": settings("demo"),
          "build.gradle": `plugins {\n id 'org.springframework.boot' version '3.1.0'\n id 'java'\n}\nversion = '1'\n${block}\n`,
        },
      }),
    ).toEqual(["/app/build/libs/demo-1.jar (runs alone)"]);
  });

  it.each([
    ["getByName", 'tasks.getByName<Jar>("jar") {\n  enabled = false\n}'],
    ["named", 'tasks.named<Jar>("jar") { enabled = false }'],
    ["accessor", "tasks.jar {\n  enabled = false\n}"],
    ["tasks block", "tasks {\n  jar {\n    enabled = false\n  }\n}"],
    ["tasks block, string", 'tasks {\n  "jar"(Jar::class) {\n    enabled = false\n  }\n}'],
    ["isEnabled", "tasks.jar { isEnabled = false }"],
  ])("P101: no plain jar where it is switched off in Kotlin: %s", (_, block) => {
    expect(
      artifacts({
        files: {
          "settings.gradle.kts": 'rootProject.name = "demo"\n',
          "build.gradle.kts": `plugins {\n  id("org.springframework.boot") version "3.1.0"\n  java\n}\nversion = "1"\n${block}\n`,
        },
      }),
    ).toEqual(["/app/build/libs/demo-1.jar (runs alone)"]);
  });

  it.each([
    ["bootJar { archiveFileName = 'app.jar' }", "app.jar"],
    ["bootJar {\n  archiveBaseName = 'svc'\n  archiveVersion = ''\n}", "svc.jar"],
    ["bootJar {\n  archiveBaseName.set('svc')\n  archiveVersion.set('2.0')\n}", "svc-2.0.jar"],
    ["bootJar { baseName = 'svc'; version = '7' }", "svc-7.jar"],
    ["bootJar { archiveClassifier = 'boot' }", "demo-1-boot.jar"],
    ["archivesBaseName = 'base'", "base-1.jar"],
    ["base {\n  archivesName = 'base'\n}", "base-1.jar"],
    ['bootJar { archiveFileName = "${archiveBaseName.get()}.${archiveExtension.get()}" }', "demo.jar"],
    ["tasks.named('bootJar') { archiveFileName = \"${project.name}-x.jar\" }", "demo-x.jar"],
    ["tasks.withType(Jar) { archiveVersion = '9' }", "demo-9.jar"],
    ['bootJar { archiveFileName = "$rootProject.name-${version}.jar" }', "demo-1.jar"],
  ])("P103: %s gives %s", (block, name) => {
    expect(
      artifacts({
        files: {
          "settings.gradle": settings("demo"),
          "build.gradle": `plugins {\n id 'org.springframework.boot' version '3.1.0'\n id 'java'\n}\nversion = '1'\njar { enabled = false }\n${block}\n`,
        },
      }),
    ).toEqual([`/app/build/libs/${name} (runs alone)`]);
  });

  it.each([
    ['tasks.bootJar {\n  archiveFileName.set("app.jar")\n}', "app.jar"],
    [
      'tasks.named<BootJar>("bootJar") {\n  archiveFileName.set("${archiveBaseName.get()}.${archiveExtension.get()}")\n}',
      "demo.jar",
    ],
    ['tasks.withType<BootJar> {\n  archiveBaseName.set("svc")\n}', "svc-1.jar"],
    [
      'tasks.getByName<BootJar>("bootJar") {\n  archiveFileName.set("${project.name}-$version.jar")\n}',
      "demo-1.jar",
    ],
    ['tasks {\n  named<BootJar>("bootJar") {\n    archiveClassifier.set("exec")\n  }\n}', "demo-1-exec.jar"],
    ['base.archivesName.set("other")', "other-1.jar"],
    [
      'tasks.withType<org.springframework.boot.gradle.tasks.bundling.BootJar>().configureEach { archiveVersion = "" }',
      "demo.jar",
    ],
  ])("P103: Kotlin %s gives %s", (block, name) => {
    expect(
      artifacts({
        files: {
          "settings.gradle.kts": 'rootProject.name = "demo"\n',
          "build.gradle.kts": `import org.springframework.boot.gradle.tasks.bundling.BootJar\n\nplugins {\n  id("org.springframework.boot") version "3.1.0"\n  kotlin("jvm") version "1.9.0"\n}\nversion = "1"\ntasks.jar { enabled = false }\n${block}\n`,
        },
      }),
    ).toEqual([`/app/build/libs/${name} (runs alone)`]);
  });

  it.each([
    ["gradle.properties", { "gradle.properties": "version=4.5\n" }, "gradle build", {}, "4.5"],
    ["-P", { "gradle.properties": "version=4.5\n" }, "gradle build -Pversion=6", {}, "6"],
    ["ORG_GRADLE_PROJECT_", {}, "gradle build", { ORG_GRADLE_PROJECT_version: "7" }, "7"],
    ["-Dorg.gradle.project", {}, "gradle build -Dorg.gradle.project.version=8", {}, "8"],
  ])("takes the version from %s", (_, files, command, env, version) => {
    expect(
      artifacts({
        files: { "settings.gradle": settings("demo"), "build.gradle": "apply plugin: 'java'\n", ...files },
        command,
        env,
      }),
    ).toEqual([`/app/build/libs/demo-${version}.jar`]);
  });

  it.each([
    ["def v = '1.1'\nversion = v", "1.1"],
    ["ext { appVersion = '1.2' }\nversion = appVersion", "1.2"],
    ["ext.appVersion = '1.3'\nversion = \"$appVersion-RC\"", "1.3-RC"],
    ["version = project.hasProperty('rel') ? project.rel : '1.4-SNAPSHOT'", "1.4-SNAPSHOT"],
    ["version = findProperty('appVersion') ?: '1.5'", "1.5"],
    ["project.version = '1.6'", "1.6"],
    ["version '1.7'", "1.7"],
    ["version = '1' + '.8'", "1.8"],
    ["if (project.hasProperty('release')) {\n version = '2'\n} else {\n version = '1.9'\n}", "1.9"],
    ["ext {\n  set('v', '2.0')\n}\nversion = \"${v}\"", "2.0"],
    ["/* version = '0' */\n// version = '0'\nversion = '2.1' // version", "2.1"],
    ["allprojects {\n  version = '2.2'\n}", "2.2"],
    ["afterEvaluate { project.version = '2.3' }", "2.3"],
  ])("computes the version of %s", (text, version) => {
    expect(
      artifacts({
        files: { "settings.gradle": settings("demo"), "build.gradle": `apply plugin: 'java'\n${text}\n` },
      }),
    ).toEqual([`/app/build/libs/demo-${version}.jar`]);
  });

  it.each([
    ['val v = "1.1"\nversion = v', "1.1"],
    ["val appVersion: String by project\nversion = appVersion", "5.5"],
    ['val v by extra("1.2")\nversion = v', "1.2"],
    ['extra["v"] = "1.3"\nversion = extra["v"] as String', "1.3"],
    ['version = project.findProperty("nope") as String? ?: "1.4"', "1.4"],
    ['version = providers.gradleProperty("appVersion").get()', "5.5"],
    ["version = libs.versions.app.get()", "9.9"],
    ['version = property("appVersion").toString()', "5.5"],
  ])("computes the version of Kotlin %s", (text, version) => {
    expect(
      artifacts({
        files: {
          "settings.gradle.kts": 'rootProject.name = "demo"\n',
          "gradle.properties": "appVersion=5.5\n",
          "gradle/libs.versions.toml": '[versions]\napp = "9.9"\n',
          "build.gradle.kts": `plugins {\n  java\n}\n${text}\n`,
        },
      }),
    ).toEqual([`/app/build/libs/demo-${version}.jar`]);
  });

  it.each([
    "version = 'git describe'.execute().text.trim()",
    "version = System.getenv('BUILD') ?: 'dev'",
    "version = gitVersion()",
    "if (System.getenv('CI')) { version = '2' }",
    "version = new Date().format('yyyy')",
    "file('v').withReader { version = it.readLine() }\n['a'].each { version = it }",
  ])("P19: a version that only running tells is a pattern that one file can match: %s", (text) => {
    expect(
      artifacts({
        files: {
          "settings.gradle": settings("demo"),
          "build.gradle": `plugins {\n id 'org.springframework.boot' version '3.1.0'\n id 'java'\n}\nversion = '1'\n${text}\n`,
        },
      }),
    ).toEqual([
      "/app/build/libs/demo-*-plain.jar",
      "/app/build/libs/demo-*.jar (runs alone) !demo-*-plain.jar",
    ]);
  });
});
