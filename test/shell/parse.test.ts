import fc from "fast-check";
import { known, unknown, type Known } from "../../src/known.js";
import { parseShell } from "../../src/shell/parse.js";
import type { ShellCommand, ShellScript } from "../../src/shell/types.js";

function parsed(
  text: string,
  env: Record<string, string> = {},
  cwd: Known<string> = known("/app"),
  braces?: boolean,
): ShellScript {
  const values = new Map(Object.entries(env).map(([name, value]) => [name, known(value)] as const));
  return parseShell(text, { cwd, env: values, ...(braces === undefined ? {} : { braces }) });
}

const words = (command: ShellCommand | undefined): string[] =>
  (command?.argv ?? []).map(({ value }) => (value.known ? value.value : "?"));

const lines = (script: ShellScript): string[] => script.commands.map((command) => words(command).join(" "));

const folder = (command: ShellCommand | undefined): string => (command?.cwd.known ? command.cwd.value : "?");

const slices = (script: ShellScript): string[] =>
  script.units.map(({ span }) => script.text.slice(span.start, span.end));

describe("words", () => {
  it("removes quotes and expands what is known", () => {
    const script = parsed(
      `cp "$SRC/a b" 'c $d' e\\ f \${X:-d} \${SRC%/*} \${SRC##*/} \${#SRC} \${SRC//p/P}`,
      { SRC: "/opt/x", X: "" },
    );
    expect(words(script.commands[0])).toEqual([
      "cp",
      "/opt/x/a b",
      "c $d",
      "e f",
      "d",
      "/opt",
      "x",
      "6",
      "/oPt/x",
    ]);
  });

  it("splits an unquoted value and keeps a quoted one whole", () => {
    const script = parsed('apt-get install $PACKAGES "$PACKAGES" $NONE', { PACKAGES: "make  gcc", NONE: "" });
    expect(words(script.commands[0])).toEqual(["apt-get", "install", "make", "gcc", "make  gcc"]);
    expect(script.commands[0]?.argv.map(({ text }) => text)).toEqual([
      "apt-get",
      "install",
      "$PACKAGES",
      "$PACKAGES",
      '"$PACKAGES"',
    ]);
  });

  it("says why a word is unknown and which variables it names", () => {
    const word = parsed("mvn -Drevision=$VERSION-${SUFFIX}").commands[0]?.argv[1];
    expect(word?.value).toEqual({ known: false, because: "the value of $VERSION is not known" });
    expect(word?.variables).toEqual(["VERSION", "SUFFIX"]);
  });

  it("marks globs only where the shell sees them", () => {
    const script = parsed(`rm target/*.jar "*.x" \\*.y $G 'a'?`, { G: "*.g" });
    expect(script.commands[0]?.argv.map(({ glob }) => glob)).toEqual([false, true, false, false, true, true]);
    expect(words(script.commands[0])).toEqual(["rm", "target/*.jar", "*.x", "*.y", "*.g", "a?"]);
  });

  it("takes ~ for HOME where it is known", () => {
    expect(words(parsed("cat ~/.npmrc a~ ~root/x", { HOME: "/home/me" }).commands[0])).toEqual([
      "cat",
      "/home/me/.npmrc",
      "a~",
      "/root/x",
    ]);
    expect(parsed("cat ~/.npmrc").commands[0]?.argv[1]?.value.known).toBe(false);
    expect(parsed("PATH=/a:~/bin:$PATH", { HOME: "/h", PATH: "/b" }).env.get("PATH")).toEqual(
      known("/a:/h/bin:/b"),
    );
  });

  it("expands braces as the shell at hand does", () => {
    expect(words(parsed("mkdir {a,b}/c", {}, known("/"), true).commands[0])).toEqual(["mkdir", "a/c", "b/c"]);
    expect(words(parsed("mkdir {a,b}/c", {}, known("/"), false).commands[0])).toEqual(["mkdir", "{a,b}/c"]);
    expect(words(parsed("mkdir {a,b}/c").commands[0])).toEqual(["mkdir", "?"]);
  });

  it("knows the output of $(pwd) alone", () => {
    expect(words(parsed('cp a "$(pwd)/b" $(ls)').commands.at(-1))).toEqual(["cp", "a", "/app/b", "?"]);
  });

  it("leaves $@ of a script to the caller", () => {
    const script = parsed('exec "$@"');
    expect(script.commands[0]?.argv[1]?.value.known).toBe(false);
    expect(script.commands[0]?.argv[1]?.text).toBe('"$@"');
  });
});

