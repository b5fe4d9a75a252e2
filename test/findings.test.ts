/** Every code that the program gives has a page, and every page belongs to a code that the program gives. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allCodes } from "../src/findings/registry.js";

function texts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

const program = [
  ...readdirSync("src")
    .filter((name) => name !== "findings" && !name.endsWith(".ts"))
    .flatMap((name) => texts(join("src", name))),
  ...texts("transforms"),
].join("\n");

/** Where a code is given: a property, or the argument of the functions that make findings. */
const given = new Set(
  [
    ...program.matchAll(
      /\bcode: "([a-z0-9-]+)"|\b(?:refuse|refused|unchanged|broken|review|info|note|failure|problem)\(\s*"([a-z0-9-]+-[a-z0-9-]+)"|\bstop\(\s*"(?:refused|unchanged)",\s*"([a-z0-9-]+)"/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? ""),
);

describe("the codes", () => {
  it("that are given all have a page", () => {
    const pages = new Set(allCodes());
    expect([...given].filter((code) => !pages.has(code))).toEqual([]);
  });

  it("that have a page are all given somewhere", () => {
    const orphans = allCodes().filter(
      (code) => !code.startsWith("self-check-") && !program.includes(`"${code}"`),
    );
    expect(orphans).toEqual([]);
  });
});
