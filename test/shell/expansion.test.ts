/** Expected values are what bash 5.2 makes of the same words. */
import { known } from "../../src/known.js";
import { parseShell } from "../../src/shell/parse.js";

const env = new Map(
  Object.entries({ X: "/opt/a.b.tar.gz", E: "", S: " p  q ", G: "ab" }).map(
    ([name, value]) => [name, known(value)] as const,
  ),
);

it.each([
  ["${X##*/}", ["a.b.tar.gz"]],
  ["${X%%.*}", ["/opt/a"]],
  ["${X%.*}", ["/opt/a.b.tar"]],
  ["${X#*/}", ["opt/a.b.tar.gz"]],
  ["${X##*[!a-z]}", ["gz"]],
  ["${X/%gz/bz}", ["/opt/a.b.tar.bz"]],
  ["${X/#\\/opt/Y}", ["Y/a.b.tar.gz"]],
  ["${E:-d e}", ["d", "e"]],
  ['"${E:-d e}"', ["d e"]],
  ["${E-d}", []],
  ["${E:+z}${X:+z}", ["z"]],
  ["a$S", ["a", "p", "q"]],
  ["$S.b", ["p", "q", ".b"]],
  ['"$S"', [" p  q "]],
  ["${G^^}${G^}", ["ABAb"]],
  ['"a\\$X\\"b"', ['a$X"b']],
  ["$'t\\x41'", ["tA"]],
  ["''$E", [""]],
  ["${E:=ff}$E", ["ffff"]],
])("%s", (word, expected) => {
  const [command] = parseShell(`f ${word}`, { cwd: known("/"), env }).commands;
  expect(command?.argv.slice(1).map(({ value }) => (value.known ? value.value : value.because))).toEqual(
    expected,
  );
});
