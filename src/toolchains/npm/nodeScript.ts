/**
 * `node -e "…"` and `node script.js` in a build script: which files they write, where that can be read
 * from the text. In: the invocation; out: the outputs, null when node runs no such text, unknown for
 * anything but calls of fs with literal paths, texts on the console and conditions on existsSync.
 */
import { basename, dirname, join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation, Output } from "../../model/types.js";
import { tokens, type Token } from "./literals.js";
import { readNode } from "./nodeOptions.js";

interface Reading {
  readonly list: readonly Token[];
  at: number;
  readonly cwd: string;
  /** the script's folder; null for a text on the command line */
  readonly folder: string | null;
  /** names of fs and path, and of their functions, as the script binds them */
  readonly modules: Map<string, "fs" | "path">;
  readonly functions: Map<string, string>;
  /** constants that hold a path */
  readonly places: Map<string, string>;
  readonly outputs: Output[];
  /** the first thing that was not read; the reading is at its end then */
  because: string | null;
}

/** The position of the argument that is written to; null: nothing that the image keeps is made. */
const CALLS: Readonly<Record<string, { readonly writes: number | null; readonly what: Output["kind"] }>> = {
  chmodSync: { writes: null, what: "file" },
  existsSync: { writes: null, what: "file" },
  readFileSync: { writes: null, what: "file" },
  rmSync: { writes: null, what: "file" },
  unlinkSync: { writes: null, what: "file" },
  rmdirSync: { writes: null, what: "directory" },
  copyFileSync: { writes: 1, what: "file" },
  renameSync: { writes: 1, what: "directory" },
  cpSync: { writes: 1, what: "directory" },
  // fs-extra
  copySync: { writes: 1, what: "directory" },
  ensureDirSync: { writes: 0, what: "directory" },
  emptyDirSync: { writes: 0, what: "directory" },
  removeSync: { writes: null, what: "directory" },
  mkdirSync: { writes: 0, what: "directory" },
  writeFileSync: { writes: 0, what: "file" },
  appendFileSync: { writes: 0, what: "file" },
};

export function nodeScript(invocation: Invocation, tree: ImageTree): Known<readonly Output[]> | null {
  if (invocation.program !== "node" && invocation.program !== "nodejs") return null;
  if (!invocation.cwd.known) return invocation.cwd;
  const node = readNode(invocation);
  if (!node.known || node.value.preloads.length > 0 || node.value.watch || node.value.run !== null)
    return null;
  const { evaluated, script } = node.value;
  const cwd = invocation.cwd.value;
  if (evaluated !== null) return read(evaluated, cwd, null);
  if (script === null) return null;
  const path = resolve(cwd, script);
  const text = tree.read(path);
  if (!text.known) return unknown(`${script}: ${text.because}`);
  const made = read(text.value, cwd, dirname(path));
  return made.known ? made : unknown(`${basename(script)} ${made.because}`);
}

