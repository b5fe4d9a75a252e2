import fc from "fast-check";
import { formatPatch } from "../../src/report/patch.js";
import type { PatchFile } from "../../src/report/patch.js";
import { Folder } from "../run/folder.js";

/** What each tool makes of the patch, for all files at once. */
function applied(files: readonly PatchFile[], tool: "git" | "patch"): readonly string[] {
  const folder = new Folder();
  for (const { path, before } of files) if (before !== null) folder.write(path, before);
  const patch = files.map(formatPatch).join("");
  if (patch !== "") {
    if (tool === "git") folder.exec("git", ["apply"], patch);
    else folder.exec("patch", ["-p1", "--no-backup-if-mismatch", "--fuzz=0"], patch);
  }
  return files.map(({ path }) => folder.read(path));
}

const cases: readonly (PatchFile & { readonly name: string })[] = [
  {
    name: "a plain change",
    path: "Dockerfile",
    before: "FROM a\nRUN b\n",
    after: "FROM a AS build\nRUN b\nFROM c\n",
  },
  {
    name: "CRLF lines",
    path: "Dockerfile",
    before: "FROM a\r\nRUN b\r\nCMD c\r\n",
    after: "FROM a AS x\r\nRUN b\r\nCMD d\r\n",
  },
  {
    name: "mixed line ends",
    path: "Dockerfile",
    before: "FROM a\r\nRUN b\nCMD c\r\n",
    after: "FROM a AS x\r\nRUN b\nCMD d\n",
  },
  {
    name: "no final newline before",
    path: "Dockerfile",
    before: "FROM a\nCMD b",
    after: "FROM a AS x\nCMD b\n",
  },
  {
    name: "no final newline after",
    path: "Dockerfile",
    before: "FROM a\nCMD b\n",
    after: "FROM a AS x\nCMD b",
  },
  {
    name: "no final newline at all, last line kept",
    path: "Dockerfile",
    before: "FROM a\nCMD b",
    after: "FROM x\nCMD b",
  },
  {
    name: "no final newline, CRLF",
    path: "Dockerfile",
    before: "FROM a\r\nCMD b",
    after: "FROM a\r\nFROM c\r\nCMD b",
  },
  { name: "a byte order mark", path: "Dockerfile", before: "\ufeffFROM a\n", after: "\ufeffFROM a AS b\n" },
  {
    name: "lines that look like a patch",
    path: "Dockerfile",
    before: "FROM a\n-- b\n++ c\n\\ No\n",
    after: "FROM a\n-- d\n++ c\n@@ x\n",
  },
  { name: "a blank in a folder's name", path: "my app/Dockerfile", before: "a\n", after: "b\n" },
  { name: "letters outside ASCII", path: "größe/Dockerfile", before: "a\n", after: "b\n" },
  {
    name: "quotes, backslashes and tabs in the name",
    path: 'a"b\\c\td/Dockerfile',
    before: "a\n",
    after: "b\n",
  },
  { name: "a new file", path: ".dockerignore", before: null, after: ".git\nnode_modules\n" },
  {
    name: "a new file with one line and no newline",
    path: "sub dir/.dockerignore",
    before: null,
    after: ".git",
  },
  { name: "an empty file that is filled", path: ".dockerignore", before: "", after: ".git\n" },
];

describe("a patch", () => {
  it.each(cases)("is taken by git apply: $name", (file) =>
    expect(applied([file], "git")).toEqual([file.after]),
  );
  it.each(cases)("is taken by patch -p1: $name", (file) =>
    expect(applied([file], "patch")).toEqual([file.after]),
  );

  it("is nothing when nothing changes", () => {
    expect(formatPatch({ path: "Dockerfile", before: "a", after: "a" })).toBe("");
  });

  it("reads as git writes it", () => {
    expect(formatPatch({ path: "a b/x", before: "FROM a\n", after: "FROM a AS build\n" })).toBe(
      "--- a/a b/x\t\n+++ b/a b/x\t\n@@ -1 +1 @@\n-FROM a\n+FROM a AS build\n",
    );
    expect(formatPatch({ path: "x", before: null, after: "a\n" })).toBe(
      "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n",
    );
  });

  const line = fc.constantFrom("FROM a", "RUN b", "", "  ", "-x", "+y", "# c", "\ttab", "ü");
  const text = fc
    .array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { minLength: 1, maxLength: 12 })
    .chain((lines) =>
      fc.boolean().map((cut) =>
        lines
          .map((l) => l.join(""))
          .join("")
          .replace(cut ? /\r?\n$/ : /$^/, ""),
      ),
    );

  it.each(["git", "patch"] as const)("turns any text into any other: %s", (tool) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 30, maxLength: 40 }), (pairs) => {
        const files = pairs
          .map(([before, after], index) => ({ path: `d ${index}/Dockerfile`, before, after }))
          .filter(({ after, before }) => after !== "" && before !== "");
        expect(applied(files, tool)).toEqual(files.map(({ after }) => after));
      }),
      { numRuns: 8 },
    );
  });
});
