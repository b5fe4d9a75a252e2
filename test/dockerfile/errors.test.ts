import { dockerfilePages } from "../../src/findings/dockerfile.js";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { refusal, tree } from "./reading.js";

const behindFrom = (text: string): ReturnType<typeof refusal> => refusal(`FROM alpine:3.20\n${text}\n`);

describe("errors", () => {
  it.each([
    ["", "empty-dockerfile", 1],
    ["\n# only a comment\n", "empty-dockerfile", 1],
    ["\uFEFF", "empty-dockerfile", 1],
    ["ARG A=1\n", "no-from", 1],
    ["# a\nRUN true\n", "no-from", 2],
    ["ARG A\nWORKDIR /app\nFROM alpine:3.20\n", "instruction-before-from", 2],
    ["FROM alpine:3.20\n\nRUM npm ci\n", "unknown-instruction", 3],
    ["FROM alpine:3.20\nRUN npm ci &&\n  npm run build\n", "unknown-instruction", 3],
    ["<<<<<<< HEAD\nFROM alpine:3.20\n", "unknown-instruction", 1],
  ])("%j is %s on line %i", (source, code, line) => {
    expect(refusal(source)).toEqual({ code, line });
  });

  it.each([
    "FROM",
    "FROM a b",
    "FROM a AS",
    "FROM a AS 1x",
    "FROM a AS b c",
    "COPY package.json",
    'COPY ["a"]',
    "COPY a <<EOF\nx\nEOF",
    "COPY [1, 2]",
    "COPY --nope=1 a b",
    "COPY --from a b",
    "COPY --from=a --from=b c d",
    "COPY --link=maybe a b",
    'COPY --chown="a b c',
    'COPY "a b',
    "ENV",
    "ENV A",
    "ENV A=1 B",
    "ENV =1",
    'ENV A="x',
    "ENV A=${",
    "ENV A=${x^^}",
    "LABEL a",
    "ARG",
    "ARG =1",
    "WORKDIR",
    "USER",
    "EXPOSE",
    "VOLUME",
    'VOLUME [""]',
    "STOPSIGNAL",
    "MAINTAINER",
    "SHELL bash -c",
    "SHELL []",
    "HEALTHCHECK",
    "HEALTHCHECK NONE x",
    "HEALTHCHECK CMD",
    "HEALTHCHECK curl x",
    "ONBUILD",
    "ONBUILD FROM x",
    "CMD [1]",
  ])("%j is a syntax error, as for the builder", (text) => {
    expect(behindFrom(text)).toEqual({ code: "syntax-error", line: 2 });
  });

  it("refuses a wrong or doubled directive", () => {
    expect(refusal("# escape=x\nFROM a\n")).toEqual({ code: "syntax-error", line: 1 });
    expect(refusal("# escape=`\n# escape=`\nFROM a\n")).toEqual({ code: "syntax-error", line: 2 });
  });

  it("refuses a line that is too long for the builder", () => {
    const line = (bytes: number): string => `FROM a\nRUN ${"x".repeat(bytes - 4)}\n`;
    expect(tree(line(65_535)).instructions).toHaveLength(2);
    expect(refusal(line(65_536))).toEqual({ code: "syntax-error", line: 2 });
  });

  it("refuses a heredoc that the shell sees and the builder does not", () => {
    expect(behindFrom("RUN X=${Y^^} cat <<EOF\nhi\nEOF")).toEqual({ code: "heredoc-ambiguous", line: 2 });
    expect(tree('FROM a\nRUN echo ${Y^^} "a << b"\n').instructions).toHaveLength(2);
  });

  it("refuses a carriage return inside a line, where readers differ", () => {
    expect(refusal("FROM a\nRUN echo one \r two\nUSER x\n").code).toBe("boundaries-ambiguous");
  });

  it.each([
    ["FROM {{ .BaseImage }}\nRUN a\n", 1],
    ["FROM {{image}}\n", 1],
    ["{% if x %}\nFROM a\n{% endif %}\n", 1],
    ["FROM a\n{{- range .Packages }}\nRUN b\n", 2],
    ["FROM a\n<% if (maven) { %>\nRUN b\n<% } %>\n", 2],
    ["FROM @@BASE@@\n", 1],
    ["FROM a\nCOPY {{ .Jar }} /app.jar\n", 2],
    ["FROM __BASE_IMAGE__\n", 1],
    ["FROM <your-image>\n", 1],
    ["FROM a\nWORKDIR /home/<%= user %>\n", 2],
  ])("P172: %j is a template", (source, line) => {
    expect(refusal(source)).toEqual({ code: "template-placeholders", line });
  });

  it("P172: braces that a shell command or a value means are no placeholders", () => {
    const source =
      "FROM a\nRUN go list -f '{{.Dir}}' ./...\nENV FORMAT='{{.Names}}'\nCMD docker ps --format '{{.ID}}'\n";
    expect(tree(source).instructions).toHaveLength(4);
  });

  it("every code has a page whose kind says how the file is left", () => {
    expect(dockerfilePages["template-placeholders"].kind).toBe("unchanged");
    for (const [code, page] of Object.entries(dockerfilePages)) {
      if (code === "boundaries-ambiguous") continue;
      const parsed = parseDockerfile(page.example);
      expect(parsed.ok ? "parsed" : parsed.error.code).toBe(code);
    }
  });
});
