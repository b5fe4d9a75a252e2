/**
 * Which projects a build has: the folder where Gradle starts, up to the settings file that governs it,
 * its names and includes. A folder without a settings file anywhere above is a build of one project,
 * named like its folder in the image (P179).
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree } from "../../model/types.js";
import { parseBuildFile } from "./parse.js";
import type { Settings } from "./state.js";
import type { Block, Chain, Expression, Segment } from "./syntax.js";
import {
  evaluate,
  evaluateText,
  literalText,
  positional,
  unsettled,
  type Scalar,
  type Scope,
} from "./values.js";

export const SETTINGS_FILES = ["settings.gradle", "settings.gradle.kts"];
export const BUILD_FILES = ["build.gradle", "build.gradle.kts"];

export function join(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

export function firstFile(tree: ImageTree, directory: string, names: readonly string[]): string | null {
  return names.map((name) => join(directory, name)).find((path) => tree.kind(path) === "file") ?? null;
}

/** The settings file in the folder or in one above it, as Gradle looks for it. */
export function findSettings(tree: ImageTree, directory: string): string | null {
  for (let at = directory; ; at = join(at, "..")) {
    const file = firstFile(tree, at, SETTINGS_FILES);
    if (file !== null) return file;
    if (at === "/") return null;
  }
}

export function parentOf(path: string): string {
  return join(path, "..");
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
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
  const reader = new SettingsReader(file ?? "settings.gradle", rootDirectory, properties, tree);
  if (file !== null) {
    const text = tree.read(file);
    if (text.known) reader.run(parseBuildFile(text.value, file.endsWith(".kts")), false);
    else reader.open = text.because;
  }
  return {
    rootDirectory,
    file,
    rootName: reader.rootName ?? fallback,
    includes: [...reader.includes].map(([path, own]) => ({ path, directory: own })),
    open: reader.open ?? reader.renamed,
    renamed: reader.renamed,
    rootBuildFile: reader.rootBuildFile,
    pluginVersions: reader.pluginVersions,
    includedBuilds: reader.includedBuilds,
  };
}

class SettingsReader implements Scope {
  rootName: Known<string> | null = null;
  rootBuildFile: string | null = null;
  open: string | null = null;
  renamed: string | null = null;
  /** path -> directory */
  readonly includes = new Map<string, Known<string>>();
  readonly pluginVersions = new Map<string, string>();
  readonly includedBuilds: string[] = [];
  readonly file: string;
  private readonly locals = new Map<string, Known<Scalar>>();

  constructor(
    file: string,
    private readonly directory: string,
    private readonly properties: (name: string) => Known<Scalar> | null,
    private readonly tree: ImageTree,
  ) {
    this.file = baseOf(file);
  }

  lookup(segments: readonly Segment[], line: number): Known<Scalar> | null {
    const [first, second] = segments;
    if (first === undefined) return null;
    if (first.name === "rootProject" && second?.name === "name" && segments.length === 2)
      return this.rootName ?? unsettled(line, this);
    if (segments.length === 1 && first.args === null)
      return this.locals.get(first.name) ?? this.properties(first.name);
    if (["rootDir", "settingsDir", "rootDirectory"].includes(first.name) && segments.length === 1)
      return known(this.directory);
    return null;
  }

  run(block: Block, loose: boolean): void {
    for (const statement of block) {
      switch (statement.kind) {
        case "assign":
          if (statement.declares && statement.target.kind === "chain") {
            const name = statement.target.segments[0]?.name;
            if (name !== undefined) this.locals.set(name, evaluate(statement.value, this));
          } else if (statement.target.kind === "chain") this.assign(statement.target, statement.value, loose);
          break;
        case "delegate": {
          const from = this.properties(statement.name);
          if (from !== null) this.locals.set(statement.name, from);
          break;
        }
        case "expression":
          if (statement.expression.kind === "chain") this.call(statement.expression, loose);
          break;
        case "if": {
          const test = evaluate(statement.test, this);
          if (!test.known) {
            this.run(statement.then, true);
            this.run(statement.otherwise, true);
          } else
            this.run(
              test.value === true || (typeof test.value === "string" && test.value !== "")
                ? statement.then
                : statement.otherwise,
              loose,
            );
          break;
        }
        case "opaque":
          this.run(statement.body, true);
          break;
      }
    }
  }

