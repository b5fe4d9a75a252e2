import { readdirSync } from "node:fs";
import type { Catalogue } from "../../src/findings/catalogue.js";
import { allCodes, catalogues, pageOf } from "../../src/findings/registry.js";
import { colours } from "../../src/report/colours.js";
import { formatPage } from "../../src/report/page.js";

const folder = new URL("../../src/findings/", import.meta.url);

describe("the pages of codes", () => {
  it("are all in the registry: each file of src/findings that has pages is listed there", async () => {
    const missing: string[] = [];
    for (const name of readdirSync(folder)) {
      if (["types.ts", "catalogue.ts", "registry.ts"].includes(name)) continue;
      const path = `../../src/findings/${name.replace(/\.ts$/, ".js")}`;
      const module = (await import(path)) as Record<string, unknown>;
      for (const [key, value] of Object.entries(module)) {
        if (key.endsWith("Pages") && !catalogues.includes(value as Catalogue))
          missing.push(`${name}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it("are one for each code, and every code is kebab-case", () => {
    const codes = catalogues.flatMap((catalogue) => Object.keys(catalogue)).sort();
    expect(codes).toEqual([...new Set(codes)]);
    expect(codes.filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
  });

  it.each(allCodes())("%s has a meaning, an example and advice", (code) => {
    const page = pageOf(code);
    expect(page?.meaning).toMatch(/[^.]\.$/);
    expect(page?.meaning).not.toContain("\n");
    if (!code.startsWith("self-check")) expect(page?.example.trim()).not.toBe("");
    expect(page?.advice.trim()).not.toBe("");
  });

  it("print as plain text", () => {
    const page = { kind: "refused", meaning: "M.", example: "a\nb", advice: "Do it." } as const;
    expect(formatPage("x-y", page, colours(false))).toBe(
      "x-y\nrefused: the file is left alone, because a rewrite could not be shown to be safe\n\nM.\n\nExample:\n\n    a\n    b\n\nWhat to do:\n\n    Do it.\n",
    );
  });
});
