/**
 * A RUN as units of simple commands, each with what is known of it: the step of a toolchain, or
 * effects, or nothing (`opaque`). Scripts of the repository that a RUN calls are followed.
 */
import { sourceSpan } from "../dockerfile/text.js";
import type { Run, Span } from "../dockerfile/types.js";
import { known, type Known } from "../known.js";
import { effectsOf } from "../programs/effects.js";
import { parseShell } from "../shell/parse.js";
import type { ShellCommand, ShellScript, ShellUnit } from "../shell/types.js";
import { unwrap } from "../shell/wrappers.js";
import type { BuildHistory, Toolchain } from "../toolchains/types.js";
import { baseName, globMatches, hasGlob, resolvePath } from "./paths.js";
import { shellVariables } from "./state.js";
import type { Effect, ImageTree, Invocation, ModelledCommand, ModelledUnit, State } from "./types.js";

/** Scripts that call scripts are followed this deep. */
const SCRIPT_DEPTH = 4;

export interface RunScope {
  readonly tree: ImageTree;
  readonly toolchains: readonly Toolchain[];
  readonly history: BuildHistory;
  /** told of each command as soon as it is understood, so that the next one finds its files */
  readonly done: (command: ModelledCommand, unit: number) => void;
  readonly lineAt: (offset: number) => number;
  /** does the shell of the RUN expand braces (bash does, dash and busybox do not)? null: not known */
  readonly braces: boolean | null;
  /** is the path known to be a folder, because the base image has it or a command made it? */
  readonly isFolder: (path: string) => boolean;
}

export interface ModelledRun {
  readonly units: readonly ModelledUnit[];
  readonly opaque: string | null;
}

export function modelRun(instruction: Run, before: State, scope: RunScope): ModelledRun {
  const { command } = instruction;
  if (command.form === "exec") {
    const invocation = invocationOf(
      command.argv.map((word) => known(word.value)),
      command.argv.map((word) => word.value),
      { ...bare(before), line: instruction.line },
    );
    if (invocation === null) return { units: [], opaque: "the RUN names no program" };
    const modelled = understand(invocation, instruction.span, scope, {
      unit: 0,
      depth: 0,
      line: instruction.line,
      input: null,
    });
    const unit: ShellUnit = { span: { start: 0, end: 0 }, joiner: null, commands: [], compound: false };
    return { units: [{ unit, span: instruction.span, commands: modelled }], opaque: null };
  }
  if (!/(^|\/)(ba|da|a|z|k)?sh$/.test(before.shell[0] ?? "")) {
    return { units: [], opaque: `the shell ${before.shell[0] ?? ""} is not a POSIX shell` };
  }
  const text = command.script.text;
  if (/^#!(?!.*\b(ba|da|a)?sh\b)/.test(text)) {
    return { units: [], opaque: "the heredoc is a script for another interpreter than the shell" };
  }
  const script = parseShell(text, {
    cwd: before.workdir,
    env: shellVariables(before),
    ...(scope.braces === null ? {} : { braces: scope.braces }),
  });
  if (script.opaque) return { units: [], opaque: script.opaque.because };
  const toSource = (span: Span): Span => sourceSpan(command.script, span.start, span.end);
  return {
    units: modelUnits(script, before, toSource, scope),
    opaque: null,
  };
}

function modelUnits(
  script: ShellScript,
  before: State,
  toSource: (span: Span) => Span,
  scope: RunScope,
): ModelledUnit[] {
  return script.units.map((unit, at) => ({
    unit,
    span: toSource(unit.span),
    commands: understandAll(unit.commands, (command, input) => {
      const span = toSource(command.span);
      return understandShell(command, before, span, scope, {
        unit: at,
        depth: 0,
        line: scope.lineAt(span.start),
        input,
      });
    }),
  }));
}

