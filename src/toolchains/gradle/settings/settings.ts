/**
 * Which projects a build has: the folder where Gradle starts, up to the settings file that governs it,
 * its names and includes. A folder without a settings file anywhere above is a build of one project,
 * named like its folder in the image (P179).
 */
import { known, unknown, type Known } from "../../../known.js";
import type { ImageTree } from "../../../model/types.js";
import { baseOf, firstFile, join, parentOf } from "../files.js";
import { parseBuildFile } from "../language/parse.js";
import type { Scalar } from "../language/values.js";
import type { Settings } from "../state.js";
import { SettingsScript } from "./script.js";

const SETTINGS_FILES = ["settings.gradle", "settings.gradle.kts"];

/** The settings file in that folder alone. */
export function settingsIn(tree: ImageTree, directory: string): string | null {
  return firstFile(tree, directory, SETTINGS_FILES);
}

/** The settings file in the folder or in one above it, as Gradle looks for it. */
export function findSettings(tree: ImageTree, directory: string): string | null {
  for (let at = directory; ; at = join(at, "..")) {
    const file = settingsIn(tree, at);
    if (file !== null) return file;
    if (at === "/") return null;
  }
}

/** Reads a settings file, or makes the settings of a build without one. */
export function readSettings(
  tree: ImageTree,
  file: string | null,
  directory: string,
  properties: (name: string) => Known<Scalar> | null,
): Settings {
  const rootDirectory = file === null ? directory : parentOf(file);
  const folder = baseOf(rootDirectory);
  const fallback: Known<string> =
    folder === ""
      ? unknown("the build runs in / and settings.gradle names no rootProject.name")
      : known(folder);
  const script = new SettingsScript(file ?? "settings.gradle", rootDirectory, properties, tree);
  if (file !== null) {
    const text = tree.read(file);
    if (text.known) script.run(parseBuildFile(text.value, file.endsWith(".kts")), false);
    else script.open = text.because;
  }
  return {
    rootDirectory,
    file,
    rootName: script.rootName ?? fallback,
    includes: script.included.all,
    open: script.open ?? script.renamed,
    renamed: script.renamed,
    rootBuildFile: script.rootBuildFile,
    pluginVersions: script.pluginVersions,
    includedBuilds: script.includedBuilds,
  };
}
