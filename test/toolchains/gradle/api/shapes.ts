/**
 * Projects whose archive names Gradle 8.11.1 computes itself, with Spring Boot's plugin 3.3.5 and shadow 8.3.5: the real
 * plugins are applied and the build files evaluated, and no task is run. `makes` is what they say.
 */
export interface ApiShape {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly tasks: string;
  readonly makes: readonly string[];
}

const named = (name: string, ...projects: readonly string[]): Readonly<Record<string, string>> => ({
  "settings.gradle": `rootProject.name = '${name}'\n${projects.map((one) => `include '${one}'\n`).join("")}`,
});
const boot = "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.3.5'\n}\n";
const shadow = "plugins {\n  id 'java'\n  id 'com.gradleup.shadow' version '8.3.5'\n}\n";

export const apiShapes: readonly ApiShape[] = [
  {
    name: "P101 Spring Boot makes two jars",
    files: { ...named("shop"), "build.gradle": `${boot}version = '1.0'\n` },
    tasks: "build",
    makes: ["build/libs/shop-1.0-plain.jar", "build/libs/shop-1.0.jar"],
  },
  {
    name: "P102 the plain jar is switched off",
    files: {
      ...named("shop"),
      "build.gradle": `${boot}version = '1.0'\ntasks.named('jar') { enabled = false }\n`,
    },
    tasks: "clean build",
    makes: ["build/libs/shop-1.0.jar"],
  },
  {
    name: "bootJar alone makes one jar",
    files: { ...named("shop"), "gradle.properties": "version=4.2\n", "build.gradle": boot },
    tasks: "bootJar",
    makes: ["build/libs/shop-4.2.jar"],
  },
  {
    name: "P103 archiveFileName of bootJar",
    files: {
      ...named("shop"),
      "build.gradle": `${boot}version = '1.0'\nbootJar {\n  archiveFileName = "\${archiveBaseName.get()}.\${archiveExtension.get()}"\n}\n`,
    },
    tasks: "assemble",
    makes: ["build/libs/shop-1.0-plain.jar", "build/libs/shop.jar"],
  },
  {
    name: "a classifier for bootJar and none for jar",
    files: {
      ...named("shop"),
      "build.gradle": `${boot}bootJar { archiveClassifier = 'boot' }\njar { archiveClassifier = '' }\n`,
    },
    tasks: "build -x test",
    makes: ["build/libs/shop-boot.jar", "build/libs/shop.jar"],
  },
  {
    name: "archivesName of the base extension",
    files: { ...named("shop"), "build.gradle": `${boot}version = '1.0'\nbase { archivesName = 'store' }\n` },
    tasks: "bootJar",
    makes: ["build/libs/store-1.0.jar"],
  },
  {
    name: "bootWar beside war",
    files: {
      ...named("web"),
      "build.gradle":
        "plugins {\n  id 'war'\n  id 'org.springframework.boot' version '3.3.5'\n}\nversion = '2'\n",
    },
    tasks: "build",
    makes: ["build/libs/web-2-plain.war", "build/libs/web-2.war"],
  },
  {
    name: "Spring Boot with application: its distributions",
    files: {
      ...named("shop"),
      "build.gradle":
        "plugins {\n  id 'java'\n  id 'application'\n  id 'org.springframework.boot' version '3.3.5'\n}\nversion = '1'\n",
    },
    tasks: "assemble",
    makes: [
      "build/distributions/shop-1.tar",
      "build/distributions/shop-1.zip",
      "build/distributions/shop-boot-1.tar",
      "build/distributions/shop-boot-1.zip",
      "build/libs/shop-1-plain.jar",
      "build/libs/shop-1.jar",
    ],
  },
  {
    name: "installBootDist",
    files: {
      ...named("shop"),
      "build.gradle":
        "plugins {\n  id 'java'\n  id 'application'\n  id 'org.springframework.boot' version '3.3.5'\n}\n",
    },
    tasks: "installBootDist",
    makes: ["build/install/shop-boot/", "build/libs/shop.jar"],
  },
  {
    name: "shadow 8 is not part of assemble",
    files: { ...named("tool"), "build.gradle": `${shadow}version = '1'\n` },
    tasks: "assemble",
    makes: ["build/libs/tool-1.jar"],
  },
  {
    name: "shadowJar with its classifier",
    files: { ...named("tool"), "build.gradle": `${shadow}version = '1'\n` },
    tasks: "shadowJar",
    makes: ["build/libs/tool-1-all.jar"],
  },
  {
    name: "shadowJar by another name, put into build",
    files: {
      ...named("tool"),
      "build.gradle": `${shadow}version = '1'\nshadowJar {\n  archiveBaseName = 'app'\n  archiveVersion = ''\n  archiveClassifier = ''\n}\nbuild.dependsOn shadowJar\n`,
    },
    tasks: "build",
    makes: ["build/libs/app.jar", "build/libs/tool-1.jar"],
  },
  {
    name: "shadow with application",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'application'\n  id 'com.gradleup.shadow' version '8.3.5'\n}\napplication { mainClass = 'demo.Main' }\n",
    },
    tasks: "installShadowDist installDist",
    makes: [
      "build/install/tool-shadow/",
      "build/install/tool/",
      "build/libs/tool-all.jar",
      "build/libs/tool.jar",
    ],
  },
  {
    name: "application under another name",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'application'\n}\nversion = '3'\napplication {\n  mainClass = 'demo.Main'\n  applicationName = 'cli'\n}\n",
    },
    tasks: "installDist distTar",
    makes: ["build/distributions/cli-3.tar", "build/install/cli/", "build/libs/tool-3.jar"],
  },
  {
    name: "distributionBaseName",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'application'\n}\napplication { mainClass = 'demo.Main' }\ndistributions {\n  main {\n    distributionBaseName = 'dist'\n  }\n}\n",
    },
    tasks: "installDist",
    makes: ["build/install/dist/", "build/libs/tool.jar"],
  },
  {
    name: "a fat jar task that is registered",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'java'\n}\nversion = '1'\ndef fat = tasks.register('fatJar', Jar) {\n  archiveClassifier = 'fat'\n  manifest { attributes 'Main-Class': 'demo.Main' }\n  from sourceSets.main.output\n  from { configurations.runtimeClasspath.collect { it.isDirectory() ? it : zipTree(it) } }\n}\ntasks.named('assemble') { dependsOn fat }\n",
    },
    tasks: "build",
    makes: ["build/libs/tool-1-fat.jar", "build/libs/tool-1.jar"],
  },
  {
    name: "all archives renamed by type",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'java'\n}\nversion = '1'\ntasks.withType(Jar).configureEach {\n  archiveVersion = ''\n}\ntasks.named('jar') { destinationDirectory = layout.buildDirectory.dir('out') }\n",
    },
    tasks: "jar",
    makes: ["build/out/tool.jar"],
  },
  {
    name: "another build directory and sources beside it",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'java'\n}\nlayout.buildDirectory = file('target')\njava {\n  withSourcesJar()\n  withJavadocJar()\n}\n",
    },
    tasks: "assemble",
    makes: ["target/libs/tool-javadoc.jar", "target/libs/tool-sources.jar", "target/libs/tool.jar"],
  },
  {
    name: "another folder for archives",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'java'\n}\nbase {\n  libsDirectory = layout.buildDirectory.dir('jars')\n  archivesName = \"${rootProject.name}-core\"\n}\n",
    },
    tasks: "jar",
    makes: ["build/jars/tool-core.jar"],
  },
  {
    name: "P104 projects that the root configures",
    files: {
      ...named("shop", "api", "core"),
      "build.gradle":
        "allprojects { version = '1' }\nsubprojects {\n  apply plugin: 'java'\n  base { archivesName = \"shop-${project.name}\" }\n}\n",
      "api/build.gradle": "dependencies { implementation project(':core') }\n",
      "core/build.gradle": "version = '2'\n",
    },
    tasks: ":api:assemble",
    makes: ["api/build/libs/shop-api-1.jar", "core/build/libs/shop-core-2.jar"],
  },
  {
    name: "the version is set after the name was asked for",
    files: {
      ...named("tool"),
      "build.gradle":
        "plugins {\n  id 'java'\n}\nversion = '8'\njar { archiveFileName = \"fixed-${version}.jar\" }\nversion = '9'\n",
    },
    tasks: "jar",
    makes: ["build/libs/fixed-8.jar"],
  },
  {
    name: "war with the jar of Gradle 8",
    files: {
      ...named("web"),
      "build.gradle": "plugins {\n  id 'war'\n}\nwar { archiveFileName = 'ROOT.war' }\n",
    },
    tasks: "assemble",
    makes: ["build/libs/ROOT.war"],
  },
];
