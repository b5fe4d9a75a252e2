/**
 * What a command of a RUN does to the image: files, packages, users, settings. Programs that run
 * others are looked through; redirects count. A program that is not in the tables, an option that
 * changes the meaning in a way not known, or a path that is not known make the whole unknown.
 */
import { known, unknown } from "../known.js";
import { baseName } from "../model/paths.js";
import type { Effect, ImageTree, Invocation } from "../model/types.js";
import { parseShell } from "../shell/parse.js";
import type { ShellCommand } from "../shell/types.js";
import { unwrap } from "../shell/wrappers.js";
import { archives } from "./archives.js";
import {
  absolute,
  NOTHING,
  setting,
  together,
  type Argument,
  type Call,
  type Effects,
  type Program,
} from "./call.js";
import { copying } from "./copy.js";
import { files } from "./files.js";
import { managers } from "./managers.js";
import { network } from "./network.js";
import { PROBE, quiet, versionProbes } from "./quiet.js";
import { settings } from "./settings.js";
import { system } from "./system.js";
import { text } from "./text.js";
import { users } from "./users.js";

const programs: ReadonlyMap<string, Program> = new Map(
  [copying, files, text, archives, network, users, managers, system, settings].flatMap((group) =>
    Object.entries(group),
  ),
);

/** Programs that are known well, and do whatever the program does that they run. */
const INTERPRETER = /^(java|javaw|node|nodejs|python[\d.]*|ruby|perl|php|groovy|kotlin|scala|deno|bun|pwsh)$/;

/** Texts inside texts (`sh -c "sh -c …"`, find in find) are followed this deep. */
const DEPTH = 4;

/** `input` is the command in front of it in the pipeline, where the caller knows it. */
export function effectsOf(command: Invocation, tree: ImageTree, input: Invocation | null = null): Effects {
  return effectsAt(command, tree, input, 0);
}

function effectsAt(command: Invocation, tree: ImageTree, input: Invocation | null, depth: number): Effects {
  if (depth > DEPTH) return unknown(`${command.program} runs commands that run commands without end`);
  const peeled = unwrap([known(command.path), ...command.args], [command.path, ...command.raw]);
  if (!peeled.known) return peeled;
  const { argv, skipped, text: script, wrappers } = peeled.value;
  if (script !== null) return together(ofText(script, command, tree, depth), redirected(command, tree));
  const [program, ...args] = argv;
  if (!program?.known) return unknown("the program is only known at run time");
  const raw = wrappers.length > 0 ? command.raw.slice(skipped) : command.raw;
  const name = baseName(program.value);
  const inner: Invocation = { ...command, program: name, path: program.value, args, raw };
  const call: Call = {
    ...callOf(inner, tree, input),
    nested: (words) => {
      const [first, ...rest] = words;
      if (!first?.value.known) return unknown(`the program that ${name} runs is not known`);
      return effectsAt(
        {
          ...inner,
          program: baseName(first.value.value),
          path: first.value.value,
          args: rest.map(({ value }) => value),
          raw: rest.map((word) => word.raw),
          redirects: [],
        },
        tree,
        null,
        depth + 1,
      );
    },
  };
  return together(ofProgram(call), redirected(inner, tree));
}

function callOf(invocation: Invocation, tree: ImageTree, input: Invocation | null): Omit<Call, "nested"> {
  const args = invocation.args.map((value, at): Argument => ({ value, raw: invocation.raw[at] ?? "" }));
  return { program: invocation.program, args, cwd: invocation.cwd, tree, invocation, input };
}

function ofProgram(call: Call): Effects {
  const { program, args, invocation } = call;
  const words = args.map(({ value, raw }) => (value.known ? value.value : raw)).join(" ");
  const probe = Object.hasOwn(versionProbes, program) ? versionProbes[program] : undefined;
  if (probe?.test(words)) return NOTHING;
  if (args.length === 1 && PROBE.test(words) && !invocation.path.includes("/")) return NOTHING;
  if (/^(ba|da|a|z|k)?sh$/.test(program) && args.every(({ raw }) => raw.startsWith("-")))
    return ofShellInput(call);
  const known = programs.get(program);
  if (known) return known(call);
  if (quiet.has(program)) return NOTHING;
  if (INTERPRETER.test(program))
    return unknown(`${program} runs a program, and what that does to the image is not known`);
  return unknown(`${program} is not a program that dfsplit knows`);
}

/**
 * `curl … | bash -` does whatever the downloaded text says. NodeSource's set-up script is the one
 * exception: it adds the apt or rpm repository and its key (github.com/nodesource/distributions).
 */
function ofShellInput(call: Call): Effects {
  const { input } = call;
  const heredoc = call.invocation.redirects.find(({ operator }) => /^0?<<-?$/.test(operator));
  if (heredoc?.target.known) return ofText(heredoc.target.value, call.invocation, call.tree, 1);
  const addresses =
    input && /^(curl|wget)$/.test(input.program) ? input.raw.map((raw) => raw.replaceAll(/["']/g, "")) : [];
  if (addresses.some((address) => /^https:\/\/(deb|rpm)\.nodesource\.com\/setup_[\w.${}]+$/.test(address))) {
    return together(setting("apt-source"), known([{ kind: "network" }]));
  }
  return unknown(`${call.program} runs commands that come from its input`);
}

function ofText(script: string, around: Invocation, tree: ImageTree, depth: number): Effects {
  const parsed = parseShell(script, { cwd: around.cwd, env: around.env });
  if (parsed.opaque) return unknown(parsed.opaque.because);
  let before: Invocation | null = null;
  return together(
    ...parsed.commands.map((command): Effects => {
      const invocation = invocationOf(command, around);
      if (!invocation) return unknown(`the program ${command.argv[0].text} is only known at run time`);
      const effects = effectsAt(invocation, tree, command.piped ? before : null, depth + 1);
      before = command.piped ? invocation : null;
      return effects;
    }),
  );
}

function invocationOf(command: ShellCommand, around: Invocation): Invocation | null {
  const [program, ...args] = command.argv;
  if (!program.value.known) return null;
  return {
    ...around,
    program: baseName(program.value.value),
    path: program.value.value,
    args: args.map(({ value }) => value),
    raw: args.map((word) => word.text),
    cwd: command.cwd,
    env: command.env,
    assignments: command.assignments,
    redirects: command.redirects.map(({ operator, target }) => ({ operator, target: target.value })),
    certain: around.certain && command.certain,
    piped: command.piped,
  };
}

function redirected(command: Invocation, tree: ImageTree): Effects {
  const call: Call = { ...callOf(command, tree, null), nested: () => NOTHING };
  return together(
    ...command.redirects.map(({ operator, target }): Effects => {
      const reads = operator.includes("<") && !operator.includes(">");
      if (operator.includes("<<")) return NOTHING;
      if (!target.known)
        return reads ? NOTHING : unknown(`${command.program} writes to a file whose name is not known`);
      const path = absolute(target.value, call);
      if (!path.known) return reads ? NOTHING : path;
      if (path.value.startsWith("/dev/") || path.value.startsWith("/proc/")) return NOTHING;
      const effect: Effect = reads
        ? { kind: "read", path: path.value }
        : { kind: "write", path: path.value, what: "file" };
      return known([effect]);
    }),
  );
}
