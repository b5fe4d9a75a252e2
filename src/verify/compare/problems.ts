/** Where comparisons put what they find. A problem is a difference; a note is one that is meant, or says what was not compared. */
import type { Finding } from "../types.js";

export class Problems {
  readonly findings: Finding[] = [];
  readonly notes: Finding[] = [];

  problem(code: string, message: string): void {
    add(this.findings, { code, message });
  }

  note(code: string, message: string): void {
    add(this.notes, { code, message });
  }
}

function add(list: Finding[], finding: Finding): void {
  if (!list.some(({ code, message }) => code === finding.code && message === finding.message))
    list.push(finding);
}

/** `a, b, c and 4 more` */
export function someOf(names: readonly string[], count = 3): string {
  const shown = names.slice(0, count).join(", ");
  return names.length > count ? `${shown} and ${names.length - count} more` : shown;
}