describe("the working directory (P133)", () => {
  it("follows cd, also through a variable, and back", () => {
    const script = parsed('cd "$DIR" && a && cd .. && b && cd - && c && cd && d', {
      DIR: "api/x",
      HOME: "/root",
    });
    expect(
      script.commands.filter(({ argv }) => argv.length === 1 && argv[0].text !== "cd").map(folder),
    ).toEqual(["/app/api/x", "/app/api", "/app/api/x", "/root"]);
  });

  it("does not let a subshell, a pipeline, a substitution or a background job leak", () => {
    expect(folder(parsed("(cd x && y); z").commands.at(-1))).toBe("/app");
    expect(folder(parsed("cd x | y; z").commands.at(-1))).toBe("/app");
    expect(folder(parsed("A=$(cd x && pwd); z").commands.at(-1))).toBe("/app");
    expect(folder(parsed("cd x & z").commands.at(-1))).toBe("/app");
  });

  it("follows pushd and popd", () => {
    expect(parsed("pushd x; a; popd; b").commands.map(folder)).toEqual(["/app", "/app/x", "/app/x", "/app"]);
  });

  it("is unknown where it hangs on a condition", () => {
    expect(folder(parsed("if a; then cd x; fi; b").commands.at(-1))).toBe("?");
    expect(folder(parsed("cd x || cd y; b").commands.at(-1))).toBe("?");
    expect(folder(parsed("for d in */; do cd $d; done; b").commands.at(-1))).toBe("?");
  });

  it("is known where the other branch leaves the script", () => {
    expect(folder(parsed("cd x || exit 1; b").commands.at(-1))).toBe("/app/x");
    expect(folder(parsed("if a; then cd y; exit 1; fi; b").commands.at(-1))).toBe("/app");
  });

  it("is kept when it was unknown before, until an absolute cd", () => {
    const script = parsed("a; cd b; c; cd /d; e", {}, unknown("WORKDIR hangs on an argument"));
    expect(script.commands.map(folder)).toEqual(["?", "?", "?", "?", "/d"]);
  });
});

describe("variables", () => {
  it("tells apart what lasts and what is for one command", () => {
    const script = parsed("export A=1; B=2; C=3 x; y; unset A; z");
    const [, x, y, , z] = script.commands;
    expect(x?.env.get("C")).toEqual(known("3"));
    expect(x?.assignments).toEqual([{ name: "C", value: known("3") }]);
    expect([...(y?.env.keys() ?? [])]).toEqual(["A", "B"]);
    expect([...(z?.env.keys() ?? [])]).toEqual(["B"]);
    expect([...script.env.keys()]).toEqual(["B"]);
  });

  it("expands in order, and an unset variable to its default", () => {
    expect(words(parsed("A=x B=$A/y; unset C; c $B ${C-d} ${C}e").commands.at(-1))).toEqual([
      "c",
      "x/y",
      "d",
      "e",
    ]);
  });

  it("does not know what a condition, a loop or a substitution decides", () => {
    const script = parsed("A=1; if x; then A=2; fi; B=$(y); while z; do C=$C.; done; c $A $B $C", { C: "" });
    expect(words(script.commands.at(-1))).toEqual(["c", "?", "?", "?"]);
  });

  it("unrolls a loop over known words", () => {
    expect(lines(parsed("for f in a 'b c'; do chmod +x $f \"$f.sh\"; done"))).toEqual([
      "chmod +x a a.sh",
      "chmod +x b c b c.sh",
    ]);
  });

  it("keeps assignments in front of a special builtin, as sh does", () => {
    const line = "deps='a b' set -x && apk add $deps";
    expect(lines(parsed(line))).toEqual(["set -x", "apk add a b"]);
    expect(words(parsed(line, {}, known("/"), true).commands.at(-1))).toEqual(["apk", "add", "?"]);
    expect(words(parsed("A=b c; d $A").commands.at(-1))).toEqual(["d", "?"]);
  });

  it("gives a temporary name one value throughout", () => {
    const script = parsed('export GNUPGHOME="$(mktemp -d)" && rm -rf "$GNUPGHOME"');
    expect(words(script.commands.at(-1))).toEqual(["rm", "-rf", "/tmp/tmp.XXXXXXXXXX"]);
  });

  it("reads nothing but names from os-release", () => {
    const script = parsed('. /etc/os-release && echo "$VERSION_CODENAME" $A', {
      A: "1",
      VERSION_CODENAME: "x",
    });
    expect(script.opaque).toBeNull();
    expect(words(script.commands.at(-1))).toEqual(["echo", "?", "1"]);
  });
});

