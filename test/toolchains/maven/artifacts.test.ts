import { mavenStep } from "../../../src/toolchains/maven/step.js";
import { memoryTree } from "../../support/tree.js";
import { invocation, noHistory } from "../jvm/invocation.js";
import { projects } from "./projects.js";

/** Files below a folder that is an output as a whole are covered by it. */
function covered(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(`${folder}/`));
}

describe("files that a build leaves behind, against real builds (P103, P110, P175)", () => {
  for (const project of projects) {
    it(project.name, () => {
      const tree = memoryTree(
        Object.fromEntries(Object.entries(project.files).map(([path, text]) => [`/app/${path}`, text])),
      );
      const step = mavenStep(invocation(project.command), tree, noHistory);
      const outputs = step?.outputs;
      if (outputs?.known !== true) throw new Error(outputs?.because ?? "no step");
      const own = outputs.value.filter(
        (output) => output.role !== "cache" && output.path.startsWith("/app/"),
      );
      const files = own
        .filter((output) => output.kind === "file" && !output.path.endsWith("/dependency-reduced-pom.xml"))
        .map((output) => output.path.slice(5));
      const folders = own
        .filter((output) => output.kind === "directory" && output.role !== "intermediate")
        .map((output) => output.path.slice(5));
      // Each folder that is promised holds something, classes aside.
      for (const folder of folders.filter((path) => !path.endsWith("/classes"))) {
        expect([folder, project.made.some((file) => file.startsWith(`${folder}/`))]).toEqual([folder, true]);
      }
      const measured = project.made.filter((file) => !covered(file, folders));
      expect(files.filter((file) => !covered(file, folders)).sort()).toEqual([...measured].sort());
    });
  }
});
