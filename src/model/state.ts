/**
 * The state that an instruction finds: environment, arguments in scope, working directory,
 * user and shell, folded over the instructions of the only stage. Values from outside (a build
 * argument without default, an environment variable whose value floats with the base image)
 * are unknown with the reason.
 */
import type { Arg, Dockerfile, Instruction } from "../dockerfile/types.js";
import { expandWord } from "../dockerfile/variables.js";
import type { ImageConfig } from "../images/types.js";
import { known, unknown, type Known } from "../known.js";
import { resolvePath } from "./paths.js";
import type { State } from "./types.js";

/** The state in front of the first instruction of the stage. `config` is what the base image contributes. */
export function initialState(config: Known<ImageConfig>): State {
  const env = new Map<string, Known<string>>();
  if (config.known) {
    for (const [name, value] of Object.entries(config.value.env)) {
      env.set(name, value === "*" ? unknown(`${name} is set by the base image`) : known(value));
    }
  }
  return {
    env,
    args: new Map(),
    workdir: config.known ? known(config.value.workdir || "/") : unknown(config.because),
    user: config.known ? known(config.value.user) : known(""),
    shell: (config.known ? config.value.shell : null) ?? ["/bin/sh", "-c"],
  };
}

/** What a variable of an instruction stands for: ENV wins over ARG, an undeclared one is not set (null). */
export function lookupVariable(state: State, name: string): Known<string | null> {
  return state.env.get(name) ?? state.args.get(name) ?? known(null);
}

/** The variables that the shell of a RUN sees. The builder sets HOME from /etc/passwd; of root alone it is certain. */
export function shellVariables(state: State): ReadonlyMap<string, Known<string>> {
  const root = state.user.known && /^(|root|0)(:.*)?$/.test(state.user.value);
  const home = root ? [["HOME", known("/root")] as const] : [];
  return new Map([...home, ...state.args, ...state.env]);
}

/** Values of the ARGs before FROM. */
export function globalArgs(
  dockerfile: Dockerfile,
  buildArgs: Readonly<Record<string, string>>,
): ReadonlyMap<string, Known<string>> {
  const values = new Map<string, Known<string>>();
  for (const instruction of dockerfile.globalArgs) {
    for (const [name, value] of argValues(
      instruction,
      (wanted) => values.get(wanted) ?? known(null),
      buildArgs,
      dockerfile.escape,
    )) {
      values.set(name, value ?? unknown(`ARG ${name} has no default: its value comes with --build-arg`));
    }
  }
  return values;
}

function argValues(
  instruction: Arg,
  lookup: (name: string) => Known<string | null>,
  buildArgs: Readonly<Record<string, string>>,
  escape: "\\" | "`",
): (readonly [string, Known<string> | null])[] {
  return instruction.args.map((arg) => {
    const given = buildArgs[arg.name];
    if (given !== undefined) return [arg.name, known(given)] as const;
    return [arg.name, arg.default === null ? null : expandWord(arg.default, lookup, escape)] as const;
  });
}

/** The state after `instruction`. Instructions that leave it as it is return the same value. */
export function nextState(
  state: State,
  instruction: Instruction,
  escape: "\\" | "`",
  globals: ReadonlyMap<string, Known<string>>,
  buildArgs: Readonly<Record<string, string>>,
): State {
  const lookup = (name: string): Known<string | null> => lookupVariable(state, name);
  switch (instruction.keyword) {
    case "ENV": {
      const env = new Map(state.env);
      // BuildKit expands all pairs of one ENV with the values from before the instruction.
      for (const pair of instruction.pairs) env.set(pair.key, expandWord(pair.value, lookup, escape));
      return { ...state, env };
    }
    case "ARG": {
      const args = new Map(state.args);
      for (const [name, value] of argValues(instruction, lookup, buildArgs, escape)) {
        const inherited = globals.get(name);
        args.set(
          name,
          value ?? inherited ?? unknown(`ARG ${name} has no default: its value comes with --build-arg`),
        );
      }
      return { ...state, args };
    }
    case "WORKDIR": {
      const value = expandWord(instruction.value.text, lookup, escape);
      if (!value.known) return { ...state, workdir: value };
      if (value.value.startsWith("/")) return { ...state, workdir: known(resolvePath("/", value.value)) };
      return {
        ...state,
        workdir: state.workdir.known ? known(resolvePath(state.workdir.value, value.value)) : state.workdir,
      };
    }
    case "USER":
      return { ...state, user: expandWord(instruction.value.text, lookup, escape) };
    case "SHELL":
      return { ...state, shell: instruction.argv.map((word) => word.value) };
    default:
      return state;
  }
}
