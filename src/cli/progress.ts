/** One line on a terminal that says what is being done now; it is overwritten, and gone at the end. Elsewhere: nothing. */
import { oneLine } from "../report/messages.js";
import type { Io } from "./io.js";

export class Progress {
  readonly #steps = new Map<string, string>();
  #done = 0;
  #shown = false;

  constructor(
    private readonly io: Io,
    private readonly quiet: boolean,
  ) {}

  step(path: string, step: string): void {
    this.#steps.set(path, step);
    this.#draw();
  }

  done(path: string): void {
    this.#steps.delete(path);
    this.#done++;
    this.#draw();
  }

  /** A word that stays, on a line of its own. */
  word(text: string): void {
    this.clear();
    if (!this.quiet) this.io.err(`${oneLine(text)}\n`);
  }

  clear(): void {
    if (this.#shown) this.io.err("\r\u001b[K");
    this.#shown = false;
  }

  #draw(): void {
    if (this.quiet || !this.io.stderrIsTerminal) return;
    const now = [...this.#steps].map(([path, step]) => `${path}: ${step}`).join(", ");
    const line = oneLine(`${this.#done} done${now === "" ? "" : `, ${now}`}`);
    this.io.err(`\r\u001b[K${line.slice(0, 100)}`);
    this.#shown = true;
  }
}
