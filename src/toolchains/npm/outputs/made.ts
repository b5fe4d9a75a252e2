/** What a build tool makes: the answer that each module of this folder gives for its tools. */
import type { Known } from "../../../known.js";
import type { ImageTree, Invocation, Output, Step } from "../../../model/types.js";
import type { PackageJson } from "../packageJson.js";

export interface Made {
  readonly kind: Extract<Step["kind"], "build" | "test" | "install" | "housekeeping">;
  readonly outputs: Known<readonly Output[]>;
  /** output file -> source file, all of them; null where the tool decides the names */
  readonly emits: ReadonlyMap<string, string> | null;
  /** folders and files that only the tool reads, absolute: its sources */
  readonly sources: readonly string[];
  /** files that only this run of the tool can have made: names that are certain although `emits` is null */
  readonly certain?: readonly string[];
}

export interface ToolCall {
  readonly invocation: Invocation;
  /** the arguments; unknown ones as null */
  readonly args: readonly (string | null)[];
  /** absolute */
  readonly cwd: string;
  readonly pkg: PackageJson | null;
  readonly tree: ImageTree;
}

export interface Tool {
  /** names under which it is called */
  readonly programs: readonly string[];
  made(call: ToolCall): Made;
}

export function build(
  outputs: Known<readonly Output[]>,
  more: {
    readonly emits?: Made["emits"];
    readonly sources?: readonly string[];
    readonly certain?: readonly string[];
  } = {},
): Made {
  return {
    kind: "build",
    outputs,
    emits: more.emits ?? null,
    sources: more.sources ?? [],
    ...(more.certain === undefined ? {} : { certain: more.certain }),
  };
}

export function artifact(path: string): Output {
  return { path, kind: "directory", role: "artifact" };
}

export function artifactFile(path: string): Output {
  return { path, kind: "file", role: "artifact" };
}

export function cache(path: string): Output {
  return { path, kind: "directory", role: "cache" };
}

/** The value of `--name value`, `--name=value` or a short form; null without one, unknown values too. */
export function option(args: readonly (string | null)[], ...names: readonly string[]): string | null {
  for (const [at, arg] of args.entries()) {
    if (arg === null) continue;
    if (names.includes(arg)) return args[at + 1] ?? null;
    const equals = arg.indexOf("=");
    if (equals > 0 && names.includes(arg.slice(0, equals))) return arg.slice(equals + 1);
  }
  return null;
}

export function has(args: readonly (string | null)[], ...names: readonly string[]): boolean {
  return args.some((arg) => arg !== null && names.some((name) => arg === name || arg.startsWith(`${name}=`)));
}

/** The words that are neither options nor values of the options named. */
export function operands(
  args: readonly (string | null)[],
  withValue: readonly string[] = [],
): readonly (string | null)[] {
  const found: (string | null)[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? null;
    if (arg !== null && arg.startsWith("-") && arg !== "-") {
      if (withValue.includes(arg)) at += 1;
      continue;
    }
    found.push(arg);
  }
  return found;
}
