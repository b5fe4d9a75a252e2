/**
 * The folder that a static server of node hands out. In: the container's command, followed through scripts to the one
 * program that serves; out: the site with what the options say, or why nginx would not do the same; null where it is no
 * static server. Python's and others are not read.
 */
import { unknown, type Known } from "../../../known.js";
import type { ImageTree, Invocation } from "../../../model/types.js";
import type { BuildHistory, StaticSite } from "../../types.js";
import { closestPackage } from "../packageJson.js";
import { producerOf, worksOf } from "../produced.js";
import { follow, type Leaf } from "../scripts.js";
import { httpServer } from "./http-server.js";
import { vitePreview } from "./preview.js";
import { serve } from "./serve.js";

export function npmSite(
  command: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Known<StaticSite> | null {
  const leaves = follow(command, tree);
  const found = leaves.find((leaf) => serverOf(leaf) !== null);
  if (found?.kind !== "program") return null;
  if (leaves.length > 1)
    return unknown(`${[command.program, ...command.raw].join(" ")} runs more than the server`);
  const { invocation } = found;
  const server = serverOf(found);
  const major = majorOf(invocation, server ?? "", tree, history);
  switch (server) {
    case "serve":
      return serve(invocation, major, tree);
    case "http-server":
      return httpServer(
        invocation,
        (path) =>
          tree.kind(path) === "directory" ||
          producerOf(path, tree, history, worksOf(history, tree)).kind === "folder",
      );
    case "vite":
      return vitePreview(invocation, major, tree);
    default:
      return null;
  }
}

/** The server's name without the version that npx is given. */
function serverOf(leaf: Leaf): "serve" | "http-server" | "vite" | null {
  if (leaf.kind !== "program") return null;
  const { program, raw } = leaf.invocation;
  const name = program.replace(/@[^@]+$/, "");
  if (name === "serve" || name === "http-server") return name;
  return name === "vite" && raw[0] === "preview" ? "vite" : null;
}

/** The major version: as npx or a global install names it, else of the project; the newest where none is named. */
function majorOf(
  invocation: Invocation,
  name: string,
  tree: ImageTree,
  history: BuildHistory,
): number | null {
  const numberIn = (text: string): number | null => {
    const found = /\d+/.exec(text)?.[0];
    return found === undefined ? null : Number(found);
  };
  const asked = /@([^@]+)$/.exec(invocation.program)?.[1];
  if (asked !== undefined) return numberIn(asked);
  const installed = history.invocations.flatMap(({ raw }) =>
    raw.filter((word) => new RegExp(`^${name}@`).test(word)),
  );
  const last = installed.at(-1);
  if (last !== undefined) return numberIn(last.slice(name.length + 1));
  const pkg = invocation.cwd.known ? closestPackage(invocation.cwd.value, tree) : null;
  const own = pkg?.known === true ? pkg.value : null;
  const range = own === null ? undefined : { ...own.devDependencies, ...own.dependencies }[name];
  return range === undefined ? null : numberIn(range);
}
