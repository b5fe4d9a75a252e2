/** Projects that need no plugin from outside, so that any Gradle can build them; the real tool proves the names. */
export interface RealShape {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
  /** relative to the project, `/` at the end of a folder */
  readonly makes: readonly string[];
  /** releases from 7 on lost what this shape uses */
  readonly oldOnly?: boolean;
}

const main =
  "package demo;\npublic class Main {\n  public static void main(String[] args) {\n    System.out.println(1);\n  }\n}\n";
const source = { "src/main/java/demo/Main.java": main };

export const realShapes: readonly RealShape[] = [
  {
    name: "plain java",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "build.gradle": "apply plugin: 'java'\nversion = '1.2'\n",
    },
    arguments: ["build"],
    makes: ["build/libs/demo-1.2.jar"],
  },
  {
    name: "P179 no settings file",
    files: { ...source, "build.gradle": "plugins {\n  id 'java'\n}\n" },
    arguments: ["clean", "assemble"],
    makes: ["build/libs/FOLDER.jar"],
  },
  {
    name: "version from gradle.properties and -P",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "gradle.properties": "version=3\nlabel=rc\n",
      "build.gradle": "apply plugin: 'java'\nversion = \"${version}-${label}\"\n",
    },
    arguments: ["jar", "-Plabel=ga"],
    makes: ["build/libs/demo-3-ga.jar"],
  },
  {
    name: "application, installDist and archives",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'tool'\n",
      "build.gradle":
        "apply plugin: 'application'\nversion '2.0'\nmainClassName = 'demo.Main'\napplicationName = 'cli'\n",
    },
    arguments: ["installDist", "distTar", "distZip"],
    makes: [
      "build/distributions/cli-2.0.tar",
      "build/distributions/cli-2.0.zip",
      "build/install/cli/",
      "build/libs/tool-2.0.jar",
    ],
  },
  {
    name: "assemble with application",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'tool'\n",
      "build.gradle": "plugins { id 'application' }\nmainClassName = 'demo.Main'\n",
    },
    arguments: ["assemble"],
    makes: ["build/distributions/tool.tar", "build/distributions/tool.zip", "build/libs/tool.jar"],
  },
  {
    name: "distribution of another name",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'tool'\n",
      "build.gradle":
        "plugins { id 'application' }\nmainClassName = 'demo.Main'\ndistributions {\n  main {\n    baseName = 'dist'\n  }\n}\n",
    },
    arguments: ["installDist"],
    makes: ["build/install/dist/", "build/libs/tool.jar"],
    oldOnly: true,
  },
  {
    name: "war makes no jar",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'web'\n",
      "build.gradle": "apply plugin: 'war'\nversion = '1'\n",
    },
    arguments: ["build"],
    makes: ["build/libs/web-1.war"],
  },
  {
    name: "archivesBaseName and jar parts",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "build.gradle":
        "apply plugin: 'java'\narchivesBaseName = 'base'\nversion = '1'\njar {\n  appendix = 'app'\n  classifier = 'x'\n}\n",
    },
    arguments: ["assemble"],
    makes: ["build/libs/base-app-1-x.jar"],
    oldOnly: true,
  },
  {
    name: "archiveName from the version that was set before",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "build.gradle":
        "apply plugin: 'java'\nversion = '8'\njar {\n  archiveName = \"fixed-${version}.jar\"\n}\nversion = '9'\n",
    },
    arguments: ["jar"],
    makes: ["build/libs/fixed-8.jar"],
    oldOnly: true,
  },
  {
    name: "fat jar task with dependsOn",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "build.gradle":
        "apply plugin: 'java'\nversion = '1'\ntask fatJar(type: Jar) {\n  manifest {\n    attributes 'Main-Class': 'demo.Main'\n  }\n  baseName = project.name + '-all'\n  from { configurations.runtimeClasspath.collect { it.isDirectory() ? it : zipTree(it) } }\n  with jar\n}\nbuild.dependsOn fatJar\n",
    },
    arguments: ["build"],
    makes: ["build/libs/demo-1.jar", "build/libs/demo-all-1.jar"],
    oldOnly: true,
  },
  {
    name: "artifacts add to assemble",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "build.gradle":
        "apply plugin: 'java'\ntask sourcesJar(type: Jar, dependsOn: classes) {\n  classifier = 'sources'\n  from sourceSets.main.allSource\n}\nartifacts {\n  archives sourcesJar\n}\n",
    },
    arguments: ["assemble"],
    makes: ["build/libs/demo-sources.jar", "build/libs/demo.jar"],
    oldOnly: true,
  },
  {
    name: "projects with subprojects block and a moved folder",
    files: {
      "settings.gradle":
        "rootProject.name = 'root'\ninclude 'api', ':web'\ninclude 'libs:core'\nproject(':web').projectDir = file('front/web')\n",
      "build.gradle":
        "allprojects {\n  version = '1'\n}\nsubprojects {\n  apply plugin: 'java'\n  archivesBaseName = \"x-${project.name}\"\n}\nproject(':web') {\n  version = '2'\n}\n",
      "api/build.gradle": "dependencies {\n  compile project(':libs:core')\n}\n",
      "api/src/main/java/demo/Main.java": main,
      "front/web/src/main/java/demo/Main.java": main,
      "front/web/build.gradle": "buildDir = 'out'\n",
      "libs/core/src/main/java/demo/Core.java": "package demo;\npublic class Core {}\n",
      "libs/core/build.gradle": "version = '3'\n",
    },
    arguments: ["assemble"],
    makes: [
      "api/build/libs/x-api-1.jar",
      "front/web/out/libs/x-web-2.jar",
      "libs/core/build/libs/x-core-3.jar",
      "libs/build/libs/x-libs-1.jar",
    ],
    oldOnly: true,
  },
  {
    name: "one task of one project, with what it depends on",
    files: {
      "settings.gradle": "include 'api', 'core', 'other'\n",
      "build.gradle": "subprojects { apply plugin: 'java' }\n",
      "api/build.gradle": "dependencies {\n  compile project(':core')\n}\n",
      "api/src/main/java/demo/Main.java": main,
      "core/src/main/java/demo/Core.java": "package demo;\npublic class Core {}\n",
    },
    arguments: [":api:assemble"],
    makes: ["api/build/libs/api.jar", "core/build/libs/core.jar"],
    oldOnly: true,
  },
  {
    name: "abbreviated task and -x",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'tool'\n",
      "build.gradle": "plugins { id 'application' }\nmainClassName = 'demo.Main'\n",
    },
    arguments: ["assem", "-x", "distTar", "-xdistZip"],
    makes: ["build/libs/tool.jar"],
  },
  {
    name: "conditions, ext and a script that is applied",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "gradle/version.gradle": 'ext {\n  major = 4\n  full = "${major}.2"\n}\n',
      "build.gradle":
        "apply plugin: 'java'\napply from: 'gradle/version.gradle'\nif (project.hasProperty('release')) {\n  version = full\n} else {\n  version = full + '-SNAPSHOT'\n}\n",
    },
    arguments: ["jar"],
    makes: ["build/libs/demo-4.2-SNAPSHOT.jar"],
  },
  {
    name: "a jar that is off, destination folders",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "build.gradle":
        "apply plugin: 'java'\njar.enabled = false\ntask other(type: Jar) {\n  destinationDir = file(\"$buildDir/dist\")\n  archiveName = 'other.jar'\n  from sourceSets.main.output\n}\nassemble.dependsOn other\n",
    },
    arguments: ["assemble"],
    makes: ["build/dist/other.jar"],
    oldOnly: true,
  },
  {
    name: "a plugin in buildSrc written as a script class",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "buildSrc/src/main/groovy/Conventions.groovy":
        "import org.gradle.api.*\nclass Conventions implements Plugin<Project> {\n  void apply(Project project) {\n    project.apply plugin: 'java'\n  }\n}\n",
      "buildSrc/build.gradle":
        "apply plugin: 'groovy'\ndependencies {\n  compile gradleApi()\n  compile localGroovy()\n}\n",
      "build.gradle": "apply plugin: Conventions\nversion = '5'\n",
    },
    arguments: ["assemble"],
    makes: ["build/libs/demo-5.jar"],
    oldOnly: true,
  },
  {
    name: "copies and deletions in doLast",
    files: {
      ...source,
      "settings.gradle": "rootProject.name = 'demo'\n",
      "build.gradle":
        "apply plugin: 'java'\nversion = '1'\njar.doLast {\n  copy {\n    from archivePath\n    into 'dist'\n  }\n  copy {\n    from 'build/libs/demo-1.jar'\n    into '.'\n    rename { 'app.jar' }\n  }\n  delete 'build/tmp', fileTree(dir: 'build/libs', exclude: '*.jar')\n}\n",
    },
    arguments: ["jar"],
    makes: ["app.jar", "build/libs/demo-1.jar", "dist/demo-1.jar"],
    oldOnly: true,
  },
];
