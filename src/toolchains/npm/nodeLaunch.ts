/**
 * `node` and `bun` with a file as the container's command. In: the invocation; out: the program with its
 * entry file, the modules and files that its options name. Refuses watching, tests and loaders that
 * compile the sources.
 */
import { join, resolve } from "node:path/posix";
import { known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory, Launch, Need } from "../types.js";
import { applicationDirectory } from "./directory.js";
import { closure, packageOf } from "./imports.js";
import { pathArguments, refuse } from "./launchParts.js";
import { readNode } from "./nodeOptions.js";
import { closestPackage } from "./packageJson.js";
import { pnpRoot } from "./pnpRoot.js";
import { nodeFile, worksOf } from "./produced.js";
import { INTERPRETING_PRELOAD } from "./servers.js";
import { texts } from "./words.js";

/** node and bun with a file. */
export function nodeLaunch(
  invocation: Invocation,
  tree: ImageTree,
  history: BuildHistory,
  launch: (inner: Invocation) => Launch | null,
): Launch {
  const node = readNode(
    invocation.program === "bun" && invocation.args[0]?.known === true && invocation.args[0].value === "run"
      ? { ...invocation, args: invocation.args.slice(1), raw: invocation.raw.slice(1) }
      : invocation,
  );
  if (!node.known) return refuse("command-not-understood", node.because);
  if (!invocation.cwd.known) return refuse("command-not-understood", invocation.cwd.because);
  const cwd = invocation.cwd.value;
  const { script, preloads, watch, test, run } = node.value;
  if (run !== null)
    return (
      launch({
        ...invocation,
        program: "npm",
        path: "npm",
        args: [known("run"), known(run)],
        raw: ["run", run],
      }) ?? refuse("command-not-understood", "node --run is not followed")
    );
  if (watch)
    return refuse(
      "dev-server-command",
      "node --watch restarts the program when a source changes: a development server",
    );
  if (test) return refuse("test-command", "node --test runs the tests and serves nothing");
  const interpreter = preloads.find((name) => INTERPRETING_PRELOAD.test(name));
  if (interpreter !== undefined)
    return refuse(
      "interpreter-of-sources",
      `node loads ${interpreter}, which compiles the sources when the container starts`,
    );
  if (pnpRoot(cwd, tree, history) !== null && !preloads.some((name) => /(^|\/)\.pnp\.c?js$/.test(name)))
    return refuse(
      "yarn-pnp",
      "node is started without .pnp.cjs, so that it finds no packages: the command is to be yarn's",
    );
  const needs: Need[] = [{ kind: "program", name: invocation.path, because: "the program is run by it" }];
  const loadedFirst = preloads
    .filter((preload) => /^\.{0,2}\//.test(preload))
    .map(
      (preload) =>
        nodeFile(resolve(cwd, preload), tree, history, worksOf(history, tree)) ?? resolve(cwd, preload),
    );
  for (const path of loadedFirst) needs.push({ kind: "path", path, because: "node loads it first" });
  for (const file of node.value.envFiles)
    needs.push({
      kind: "path",
      path: resolve(cwd, file),
      because: "node reads the environment from it",
      optional: true,
    });
  const imported = closure(loadedFirst, tree, () => []).sources.flatMap(({ facts }) => facts.imports);
  const uses = [...new Set([...preloads, ...imported].map(packageOf))].filter((name) => name !== null);
  if (script === null && node.value.evaluated === null) return { kind: "needs", needs, notes: [] };
  const entry = script === null ? null : entryFile(resolve(cwd, script), tree, history);
  needs.push(...pathArguments(texts(node.value.args), cwd, tree));
  return {
    kind: "needs",
    needs: [
      ...needs,
      {
        kind: "application",
        language: "node",
        directory: applicationDirectory(cwd, entry, tree),
        entry,
        because: `the command is ${[invocation.program, ...invocation.raw].join(" ")}`,
        ...(uses.length === 0 ? {} : { uses }),
        ...(node.value.conditions.length === 0 ? {} : { conditions: node.value.conditions }),
      },
    ],
    notes: [],
  };
}

/** `node .` and `node dist` take main of package.json, or index.js; an extension may be left out. */
function entryFile(path: string, tree: ImageTree, history: BuildHistory): string {
  if (tree.kind(path) === "file") return path;
  const works = worksOf(history, tree);
  const pkg = closestPackage(path, tree);
  const main =
    pkg.known && pkg.value?.directory === path && pkg.value.main !== null
      ? resolve(path, pkg.value.main)
      : null;
  const found = nodeFile(path, tree, history, works, main);
  if (found !== null) return found;
  if (main !== null) return /\.[cm]?js$/.test(main) ? main : `${main}.js`;
  if (/\.([cm]?[jt]s|json|node|tsx)$/.test(path)) return path;
  const folder =
    tree.kind(path) === "directory" ||
    works.some(({ making }) =>
      making.partial.some((output) => output.path === path && output.kind === "directory"),
    );
  return folder ? join(path, "index.js") : path;
}
