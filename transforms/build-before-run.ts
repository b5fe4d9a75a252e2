/**
 * A file whose command builds the program each time the container starts, as a file that builds it in a
 * RUN and starts what was built: the build in front of the command, the command in the place of the
 * old one, everything else byte for byte. Comes in: such a file; goes out: a single-stage file that is
 * split like any other, or why there is no exact production form. Commands in front of it in the same shell
 * text stay (`migrate && npm start`). Refuses commands that ENTRYPOINT and CMD make together, that do
 * more behind or around it, or that no toolchain takes apart exactly.
 */
import { sourceSpan } from "../src/dockerfile/text.js";
import type { CommandInstruction, Dockerfile, Span } from "../src/dockerfile/types.js";
import { lookupImage } from "../src/images/lookup.js";
import { known, unknown, type Known } from "../src/known.js";
import { foldImage, type ImageModel } from "../src/model/fold.js";
import type { Invocation } from "../src/model/types.js";
import { effectiveCommands, startOf } from "../src/needs/command.js";
import { soleCommand } from "../src/plan/sole-command.js";
import { keyword } from "../src/plan/style.js";
import type { Described } from "../src/plan/types.js";
import type { Project } from "../src/project/types.js";
import { parseShell } from "../src/shell/parse.js";
import { toolchains } from "../src/toolchains/registry.js";
import type { Production } from "../src/toolchains/types.js";
import { shellText, shellWord } from "../src/toolchains/words.js";
import type { SplitOptions } from "../src/split/types.js";

export interface BuiltBefore {
  /** the single-stage file that builds in a RUN */
  readonly text: string;
  /** the line of the new RUN, which the original does not have; null when the build stands in the file already */
  readonly addedLine: number | null;
  readonly build: string;
  readonly start: string;
  readonly differences: readonly string[];
  /** of the command in the original */
  readonly line: number;
}

/** null: no toolchain knows the command as one that builds and starts. */
export function builtBefore(
  dockerfile: Dockerfile,
  project: Project,
  options: SplitOptions,
): Known<BuiltBefore> | null {
  const model = foldImage(dockerfile, project, { buildArgs: options.buildArgs, toolchains, lookupImage });
  const commands = effectiveCommands(dockerfile);
  const start = startOf(
    commands,
    model.base.known ? model.base.value.config : unknown("the base image is not known"),
  );
  if (start === null) return null;
  const found = soleCommand(model, commands, start, (command) => productionOf(command, model));
  if (found === null) return null;
  const { invocation, answer: production, alone } = found;
  if (!production.known) return production;
  const { entrypoint, cmd } = commands;
  const both = [entrypoint, cmd].filter((one) => one !== null && !isEmpty(one));
  const [instruction] = both;
  if (instruction === undefined || instruction === null || both.length > 1)
    return unknown("ENTRYPOINT and CMD make the command together, so that arguments can follow");
  const { workdir } = model.final;
  if (!workdir.known || !invocation.cwd.known) return unknown("the working directory is not known");
  const assigned = invocation.assignments.find(({ value }) => !value.known);
  if (assigned !== undefined) return unknown(`the value of ${assigned.name} is not known`);
  if (alone) return known(rewritten(dockerfile, instruction, production.value, invocation, workdir.value));
  const place = placeInText(instruction, invocation, workdir.value, model);
  const { directory, environment } = production.value;
  if (place === null || directory !== workdir.value || Object.keys(environment ?? {}).length > 0)
    return unknown("the command does more than build and start the program");
  return known(replaced(dockerfile, instruction, production.value, place));
}

/** Where the command stands as the last one of a shell text, behind others that stay (`migrate && npm start`). */
function placeInText(
  { command }: CommandInstruction,
  invocation: Invocation,
  workdir: string,
  { final }: ImageModel,
): Span | null {
  if (command.form === "exec") return null;
  const { script } = command;
  const parsed = parseShell(script.text, { cwd: known(workdir), env: final.env });
  const last = parsed.commands.at(-1);
  const words = (last?.argv ?? []).map(({ value }) => (value.known ? value.value : null));
  const same =
    words.length === invocation.args.length + 1 &&
    words[0] === invocation.path &&
    invocation.args.every((arg, at) => arg.known && arg.value === words[at + 1]);
  const plain =
    parsed.opaque === null &&
    last?.piped === false &&
    last.assignments.length === 0 &&
    last.redirects.length === 0 &&
    last.cwd.known &&
    last.cwd.value === workdir;
  const [first, end] = [last?.argv[0], last?.argv.at(-1)];
  if (!same || !plain || first === undefined || end === undefined) return null;
  // Nothing may stand behind it: a loop, an `else`, a `&`.
  if (script.text.slice(end.span.end).trim() !== "") return null;
  return sourceSpan(script, first.span.start, end.span.end);
}

