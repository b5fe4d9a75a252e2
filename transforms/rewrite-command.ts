/**
 * A single self-contained artifact that only the command names is copied to `app.jar` in the working
 * directory, and the command follows it, byte for byte but for that word. Where a script, a compose
 * file or the Dockerfile itself gave the file its place, the path stays.
 */
import type { Command, CommandInstruction, Healthcheck } from "../src/dockerfile/types.js";
import { sourceSpan } from "../src/dockerfile/text.js";
import { known } from "../src/known.js";
import { baseName, globMatches, resolvePath } from "../src/model/paths.js";
import { insertCopies } from "../src/plan/insert.js";
import { buildingFiles } from "../src/plan/references.js";
import {
  refined,
  type Analysis,
  type ArtifactCopy,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";
import { parseShell } from "../src/shell/parse.js";

const NAME = "rewrite-command";

interface Occurrence {
  readonly instruction: CommandInstruction | Healthcheck;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** written as an absolute path: it stays one */
  readonly absolute: boolean;
  /** the word is run itself: a bare name would be looked for on the PATH */
  readonly program: boolean;
}

function apply(plan: Plan, analysis: Analysis): Refined {
  const renamable = plan.copies.filter((copy) => copy.renamable && /\.(jar|war)$/.test(copy.from));
  const [copy] = renamable;
  const { workdir } = analysis.model.final;
  if (!copy || renamable.length > 1 || !workdir.known) return refined(plan);
  const target = resolvePath(workdir.value, `app${/\.\w+$/.exec(copy.from)?.[0] ?? ".jar"}`);
  const taken =
    plan.copies.some((other) => other !== copy && other.to === target) ||
    analysis.model.tree.kind(target) !== null;
  const found = occurrences(copy, analysis, workdir.value);
  if (taken || found === null || found.length === 0 || namedElsewhere(copy, analysis)) return refined(plan);
  const copies = plan.copies.map((one): ArtifactCopy => (one === copy ? { ...one, to: target } : one));
  const runtime = withCommands({ ...plan, runtime: withoutCopies(plan) }, found, target, analysis);
  const decisions = found.map(({ instruction }) => ({
    line: instruction.line,
    instruction: `${instruction.keyword} … ${baseName(copy.from)}`,
    placement: "runtime" as const,
    transform: NAME,
    because: `the command follows the artifact to ${target}`,
  }));
  return refined({
    ...plan,
    copies,
    runtime: insertCopies({ ...plan, runtime }, copies, analysis),
    decisions: [...plan.decisions, ...decisions],
  });
}

/** The runtime items without the copies (the only new lines so far), which are put in again with their new places. */
function withoutCopies(plan: Plan): readonly Item[] {
  return plan.runtime.filter((item) => item.kind !== "new");
}

function withCommands(
  plan: Plan,
  found: readonly Occurrence[],
  target: string,
  analysis: Analysis,
): readonly Item[] {
  const { source } = analysis.dockerfile;
  return plan.runtime.map((item): Item => {
    if (item.kind !== "original") return item;
    const here = found.filter(({ instruction }) => instruction.index === item.instruction);
    const instruction = here[0]?.instruction;
    if (!instruction) return item;
    let text = source.slice(instruction.span.start, instruction.span.end);
    for (const one of [...here].sort((left, right) => right.start - left.start)) {
      const [start, end] = [one.start - instruction.span.start, one.end - instruction.span.start];
      const name = one.absolute ? target : `${one.program ? "./" : ""}${baseName(target)}`;
      text = text.slice(0, start) + (one.quoted ? JSON.stringify(name) : name) + text.slice(end);
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
function occurrences(copy: ArtifactCopy, analysis: Analysis, workdir: string): readonly Occurrence[] | null {
  const { entrypoint, cmd, healthcheck } = analysis.commands;
  const found: Occurrence[] = [];
  for (const instruction of [entrypoint, cmd, healthcheck]) {
    if (!instruction?.command) continue;
    const words = wordsOf(instruction.command, analysis);
    for (const word of words) {
      const path = word.value === null ? null : resolvePath(workdir, word.value);
      if (path !== null && (path === copy.from || globMatches(path, copy.from))) {
        const absolute = word.value?.startsWith("/") === true || workdir === "/";
        found.push({
          instruction,
          start: word.start,
          end: word.end,
          quoted: word.quoted,
          absolute,
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

/** Does another instruction, a compose file, a manifest, a workflow or a script name the artifact? */
function namedElsewhere(copy: ArtifactCopy, analysis: Analysis): boolean {
  const name = baseName(copy.from);
  const inFile = (analysis.dockerfile.stages[0]?.instructions ?? []).some(
    (one) => /^(ENV|LABEL|ARG|VOLUME)$/.test(one.keyword) && one.body.text.includes(name),
  );
  const { repository } = analysis.project;
  return (
    inFile || (repository !== null && buildingFiles(repository).some((file) => file.text.includes(name)))
  );
}

export const rewriteCommand: Transform = {
  name: NAME,
  summary: "Gives a self-contained artifact a plain name and lets the command follow it",
  default: true,
  required: false,
  safety: "safe",
  example: {
    before: 'CMD ["java", "-jar", "target/demo-1.0.jar"]',
    after: 'COPY --from=build /app/target/demo-1.0.jar app.jar\nCMD ["java", "-jar", "app.jar"]',
  },
  apply,
};
