/** The project around a folder whose packages yarn has linked by Plug'n'Play; null where node_modules are. */
import { join } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { BuildHistory } from "../types.js";
import { readManagerCommand } from "./commands.js";
import { closestPackage } from "./packageJson.js";
import { linksByPnp } from "./pnp.js";
import { workspaceAround } from "./workspace.js";

export function pnpRoot(directory: string, tree: ImageTree, history: BuildHistory): string | null {
  const pkg = closestPackage(directory, tree);
  const home = pkg.known ? (pkg.value?.directory ?? directory) : directory;
  const root = workspaceAround(home, tree)?.root ?? home;
  const berry = history.steps.some(
    ({ step, invocation }) =>
      step.kind === "install" &&
      step.directory === root &&
      readManagerCommand(invocation, tree)?.manager === "yarn-berry",
  );
  return (berry && linksByPnp(root, tree)) || (!berry && tree.kind(join(root, ".pnp.cjs")) === "file")
    ? root
    : null;
}
