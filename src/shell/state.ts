/**
 * What a shell carries from one command to the next: working directory, variables, functions,
 * options. A value; the walk copies it where the shell forks and merges it where branches meet.
 */
import { known, unknown, type Known } from "../known.js";
import type { AnyCommandNode, CompoundList } from "./syntax.js";

export interface ShellState {
  cwd: Known<string>;
  /** what `cd -` goes back to */
  previous: Known<string>;
  directories: readonly Known<string>[];
  /** null: known to be unset */
  variables: Map<string, Known<string> | null>;
  functions: Map<string, AnyCommandNode | CompoundList>;
  /** `set -e` */
  errexit: boolean;
  /** `$1`, `$2` …; null where they are only known to the caller */
  positional: readonly Known<string>[] | null;
}

export function initialState(cwd: Known<string>, env: ReadonlyMap<string, Known<string>>): ShellState {
  return {
    cwd,
    previous: env.get("OLDPWD") ?? unknown("$OLDPWD is not known"),
    directories: [],
    variables: new Map(env),
    functions: new Map(),
    errexit: false,
    positional: null,
  };
}

export function copyState(state: ShellState): ShellState {
  return { ...state, variables: new Map(state.variables), functions: new Map(state.functions) };
}

/** The state where two branches meet: what differs between them is unknown. */
export function mergeStates(one: ShellState, other: ShellState): ShellState {
  const variables = new Map<string, Known<string> | null>();
  for (const name of new Set([...one.variables.keys(), ...other.variables.keys()])) {
    const [left, right] = [one.variables.get(name), other.variables.get(name)];
    if (left === right) variables.set(name, left ?? null);
    else variables.set(name, sameValue(left, right) ?? unknown(`$${name} depends on a condition`));
  }
  return {
    cwd: sameValue(one.cwd, other.cwd) ?? unknown("the working directory depends on a condition"),
    previous: sameValue(one.previous, other.previous) ?? unknown("$OLDPWD depends on a condition"),
    directories: one.directories.length === other.directories.length ? one.directories : [],
    variables,
    functions: new Map([...one.functions, ...other.functions]),
    errexit: one.errexit && other.errexit,
    positional: one.positional === other.positional ? one.positional : null,
  };
}

function sameValue(
  one: Known<string> | null | undefined,
  other: Known<string> | null | undefined,
): Known<string> | null {
  if (!one || !other) return null;
  // parts that are known may differ between the two
  if (!one.known) return unknown(one.because);
  if (!other.known) return unknown(other.because);
  return one.value === other.value ? one : null;
}

/** The variables that have a value or may have one. */
export function environment(state: ShellState): Map<string, Known<string>> {
  const env = new Map<string, Known<string>>();
  for (const [name, value] of state.variables) if (value) env.set(name, value);
  return env;
}

/** The value of a variable; null when it is known to be unset. */
export function lookup(state: ShellState, name: string): Known<string> | null {
  if (name === "PWD") return state.cwd;
  if (name === "OLDPWD") return state.previous;
  if (name === "#") {
    return state.positional
      ? known(String(state.positional.length))
      : unknown("$# is only known at run time");
  }
  if (/^[1-9]\d*$/.test(name)) {
    if (!state.positional) return unknown(`$${name} is only known at run time`);
    return state.positional[Number(name) - 1] ?? null;
  }
  const value = state.variables.get(name);
  return value === undefined ? unknown(`the value of $${name} is not known`) : value;
}
