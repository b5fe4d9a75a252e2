/** One engine's program with what holds for all of its calls: the signal that ends them, and who is told of each process. */
import { call, stream, type Call, type Ended, type Streamed } from "./process.js";
import { EngineError } from "./types.js";

export interface Surroundings {
  /** ends what is running; what is removed afterwards is removed in spite of it */
  readonly signal: AbortSignal;
  readonly onStart: (pid: number) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds. */
const REMOVAL = 60_000;

export class Runner {
  constructor(
    readonly program: string,
    private readonly surroundings: Surroundings,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  try(args: readonly string[], options: Pick<Call, "input"> = {}): Promise<Ended> {
    return call(this.program, args, { ...options, ...this.#common() });
  }

  /** @throws EngineError with the engine's last words */
  async must(args: readonly string[]): Promise<string> {
    return this.#checked(args, await this.try(args));
  }

  /** For removals: runs although the signal has been given, but not for ever. */
  tryAlways(args: readonly string[]): Promise<Ended> {
    return call(this.program, args, { env: this.#env(), timeout: REMOVAL });
  }

  /** Lines of a list. @throws EngineError */
  async list(args: readonly string[]): Promise<readonly string[]> {
    return linesOf(this.#checked(args, await this.tryAlways(args)));
  }

  stream(args: readonly string[]): Streamed {
    return stream(this.program, args, this.#common());
  }

  #checked(args: readonly string[], { code, stdout, stderr }: Ended): string {
    if (code === 0) return stdout;
    const said = stderr.trim().split("\n").slice(-3).join(" ");
    throw new EngineError(`${this.program} ${args.slice(0, 2).join(" ")}: ${said || `exit code ${code}`}`);
  }

  #common(): Call {
    return { signal: this.surroundings.signal, onStart: this.surroundings.onStart, env: this.#env() };
  }

  #env(): Call["env"] {
    return { ...this.surroundings.env, ...this.env };
  }
}

export function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}
