import { first, instruction, keywords, refusal, script, slice, tree } from "./reading.js";

describe("heredocs (P35)", () => {
  it("a heredoc alone is the script; its lines are not joined and its comments stay", () => {
    const source =
      "FROM alpine:3.20\nRUN <<EOF\nset -e\n# comment\napk add \\\n  curl\nFROM nowhere\nEOF\nUSER 1\n";
    const run = first(tree(source), "RUN");
    expect(run.command.form === "shell" && run.command.script.text).toBe(
      "set -e\n# comment\napk add \\\n  curl\nFROM nowhere\n",
    );
    expect(slice(source, run.span)).toBe(source.slice(17, source.indexOf("\nUSER")));
    expect([run.line, run.endLine]).toEqual([2, 8]);
    expect(run.heredocs).toMatchObject([{ delimiter: "EOF", expand: true, stripTabs: false }]);
    expect(keywords(source)).toEqual(["FROM", "RUN", "USER"]);
  });

  it("behind a command, the shell gets the line, the body and the delimiter", () => {
    expect(script("RUN cat <<EOF > /etc/motd && echo done\nhello $USER\nEOF")).toBe(
      "cat <<EOF > /etc/motd && echo done\nhello $USER\nEOF",
    );
  });

  it("maps every character of the script to the source", () => {
    const source = "FROM alpine:3.20\nRUN python3 - <<-A <<'B' \\\n  x\n\tone\n\t\ttwo\n\tA\nthree\nB\n";
    const { command } = first(tree(source), "RUN");
    if (command.form !== "shell") throw new Error("exec form");
    expect(command.script.text).toBe("python3 - <<-A <<'B'   x\n\tone\n\t\ttwo\nA\nthree\nB");
    for (const [offset, char] of [...command.script.text].entries())
      expect(source.charAt(command.script.at(offset))).toBe(char);
  });

  it("strips tabs for <<-, in the terminator too", () => {
    const source = "FROM alpine:3.20\nRUN <<-EOF\n\techo a\n\t\techo b\n  c\n\tEOF\n";
    const run = first(tree(source), "RUN");
    if (run.command.form !== "shell") throw new Error("exec form");
    expect(run.command.script.text).toBe("echo a\necho b\n  c\n");
    expect(source.slice(run.command.script.at(7)).startsWith("echo b")).toBe(true);
    expect(run.heredocs[0]?.content).toBe("echo a\necho b\n  c\n");
  });

  it("a quoted delimiter forbids expansion", () => {
    for (const word of ['"EOF"', "'EOF'"])
      expect(instruction(`COPY <<${word} /x\n$a\nEOF`, "COPY").heredocs).toMatchObject([
        { delimiter: "EOF", expand: false, content: "$a\n" },
      ]);
  });

  it("COPY takes several, which are no sources", () => {
    const copy = instruction("COPY --chmod=755 <<a.sh real <<b.sh /bin/\none\na.sh\ntwo\nb.sh", "COPY");
    expect(copy.sources.map((word) => word.text)).toEqual(["real"]);
    expect(copy.heredocs.map((each) => [each.delimiter, each.content])).toEqual([
      ["a.sh", "one\n"],
      ["b.sh", "two\n"],
    ]);
  });

  it("CRLF: the terminator is found, the body keeps its line ends", () => {
    const run = tree("FROM alpine:3.20\r\nRUN <<EOF\r\necho a\r\nEOF\r\nUSER 1\r\n").instructions[1];
    expect(run?.heredocs[0]?.content).toBe("echo a\r\n");
  });

  it("belongs to an ONBUILD trigger too", () => {
    expect(keywords("FROM alpine:3.20\nONBUILD RUN <<EOF\nUSER 1\nEOF\nUSER 2\n")).toEqual([
      "FROM",
      "ONBUILD",
      "USER",
    ]);
  });

  it("is none in CMD, in the JSON form, behind a word, in <<< and in $((1<<2))", () => {
    for (const text of [
      "CMD cat <<EOF",
      'RUN ["echo", "<<EOF"]',
      "RUN cat<<EOF",
      "RUN cat <<<EOF",
      "RUN echo $((1<<2))",
    ])
      expect(keywords(`FROM alpine:3.20\n${text}\nUSER 1\n`)).toHaveLength(3);
  });

  it("that never ends is an error on its own line", () => {
    expect(refusal("FROM alpine:3.20\nRUN <<EOF\necho a\n EOF\n")).toEqual({
      code: "unterminated-heredoc",
      line: 2,
    });
    expect(refusal("FROM alpine:3.20\nRUN <<-EOF\n  EOF\n")).toEqual({
      code: "unterminated-heredoc",
      line: 2,
    });
  });
});
