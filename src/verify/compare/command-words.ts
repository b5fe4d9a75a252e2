/**
 * What the commands of an image name: the programs that run, and every word that may be a path. In: a config; out:
 * both in the order in which they stand, wrappers (`exec`, `tini`, `sh -c`) opened. Words that only exist at run
 * time (variables, substitutions) are left out.
 */
import { known } from "../../known.js";
import { parseShell } from "../../shell/parse.js";
import { unwrap } from "../../shell/wrappers.js";
import type { ImageConfig } from "../engine/types.js";

export interface CommandWords {
  readonly programs: readonly string[];
  /** with the working directory of the command they stand in */
  readonly words: readonly { readonly text: string; readonly cwd: string }[];
}

export function commandWords(config: ImageConfig): CommandWords {
  const programs: string[] = [];
  const words: { text: string; cwd: string }[] = [];
  const argv = [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
  command(argv, config.workdir, 0);
  // An entrypoint that nobody knows mostly runs the command that it is given.
  if (config.entrypoint !== null && config.cmd !== null) command(config.cmd, config.workdir, 0);
  const [form, ...test] = config.healthcheck?.test ?? [];
  if (form === "CMD") command(test, config.workdir, 0);
  if (form === "CMD-SHELL") text(test[0] ?? "", config.workdir, 0);
  return { programs, words };

  function command(argv: readonly string[], cwd: string, depth: number): void {
    const unwrapped = unwrap(argv.map((word) => known(word)));
    if (!unwrapped.known) {
      const [program, ...rest] = argv;
      if (program !== undefined) add(program, rest, cwd);
      return;
    }
    const { wrappers, argv: inner, text: script } = unwrapped.value;
    programs.push(...wrappers);
    if (script !== null) return text(script, cwd, depth);
    const [program, ...rest] = inner.flatMap((word) => (word.known ? [word.value] : []));
    if (program !== undefined) add(program, rest, cwd);
  }

  function text(script: string, cwd: string, depth: number): void {
    if (depth > 5) return;
    const env = new Map(Object.entries(config.env).map(([name, value]) => [name, known(value)]));
    for (const one of parseShell(script, { cwd: known(cwd), env }).commands) {
      if (!one.cwd.known) continue;
      const argv = one.argv.flatMap(({ value }) => (value.known ? [value.value] : []));
      if (one.argv[0].value.known) command(argv, one.cwd.value, depth + 1);
    }
  }

  function add(program: string, rest: readonly string[], cwd: string): void {
    programs.push(program);
    for (const word of [program, ...rest]) words.push(...pathsIn(word).map((path) => ({ text: path, cwd })));
  }
}

/** `-Dfile=/etc/a`, `lib/a.jar:lib/*` */
function pathsIn(word: string): readonly string[] {
  const value = word.startsWith("-") && word.includes("=") ? word.slice(word.indexOf("=") + 1) : word;
  return (value.includes("://") ? [] : value.split(":")).map((part) => part.replace(/\/\*$/, ""));
}