  private assign(target: Chain, value: Expression, loose: boolean): void {
    const names = target.segments.map((segment) => segment.name);
    const path = names.join(".");
    const settled = loose ? unsettled(target.line, this) : evaluateText(value, this);
    if (path === "rootProject.name") this.rootName = settled;
    else if (path === "rootProject.buildFileName") this.rootBuildFile = literalText(value);
    else if (names.at(-1) === "projectDir") {
      const project = this.projectOf(target.segments);
      const directory = loose ? unsettled(target.line, this) : this.directoryOf(value);
      if (project !== null && this.includes.has(project)) this.includes.set(project, directory);
      else this.open ??= `${this.file} line ${target.line} moves project folders`;
    } else if (names.at(-1) === "name") {
      const project = this.projectOf(target.segments);
      const own = project === null ? undefined : this.includes.get(project);
      if (project === null || own === undefined || !settled.known)
        this.renamed ??= `${this.file} line ${target.line} renames projects`;
      else this.rename(project, settled.value);
    }
  }

  private projectOf(segments: readonly Segment[]): string | null {
    const call = segments.find((segment) => ["project", "findProject"].includes(segment.name));
    const text = literalText(positional(call?.args ?? null)[0]);
    return text === null ? null : normalPath(text);
  }

  /** `file("x")`, `new File(settingsDir, "x")`, `"x" as File`. */
  private directoryOf(value: Expression): Known<string> {
    const args = value.kind === "chain" ? positional(value.segments.at(-1)?.args ?? null) : [];
    const last = args.at(-1);
    const text = last === undefined ? evaluateText(value, this) : evaluateText(last, this);
    if (!text.known) return text;
    return known(join(this.directory, text.value));
  }

  private call(chain: Chain, loose: boolean): void {
    const [first] = chain.segments;
    if (first === undefined) return this.loop(chain);
    const args = positional(first.args);
    switch (first.name) {
      case "include":
      case "includeFlat":
        if (args.length === 0)
          this.open ??= `${this.file} line ${chain.line} includes projects that only running it can tell`;
        for (const arg of args.flatMap((each) =>
          each.kind === "list" ? each.items.map((item) => item.value) : [each],
        ))
          this.include(arg, first.name === "includeFlat", loose);
        return;
      case "includeBuild": {
        const path = literalText(args[0]);
        if (path !== null) this.includedBuilds.push(join(this.directory, path));
        return;
      }
      case "rootProject":
      case "project": {
        const last = chain.segments.at(-1);
        const value = positional(last?.args ?? null)[0];
        if (last?.name === "setName" && value !== undefined)
          this.assign(
            { ...chain, segments: [...chain.segments.slice(0, -1), { ...last, name: "name" }] },
            value,
            loose,
          );
        else if (last?.block != null) {
          if (first.name === "rootProject") this.children(chain, last.block, last.parameter ?? "it");
        }
        return;
      }
      case "pluginManagement":
        for (const statement of first.block ?? []) {
          if (statement.kind !== "expression" || statement.expression.kind !== "chain") continue;
          const inner = statement.expression.segments[0];
          if (inner?.name === "plugins" && inner.block !== null) this.pluginBlock(inner.block);
          if (inner?.name === "includeBuild") this.call(statement.expression, loose);
        }
        return;
      case "apply": {
        const from = first.args?.find((arg) => arg.name === "from")?.value;
        const path = from === undefined ? null : evaluateText(from, this);
        if (path?.known === true) {
          const text = this.tree.read(join(this.directory, path.value));
          if (text.known) return this.run(parseBuildFile(text.value, path.value.endsWith(".kts")), loose);
        }
        if (from !== undefined)
          this.open ??= `${this.file} line ${chain.line} applies a script that is not at hand`;
        return;
      }
      default:
        this.loop(chain);
    }
  }

