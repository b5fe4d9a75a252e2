import { artifacts } from "../build.js";
import { apiShapes } from "./shapes.js";

describe("projects whose names Gradle 8 itself has computed", () => {
  it.each(apiShapes)("$name", ({ files, tasks, makes }) => {
    const found = artifacts({ files, command: `gradle ${tasks}`, env: { GRADLE_VERSION: "8.11.1" } });
    expect(found.map((line) => line.replace(/ .*/, ""))).toEqual(makes.map((path) => `/app/${path}`).sort());
  });
});
