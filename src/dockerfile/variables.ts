import { unknown, known, type Known } from "../known.js";
import { LexError, lexWord, type Lookup } from "./lex.js";

/**
 * Variables in the words of an instruction, by BuildKit's rules: ENV, LABEL, COPY, ADD, WORKDIR, USER,
 * FROM, EXPOSE, VOLUME, STOPSIGNAL and ARG values come in as written, the expanded text goes out.
 * Not for RUN, CMD and ENTRYPOINT: there the shell expands.
 */

/**
 * The word with quotes and escape characters removed and variables replaced. `lookup` gives
 * `known(null)` for a variable that is not set (it expands to nothing), `known("")` for one
 * that is empty or not set; unknown when a needed value is, or when BuildKit rejects the word.
 */
export function expandWord(text: string, lookup: Lookup, escape: string): Known<string> {
  try {
    return lexWord(text, { escape, lookup }).text;
  } catch (error) {
    if (error instanceof LexError) return unknown(`${text} cannot be expanded: ${error.message}`);
    throw error;
  }
}

/** Names of the variables that the word reads, each once, in order; those in defaults and patterns too. */
export function variablesIn(text: string, escape: string): readonly string[] {
  const names = new Set<string>();
  const lookup: Lookup = (name) => {
    names.add(name);
    return known(null);
  };
  expandWord(text, lookup, escape);
  return [...names];
}

/** What is wrong with the word itself, whatever its variables hold: a quote that is not closed, a bad substitution. */
export function wordProblem(text: string, escape: string): string | null {
  try {
    lexWord(text, { escape, lookup: () => unknown("not asked for") });
    return null;
  } catch (error) {
    if (error instanceof LexError) return error.message;
    throw error;
  }
}
