import { artifacts } from "./build.js";
import { realShapes } from "./shapes.js";

describe("projects that the real Gradle has built", () => {
  it.each(realShapes)("$name", ({ files, arguments: words, makes }) => {
    const found = artifacts({
      files,
      command: `gradle ${words.join(" ")}`,
      env: { GRADLE_VERSION: "4.4.1" },
    });
    expect(found.map((line) => line.replace(/ .*/, ""))).toEqual(
      makes.map((path) => `/app/${path.replace("FOLDER", "app")}`).sort(),
    );
  });
});
