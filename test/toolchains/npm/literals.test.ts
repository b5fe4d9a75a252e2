import fc from "fast-check";
import { readSource } from "../../../src/toolchains/npm/literals.js";

describe("imports", () => {
  it.each([
    ["import a from 'a'", ["a"]],
    ['import { b } from "b";', ["b"]],
    ["import 'c'", ["c"]],
    ["export * from './d'", ["./d"]],
    ["const e = require('e')", ["e"]],
    ["await import(`f`)", ["f"]],
    ["require.resolve('g')", ["g"]],
    ["import type { T } from 'types'", []],
    ["import type T from 'types'", []],
    ["export type { T } from 'types'", []],
    ["import type from 'h'", ["h"]],
    ["import { type T, b } from 'i'", ["i"]],
    ["import { type T } from 'types'", []],
    ["// import a from 'x'\n/* require('y') */", []],
    ["const text = \"require('z')\"", []],
    ["const r = /require('q')/; import k from 'k'", ["k"]],
    ["const a = b / c; const d = 'e' / 2; import l from 'l'", ["l"]],
    ["import m = require('m')", ["m"]],
    ["path.resolve('n')", []],
    ["import x, { y } from 'o'; import type { z } from 'types'; import p from 'p'", ["o", "p"]],
  ])("%s", (text, imports) => {
    expect(readSource(text).imports).toEqual(imports);
  });

  it("a computed name is told", () => {
    expect(readSource("require(name)").dynamic).toBe(true);
    expect(readSource("import(`./x/${name}`)").dynamic).toBe(true);
    expect(readSource("require('x'); import('y')").dynamic).toBe(false);
  });

  it("names the call around a text", () => {
    expect(readSource("app.use(express.static(path.join(__dirname, 'public')))").texts).toEqual([
      { value: "public", call: "join", first: false, holder: "" },
    ]);
  });

  it("never throws, whatever the text is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."'\"`/*${}()[]\\\nab;:,.=require import") }),
        (text) => {
          const facts = readSource(text);
          expect(Array.isArray(facts.imports)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("finds an import behind any text in quotes", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readSource(`const a = ${JSON.stringify(text)};\nimport b from 'wanted';\n`).imports).toEqual([
          "wanted",
        ]);
      }),
    );
  });
});
