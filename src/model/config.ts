/**
 * The image config that a list of instructions gives on top of what its base image contributes.
 * Values are compared between two stages, so a part that depends on something unknown (the base
 * image's PATH, a build argument) is kept as it is written.
 */
import type { Command, Instruction } from "../dockerfile/types.js";
import { expandWord, variablesIn } from "../dockerfile/variables.js";
import type { ImageConfig } from "../images/types.js";
import type { Known } from "../known.js";
import { initialState, lookupVariable, nextState } from "./state.js";

export interface EvaluatedConfig {
  /** set by the instructions: name -> value, or the text as written when it rests on unknown or inherited values */
  readonly env: ReadonlyMap<string, string>;
  /** names that the base image sets */
  readonly baseEnv: ReadonlySet<string>;
  readonly cmd: string | null;
  readonly entrypoint: string | null;
  readonly healthcheck: string | null;
  readonly user: string | null;
  readonly workdir: string | null;
  readonly stopSignal: string | null;
  readonly shell: string;
  readonly exposed: ReadonlySet<string>;
  readonly volumes: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly maintainer: string | null;
}

export function evaluateConfig(
  instructions: readonly Instruction[],
  base: Known<ImageConfig>,
  escape: "\\" | "`",
  globals: ReadonlyMap<string, Known<string>>,
  buildArgs: Readonly<Record<string, string>>,
): EvaluatedConfig {
  let state = initialState(base);
  const baseEnv = new Set(base.known ? Object.keys(base.value.env) : []);
  const env = new Map<string, string>();
  const labels = new Map<string, string>();
  const exposed = new Set<string>();
  const volumes = new Set<string>();
  let cmd: string | null = null;
  let entrypoint: string | null = null;
  let healthcheck: string | null = null;
  let stopSignal: string | null = null;
  let maintainer: string | null = null;
  for (const instruction of instructions) {
    const value = (text: string): string => {
      if (variablesIn(text, escape).some((name) => baseEnv.has(name))) return text;
      const expanded = expandWord(text, (name) => lookupVariable(state, name), escape);
      return expanded.known ? expanded.value : text;
    };
    switch (instruction.keyword) {
      case "ENV":
        for (const pair of instruction.pairs) env.set(pair.key, value(pair.value));
        break;
      case "LABEL":
        for (const pair of instruction.pairs) labels.set(pair.key, value(pair.value));
        break;
      case "EXPOSE":
        for (const word of instruction.values) exposed.add(value(word.text));
        break;
      case "VOLUME":
        for (const word of instruction.values) volumes.add(value(word.text));
        break;
      case "CMD":
        cmd = commandText(instruction.command);
        break;
      case "ENTRYPOINT":
        entrypoint = commandText(instruction.command);
        break;
      case "HEALTHCHECK":
        healthcheck =
          instruction.command === null
            ? "NONE"
            : `${instruction.flags.map((flag) => `${flag.name}=${flag.value ?? ""}`).join(" ")} ${commandText(instruction.command)}`;
        break;
      case "STOPSIGNAL":
        stopSignal = value(instruction.value.text);
        break;
      case "MAINTAINER":
        maintainer = instruction.value.text;
        break;
      default:
        break;
    }
    state = nextState(state, instruction, escape, globals, buildArgs);
  }
  return {
    env,
    baseEnv,
    cmd,
    entrypoint,
    healthcheck,
    user: state.user.known ? state.user.value : null,
    workdir: state.workdir.known ? state.workdir.value : null,
    stopSignal: stopSignal ?? (base.known ? base.value.stopSignal : null),
    shell: JSON.stringify(state.shell),
    exposed,
    volumes,
    labels,
    maintainer,
  };
}

/** What runs, independent of how the instruction is laid out. */
export function commandText(command: Command): string {
  return command.form === "exec"
    ? JSON.stringify(command.argv.map((word) => word.value))
    : `sh: ${command.script.text.trim().replaceAll(/[ \t]+/g, " ")}`;
}