describe("what runs for certain", () => {
  const certain = (text: string): string[] =>
    parsed(text)
      .commands.filter((command) => command.certain)
      .map((command) => words(command)[0] ?? "");

  it("takes a chain of && that decides the outcome", () => {
    expect(certain("a && b && c")).toEqual(["a", "b", "c"]);
    expect(certain("a && b; c")).toEqual(["a", "c"]);
    expect(certain("a && b || c")).toEqual(["a"]);
    expect(certain("a || b && c")).toEqual(["a", "c"]);
    expect(certain("(a && b) && c")).toEqual(["a", "b", "c"]);
    expect(certain("set -e; (a && b); c")).toEqual(["set", "a", "b", "c"]);
  });

  it("does not take branches, loops and functions", () => {
    expect(certain("if a; then b; else c; fi; while d; do e; done; case x in y) f;; esac")).toEqual(["a"]);
    expect(certain("f() { a; }; f; b")).toEqual(["b"]);
  });

  it("doubts what stands behind a possible exit", () => {
    expect(certain("if a; then exit 0; fi; b")).toEqual(["a"]);
    expect(certain("a || exit 1; b")).toEqual(["a", "b"]);
    expect(certain("a | b")).toEqual(["a", "b"]);
  });

  it("flags pipes, substitutions and background jobs", () => {
    const script = parsed("a $(b) | c; d & e");
    const flags = script.commands.map((command) => [
      command.argv[0].text,
      command.piped,
      command.substituted,
      command.background,
    ]);
    expect(flags).toEqual([
      ["b", false, true, false],
      ["a", true, false, false],
      ["c", true, false, false],
      ["d", false, false, true],
      ["e", false, false, false],
    ]);
  });
});

