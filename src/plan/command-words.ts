/**
 * The words of the container's commands that name an artifact, with their places in the source, and the
 * same commands with other words there. Comes in: a copy and the analysis; goes out: places, or null where
 * the artifact is named as a part of a word; edits change those bytes alone.
 */
import type { Command, CommandInstruction, Healthcheck } from "../dockerfile/types.js";
import { sourceSpan } from "../dockerfile/text.js";
import { known } from "../known.js";
import { baseName, globMatches, resolvePath } from "../model/paths.js";
import { parseShell } from "../shell/parse.js";
import type { Analysis, ArtifactCopy, Item } from "./types.js";

export interface Occurrence {
  readonly instruction: CommandInstruction | Healthcheck;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** written as an absolute path: it stays one */
  readonly absolute: boolean;
  /** start of the `-jar` in front of it, or null */
  readonly option: number | null;
  /** the word is run itself: a bare name would be looked for on the PATH */
  readonly program: boolean;
}

export interface Edit {
  readonly instruction: CommandInstruction | Healthcheck;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  readonly text: string;
}

/** The items with the edits carried out in the instructions that they are of. */
export function editCommands(
  items: readonly Item[],
  edits: readonly Edit[],
  analysis: Analysis,
): readonly Item[] {
  const { source } = analysis.dockerfile;
  return items.map((item): Item => {
    if (item.kind !== "original") return item;
    const here = edits.filter(({ instruction }) => instruction.index === item.instruction);
    const instruction = here[0]?.instruction;
    if (!instruction) return item;
    let text = source.slice(instruction.span.start, instruction.span.end);
    for (const one of [...here].sort((left, right) => right.start - left.start)) {
      const [start, end] = [one.start - instruction.span.start, one.end - instruction.span.start];
      text = text.slice(0, start) + (one.quoted ? JSON.stringify(one.text) : one.text) + text.slice(end);
    }
    return {
      kind: "edited",
      instruction: item.instruction,
      text,
      because: "names the artifact at its new place",
    };
  });
}

/** Every word of the commands that is the artifact's path; null when it is named as a part of a word. */
export function occurrences(
  copy: ArtifactCopy,
  analysis: Analysis,
  workdir: string,
): readonly Occurrence[] | null {
  const { entrypoint, cmd, healthcheck } = analysis.commands;
  const found: Occurrence[] = [];
  for (const instruction of [entrypoint, cmd, healthcheck]) {
    if (!instruction?.command) continue;
    const words = wordsOf(instruction.command, analysis);
    for (const [at, word] of words.entries()) {
      const path = word.value === null ? null : resolvePath(workdir, word.value);
      if (path !== null && (path === copy.from || globMatches(path, copy.from))) {
        const absolute = word.value?.startsWith("/") === true || workdir === "/";
        found.push({
          instruction,
          start: word.start,
          end: word.end,
          quoted: word.quoted,
          absolute,
          option: words[at - 1]?.value === "-jar" ? (words[at - 1]?.start ?? null) : null,
          program: word.first || word.value?.startsWith("./") === true,
        });
      } else if (word.text.includes(baseName(copy.from))) return null;
    }
  }
  return found;
}

interface PlainWord {
  readonly text: string;
  readonly value: string | null;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** the first word of its command */
  readonly first: boolean;
}

function wordsOf(command: Command, analysis: Analysis): readonly PlainWord[] {
  if (command.form === "exec") {
    return command.argv.map((word, at) => ({
      text: word.value,
      value: word.value,
      start: word.span.start,
      end: word.span.end,
      quoted: true,
      first: at === 0,
    }));
  }
  const { script } = command;
  const parsed = parseShell(script.text, { cwd: known("/"), env: analysis.model.final.env });
  return parsed.commands.flatMap((one) =>
    one.argv.map((word, at) => ({
      text: word.text,
      value: word.value.known ? word.value.value : null,
      ...sourceSpan(script, word.span.start, word.span.end),
      quoted: false,
      first: at === 0,
    })),
  );
}
