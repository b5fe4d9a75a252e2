/**
 * The one way in which reading a Dockerfile ends early. It is thrown inside the front end only:
 * parseDockerfile turns it into a value.
 */
export type ParseErrorCode =
  | "empty-dockerfile"
  | "no-from"
  | "instruction-before-from"
  | "unknown-instruction"
  | "unterminated-heredoc"
  | "heredoc-ambiguous"
  | "boundaries-ambiguous"
  | "template-placeholders"
  | "syntax-error";

export class ParseError extends Error {
  constructor(
    readonly code: ParseErrorCode,
    message: string,
    /** 1-based */
    readonly line: number,
  ) {
    super(message);
  }
}
