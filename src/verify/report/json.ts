/** The report as JSON. Every field is named here once more, so that none is added or renamed by accident: docs/verify.md has them. */
import type { FileReport, Finding, ImagesReport, Observation, RunReport, VerifyReport } from "../types.js";

export function jsonVerifyReport(report: VerifyReport): string {
  const { version, engine, summary, files } = report;
  return `${JSON.stringify({ version, engine, summary, files: files.map(fileEntry) }, null, 2)}\n`;
}

function fileEntry(file: FileReport): object {
  const { path, context, outcome, reason, findings, notes, images, runs, log, seconds } = file;
  return {
    path,
    context,
    outcome,
    reason: reason && { code: reason.code, message: reason.message, line: reason.line },
    findings: findings.map(finding),
    notes: notes.map(finding),
    images: images && imagesEntry(images),
    runs: runs.map(runEntry),
    log,
    seconds,
  };
}

function finding({ code, message }: Finding): object {
  return { code, message };
}

function imagesEntry({ size, layers, files, user, left, secrets, kept }: ImagesReport): object {
  const { programs, caches, sources, packages, other } = left;
  return { size, layers, files, user, left: { programs, caches, sources, packages, other }, secrets, kept };
}

function runEntry({ command, before, after, unstable }: RunReport): object {
  return { command, before: observation(before), after: observation(after), unstable };
}

function observation(one: Observation): object {
  const { exitCode, ready, health, ports, uid, probes, stdout, stderr, stop } = one;
  return { exitCode, ready, health, ports, uid, probes, stdout, stderr, stop };
}
