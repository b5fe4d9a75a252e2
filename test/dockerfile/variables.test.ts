import { expandWord, variablesIn } from "../../src/dockerfile/variables.js";
import { known, unknown, type Known } from "../../src/known.js";

const VALUES = new Map([
  ["NODE_VERSION", "20"],
  ["HOME", "/home/app"],
  ["FILE", "dist/app.tar.gz"],
  ["EMPTY", ""],
  ["PATTERN", "*.gz"],
]);
const lookup = (name: string): Known<string | null> =>
  name.startsWith("SECRET") ? unknown("not given") : known(VALUES.get(name) ?? null);
const expand = (text: string, escape = "\\"): Known<string> => expandWord(text, lookup, escape);

describe("expandWord", () => {
  it.each([
    ["node:${NODE_VERSION}-slim", "node:20-slim"],
    ["$HOME/bin:$NONE", "/home/app/bin:"],
    ["$HOMEDIR", ""],
    ['"/a b/$NODE_VERSION"', "/a b/20"],
    ["'$HOME'", "$HOME"],
    ["\\$HOME \\a", "$HOME a"],
    ['"\\$HOME \\a \\" \\\\"', '$HOME \\a " \\'],
    ["$", "$"],
    ["a$/b", "a$/b"],
    ["${NONE:-d}|${EMPTY:-d}|${HOME:-d}", "d|d|/home/app"],
    ["${NONE-d}|${HOME-d}", "d|/home/app"],
    ["${NONE:+a}|${EMPTY:+a}|${HOME:+a}", "||a"],
    ["${NONE+a}|${HOME+a}", "|a"],
    ["${HOME:?needed}", "/home/app"],
    ["${NONE:-${ALSO_NONE:-$HOME}/x}", "/home/app/x"],
    ["${NONE:-'a}b'}", "a}b"],
    ["${FILE#*/}", "app.tar.gz"],
    ["${FILE#*a}", "pp.tar.gz"],
    ["${FILE##*a}", "r.gz"],
    ["${FILE%.*}", "dist/app.tar"],
    ["${FILE%%.*}", "dist/app"],
    ["${FILE%$PATTERN}", "dist/app.tar"],
    ["${FILE%?gz}", "dist/app.tar"],
    ["${FILE/a/A}", "dist/App.tar.gz"],
    ["${FILE//a/A}", "dist/App.tAr.gz"],
    ["${FILE//\\//-}", "dist-app.tar.gz"],
    ["${FILE//./}", "dist/apptargz"],
    ["${FILE/t*r/[&]}", "dis[&].gz"],
    ["$1 $@ ${10}", "  "],
  ])("%s gives %s", (text, value) => {
    expect(expand(text)).toEqual(known(value));
  });

  it("takes the backtick as escape character where the directive says so", () => {
    expect(expand("c:\\app\\`$x", "`")).toEqual(known("c:\\app\\$x"));
  });

  it.each(["'a", '"a', "${", "${HOME", "${}", "${HOME^^}", "${HOME:#x}", "${NONE:?needed}", "${FILE#\\a}"])(
    "%s is unknown, since the builder rejects it",
    (text) => {
      expect(expand(text).known).toBe(false);
    },
  );

  it("gives up on substitutions that are nested without end", () => {
    expect(expand("${a:-".repeat(20_000) + "}".repeat(20_000)).known).toBe(false);
  });

  it("an unknown value makes only that unknown which uses it", () => {
    expect(expand("a$SECRET").known).toBe(false);
    expect(expand("${SECRET:+a}").known).toBe(false);
    expect(expand("${FILE#$SECRET}").known).toBe(false);
    expect(expand("${HOME:-$SECRET}")).toEqual(known("/home/app"));
    expect(expand("${NONE:+$SECRET}")).toEqual(known(""));
    expect(expand("'$SECRET'")).toEqual(known("$SECRET"));
  });

  it("does not guess whether an empty variable is set", () => {
    expect(expand("${EMPTY-d}").known).toBe(false);
    expect(expand("${EMPTY+d}").known).toBe(false);
    expect(expand("x${EMPTY-}")).toEqual(known("x"));
  });
});

describe("variablesIn", () => {
  it("names each variable once, the nested ones too", () => {
    expect(variablesIn("$A/${B:-$C}/${A%$D}\\$E'$F'", "\\")).toEqual(["A", "C", "B", "D"]);
  });

  it("names what stands before an error", () => {
    expect(variablesIn('$A"$B', "\\")).toEqual(["A", "B"]);
  });
});
