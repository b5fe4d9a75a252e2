import type {
  Arg,
  ExecWord,
  Flag,
  Heredoc,
  Instruction,
  Keyword,
  Logical,
  Pair,
  Span,
  Word,
} from "./types.js";
import { readCommand } from "./commands.js";
import { ParseError } from "./errors.js";
import { readExecForm } from "./exec-form.js";
import { heredocStart, type HeredocBody } from "./heredocs.js";
import { sliceLogical } from "./logical.js";
import { isBlank, skipSpaces } from "./text.js";
import { splitAtBlanks, splitQuoted, wordOf } from "./words.js";

/**
 * One instruction from its parts: keyword, flags, the rest as logical text, heredoc bodies. Goes
 * out as the typed node; refuses (ParseError) what BuildKit rejects: missing arguments, ENV without a
 * value, COPY with one argument, a stage name that is none, an array that holds more than strings.
 */
export interface Parts {
  readonly source: string;
  readonly escape: string;
  readonly keyword: Keyword;
  readonly base: {
    readonly index: number;
    readonly written: string;
    readonly span: Span;
    readonly leadStart: number;
    readonly line: number;
    readonly endLine: number;
    readonly flags: readonly Flag[];
    readonly body: Logical;
    readonly heredocs: readonly Heredoc[];
  };
  readonly bodies: readonly HeredocBody[];
}

export function buildInstruction(parts: Parts): Instruction {
  const { base, keyword } = parts;
  const { body } = base;
  switch (keyword) {
    case "FROM":
      return buildFrom(parts);
    case "RUN":
      return { ...base, keyword, command: command(parts, body) };
    case "CMD":
    case "ENTRYPOINT":
      return { ...base, keyword, command: command(parts, body) };
    case "HEALTHCHECK":
      return { ...base, keyword, command: healthcheck(parts) };
    case "COPY":
    case "ADD":
      return buildCopy(parts, keyword);
    case "ENV":
    case "LABEL":
      return { ...base, keyword, pairs: readPairs(parts) };
    case "ARG":
      return { ...base, keyword, args: readArgs(parts) };
    case "WORKDIR":
    case "USER":
    case "STOPSIGNAL":
    case "MAINTAINER":
      if (body.text === "") throw fault(parts, `${keyword} needs an argument.`);
      return { ...base, keyword, value: wordOf(body, 0, body.text.length) };
    case "EXPOSE":
      return { ...base, keyword, values: atLeastOne(parts, splitAtBlanks(body)) };
    case "VOLUME": {
      const values = atLeastOne(parts, listOfWords(parts));
      if (values.some((value) => value.text.trim() === "")) throw fault(parts, "A VOLUME cannot be empty.");
      return { ...base, keyword, values };
    }
    case "SHELL": {
      const argv = execForm(parts, body);
      if (argv === null || argv.length === 0) throw fault(parts, "SHELL needs a JSON array of strings.");
      return { ...base, keyword, argv };
    }
    case "ONBUILD":
      if (body.text === "") throw fault(parts, "ONBUILD needs an instruction.");
      if (/^(?:ONBUILD|FROM|MAINTAINER)(?![^\t\v\f\r ])/i.test(body.text))
        throw fault(parts, "ONBUILD cannot take ONBUILD, FROM or MAINTAINER.");
      return { ...base, keyword };
  }
}

function buildFrom(parts: Parts): Instruction {
  const { base } = parts;
  const [image, as, alias, ...rest] = splitAtBlanks(base.body);
  const named = as?.text.toUpperCase() === "AS" && alias !== undefined && rest.length === 0;
  if (image === undefined || (as !== undefined && !named))
    throw fault(parts, "FROM takes an image, or an image, AS and a name.");
  if (alias !== undefined && !/^[a-z][a-z0-9\-_.]*$/.test(alias.text.toLowerCase()))
    throw fault(parts, `${alias.text} cannot be the name of a stage.`);
  return {
    ...base,
    keyword: "FROM",
    image,
    platform: flagValue(base.flags, "platform"),
    alias: alias ?? null,
  };
}

function buildCopy(parts: Parts, keyword: "COPY" | "ADD"): Instruction {
  const { base } = parts;
  const words = listOfWords(parts);
  const destination = words.at(-1);
  if (destination === undefined || words.length < 2)
    throw fault(parts, `${keyword} needs at least a source and a destination.`);
  if (heredocStart(destination.text) !== null)
    throw fault(parts, `The destination of ${keyword} cannot be a heredoc.`);
  const sources = words.slice(0, -1).filter((word) => heredocStart(word.text) === null);
  // `COPY << EOF /x`: BuildKit takes the body away, and `<<` and `EOF` for names of files.
  if (words.length - 1 - sources.length !== base.heredocs.length)
    throw new ParseError(
      "heredoc-ambiguous",
      `It is not clear which words of ${keyword} are heredocs.`,
      base.line,
    );
  return {
    ...base,
    keyword,
    sources,
    destination,
    from: flagValue(base.flags, "from"),
    chown: flagValue(base.flags, "chown"),
    chmod: flagValue(base.flags, "chmod"),
  };
}

