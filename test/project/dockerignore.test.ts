import { compileDockerignore } from "../../src/project/dockerignore.js";

// Each expectation was taken from BuildKit's own matcher (moby/patternmatcher v0.6.1, walked folder by folder).
const cases: readonly {
  readonly name: string;
  readonly text: string;
  readonly ignored?: readonly string[];
  readonly kept?: readonly string[];
}[] = [
  {
    name: "a name matches in the root only",
    text: "target",
    ignored: ["target", "target/a/b"],
    kept: ["api/target"],
  },
  {
    name: "a leading slash changes nothing",
    text: "/target\n",
    ignored: ["target/x"],
    kept: ["api/target/x"],
  },
  { name: "a trailing slash changes nothing", text: "target/\n", ignored: ["target", "target/x"] },
  { name: "`**/` is any folder and none", text: "**/target", ignored: ["target/x", "a/b/target/x"] },
  { name: "`*` stays within a folder", text: "*.log", ignored: ["a.log"], kept: ["logs/a.log"] },
  {
    name: "`**` in front of a name without a slash",
    text: "**foo",
    ignored: ["afoo", "x/bfoo/y"],
    kept: ["foox"],
  },
  {
    name: "`folder/**` leaves the folder itself",
    text: "logs/**",
    ignored: ["logs/a", "logs/a/b"],
    kept: ["logs"],
  },
  {
    name: "the last pattern that matches decides",
    text: "*\n!src\n!package.json",
    ignored: ["a"],
    kept: ["src/x", "package.json"],
  },
  { name: "an exception comes too early", text: "!a/b\na", ignored: ["a/b"] },
  { name: "an exception below an ignored folder", text: "a\n!a/keep", ignored: ["a/x"], kept: ["a/keep/x"] },
  {
    name: "a pattern that is repeated behind an exception does not ignore again what lies below",
    text: "a\n!a/b\na",
    ignored: ["a/c"],
    kept: ["a/b"],
  },
  { name: "comments only in the first column", text: "# a\n #b", ignored: ["#b"], kept: ["a", "# a"] },
  { name: "blanks around a pattern and after `!`", text: "  a  \n*\n!  b  ", ignored: ["a"], kept: ["b"] },
  {
    name: "a byte order mark is no part of the first pattern",
    text: "\ufeffnode_modules\n",
    ignored: ["node_modules/a"],
  },
  { name: "CRLF", text: "a\r\nb\r\n", ignored: ["a", "b"] },
  { name: "no final newline (P184)", text: "a\nbuild", ignored: ["a", "build/x"] },
  { name: "`.` and `/` match nothing", text: ".\n/\n", kept: ["a", "a/b"] },
  { name: "`..` in front never matches", text: "../a", kept: ["a"] },
  { name: "`./` and double slashes are cleaned", text: "./a//b/../c", ignored: ["a/c"], kept: ["a/b"] },
  { name: "case counts", text: "Target", ignored: ["Target"], kept: ["target"] },
  {
    name: "characters of regular expressions are plain",
    text: "c++\na(1).*",
    ignored: ["c++", "a(1).txt"],
    kept: ["ccc", "a1.txt"],
  },
  { name: "a backslash escapes", text: "\\*.md", ignored: ["*.md"], kept: ["a.md"] },
  { name: "a class of characters", text: "[ab].txt", ignored: ["a.txt"], kept: ["c.txt"] },
  { name: "`?` is one character, not a slash", text: "a?c", ignored: ["abc"], kept: ["a/c", "ac"] },
  { name: "braces do not expand", text: "{a,b}", ignored: ["{a,b}"], kept: ["a", "b"] },
  { name: "an empty file", text: "", kept: ["a", ".dockerignore"] },
  {
    name: "the Dockerfile can be ignored, and COPY does not see it then",
    text: "Dockerfile*",
    ignored: ["Dockerfile"],
  },
];

describe(".dockerignore", () => {
  it.each(cases)("$name", ({ text, ignored = [], kept = [] }) => {
    const rules = compileDockerignore(text);
    expect(ignored.filter((path) => !rules.ignores(path))).toEqual([]);
    expect(kept.filter((path) => rules.ignores(path))).toEqual([]);
    expect(rules.broken).toBeNull();
  });

  it.each(["!", "a\n!  \nb", "!/", "[a", "a[", "[]x"])(
    "names the pattern that docker rejects: %j",
    (text) => {
      expect(compileDockerignore(text).broken).not.toBeNull();
    },
  );

  it("never ignores the root", () => {
    expect(compileDockerignore("**").ignores("")).toBe(false);
  });

  it("knows whether ignored folders may hold files that are not", () => {
    expect(compileDockerignore("a\nb").exceptions).toBe(false);
    expect(compileDockerignore("a\n!a/b").exceptions).toBe(true);
  });
});
