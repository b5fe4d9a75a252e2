/** Follows a settings file: names and includes of projects, as far as they are told without running it. */
import { known, type Known } from "../../../known.js";
import type { ImageTree } from "../../../model/types.js";
import { baseOf, join } from "../files.js";
import { parseBuildFile } from "../language/parse.js";
import {
  chainsOf,
  mentions,
  type Block,
  type Chain,
  type Expression,
  type Segment,
} from "../language/syntax.js";
import {
  evaluate,
  evaluateText,
  isTrue,
  literalText,
  positional,
  unsettled,
  type Scalar,
  type Scope,
} from "../language/values.js";
import { IncludedProjects, normalPath } from "./included.js";
import { declaredVersions } from "./plugin-versions.js";

export class SettingsScript implements Scope {
  rootName: Known<string> | null = null;
  rootBuildFile: string | null = null;
  open: string | null = null;
  renamed: string | null = null;
  readonly included: IncludedProjects;
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
    this.included = new IncludedProjects(directory);
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
          } else this.run(isTrue(test.value) ? statement.then : statement.otherwise, loose);
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
      if (project !== null && this.included.has(project)) this.included.move(project, directory);
      else this.open ??= `${this.file} line ${target.line} moves project folders`;
    } else if (names.at(-1) === "name") {
      const project = this.projectOf(target.segments);
      if (project === null || !this.included.has(project) || !settled.known)
        this.renamed ??= `${this.file} line ${target.line} renames projects`;
      else this.included.rename(project, settled.value);
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
        for (const chain of chainsOf(first.block ?? [])) {
          const inner = chain.segments[0];
          if (inner?.name === "plugins")
            for (const [id, version] of declaredVersions(inner.block ?? [], this))
              this.pluginVersions.set(id, version);
          if (inner?.name === "includeBuild") this.call(chain, loose);
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
    for (const path of this.included.top) {
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
        if (name.known) this.included.rename(path, name.value);
        else this.renamed ??= name.because;
      }
    }
  }

  private include(argument: Expression, flat: boolean, loose: boolean): void {
    const text = evaluateText(argument, this);
    if (!text.known || loose) {
      this.open ??= `${this.file} line ${argument.line} includes a project whose name only running it can tell`;
      return;
    }
    if (flat) this.included.includeFlat(text.value);
    else this.included.include(text.value);
  }
}
