/** Does an engine answer? In: its program and the command that prints its version; out: what it prints, or why it cannot be used. */
import type { Runner } from "./runner.js";
import type { Engine } from "./types.js";

export type Found = { readonly engine: Engine } | { readonly because: string };

export async function answerOf(
  runner: Runner,
  args: readonly string[],
): Promise<{ readonly text: string } | { readonly because: string }> {
  const { code, stdout, stderr } = await runner.try(args);
  if (code === 127) return { because: `${runner.program} is not installed` };
  const lastLine = stderr.trim().split("\n").at(-1) ?? "";
  return code === 0
    ? { text: stdout.trim() }
    : { because: `${runner.program} does not answer (${lastLine})` };
}
