import { expandWord, variablesIn } from "../../src/dockerfile/variables.js";
import { known } from "../../src/known.js";
import { first, instruction, keywords, refusal, script, tree } from "./reading.js";

/** Each known fault of dockerfile-ast, by its number in the list that the parser was written against. */
describe("what dockerfile-ast gets wrong", () => {
  it("1: blanks inside JSON strings stay", () => {
    const { command } = instruction('CMD ["sh","-c","java -jar /app.jar"]', "CMD");
    expect(command.form === "exec" && command.argv.map((word) => word.value)).toEqual([
      "sh",
      "-c",
      "java -jar /app.jar",
    ]);
  });

  it("2: an indented comment in a continuation does not leak, a line of one character is not lost", () => {
    expect(script("RUN a \\\n    # why\n    && \\\nb \\\n    c")).toBe("a     && b     c");
  });

  it("3: << inside quotes or JSON starts no heredoc", () => {
    for (const text of [
      'RUN sh -c "cat <<EOF"',
      'RUN echo "std::cout <<x;"',
      "RUN echo ' <<EOF '",
      'RUN ["a", "<<EOF"]',
    ])
      expect(keywords(`FROM alpine:3.20\n${text}\nRUN b\nUSER 1\n`)).toEqual(["FROM", "RUN", "RUN", "USER"]);
  });

  it("4: a blank behind << is allowed in RUN; COPY with one is refused by name", () => {
    expect(keywords("FROM alpine:3.20\nRUN cat << EOF > /x\nUSER a\nEOF\nUSER 1\n")).toEqual([
      "FROM",
      "RUN",
      "USER",
    ]);
    // The builder knows the blank behind <<, not the one behind <<-: the body is read as instructions.
    expect(refusal("FROM alpine:3.20\nRUN cat <<- EOF > /x\nUSER a\n\tEOF\n")).toEqual({
      code: "unknown-instruction",
      line: 4,
    });
    expect(refusal("FROM alpine:3.20\nCOPY << EOF /x\nhello\nEOF\n")).toEqual({
      code: "heredoc-ambiguous",
      line: 2,
    });
  });

  it("5: the body of a heredoc is no argument", () => {
    const copy = instruction("COPY <<EOF /x\nnot an argument\nEOF", "COPY");
    expect([copy.sources, copy.destination.text]).toEqual([[], "/x"]);
    expect(copy.body.text).toBe("<<EOF /x");
  });

  it("6: a doubled backslash continues nothing; a comment that ends in one hides nothing", () => {
    expect(keywords("FROM alpine:3.20\nRUN echo a\\\\\nUSER 1\n")).toEqual(["FROM", "RUN", "USER"]);
    expect(script("RUN a \\\n  # comment \\\n  && b")).toBe("a   && b");
    expect(keywords("FROM alpine:3.20\nRUN a \\\n  # comment \\\n  && b\nUSER 1\n")).toEqual([
      "FROM",
      "RUN",
      "USER",
    ]);
  });

  it("7: --from is found among other flags", () => {
    expect(instruction("COPY --link --from=build --chown=1 a b", "COPY").from).toBe("build");
  });

  it("8: modifiers, nesting, repeated keys, lists and quotes", () => {
    const empty = (): ReturnType<typeof known<null>> => known(null);
    expect(variablesIn("${x-y}${a#y}${b//p/$c}", "\\")).toEqual(["x", "a", "c", "b"]);
    expect(expandWord("${X:-${Y:-z}}", empty, "\\")).toEqual(known("z"));
    expect(instruction("ENV A=2 A=3", "ENV").pairs.map((pair) => pair.value)).toEqual(["2", "3"]);
    expect(instruction("ARG A B=2", "ARG").args.map((arg) => arg.name)).toEqual(["A", "B"]);
    expect(expandWord(instruction('WORKDIR "/a b"', "WORKDIR").value.text, empty, "\\")).toEqual(
      known("/a b"),
    );
  });

  it("9: only escape, syntax and check are directives", () => {
    const dockerfile = tree("# maintainer=me\n# escape=`\nFROM alpine:3.20\nRUN a \\\n  b\n");
    expect(dockerfile.directives).toEqual([]);
    expect(first(dockerfile, "RUN").body.text).toBe("a   b");
  });

  it("10: an unterminated heredoc, an unknown keyword, an empty file are errors", () => {
    expect(refusal("FROM a\nRUN <<EOF\n").code).toBe("unterminated-heredoc");
    expect(refusal("FROM a\nRUNN b\n").code).toBe("unknown-instruction");
    expect(refusal("").code).toBe("empty-dockerfile");
  });

  it("11: many variables and instructions take no quadratic time", () => {
    const time = (count: number): number => {
      const source = `FROM alpine:3.20\n${"ENV A=$A${B:-x}\n".repeat(count)}`;
      const before = process.cpuUsage();
      expect(tree(source).instructions).toHaveLength(count + 1);
      return process.cpuUsage(before).user;
    };
    const best = (count: number): number => Math.min(time(count), time(count), time(count));
    time(500);
    // Eight times the text: linear is about 8, quadratic 64.
    expect(best(8000) / best(1000)).toBeLessThan(40);
  });
});