/** Each command with the one in front of it in its pipeline. */
function understandAll(
  commands: readonly ShellCommand[],
  one: (command: ShellCommand, input: Invocation | null) => ModelledCommand[],
): ModelledCommand[] {
  let input: Invocation | null = null;
  return commands.flatMap((command) => {
    const found = one(command, command.piped ? input : null);
    input = command.piped ? (found.at(-1)?.invocation ?? null) : null;
    return found;
  });
}

/** Where a command stands. */
interface Place {
  readonly unit: number;
  readonly depth: number;
  readonly line: number;
  /** the command in front of it in its pipeline */
  readonly input: Invocation | null;
}

function understandShell(
  command: ShellCommand,
  before: State,
  span: Span,
  scope: RunScope,
  place: Place,
): ModelledCommand[] {
  const invocation = invocationOf(
    command.argv.map((word) => word.value),
    command.argv.map((word) => word.text),
    {
      cwd: command.cwd,
      env: command.env,
      assignments: command.assignments,
      redirects: command.redirects.map((redirect) => ({
        operator: redirect.operator,
        target: redirect.target.value,
      })),
      certain: command.certain,
      decides: command.decides,
      piped: command.piped,
      user: before.user.known ? before.user.value : "",
      line: place.line,
    },
  );
  if (invocation === null) {
    return [
      {
        invocation: emptyInvocation(before, place.line),
        span,
        step: null,
        effects: [],
        opaque: `the program in ${command.argv[0].text} is not known`,
      },
    ];
  }
  return understand(invocation, span, scope, place);
}

/** One command: a toolchain's step first, then the table of effects, then a script of the repository. */
function understand(invocation: Invocation, span: Span, scope: RunScope, place: Place): ModelledCommand[] {
  const { unit, depth } = place;
  const finish = (command: ModelledCommand): ModelledCommand[] => {
    scope.done(command, unit);
    return [command];
  };
  for (const toolchain of scope.toolchains) {
    const step = toolchain.step(invocation, scope.tree, scope.history);
    if (step) return finish({ invocation, span, step, effects: redirectEffects(invocation), opaque: null });
  }
  const written = [invocation.path, ...invocation.raw];
  const peeled = unwrap([known(invocation.path), ...invocation.args], written);
  if (peeled.known && peeled.value.wrappers.length > 0) {
    const inner = peeled.value;
    if (inner.text !== null) return followText(inner.text, invocation, span, scope, place);
    const peeledInvocation = invocationOf(inner.argv, written.slice(inner.skipped), {
      ...invocation,
      env: new Map([...invocation.env, ...inner.env.map(({ name, value }) => [name, value] as const)]),
      assignments: [...invocation.assignments, ...inner.env],
    });
    if (peeledInvocation) return understand(peeledInvocation, span, scope, place);
  }
  const script = scriptPath(invocation, scope.tree);
  if (script !== null && depth < SCRIPT_DEPTH) {
    const text = scope.tree.read(script);
    if (text.known && /^#!.*\b(ba|da|a|z|k)?sh\b/.test(text.value.split("\n")[0] ?? "")) {
      return followText(text.value, invocation, span, scope, place);
    }
    return finish({
      invocation,
      span,
      step: null,
      effects: [],
      opaque: `${script} is not a shell script that can be followed`,
    });
  }
  const effects = effectsOf(invocation, scope.tree, place.input);
  return finish({
    invocation,
    span,
    step: null,
    effects: effects.known
      ? unpacked(effects.value, invocation, scope).map((effect) => intoFolder(effect, scope))
      : [],
    opaque: effects.known ? null : effects.because,
  });
}

/** `tar -xf build/distributions/shop-1.0.tar -C /opt`: what is made is the folder that the archive holds. */
function unpacked(
  effects: readonly Effect[],
  invocation: Invocation,
  { history }: RunScope,
): readonly Effect[] {
  if (!/^(bsd)?(tar|unzip)$/.test(invocation.program)) return effects;
  const changed = /unzip$/.test(invocation.program) ? /^-\w*j/ : /^--(strip|transform|xform)/;
  if (invocation.raw.some((word) => changed.test(word))) return effects;
  const [read, ...more] = effects.filter((effect) => effect.kind === "read");
  if (read === undefined || more.length > 0) return effects;
  const outputs = history.steps.flatMap(({ step }) => (step.outputs.known ? step.outputs.value : []));
  const archives = outputs.filter(({ path }) => path === read.path || globMatches(read.path, path));
  const [holds, ...others] = new Set(archives.map((output) => output.holds));
  if (holds === undefined || others.length > 0) return effects;
  return effects.map((effect) =>
    effect.kind === "write" && effect.what === "tree"
      ? { ...effect, path: resolvePath(effect.path, holds) }
      : effect,
  );
}

