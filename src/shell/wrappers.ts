/**
 * Peels programs that run another program off a command line: `exec tini -- gosu app java -jar x`
 * is `java -jar x` with the wrappers exec, tini and gosu. `sh -c TEXT` and `su user -c TEXT` end in a
 * text to parse. A command line that cannot be read with certainty (an option that the table does not
 * have, an unknown word where the program may stand) is unknown.
 */
import { posix } from "node:path";
import { known, unknown, type Known } from "../known.js";
import { shells, wrappers as table, type WrapperGrammar } from "./wrapper-table.js";

export interface Unwrapped {
  /** the innermost program and its arguments; empty when `text` is set */
  readonly argv: readonly Known<string>[];
  /** how many words of the input stand in front of `argv` */
  readonly skipped: number;
  /** the programs around it as written, outermost first; builtins of the shell included */
  readonly wrappers: readonly string[];
  /** shell text to run instead of a program */
  readonly text: string | null;
  /** `$1` … for the text */
  readonly positional: readonly Known<string>[];
  /** variables that the wrappers set */
  readonly env: readonly { readonly name: string; readonly value: Known<string> }[];
}

type Peeled =
  | { readonly kind: "none" }
  | { readonly kind: "program"; readonly at: number; readonly env: Unwrapped["env"] }
  | { readonly kind: "text"; readonly text: string; readonly positional: readonly Known<string>[] };

/** `raw` are the words as written; with them an assignment with an unknown value is recognised. */
export function unwrap(argv: readonly Known<string>[], raw: readonly string[] = []): Known<Unwrapped> {
  const names: string[] = [];
  const env: Unwrapped["env"][number][] = [];
  let skipped = 0;
  for (;;) {
    const rest = argv.slice(skipped);
    const [program] = rest;
    const plain = known({ argv: rest, skipped, wrappers: names, text: null, positional: [], env });
    if (!program?.known) return plain;
    const peeled = peel(program.value, rest, raw.slice(skipped));
    if (!peeled.known) return peeled;
    if (peeled.value.kind === "none") return plain;
    names.push(program.value);
    if (peeled.value.kind === "text") {
      const { text, positional } = peeled.value;
      return known({ argv: [], skipped: argv.length, wrappers: names, text, positional, env });
    }
    env.push(...peeled.value.env);
    skipped += peeled.value.at;
  }
}

function peel(program: string, argv: readonly Known<string>[], raw: readonly string[]): Known<Peeled> {
  const name = posix.basename(program);
  if (shells.has(name)) return peelShell(program, argv);
  if (name === "su" || name === "runuser") return peelUser(program, argv);
  if (name === "cross-env-shell") return peelCrossEnvShell(argv);
  const grammar = Object.hasOwn(table, name) ? table[name] : undefined;
  return grammar ? peelOptions(program, grammar, argv, raw) : known({ kind: "none" });
}

function peelOptions(
  program: string,
  grammar: WrapperGrammar,
  argv: readonly Known<string>[],
  raw: readonly string[],
): Known<Peeled> {
  if (grammar.separator) {
    // Host, port and options stand before `--`; without it the program only waits.
    const at = argv.findIndex((word) => word.known && word.value === "--");
    return known(
      at > 0 && at + 1 < argv.length ? { kind: "program", at: at + 1, env: [] } : { kind: "none" },
    );
  }
  const env: Unwrapped["env"][number][] = [];
  let operands = grammar.operands ?? 0;
  let options = true;
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at];
    const assigned = grammar.assignments ? /^([A-Za-z_]\w*)=/.exec(raw[at] ?? "")?.[1] : undefined;
    if (!word?.known) {
      if (assigned !== undefined && word) env.push({ name: assigned, value: word });
      else if (operands > 0) operands--;
      else return unknown(`${program} is followed by a word whose value is not known`);
      continue;
    }
    const { value } = word;
    if (options && value === "--") {
      options = false;
      continue;
    }
    if (options && value.startsWith("-")) {
      const option = readOption(value, grammar);
      if (option === "alone") return known({ kind: "none" });
      if (option === "unknown") return unknown(`the option ${value} of ${program} is not known`);
      if (grammar.chdir?.some((name) => value === name || value.startsWith(`${name}=`))) {
        return unknown(`${program} changes the working directory`);
      }
      if (option === "value") at++;
      continue;
    }
    const pair = grammar.assignments ? /^([A-Za-z_]\w*)=([^]*)$/.exec(value) : null;
    if (pair) {
      env.push({ name: pair[1] ?? "", value: known(pair[2] ?? "") });
      continue;
    }
    if (operands > 0) {
      operands--;
      options = false;
      continue;
    }
    return known({ kind: "program", at, env });
  }
  return known({ kind: "none" });
}

