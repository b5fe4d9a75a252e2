/** The page of a code, as `dfsplit explain CODE` prints it. */
import type { Page } from "../findings/catalogue.js";
import type { Colours } from "./colours.js";

const KINDS: Readonly<Record<Page["kind"], string>> = {
  invalid: "the file could not be read, parsed or written (exit code 2)",
  unchanged: "there is nothing to do, and the file is left as it is",
  refused: "the file is left alone, because a rewrite could not be shown to be safe",
  note: "a note on a rewrite",
  difference: "dfsplit verify found that the rewrite's container is not the original's (exit code 1)",
  unverified: "dfsplit verify could not compare the two",
};

export function formatPage(code: string, page: Page, paint: Colours): string {
  const indent = (text: string): string => text.replace(/^/gm, "    ");
  return [
    paint.bold(code),
    `${page.kind}: ${KINDS[page.kind]}`,
    "",
    page.meaning,
    "",
    // a broken rule of the self-check has no example: no input is known that leads to it
    ...(page.example.trim() === "" ? [] : ["Example:", "", indent(page.example), ""]),
    "What to do:",
    "",
    indent(page.advice),
    "",
  ].join("\n");
}
