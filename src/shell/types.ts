/** Shell text as a list of units (what `&&`, `;` and newlines separate) and the simple commands in them. */
import type { Span } from "../dockerfile/types.js";
import type { Known } from "../known.js";

export interface ShellWord {
  /** as written */
  readonly text: string;
  /** in the script text */
  readonly span: Span;
  /**
   * after quote removal and expansion of the variables that the scope knows; unknown for command
   * substitution or a variable without a known value. Globs stay as written (`*.jar`).
   */
  readonly value: Known<string>;
  /** an unquoted `*`, `?` or `[…]` stands in it */
  readonly glob: boolean;
  /** names of the variables that are expanded in it */
  readonly variables: readonly string[];
}

export interface Assignment {
  readonly name: string;
  readonly value: Known<string>;
}

export interface Redirect {
  /** `>`, `>>`, `<`, `<<`, `2>`, `&>` … without descriptor duplication such as `2>&1` */
  readonly operator: string;
  readonly target: ShellWord;
}

/** One simple command, with everything that surrounds it resolved. */
export interface ShellCommand {
  /** the program and its arguments; never empty */
  readonly argv: readonly [ShellWord, ...ShellWord[]];
  /** `A=b cmd` */
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirect[];
  readonly span: Span;
  /** the absolute working directory, `cd` and `pushd` before it followed */
  readonly cwd: Known<string>;
  /** the variables in force, exports and assignments before it included */
  readonly env: ReadonlyMap<string, Known<string>>;
  /** false below if, while, case, `||`, a function body: may not run */
  readonly certain: boolean;
  /** its failure is the failure of the whole script */
  readonly decides: boolean;
  /** true inside a pipeline of two or more */
  readonly piped: boolean;
  /** inside $(…), `…` or <(…) */
  readonly substituted: boolean;
  readonly background: boolean;
}

/** A top-level item of the list: a simple command, a pipeline or a compound, with all simple commands in it. */
export interface ShellUnit {
  readonly span: Span;
  /** what stands between the unit before and this one: `&&`, `||`, `;` or a newline; null for the first */
  readonly joiner: "&&" | "||" | ";" | "&" | "\n" | null;
  readonly commands: readonly ShellCommand[];
  /** if/for/while/case/function/group/subshell */
  readonly compound: boolean;
}

export interface ShellScript {
  readonly text: string;
  readonly units: readonly ShellUnit[];
  /** all simple commands in the order in which they stand */
  readonly commands: readonly ShellCommand[];
  /** set when the text could not be parsed or holds what cannot be followed (eval, source of an unknown file) */
  readonly opaque: { readonly because: string; readonly span: Span } | null;
  /** the working directory and variables after the script */
  readonly cwd: Known<string>;
  readonly env: ReadonlyMap<string, Known<string>>;
}

export interface ShellScope {
  readonly cwd: Known<string>;
  readonly env: ReadonlyMap<string, Known<string>>;
  /** does the shell expand `{a,b}`: true for bash, false for dash and busybox; left out when it is not known */
  readonly braces?: boolean;
  /** the text of a file, for `.` and `source`; without it they are not followed */
  readonly read?: (path: string) => Known<string>;
}
