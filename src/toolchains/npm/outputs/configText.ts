/**
 * Settings in configuration files that are code (vite.config.ts, next.config.js, webpack.config.js).
 * Only literals are read, and `path.resolve(__dirname, "x")` and its kin; a value that is computed
 * is said to be so. Nothing is run.
 */
import { join } from "node:path/posix";
import type { ImageTree } from "../../../model/types.js";
import { tokens, type Token } from "../literals.js";

export type Setting =
  | { readonly kind: "absent" }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "computed" };

/** The first of the names that is a file in the directory. */
export function configFile(directory: string, names: readonly string[], tree: ImageTree): string | null {
  return names.map((name) => join(directory, name)).find((path) => tree.kind(path) === "file") ?? null;
}

export function configNames(stem: string): readonly string[] {
  return ["js", "ts", "mjs", "mts", "cjs", "cts"].map((extension) => `${stem}.config.${extension}`);
}

/** All values that `name:` has in the text, wherever it stands. */
export function settings(text: string, name: string): readonly Setting[] {
  const list = [...tokens(text)];
  const found: Setting[] = [];
  list.forEach((token, at) => {
    const key = (token.kind === "name" || token.kind === "text") && token.value === name;
    const before = list[at - 1]?.value;
    if (!key || before === "." || before === "?") return;
    if (list[at + 1]?.value === ":") found.push(valueAt(list, at + 2));
    else if (
      (before === "{" || before === ",") &&
      token.kind === "name" &&
      [",", "}"].includes(list[at + 1]?.value ?? "")
    )
      found.push({ kind: "computed" });
  });
  return found;
}

/** One value, or absent; several that differ are computed. */
export function setting(text: string, name: string): Setting {
  const [first, ...others] = settings(text, name);
  if (first === undefined) return { kind: "absent" };
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first))
    ? first
    : { kind: "computed" };
}

function valueAt(list: readonly Token[], at: number): Setting {
  const token = list[at];
  const ends = (index: number): boolean => [",", "}", ")", ";", undefined].includes(list[index]?.value);
  if (token === undefined) return { kind: "computed" };
  if (
    (token.kind === "text" || (token.kind === "template" && !token.value.includes("${"))) &&
    (ends(at + 1) || list[at + 1]?.value === "as")
  ) {
    return { kind: "text", value: token.value };
  }
  if (token.kind === "name" && (token.value === "true" || token.value === "false") && ends(at + 1)) {
    return { kind: "flag", value: token.value === "true" };
  }
  return folderAt(list, at) ?? { kind: "computed" };
}

/** `path.resolve(__dirname, "a", "b")`, `resolve(import.meta.dirname, "a")`, `join(process.cwd(), "a")`. */
function folderAt(list: readonly Token[], at: number): Setting | null {
  let open = at;
  if (list[open + 1]?.value === "." && list[open]?.kind === "name") open += 2;
  if (!["resolve", "join"].includes(list[open]?.value ?? "") || list[open + 1]?.value !== "(") return null;
  const parts: string[] = [];
  let depth = 0;
  for (let index = open + 2; index < list.length; index += 1) {
    const token = list[index];
    if (token === undefined) return null;
    if (token.value === "(" && token.kind === "mark") depth += 1;
    else if (token.value === ")" && token.kind === "mark") {
      if (depth === 0) return { kind: "text", value: parts.length === 0 ? "." : join(...parts) };
      depth -= 1;
    } else if (token.kind === "text") parts.push(token.value);
    else if (
      token.kind === "name" &&
      !["__dirname", "process", "cwd", "import", "meta", "dirname"].includes(token.value)
    )
      return null;
    else if (token.kind === "template") return null;
  }
  return null;
}
