import type { Catalogue } from "./catalogue.js";

/** Why a Dockerfile could not be read at all: the codes of parseDockerfile. */
export const dockerfilePages = {
  "empty-dockerfile": {
    kind: "invalid",
    meaning: "The file holds no instruction, only blank lines and comments at most.",
    example: "# to be written",
    advice: "Write the Dockerfile, or leave the file out.",
  },
  "no-from": {
    kind: "invalid",
    meaning: "The file has instructions but no FROM, so there is no image to build on.",
    example: 'RUN npm ci\nCMD ["node", "server.js"]',
    advice: "Begin with FROM; a fragment that another program completes is no Dockerfile.",
  },
  "instruction-before-from": {
    kind: "invalid",
    meaning: "An instruction other than ARG stands before the first FROM; no builder accepts that.",
    example: "WORKDIR /app\nFROM node:20",
    advice: "Move the instruction behind FROM.",
  },
  "unknown-instruction": {
    kind: "invalid",
    meaning: "A line begins with a word that is no Dockerfile instruction.",
    example: "FROM node:20\nRUM npm ci",
    advice:
      "Correct the keyword; where the line was meant to continue the one above, end that one with a backslash.",
  },
  "unterminated-heredoc": {
    kind: "invalid",
    meaning:
      "A heredoc starts, but no line consists of its delimiter alone, so it would swallow the rest of the file.",
    example: "FROM alpine:3.20\nRUN <<EOF\necho hello\n  EOF",
    advice:
      "Put the delimiter on a line of its own without blanks around it (tabs in front are fine after <<-). A shift such as $(( 1 << 2 )) is read as a heredoc too: write it without blanks.",
  },
  "heredoc-ambiguous": {
    kind: "refused",
    meaning:
      "The builder and the shell do not read a heredoc in the same way, or the builder takes its body but not its name, so that it is open where the instruction ends.",
    example: "FROM alpine:3.20\nCOPY << EOF /greeting\nhello\nEOF",
    advice: "Write the heredoc without a blank after <<, and with quotes that are closed on the same line.",
  },
  "boundaries-ambiguous": {
    kind: "refused",
    meaning: "Two independent readings of the file disagree on where an instruction begins or ends.",
    example: "FROM alpine:3.20\nRUN echo one ␍ two",
    advice:
      "Look for a carriage return (␍) in the middle of a line: the builder takes it for a blank, editors and other tools for a line end.",
  },
  "template-placeholders": {
    kind: "unchanged",
    meaning: "The file is a template that another program fills in before it is a Dockerfile.",
    example: "FROM {{ .BaseImage }}\nRUN npm ci",
    advice: "Run dfsplit on the Dockerfile that the template produces, or rewrite the template by hand.",
  },
  "syntax-error": {
    kind: "invalid",
    meaning:
      "An instruction is not well formed: an argument is missing, a flag is unknown, a quote is not closed.",
    example: "FROM node:20\nCOPY package.json",
    advice: "Correct the line that the message names; docker build fails there as well.",
  },
} as const satisfies Catalogue;
