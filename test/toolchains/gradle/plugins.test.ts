import { artifacts } from "./build.js";

const kotlinSettings = { "settings.gradle.kts": 'rootProject.name = "demo"\n' };
const wrapper = (version: string): Record<string, string> => ({
  "gradle/wrapper/gradle-wrapper.properties": `distributionUrl=https\\://services.gradle.org/distributions/gradle-${version}-bin.zip\n`,
});

describe("what plugins make", () => {
  it("shadow 8 makes its jar when it is asked (ShadowJavaPlugin, tag 8.1.1)", () => {
    const files = {
      ...kotlinSettings,
      "build.gradle.kts":
        'plugins {\n  java\n  id("com.github.johnrengelman.shadow") version "8.1.1"\n}\nversion = "1"\ndependencies {\n  implementation("a:b:1")\n}\n',
    };
    expect(artifacts({ files, command: "./gradlew shadowJar" })).toEqual([
      "/app/build/libs/demo-1-all.jar (runs alone)",
    ]);
    expect(artifacts({ files, command: "gradle build" })).toEqual(["/app/build/libs/demo-1.jar"]);
  });

  it("shadow 9 adds its jar to assemble (ShadowJar.kt, tag 9.0.0)", () => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts": 'plugins {\n  java\n  id("com.gradleup.shadow") version "9.0.0"\n}\n',
        },
      }),
    ).toEqual(["/app/build/libs/demo-all.jar (runs alone)", "/app/build/libs/demo.jar"]);
  });

  it.each([
    [
      'tasks.shadowJar {\n  archiveBaseName.set("app")\n  archiveClassifier.set("")\n  archiveVersion.set("")\n}',
      "app.jar",
    ],
    ['tasks.withType<ShadowJar> {\n  archiveFileName.set("fat.jar")\n}', "fat.jar"],
    [
      'tasks {\n  named<ShadowJar>("shadowJar") {\n    archiveBaseName.set("x")\n    mergeServiceFiles()\n    manifest {\n      attributes(mapOf("Main-Class" to "a.B"))\n    }\n  }\n}',
      "x-1-all.jar",
    ],
    [
      'tasks {\n  build {\n    dependsOn(shadowJar)\n  }\n  shadowJar {\n    archiveClassifier = "fat"\n  }\n}',
      "demo-1-fat.jar",
    ],
  ])("names the shadow jar: %s", (block, name) => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts": `plugins {\n  java\n  id("com.github.johnrengelman.shadow") version "8.1.1"\n}\nversion = "1"\n${block}\n`,
        },
        command: "gradle shadowJar",
      }),
    ).toEqual([`/app/build/libs/${name} (runs alone)`]);
  });

  it("shadow in Groovy with dependsOn: both jars of build", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": "rootProject.name = 'bot'\n",
          "build.gradle":
            "plugins {\n    id 'java'\n    id 'com.github.johnrengelman.shadow' version '7.1.2'\n}\nversion '1.0'\nshadowJar {\n    archiveClassifier.set('')\n    archiveFileName = 'bot.jar'\n}\nbuild.dependsOn shadowJar\n",
        },
      }),
    ).toEqual(["/app/build/libs/bot-1.0.jar", "/app/build/libs/bot.jar (runs alone)"]);
  });

  it("Ktor: buildFatJar makes NAME-all.jar or the name that fatJar sets (features/FatJar.kt)", () => {
    const build = (more: string): string =>
      `plugins {\n  kotlin("jvm") version "1.9.22"\n  id("io.ktor.plugin") version "2.3.7"\n}\nversion = "0.0.1"\napplication {\n  mainClass.set("io.ktor.server.netty.EngineMain")\n}\n${more}`;
    expect(
      artifacts({
        files: { ...kotlinSettings, "build.gradle.kts": build("") },
        command: "gradle buildFatJar --no-daemon",
      }),
    ).toEqual(["/app/build/libs/demo-all.jar (runs alone)"]);
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts": build('ktor {\n  fatJar {\n    archiveFileName.set("fat.jar")\n  }\n}\n'),
        },
        command: "./gradlew buildFatJar",
      }),
    ).toEqual(["/app/build/libs/fat.jar (runs alone)"]);
  });

  it("P110: installDist makes a folder", () => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts":
            'plugins {\n  application\n  kotlin("jvm") version "1.9.22"\n}\nversion = "2"\napplication {\n  mainClass = "a.MainKt"\n  applicationName = "srv"\n}\n',
        },
        command: "./gradlew installDist",
      }),
    ).toEqual(["/app/build/install/srv/", "/app/build/libs/demo-2.jar"]);
  });

  it("Micronaut applies application; its shadow jar is -all (MicronautMinimalApplicationPlugin.java)", () => {
    expect(
      artifacts({
        files: {
          "settings.gradle": 'rootProject.name="mn"\n',
          "build.gradle":
            'plugins {\n    id("com.github.johnrengelman.shadow") version "8.1.1"\n    id("io.micronaut.application") version "4.2.1"\n}\n\nversion = "0.1"\ngroup = "example"\n\napplication {\n    mainClass.set("example.Application")\n}\n',
        },
        command: "./gradlew assemble",
      }),
    ).toEqual([
      "/app/build/distributions/mn-0.1.tar",
      "/app/build/distributions/mn-0.1.zip",
      "/app/build/distributions/mn-shadow-0.1.tar",
      "/app/build/distributions/mn-shadow-0.1.zip",
      "/app/build/libs/mn-0.1-all.jar (runs alone)",
      "/app/build/libs/mn-0.1.jar",
    ]);
  });

  it.each([
    ["", {}, ["/app/build/quarkus-app/"]],
    [" -Dquarkus.package.type=uber-jar", {}, ["/app/build/demo-1-runner.jar (runs alone)"]],
    [" -Dquarkus.package.jar.type=uber-jar", {}, ["/app/build/demo-1-runner.jar (runs alone)"]],
    [
      "",
      { "src/main/resources/application.properties": "quarkus.package.type=legacy-jar\n" },
      ["/app/build/demo-1-runner.jar"],
    ],
    [
      "",
      { "gradle.properties": "quarkus.package.type=uber-jar\n" },
      ["/app/build/demo-1-runner.jar (runs alone)"],
    ],
    [" -Dquarkus.package.type=native", {}, ["/app/build/demo-1-runner (runs alone)"]],
  ])("P110: Quarkus%s (QuarkusBuildTask.java)", (options, files, expected) => {
    expect(
      artifacts({
        files: {
          "settings.gradle":
            "pluginManagement {\n  plugins {\n    id 'io.quarkus' version '3.6.0'\n  }\n}\nrootProject.name='demo'\n",
          "build.gradle": "plugins {\n    id 'java'\n    id 'io.quarkus'\n}\nversion '1'\n",
          ...files,
        },
        command: `./gradlew build -x test${options}`,
      }).filter((path) => !path.includes("/libs/")),
    ).toEqual(expected);
  });

  it("war and Spring Boot: the boot war and the plain war (WarPluginAction, SinglePublishedArtifact)", () => {
    expect(
      artifacts({
        files: {
          ...wrapper("7.6.1"),
          "settings.gradle": "rootProject.name = 'web'\n",
          "build.gradle":
            "plugins {\n id 'org.springframework.boot' version '2.7.5'\n id 'java'\n id 'war'\n}\nversion = '1'\n",
        },
        command: "./gradlew build",
      }),
    ).toEqual(["/app/build/libs/web-1-plain.war", "/app/build/libs/web-1.war (runs alone)"]);
  });

  it("Spring Boot with application: bootDist archives, installBootDist", () => {
    const files = {
      ...kotlinSettings,
      "build.gradle.kts": 'plugins {\n  application\n  id("org.springframework.boot") version "3.2.0"\n}\n',
    };
    expect(artifacts({ files, command: "gradle installBootDist" })).toEqual([
      "/app/build/install/demo-boot/",
      "/app/build/libs/demo.jar (runs alone)",
    ]);
  });

  it("a plugin by alias from the version catalog", () => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "gradle/libs.versions.toml":
            '[versions]\nspring-boot = "3.2.0"\n[plugins]\nspring-boot = { id = "org.springframework.boot", version.ref = "spring-boot" }\nkotlin-jvm = "org.jetbrains.kotlin.jvm:1.9.0"\n',
          "build.gradle.kts":
            "plugins {\n  alias(libs.plugins.spring.boot)\n  alias(libs.plugins.kotlin.jvm)\n}\n",
        },
        command: "./gradlew bootJar",
      }),
    ).toEqual(["/app/build/libs/demo.jar (runs alone)"]);
  });

  it("the buildscript class path tells the version of Spring Boot (P101)", () => {
    const build = (version: string): string =>
      `buildscript {\n  ext {\n    springBootVersion = '${version}'\n  }\n  repositories {\n    mavenCentral()\n  }\n  dependencies {\n    classpath("org.springframework.boot:spring-boot-gradle-plugin:\${springBootVersion}")\n  }\n}\n\napply plugin: 'java'\napply plugin: 'org.springframework.boot'\n\nbootJar {\n  baseName = 'gs'\n  version = '0.1.0'\n}\n`;
    expect(
      artifacts({
        files: { "settings.gradle": "rootProject.name='demo'\n", "build.gradle": build("2.0.5.RELEASE") },
      }),
    ).toEqual(["/app/build/libs/gs-0.1.0.jar (runs alone)"]);
    expect(
      artifacts({
        files: { "settings.gradle": "rootProject.name='demo'\n", "build.gradle": build("2.6.3") },
      }),
    ).toEqual(["/app/build/libs/demo-plain.jar", "/app/build/libs/gs-0.1.0.jar (runs alone)"]);
  });

  it("a thin jar with Main-Class and no dependency runs alone, one with dependencies does not", () => {
    const build = (more: string): string =>
      `plugins {\n id 'java'\n}\njar {\n  manifest {\n    attributes 'Main-Class': 'demo.Main'\n  }\n}\n${more}`;
    const files = (more: string): Record<string, string> => ({
      "settings.gradle": "rootProject.name='demo'\n",
      "build.gradle": build(more),
    });
    expect(artifacts({ files: files("") })).toEqual(["/app/build/libs/demo.jar (runs alone)"]);
    expect(
      artifacts({ files: files("dependencies {\n  testImplementation 'junit:junit:4.13'\n}\n") }),
    ).toEqual(["/app/build/libs/demo.jar (runs alone)"]);
    expect(
      artifacts({ files: files("dependencies {\n  implementation 'com.google.guava:guava:33'\n}\n") }),
    ).toEqual(["/app/build/libs/demo.jar"]);
  });

  it.each([
    "jar {\n  manifest { attributes 'Main-Class': 'a.B' }\n  duplicatesStrategy = DuplicatesStrategy.EXCLUDE\n  from {\n    configurations.runtimeClasspath.collect { it.isDirectory() ? it : zipTree(it) }\n  }\n}",
    "jar {\n  manifest {\n    attributes(\n      'Main-Class': 'a.B'\n    )\n  }\n  from(configurations.runtimeClasspath.collect { it.isDirectory() ? it : zipTree(it) })\n}",
  ])("a jar that packs the runtime class path runs alone", (block) => {
    expect(
      artifacts({
        files: {
          "settings.gradle": "rootProject.name='demo'\n",
          "build.gradle": `plugins { id 'java' }\n${block}\ndependencies { implementation 'a:b:1' }\n`,
        },
      }),
    ).toEqual(["/app/build/libs/demo.jar (runs alone)"]);
  });

  it.each([
    'val fatJar = tasks.register<Jar>("fatJar") {\n  archiveClassifier.set("standalone")\n  manifest { attributes["Main-Class"] = "a.B" }\n  from(configurations.runtimeClasspath.get().map { if (it.isDirectory) it else zipTree(it) })\n  with(tasks.jar.get())\n}\ntasks.build { dependsOn(fatJar) }',
    'val fatJar by tasks.registering(Jar::class) {\n  archiveClassifier = "standalone"\n  from(sourceSets.main.get().output)\n  from({ configurations.runtimeClasspath.get().map { zipTree(it) } })\n}\ntasks { "build" { dependsOn(fatJar) } }',
    'tasks {\n  val fatJar = register<Jar>("fatJar") {\n    dependsOn.addAll(listOf("compileJava", "compileKotlin", "processResources"))\n    archiveClassifier.set("standalone")\n    manifest { attributes(mapOf("Main-Class" to application.mainClass)) }\n    val sourcesMain = sourceSets.main.get()\n    val contents = configurations.runtimeClasspath.get().map { if (it.isDirectory) it else zipTree(it) } + sourcesMain.output\n    from(contents)\n  }\n  build {\n    dependsOn(fatJar)\n  }\n}',
  ])("a fat jar task of one's own in Kotlin", (block) => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts": `plugins {\n  kotlin("jvm") version "1.9.0"\n}\nversion = "1"\n${block}\n`,
        },
      }),
    ).toEqual(["/app/build/libs/demo-1-standalone.jar (runs alone)", "/app/build/libs/demo-1.jar"]);
  });

  it("withSourcesJar adds a jar that no pattern may take", () => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts": "plugins {\n  java\n}\nversion = gitVersion()\njava {\n  withSourcesJar()\n}\n",
        },
      }),
    ).toEqual(["/app/build/libs/demo-*-sources.jar", "/app/build/libs/demo-*.jar !demo-*-sources.jar"]);
  });

  it.each([
    "layout.buildDirectory = layout.projectDirectory.dir('out')",
    "layout.buildDirectory.set(file('out'))",
    "buildDir = 'out'",
    "buildDir = new File(projectDir, 'out')",
    'project.buildDir = file("$projectDir/out")',
  ])("follows the build folder: %s", (text) => {
    expect(
      artifacts({
        files: {
          "settings.gradle": "rootProject.name='demo'\n",
          "build.gradle": `apply plugin: 'java'\n${text}\n`,
        },
      }),
    ).toEqual(["/app/out/libs/demo.jar"]);
  });

  it("a plugin that computes the version leaves a pattern", () => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts":
            'plugins {\n  java\n  id("pl.allegro.tech.build.axion-release") version "1.15.0"\n}\n',
        },
        command: "gradle jar",
      }),
    ).toEqual(["/app/build/libs/demo-*.jar"]);
  });

  it("Kotlin multiplatform is not guessed", () => {
    expect(
      artifacts({
        files: {
          ...kotlinSettings,
          "build.gradle.kts": 'plugins {\n  kotlin("multiplatform") version "1.9.0"\n}\n',
        },
      }),
    ).toEqual(["? what the plugin org.jetbrains.kotlin.multiplatform builds is not known"]);
  });
});
