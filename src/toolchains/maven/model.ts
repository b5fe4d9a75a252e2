/**
 * The effective model of one module: coordinates, names, folders, plugins and dependencies with
 * everything inherited, profiles applied and properties replaced. A value that the files do not
 * tell (an environment variable, a time stamp) becomes `*` in names, so that a name stays a
 * pattern; what may change the artifacts altogether is a reason in `uncertain`.
 */
import { dirname, join, normalize, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import type { MavenCommand } from "./command.js";
import { lineage } from "./lineage.js";
import { mergePlugins } from "./plugins.js";
import type { Dependency, Plugin, PomPart } from "./pom.js";

export interface Model {
  /** absolute */
  readonly pom: string;
  readonly directory: string;
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly packaging: string;
  /** names of the modules as paths of their POM's folder or file, absolute */
  readonly modules: readonly string[];
  readonly finalName: string;
  /** what `mvn` without goals runs */
  readonly defaultGoal: string | null;
  /** absolute */
  readonly buildDirectory: string;
  readonly outputDirectory: string;
  readonly plugins: readonly Plugin[];
  /** pluginManagement: completes plugins that a packaging binds or a command line names */
  readonly managedPlugins: readonly Plugin[];
  readonly dependencies: readonly Dependency[];
  /** profiles of this POM and its ancestors, by id */
  readonly profileIds: readonly string[];
  /** `groupId:artifactId` of the parent */
  readonly parent: string | null;
  /** why the artifacts cannot be told, or null */
  readonly uncertain: string | null;
  /** replaces `${…}`; a part that is not known becomes `*` */
  interpolate(text: string): string;
  /** a property after interpolation, null when it is not set */
  property(name: string): string | null;
}

/** Changes that make a profile matter for what a build leaves behind. */
function shapesArtifacts(part: PomPart): boolean {
  return (
    part.finalName !== null ||
    part.buildDirectory !== null ||
    part.modules.length > 0 ||
    part.plugins.some((plugin) =>
      /shade|assembly|spring-boot|quarkus|jar-plugin|war-plugin|native/.test(plugin.key),
    )
  );
}

/** Goals that make the archive that a container starts. */
const archiving = new Set(["repackage", "shade", "single", "build", "war", "jar"]);

/**
 * Does the repository itself say how the artifact is called and which goal makes it? Then a
 * parent that cannot be read changes nothing about it.
 */
function spelledOut(layers: readonly PomPart[]): boolean {
  return (
    layers.some((part) => part.finalName !== null) &&
    layers.some((part) =>
      part.plugins.some((plugin) =>
        plugin.executions.some(({ goals }) => goals.some((goal) => archiving.has(goal))),
      ),
    )
  );
}

/** The first layer that says something wins. */
function first<T>(layers: readonly PomPart[], of: (part: PomPart) => T | null): T | null {
  for (const layer of layers) {
    const value = of(layer);
    if (value !== null) return value;
  }
  return null;
}

/** Reads the module whose POM is at `path` (absolute). */
export function readModel(
  path: string,
  command: MavenCommand,
  env: ReadonlyMap<string, Known<string>>,
  tree: ImageTree,
): Known<Model> {
  const line = lineage(path, command, tree);
  if (!line.known) return unknown(line.because);
  const { generations, missing } = line.value;
  const own = generations[0]?.pom;
  if (own === undefined) return unknown(`${path} is empty`);
  const directory = dirname(path);

  // Nearest first, and in each POM the profiles (the last one that is on wins) before the rest.
  const perPom = generations.map(
    ({ pom, profiles }) => [...[...profiles].reverse(), pom] as readonly PomPart[],
  );
  const layers = perPom.flat();
  const doubtful = generations.flatMap((entry) => entry.doubtful);

  const groupId = own.groupId ?? own.parent?.groupId ?? "";
  const rawVersion = own.version ?? own.parent?.version ?? "";
  const rawFinalName = first(layers, (part) => part.finalName) ?? "${project.artifactId}-${project.version}";
  const rawBuild = first(layers, (part) => part.buildDirectory) ?? "${project.basedir}/target";
  const rawOutput = first(layers, (part) => part.outputDirectory) ?? "${project.build.directory}/classes";

  const builtIn: Readonly<Record<string, string>> = {
    groupId,
    artifactId: own.artifactId,
    version: rawVersion,
    name: own.name ?? own.artifactId,
    packaging: own.packaging,
    basedir: directory,
    "build.directory": rawBuild,
    "build.outputDirectory": rawOutput,
    "build.finalName": rawFinalName,
    "parent.groupId": own.parent?.groupId ?? "",
    "parent.artifactId": own.parent?.artifactId ?? "",
    "parent.version": own.parent?.version ?? "",
    "parent.basedir": generations[1]?.directory ?? "",
  };
  const doubted = new Set(doubtful.flatMap((profile) => [...profile.properties.keys()]));

  const raw = (name: string): string | null => {
    const set = command.properties.get(name);
    if (set !== undefined) return set.known ? set.value : "*";
    if (doubted.has(name)) return "*";
    const short = name.replace(/^(project|pom)\./, "");
    if (short !== name) return builtIn[short] ?? null;
    for (const layer of layers) {
      const value = layer.properties.get(name);
      if (value !== undefined) return value;
    }
    if (name.startsWith("env.")) {
      const value = env.get(name.slice(4));
      return value?.known === true ? value.value : "*";
    }
    return builtIn[name] ?? null;
  };
  const expand = (text: string, depth: number): string =>
    depth > 20
      ? "*"
      : text.replace(/\$\{([^${}]+)\}/g, (_whole, name: string) => {
          const value = raw(name.trim());
          return value === null ? "*" : expand(value, depth + 1);
        });
  const interpolate = (text: string): string => expand(text, 0);

  let plugins: readonly Plugin[] = [];
  let managed: readonly Plugin[] = [];
  let unfinished: readonly Plugin[] = [];
  for (const [index, parts] of [...perPom.entries()].reverse()) {
    for (const part of [...parts].reverse()) {
      const inherited = index === 0 ? part.plugins : part.plugins.filter((plugin) => plugin.inherited);
      unfinished = mergePlugins(inherited, unfinished);
      managed = mergePlugins(part.managedPlugins, managed);
    }
  }
  const keyed = (list: readonly Plugin[]): readonly Plugin[] =>
    list.map((plugin) => ({ ...plugin, key: interpolate(plugin.key) }));
  managed = keyed(managed);
  plugins = keyed(unfinished).map((plugin) => {
    const completion = managed.find((item) => item.key === plugin.key);
    return completion === undefined ? plugin : (mergePlugins([plugin], [completion])[0] ?? plugin);
  });

  const managedScopes = new Map(
    [...layers]
      .reverse()
      .flatMap((part) =>
        part.managedDependencies.map(
          (item) => [`${interpolate(item.groupId)}:${interpolate(item.artifactId)}`, item] as const,
        ),
      ),
  );
  const dependencies = layers.flatMap((part) =>
    part.dependencies.map((item) => {
      const [group, artifact] = [interpolate(item.groupId), interpolate(item.artifactId)];
      const scope = item.scope ?? managedScopes.get(`${group}:${artifact}`)?.scope ?? null;
      return {
        ...item,
        groupId: group,
        artifactId: artifact,
        scope: scope === null ? null : interpolate(scope),
      };
    }),
  );

  const shaping = doubtful.find(shapesArtifacts);
  const uncertain =
    missing !== null && !spelledOut(layers)
      ? `the parent ${missing.groupId}:${missing.artifactId} of ${path} is not in the context, and it can set names and plugins`
      : shaping !== undefined
        ? `the profile ${shaping.id} may be on or off, and it shapes the artifacts`
        : null;

  return known({
    pom: path,
    directory,
    groupId: interpolate(groupId),
    artifactId: interpolate(own.artifactId),
    version: interpolate(rawVersion),
    packaging: interpolate(own.packaging),
    modules: [...new Set((perPom[0] ?? []).flatMap((part) => part.modules))].map((name) =>
      normalize(join(directory, interpolate(name.replaceAll("\\", "/")))),
    ),
    finalName: interpolate(rawFinalName),
    defaultGoal: first(layers, (part) => part.defaultGoal),
    buildDirectory: resolve(directory, interpolate(rawBuild)),
    outputDirectory: resolve(directory, interpolate(rawOutput)),
    plugins,
    managedPlugins: managed,
    dependencies,
    profileIds: generations.flatMap((entry) => entry.pom.profiles.map((profile) => profile.id)),
    parent: own.parent === null ? null : `${own.parent.groupId}:${own.parent.artifactId}`,
    uncertain,
    interpolate,
    property: (name) => {
      const value = raw(name);
      return value === null ? null : interpolate(value);
    },
  });
}
