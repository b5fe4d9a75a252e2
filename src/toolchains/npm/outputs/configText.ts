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
  /** `fromCwd`: put together from the working directory, not from the file's folder */
  | { readonly kind: "text"; readonly value: string; readonly fromCwd?: true }
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
      found.push(constant(list, name));
  });
  return found;
}

/** One value, or absent; several that differ are computed. */
export function setting(text: string, name: string): Setting {
  return agreed(settings(text, name));
}

/** As `settings`, of the object that `parent:` holds, and of that alone: `output: { path: … }`. */
export function settingsOf(text: string, parent: string, name: string): readonly Setting[] {
  const list = [...tokens(text)];
  return list.flatMap((token, at): readonly Setting[] => {
    if (token.value !== parent || list[at - 1]?.value === "." || list[at + 1]?.value !== ":") return [];
    if (list[at + 2]?.value !== "{") return [{ kind: "computed" }];
    const found: Setting[] = [];
    let depth = 0;
    for (let index = at + 2; index < list.length; index += 1) {
      const { kind, value } = list[index] ?? { kind: "mark", value: "}" };
      if (kind === "mark" && "{[(".includes(value)) depth += 1;
      else if (kind === "mark" && "}])".includes(value)) depth -= 1;
      if (depth === 0) break;
      if (depth !== 1 || value !== name || !["{", ","].includes(list[index - 1]?.value ?? "")) continue;
      if (list[index + 1]?.value === ":") found.push(valueAt(list, index + 2));
      else if ([",", "}"].includes(list[index + 1]?.value ?? "")) found.push(constant(list, name));
    }
    return found;
  });
}

/** The objects of the list that `name: [` holds, each as text of its own tokens; null where it is no list of literals. */
export function objectsOf(text: string, name: string): readonly (readonly Token[])[] | null {
  const list = [...tokens(text)];
  const at = list.findIndex((token, index) => token.value === name && list[index + 1]?.value === ":");
  return at < 0 || list[at + 2]?.value !== "[" ? null : objectsFrom(list.slice(at + 3));
}

/** As `objectsOf`, where the file exports the list itself: `module.exports = [{ … }]`. */
export function exportedObjects(text: string): readonly (readonly Token[])[] | null {
  const list = [...tokens(text)];
  const at = list.findIndex(
    ({ value }, index) =>
      value === "[" &&
      ((list[index - 1]?.value === "=" && list[index - 2]?.value === "exports") ||
        (list[index - 1]?.value === "default" && list[index - 2]?.value === "export")),
  );
  return at < 0 ? null : objectsFrom(list.slice(at + 1));
}

function objectsFrom(list: readonly Token[]): readonly (readonly Token[])[] | null {
  const found: Token[][] = [];
  let depth = 1;
  for (const token of list) {
    const mark = token.kind === "mark" ? token.value : "";
    const [opens, closes] = [/^[{[(]$/.test(mark), /^[}\])]$/.test(mark)];
    if (closes) depth -= 1;
    if (depth === 0) return found;
    // Between the objects stand commas alone.
    if (depth === 1 && !closes && mark !== "{" && mark !== ",") return null;
    if (depth === 1 && opens) found.push([]);
    else if (depth >= 2) found.at(-1)?.push(token);
    if (opens) depth += 1;
  }
  return null;
}

/** The values that `name:` has directly in such an object. */
export function ownSettings(list: readonly Token[], name: string): readonly Setting[] {
  let depth = 0;
  return list.flatMap((token, at): readonly Setting[] => {
    if (token.kind === "mark" && "{[(".includes(token.value)) depth += 1;
    if (token.kind === "mark" && "}])".includes(token.value)) depth -= 1;
    const key = token.kind !== "mark" && token.value === name && list[at + 1]?.value === ":";
    return depth === 0 && key ? [valueAt(list, at + 2)] : [];
  });
}

/** One value out of several places, absent where there is none; several that differ are computed. */
export function agreed(found: readonly Setting[]): Setting {
  const [first, ...others] = found;
  if (first === undefined) return { kind: "absent" };
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first))
    ? first
    : { kind: "computed" };
}

function valueAt(list: readonly Token[], at: number, depth = 0): Setting {
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
  // `${__dirname}/dist` and __dirname + "/dist"
  const template =
    token.kind === "template" ? /^\$\{__dirname\}\/?([^$]*)$/.exec(token.value)?.[1] : undefined;
  if (template !== undefined) return { kind: "text", value: template === "" ? "." : template };
  const [plus, tail] = [list[at + 1], list[at + 2]];
  if (
    token.value === "__dirname" &&
    plus?.value === "+" &&
    tail?.kind === "text" &&
    !("+" === list[at + 3]?.value)
  )
    return { kind: "text", value: join(".", tail.value) };
  const folder = folderAt(list, at);
  if (folder !== null) return folder;
  if (token.kind === "name" && depth < 3 && (ends(at + 1) || declared(list, at + 1)))
    return constant(list, token.value, depth + 1);
  return { kind: "computed" };
}

/** Without a semicolon the next statement follows. */
function declared(list: readonly Token[], at: number): boolean {
  return ["const", "let", "var", "module", "export", "function", "import"].includes(list[at]?.value ?? "");
}

/** The value of `const NAME = …`, where it is given once. */
function constant(list: readonly Token[], name: string, depth = 0): Setting {
  const places = list.flatMap((token, at) =>
    token.kind === "name" && token.value === name && list[at + 1]?.value === "=" ? [at] : [],
  );
  const [only, ...others] = places;
  return only === undefined || others.length > 0 || list[only - 1]?.value !== "const"
    ? { kind: "computed" }
    : valueAt(list, only + 2, depth);
}

/** `path.resolve(__dirname, "a", "b")`, `resolve(import.meta.dirname, "a")`, `join(process.cwd(), "a")`. */
function folderAt(list: readonly Token[], at: number): Setting | null {
  let open = at;
  if (list[open + 1]?.value === "." && list[open]?.kind === "name") open += 2;
  if (!["resolve", "join"].includes(list[open]?.value ?? "") || list[open + 1]?.value !== "(") return null;
  const parts: string[] = [];
  let fromFile = false;
  let depth = 0;
  for (let index = open + 2; index < list.length; index += 1) {
    const token = list[index];
    if (token === undefined) return null;
    if (token.value === "(" && token.kind === "mark") depth += 1;
    else if (token.value === ")" && token.kind === "mark") {
      if (depth === 0) {
        const value = parts.length === 0 ? "." : join(...parts);
        return fromFile ? { kind: "text", value } : { kind: "text", value, fromCwd: true };
      }
      depth -= 1;
    } else if (token.kind === "text") parts.push(token.value);
    else if (token.kind === "name" && ["__dirname", "import", "meta", "dirname"].includes(token.value))
      fromFile = true;
    else if (token.kind === "name" && !["process", "cwd"].includes(token.value)) return null;
    else if (token.kind === "template") return null;
  }
  return null;
}
