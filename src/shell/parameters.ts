/** `${…}` over known values: defaults, prefixes and suffixes, replacement, case, length. Anything else is unknown. */
import { known, unknown, type Known } from "../known.js";
import { removeAffix, replaceMatches } from "./patterns.js";
import { lookup, type ShellState } from "./state.js";
import type { ParameterExpansionPart, WordNode } from "./syntax.js";

type Operand = (word: WordNode) => Known<string>;

export function expandParameter(
  part: ParameterExpansionPart,
  state: ShellState,
  variables: Set<string>,
  operand: Operand,
): Known<string> {
  variables.add(part.parameter);
  if (part.index) return unknown(`${part.text} is an element of an array`);
  const value = lookup(state, part.parameter);
  if (part.prefix === "!") return unknown(`${part.text} names a variable by a variable`);
  if (part.prefix === "#") {
    if (value && !value.known) return value;
    return known(String(value?.value.length ?? 0));
  }
  const { operation } = part;
  if (!operation) return value ?? known("");
  if (operation.type === "Default") return withDefault(part, operation, value, state, operand);
  if (value && !value.known) return value;
  const text = value?.value ?? "";
  switch (operation.type) {
    case "Remove": {
      const pattern = operand(operation.operand);
      return pattern.known ? known(removeAffix(text, operation.operator, pattern.value)) : pattern;
    }
    case "Replace": {
      const pattern = operand(operation.pattern);
      if (!pattern.known) return pattern;
      const replacement = operand(operation.replacement);
      if (!replacement.known) return replacement;
      return known(replaceMatches(text, operation.operator, pattern.value, replacement.value));
    }
    case "CaseModification":
      if (operation.operand) return unknown(`${part.text} is not computed`);
      return known(changeCase(text, operation.operator));
    case "Slice":
    case "Transform":
    case "Names":
    case "Unknown":
      return unknown(`${part.text} is not computed`);
  }
}

type DefaultOperation = Extract<NonNullable<ParameterExpansionPart["operation"]>, { type: "Default" }>;

function withDefault(
  part: ParameterExpansionPart,
  operation: DefaultOperation,
  value: Known<string> | null,
  state: ShellState,
  operand: Operand,
): Known<string> {
  if (value && !value.known) {
    // The operand may run: a substitution in it has to be seen.
    operand(operation.operand);
    return value;
  }
  const { operator } = operation;
  // With a colon an empty value counts as none.
  const missing = value === null || (operator.startsWith(":") && value.value === "");
  switch (operator) {
    case "-":
    case ":-":
      return missing ? operand(operation.operand) : value;
    case "=":
    case ":=": {
      if (!missing) return value;
      const assigned = operand(operation.operand);
      state.variables.set(part.parameter, assigned);
      return assigned;
    }
    case "+":
    case ":+":
      return missing ? known("") : operand(operation.operand);
    case "?":
    case ":?":
      return missing ? unknown(`${part.text} ends the shell`) : value;
  }
}

function changeCase(text: string, operator: "^" | "^^" | "," | ",,"): string {
  switch (operator) {
    case "^":
      return text.charAt(0).toUpperCase() + text.slice(1);
    case "^^":
      return text.toUpperCase();
    case ",":
      return text.charAt(0).toLowerCase() + text.slice(1);
    case ",,":
      return text.toLowerCase();
  }
}
