/** What names are worth: variables, properties of projects, the environment, the version catalog. Nothing is changed. */
import { known, type Known } from "../../../known.js";
import type { Segment } from "../language/syntax.js";
import { evaluate, evaluateText, literalText, positional, type Scalar } from "../language/values.js";
import type { ProjectState } from "../state.js";
import type { Script } from "./script.js";

/** The value of `a`, `a.b`, `f("x")` …, asked of the project; null when it is not known there. */
export function lookup(
  script: Script,
  project: ProjectState,
  segments: readonly Segment[],
  line: number,
): Known<Scalar> | null {
  const [first, second] = segments;
  if (first === undefined) return null;
  const rest = segments.slice(1);
  const argument = (segment: Segment | undefined): Known<string> | null => {
    const value = positional(segment?.args ?? null)[0];
    return value === undefined ? null : evaluateText(value, script);
  };
  const plain = first.args === null && first.block === null;
  if (segments.length === 1 && plain) {
    const local = project === script.project ? script.locals.get(first.name) : undefined;
    return local ?? projectProperty(script, project, first.name);
  }
  switch (first.name) {
    case "project":
    case "this":
    case "it": {
      if (plain || first.name !== "project") return lookup(script, project, rest, line);
      const path = argument(first);
      const other = path?.known === true ? script.around.projects.get(path.value) : undefined;
      return other === undefined ? null : lookup(script, other, rest, line);
    }
    case "rootProject":
      return plain ? lookup(script, script.around.root, rest, line) : null;
    case "parent":
      return plain && project.parent !== null ? lookup(script, project.parent, rest, line) : null;
    case "ext":
    case "extra":
    case "properties":
    case "extensions":
      if (second === undefined || segments.length > 2) return null;
      if (second.name === "[]" || second.name === "get" || second.name === "getProperty") {
        const name = argument(second);
        return name?.known === true ? projectProperty(script, project, name.value) : null;
      }
      return second.args === null ? projectProperty(script, project, second.name) : null;
    case "base":
      if (segments.length === 2 && second?.name === "archivesName")
        return projectProperty(script, project, "archivesBaseName");
      return null;
    case "findProperty":
    case "property":
    case "gradleProperty": {
      if (segments.length > 1) return null;
      const name = argument(first);
      if (name?.known !== true) return null;
      return projectProperty(script, project, name.value) ?? (first.name === "property" ? null : known(null));
    }
    case "hasProperty": {
      if (segments.length > 1) return null;
      const name = argument(first);
      return name?.known === true ? known(projectProperty(script, project, name.value) !== null) : null;
    }
    case "providers":
      if (second?.name === "gradleProperty" && segments.length === 2)
        return lookup(script, project, rest, line);
      if (second?.name === "environmentVariable" && segments.length === 2)
        return fromSystem(script, "getenv", second);
      if (second?.name === "systemProperty" && segments.length === 2)
        return fromSystem(script, "getProperty", second);
      return null;
    case "System":
      if (second?.name === "getenv" && segments.length === 2) return fromSystem(script, "getenv", second);
      if (second?.name === "getenv" || second?.name === "env")
        return segments.length === 3 ? fromSystem(script, "getenv", segments[2]) : null;
      if (second?.name === "getProperty" && segments.length === 2)
        return fromSystem(script, "getProperty", second);
      return null;
    case "libs":
      if (second?.name === "versions") {
        const alias = segments
          .slice(2)
          .filter((segment) => !["get", "toString", "asProvider"].includes(segment.name))
          .map((segment) => segment.name)
          .join(".");
        const version = script.around.catalog.versions.get(alias);
        return version === undefined ? null : known(version);
      }
      return null;
    default: {
      const alias = script.aliases.get(first.name);
      if (alias?.of === "project" && alias.projects[0] !== undefined && alias.projects.length === 1)
        return lookup(script, alias.projects[0], rest, line);
      return null;
    }
  }
}

/** `System.getenv("X")`, `System.getProperty("x", "fallback")` and their providers. */
function fromSystem(
  script: Script,
  kind: "getenv" | "getProperty",
  segment: Segment | undefined,
): Known<Scalar> | null {
  const [name, fallback] = positional(segment?.args ?? null);
  const key = name === undefined ? (segment?.args === null ? segment.name : null) : literalText(name);
  if (key === null) return null;
  const value = kind === "getenv" ? script.around.environment(key) : script.around.systemProperty(key);
  return value.known && value.value === null && fallback !== undefined ? evaluate(fallback, script) : value;
}

/** A property of the project or, if it is an extra one, of those above it. */
export function projectProperty(script: Script, project: ProjectState, name: string): Known<Scalar> | null {
  switch (name) {
    case "version":
      return project.version;
    case "group":
      return project.group;
    case "name":
      return known(project.name);
    case "path":
      return known(project.path);
    case "archivesBaseName":
      return project.archivesName ?? project.properties.get(name) ?? known(project.name);
    case "buildDir":
      return project.buildDirectory;
    case "projectDir":
    case "rootDir":
      return known(name === "projectDir" ? project.directory : script.around.root.directory);
    default: {
      for (let at: ProjectState | null = project; at !== null; at = at.parent) {
        const value = at.properties.get(name);
        if (value !== undefined) return value;
      }
      return null;
    }
  }
}