function readOption(word: string, grammar: WrapperGrammar): "flag" | "value" | "alone" | "unknown" {
  const { flags, values } = grammar;
  if (grammar.alone?.includes(word)) return "alone";
  if (flags.includes(word)) return "flag";
  if (values.includes(word)) return "value";
  const name = word.split("=")[0] ?? word;
  if (word.includes("=") && (values.includes(name) || grammar.attached?.includes(name))) return "flag";
  if (/^-[^-]/.test(word)) {
    // -u1000, -oL, or letters in one word: -EH
    for (const [at, letter] of [...word.slice(1)].entries()) {
      if (values.includes(`-${letter}`)) return at + 2 === word.length ? "value" : "flag";
      if (!flags.includes(`-${letter}`)) return "unknown";
    }
    return "flag";
  }
  return "unknown";
}

function peelShell(program: string, argv: readonly Known<string>[]): Known<Peeled> {
  let text = false;
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at];
    if (!word) break;
    if (!word.known)
      return text
        ? unknown(`the text that ${program} runs is only known at run time`)
        : known({ kind: "none" });
    const { value } = word;
    if (/^[-+][A-Za-z]+$/.test(value) || (value.startsWith("--") && value !== "--")) {
      if (/^-[A-Za-z]*c/.test(value)) text = true;
      if (/^[-+][A-Za-z]*[oO]$/.test(value)) at++;
      if (value === "--rcfile" || value === "--init-file") at++;
      continue;
    }
    if (value === "--" || value === "-") {
      const next = argv[at + 1];
      if (!text || !next) return known({ kind: "none" });
      if (!next.known) return unknown(`the text that ${program} runs is only known at run time`);
      return known({ kind: "text", text: next.value, positional: argv.slice(at + 3) });
    }
    // Behind the text stand $0, $1 …
    return known(text ? { kind: "text", text: value, positional: argv.slice(at + 2) } : { kind: "none" });
  }
  return known({ kind: "none" });
}

/** `su user -c TEXT`, `su - user -c TEXT`, `runuser -u user -- program`. */
function peelUser(program: string, argv: readonly Known<string>[]): Known<Peeled> {
  let byOption = false;
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at];
    if (!word?.known) continue;
    const { value } = word;
    const attached = /^--command=([^]*)$/.exec(value)?.[1];
    if (attached !== undefined) return known({ kind: "text", text: attached, positional: [] });
    if (value === "-c" || value === "--command") {
      const text = argv[at + 1];
      if (!text?.known) return unknown(`the text that ${program} runs is only known at run time`);
      return known({ kind: "text", text: text.value, positional: [] });
    }
    if (value === "-s" || value === "--shell" || value === "-g" || value === "-G") at++;
    else if (value === "-u" || value === "--user") {
      byOption = true;
      at++;
    } else if (value === "--") {
      if (byOption && at + 1 < argv.length) return known({ kind: "program", at: at + 1, env: [] });
      return unknown(`what ${program} runs behind -- depends on its shell`);
    } else if (!/^(-|-l|--login|-m|-p|--preserve-environment)$/.test(value) && value.startsWith("-")) {
      return unknown(`the option ${value} of ${program} is not known`);
    } else if (byOption && !value.startsWith("-")) return known({ kind: "program", at, env: [] });
  }
  return known({ kind: "none" });
}

function peelCrossEnvShell(argv: readonly Known<string>[]): Known<Peeled> {
  const words = argv.slice(1);
  const values = words.flatMap((word) => (word.known ? [word.value] : []));
  if (values.length < words.length)
    return unknown("cross-env-shell runs a text that is only known at run time");
  return known({ kind: "text", text: values.join(" "), positional: [] });
}
