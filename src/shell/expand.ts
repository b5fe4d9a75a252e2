/**
 * A word of the syntax tree as the words that the shell makes of it: quotes removed, variables with
 * a known value expanded, split where an unquoted value holds blanks. What is only known at run time
 * makes the word unknown; globs stay as written.
 */
import type { Span } from "../dockerfile/types.js";
import { known, unknown, type Known } from "../known.js";
import { isComposite, joinValues, partsOfValue } from "./composite.js";
import { expandParameter } from "./parameters.js";
import { isPattern } from "./patterns.js";
import { lookup, type ShellState } from "./state.js";
import type { ParsedScript, WordNode, WordPart } from "./syntax.js";
import type { ShellWord } from "./types.js";

export interface ExpansionScope {
  readonly state: ShellState;
  /** does the shell expand `{a,b}`? bash does, dash and busybox do not; undefined when the shell is not known */
  readonly braces: boolean | undefined;
  /** called for each command substitution; the answer is its output where that can be told */
  readonly substitute: (
    script: ParsedScript | undefined,
    text: string,
    at: Span,
    certain: boolean,
  ) => Known<string>;
  /** inside the operand of `${x:-…}`, which may not be evaluated */
  readonly conditional?: boolean;
  readonly spanOf: (node: { readonly pos: number; readonly end: number }) => Span;
}

/** A piece of a word: the value, whether it came from an unquoted expansion (is split), whether it is unquoted text. */
interface Piece {
  readonly value: Known<string>;
  readonly origin: "quoted" | "bare" | "expansion";
}

/** As an argument: none, one or several words. */
export function expandWords(word: WordNode, scope: ExpansionScope): ShellWord[] {
  const span = scope.spanOf(word);
  const parameters = allParameters(word, scope);
  if (parameters) {
    return parameters.map((value) => ({ text: word.text, span, value, glob: false, variables: ["@"] }));
  }
  const variables = new Set<string>();
  return alternatives(word, scope, variables).flatMap((pieces) =>
    split(pieces).map((field) => ({ text: word.text, span, ...field, variables: [...variables] })),
  );
}

/** As a value (of an assignment, a redirect): exactly one word, nothing is split. */
export function expandValue(word: WordNode, scope: ExpansionScope, assignment = false): ShellWord {
  const variables = new Set<string>();
  const [pieces = []] = alternatives(
    word,
    { ...scope, braces: assignment ? false : scope.braces },
    variables,
    assignment,
  );
  return {
    text: word.text,
    span: scope.spanOf(word),
    value: join(pieces),
    glob: pieces.some(({ value, origin }) => origin !== "quoted" && value.known && isPattern(value.value)),
    variables: [...variables],
  };
}

/** The value of heredoc parts or of a parameter operand. */
export function expandParts(
  parts: readonly WordPart[],
  scope: ExpansionScope,
  variables: Set<string>,
): Known<string> {
  return join(parts.map((part) => pieceOf(part, scope, variables, true)));
}

/** `$@`, `"$@"` and `$*` inside a function whose arguments are known. */
function allParameters(word: WordNode, scope: ExpansionScope): readonly Known<string>[] | null {
  if (!scope.state.positional) return null;
  return /^("\$@"|"\$\{@\}"|\$[@*]|\$\{[@*]\})$/.test(word.text) ? scope.state.positional : null;
}

function alternatives(
  word: WordNode,
  scope: ExpansionScope,
  variables: Set<string>,
  assignment = false,
): readonly (readonly Piece[])[] {
  if (!word.parts) return [withHome(word.value, word.text, scope, variables, assignment)];
  let all: Piece[][] = [[]];
  for (const [at, part] of word.parts.entries()) {
    if (part.type === "BraceExpansion") {
      const choices = bracePieces(part.text, scope.braces);
      all = all.flatMap((pieces) => choices.map((choice) => [...pieces, choice]));
      continue;
    }
    const made =
      part.type === "Literal" && (at === 0 || assignment)
        ? withHome(part.value, part.text, scope, variables, assignment, at === 0)
        : [pieceOf(part, scope, variables, false)];
    for (const pieces of all) pieces.push(...made);
  }
  return all;
}

/** Plain text, in which a leading `~` (in assignments also one behind a colon) is the home directory. */
function withHome(
  value: string,
  text: string,
  scope: ExpansionScope,
  variables: Set<string>,
  assignment: boolean,
  first = true,
): Piece[] {
  const bare = (part: string): Piece => ({ value: known(part), origin: "bare" });
  // An escaped character cannot be told from a plain one in the value.
  if (!text.includes("~") || text.includes("\\"))
    return [{ value: known(value), origin: text.includes("\\") ? "quoted" : "bare" }];
  const starts = assignment ? /(?<=^|:)~([^/:]*)(?=$|[/:])/g : /^~([^/]*)(?=$|\/)/g;
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of value.matchAll(starts)) {
    if (match.index === 0 && !first) continue;
    pieces.push(bare(value.slice(from, match.index)), {
      value: homeOf(match[1] ?? "", scope, variables),
      origin: "quoted",
    });
    from = match.index + match[0].length;
  }
  pieces.push(bare(value.slice(from)));
  return pieces;
}

