/** A gradle command over in-memory files, and its artifacts as short lines, for tests. */
import { known } from "../../../src/known.js";
import type { Output, Step } from "../../../src/model/types.js";
import { gradle } from "../../../src/toolchains/gradle/gradle.js";
import type { BuildHistory } from "../../../src/toolchains/types.js";
import { memoryTree } from "../../support/tree.js";
import { invocation } from "../jvm/invocation.js";

export const noHistory: BuildHistory = { steps: [], invocations: [] };

export interface Shape {
  /** relative to /app unless absolute */
  readonly files: Readonly<Record<string, string>>;
  readonly command?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly history?: BuildHistory;
}

export function treeOf(files: Readonly<Record<string, string>>): ReturnType<typeof memoryTree> {
  const absolute = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.startsWith("/") ? path : `/app/${path}`, text]),
  );
  return memoryTree(
    absolute,
    Object.keys(absolute).filter((path) => path.endsWith("/gradlew")),
  );
}

export function stepOf(shape: Shape): Step {
  const step = gradle.step(
    invocation(shape.command ?? "gradle build", {
      cwd: known(shape.cwd ?? "/app"),
      env: new Map(Object.entries(shape.env ?? {}).map(([name, value]) => [name, known(value)])),
    }),
    treeOf(shape.files),
    shape.history ?? noHistory,
  );
  if (step === null) throw new Error("not a gradle command");
  return step;
}

/** `/app/build/libs/demo.jar*` for a self-contained one; ` !x` for a sibling; the reason when it is unknown. */
export function artifacts(shape: Shape): readonly string[] {
  const { outputs } = stepOf(shape);
  if (!outputs.known) return [`? ${outputs.because}`];
  return outputs.value
    .filter((output) => output.role === "artifact")
    .map(line)
    .sort();
}

function line(output: Output): string {
  const path = `${output.path}${output.kind === "directory" ? "/" : ""}${output.selfContained === true ? " (runs alone)" : ""}`;
  return output.path.includes("*")
    ? [path, ...(output.siblings ?? []).map((each) => `!${each}`)].join(" ")
    : path;
}
