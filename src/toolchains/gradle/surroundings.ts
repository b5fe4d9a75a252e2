/** The build around its build files, as the files of the image and the command tell it. */
import { unknown } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { Surroundings } from "./configure/surroundings.js";
import { join } from "./files.js";
import { ownPlugins, readSource } from "./own-plugins.js";
import { canonicalPlugin } from "./plugins.js";
import { readCatalog } from "./properties.js";
import type { Request } from "./request.js";
import type { Build } from "./state.js";

export function surroundingsOf(tree: ImageTree, build: Build, request: Request): Surroundings {
  const rootDirectory = build.root.directory;
  const catalogFile = join(rootDirectory, "gradle/libs.versions.toml");
  const catalogText = tree.kind(catalogFile) === "file" ? tree.read(catalogFile) : null;
  return {
    projects: build.projects,
    root: build.root,
    catalog:
      catalogText?.known === true
        ? readCatalog(catalogText.value)
        : { versions: new Map(), plugins: new Map() },
    pluginVersions: new Map(
      [...build.settings.pluginVersions].map(([id, version]) => [canonicalPlugin(id), version]),
    ),
    environment: (name) =>
      request.environment.get(name) ?? unknown(`the environment variable ${name} of the build decides it`),
    systemProperty: (name) =>
      request.systemProperties.get(name) ?? unknown(`the system property ${name} of the build decides it`),
    script: (path) => {
      const file = join(rootDirectory, path);
      return readSource(tree, file, file.slice(rootDirectory === "/" ? 1 : rootDirectory.length + 1));
    },
    plugin: ownPlugins(tree, [join(rootDirectory, "buildSrc"), ...build.settings.includedBuilds]),
  };
}
