import { instructionText, quoteExecWord, sourceSpan } from "../../src/dockerfile/text.js";
import { first, instruction, keywords, script, slice, tree } from "./reading.js";

const REFERENCE = `FROM openjdk:21-jdk
WORKDIR /app
COPY . .
RUN chmod +x gradlew && ./gradlew clean build -x test
CMD ["java","-jar","build/libs/demo-0.0.1-SNAPSHOT.jar"]
`;

describe("instructions and stages", () => {
  it("reads the reference case", () => {
    const dockerfile = tree(REFERENCE);
    expect(dockerfile.stages).toHaveLength(1);
    expect(dockerfile.stages[0]?.from.image.text).toBe("openjdk:21-jdk");
    expect(dockerfile.stages[0]?.instructions.map((each) => each.keyword)).toEqual([
      "WORKDIR",
      "COPY",
      "RUN",
      "CMD",
    ]);
    expect(dockerfile.instructions.map((each) => [each.line, each.endLine])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, n]),
    );
    expect(dockerfile).toMatchObject({ bom: false, eol: "\n", escape: "\\" });
  });

  it("groups global ARGs and several stages", () => {
    const dockerfile = tree(
      "ARG V=20\nFROM node:${V} AS Build\nARG V\nFROM --platform=$BUILDPLATFORM node as prod\nUSER node\n",
    );
    expect(dockerfile.globalArgs.flatMap((arg) => arg.args.map((each) => [each.name, each.default]))).toEqual(
      [["V", "20"]],
    );
    expect(dockerfile.stages.map((stage) => [stage.from.alias?.text, stage.from.platform])).toEqual([
      ["Build", null],
      ["prod", "$BUILDPLATFORM"],
    ]);
    expect(dockerfile.stages.map((stage) => stage.instructions.length)).toEqual([1, 1]);
  });

  it("P186: takes keywords of any case, indentation, tabs and comments of code", () => {
    const source = "from alpine:3.20 aS base\n#FROM node:8\n\tRUN\techo  a\n  Copy a b\n";
    expect(keywords(source)).toEqual(["FROM", "RUN", "COPY"]);
    const dockerfile = tree(source);
    expect(dockerfile.instructions.map((each) => each.written)).toEqual(["from", "RUN", "Copy"]);
    expect(dockerfile.instructions.map((each) => slice(source, each.span))).toEqual([
      "from alpine:3.20 aS base",
      "RUN\techo  a",
      "Copy a b",
    ]);
  });

  it("keeps the keyword of an instruction whose first line is only its beginning", () => {
    expect(instruction("R\\\nUN true", "RUN").written).toBe("RUN");
  });
});

describe("comments above", () => {
  const source =
    "# syntax=docker/dockerfile:1\n# about the base\nFROM alpine:3.20\n\n# far away\n\n# one\n  # two\nRUN a\n#tail\n";

  it("takes the contiguous block along, never a directive", () => {
    const dockerfile = tree(source);
    expect(dockerfile.instructions.map((each) => instructionText(dockerfile, each))).toEqual([
      "# about the base\nFROM alpine:3.20",
      "# one\n  # two\nRUN a",
    ]);
  });

  it("starts at the line of an indented instruction, and behind a BOM", () => {
    const dockerfile = tree("\uFEFFFROM alpine:3.20\n  RUN a\n");
    expect(dockerfile.bom).toBe(true);
    expect(dockerfile.instructions.map((each) => each.leadStart)).toEqual([1, 18]);
    expect(dockerfile.instructions.map((each) => each.span.start)).toEqual([1, 20]);
  });
});

describe("directives", () => {
  it("P36: reads escape, syntax and check in any case and with blanks", () => {
    const dockerfile = tree(
      "# Syntax = docker/dockerfile:1\n#escape=`\n  # check=skip=all\nFROM windows\nRUN a `\n  b\nCOPY c:\\x\\ d\n",
    );
    expect(dockerfile.directives.map((each) => [each.name, each.value])).toEqual([
      ["syntax", "docker/dockerfile:1"],
      ["escape", "`"],
      ["check", "skip=all"],
    ]);
    expect(dockerfile.escape).toBe("`");
    expect(first(dockerfile, "RUN").body.text).toBe("a   b");
    expect(first(dockerfile, "COPY").sources.map((word) => word.text)).toEqual(["c:\\x\\"]);
  });

  it("ends them at a blank line, a comment or an unknown key", () => {
    for (const above of ["", "# a comment", "# author=me"]) {
      const dockerfile = tree(`${above}\n# escape=\`\nFROM alpine:3.20\nRUN a \\\n b\n`);
      expect(dockerfile.directives).toEqual([]);
      expect(dockerfile.escape).toBe("\\");
    }
  });
});

