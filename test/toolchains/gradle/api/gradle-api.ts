/** Runs ArchiveNames over folders: Gradle's implementation comes from Maven Central, so nothing else has to be installed. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const home = join(tmpdir(), "dfsplit-gradle-api");

/** Modules of a distribution whose manifests Gradle looks up; in the one jar they have none. */
const modules = [
  "base-services",
  "core-api",
  "core",
  "stdlib-java-extensions",
  "logging",
  "dependency-management",
];

function classPath(): string {
  mkdirSync(home, { recursive: true });
  const file = join(home, "class-path.txt");
  const pom = join(home, "pom.xml");
  const same = existsSync(file) && readFileSync(pom, "utf8") === readFileSync(join(here, "pom.xml"), "utf8");
  if (!same) {
    copyFileSync(join(here, "pom.xml"), pom);
    execFileSync(
      "mvn",
      [
        "-B",
        "-q",
        `-Dmaven.repo.local=${join(home, "repository")}`,
        "dependency:build-classpath",
        `-Dmdep.outputFile=${file}`,
      ],
      { cwd: home, stdio: "pipe" },
    );
  }
  const manifests = modules.map((name) => {
    const folder = join(home, "modules", name, "build/resources/main");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `gradle-${name}-classpath.properties`), "projects=\nruntime=\n");
    return folder;
  });
  return [readFileSync(file, "utf8").trim(), ...manifests].join(":");
}

export interface Folder {
  readonly path: string;
  readonly tasks: string;
}

/** For each folder the paths that Gradle says its tasks make, sorted. */
export function namesByGradle(folders: readonly Folder[]): readonly (readonly string[])[] {
  const opens = ["java.lang", "java.lang.invoke", "java.util"].flatMap((name) => [
    "--add-opens",
    `java.base/${name}=ALL-UNNAMED`,
  ]);
  const result = spawnSync("java", [...opens, "-cp", classPath(), join(here, "ArchiveNames.java")], {
    input: folders.map(({ path, tasks }) => `${path}\t${tasks}`).join("\n"),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const lines = result.stdout.split("\n").filter((line) => line.startsWith("made\t"));
  if (lines.length !== folders.length) throw new Error(result.stderr);
  return lines.map((line) =>
    line
      .slice(5)
      .split(" ")
      .filter((path) => path !== "")
      .sort(),
  );
}
