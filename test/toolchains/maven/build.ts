/** The real Maven on one of the measured projects: which files stand there afterwards that matter. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { MeasuredProject } from "./projects.js";

/** One local repository for all projects and all runs: what it holds is not fetched again. */
const repository = join(tmpdir(), "dfsplit-maven-repository");

/** A repository of an earlier run most likely holds what is wanted. */
const filled = existsSync(repository);

export function mavenHere(): boolean {
  try {
    execFileSync("mvn", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Folders of the build that hold no artifact. */
const byTheWay =
  /(^|\/)(target|out)\/((test-)?classes|maven-\w+|generated-\w+|\w+-reports|antrun|quarkus|archive-tmp|quarkus-artifact\.properties)(\/|$)/;

/** Builds the project in a folder of its own; relative paths, sorted, sources left out. */
export function madeByMaven(project: MeasuredProject): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), "maven-project-"));
  try {
    for (const [path, text] of Object.entries(project.files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const words = project.command.split(/\s+/).slice(1);
    const run = (...more: readonly string[]): void => {
      execFileSync("mvn", ["-B", "-q", `-Dmaven.repo.local=${repository}`, ...more, ...words], {
        cwd: root,
        stdio: "pipe",
      });
    };
    try {
      if (!filled) throw new Error("there is no local repository yet");
      run("-o");
    } catch {
      run();
    }
    return filesBelow(root)
      .map((path) => relative(root, path))
      .filter((path) => !(path in project.files) && !byTheWay.test(path))
      .filter((path) => !/(^|\/)(dependency-reduced-pom\.xml|\.flattened-pom\.xml)$/.test(path))
      .sort();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
