/**
 * JavaScript and TypeScript text -> what it loads, which texts it names and which programs it
 * starts. A lexer, no parser: comments, regular expressions and JSX text are passed over, strings are
 * seen together with the call that they are an argument of. It never throws; text that it misreads gives
 * too many names, which keeps files, or is cut short by a quote in JSX text at the end of its line.
 */

/** A string that is no import. */
export interface SourceText {
  readonly value: string;
  /** the function that takes it, "" for none */
  readonly call: string;
  /** as its first argument */
  readonly first: boolean;
  /** the variable or property that holds it, "" for none */
  readonly holder: string;
}

/** Functions that are given paths: of node's path and fs, of servers, and loaders by name. */
export const PATH_CALL =
  /^(join|resolve|static|serveStatic|root|set|views|dir|path|glob|load|register|use|URL|include|from|sendFile|download|exists|existsSync|access|accessSync|stat|statSync|render|read\w*|create\w*Stream|write\w*|mkdir\w*|copy\w*|cp\w*|opendir\w*|scandir|require\w*|watch|config|addPath|fork|Worker|spawn|exec\w*)$/i;

export interface SourceFacts {
  /** what import, export from, require and import() name, without the type-only ones */
  readonly imports: readonly string[];
  /** imports that the compiler erases: `import type` */
  readonly types: readonly string[];
  /** a require or import() of something that is no literal */
  readonly dynamic: boolean;
  readonly texts: readonly SourceText[];
  /** variables and properties that path functions are given, or that are put together with a text */
  readonly passed: readonly string[];
}

export interface Token {
  readonly kind: "name" | "text" | "template" | "mark";
  readonly value: string;
}

/** After these a slash begins a regular expression. */
const BEFORE_REGEX = /^(?:[=(,:[!&|?{};+\-*%<>~^]|return|typeof|case|in|of|do|else|=>)$/;

export function* tokens(text: string): Generator<Token> {
  const pattern =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`|[A-Za-z_$][\w$]*|\d[\w.]*|=>|[^\s]/gy;
  const blank = /\s+/y;
  const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
  let previous = ";";
  let at = 0;
  while (at < text.length) {
    blank.lastIndex = at;
    if (blank.test(text)) at = blank.lastIndex;
    if (at >= text.length) return;
    if (text[at] === "/" && text[at + 1] !== "/" && text[at + 1] !== "*" && BEFORE_REGEX.test(previous)) {
      regex.lastIndex = at;
      if (regex.test(text)) {
        at = regex.lastIndex;
        previous = ")";
        continue;
      }
    }
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return;
    at = pattern.lastIndex;
    const word = match[0];
    if (word.startsWith("//") || word.startsWith("/*")) continue;
    const first = word[0] ?? "";
    if ((first === '"' || first === "'") && word.length > 1) yield { kind: "text", value: unquote(word) };
    else if (first === "`" && word.length > 1) yield { kind: "template", value: word.slice(1, -1) };
    else if (/[A-Za-z_$]/.test(first)) yield { kind: "name", value: word };
    else yield { kind: "mark", value: word };
    previous = first === '"' || first === "'" || first === "`" ? ")" : word;
  }
}

function unquote(word: string): string {
  return word.slice(1, -1).replace(/\\(.)/gs, "$1");
}

export function readSource(text: string): SourceFacts {
  const imports: string[] = [];
  const types: string[] = [];
  const texts: SourceText[] = [];
  const passed = new Set<string>();
  let dynamic = false;
  const calls: string[] = [];
  const holders: string[] = [];
  const list = [...tokens(text)];
  list.forEach((token, at) => {
    const before = list[at - 1];
    const next = list[at + 1];
    if (token.kind === "mark") {
      if (token.value === "(") calls.push(before?.kind === "name" ? before.value : "");
      else if (token.value === ")") calls.pop();
      else if (token.value === "[") holders.push(holderAt(list, at) || (holders.at(-1) ?? ""));
      else if (token.value === "]") holders.pop();
      return;
    }
    if (token.kind === "name") {
      if (PATH_CALL.test(calls.at(-1) ?? "") || before?.value === "+" || next?.value === "+")
        passed.add(token.value);
      const loads = token.value === "require" || token.value === "import";
      if (loads && before?.value !== "." && next?.value === "(") {
        const argument = list[at + 2];
        const plain =
          argument?.kind === "text" || (argument?.kind === "template" && !argument.value.includes("${"));
        // `function require(` in a bundle defines it
        if (!plain && argument?.value !== ")" && before?.value !== "function") dynamic = true;
      }
      return;
    }
    const value = token.value;
    if (token.kind === "template" && value.includes("${")) {
      value.split(/\$\{[^}]*\}/).forEach((part, index) => {
        if (part !== "")
          texts.push({
            value: part,
            call: calls.at(-1) ?? "",
            first: index === 0 && before?.value === "(",
            holder: "",
          });
      });
      for (const [, inner = ""] of value.matchAll(/\$\{([^}]*)\}/g)) {
        const nestedFacts = readSource(inner);
        imports.push(...nestedFacts.imports);
        texts.push(...nestedFacts.texts);
        for (const [name] of inner.matchAll(/[A-Za-z_$][\w$]*/g)) passed.add(name);
      }
      return;
    }
    const loaded =
      (before?.value === "(" &&
        ["require", "import", "resolve"].includes(list[at - 2]?.value ?? "") &&
        isLoader(list, at - 2)) ||
      (before?.kind === "name" && (before.value === "from" || before.value === "import"));
    if (loaded) {
      const erased = before?.value === "from" && typeOnly(list, at - 1);
      (erased ? types : imports).push(value);
    } else
      texts.push({
        value,
        call: calls.at(-1) ?? "",
        first: before?.value === "(",
        holder: holderAt(list, at) || (holders.at(-1) ?? ""),
      });
  });
  return { imports, types, dynamic, texts, passed: [...passed] };
}

