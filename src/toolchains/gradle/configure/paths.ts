/** Folders and files that expressions name, relative to the project or absolute. */
import { known, type Known } from "../../../known.js";
import type { Expression, Segment } from "../language/syntax.js";
import { evaluateText, positional, unsettled } from "../language/values.js";
import type { Script } from "./script.js";

/** A path relative to the project: `"x"`, `file("x")`, `layout.buildDirectory.dir("x")`, `"$buildDir/x"`, `rootProject.file("x")`. */
export function pathText(script: Script, expression: Expression): Known<string> {
  if (expression.kind !== "chain") return evaluateText(expression, script);
  const last = expression.segments.at(-1);
  const before = expression.segments.slice(0, -1);
  if (last === undefined) return unsettled(expression.line, script);
  if (["get", "asFile", "getAsFile", "toFile"].includes(last.name))
    return pathText(script, { ...expression, segments: before });
  const args = positional(last.args);
  if (["file", "dir", "File", "new", "resolve", "map"].includes(last.name) && args.length > 0) {
    const name = args.at(-1);
    const tail = name === undefined ? unsettled(expression.line, script) : evaluateText(name, script);
    if (!tail.known) return tail;
    const base =
      args.length === 2 && args[0] !== undefined
        ? pathText(script, args[0])
        : before.length === 0
          ? known("")
          : baseText(script, before, expression.line);
    if (!base.known) return base;
    return known(
      base.value === "" || tail.value.startsWith("/") ? tail.value : `${base.value}/${tail.value}`,
    );
  }
  const base = baseText(script, expression.segments, expression.line);
  return base.known ? base : evaluateText(expression, script);
}

function baseText(script: Script, segments: readonly Segment[], line: number): Known<string> {
  const names = segments
    .map((segment) => segment.name)
    .filter((name) => !["get", "asFile", "project", "layout"].includes(name))
    .join(".");
  if (names === "buildDir" || names === "buildDirectory") return script.project.buildDirectory;
  if (names === "projectDir" || names === "" || names === "projectDirectory") return known("");
  if (["rootDir", "rootProject.projectDir", "rootProject.projectDirectory", "rootProject"].includes(names))
    return known(script.around.root.directory);
  if (names === "rootProject.buildDir" || names === "rootProject.buildDirectory")
    return mapText(script.around.root.buildDirectory, (path) =>
      path.startsWith("/") ? path : `${script.around.root.directory}/${path}`,
    );
  return unsettled(line, script);
}

export function mapText(value: Known<string>, change: (text: string) => string): Known<string> {
  return value.known ? known(change(value.value)) : value;
}
