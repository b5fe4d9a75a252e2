/** Which release of Gradle runs: that of the wrapper, or the one that an official image names. */
import type { Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { join } from "./files.js";
import { readProperties } from "./properties.js";

/** The official images of Gradle name their release in GRADLE_VERSION. */
export function installedVersion(environment: ReadonlyMap<string, Known<string>>): string | null {
  const version = environment.get("GRADLE_VERSION");
  return version?.known === true ? version.value : null;
}

/** The release that the wrapper downloads. */
export function gradleVersion(tree: ImageTree, directory: string): string | null {
  const file = join(directory, "gradle/wrapper/gradle-wrapper.properties");
  const text = tree.kind(file) === "file" ? tree.read(file) : null;
  if (text?.known !== true) return null;
  return (
    /gradle-([0-9][\w.]*?)-(?:bin|all)\.zip/.exec(
      readProperties(text.value).get("distributionUrl") ?? "",
    )?.[1] ?? null
  );
}
