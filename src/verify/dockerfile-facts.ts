/**
 * What a Dockerfile says about the image it makes, as far as the comparison needs it: which paths the final stage
 * takes from other stages and from the context, its base, and the values that arguments have. In: text, build
 * arguments, the config of the final stage's base; out: plain values. A word that cannot be evaluated is left out.
 */
import { parseDockerfile } from "../dockerfile/parse.js";
import type { Dockerfile, Stage } from "../dockerfile/types.js";
import { expandWord } from "../dockerfile/variables.js";
import { known } from "../known.js";
import { resolvePath } from "../model/paths.js";
import { globalArgs, initialState, lookupVariable, nextState } from "../model/state.js";
import { emptyConfig } from "./engine/inspected.js";
import type { ImageConfig } from "./engine/types.js";

/** One source of a COPY --from, evaluated. Whether it is a file or a folder, only the listing tells. */
export interface StageCopy {
  /** in the stage it comes from; may be a pattern */
  readonly from: string;
  readonly to: string;
  /** the destination is written as a folder */
  readonly into: boolean;
}

export interface DockerfileFacts {
  /** COPY --from of another stage of the same file */
  readonly copies: readonly StageCopy[];
  /** where files of the context go, and the working directories */
  readonly places: readonly string[];
  /** values of ARG: default or given */
  readonly args: ReadonlyMap<string, string>;
}

/** The stage that `--target` names, or the last one. */
export function finalStage(dockerfile: Dockerfile, target: string | null): Stage | null {
  const named = dockerfile.stages.find(
    ({ from }) => target !== null && from.alias?.text.toLowerCase() === target.toLowerCase(),
  );
  return named ?? dockerfile.stages.at(-1) ?? null;
}

/** A Dockerfile that is the base of the final stage and nothing else; null when that base is a stage. */
export function baseDockerfile(source: string, target: string | null): string | null {
  const parsed = parseDockerfile(source);
  if (!parsed.ok) return null;
  const { dockerfile } = parsed;
  const stage = finalStage(dockerfile, target);
  if (!stage) return null;
  const names = dockerfile.stages.map(({ from }) => from.alias?.text.toLowerCase());
  if (names.includes(stage.from.image.text.toLowerCase())) return null;
  const lines = [...dockerfile.globalArgs, stage.from].map(({ span }) =>
    dockerfile.source.slice(span.start, span.end),
  );
  return `${lines.join("\n")}\n`;
}

export function factsOf(
  source: string,
  target: string | null,
  base: ImageConfig | null,
  buildArgs: Readonly<Record<string, string>>,
): DockerfileFacts {
  const parsed = parseDockerfile(source);
  const stage = parsed.ok ? finalStage(parsed.dockerfile, target) : null;
  if (!parsed.ok || !stage) return { copies: [], places: [], args: new Map() };
  const { dockerfile } = parsed;
  const globals = globalArgs(dockerfile, buildArgs);
  const stages = dockerfile.stages.map(({ from }) => from.alias?.text.toLowerCase());
  const copies: StageCopy[] = [];
  const places = new Set<string>();
  let state = initialState(known(base ?? emptyConfig));
  for (const one of stage.instructions) {
    const value = (text: string): string | null => {
      const expanded = expandWord(text, (name) => lookupVariable(state, name), dockerfile.escape);
      return expanded.known ? expanded.value : null;
    };
    state = nextState(state, one, dockerfile.escape, globals, buildArgs);
    const workdir = state.workdir.known ? state.workdir.value : null;
    if (one.keyword === "WORKDIR" && workdir !== null) places.add(workdir);
    if ((one.keyword !== "COPY" && one.keyword !== "ADD") || workdir === null) continue;
    const destination = value(one.destination.text);
    if (destination === null) continue;
    if (one.from === null) places.add(resolvePath(workdir, destination));
    else if (stages.includes(one.from.toLowerCase()) || /^\d+$/.test(one.from))
      for (const { text } of one.sources) {
        const source = value(text);
        const into = destination.endsWith("/") || one.sources.length > 1;
        if (source !== null)
          copies.push({ from: resolvePath("/", source), to: resolvePath(workdir, destination), into });
      }
  }
  const args = new Map<string, string>();
  for (const one of dockerfile.instructions) {
    if (one.keyword !== "ARG") continue;
    for (const arg of one.args) {
      const text = buildArgs[arg.name] ?? arg.default;
      if (text !== null) args.set(arg.name, text.replace(/^(["'])(.*)\1$/s, "$2"));
    }
  }
  return { copies, places: [...places], args };
}
