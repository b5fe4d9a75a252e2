/** Invocations put together from words, and words written back as shell text. */
import { basename } from "node:path/posix";
import type { Known } from "../../known.js";
import type { Invocation } from "../../model/types.js";

/** Another command line in the same surroundings; null when its program is not known. */
export function withArgv(argv: readonly Known<string>[], around: Invocation): Invocation | null {
  const [program, ...args] = argv;
  if (program?.known !== true || program.value === "") return null;
  return {
    ...around,
    program: basename(program.value),
    path: program.value,
    args,
    raw: args.map((arg) => (arg.known ? arg.value : "$")),
  };
}

export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Arguments behind a script's text; unknown ones become a variable that nothing sets. */
export function appended(text: string, args: readonly Known<string>[]): string {
  const words = args.map((arg) => (arg.known ? quote(arg.value) : '"$DFSPLIT_UNKNOWN"'));
  return [text, ...words].join(" ");
}

/** The home directory of the user who runs the command. */
export function homeOf(invocation: Invocation): string {
  const home = invocation.env.get("HOME");
  if (home?.known === true && home.value.startsWith("/")) return home.value;
  const user = invocation.user.split(":")[0] ?? "";
  return user === "" || user === "root" || user === "0" ? "/root" : `/home/${user}`;
}

export function texts(args: readonly Known<string>[]): readonly (string | null)[] {
  return args.map((arg) => (arg.known ? arg.value : null));
}
