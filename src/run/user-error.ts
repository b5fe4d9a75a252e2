/** What the user got wrong: one line on stderr and exit code 2, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}