describe("logical lines", () => {
  it("P34: skips comments and blank lines inside a continuation, and maps back to the source", () => {
    const source = "FROM alpine:3.20\nRUN apk add \\\n    # the compiler\n    gcc \\\n\n    make\n";
    const { command, body, span } = first(tree(source), "RUN");
    expect(body.text).toBe("apk add     gcc     make");
    expect(command.form).toBe("shell");
    for (const [offset, char] of [...body.text].entries()) expect(source.charAt(body.at(offset))).toBe(char);
    expect(body.at(body.text.length)).toBe(source.length - 1);
    expect(slice(source, sourceSpan(body, 12, 15))).toBe("gcc");
    expect(slice(source, span)).toBe(source.slice(17, -1));
  });

  it("joins without a blank, as the builder does", () => {
    expect(script("RUN echo a\\\nb")).toBe("echo ab");
  });

  it("takes blanks behind the escape character, and a missing final newline", () => {
    expect(tree("FROM alpine:3.20\nRUN a \\ \t\n  b").instructions[1]?.body.text).toBe("a   b");
  });

  it("leaves a continuation that leads nowhere outside of the instruction, so that nothing can be appended to it", () => {
    const source = "FROM alpine:3.20\nRUN a \\\n\n# end\n";
    expect(slice(source, first(tree(source), "RUN").span)).toBe("RUN a");
  });

  it("a span that ends at a seam does not swallow the continuation", () => {
    const source = "FROM alpine:3.20\nEXPOSE 80 \\\n  443\n";
    expect(first(tree(source), "EXPOSE").values.map((word) => slice(source, word.span))).toEqual([
      "80",
      "443",
    ]);
    const split = "FROM alpine:3.20\nEXPOSE 80\\\n 443\n";
    expect(first(tree(split), "EXPOSE").values.map((word) => slice(split, word.span))).toEqual(["80", "443"]);
  });

  it("CRLF: the same instructions, no carriage return in words", () => {
    const crlf = tree(REFERENCE.replaceAll("\n", "\r\n"));
    expect(crlf.eol).toBe("\r\n");
    expect(crlf.instructions.map((each) => each.body.text)).toEqual(
      tree(REFERENCE).instructions.map((each) => each.body.text),
    );
  });
});

describe("commands", () => {
  it("reads the JSON form with the span of each string", () => {
    const source = 'FROM alpine:3.20\nCMD [ "sh", "-c", "java -jar \\"/a b.jar\\"" , \\\n  "\\u0041" ]\n';
    const { command } = first(tree(source), "CMD");
    if (command.form !== "exec") throw new Error("shell form");
    expect(command.argv.map((word) => word.value)).toEqual(["sh", "-c", 'java -jar "/a b.jar"', "A"]);
    expect(command.argv.map((word) => JSON.parse(slice(source, word.span)) as unknown)).toEqual(
      command.argv.map((word) => word.value),
    );
    expect(slice(source, command.span)).toBe(source.slice(source.indexOf("["), -1));
  });

  it("falls back to the shell form where the JSON is not valid", () => {
    const { command } = instruction("ENTRYPOINT ['java', '-jar', 'app.jar']", "ENTRYPOINT");
    expect(command.form === "shell" && command.script.text).toBe("['java', '-jar', 'app.jar']");
  });

  it("reads HEALTHCHECK in all forms", () => {
    const shell = instruction(
      "HEALTHCHECK --interval=30s --retries=3 \\\n  CMD curl -f http://localhost/ || exit 1",
      "HEALTHCHECK",
    );
    expect(shell.flags.map((flag) => [flag.name, flag.value])).toEqual([
      ["interval", "30s"],
      ["retries", "3"],
    ]);
    expect(shell.command?.form === "shell" && shell.command.script.text).toBe(
      "curl -f http://localhost/ || exit 1",
    );
    const exec = instruction('HEALTHCHECK cmd ["wget", "-q", "http://localhost/"]', "HEALTHCHECK");
    expect(exec.command?.form === "exec" && exec.command.argv.map((word) => word.value)).toEqual([
      "wget",
      "-q",
      "http://localhost/",
    ]);
    expect(instruction("HEALTHCHECK none", "HEALTHCHECK").command).toBeNull();
  });

  it("reads SHELL", () => {
    const { argv } = instruction('SHELL ["/bin/bash", "-o", "pipefail", "-c"]', "SHELL");
    expect(argv.map((word) => word.value)).toEqual(["/bin/bash", "-o", "pipefail", "-c"]);
  });

  it("writes a word of the exec form as JSON", () => {
    expect(quoteExecWord('a "b" \\ c')).toBe('"a \\"b\\" \\\\ c"');
  });
});

