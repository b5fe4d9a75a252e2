/**
 * The last words of a run: how many files ended how, the refusals grouped by reason, and what `--unsafe`
 * would give. Built file by file, so that a run over very many keeps only the counts.
 */
import type { FileResult, Summary } from "../run/types.js";

export class Tally {
  readonly #counts: Record<keyof Summary, number> = { rewritten: 0, unchanged: 0, refused: 0, invalid: 0 };
  readonly #refusals = new Map<string, number>();
  #review = 0;

  add(file: FileResult): void {
    this.#counts[file.status]++;
    if (file.status !== "refused") return;
    const code = file.reason?.code ?? "";
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
    if (file.safety === "review") this.#review++;
  }

  get counts(): Summary {
    return this.#counts;
  }

  /** Without a final newline. */
  text(): string {
    const { rewritten, unchanged, refused, invalid } = this.#counts;
    const lines = [`${rewritten} rewritten, ${unchanged} unchanged, ${refused} refused, ${invalid} invalid`];
    const width = Math.max(0, ...[...this.#refusals.values()].map((count) => String(count).length));
    const grouped = [...this.#refusals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    for (const [code, count] of grouped) lines.push(`  ${String(count).padStart(width)} refused: ${code}`);
    if (this.#review > 0) {
      lines.push(
        `  ${this.#review} more would be rewritten with --unsafe, each with notes on what to look at`,
      );
    }
    return lines.join("\n");
  }
}
