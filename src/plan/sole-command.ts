/**
 * The one command that the container runs, whatever shells and scripts lead to it. Comes in: the model, the
 * command and a question; goes out: the outermost command that the question knows with the answer, null where it
 * knows none; and whether it is the only one.
 */
import type { ImageModel } from "../model/fold.js";
import type { Invocation } from "../model/types.js";
import type { Commands, Start } from "../needs/command.js";
import { follow } from "./followed.js";

export function soleCommand<T>(
  model: ImageModel,
  commands: Commands,
  start: Start,
  question: (command: Invocation) => T | null,
): { readonly invocation: Invocation; readonly answer: T; readonly alone: boolean } | null {
  const followed = follow(model, { ...commands, healthcheck: null }, start);
  const all = followed.commands.filter((one) => !isShell(one));
  for (const invocation of all) {
    const answer = question(invocation);
    if (answer === null) continue;
    // What its own scripts run is a part of it.
    const calledBy = (one: Invocation | undefined): boolean =>
      one !== undefined && (one === invocation || calledBy(followed.callers.get(one)));
    const others = all.filter((one) => one !== invocation && !calledBy(followed.callers.get(one)));
    const alone =
      others.length === 0 && invocation.certain && !invocation.piped && invocation.redirects.length === 0;
    return { invocation, answer, alone };
  }
  return null;
}

/** `sh -c TEXT` and its kin, which only hand the command on. */
function isShell(invocation: Invocation): boolean {
  return (
    /^(ba|da|a)?sh$/.test(invocation.program) &&
    invocation.args.some((arg) => arg.known && /^-\w*c$/.test(arg.value))
  );
}
