/** What dfsplit says that a measured project's command makes, and how it compares with files that were found. */
import { mavenStep } from "../../../src/toolchains/maven/step.js";
import { memoryTree } from "../../support/tree.js";
import { invocation, noHistory } from "../jvm/invocation.js";
import type { MeasuredProject } from "./projects.js";

export interface Prediction {
  /** relative to the project's folder */
  readonly files: readonly string[];
  /** folders that are copied whole: what lies in them is not told one by one */
  readonly folders: readonly string[];
}

export function predict(project: MeasuredProject): Prediction {
  const tree = memoryTree(
    Object.fromEntries(Object.entries(project.files).map(([path, text]) => [`/app/${path}`, text])),
  );
  const outputs = mavenStep(invocation(project.command), tree, noHistory)?.outputs;
  if (outputs?.known !== true) throw new Error(outputs?.because ?? "no step");
  const own = outputs.value.filter((output) => output.role !== "cache" && output.path.startsWith("/app/"));
  return {
    files: own
      .filter((output) => output.kind === "file" && !output.path.endsWith("/dependency-reduced-pom.xml"))
      .map((output) => output.path.slice(5)),
    folders: own
      .filter((output) => output.kind === "directory" && output.role !== "intermediate")
      .map((output) => output.path.slice(5)),
  };
}

/** Files that stand in no folder that is promised as a whole, sorted. */
export function outside(files: readonly string[], { folders }: Prediction): readonly string[] {
  return files.filter((file) => !folders.some((folder) => file.startsWith(`${folder}/`))).sort();
}

/** Folders that are promised and hold nothing; classes may be empty. */
export function empty(files: readonly string[], { folders }: Prediction): readonly string[] {
  return folders.filter(
    (folder) => !folder.endsWith("/classes") && !files.some((file) => file.startsWith(`${folder}/`)),
  );
}
