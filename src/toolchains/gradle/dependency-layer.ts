/**
 * `gradle dependencies` before the sources: which files the build reads while it is configured, and the
 * command line. It brings the wrapper's distribution, the plugins and the descriptors of the dependencies; their
 * archives come with the build itself. Refused where a build file reads other files or asks a program.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { DependencyLayer } from "../types.js";
import { readCommand } from "./command.js";
import { join } from "./files.js";
import { loadBuild } from "./load.js";

/** Reads at configuration time that the build files alone do not satisfy. */
const READS =
  /\bfileTree\b|\bfiles\s*\(|\bfile\s*\([^)]*\)\s*\.(text|exists|readLines|withInputStream|readText)|\bnew File\b|\bFile\s*\(|readText|\bexec\b|\.execute\(\)|\bgit\b|apply\s*\(?\s*from/;

export function gradleDependencyLayer(
  invocation: Invocation,
  tree: ImageTree,
): Known<DependencyLayer> | null {
  const command = readCommand(invocation);
  if (command === null) return null;
  if (!command.directory.known) return command.directory;
  if (command.buildFile !== null || command.settingsFile !== null)
    return unknown("the command names a build or settings file of its own");
  const build = loadBuild(tree, {
    wrapper: command.wrapper !== null,
    directory: command.directory.value,
    buildFile: null,
    settingsFile: null,
    properties: command.properties,
    systemProperties: command.systemProperties,
    environment: invocation.env,
  });
  const { root, settings, projects } = build;
  const at = (name: string): string => join(root.directory, name);
  const files = [
    ...(command.wrapper?.known === true ? [command.wrapper.value] : []),
    at("gradle"),
    at("gradle.properties"),
    ...[settings.file].filter((file) => file !== null),
    ...[...projects.values()].flatMap((project) => (project.buildFile === null ? [] : [project.buildFile])),
    ...[...projects.values()].map((project) => join(project.directory, "gradle.properties")),
    at("buildSrc"),
    ...settings.includedBuilds,
  ].filter((path) => tree.kind(path) !== null);
  for (const path of files) {
    if (!/\.(gradle|kts)$/.test(path)) continue;
    const text = tree.read(path);
    if (!text.known) return text;
    if (READS.test(text.value)) return unknown(`${path} reads other files, or asks a program`);
  }
  const direct = command.wrapper?.known !== true || tree.executable(command.wrapper.value);
  const program = direct ? [invocation.path] : ["sh", "gradlew"];
  const given = [...command.properties].flatMap(([name, value]) =>
    value.known ? [`-P${name}${value.value === "" ? "" : `=${value.value}`}`] : [],
  );
  return known({
    files: [...new Set(files)],
    command: [...program, "--no-daemon", ...given, "dependencies"],
  });
}
