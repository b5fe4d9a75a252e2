import type { Command, ExecWord, Logical } from "./types.js";
import { heredocStart, type HeredocBody } from "./heredocs.js";
import { concatLogical, logicalOf, type Piece } from "./logical.js";
import { sourceSpan } from "./text.js";

/**
 * The command of RUN, CMD, ENTRYPOINT and HEALTHCHECK. Comes in as the rest of the instruction
 * and its heredocs, goes out as argument vector or as the text that the shell gets: a heredoc
 * alone is the script itself, otherwise the bodies follow the command line.
 */
export function readCommand(
  source: string,
  body: Logical,
  exec: readonly ExecWord[] | null,
  heredocs: readonly HeredocBody[],
): Command {
  const own = sourceSpan(body, 0, body.text.length);
  const last = heredocs.at(-1);
  const span = last === undefined ? own : { start: own.start, end: last.heredoc.span.end };
  if (exec !== null) return { form: "exec", argv: exec, span };
  const [first] = heredocs;
  if (first === undefined) return { form: "shell", script: body, span };
  if (heredocStart(body.text) !== null) return { form: "shell", script: bodyText(source, first), span };
  const parts = heredocs.flatMap(({ heredoc, raw }) => {
    const terminator = heredoc.span.end - heredoc.delimiter.length;
    return [
      // the line feed in front of the body
      logicalOf([{ text: "\n", start: raw.start - 1 }], raw.start),
      logicalOf([{ text: source.slice(raw.start, raw.end), start: raw.start }], raw.start),
      logicalOf([{ text: heredoc.delimiter, start: terminator }], terminator),
    ];
  });
  return { form: "shell", script: concatLogical([body, ...parts]), span };
}

/** The body of a heredoc, without leading tabs where `<<-` strips them. */
function bodyText(source: string, { heredoc, raw }: HeredocBody): Logical {
  if (!heredoc.stripTabs) return logicalOf([{ text: heredoc.content, start: raw.start }], raw.start);
  const pieces: Piece[] = [];
  for (let at = raw.start; at < raw.end;) {
    const end = source.indexOf("\n", at) + 1;
    let start = at;
    while (source.charAt(start) === "\t") start += 1;
    pieces.push({ text: source.slice(start, end), start });
    at = end;
  }
  return logicalOf(pieces, raw.start);
}
