/**
 * The text of a pom.xml in, what dfsplit uses of it out, as written: nothing is inherited,
 * no property is replaced and no profile is switched on here.
 */
import { unknown, mapKnown, type Known } from "../../known.js";
import { child, childrenAt, parseXml, textAt, type Element } from "./xml.js";

export interface Execution {
  readonly id: string;
  /** null: the goal's own default */
  readonly phase: string | null;
  readonly goals: readonly string[];
  readonly configuration: Element | null;
}

export interface Plugin {
  /** `groupId:artifactId` */
  readonly key: string;
  readonly version: string | null;
  readonly configuration: Element | null;
  readonly executions: readonly Execution[];
  readonly inherited: boolean;
  /** brings lifecycle mappings of its own */
  readonly extensions: boolean;
}

export interface Dependency {
  readonly groupId: string;
  readonly artifactId: string;
  readonly scope: string | null;
  readonly type: string | null;
  readonly optional: boolean;
}

/** What a project and a profile have in common. */
export interface PomPart {
  readonly properties: ReadonlyMap<string, string>;
  readonly modules: readonly string[];
  readonly finalName: string | null;
  readonly defaultGoal: string | null;
  /** build/directory, build/outputDirectory */
  readonly buildDirectory: string | null;
  readonly outputDirectory: string | null;
  readonly plugins: readonly Plugin[];
  readonly managedPlugins: readonly Plugin[];
  readonly dependencies: readonly Dependency[];
  readonly managedDependencies: readonly Dependency[];
}

export interface Activation {
  readonly byDefault: boolean;
  readonly property: { readonly name: string; readonly value: string | null } | null;
  readonly file: { readonly exists: string | null; readonly missing: string | null } | null;
  readonly jdk: string | null;
  readonly os: Element | null;
}

export interface Profile extends PomPart {
  readonly id: string;
  readonly activation: Activation | null;
}

export interface ParentReference {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  /** null: the default `../pom.xml`; "": not in the tree */
  readonly relativePath: string | null;
}

export interface Pom extends PomPart {
  readonly parent: ParentReference | null;
  readonly groupId: string | null;
  readonly artifactId: string;
  readonly version: string | null;
  readonly name: string | null;
  readonly packaging: string;
  readonly profiles: readonly Profile[];
}

function texts(parent: Element | null, ...path: readonly string[]): readonly string[] {
  return childrenAt(parent, ...path)
    .map((item) => item.text)
    .filter((text) => text !== "");
}

function execution(element: Element): Execution {
  return {
    id: textAt(element, "id") ?? "default",
    phase: textAt(element, "phase"),
    goals: texts(element, "goals"),
    configuration: child(element, "configuration"),
  };
}

function plugin(element: Element): Plugin {
  return {
    key: `${textAt(element, "groupId") ?? "org.apache.maven.plugins"}:${textAt(element, "artifactId") ?? ""}`,
    version: textAt(element, "version"),
    configuration: child(element, "configuration"),
    executions: childrenAt(element, "executions").map(execution),
    inherited: textAt(element, "inherited") !== "false",
    extensions: textAt(element, "extensions") === "true",
  };
}

function dependency(element: Element): Dependency {
  return {
    groupId: textAt(element, "groupId") ?? "",
    artifactId: textAt(element, "artifactId") ?? "",
    scope: textAt(element, "scope"),
    type: textAt(element, "type"),
    optional: textAt(element, "optional") === "true",
  };
}

function part(element: Element): PomPart {
  return {
    properties: new Map(childrenAt(element, "properties").map((item) => [item.name, item.text])),
    modules: [...texts(element, "modules"), ...texts(element, "subprojects")],
    finalName: textAt(element, "build", "finalName"),
    defaultGoal: textAt(element, "build", "defaultGoal"),
    buildDirectory: textAt(element, "build", "directory"),
    outputDirectory: textAt(element, "build", "outputDirectory"),
    plugins: childrenAt(element, "build", "plugins").map(plugin),
    managedPlugins: childrenAt(element, "build", "pluginManagement", "plugins").map(plugin),
    dependencies: childrenAt(element, "dependencies").map(dependency),
    managedDependencies: childrenAt(element, "dependencyManagement", "dependencies").map(dependency),
  };
}

function activation(element: Element | null): Activation | null {
  if (element === null) return null;
  const property = child(element, "property");
  const file = child(element, "file");
  return {
    byDefault: textAt(element, "activeByDefault") === "true",
    property:
      property === null ? null : { name: textAt(property, "name") ?? "", value: textAt(property, "value") },
    file: file === null ? null : { exists: textAt(file, "exists"), missing: textAt(file, "missing") },
    jdk: textAt(element, "jdk"),
    os: child(element, "os"),
  };
}

function project(root: Element): Pom {
  const parent = child(root, "parent");
  return {
    ...part(root),
    parent:
      parent === null
        ? null
        : {
            groupId: textAt(parent, "groupId") ?? "",
            artifactId: textAt(parent, "artifactId") ?? "",
            version: textAt(parent, "version") ?? "",
            relativePath: textAt(parent, "relativePath"),
          },
    groupId: textAt(root, "groupId"),
    artifactId: textAt(root, "artifactId") ?? "",
    version: textAt(root, "version"),
    name: textAt(root, "name"),
    packaging: textAt(root, "packaging") ?? "jar",
    profiles: childrenAt(root, "profiles").map((item) => ({
      ...part(item),
      id: textAt(item, "id") ?? "default",
      activation: activation(child(item, "activation")),
    })),
  };
}

/** POMs by their text: every module of a build asks for its ancestors again. */
const parsed = new Map<string, Known<Pom>>();
const limit = 256;

export function parsePom(text: string): Known<Pom> {
  const before = parsed.get(text);
  if (before !== undefined) return before;
  const root = parseXml(text);
  const pom: Known<Pom> =
    root.known && root.value.name !== "project"
      ? unknown("its root element is not <project>")
      : mapKnown(root, project);
  if (parsed.size >= limit) parsed.clear();
  parsed.set(text, pom);
  return pom;
}
