import fc from "fast-check";
import { childrenAt, parseXml, textAt } from "../../../src/toolchains/maven/xml.js";

describe("XML", () => {
  it("keeps order and repetition, drops comments, prefixes and instructions, trims text", () => {
    const root = parseXml(
      '\uFEFF<?xml version="1.0"?>\n<m:project xmlns:m="x">\n <!-- <a>no</a> --><a> 1.10 </a><?m2e x?><b/><a k="v">t &amp; u</a></m:project>',
    );
    if (!root.known) throw new Error(root.because);
    expect(root.value.name).toBe("project");
    expect(childrenAt(root.value).map((item) => [item.name, item.text])).toEqual([
      ["a", "1.10"],
      ["b", ""],
      ["a", "t & u"],
    ]);
    expect(root.value.children[2]?.attributes).toEqual({ k: "v" });
    expect(textAt(root.value, "a")).toBe("1.10");
    expect(textAt(root.value, "a", "b")).toBeNull();
  });
  it("takes a stray > in text, as real POMs have it", () => {
    expect(parseXml("<p><e>README.md</e>></p>").known).toBe(true);
  });
  it("says why a text is not XML", () => {
    for (const text of ["", "<a>", "<a></b>", "no", "<a/><b>"]) expect(parseXml(text).known).toBe(false);
  });
  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        parseXml(one);
        parseXml(`<project>${one}<a ${other}>${other}</a></project>`);
      }),
    );
  });
});
