/**
 * The situation in which a goal runs: the module's model, the goal's configuration with
 * properties replaced, and what the goals before it have made.
 */
import { resolve } from "node:path/posix";
import type { ImageTree, Output } from "../../model/types.js";
import type { Model } from "./model.js";
import { textAt, type Element } from "./xml.js";

/** What stands in the module's folders so far. */
export interface Made {
  /** the project's main artifact, absolute */
  main: string | null;
  readonly outputs: Map<string, Output>;
}

export interface Goal {
  readonly model: Model;
  readonly configuration: Element | null;
  readonly made: Made;
  readonly tree: ImageTree;
  /** a parameter after interpolation: configuration first, then its user property */
  text(name: string, property?: string): string | null;
  /** a folder or file parameter, absolute */
  path(name: string, fallback: string): string;
  flag(name: string, property?: string): boolean;
}

export function goalContext(model: Model, configuration: Element | null, made: Made, tree: ImageTree): Goal {
  const text = (name: string, property?: string): string | null => {
    const written = textAt(configuration, name);
    if (written !== null && written !== "") return model.interpolate(written);
    return property === undefined ? null : model.property(property);
  };
  return {
    model,
    configuration,
    made,
    tree,
    text,
    path: (name, fallback) => resolve(model.directory, text(name) ?? fallback),
    flag: (name, property) => text(name, property) === "true",
  };
}

export function add(made: Made, output: Output): void {
  made.outputs.set(output.path, output);
}
