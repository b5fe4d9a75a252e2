/**
 * The Dockerfile as a syntax tree that never loses a byte: every node has a span into the
 * source text, and an instruction that does not change is rendered as that slice.
 */

/** Half-open range of UTF-16 code units in the source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What BuildKit sees after it has joined continuation lines: `text` without the escape
 * characters, comments and blank lines in between. `at` maps an offset in `text` (0..length)
 * back to the offset in the source.
 */
export interface Logical {
  readonly text: string;
  at(offset: number): number;
}

/** A word of an instruction, quotes and variables as written. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

export interface Flag {
  /** without dashes, lower case: `from`, `chown`, `mount`, `platform` */
  readonly name: string;
  /** `null` for a flag without `=` (`--link`) */
  readonly value: string | null;
  readonly span: Span;
}

export interface Heredoc {
  readonly delimiter: string;
  /** false when the delimiter is quoted: no variable expansion in the body */
  readonly expand: boolean;
  /** `<<-`: leading tabs are stripped */
  readonly stripTabs: boolean;
  /** the body, without the terminator line (tabs already stripped for `<<-`) */
  readonly content: string;
  /** body lines and the terminator line */
  readonly span: Span;
}

/** RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD in either form. */
export type Command =
  | { readonly form: "exec"; readonly argv: readonly ExecWord[]; readonly span: Span }
  | {
      readonly form: "shell";
      /** the complete text for the shell, heredoc bodies included */
      readonly script: Logical;
      readonly span: Span;
    };

/** One string of the JSON form: decoded value and the span of the JSON string, quotes included. */
export interface ExecWord {
  readonly value: string;
  readonly span: Span;
}

export interface Pair {
  readonly key: string;
  /** as written, quotes and variables kept */
  readonly value: string;
  readonly span: Span;
}

interface Base {
  /** position in `Dockerfile.instructions` */
  readonly index: number;
  /** keyword as written (`from`, `Run`) */
  readonly written: string;
  /** from the keyword to the end of the last line (heredoc terminator included), without line break */
  readonly span: Span;
  /** start of the comment block directly above (equal to `span.start` of the line when there is none); start of a line */
  readonly leadStart: number;
  /** 1-based */
  readonly line: number;
  readonly endLine: number;
  readonly flags: readonly Flag[];
  /** everything after keyword and flags */
  readonly body: Logical;
  readonly heredocs: readonly Heredoc[];
}

export interface From extends Base {
  readonly keyword: "FROM";
  readonly image: Word;
  readonly platform: string | null;
  /** the name after AS, as written */
  readonly alias: Word | null;
}
export interface Run extends Base {
  readonly keyword: "RUN";
  readonly command: Command;
}
export interface CommandInstruction extends Base {
  readonly keyword: "CMD" | "ENTRYPOINT";
  readonly command: Command;
}
export interface Healthcheck extends Base {
  readonly keyword: "HEALTHCHECK";
  /** `null` for `HEALTHCHECK NONE` */
  readonly command: Command | null;
}
export interface Copy extends Base {
  readonly keyword: "COPY" | "ADD";
  /** without heredoc sources */
  readonly sources: readonly Word[];
  readonly destination: Word;
  /** value of --from, or null */
  readonly from: string | null;
  readonly chown: string | null;
  readonly chmod: string | null;
}
export interface Pairs extends Base {
  readonly keyword: "ENV" | "LABEL";
  readonly pairs: readonly Pair[];
}
export interface Arg extends Base {
  readonly keyword: "ARG";
  readonly args: readonly { readonly name: string; readonly default: string | null; readonly span: Span }[];
}
export interface Single extends Base {
  readonly keyword: "WORKDIR" | "USER" | "STOPSIGNAL" | "MAINTAINER";
  /** as written, trimmed */
  readonly value: Word;
}
export interface Values extends Base {
  readonly keyword: "EXPOSE" | "VOLUME";
  readonly values: readonly Word[];
}
export interface Shell extends Base {
  readonly keyword: "SHELL";
  readonly argv: readonly ExecWord[];
}
export interface Onbuild extends Base {
  readonly keyword: "ONBUILD";
}

export type Instruction =
  From | Run | CommandInstruction | Healthcheck | Copy | Pairs | Arg | Single | Values | Shell | Onbuild;
export type Keyword = Instruction["keyword"];

export interface Directive {
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly span: Span;
}

export interface Stage {
  readonly from: From;
  /** instructions after FROM up to the next one */
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  /** the source as it was given, BOM included */
  readonly source: string;
  readonly bom: boolean;
  /** the line ending of the first line that has one */
  readonly eol: "\n" | "\r\n";
  readonly escape: "\\" | "`";
  readonly directives: readonly Directive[];
  readonly instructions: readonly Instruction[];
  /** ARG instructions before the first FROM */
  readonly globalArgs: readonly Arg[];
  readonly stages: readonly Stage[];
}

export type Parsed =
  | { readonly ok: true; readonly dockerfile: Dockerfile }
  | {
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string; readonly line: number };
    };
