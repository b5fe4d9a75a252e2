/** For `--explain`: a table with every instruction of a Dockerfile, where it went, and why. */
import type { FileResult } from "../run/types.js";
import type { Decision } from "../split/types.js";
import type { Colours } from "./colours.js";
import { oneLine } from "./messages.js";

/** @returns lines with a final newline, "" when nothing was decided */
export function explainFile(file: FileResult, paint: Colours): string {
  const head = [paint.bold(oneLine(file.path))];
  if (file.toolchain !== null) head.push(`  toolchain: ${file.toolchain}`);
  if (file.context !== null) head.push(`  build context: ${file.context}`);
  if (file.gains.length > 0) head.push(`  gains: ${file.gains.join("; ")}`);
  if (file.decisions.length === 0) return `${head.join("\n")}\n`;
  const rows = file.decisions.map(row);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length)));
  const table = rows.map((cells) => {
    const [line = "", placement = "", instruction = "", because = ""] = cells;
    return `  ${line.padStart(widths[0] ?? 0)}  ${paint.cyan(placement.padEnd(widths[1] ?? 0))}  ${instruction.padEnd(widths[2] ?? 0)}  ${paint.dim(because)}`;
  });
  return `${[...head, ...table].join("\n")}\n`;
}

function row(decision: Decision): readonly string[] {
  return [
    decision.line === null ? "+" : String(decision.line),
    decision.placement,
    oneLine(decision.instruction),
    `${oneLine(decision.because)} [${decision.transform}]`,
  ];
}
