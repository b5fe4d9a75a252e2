import { empty, outside, predict } from "./prediction.js";
import { projects } from "./projects.js";

describe("files that a build leaves behind, against real builds (P103, P110, P175)", () => {
  it.each(projects)("$name", (project) => {
    const prediction = predict(project);
    expect(empty(project.made, prediction)).toEqual([]);
    expect(outside(prediction.files, prediction)).toEqual(outside(project.made, prediction));
  });
});