function read(text: string, cwd: string, folder: string | null): Known<readonly Output[]> {
  const reading: Reading = {
    list: [...tokens(text.replace(/^#!.*/, ""))],
    at: 0,
    cwd,
    folder,
    // node -e has the modules of node as globals
    modules: new Map(
      folder === null
        ? [
            ["fs", "fs"],
            ["path", "path"],
          ]
        : [],
    ),
    functions: new Map(),
    places: new Map(),
    outputs: [],
    because: null,
  };
  while (open(reading)) statement(reading);
  return reading.because === null
    ? known(reading.outputs)
    : unknown(`does what is not read: ${reading.because}`);
}

function open(reading: Reading): boolean {
  return reading.at < reading.list.length;
}

function fail(reading: Reading, what: string | undefined): void {
  reading.because ??= what ?? "its end";
  reading.at = reading.list.length;
}

function statement(reading: Reading): void {
  const word = peek(reading);
  if (word === ";" || word === "{" || word === "}") return skip(reading);
  if (word === "const" || word === "let" || word === "var") return binding(reading);
  if (word === "import") return importing(reading);
  if (word === "if") {
    skip(reading);
    expect(reading, "(");
    if (peek(reading) === "!") skip(reading);
    call(reading);
    return expect(reading, ")");
  }
  if (word === "else") return skip(reading);
  if (word === "console") {
    skip(reading, 3);
    return balanced(reading, 0);
  }
  call(reading);
}

/** `const fs = require('fs')`, `const { copyFileSync } = require('fs')`, `const out = path.join('dist', 'x')`. */
function binding(reading: Reading): void {
  skip(reading);
  const names: string[] = [];
  const pattern = peek(reading) === "{";
  if (pattern) {
    skip(reading);
    while (open(reading) && peek(reading) !== "}") {
      if (peek(reading) !== ",") names.push(name(reading));
      else skip(reading);
    }
    skip(reading);
  } else names.push(name(reading));
  expect(reading, "=");
  if (peek(reading) === "require") {
    skip(reading);
    expect(reading, "(");
    const module = moduleOf(reading);
    expect(reading, ")");
    return bind(reading, names, module, pattern);
  }
  if (pattern) return fail(reading, `a constant ${names.join(", ")}`);
  reading.places.set(names[0] ?? "", place(reading));
}

function importing(reading: Reading): void {
  skip(reading);
  const pattern = peek(reading) === "{";
  const names: string[] = [];
  while (open(reading) && peek(reading) !== "from") {
    if (["{", "}", ",", "*", "as"].includes(peek(reading) ?? "")) skip(reading);
    else names.push(name(reading));
  }
  skip(reading);
  bind(reading, names, moduleOf(reading), pattern);
}

function bind(
  reading: Reading,
  names: readonly string[],
  module: "fs" | "path" | null,
  pattern: boolean,
): void {
  if (module === null) return;
  for (const one of names) {
    if (pattern) reading.functions.set(one, module);
    else reading.modules.set(one, module);
  }
}

function moduleOf(reading: Reading): "fs" | "path" | null {
  const token = reading.list[reading.at];
  reading.at += 1;
  const module = token?.kind === "text" ? token.value.replace(/^node:/, "") : "";
  if (module === "fs" || module === "fs-extra") return "fs";
  if (module === "path" || module === "path/posix") return "path";
  fail(reading, `it loads ${module === "" ? "a module" : module}`);
  return null;
}

/** The name of a function of fs or path at the position, which moves behind it; null when there is none. */
function functionAt(reading: Reading, module: "fs" | "path"): string | null {
  const { list, at } = reading;
  const first = list[at]?.value ?? "";
  if (reading.functions.get(first) === module) {
    reading.at += 1;
    return first;
  }
  if (first === "require" && list[at + 1]?.value === "(" && list[at + 3]?.value === ")") {
    const loaded = (list[at + 2]?.value ?? "").replace(/^node:/, "");
    if (loaded !== module || list[at + 4]?.value !== ".") return null;
    reading.at += 6;
    return list[at + 5]?.value ?? null;
  }
  if (reading.modules.get(first) !== module || list[at + 1]?.value !== ".") return null;
  reading.at += 3;
  return list[at + 2]?.value ?? null;
}

function call(reading: Reading): void {
  const named = functionAt(reading, "fs");
  const what = named !== null && Object.hasOwn(CALLS, named) ? CALLS[named] : undefined;
  if (what === undefined) return fail(reading, named ?? peek(reading));
  expect(reading, "(");
  const paths: string[] = [place(reading)];
  if (what.writes === 1) {
    expect(reading, ",");
    paths.push(place(reading));
  }
  balanced(reading, 1);
  const written = what.writes === null ? undefined : paths[what.writes];
  if (written !== undefined && reading.because === null)
    reading.outputs.push({ path: written, kind: what.what, role: "artifact" });
}

/** A literal, a constant that holds one, `__dirname`, or `path.join` of these. */
function place(reading: Reading): string {
  const token = reading.list[reading.at];
  if (token?.kind === "text" || (token?.kind === "template" && !token.value.includes("${"))) {
    skip(reading);
    return resolve(reading.cwd, token.value);
  }
  const constant = reading.places.get(token?.value ?? "");
  if (constant !== undefined) {
    skip(reading);
    return constant;
  }
  if (token?.value === "__dirname" && reading.folder !== null) {
    skip(reading);
    return reading.folder;
  }
  if (token?.value === "process" && reading.list[reading.at + 2]?.value === "cwd") {
    skip(reading, 5);
    return reading.cwd;
  }
  const joins = functionAt(reading, "path");
  if (joins !== "join" && joins !== "resolve") {
    fail(reading, "a path that is computed");
    return reading.cwd;
  }
  expect(reading, "(");
  let path: string | null = null;
  while (open(reading) && peek(reading) !== ")") {
    const part = reading.list[reading.at];
    if (part?.kind === "text") {
      path = path === null ? resolve(reading.cwd, part.value) : join(path, part.value);
      skip(reading);
    } else if (path === null) path = place(reading);
    else fail(reading, "a path that is computed");
    if (peek(reading) === ",") skip(reading);
  }
  skip(reading);
  return path ?? reading.cwd;
}

/** Further arguments up to their bracket: content and options, which may compute but change no files. */
function balanced(reading: Reading, opened: number): void {
  let depth = opened;
  do {
    const token = reading.list[reading.at];
    if (token === undefined) return fail(reading, undefined);
    if (token.kind === "name" && CHANGES.test(token.value) && token.value !== "readFileSync")
      return fail(reading, token.value);
    if (
      token.kind === "template" &&
      token.value.includes("${") &&
      /\b(require|import|eval|exec|spawn)\w*|\w+Sync\b/.test(token.value)
    )
      return fail(reading, "a template");
    if (token.kind === "mark" && token.value === "(") depth += 1;
    if (token.kind === "mark" && token.value === ")") depth -= 1;
    reading.at += 1;
  } while (depth > 0);
}

const CHANGES = /^(require|import|eval|Function|exec\w*|spawn\w*|fork|\w+Sync)$/;

function peek(reading: Reading): string | undefined {
  const token = reading.list[reading.at];
  return token?.kind === "text" || token?.kind === "template" ? `"${token.value}"` : token?.value;
}

function skip(reading: Reading, count = 1): void {
  reading.at += count;
}

function expect(reading: Reading, value: string): void {
  if (peek(reading) === value) reading.at += 1;
  else fail(reading, peek(reading));
}

function name(reading: Reading): string {
  const token = reading.list[reading.at];
  if (token?.kind === "name") reading.at += 1;
  else fail(reading, peek(reading));
  return token?.value ?? "";
}
