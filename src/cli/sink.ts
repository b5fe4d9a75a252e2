/** Where the report goes: standard output, or the file of `--output`, which is opened before any work is done. */
import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../run/user-error.js";
import type { Io } from "./io.js";

export interface Sink {
  write(text: string): void;
  close(): void;
}

export function openSink(output: string | null, io: Io): Sink {
  if (output === null) return { write: (text) => io.out(text), close: () => undefined };
  const path = resolve(io.cwd, output);
  try {
    const descriptor = openSync(path, "w");
    return {
      write: (text) => {
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    throw new UserError(
      `--output: ${output} cannot be written (${(error as NodeJS.ErrnoException).code ?? "error"})`,
    );
  }
}
