/**
 * Scripts of the project that a build runs by node, tsx or ts-node: those that only check something, and those
 * that call esbuild or vite by their functions. In: the invocation; out: what they make, or null where the
 * script does anything that is not read: writes files itself, starts programs, loads other modules.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown } from "../../known.js";
import type { ImageTree, Invocation, Output } from "../../model/types.js";
import { closure, isRelative, moduleFile, SOURCE } from "./imports.js";
import { tokens } from "./literals.js";
import { readNode } from "./nodeOptions.js";
import { settings } from "./outputs/configText.js";
import { artifact, artifactFile, build, type Made } from "./outputs/made.js";
import { toolOf } from "./outputs/tools.js";
import { closestPackage } from "./packageJson.js";
import { texts } from "./words.js";

const RUNNERS: ReadonlySet<string> = new Set(["node", "nodejs", "tsx", "ts-node", "esno"]);
/** Modules of node that neither write nor start anything. */
const QUIET =
  /^(node:)?(path|path\/posix|url|os|util|assert|process|events|querystring|string_decoder|timers|module|perf_hooks|crypto)$/;
const HARMLESS = /^(semver|chalk|kleur|picocolors|colors|compare-versions|is-ci|ci-info|dotenv)$/;
/** Functions of fs that put something somewhere. */
const WRITES =
  /^(write|append|copy|cp|rename|mkdir|mkdtemp|symlink|link|createWrite|open|truncate|ensure|output|move)\w*$/;

export function buildScript(invocation: Invocation, tree: ImageTree): Made | null {
  if (!RUNNERS.has(invocation.program) || !invocation.cwd.known) return null;
  const cwd = invocation.cwd.value;
  const node = readNode(invocation);
  const plain =
    node.known && node.value.preloads.length === 0 && !node.value.watch && node.value.run === null;
  if (!plain || node.value.script === null) return null;
  const entry = moduleFile(resolve(cwd, node.value.script), tree);
  if (entry === null || !SOURCE.test(entry)) return null;
  const { sources, dynamic, unread } = closure([entry], tree, () => []);
  if (dynamic !== null || unread.length > 0) return null;
  const imports = new Set(sources.flatMap(({ facts }) => facts.imports).filter((name) => !isRelative(name)));
  const files = [...imports].some((name) => /^(node:)?fs(\/promises)?$/.test(name));
  const others = [...imports].filter(
    (name) =>
      !QUIET.test(name) && !HARMLESS.test(name) && !/^(esbuild|vite|(node:)?fs(\/promises)?)$/.test(name),
  );
  if (others.length > 0) return null;
  const all = sources.map(({ path }) => {
    const text = tree.read(path);
    return text.known ? text.value : "";
  });
  const names = new Set(
    all.flatMap((text) => [...tokens(text)].filter(({ kind }) => kind === "name").map(({ value }) => value)),
  );
  if (files && [...names].some((name) => WRITES.test(name))) return null;
  if (["eval", "Function", "binding", "dlopen", "fetch"].some((name) => names.has(name))) return null;
  const outputs: Output[] = [];
  const certain: string[] = [];
  const inputs: string[] = [];
  if (imports.has("esbuild")) {
    const made = esbuild(all, cwd);
    if (made === null) return build(unknown(`${node.value.script} gives esbuild a computed output`));
    outputs.push(...made);
    certain.push(...made.filter(({ kind }) => kind === "file").map(({ path }) => path));
    inputs.push(
      ...entries(
        sources.flatMap(({ facts }) => facts.texts.map(({ value }) => value)),
        cwd,
        tree,
      ),
    );
  }
  if (imports.has("vite")) {
    const pkg = closestPackage(cwd, tree);
    const made = toolOf("vite")?.made({
      invocation: { ...invocation, program: "vite" },
      args: texts([known("build")]),
      cwd,
      pkg: pkg.known ? pkg.value : null,
      tree,
    });
    if (made?.outputs.known !== true) return made ?? null;
    outputs.push(...made.outputs.value);
    certain.push(...(made.certain ?? []));
    inputs.push(...made.sources);
  }
  return {
    ...build(known(outputs), { certain, sources: inputs }),
    kind: outputs.length === 0 ? "test" : "build",
  };
}

function esbuild(all: readonly string[], cwd: string): readonly Output[] | null {
  const [files, folders] = (["outfile", "outdir"] as const).map((name) =>
    all.flatMap((text) => settings(text, name)),
  );
  const values = [...(files ?? []), ...(folders ?? [])];
  if (values.length === 0 || values.some(({ kind }) => kind !== "text")) return null;
  const path = (one: (typeof values)[number]): string => resolve(cwd, one.kind === "text" ? one.value : "");
  return [
    ...(files ?? []).flatMap((one) => [artifactFile(path(one))]),
    ...(folders ?? []).map((one) => artifact(path(one))),
  ];
}

/** Texts of the script that are sources of the context. */
function entries(values: readonly string[], cwd: string, tree: ImageTree): readonly string[] {
  return values.flatMap((value) => {
    const path = value === "" ? null : join(cwd, value);
    return path !== null && SOURCE.test(path) && tree.kind(path) === "file" ? [path] : [];
  });
}
