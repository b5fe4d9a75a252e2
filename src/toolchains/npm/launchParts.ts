/** What the readers of start commands share: a refusal, files among the arguments, where programs of packages lie. */
import { resolve } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { Launch, Need } from "../types.js";
import { closestPackage } from "./packageJson.js";

export function refuse(code: string, message: string): Launch {
  return { kind: "refuse", code, message };
}

/** Where scripts find the programs of packages. */
export function binsOf(directory: string, tree: ImageTree): readonly string[] {
  const pkg = closestPackage(directory, tree);
  return [`${pkg.known && pkg.value !== null ? pkg.value.directory : directory}/node_modules/.bin`];
}

/** Arguments that are files or folders of the context. */
export function pathArguments(
  args: readonly (string | null)[],
  cwd: string,
  tree: ImageTree,
): readonly Need[] {
  return args.flatMap((arg): readonly Need[] => {
    const value = arg === null ? "" : arg.replace(/^--?[\w-]+=/, "");
    if (value === "" || value.startsWith("-") || value === "." || /^[a-z]+:\/\//.test(value)) return [];
    const path = resolve(cwd, value);
    return tree.kind(path) === null || path === cwd
      ? []
      : [{ kind: "path", path, because: "the command names it", optional: true }];
  });
}
