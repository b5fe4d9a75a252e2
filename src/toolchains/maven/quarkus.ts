/**
 * The `build` goal of quarkus-maven-plugin: which package it makes is decided by properties of
 * the command line, the POM and the application's own configuration.
 */
import { join } from "node:path/posix";
import { parse as parseYaml } from "yaml";
import { known, unknown, type Known } from "../../known.js";
import { add, type Goal } from "./goal.js";

const files = ["src/main/resources/application.properties", "config/application.properties"];
const yamlFiles = ["src/main/resources/application.yml", "src/main/resources/application.yaml"];

function fromProperties(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const pair = /^\s*([^#!=:\s][^=:\s]*)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (pair !== null) entries.set((pair[1] ?? "").replace(/^%prod\./, ""), pair[2] ?? "");
  }
  return entries;
}

function flatten(value: unknown, prefix: string, into: Map<string, string>): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value))
      flatten(inner, prefix === "" ? key : `${prefix}.${key}`, into);
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    into.set(prefix.replace(/^"?%prod"?\./, ""), String(value));
  }
}

function settings(goal: Goal): (name: string) => string | null {
  const merged = new Map<string, string>();
  for (const file of yamlFiles) {
    const text = goal.tree.read(join(goal.model.directory, file));
    if (!text.known) continue;
    try {
      flatten(parseYaml(text.value), "", merged);
    } catch {
      // A file of several documents or with templates in it says nothing here.
    }
  }
  for (const file of files) {
    const text = goal.tree.read(join(goal.model.directory, file));
    if (text.known) for (const [key, value] of fromProperties(text.value)) merged.set(key, value);
  }
  return (name) => goal.model.property(name) ?? merged.get(name) ?? null;
}

/** `2.16.1.Final` -> [2, 16] */
function version(text: string | null): Known<readonly [number, number]> {
  const found = /^(\d+)\.(\d+)/.exec(text ?? "");
  return found === null
    ? unknown("the version of Quarkus is not known")
    : known([Number(found[1]), Number(found[2])]);
}

export function quarkusBuild(goal: Goal): void {
  const { model, made } = goal;
  if (goal.flag("skip", "quarkus.build.skip")) return;
  const of = settings(goal);
  const plugin = model.plugins.find((item) => item.key.endsWith(":quarkus-maven-plugin"));
  const release = version(plugin?.version == null ? null : model.interpolate(plugin.version));
  // Fast-jar became the default with 1.12; before, the thin runner jar with lib/ beside it.
  const standard =
    release.known && release.value[0] === 1 && release.value[1] < 12 ? "legacy-jar" : "fast-jar";
  const asked = of("quarkus.package.jar.type") ?? of("quarkus.package.type") ?? standard;
  const native = asked === "native" || of("quarkus.native.enabled") === "true";
  const type = of("quarkus.package.uber-jar") === "true" ? "uber-jar" : asked === "jar" ? standard : asked;

  const name = of("quarkus.package.output-name") ?? model.finalName;
  const suffix = of("quarkus.package.jar.runner-suffix") ?? of("quarkus.package.runner-suffix") ?? "-runner";
  const bare =
    of("quarkus.package.jar.add-runner-suffix") === "false" ||
    of("quarkus.package.add-runner-suffix") === "false";
  const runner = `${name}${bare ? "" : suffix}`;
  const directory = model.buildDirectory;

  if (native) {
    add(made, {
      path: join(directory, `${name}${suffix}`),
      kind: "file",
      role: "artifact",
      selfContained: true,
    });
    return;
  }
  if (type === "uber-jar") {
    const path = join(directory, `${runner}.jar`);
    // The plain jar is moved aside, unless the runner takes its very name and replaces it.
    if (made.main !== null && made.main !== path) {
      made.outputs.delete(made.main);
      add(made, { path: `${made.main}.original`, kind: "file", role: "intermediate" });
    }
    add(made, { path, kind: "file", role: "artifact", selfContained: true });
    return;
  }
  if (type === "legacy-jar" || type === "legacy") {
    const lib = join(directory, "lib");
    add(made, { path: lib, kind: "directory", role: "dependencies" });
    add(made, { path: join(directory, `${runner}.jar`), kind: "file", role: "artifact", companions: [lib] });
    return;
  }
  const folder = join(directory, of("quarkus.package.output-directory") ?? "quarkus-app");
  add(made, { path: folder, kind: "directory", role: "artifact" });
  add(made, {
    path: join(folder, "quarkus-run.jar"),
    kind: "file",
    role: "artifact",
    companions: ["app", "lib", "quarkus"].map((part) => join(folder, part)),
  });
}
