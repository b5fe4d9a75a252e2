/**
 * What a command needs of the process: its streams, folder and environment, as one value, so that tests
 * give their own. The text goes out in order; a reader that went away (`| head`) ends the program quietly.
 */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  out(text: string | Uint8Array): void;
  err(text: string): void;
  /** all of standard input */
  input(): Promise<Uint8Array>;
  /** from now on Ctrl-C does not kill the process but aborts the signal, so that the file in hand is finished */
  interrupts(): AbortSignal;
}

export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      // Nobody listens any more. What is being written to disk is written synchronously, so nothing is cut.
      process.exit();
    });
  }
  return {
    cwd: process.cwd(),
    env: process.env,
    stdoutIsTerminal: process.stdout.isTTY,
    stderrIsTerminal: process.stderr.isTTY,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    input: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks);
    },
    interrupts: () => {
      const interrupt = new AbortController();
      // Once: the second one ends the program as usual.
      for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupt.abort(name));
      return interrupt.signal;
    },
  };
}

/** `--color` and `--no-color` win, then NO_COLOR and FORCE_COLOR, then whether it is a terminal. */
export function wantsColour(asked: boolean | null, terminal: boolean, env: Io["env"]): boolean {
  if (asked !== null) return asked;
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  if (env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0") return true;
  return terminal && env["TERM"] !== "dumb";
}
