/** The report as JSON: one object for a run, or one line per file. The names are documented and stable. */
import type { FileResult, RunResult } from "../run/types.js";

export function jsonReport(result: RunResult, options: { readonly explain: boolean }): string {
  const { version, summary, files } = result;
  return `${JSON.stringify({ version, summary, files: files.map((file) => fileEntry(file, options)) }, null, 2)}\n`;
}

export function ndjsonLine(file: FileResult, options: { readonly explain: boolean }): string {
  return `${JSON.stringify(fileEntry(file, options))}\n`;
}

function fileEntry(file: FileResult, options: { readonly explain: boolean }): object {
  return {
    path: file.path,
    context: file.context,
    status: file.status,
    toolchain: file.toolchain,
    safety: file.safety,
    ...(file.reason === undefined ? {} : { reason: finding(file.reason) }),
    notes: file.notes.map((note) => ({ ...finding(note), weight: note.weight })),
    stages: file.stages.map(({ name, from }) => ({ name, from })),
    copies: file.copies.map(({ from, to }) => ({ from, to })),
    gains: file.gains,
    changes: file.changes,
    diff: file.diff,
    ...(options.explain ? { decisions: file.decisions } : {}),
  };
}

function finding({ code, message, line }: { code: string; message: string; line: number | null }): object {
  return { code, message, line };
}
