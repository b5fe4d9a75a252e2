import { parseShell } from "../../src/shell/parse.js";
import { known } from "../../src/known.js";
it("x", () => {
  for (const t of [
    "cd x && ./gradlew build; cp $(ls -1 *.jar | head -1) /app/ || true\nmkdir -p ~/a 'b c' \"$X y\" $O",
    "f() { echo \"$@\" $1; }; a && f x 'y z' && b",
    "cat <<EOF > /x && b\nhi $X\nEOF\nc",
    "cat <<EOF > /x\nhi $X\nEOF\nc",
    "set -ex; apt-get update; if [ a ]; then b; else c; fi; (cd /z && d); e",
    "for p in a b; do curl $p; done && export A=1 B=$A && PATH=$A:$PATH foo ${X:-d} ${A:-e} ${C%.jar} A=b",
    "> /x; A=$(curl y) ; eval \"$X\"",
    "mkdir -p {a,b}/c \\*.x \"*.y\" $G",
    "a | b > f & c", "[[ -f x ]] && y; z || exit 1; q", "$EMPTY cmd $UNK z",
  ]) {
    const s = parseShell(t, { cwd: known("/app"), env: new Map([["X", known("ex")], ["O", known("-a -b")], ["C", known("q.jar")], ["G", known("*.g")], ["EMPTY", known("")]]) });
    console.log(t + "\n" + s.units.map((u) => `U ${u.joiner} ${u.compound} <${t.slice(u.span.start, u.span.end)}>\n` + u.commands.map((c) => `   ${c.cwd.known ? c.cwd.value : "?"} ${c.argv.map((w) => w.value.known ? JSON.stringify(w.value.value) + (w.glob ? "*" : "") : "?" + w.value.because).join(" ")} [${c.redirects.map(r=>r.operator+JSON.stringify(r.target.value)).join(" ")}] ${c.certain?"C":""}${c.piped?"P":""}${c.substituted?"S":""}${c.background?"B":""} ${c.assignments.map(a=>a.name)}`).join("\n")).join("\n") + "\nopaque " + JSON.stringify(s.opaque));
  }
});
