/**
 * The builtins that change the shell itself: cd, pushd, popd, export and its kin, unset, read, set.
 * `applyBuiltin` changes the state as the command does when it succeeds.
 */
import { known, unknown, type Known } from "../known.js";
import { posix } from "node:path";
import type { ShellState } from "./state.js";
import type { ShellWord } from "./types.js";

/** Builtins whose arguments `A=b` are assignments. */
export const DECLARATIONS: ReadonlySet<string> = new Set([
  "export",
  "readonly",
  "local",
  "declare",
  "typeset",
]);

/** `/etc/os-release` sets these and nothing else (os-release(5)). */
const OS_RELEASE = [
  "NAME",
  "ID",
  "ID_LIKE",
  "PRETTY_NAME",
  "VERSION",
  "VERSION_ID",
  "VERSION_CODENAME",
  "UBUNTU_CODENAME",
  "BUILD_ID",
  "VARIANT",
  "VARIANT_ID",
];

export function applyBuiltin(name: string, args: readonly ShellWord[], state: ShellState): void {
  switch (name) {
    case "cd":
      return changeDirectory(directoryArgument(args, state), state);
    case "pushd": {
      state.directories = [state.cwd, ...state.directories];
      return changeDirectory(directoryArgument(args, state), state);
    }
    case "popd": {
      const [back, ...rest] = state.directories;
      state.directories = rest;
      return changeDirectory(back ?? unknown("popd goes back to an unknown directory"), state);
    }
    case "unset":
      for (const { value } of args) {
        if (value.known && !value.value.startsWith("-")) state.variables.set(value.value, null);
      }
      return;
    case "read":
    case "getopts":
    case "mapfile":
    case "readarray":
      for (const { value } of args) {
        if (value.known && /^[A-Za-z_]\w*$/.test(value.value)) {
          state.variables.set(value.value, unknown(`$${value.value} is read at run time`));
        }
      }
      return;
    case "set":
      return setOptions(args, state);
    case "shift":
      if (state.positional) {
        const [count] = args;
        state.positional =
          count && !count.value.known
            ? null
            : state.positional.slice(count?.value.known ? Number(count.value.value) : 1);
      }
      return;
  }
}

/** Reads a file that only sets variables whose names are known; false when the file may do anything. */
export function applySource(args: readonly ShellWord[], state: ShellState): boolean {
  const file = args[0]?.value;
  if (!file?.known || !/^\/(etc|usr\/lib)\/os-release$/.test(file.value)) return false;
  for (const name of OS_RELEASE) state.variables.set(name, unknown(`$${name} is set by ${file.value}`));
  return true;
}

function directoryArgument(args: readonly ShellWord[], state: ShellState): Known<string> {
  const [target] = args.filter(({ value }) => !(value.known && /^(-[LPe]+|--)$/.test(value.value)));
  if (!target) return state.variables.get("HOME") ?? unknown("the home directory is not known");
  if (target.glob) return unknown(`${target.text} is a pattern`);
  if (!target.value.known) return target.value;
  return target.value.value === "-" ? state.previous : target.value;
}

function changeDirectory(target: Known<string>, state: ShellState): void {
  const before = state.cwd;
  if (!target.known) state.cwd = target;
  else if (target.value.startsWith("/")) state.cwd = known(posix.resolve(target.value));
  else if (before.known) state.cwd = known(posix.resolve(before.value, target.value));
  state.previous = before;
}

function setOptions(args: readonly ShellWord[], state: ShellState): void {
  for (const [at, { value }] of args.entries()) {
    if (!value.known) return;
    if (value.value === "--") {
      // Arguments of the script itself are left to the caller.
      if (state.positional) state.positional = args.slice(at + 1).map((arg) => arg.value);
      return;
    }
    if (/^-[a-z]*e/.test(value.value)) state.errexit = true;
    if (/^\+[a-z]*e/.test(value.value)) state.errexit = false;
    if (value.value === "errexit") state.errexit = args[at - 1]?.text.startsWith("-") ?? false;
  }
}
