import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { realShapes } from "./shapes.js";

/** Files of archives and install folders below a project, relative to it. */
function made(root: string): readonly string[] {
  const found: string[] = [];
  const walk = (directory: string): void => {
    for (const name of readdirSync(directory)) {
      const path = join(directory, name);
      if (name === "buildSrc" || name === ".gradle") continue;
      if (statSync(path).isDirectory()) {
        if (basename(directory) === "install") found.push(`${relative(root, path)}/`);
        else walk(path);
      } else if (/\.(jar|war|tar|zip)$/.test(name)) found.push(relative(root, path));
    }
  };
  walk(root);
  return found.sort();
}

function gradleHere(): boolean {
  try {
    execFileSync("gradle", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const here = gradleHere();

(here ? describe : describe.skip)("the real Gradle makes what is predicted", () => {
  it.each(realShapes)(
    "$name",
    ({ files, arguments: words, makes }) => {
      const root = mkdtempSync(join(tmpdir(), "gradle-shape-"));
      try {
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(dirname(join(root, path)), { recursive: true });
          writeFileSync(join(root, path), text);
        }
        execFileSync("gradle", ["--offline", "--quiet", ...words], { cwd: root, stdio: "pipe" });
        expect(made(root)).toEqual(makes.map((path) => path.replace("FOLDER", basename(root))).sort());
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    },
    180_000,
  );
});