describe("COPY and ADD", () => {
  it("reads flags, sources and destination", () => {
    const copy = instruction(
      "COPY --from=build --chown=node:node --chmod=755 --link \\\n  /app/dist /app/package.json ./",
      "COPY",
    );
    expect(copy).toMatchObject({ from: "build", chown: "node:node", chmod: "755" });
    expect(copy.flags.map((flag) => flag.name)).toEqual(["from", "chown", "chmod", "link"]);
    expect(copy.flags.at(-1)?.value).toBeNull();
    expect(copy.sources.map((word) => word.text)).toEqual(["/app/dist", "/app/package.json"]);
    expect(copy.destination.text).toBe("./");
  });

  it("reads the JSON form: decoded text, the span with its quotes", () => {
    const source = 'FROM alpine:3.20\nCOPY --chown=1000 ["my file.txt", "/data dir/"]\n';
    const copy = first(tree(source), "COPY");
    expect(copy.sources.map((word) => word.text)).toEqual(["my file.txt"]);
    expect(slice(source, copy.destination.span)).toBe('"/data dir/"');
    expect(copy.chown).toBe("1000");
  });

  it("takes only leading words for flags, and resolves their quotes", () => {
    const run = instruction('RUN --mount="type=cache,target=/root/.npm" npm ci --omit=dev', "RUN");
    expect(run.flags.map((flag) => [flag.name, flag.value])).toEqual([
      ["mount", "type=cache,target=/root/.npm"],
    ]);
    expect(run.body.text).toBe("npm ci --omit=dev");
    expect(script("RUN -- --odd")).toBe("--odd");
  });
});

describe("ENV, LABEL, ARG", () => {
  const pairs = (text: string): unknown =>
    instruction(text, "ENV").pairs.map((pair) => [pair.key, pair.value]);

  it("reads pairs, quotes and escapes as written", () => {
    const source = "FROM alpine:3.20\nENV A=1 B=\"two words\" C=three\\ words \\\n    D='$x' E=\n";
    const env = first(tree(source), "ENV");
    expect(env.pairs.map((pair) => [pair.key, pair.value])).toEqual([
      ["A", "1"],
      ["B", '"two words"'],
      ["C", "three\\ words"],
      ["D", "'$x'"],
      ["E", ""],
    ]);
    expect(env.pairs.map((pair) => slice(source, pair.span))).toEqual([
      "A=1",
      'B="two words"',
      "C=three\\ words",
      "D='$x'",
      "E=",
    ]);
  });

  it("P165: the legacy form swallows everything behind the key, over lines too", () => {
    expect(pairs("ENV PATH /opt/bin:$PATH")).toEqual([["PATH", "/opt/bin:$PATH"]]);
    expect(pairs("ENV OPTS -Xmx1g  -Da=b \\\n    OTHER=1")).toEqual([["OPTS", "-Xmx1g  -Da=b     OTHER=1"]]);
  });

  it("reads LABEL keys in quotes", () => {
    expect(
      instruction('LABEL "a b"="c" org.x.y=z', "LABEL").pairs.map((pair) => [pair.key, pair.value]),
    ).toEqual([
      ['"a b"', '"c"'],
      ["org.x.y", "z"],
    ]);
  });

  it("reads lists of ARG, with and without a default", () => {
    expect(instruction('ARG A B=2 C="x y" D=', "ARG").args.map((arg) => [arg.name, arg.default])).toEqual([
      ["A", null],
      ["B", "2"],
      ["C", '"x y"'],
      ["D", ""],
    ]);
  });
});

describe("single values and lists", () => {
  it("keeps quotes and inner blanks of a single value", () => {
    const source =
      'FROM alpine:3.20\nWORKDIR "/a b"  \nUSER  app:app\nSTOPSIGNAL SIGTERM\nMAINTAINER Some One <s@example.org>\n';
    const dockerfile = tree(source);
    expect(first(dockerfile, "WORKDIR").value.text).toBe('"/a b"');
    expect(first(dockerfile, "USER").value.text).toBe("app:app");
    expect(first(dockerfile, "STOPSIGNAL").value.text).toBe("SIGTERM");
    expect(slice(source, first(dockerfile, "MAINTAINER").value.span)).toBe("Some One <s@example.org>");
  });

  it("reads VOLUME in both forms", () => {
    expect(instruction("VOLUME /a /b", "VOLUME").values.map((word) => word.text)).toEqual(["/a", "/b"]);
    expect(instruction('VOLUME ["/a", "/b c"]', "VOLUME").values.map((word) => word.text)).toEqual([
      "/a",
      "/b c",
    ]);
  });

  it("P128: keeps ONBUILD whole", () => {
    expect(instruction("ONBUILD COPY . /app", "ONBUILD").body.text).toBe("COPY . /app");
  });
});
