/** What the readers of start commands share: a refusal, files among the arguments, where programs of packages lie. */
import { resolve } from "node:path/posix";
import type { Note } from "../../findings/types.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { BuildHistory, Launch, Need } from "../types.js";
import { closestPackage, type PackageJson } from "./packageJson.js";

/** Where a program of a start command stands. */
export interface Place {
  readonly cwd: string;
  readonly tree: ImageTree;
  readonly history: BuildHistory;
  readonly pkg: PackageJson | null;
  /** the package that brings the program, null when none of the project does */
  readonly uses: string | null;
  readonly directory: string;
  /** installed for the whole image */
  readonly global: boolean;
  /** npx fetches it when the container starts: why it is not there; null where it is, or may be */
  readonly fetched: string | null;
}

export function refuse(code: string, message: string): Launch {
  return { kind: "refuse", code, message };
}

/** What npx brings when the container starts has needs that nothing here tells. */
export function fetchedNote({ program }: Invocation, because: string): Note {
  return {
    code: "program-fetched-at-start",
    message: `npx fetches ${program} from the registry each time the container starts (${because}); which version comes, and what it needs there, is not known`,
    line: null,
    weight: "review",
  };
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