/** `NAME = "x"`, `name: "x"`, `name: string = "x"`: who holds what stands at the position. */
function holderAt(list: readonly Token[], at: number): string {
  const before = list[at - 1];
  const holder = list[at - 2];
  if (before?.kind !== "mark" || (before.value !== "=" && before.value !== ":")) return "";
  if (holder?.kind !== "name" && holder?.kind !== "text") return "";
  const typed = before.value === "=" && list[at - 3]?.value === ":" ? list[at - 4] : undefined;
  return typed?.kind === "name" ? typed.value : holder.value;
}

/** `require(`, `import(`, `require.resolve(`; `path.resolve(` is none. */
function isLoader(list: readonly Token[], at: number): boolean {
  const name = list[at]?.value;
  if (name === "resolve") return list[at - 1]?.value === "." && list[at - 2]?.value === "require";
  return list[at - 1]?.value !== ".";
}

/** `import type … from`, `export type … from`, `import { type A, type B } from`: erased by the compiler. */
function typeOnly(list: readonly Token[], from: number): boolean {
  let start = from - 1;
  while (start >= 0 && !["import", "export"].includes(list[start]?.value ?? "")) {
    if (list[start]?.value === ";") return false;
    start -= 1;
  }
  if (start < 0) return false;
  const clause = list.slice(start + 1, from);
  if (clause[0]?.value === "type" && clause[1]?.value !== "," && clause.length > 1) return true;
  if (clause[0]?.value !== "{") return false;
  const names = clause.slice(1, -1);
  const items: Token[][] = [[]];
  for (const token of names) {
    if (token.value === ",") items.push([]);
    else items.at(-1)?.push(token);
  }
  const filled = items.filter((item) => item.length > 0);
  return filled.length > 0 && filled.every((item) => item[0]?.value === "type" && item.length > 1);
}
