/** The streams of a command as texts. */
import type { Io } from "../../src/cli/io.js";

export interface QuietIo extends Io {
  outText(): string;
  errText(): string;
}

export function quietIo(cwd: string, env: Io["env"]): QuietIo {
  const signal = new AbortController().signal;
  let [out, err] = ["", ""];
  return {
    cwd,
    env,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    out: (text) => {
      out += typeof text === "string" ? text : Buffer.from(text).toString("utf8");
    },
    err: (text) => {
      err += text;
    },
    input: () => Promise.resolve(new Uint8Array()),
    interrupts: () => signal,
    outText: () => out,
    errText: () => err,
  };
}
