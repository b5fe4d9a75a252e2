/** The report as Markdown, for the body of a pull request or a page. */
import { markdownTable } from "markdown-table";
import { oneLine } from "../../report/messages.js";
import type { FileReport, VerifyReport } from "../types.js";
import { headings, leftWords, rowOf, summaryWords } from "./words.js";

export function markdownReport(report: VerifyReport): string {
  const table = markdownTable(
    [headings, ...report.files.map(rowOf)].map((row) => row.map(cell)),
    { align: ["l", "l", "r", "r", "r", "r", "r"] },
  );
  const parts = report.files.length === 0 ? [] : [table];
  for (const file of report.files) {
    const lines = detailsOf(file);
    if (lines.length > 0) parts.push(`**${text(file.path)}**`, lines.map((line) => `- ${line}`).join("\n"));
    if (file.log.length > 0)
      parts.push(["```text", ...file.log.map((line) => line.replaceAll("```", "'''")), "```"].join("\n"));
  }
  parts.push(`${report.engine.name} ${report.engine.version}: ${summaryWords(report.summary)}`);
  return `${parts.join("\n\n")}\n`;
}

function detailsOf(file: FileReport): readonly string[] {
  const left = file.images ? leftWords(file.images.left) : [];
  return [
    ...(file.reason === null ? [] : [`\`${file.reason.code}\`: ${text(file.reason.message)}`]),
    ...file.findings.map(({ code, message }) => `**\`${code}\`**: ${text(message)}`),
    ...file.notes.map(({ code, message }) => `note \`${code}\`: ${text(message)}`),
    ...(left.length === 0 ? [] : [`left behind: ${left.map(text).join("; ")}`]),
  ];
}

function cell(value: string): string {
  return text(value).replaceAll("|", "\\|");
}

/** A message may quote a Dockerfile: nothing of it is Markdown. */
function text(value: string): string {
  return oneLine(value).replaceAll(/[\\`*_<>[\]]/g, "\\$&");
}
