/**
 * Plugins that stand in the build itself, in buildSrc and included builds: precompiled scripts are
 * followed; one written as a class makes names uncertain when its source speaks of them.
 */
import type { ImageTree } from "../../model/types.js";
import type { Source, Surroundings } from "./configure/surroundings.js";
import { baseOf, buildFileOf, join } from "./files.js";
import { parseBuildFile } from "./language/parse.js";
import type { Block } from "./language/syntax.js";
import { evaluateText, literalText, positional } from "./language/values.js";
import { PLUGIN_CLASSES } from "./plugins.js";

/** Words with which a plugin's source or an init script sets names. */
export const NAMING =
  /\b(archivesBaseName|archivesName|archiveFileName|archiveBaseName|archiveVersion|archiveClassifier|archiveName|libsDirName|setVersion|applicationName|buildDirectory|buildDir)\b|\bproject\.version\s*=|\.version\s*=\s/;

/** `builds`: the folders of buildSrc and of the included builds. */
export function ownPlugins(tree: ImageTree, builds: readonly string[]): Surroundings["plugin"] {
  const homes = builds.flatMap((home) => pluginProjects(tree, home));
  const declared = declaredPlugins(tree, homes);
  const sources = lazy(() =>
    homes.flatMap((home) =>
      tree.files(join(home, "src/main")).filter((file) => /\.(java|kt|groovy|kts|gradle)$/.test(file)),
    ),
  );
  return (id) => {
    for (const home of homes)
      for (const file of [
        `src/main/groovy/${id}.gradle`,
        `src/main/kotlin/${id}.gradle.kts`,
        `src/main/kotlin/${id.split(".").join("/")}.gradle.kts`,
      ]) {
        const found = readSource(tree, join(home, file), file);
        if (found !== null) return found;
      }
    const own = declared.get(id) ?? (PLUGIN_CLASSES[id] === undefined && /^[A-Z]/.test(id) ? id : undefined);
    if (own === undefined) return null;
    if (homes.length === 0) return { opaque: `the plugin ${id} is a class that is not at hand` };
    for (const file of sources()) {
      const text = tree.read(file);
      if (!text.known || NAMING.test(text.value))
        return { opaque: `the plugin ${id} of this build may set the names (${file} speaks of them)` };
    }
    return { block: appliedInSources(tree, sources()), file: id };
  };
}

/** A build of plugins and the projects in it. */
function pluginProjects(tree: ImageTree, home: string): string[] {
  if (tree.kind(home) !== "directory") return [];
  const children = (tree.entries(home) ?? [])
    .map((name) => join(home, name))
    .filter((path) => tree.kind(path) === "directory" && tree.kind(join(path, "src")) === "directory");
  return [home, ...children];
}

/** `gradlePlugin { plugins { create("x") { id = "…"; implementationClass = "…" } } }` */
function declaredPlugins(tree: ImageTree, homes: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const home of homes) {
    const file = buildFileOf(tree, home, null);
    const text = file === null ? null : tree.read(file);
    if (file === null || text?.known !== true || !text.value.includes("implementationClass")) continue;
    const visit = (block: Block): void => {
      for (const statement of block) {
        if (
          statement.kind === "assign" &&
          statement.target.kind === "chain" &&
          statement.target.segments.at(-1)?.name === "id"
        ) {
          const id = evaluateText(statement.value, { file: baseOf(file), lookup: () => null });
          if (id.known) found.set(id.value, file);
        }
        if (statement.kind !== "expression" || statement.expression.kind !== "chain") continue;
        for (const segment of statement.expression.segments) {
          const value = literalText(positional(segment.args)[0]);
          if (value !== null && ["id", "set"].includes(segment.name)) found.set(value, file);
          if (segment.block !== null) visit(segment.block);
        }
      }
    };
    visit(parseBuildFile(text.value, file.endsWith(".kts")));
  }
  return found;
}

/** The plugins that plugin classes apply by a literal id, as `apply plugin:` lines. */
function appliedInSources(tree: ImageTree, files: readonly string[]): Block {
  const lines: string[] = [];
  for (const file of files) {
    const text = tree.read(file);
    if (!text.known) continue;
    for (const match of text.value.matchAll(/\bapply\s*\(?\s*(?:plugin\s*[:=]\s*)?["']([\w.-]+)["']/g))
      lines.push(`apply plugin: '${match[1] ?? ""}'`);
  }
  return parseBuildFile(lines.join("\n"), false);
}

/** The statements of a file, `label` in messages; null when it is not there. */
export function readSource(tree: ImageTree, file: string, label: string): Source | null {
  if (tree.kind(file) !== "file") return null;
  const text = tree.read(file);
  return text.known ? { block: parseBuildFile(text.value, file.endsWith(".kts")), file: label } : null;
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
