/** Redirects and assignments of a simple command, with their values. Duplications (`2>&1`) move no bytes to a file and are left out. */
import { known, unknown } from "../known.js";
import { joinValues } from "./composite.js";
import { expandParts, expandValue, expandWords, type ExpansionScope } from "./expand.js";
import { lookup } from "./state.js";
import type { AssignmentNode, Redirection } from "./syntax.js";
import type { Assignment, Redirect, ShellWord } from "./types.js";

export function redirectsOf(nodes: readonly Redirection[], scope: ExpansionScope): Redirect[] {
  return nodes.flatMap((node): Redirect[] => {
    const descriptor = node.descriptor?.type === "FileDescriptor" ? String(node.descriptor.value) : "";
    const operator = descriptor + node.operator;
    if (node.type === "HereDoc") {
      const { body, delimiter } = node;
      const variables = new Set<string>();
      const value = body.parts ? expandParts(body.parts, scope, variables) : known(body.text);
      const target: ShellWord = {
        text: delimiter?.text ?? "",
        span: scope.spanOf(delimiter ?? node),
        value,
        glob: false,
        variables: [...variables],
      };
      return [{ operator, target }];
    }
    if (!node.target) return [];
    const target = expandValue(node.target, scope);
    if (node.type === "Redirect" && (node.operator === ">&" || node.operator === "<&")) {
      if (/^(\d+|-|\d+-)$/.test(target.text) || node.operator === "<&") return [];
      return [{ operator: "&>", target }];
    }
    return [{ operator, target }];
  });
}

export function assignmentOf(node: AssignmentNode, scope: ExpansionScope): Assignment {
  const { name } = node;
  if (node.value.type === "ArrayValue") {
    for (const element of node.value.elements) expandWords(element, scope);
    return { name, value: unknown(`$${name} is an array`) };
  }
  const { value } = expandValue(node.value, scope, true);
  if (!node.append) return { name, value };
  const before = lookup(scope.state, name) ?? known("");
  return { name, value: joinValues([before, value]) };
}
