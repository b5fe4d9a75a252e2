import { madeByMaven, mavenHere } from "./build.js";
import { empty, outside, predict } from "./prediction.js";
import { projects } from "./projects.js";

(mavenHere() ? describe : describe.skip)("the real Maven makes what is predicted (P103, P110, P175)", () => {
  it.each(projects)(
    "$name",
    (project) => {
      const prediction = predict(project);
      const made = madeByMaven(project);
      expect(empty(made, prediction)).toEqual([]);
      expect(outside(made, prediction)).toEqual(outside(prediction.files, prediction));
    },
    300_000,
  );
});
