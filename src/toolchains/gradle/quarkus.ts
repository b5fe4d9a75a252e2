/**
 * What `quarkusBuild` makes: `build/quarkus-app/` for the fast jar, one `-runner.jar` for the uber jar, a
 * `-runner.jar` with `lib/` for the legacy jar, a binary for native. From quarkusio/quarkus
 * `devtools/gradle/gradle-application-plugin/…/tasks/QuarkusBuildTask.java` (file names) and
 * `QuarkusPlugin.java` (`quarkus-app`).
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Output } from "../../model/types.js";
import { buildDirectoryOf } from "./archives.js";
import type { GradleCommand } from "./command.js";
import { atLeast, QUARKUS } from "./plugins.js";
import { readProperties } from "./properties.js";
import { join } from "./files.js";
import type { ProjectState } from "./state.js";

const KEYS = ["quarkus.package.type", "quarkus.package.jar.type"];

export function quarkusOutputs(
  project: ProjectState,
  command: GradleCommand,
  environment: ReadonlyMap<string, Known<string>>,
  tree: ImageTree,
): Known<readonly Output[]> {
  const directory = buildDirectoryOf(project);
  if (!directory.known) return directory;
  const type = packageType(project, command, environment, tree);
  if (!type.known) return type;
  const runner = runnerName(project);
  const at = (name: string): string => join(directory.value, name);
  switch (type.value) {
    case "fast-jar":
    case "mutable-jar":
      return known([{ path: at("quarkus-app"), kind: "directory", role: "artifact" }]);
    case "uber-jar":
      return known([{ path: at(`${runner}.jar`), kind: "file", role: "artifact", selfContained: true }]);
    case "legacy-jar":
      return known([
        { path: at(`${runner}.jar`), kind: "file", role: "artifact", companions: [at("lib")] },
        { path: at("lib"), kind: "directory", role: "dependencies" },
      ]);
    case "native":
      return known([{ path: at(runner), kind: "file", role: "artifact", selfContained: true }]);
    default:
      return unknown(`quarkus.package.type=${type.value} is not understood`);
  }
}

function runnerName(project: ProjectState): string {
  const own = project.quarkus.get("finalName");
  const final =
    own === undefined
      ? project.version.known && project.uncertain === null
        ? `${project.name}-${project.version.value}`
        : `${project.name}-*`
      : own.known
        ? own.value
        : "*";
  return `${final}-runner`;
}

function packageType(
  project: ProjectState,
  command: GradleCommand,
  environment: ReadonlyMap<string, Known<string>>,
  tree: ImageTree,
): Known<string> {
  const version = project.plugins.get(QUARKUS) ?? null;
  const plain = atLeast(version, "1.12.0") === false ? "legacy-jar" : "fast-jar";
  const settle = (value: string): string =>
    value === "jar" || value === "" ? plain : value === "legacy" ? "legacy-jar" : value;
  const file = join(project.directory, "src/main/resources/application.properties");
  const text = tree.kind(file) === "file" ? tree.read(file) : null;
  const table = text?.known === true ? readProperties(text.value) : new Map<string, string>();
  const native =
    command.systemProperties.get("quarkus.native.enabled") ??
    command.systemProperties.get("quarkus.package.jar.enabled");
  if (native !== undefined) return unknown("the command switches native packaging, which is not followed");
  for (const key of KEYS) {
    const variable = key.replace(/\./g, "_").toUpperCase();
    const own = project.properties.get(key);
    const value =
      command.systemProperties.get(key) ??
      environment.get(variable) ??
      command.properties.get(key) ??
      (own?.known === true && typeof own.value === "string" ? known(own.value) : undefined) ??
      given(table.get(`%prod.${key}`) ?? table.get(key));
    if (value !== undefined) return value.known ? known(settle(value.value)) : value;
  }
  for (const name of ["application.yml", "application.yaml"]) {
    const yaml = tree.read(join(project.directory, `src/main/resources/${name}`));
    if (yaml.known && /\bpackage\b/.test(yaml.value)) return unknown(`${name} sets the packaging`);
  }
  return known(plain);
}

function given(value: string | undefined): Known<string> | undefined {
  return value === undefined ? undefined : known(value);
}