function homeOf(user: string, scope: ExpansionScope, variables: Set<string>): Known<string> {
  if (user === "root") return known("/root");
  if (user !== "") return unknown(`the home directory of ${user} is not known`);
  variables.add("HOME");
  return lookup(scope.state, "HOME") ?? unknown("HOME is not set");
}

function pieceOf(part: WordPart, scope: ExpansionScope, variables: Set<string>, quoted: boolean): Piece {
  const expansion = (value: Known<string>): Piece => ({ value, origin: quoted ? "quoted" : "expansion" });
  switch (part.type) {
    case "Literal":
      return { value: known(part.value), origin: quoted || part.text !== part.value ? "quoted" : "bare" };
    case "Glob":
      return { value: known(part.text), origin: "bare" };
    case "SingleQuoted":
    case "AnsiCQuoted":
      return { value: known(part.value), origin: "quoted" };
    case "DoubleQuoted":
    case "LocaleString":
      return { value: expandParts(part.parts, scope, variables), origin: "quoted" };
    case "SimpleExpansion": {
      const name = part.text.replaceAll("\\\n", "").slice(1);
      variables.add(name);
      return expansion(parameterValue(name, scope));
    }
    case "ParameterExpansion":
      return expansion(
        expandParameter(part, scope.state, variables, (operand) =>
          operand.parts
            ? expandParts(operand.parts, { ...scope, conditional: true }, variables)
            : known(operand.value),
        ),
      );
    case "CommandExpansion":
      return expansion(scope.substitute(part.script, part.text, scope.spanOf(part), !scope.conditional));
    case "ProcessSubstitution":
      scope.substitute(part.script, part.text, scope.spanOf(part), !scope.conditional);
      return expansion(unknown(`${part.text} names a pipe`));
    case "ArithmeticExpansion":
      return expansion(unknown(`${part.text} is not computed`));
    case "ExtendedGlob":
      return expansion(unknown(`${part.text} is an extended pattern`));
    case "BraceExpansion":
      return quoted
        ? { value: known(part.text), origin: "quoted" }
        : (bracePieces(part.text, false)[0] ?? { value: known(""), origin: "quoted" });
  }
}

function parameterValue(name: string, scope: ExpansionScope): Known<string> {
  return lookup(scope.state, name) ?? known("");
}

function bracePieces(text: string, braces: boolean | undefined): readonly Piece[] {
  const bare = (value: string): Piece => ({ value: known(value), origin: "bare" });
  if (braces === false) return [bare(text)];
  if (braces === undefined) {
    return [
      { value: unknown(`${text} is expanded by bash and taken literally by other shells`), origin: "bare" },
    ];
  }
  const body = text.slice(1, -1);
  if (/[{}$"'`\\]/.test(body)) return [{ value: unknown(`${text} is not expanded`), origin: "bare" }];
  const range = /^(\d{1,3})\.\.(\d{1,3})$/.exec(body);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    const step = from <= to ? 1 : -1;
    return Array.from({ length: Math.abs(to - from) + 1 }, (_, at) => bare(String(from + at * step)));
  }
  if (!body.includes(",")) return [{ value: unknown(`${text} is not expanded`), origin: "bare" }];
  return body.split(",").map(bare);
}

function join(pieces: readonly Piece[]): Known<string> {
  return joinValues(pieces.map(({ value }) => value));
}

interface Field {
  readonly value: Known<string>;
  readonly glob: boolean;
}

/** Field splitting: blanks in an unquoted expansion separate words; an empty unquoted expansion is no word. */
function split(given: readonly Piece[]): readonly Field[] {
  const taken = given.some(({ value, origin }) => origin === "expansion" && isComposite(value));
  const pieces = taken ? given.flatMap(takenApart) : given;
  const wholeBare = pieces
    .flatMap(({ value, origin }) => (origin === "bare" && value.known ? [value.value] : []))
    .join("");
  const hidden = pieces.find(({ value }) => !value.known);
  if (hidden && !taken) {
    const glob = pieces.some(
      ({ value, origin }) => origin === "bare" && value.known && isPattern(value.value),
    );
    return [{ value: hidden.value, glob }];
  }
  const fields: { values: Known<string>[]; glob: boolean }[] = [];
  let open = false;
  const add = (value: Known<string>, glob: boolean): void => {
    const last = fields.at(-1);
    if (open && last) {
      last.values.push(value);
      last.glob ||= glob;
    } else fields.push({ values: [value], glob });
    open = true;
  };
  for (const { value, origin } of pieces) {
    if (!value.known || origin === "quoted") add(value, false);
    else if (origin === "bare") {
      if (value.value !== "") add(value, isPattern(wholeBare));
    } else {
      const words = value.value.split(/[ \t\n]+/);
      for (const [at, one] of words.entries()) {
        if (at > 0) open = false;
        if (one !== "") add(known(one), isPattern(one));
      }
    }
  }
  return fields.map(({ values, glob }) => ({ value: joinValues(values), glob }));
}

/** An unquoted expansion of a value with known parts is split at the blanks of those. */
function takenApart(piece: Piece): readonly Piece[] {
  if (piece.origin !== "expansion") return [piece];
  return partsOfValue(piece.value).map((value) => ({ value, origin: piece.origin }));
}
