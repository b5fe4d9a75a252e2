/** Operators that are words: a name like these after an operand is no argument and no next call. */
export const WORD_OPERATORS: ReadonlySet<string> = new Set(["in", "is", "instanceof", "as", "to"]);
