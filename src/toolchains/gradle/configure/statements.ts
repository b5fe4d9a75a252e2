/** Runs the statements of a block: what is computed is done, both branches of what is not are done loosely. */
import type { Block } from "../language/syntax.js";
import { evaluate, isTrue } from "../language/values.js";
import { assignStatement } from "./assignments.js";
import { call } from "./calls.js";
import { delegate } from "./delegates.js";
import type { Receiver } from "./receiver.js";
import type { Script } from "./script.js";

export function runBlock(script: Script, block: Block, receiver: Receiver, loose: boolean): void {
  for (const statement of block) {
    switch (statement.kind) {
      case "assign":
        assignStatement(script, statement, receiver, loose);
        break;
      case "delegate":
        delegate(script, statement, receiver, loose);
        break;
      case "expression":
        if (statement.expression.kind === "chain") call(script, statement.expression, receiver, loose);
        break;
      case "if": {
        const test = evaluate(statement.test, script);
        if (test.known)
          runBlock(script, isTrue(test.value) ? statement.then : statement.otherwise, receiver, loose);
        else {
          runBlock(script, statement.then, receiver, true);
          runBlock(script, statement.otherwise, receiver, true);
        }
        break;
      }
      case "opaque":
        runBlock(script, statement.body, receiver, true);
        break;
    }
  }
}
