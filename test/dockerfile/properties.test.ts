import fc from "fast-check";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { instructionText, lineOf } from "../../src/dockerfile/text.js";
import type { Dockerfile, Instruction, Word } from "../../src/dockerfile/types.js";
import { expandWord } from "../../src/dockerfile/variables.js";
import { known } from "../../src/known.js";
import { tree } from "./reading.js";

/** Instructions as people write them, each legal wherever it stands. */
const INSTRUCTIONS = [
  "FROM node:20-slim AS second",
  "from --platform=linux/amd64 maven:3.9",
  'ARG A B=2 \\\n    C="x y"',
  'ENV A=1 B="two words" \\\n  # why\n  C=three\\ words',
  "ENV LEGACY value with $A \\\n  and=more",
  "LABEL org.x=\"y\" 'a b'=c",
  "RUN npm ci && npm run build",
  "RUN set -eux; \\\n\n    # first\n    apk add \\\n      git; \\\n\tmake \\",
  "RUN <<EOF\nset -e\n# a comment\necho \\\n\nFROM x\nEOF",
  "RUN python3 - <<-'PY' && echo ok\n\tprint(1)\n\tPY",
  "RUN echo \"<<EOF\" '<<EOF' \\\\",
  "RUN --mount=type=cache,target=/root/.m2 --network=none mvn -B package",
  "COPY --from=build --chown=1000:1000 \\\n  /app/target/*.jar /app/app.jar",
  'COPY ["a b", "/c d/"]',
  "COPY <<one <<two /etc/\n1\none\n2\ntwo",
  "  ADD https://example.org/x.tgz /x",
  'WORKDIR "/a b"',
  "\tUSER\t1000:1000",
  "EXPOSE 80 443/tcp \\\n 8080",
  "VOLUME /a /b",
  'CMD ["node", \\\n  "dist/main.js"]',
  "CMD java $JAVA_OPTS -jar app.jar \\",
  "ENTRYPOINT exec top -b",
  "HEALTHCHECK --interval=5s CMD curl -f http://localhost || exit 1",
  "HEALTHCHECK NONE",
  "STOPSIGNAL SIGTERM",
  "ONBUILD RUN <<X\nUSER 1\nX",
  "# a comment",
  "  # an indented one \\",
  "",
  "  \t",
];

const dockerfiles = fc
  .record({
    head: fc.constantFrom("", "\uFEFF", "# syntax=docker/dockerfile:1\n", "# note\n", "ARG V=1\n"),
    parts: fc.array(fc.constantFrom(...INSTRUCTIONS), { maxLength: 12 }),
    end: fc.constantFrom("", "\n", "\n\n# end\n"),
  })
  // A continuation at the end of a part needs its own end: a comment and a blank line would be joined to what follows.
  .map(({ head, parts, end }) => `${head}FROM alpine:3.20\n${parts.map(closed).join("\n")}${end}`);

function closed(part: string): string {
  return /^[^#]*\\$/.test(part) && !part.endsWith("\\\\") ? `${part}\n  && true` : part;
}

function wordsOf(instruction: Instruction): readonly Word[] {
  switch (instruction.keyword) {
    case "FROM":
      return [instruction.image, ...(instruction.alias === null ? [] : [instruction.alias])];
    case "COPY":
    case "ADD":
      return instruction.body.text.startsWith("[") ? [] : [...instruction.sources, instruction.destination];
    case "WORKDIR":
    case "USER":
    case "STOPSIGNAL":
    case "MAINTAINER":
      return [instruction.value];
    case "EXPOSE":
    case "VOLUME":
      return instruction.values;
    default:
      return [];
  }
}

/** What must be the same whatever the line ends are. */
function shape(dockerfile: Dockerfile): unknown {
  return dockerfile.instructions.map((each) => [
    each.keyword,
    each.line,
    each.endLine,
    each.flags.map((flag) => [flag.name, flag.value]),
    each.body.text,
    each.heredocs.map((heredoc) => [heredoc.delimiter, heredoc.content.replaceAll("\r\n", "\n")]),
  ]);
}

describe("for any Dockerfile", () => {
  it("instructions and the gaps between them are the source; gaps hold nothing but blanks and comments", () => {
    fc.assert(
      fc.property(dockerfiles, (source) => {
        const dockerfile = tree(source);
        let text = "";
        let end = 0;
        for (const each of dockerfile.instructions) {
          const gap = source.slice(end, each.leadStart);
          for (const line of gap.replace(/^\uFEFF/, "").split("\n")) expect(line).toMatch(/^\s*(?:#.*)?$/);
          text += gap + instructionText(dockerfile, each);
          end = each.span.end;
          expect(each.line).toBe(lineOf(source, each.span.start));
          expect(each.endLine).toBe(lineOf(source, each.span.end));
        }
        expect(text + source.slice(end)).toBe(source);
      }),
    );
  });

  it("an instruction alone behind FROM reads as it does in its place", () => {
    fc.assert(
      fc.property(dockerfiles, (source) => {
        const dockerfile = tree(source);
        for (const each of dockerfile.instructions.slice(1)) {
          const again = tree(`FROM alpine:3.20\n${instructionText(dockerfile, each)}\n\nFROM next\n`);
          expect(again.instructions).toHaveLength(3);
          expect(again.instructions[1]?.body.text).toBe(each.body.text);
          expect(again.instructions[1]?.heredocs.map((heredoc) => heredoc.content)).toEqual(
            each.heredocs.map((heredoc) => heredoc.content),
          );
        }
      }),
    );
  });

  it("every character of body and script stands in the source where `at` says, every word at its span", () => {
    fc.assert(
      fc.property(dockerfiles, (source) => {
        for (const each of tree(source).instructions) {
          const texts = [each.body];
          if ("command" in each && each.command?.form === "shell") texts.push(each.command.script);
          for (const logical of texts)
            for (let offset = 0; offset < logical.text.length; offset += 1)
              expect(source.charAt(logical.at(offset))).toBe(logical.text.charAt(offset));
          for (const word of wordsOf(each))
            expect(source.slice(word.span.start, word.span.end)).toBe(word.text);
        }
      }),
    );
  });

  it("CRLF gives the same instructions", () => {
    fc.assert(
      fc.property(dockerfiles, (source) => {
        expect(shape(tree(source.replaceAll("\n", "\r\n")))).toEqual(shape(tree(source)));
      }),
    );
  });
});

describe("for any text", () => {
  const noise = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "FROM a\n",
          "RUN ",
          "<<EOF",
          "EOF\n",
          "\\\n",
          "\n",
          "#",
          '"',
          "'",
          "[",
          "]",
          "--x",
          "=",
          "\r",
          "${",
          "}",
          "`",
          " ",
        ),
        fc.string({ maxLength: 6 }),
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join(""));

  it("parsing never throws, and an error names a line of the file", () => {
    fc.assert(
      fc.property(noise, (source) => {
        const parsed = parseDockerfile(source);
        if (parsed.ok) return;
        expect(parsed.error.line).toBeGreaterThanOrEqual(1);
        expect(parsed.error.line).toBeLessThanOrEqual(source.split("\n").length);
        expect(parsed.error.message).toMatch(/^[^\n]+[.]$/);
      }),
      { numRuns: 500 },
    );
  });

  it("a single-quoted word expands to itself, and expansion never throws", () => {
    fc.assert(
      fc.property(noise, (text) => {
        expandWord(text, () => known("v"), "\\");
        const inner = text.replaceAll("'", "");
        expect(expandWord(`'${inner}'`, () => known("v"), "\\")).toEqual(known(inner));
      }),
    );
  });
});