function replaced(
  dockerfile: Dockerfile,
  instruction: CommandInstruction,
  production: Production,
  place: Span,
): BuiltBefore {
  const { source } = dockerfile;
  const build = shellText(production.build);
  const start = shellText(production.start);
  const { run, at, addedLine } = buildLine(dockerfile, instruction, production, build);
  return {
    text: source.slice(0, at) + run + source.slice(at, place.start) + start + source.slice(place.end),
    addedLine,
    build,
    start,
    differences: production.differences,
    line: instruction.line,
  };
}

/** The new RUN, and where it goes. */
function buildLine(
  dockerfile: Dockerfile,
  instruction: CommandInstruction,
  production: Production,
  build: string,
): { readonly run: string; readonly at: number; readonly addedLine: number | null } {
  const added = production.build.length > 0;
  const at = buildPlace(dockerfile, instruction);
  return {
    run: added ? `${keyword(dockerfile, "RUN")} ${build}${dockerfile.eol}` : "",
    at,
    addedLine: added ? dockerfile.source.slice(0, at).split("\n").length : null,
  };
}

function productionOf(invocation: Invocation, model: ImageModel): Known<Production> | null {
  for (const toolchain of toolchains) {
    const found = toolchain.production?.(invocation, model.tree, model.history) ?? null;
    if (found !== null) return found;
  }
  return null;
}

function isEmpty({ command }: CommandInstruction): boolean {
  return command.form === "exec" ? command.argv.length === 0 : command.script.text.trim() === "";
}

function rewritten(
  dockerfile: Dockerfile,
  instruction: CommandInstruction,
  production: Production,
  invocation: Invocation,
  workdir: string,
): BuiltBefore {
  const { source } = dockerfile;
  const set = [
    ...invocation.assignments.map(({ name, value }) => [name, value.known ? value.value : ""] as const),
    ...Object.entries(production.environment ?? {}),
  ]
    .map(([name, value]) => `${name}=${shellWord(value)} `)
    .join("");
  const buildFolder = invocation.cwd.known ? invocation.cwd.value : workdir;
  const build = inFolder(buildFolder, workdir, set + shellText(production.build));
  const plain = set === "" && production.directory === workdir;
  const start = plain
    ? `[${production.start.map((word) => JSON.stringify(word)).join(", ")}]`
    : inFolder(production.directory, workdir, `${set}exec ${shellText(production.start)}`);
  const { run, at, addedLine } = buildLine(dockerfile, instruction, production, build);
  const text =
    source.slice(0, at) +
    run +
    source.slice(at, instruction.span.start) +
    `${instruction.written} ${start}` +
    source.slice(instruction.span.end);
  return {
    text,
    addedLine,
    build,
    start: shellText(production.start),
    differences: [
      ...production.differences,
      ...(production.asFirst === undefined ? [] : [production.asFirst]),
    ],
    line: instruction.line,
  };
}

/** In front of the lines at the end that only describe the container, where a person would put it. */
function buildPlace(dockerfile: Dockerfile, command: CommandInstruction): number {
  const describes = /^(CMD|ENTRYPOINT|EXPOSE|LABEL|VOLUME|HEALTHCHECK|STOPSIGNAL)$/;
  const { instructions } = dockerfile;
  const last = instructions.findLastIndex((one) => !describes.test(one.keyword));
  const next = instructions[last + 1];
  return next !== undefined && next.index <= command.index ? next.leadStart : command.leadStart;
}

function inFolder(folder: string, workdir: string, command: string): string {
  return folder === workdir ? command : `cd ${shellWord(folder)} && ${command}`;
}

export const buildBeforeRun: Described = {
  name: "build-before-run",
  summary: "Builds in the build stage what the command built at each start (with --unsafe)",
  default: true,
  required: false,
  safety: "review",
  example: {
    before: 'CMD ["mvn", "spring-boot:run"]',
    after: 'RUN mvn package -DskipTests\nCMD ["java", "-jar", "target/demo-1.0.jar"]',
  },
};