  /** `['a', 'b'].each { include it }`, `file('.').eachDir { … }`: what is included there cannot be told. */
  private loop(chain: Chain): void {
    for (const segment of chain.segments)
      if (segment.block !== null && mentions(segment.block, "include"))
        this.open ??= `${this.file} line ${chain.line} includes projects in a loop`;
  }

  /** `rootProject.children.each { it.name = "shop-${it.name}" }`, also with buildFileName and projectDir. */
  private children(chain: Chain, block: Block, parameter: string): void {
    const simple = block.every(
      (statement) =>
        statement.kind === "assign" &&
        statement.target.kind === "chain" &&
        statement.target.segments.length === 2 &&
        ["name", "buildFileName"].includes(statement.target.segments[1]?.name ?? ""),
    );
    if (!simple || chain.segments.length !== 3) {
      if (mentions(block, "name")) this.renamed ??= `${this.file} line ${chain.line} may rename all projects`;
      if (mentions(block, "projectDir"))
        this.open ??= `${this.file} line ${chain.line} moves project folders`;
      return;
    }
    for (const path of [...this.includes.keys()].filter((each) => each.lastIndexOf(":") === 0)) {
      for (const statement of block) {
        if (
          statement.kind !== "assign" ||
          statement.target.kind !== "chain" ||
          statement.target.segments[1]?.name !== "name"
        )
          continue;
        const scope: Scope = {
          file: this.file,
          lookup: (segments, line) =>
            segments[0]?.name === parameter && segments[1]?.name === "name" && segments.length === 2
              ? known(path.slice(1))
              : this.lookup(segments, line),
        };
        const name = evaluateText(statement.value, scope);
        if (name.known) this.rename(path, name.value);
        else this.renamed ??= name.because;
      }
    }
  }

  /** The path follows the name (gradle/gradle DefaultProjectDescriptor.setName), also that of the projects below. */
  private rename(path: string, name: string): void {
    const to = `${path.slice(0, path.lastIndexOf(":"))}:${name}`;
    for (const [each, directory] of [...this.includes]) {
      if (each !== path && !each.startsWith(`${path}:`)) continue;
      this.includes.delete(each);
      this.includes.set(`${to}${each.slice(path.length)}`, directory);
    }
  }

  private pluginBlock(block: Block): void {
    for (const statement of block) {
      if (statement.kind !== "expression" || statement.expression.kind !== "chain") continue;
      const [id, version] = statement.expression.segments;
      const name = literalText(positional(id?.args ?? null)[0]);
      const value = positional(version?.args ?? null)[0];
      if (name === null || version?.name !== "version" || value === undefined) continue;
      const text = evaluateText(value, this);
      if (text.known)
        this.pluginVersions.set(id?.name === "kotlin" ? `org.jetbrains.kotlin.${name}` : name, text.value);
    }
  }

  private include(argument: Expression, flat: boolean, loose: boolean): void {
    const text = evaluateText(argument, this);
    if (!text.known || loose) {
      this.open ??= `${this.file} line ${argument.line} includes a project whose name only running it can tell`;
      return;
    }
    const path = normalPath(text.value);
    if (flat) {
      this.includes.set(path, known(join(this.directory, `../${text.value}`)));
      return;
    }
    // `a:b` makes `a` too
    const names = path.split(":").filter(Boolean);
    for (let i = 1; i <= names.length; i += 1) {
      const each = `:${names.slice(0, i).join(":")}`;
      if (!this.includes.has(each))
        this.includes.set(each, known(join(this.directory, names.slice(0, i).join("/"))));
    }
  }
}

function normalPath(path: string): string {
  return path.startsWith(":") ? path : `:${path}`;
}

/** Does a name stand anywhere in the block? */
export function mentions(block: Block, name: string): boolean {
  return JSON.stringify(block).includes(`"name":"${name}"`);
}
