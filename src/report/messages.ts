/**
 * What a person reads about one file beside the diff: why it was left alone, and what to look at in a
 * rewrite. Each finding is one line, `path:line: status (code): message`, as compilers print them.
 */
import type { Finding } from "../findings/types.js";
import type { FileResult } from "../run/types.js";
import type { Colours } from "./colours.js";

export function reasonLine(file: FileResult, paint: Colours): string | null {
  if (file.reason === undefined) return null;
  const status =
    file.status === "invalid"
      ? paint.red("invalid")
      : file.status === "refused"
        ? paint.yellow("refused")
        : file.status;
  return line(file.path, file.reason, status);
}

export function noteLines(file: FileResult, paint: Colours): readonly string[] {
  return file.notes.map((note) =>
    line(file.path, note, note.weight === "review" ? paint.yellow("look at this") : "note"),
  );
}

function line(path: string, finding: Finding, label: string): string {
  const place = finding.line === null ? path : `${path}:${finding.line}`;
  return `${oneLine(place)}: ${label} (${finding.code}): ${oneLine(finding.message)}`;
}

/** A message may quote what a file holds: line breaks and other control characters are not passed to a terminal. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}
