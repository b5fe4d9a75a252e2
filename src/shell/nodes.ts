/** Questions about the syntax tree that need no state. */
import { known, unknown } from "../known.js";
import type { Span } from "../dockerfile/types.js";
import { expandValue, type ExpansionScope } from "./expand.js";
import type {
  AnyCommandNode,
  AssignmentNode,
  CompoundList,
  PipelineNode,
  Statement,
  TestExpression,
  WordNode,
} from "./syntax.js";
import type { Assignment, ShellWord } from "./types.js";

export function partsOf(statement: Statement): readonly PipelineNode[] {
  return statement.command.type === "AndOr" ? statement.command.commands : [statement.command];
}

/** Does it surely end the script, with failure: `exit 1`, `{ echo no; exit 1; }`, `false`? */
export function ends(node: AnyCommandNode | PipelineNode): boolean {
  if (node.type === "BraceGroup") {
    const last = node.body.commands.at(-1)?.command;
    return last !== undefined && last.type !== "AndOr" && last.type !== "Pipeline" && ends(last);
  }
  if (node.type !== "Command" || !node.name) return false;
  const [status] = node.args;
  return (
    (node.name.value === "exit" || node.name.value === "return") && /^[1-9]\d*$/.test(status?.text ?? "")
  );
}

/** Does the list leave the script, in whatever way, so that nothing behind it sees its state? */
export function leaves(list: CompoundList): boolean {
  const last = list.commands.at(-1)?.command;
  return last?.type === "Command" && /^(exit|return|exec)$/.test(last.name?.value ?? "");
}

/** `> file` without a command does what `: > file` does. */
export function nothing(span: Span): ShellWord {
  return {
    text: "",
    span: { start: span.start, end: span.start },
    value: known(":"),
    glob: false,
    variables: [],
  };
}

export function assignedWord(
  node: AssignmentNode,
  { name, value }: Assignment,
  scope: ExpansionScope,
): ShellWord {
  return {
    text: node.text,
    span: scope.spanOf(node),
    value: value.known ? known(`${name}=${value.value}`) : value,
    glob: false,
    variables:
      node.value.type === "Word"
        ? expandValue(node.value, { ...scope, substitute: () => unknown("") }, true).variables
        : [],
  };
}

/** The words that `[[ … ]]` looks at. */
export function operandsOf(expression: TestExpression): readonly WordNode[] {
  switch (expression.type) {
    case "TestUnary":
      return [expression.operand];
    case "TestBinary":
      return [expression.left, expression.right];
    case "TestLogical":
      return expression.operands.flatMap(operandsOf);
    case "TestNot":
      return operandsOf(expression.operand);
    case "TestGroup":
      return operandsOf(expression.expression);
  }
}
