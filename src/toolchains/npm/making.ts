/**
 * What a command line of the node family makes: all tools that it runs through scripts, their
 * outputs joined. In: an invocation; out: outputs, which source each output file comes from, and
 * what only the tools read. One tool that is not known makes the outputs unknown.
 */
import { dirname, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { Effect, ImageTree, Invocation, Output, Step } from "../../model/types.js";
import { isWithin } from "../../model/paths.js";
import { effectsOf } from "../../programs/effects.js";
import { buildScript } from "./buildScript.js";
import { installOutputs, lifecycle } from "./install.js";
import { toolOf } from "./outputs/tools.js";
import { closestPackage, type PackageJson } from "./packageJson.js";
import { nodeScript } from "./nodeScript.js";
import { follow, type Leaf } from "./scripts.js";
import { texts } from "./words.js";

export interface Making {
  readonly outputs: Known<readonly Output[]>;
  /** what is known of the outputs when others are not */
  readonly partial: readonly Output[];
  readonly emits: ReadonlyMap<string, string>;
  /** tools with names of their own making: folders whose content is not told file by file */
  readonly opaque: readonly string[];
  readonly certain: readonly string[];
  /** what it took away, by mv or rm */
  readonly removed: readonly string[];
  readonly sources: readonly string[];
  readonly kinds: ReadonlySet<Step["kind"]>;
  readonly missing: { readonly script: string; readonly pkg: PackageJson } | null;
  readonly productionOnly: boolean;
  readonly programs: readonly string[];
}

export function makingOf(invocation: Invocation, tree: ImageTree): Making {
  return joined(follow(invocation, tree), tree);
}

/** An install script that installs again is followed this deep. */
const DEPTH = 4;

function joined(leaves: readonly Leaf[], tree: ImageTree, depth = 0): Making {
  const outputs: Output[] = [];
  const emits = new Map<string, string>();
  const opaque: string[] = [];
  const certain: string[] = [];
  const removed: string[] = [];
  const sources: string[] = [];
  const kinds = new Set<Step["kind"]>();
  const programs: string[] = [];
  let because: string | null = null;
  let missing: Making["missing"] = null;
  let productionOnly = false;
  for (const leaf of leaves) {
    switch (leaf.kind) {
      case "unknown":
        because ??= leaf.because;
        kinds.add("build");
        break;
      case "missing":
        missing ??= leaf;
        because ??= `there is no script ${leaf.script}`;
        break;
      case "manager": {
        const made = installOutputs(leaf.command, leaf.invocation, tree);
        if (made.outputs.known) outputs.push(...made.outputs.value);
        else because ??= made.outputs.because;
        if (made.kind === "install") productionOnly = made.productionOnly;
        kinds.add(made.kind);
        if (depth < DEPTH) {
          const scripts = joined(lifecycle(leaf.command, leaf.invocation, tree), tree, depth + 1);
          outputs.push(...scripts.partial);
          for (const [output, source] of scripts.emits) emits.set(output, source);
          opaque.push(...scripts.opaque);
          certain.push(...scripts.certain);
          removed.push(...scripts.removed);
          sources.push(...scripts.sources);
          if (!scripts.outputs.known) because ??= `a script that runs on install: ${scripts.outputs.because}`;
        }
        break;
      }
      case "program": {
        const { invocation } = leaf;
        programs.push(invocation.program);
        const made = toolMade(invocation, tree) ?? buildScript(invocation, tree);
        if (made !== null) {
          kinds.add(made.kind);
          if (!made.outputs.known) because ??= made.outputs.because;
          else {
            outputs.push(...made.outputs.value);
            if (made.emits === null)
              opaque.push(
                ...made.outputs.value.filter(({ role }) => role === "artifact").map(({ path }) => path),
              );
          }
          for (const [output, source] of made.emits ?? []) emits.set(output, source);
          certain.push(...(made.certain ?? []));
          sources.push(...made.sources);
          break;
        }
        const script = nodeScript(invocation, tree);
        const effects = script === null ? shellOutputs(invocation, tree, outputs) : wrapped(script);
        if (!effects.known) because ??= effects.because;
        else {
          const { gone } = effects.value;
          if (gone.length > 0 && invocation.certain) {
            removed.push(...gone);
            const stays = (path: string): boolean => !gone.some((one) => isWithin(path, one));
            outputs.splice(0, outputs.length, ...outputs.filter(({ path }) => stays(path)));
            opaque.splice(0, opaque.length, ...opaque.filter(stays));
            certain.splice(0, certain.length, ...certain.filter(stays));
            for (const path of emits.keys()) if (!stays(path)) emits.delete(path);
          }
          outputs.push(...effects.value.outputs);
          opaque.push(...effects.value.outputs.map(({ path }) => path));
          certain.push(
            ...effects.value.outputs.filter(({ kind }) => kind === "file").map(({ path }) => path),
          );
        }
        kinds.add(effects.known && effects.value.outputs.length === 0 ? "test" : "build");
      }
    }
  }
  const partial = unique(outputs);
  return {
    outputs: because === null ? known(partial) : unknown(because),
    partial,
    emits,
    opaque,
    certain,
    removed,
    sources: [...new Set(sources)],
    kinds,
    missing,
    productionOnly,
    programs,
  };
}

function toolMade(
  invocation: Invocation,
  tree: ImageTree,
): ReturnType<NonNullable<ReturnType<typeof toolOf>>["made"]> | null {
  const tool = toolOf(invocation.program);
  if (tool === null) return null;
  const none = { emits: null, sources: [], kind: "build" as const };
  if (!invocation.cwd.known) return { ...none, outputs: invocation.cwd };
  const pkg = closestPackage(invocation.cwd.value, tree);
  if (!pkg.known) return { ...none, outputs: pkg };
  const made = tool.made({
    invocation,
    args: texts(invocation.args),
    cwd: invocation.cwd.value,
    pkg: pkg.value,
    tree,
  });
  return !tree.known && made.kind === "build"
    ? { ...made, outputs: unknown("the project is not at hand, so its configuration cannot be read") }
    : made;
}

interface Written {
  readonly outputs: readonly Output[];
  /** paths that are not there any more: removed, or moved away */
  readonly gone: readonly string[];
}

function wrapped(outputs: Known<readonly Output[]>): Known<Written> {
  return outputs.known ? known({ outputs: outputs.value, gone: [] }) : unknown(`node ${outputs.because}`);
}

/** Commands of the shell in a script: cp, mv, mkdir, rm, redirections; `before` is what stands there already. */
function shellOutputs(invocation: Invocation, tree: ImageTree, before: readonly Output[]): Known<Written> {
  const effects = effectsOf(invocation, tree);
  if (!effects.known) return unknown(`${invocation.program}: ${effects.because}`);
  const isFolder = (path: string): boolean =>
    tree.kind(path) === "directory" ||
    before.some(
      (one) =>
        (one.kind === "directory" && one.path === path) || (one.path !== path && isWithin(one.path, path)),
    );
  return known({
    outputs: effects.value.flatMap((effect) => written(effect, isFolder)),
    gone: goneBy(effects.value),
  });
}

/** Paths that are not there any more afterwards: removed, or moved away. */
export function takenAway(invocation: Invocation, tree: ImageTree): readonly string[] {
  const effects = effectsOf(invocation, tree);
  return effects.known && invocation.certain ? goneBy(effects.value) : [];
}

function goneBy(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.kind === "remove") return [effect.path];
    return effect.kind === "write" && effect.move === true && effect.from !== undefined ? [effect.from] : [];
  });
}

function written(effect: Effect, isFolder: (path: string) => boolean): readonly Output[] {
  if (effect.kind !== "write") return [];
  // `cp a b/` puts the file under its own name, and so does `cp a b` where b is a folder
  const into = effect.into === "yes" || (effect.into === "unknown" && isFolder(effect.path));
  const target =
    into && effect.from !== undefined
      ? resolve(effect.path, effect.from.split("/").at(-1) ?? "")
      : effect.path;
  const folder = effect.from !== undefined && !into && isFolder(effect.from);
  return [
    {
      path: /[*?]/.test(target) ? dirname(target) : target,
      kind: effect.what === "file" && effect.into !== "unknown" && !folder ? "file" : "directory",
      role: "artifact",
    },
  ];
}

function unique(outputs: readonly Output[]): readonly Output[] {
  const seen = new Map<string, Output>();
  for (const output of outputs)
    if (!seen.has(`${output.path}\0${output.role}`)) seen.set(`${output.path}\0${output.role}`, output);
  return [...seen.values()];
}