function command(parts: Parts, body: Logical): ReturnType<typeof readCommand> {
  return readCommand(parts.source, body, execForm(parts, body), parts.bodies);
}

function healthcheck(parts: Parts): ReturnType<typeof readCommand> | null {
  const { body } = parts.base;
  const [type] = splitAtBlanks(body);
  const typeEnd = type?.text.length ?? 0;
  const rest = sliceLogical(body, skipSpaces(body.text, typeEnd), body.text.length);
  switch (type?.text.toUpperCase()) {
    case undefined:
      throw fault(parts, "HEALTHCHECK needs NONE or CMD.");
    case "NONE":
      if (rest.text !== "") throw fault(parts, "HEALTHCHECK NONE takes no arguments.");
      return null;
    case "CMD": {
      const read = command(parts, rest);
      const empty = read.form === "exec" ? read.argv.length === 0 : read.script.text === "";
      if (empty) throw fault(parts, "HEALTHCHECK CMD needs a command.");
      return read;
    }
    default:
      throw fault(parts, `HEALTHCHECK takes NONE or CMD, not ${type?.text ?? "nothing"}.`);
  }
}

function execForm(parts: Parts, body: Logical): readonly ExecWord[] | null {
  const exec = readExecForm(body);
  if (exec === "not-strings") throw fault(parts, `The JSON array of ${parts.keyword} may hold strings only.`);
  return exec;
}

/** The words of COPY, ADD and VOLUME; in the JSON form their text is the decoded string. */
function listOfWords(parts: Parts): readonly Word[] {
  const exec = execForm(parts, parts.base.body);
  return exec === null
    ? splitAtBlanks(parts.base.body)
    : exec.map(({ value, span }) => ({ text: value, span }));
}

function readPairs(parts: Parts): readonly Pair[] {
  const { body } = parts.base;
  const words = splitQuoted(body, parts.escape);
  const [first] = words;
  if (first === undefined) throw fault(parts, `${parts.keyword} needs at least one argument.`);
  if (!first.text.includes("=")) return [legacyPair(parts)];
  return words.map((word) => {
    const at = word.text.indexOf("=");
    if (at === -1) throw fault(parts, `${parts.keyword} has ${word.text} where name=value is needed.`);
    if (at === 0) throw fault(parts, `A name in ${parts.keyword} cannot be blank.`);
    return {
      key: word.text.slice(0, at),
      value: withoutLoneEscape(word.text.slice(at + 1), parts.escape),
      span: word.span,
    };
  });
}

/** `ENV KEY value with spaces`: everything behind the first blanks is the value. */
function legacyPair(parts: Parts): Pair {
  const { body } = parts.base;
  const { text } = body;
  let keyEnd = 0;
  while (keyEnd < text.length && !isBlank(text.charAt(keyEnd))) keyEnd += 1;
  let valueStart = keyEnd;
  while (valueStart < text.length && isBlank(text.charAt(valueStart))) valueStart += 1;
  if (valueStart === text.length) throw fault(parts, `${parts.keyword} must have two arguments.`);
  return {
    key: text.slice(0, keyEnd),
    value: text.slice(valueStart),
    span: wordOf(body, 0, text.length).span,
  };
}

function readArgs(parts: Parts): Arg["args"] {
  const words = splitQuoted(parts.base.body, parts.escape);
  if (words.length === 0) throw fault(parts, "ARG needs at least one argument.");
  return words.map((word) => {
    const text = withoutLoneEscape(word.text, parts.escape);
    const at = text.indexOf("=");
    if (at === 0) throw fault(parts, "A name in ARG cannot be blank.");
    return at === -1
      ? { name: text, default: null, span: word.span }
      : { name: text.slice(0, at), default: text.slice(at + 1), span: word.span };
  });
}

/** BuildKit drops an escape character that ends the instruction and escapes nothing. */
function withoutLoneEscape(text: string, escape: string): string {
  let count = 0;
  while (text.charAt(text.length - 1 - count) === escape) count += 1;
  return count % 2 === 1 ? text.slice(0, -1) : text;
}

function atLeastOne<T>(parts: Parts, words: readonly T[]): readonly T[] {
  if (words.length === 0) throw fault(parts, `${parts.keyword} needs at least one argument.`);
  return words;
}

function flagValue(flags: readonly Flag[], name: string): string | null {
  return flags.find((flag) => flag.name === name)?.value ?? null;
}

function fault(parts: Parts, message: string): ParseError {
  return new ParseError("syntax-error", message, parts.base.line);
}
