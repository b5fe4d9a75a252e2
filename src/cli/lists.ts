/** `dfsplit transforms` and `dfsplit toolchains`: the registries as lists. */
import type { Colours } from "../report/colours.js";

export interface ListedTransform {
  readonly name: string;
  readonly summary: string;
  readonly default: boolean;
  /** part of every rewrite: --skip and --only do not concern it */
  readonly required?: boolean;
  readonly safety: string;
}

export interface ListedToolchain {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
}

export function listTransforms(transforms: readonly ListedTransform[], paint: Colours): string {
  return table(
    transforms.map((each) => [each.name, standing(each), each.safety, each.summary]),
    paint,
  );
}

function standing(transform: ListedTransform): string {
  if (transform.required === true) return "always";
  return transform.default ? "on" : "optional";
}

export function listToolchains(toolchains: readonly ListedToolchain[], paint: Colours): string {
  return table(
    toolchains.map((each) => [each.name, each.title, each.summary]),
    paint,
  );
}

function table(rows: readonly (readonly string[])[], paint: Colours): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === columns - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .map((cell, column) => (column === 0 ? paint.bold(cell) : cell))
        .join("  "),
    )
    .map((line) => `${line}\n`)
    .join("");
}
