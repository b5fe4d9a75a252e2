/** The report for a terminal: a table of all files, then for each what differs, what is meant to, and what stayed behind. */
import type { Colours } from "../../report/colours.js";
import { oneLine } from "../../report/messages.js";
import type { FileReport, VerifyReport } from "../types.js";
import { headings, leftWords, rowOf, summaryWords } from "./words.js";

/** Columns of numbers stand to the right. */
const RIGHT = new Set<number>([2, 3, 4, 5, 6]);

export function tableReport(report: VerifyReport, paint: Colours): string {
  const rows = [headings, ...report.files.map(rowOf)].map((row) => row.map(oneLine));
  const used = headings.map((_, column) => rows.slice(1).some((row) => row[column] !== ""));
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const lines = rows.map((row, at) => {
    const cells = row.map((cell, column) =>
      RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    const line = cells
      .filter((_, column) => used[column])
      .join("  ")
      .trimEnd();
    return at === 0 ? paint.bold(line) : coloured(line, report.files[at - 1], paint);
  });
  const details = report.files.map((file) => detailsOf(file, paint)).filter((text) => text !== "");
  const engine = `${report.engine.name} ${report.engine.version}: ${summaryWords(report.summary)}`;
  return `${[...(report.files.length === 0 ? [] : [lines.join("\n")]), ...details, engine].join("\n\n")}\n`;
}

function coloured(line: string, file: FileReport | undefined, paint: Colours): string {
  if (file?.outcome === "same") return paint.green(line);
  return file?.outcome === "left-alone" ? line : paint.red(line);
}

function detailsOf(file: FileReport, paint: Colours): string {
  const lines: string[] = [];
  if (file.reason !== null) lines.push(`${file.reason.code}: ${oneLine(file.reason.message)}`);
  for (const { code, message } of file.findings) lines.push(`${paint.red(code)}: ${oneLine(message)}`);
  for (const { code, message } of file.notes) lines.push(`note (${code}): ${oneLine(message)}`);
  for (const line of file.log) lines.push(paint.dim(`| ${oneLine(line)}`));
  const left = file.images ? leftWords(file.images.left) : [];
  if (left.length > 0) lines.push(`left behind: ${left.map(oneLine).join("; ")}`);
  if (lines.length === 0) return "";
  return [`${paint.bold(oneLine(file.path))}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}
