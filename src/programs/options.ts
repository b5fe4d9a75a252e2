/**
 * Splits the words behind a program into options and operands, by a grammar that says which options
 * take a value. Strict grammars answer `unknown` to an option that they do not have; lenient ones
 * take it for a flag (programs with hundreds of options of which a few matter).
 */
import { known, unknown, type Known } from "../known.js";
import type { Argument, Call } from "./call.js";

export interface OptionGrammar {
  /** `abc --long`: without a value */
  readonly flags?: string;
  /** `xyz --long -word`: with a value, attached or as the next word */
  readonly values?: string;
  readonly lenient?: boolean;
  /** options end at the first operand, as for programs that take a command */
  readonly stopAtOperand?: boolean;
  /** long options with one dash (`-keystore FILE`): no bundled letters */
  readonly singleDash?: boolean;
}

export interface Options {
  /** was one of these given? */
  has(...names: readonly string[]): boolean;
  /** the values given to these, in order */
  all(...names: readonly string[]): readonly Argument[];
  /** the last value given to these */
  last(...names: readonly string[]): Argument | null;
  readonly operands: readonly Argument[];
}

export function readOptions(call: Call, grammar: OptionGrammar, args = call.args): Known<Options> {
  const flags = names(grammar.flags);
  const values = names(grammar.values);
  const given: { readonly name: string; readonly value: Argument | null }[] = [];
  const operands: Argument[] = [];
  const end = (): Known<Options> => known(optionsOf(given, operands));
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (!arg) break;
    const text = arg.value.known ? arg.value.value : null;
    if (text === "--") {
      operands.push(...args.slice(at + 1));
      return end();
    }
    const partly = text ?? optionPrefix(arg.raw);
    if (partly === null || !partly.startsWith("-") || partly === "-") {
      operands.push(arg);
      if (!grammar.stopAtOperand) continue;
      operands.push(...args.slice(at + 1));
      return end();
    }
    const next = args[at + 1] ?? null;
    const equals = partly.indexOf("=");
    const name = equals < 0 ? partly : partly.slice(0, equals);
    if (values.has(partly)) {
      given.push({ name: partly, value: next });
      at++;
    } else if (flags.has(partly)) given.push({ name: partly, value: null });
    else if (
      equals > 0 &&
      (values.has(name) || flags.has(name) || (grammar.lenient && name.startsWith("--")))
    ) {
      given.push({ name, value: attached(arg, name.length + 1) });
    } else if (!partly.startsWith("--") && !grammar.singleDash) {
      const rest = bundle(partly, arg, next, flags, values, grammar.lenient ?? false);
      if (rest === null) return unknown(`the option ${arg.raw} of ${call.program} is not known`);
      given.push(...rest.given);
      if (rest.takesNext) at++;
    } else if (grammar.lenient) given.push({ name: partly, value: null });
    else return unknown(`the option ${arg.raw} of ${call.program} is not known`);
  }
  return end();
}

/** `-xzf FILE`, `-C/opt`, `-rf` */
function bundle(
  word: string,
  arg: Argument,
  next: Argument | null,
  flags: ReadonlySet<string>,
  values: ReadonlySet<string>,
  lenient: boolean,
): { given: { name: string; value: Argument | null }[]; takesNext: boolean } | null {
  const given: { name: string; value: Argument | null }[] = [];
  for (let at = 1; at < word.length; at++) {
    const name = `-${word.charAt(at)}`;
    if (values.has(name)) {
      const takesNext = at + 1 === word.length;
      given.push({ name, value: takesNext ? next : attached(arg, at + 1) });
      return { given, takesNext };
    }
    if (!flags.has(name) && !lenient) return null;
    given.push({ name, value: null });
  }
  return { given, takesNext: false };
}

function attached(arg: Argument, from: number): Argument {
  return {
    ...arg,
    value: arg.value.known ? known(arg.value.value.slice(from)) : arg.value,
    raw: arg.raw.slice(from),
  };
}

/** Of `--home=$HOME_DIR`, whose value is not known, the option is. */
function optionPrefix(raw: string): string | null {
  return /^(--?[A-Za-z][\w-]*=)/.exec(raw)?.[1] ?? null;
}

function names(list: string | undefined): ReadonlySet<string> {
  const all = (list ?? "").split(" ").filter((word) => word !== "");
  return new Set(
    all.flatMap((word) => (word.startsWith("-") ? [word] : [...word].map((letter) => `-${letter}`))),
  );
}

function optionsOf(
  given: readonly { readonly name: string; readonly value: Argument | null }[],
  operands: readonly Argument[],
): Options {
  const all = (...asked: readonly string[]): readonly Argument[] =>
    given.flatMap(({ name, value }) => (value && asked.includes(name) ? [value] : []));
  return {
    has: (...asked) => given.some(({ name }) => asked.includes(name)),
    all,
    last: (...asked) => all(...asked).at(-1) ?? null,
    operands,
  };
}
