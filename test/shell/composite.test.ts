/** A command line that is kept in a variable, of which parts are only known at run time (`$A`, `$B`). */
import { known } from "../../src/known.js";
import { parseShell } from "../../src/shell/parse.js";

function last(script: string): readonly string[] | string {
  const { commands, opaque } = parseShell(script, { cwd: known("/"), env: new Map() });
  if (opaque) return opaque.because;
  return (commands.at(-1)?.argv ?? []).map(({ value }) => (value.known ? value.value : "?"));
}

const C = 'c="java $A -jar x.jar"\n';

describe("words of a variable with known parts", () => {
  it.each<readonly [string, readonly string[]]>([
    [`${C}$c`, ["java", "?", "-jar", "x.jar"]],
    [`${C}exec $c`, ["exec", "java", "?", "-jar", "x.jar"]],
    [`${C}"$c"`, ["?"]],
    [`${C}$c $B`, ["java", "?", "-jar", "x.jar", "?"]],
    ['c="java -D$A.b -jar"; c="$c x.jar"; $c', ["java", "?", "-jar", "x.jar"]],
    ["c='java -jar'; c+=\" $A\"; $c", ["java", "-jar", "?"]],
    ['c="$A -jar x.jar"; $c', ["?", "-jar", "x.jar"]],
    ['c="java $(date) x"; $c', ["java", "?", "x"]],
    [`${C}export c; $c`, ["java", "?", "-jar", "x.jar"]],
  ])("%s", (script, words) => {
    expect(last(script)).toEqual(words);
  });

  it.each([
    [`${C}eval $c`, ["java", "?", "-jar", "x.jar"]],
    [`${C}eval "exec $c"`, ["exec", "java", "?", "-jar", "x.jar"]],
    ['c="java -jar \'a b.jar\' $A"; eval "$c"', ["java", "-jar", "a b.jar", "?"]],
    ['eval "$A"', "eval runs a text that is only known at run time"],
  ])("%s", (script, words) => {
    expect(last(script)).toEqual(words);
  });

  it.each([
    'if test "$X"; then c="java $A -jar x.jar"; else c="java $A -jar y.jar"; fi\n$c',
    `${C}if test "$X"; then c="$c y"; fi\n$c`,
    `${C}c=$(date)\n$c`,
    `${C}read c\n$c`,
    `${C}unset c; c=$A\n$c`,
  ])("are not those of another branch or time: %s", (script) => {
    expect(last(script)).toEqual(["?"]);
  });
});
