import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mavenHere } from "../../maven/build.js";
import { namesByGradle } from "./gradle-api.js";
import { apiShapes } from "./shapes.js";

(mavenHere() ? describe : describe.skip)("Gradle 8 itself computes the names", () => {
  const root = mkdtempSync(join(tmpdir(), "gradle-api-"));
  let names: readonly (readonly string[])[] = [];

  beforeAll(() => {
    const folders = apiShapes.map(({ files, tasks }, at) => {
      const folder = join(root, `project-${at}`);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return { path: folder, tasks };
    });
    names = namesByGradle(folders);
  }, 600_000);
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it.each(apiShapes.map((shape, at) => ({ ...shape, at })))("$name", ({ at, makes }) => {
    expect(names[at]).toEqual([...makes].sort());
  });
});
