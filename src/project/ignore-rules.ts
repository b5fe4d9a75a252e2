/** The rules of one `.gitignore` (or a file of its kind): text in, verdicts on paths below its folder out. */
import ignore from "ignore";

export interface IgnoreRules {
  /** `path` is relative to the folder of the file, with a `/` at the end for a folder */
  test(path: string): { readonly ignored: boolean; readonly unignored: boolean };
}

export function ignoreRules(text: string): IgnoreRules {
  return ignore({ ignorecase: false }).add(text.replace(/^\ufeff/, ""));
}