describe("units", () => {
  it("cuts the list at &&, ||, ; and line ends", () => {
    const text = "apt-get update && apt-get install -y curl; # c\n(cd x && make) || true\nd & e | f";
    const script = parsed(text);
    expect(slices(script)).toEqual([
      "apt-get update",
      "apt-get install -y curl",
      "(cd x && make)",
      "true",
      "d",
      "e | f",
    ]);
    expect(script.units.map(({ joiner }) => joiner)).toEqual([null, "&&", ";", "||", "\n", "&"]);
    expect(script.units.map(({ compound }) => compound)).toEqual([false, false, true, false, false, false]);
  });

  it("keeps a heredoc with its command, and with what shares its line", () => {
    expect(slices(parsed("cat <<EOF > /x\nhi\nEOF\nb"))).toEqual(["cat <<EOF > /x\nhi\nEOF", "b"]);
    expect(slices(parsed("cat <<EOF > /x && chmod +x /x\nhi\nEOF\nb"))).toEqual([
      "cat <<EOF > /x && chmod +x /x\nhi\nEOF",
      "b",
    ]);
  });

  it("keeps a function together with its calls", () => {
    const script = parsed('get() { curl "$1" -o "$2"; }; a && get u /v && b');
    expect(slices(script)).toEqual(['get() { curl "$1" -o "$2"; }; a && get u /v', "b"]);
    expect(lines(script)).toEqual(["a", "curl u -o /v", "b"]);
  });

  it("gives the text back when the units are put together again", () => {
    const text = 'set -ex ;  cd /a&&b "c;d" || e\n\nf | g > h ; { i; j; } 2>&1';
    const script = parsed(text);
    let rebuilt = "";
    let at = 0;
    for (const { span } of script.units) {
      expect(span.start).toBeGreaterThanOrEqual(at);
      rebuilt += text.slice(at, span.start) + text.slice(span.start, span.end);
      at = span.end;
      for (const command of script.units.find((unit) => unit.span === span)?.commands ?? []) {
        expect(text.slice(command.span.start, command.span.end)).toContain(command.argv[0].text);
      }
    }
    expect(rebuilt + text.slice(at)).toBe(text);
    expect(slices(script)).toEqual(["set -ex", "cd /a", 'b "c;d"', "e", "f | g > h", "{ i; j; } 2>&1"]);
  });
});

describe("redirects", () => {
  it("names operator and target, and leaves out duplications", () => {
    const [command] = parsed("java -jar x > /var/log/x.log 2>&1 < in 2>>err &>all").commands;
    expect(command?.redirects.map(({ operator, target }) => operator + target.text)).toEqual([
      ">/var/log/x.log",
      "<in",
      "2>>err",
      "&>all",
    ]);
  });

  it("gives a heredoc's body, expanded", () => {
    const [command] = parsed("cat <<EOF > x\nport=$PORT\nEOF", { PORT: "80" }).commands;
    expect(command?.redirects[0]?.target.value).toEqual(known("port=80\n"));
  });

  it("hands a compound's redirect to its commands, and a lone one to `:`", () => {
    expect(
      parsed("{ echo a; echo b; } > f").commands.map(({ redirects }) => redirects[0]?.target.text),
    ).toEqual(["f", "f"]);
    expect(words(parsed("> /empty").commands[0])).toEqual([":"]);
  });
});

describe("what cannot be followed", () => {
  it.each([
    ["a &&", "cannot be parsed"],
    ['echo "open', "cannot be parsed"],
    ["source ./env.sh && a", "reads commands from ./env.sh"],
    ['eval "$CMD"', "eval"],
    ["f() { f; }; f", "calls itself"],
    ["echo $(if a)", "cannot be parsed"],
  ])("is opaque: %s", (text, because) => {
    expect(parsed(text).opaque?.because).toContain(because);
  });

  it("follows eval of a text that is known", () => {
    const script = parsed('A="mvn package"; eval "$A -q"');
    expect(lines(script)).toEqual(["mvn package -q"]);
    expect(script.opaque).toBeNull();
  });
});

it("never throws, and spans stay in the text and in order", () => {
  const token = fc.constantFrom(
    "a",
    "cd x",
    "&&",
    "||",
    ";",
    "\n",
    "|",
    "(",
    ")",
    "{",
    "}",
    "$(",
    "`",
    '"',
    "'",
    "$X",
    "<<E\nb\nE\n",
    ">",
    "if",
    "then",
    "fi",
    "for i in 1 2; do",
    "done",
    "&",
    " ",
    "\\\n",
    "#c\n",
    "~",
    "*",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(token, { maxLength: 24 }).map((all) => all.join(" ")),
      ),
      (text) => {
        const script = parsed(text, { X: "v w" });
        let last = 0;
        for (const { span } of script.units) {
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          last = span.end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      },
    ),
    { numRuns: 400 },
  );
});