/** `mkdir /opt/app && cp a.jar /opt/app`: what is made is the file in the folder. */
function intoFolder(effect: Effect, scope: RunScope): Effect {
  if (effect.kind !== "write" || effect.into !== "unknown" || effect.from === undefined) return effect;
  if (hasGlob(effect.from) || effect.link === true || !scope.isFolder(effect.path)) return effect;
  return { ...effect, path: resolvePath(effect.path, baseName(effect.from)), into: "no" };
}

function followText(
  text: string,
  invocation: Invocation,
  span: Span,
  scope: RunScope,
  place: Place,
): ModelledCommand[] {
  const script = parseShell(text, { cwd: invocation.cwd, env: invocation.env });
  if (script.opaque) {
    const command = { invocation, span, step: null, effects: [], opaque: script.opaque.because };
    scope.done(command, place.unit);
    return [command];
  }
  const before: State = {
    env: new Map(),
    args: new Map(),
    workdir: invocation.cwd,
    user: known(invocation.user),
    shell: [],
  };
  const commands = script.commands.map((command) => ({
    ...command,
    certain: invocation.certain && command.certain,
    decides: invocation.decides === true && command.decides,
  }));
  return understandAll(commands, (command, input) =>
    understandShell(command, before, span, scope, {
      ...place,
      depth: place.depth + 1,
      line: invocation.line,
      input,
    }),
  );
}

/** The image path of a script of the context that the command runs: by its path, or as the argument of a shell. */
export function scriptPath(invocation: Invocation, tree: ImageTree): string | null {
  const direct = /^(\.{0,2}\/|[^/]+\/)/.test(invocation.path);
  const first = invocation.args.find((arg) => !(arg.known && /^-/.test(arg.value)));
  const named = /^(ba|da|a|z|k)?sh$/.test(invocation.program) && first?.known ? first.value : null;
  const written = named ?? (direct ? invocation.path : null);
  if (written === null) return null;
  if (!written.startsWith("/") && !invocation.cwd.known) return null;
  const path = resolvePath(invocation.cwd.known ? invocation.cwd.value : "/", written);
  return tree.kind(path) === "file" ? path : null;
}

type Surroundings = Omit<Invocation, "program" | "path" | "args" | "raw">;

export function invocationOf(
  argv: readonly Known<string>[],
  raw: readonly string[],
  around: Surroundings,
): Invocation | null {
  const [program, ...args] = argv;
  if (!program?.known || program.value === "") return null;
  return {
    ...around,
    program: baseName(program.value),
    path: program.value,
    args,
    raw: raw.slice(1),
  };
}

function bare(state: State): Surroundings {
  return {
    cwd: state.workdir,
    env: shellVariables(state),
    assignments: [],
    redirects: [],
    certain: true,
    decides: true,
    piped: false,
    user: state.user.known ? state.user.value : "",
    line: 0,
  };
}

function emptyInvocation(state: State, line: number): Invocation {
  return { ...bare(state), program: "", path: "", args: [], raw: [], line };
}

function redirectEffects(invocation: Invocation): Effect[] {
  return invocation.redirects.flatMap((redirect): Effect[] => {
    if (!redirect.operator.includes(">") || !redirect.target.known || !invocation.cwd.known) return [];
    const path = resolvePath(invocation.cwd.value, redirect.target.value);
    return path.startsWith("/dev/") ? [] : [{ kind: "write", path, what: "file" }];
  });
}
