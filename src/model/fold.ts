/**
 * The image model: a pure fold over the instructions of the only stage. Comes in: the syntax
 * tree, the project, the base image's facts and the toolchains; goes out: a fact for every
 * instruction, the files of the image by origin, and the history of the build.
 */
import type { Dockerfile, Instruction } from "../dockerfile/types.js";
import { lineOf } from "../dockerfile/text.js";
import { expandWord } from "../dockerfile/variables.js";
import type { BaseImage } from "../images/types.js";
import { unknown, type Known } from "../known.js";
import type { Project } from "../project/types.js";
import type { BuildHistory, Toolchain } from "../toolchains/types.js";
import { modelCopy } from "./copy.js";
import { Ledger } from "./ledger.js";
import { baseName, resolvePath } from "./paths.js";
import { contextMounts } from "./mounts.js";
import { modelRun } from "./run.js";
import { globalArgs, initialState, lookupVariable, nextState } from "./state.js";
import { ContextTree } from "./tree.js";
import type { Fact, ImageTree, ModelledCommand, State } from "./types.js";

export interface ImageModel {
  /** FROM with its variables expanded */
  readonly reference: Known<string>;
  readonly base: Known<BaseImage>;
  readonly facts: readonly Fact[];
  /** after the last instruction */
  readonly final: State;
  readonly tree: ImageTree;
  /** `tree` with the files that a RUN removed later: what the build worked on */
  readonly sources: ImageTree;
  readonly ledger: Ledger;
  readonly history: BuildHistory;
  readonly globals: ReadonlyMap<string, Known<string>>;
}

export interface FoldOptions {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly toolchains: readonly Toolchain[];
  readonly lookupImage: (reference: string) => Known<BaseImage>;
}

export function foldImage(dockerfile: Dockerfile, project: Project, options: FoldOptions): ImageModel {
  const [stage] = dockerfile.stages;
  if (!stage) throw new Error("foldImage needs a stage");
  const globals = globalArgs(dockerfile, options.buildArgs);
  const reference = expandWord(
    stage.from.image.text,
    (name) => globals.get(name) ?? unknown(`ARG ${name} is not declared before FROM`),
    dockerfile.escape,
  );
  const base = reference.known ? options.lookupImage(reference.value) : reference;
  const tree = new ContextTree(project);
  const sources = new ContextTree(project);
  const ledger = new Ledger();
  const steps: BuildHistory["steps"][number][] = [];
  const invocations: BuildHistory["invocations"][number][] = [];
  const effects = new Map<ModelledCommand["invocation"], ModelledCommand["effects"]>();
  const history: BuildHistory = {
    steps,
    invocations,
    effects,
    ...(base.known
      ? {
          base: {
            family: base.value.family,
            major: base.value.major.known ? base.value.major.value : null,
            has: (program) => base.value.has(program),
          },
        }
      : {}),
  };
  const facts: Fact[] = [];
  let state = initialState(base.known ? base.value.config : unknown("the base image is not known"));

  const record = (instruction: Instruction, before: State) => (command: ModelledCommand, unit: number) => {
    invocations.push(command.invocation);
    if (command.opaque === null) effects.set(command.invocation, command.effects);
    if (command.step) steps.push({ step: command.step, invocation: command.invocation });
    recordCommand(command, instruction.index, unit, before, ledger, tree, sources);
  };

  for (const instruction of stage.instructions) {
    const before = state;
    if (instruction.keyword === "RUN") {
      const mounted = contextMounts(instruction, before, project);
      const lent = (mounted.known ? mounted.value : []).filter(({ image }) => tree.kind(image) === null);
      for (const { image, context } of lent) {
        tree.add(image, context);
        sources.add(image, context);
      }
      const run = modelRun(instruction, before, {
        tree,
        toolchains: options.toolchains,
        history,
        done: record(instruction, before),
        braces: expandsBraces(before, base),
        isFolder: (path) => ledger.isFolder(path) || isFolderOf(base, path),
        lineAt: (offset) => lineOf(dockerfile.source, offset),
      });
      for (const { image } of lent) tree.remove(image);
      facts.push({ kind: "run", instruction, before, mounted, ...run });
    } else if (
      (instruction.keyword === "COPY" || instruction.keyword === "ADD") &&
      instruction.from === null
    ) {
      const fact = modelCopy(
        instruction,
        before,
        project,
        dockerfile.escape,
        (path) => tree.kind(path) === "directory" || ledger.isDirectory(path),
      );
      facts.push(fact);
      const isNew =
        fact.destination.known &&
        tree.kind(fact.destination.value) === null &&
        !ledger.isDirectory(fact.destination.value);
      for (const file of fact.files) {
        tree.add(file.image, file.context);
        sources.add(file.image, file.context);
      }
      for (const path of fact.downloads) {
        ledger.record({
          path,
          what: "file",
          by: "copy",
          instruction: instruction.index,
          unit: null,
          owner: fact.owner,
        });
      }
      if (fact.destination.known) {
        const path = fact.destination.value;
        ledger.record(
          {
            path,
            what: fact.intoDirectory ? "tree" : "file",
            by: "copy",
            instruction: instruction.index,
            unit: null,
            owner: fact.owner,
          },
          // A folder that the COPY makes belongs to its owner, too; one that is there keeps its own.
          fact.files.length > 0 && !isNew
            ? topEntries(
                fact.files.map((file) => file.image),
                path,
              )
            : [path],
        );
      }
    } else {
      facts.push({ kind: "other", instruction, before });
      if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
        const target = expandWord(
          instruction.destination.text,
          (name) => lookupVariable(before, name),
          dockerfile.escape,
        );
        if (target.known && (target.value.startsWith("/") || before.workdir.known)) {
          const path = resolvePath(before.workdir.known ? before.workdir.value : "/", target.value);
          for (const place of foreignPlaces(
            path,
            instruction.sources.map(({ text }) => text),
          )) {
            ledger.record({
              ...place,
              by: "copy",
              instruction: instruction.index,
              unit: null,
              owner: instruction.chown ?? "root",
            });
          }
        }
      }
    }
    state = nextState(state, instruction, dockerfile.escape, globals, options.buildArgs);
    if (instruction.keyword === "WORKDIR" && state.workdir.known) {
      const path = state.workdir.value;
      if (!ledger.isDirectory(path)) {
        ledger.record({
          path,
          what: "directory",
          by: "workdir",
          instruction: instruction.index,
          unit: null,
          owner: ownerName(state),
        });
      }
    }
  }
  return { reference, base, facts, final: state, tree, sources, ledger, history, globals };
}

/** Several files of another stage stand below the destination under their names; a folder fills it with what it holds. */
function foreignPlaces(
  target: string,
  sources: readonly string[],
): readonly { readonly path: string; readonly what: "file" | "tree" }[] {
  const names = sources.map((source) => baseName(source));
  return names.length > 1 && names.every((name) => /\.\w|[*?[]/.test(name))
    ? names.map((name) => ({ path: resolvePath(target, name), what: "file" }))
    : [{ path: target, what: "tree" }];
}

/** What stands directly below the destination: a COPY gives its owner to what it brings, not to what is there. */
function topEntries(files: readonly string[], destination: string): readonly string[] {
  const prefix = destination === "/" ? "/" : `${destination}/`;
  return [
    ...new Set(
      files.map((file) =>
        file.startsWith(prefix) ? prefix + (file.slice(prefix.length).split("/")[0] ?? "") : file,
      ),
    ),
  ];
}

/** Folders that the base image is known to have: where it works, and what its server reads. */
function isFolderOf(base: Known<BaseImage>, path: string): boolean {
  if (!base.known) return false;
  const { server, config } = base.value;
  return (
    (config.known && config.value.workdir === path) ||
    (server !== null && !/\.\w+$/.test(path) && server.reads.includes(path))
  );
}

function expandsBraces(state: State, base: Known<BaseImage>): boolean | null {
  if (/bash$/.test(state.shell[0] ?? "")) return true;
  const distribution = base.known ? base.value.distribution : base;
  return distribution.known && /^(debian|ubuntu|alpine)$/.test(distribution.value) ? false : null;
}

function recordCommand(
  command: ModelledCommand,
  instruction: number,
  unit: number,
  before: State,
  ledger: Ledger,
  tree: ContextTree,
  sources: ContextTree,
): void {
  const owner = ownerName(before);
  const { step } = command;
  for (const output of step?.outputs.known === true ? step.outputs.value : (step?.partial ?? [])) {
    ledger.record({
      path: output.path,
      what: output.kind === "file" ? "file" : "tree",
      by: "step",
      instruction,
      unit,
      output,
      owner,
    });
  }
  for (const effect of command.effects) {
    if (effect.kind === "write") {
      const keeps =
        effect.keeps === true && (tree.kind(effect.path) !== null || ledger.isDirectory(effect.path));
      // `mv target/*.jar target/app.jar`: the pattern takes in the new name too, so what was there goes first
      if (effect.move === true && effect.from !== undefined) ledger.remove(effect.from);
      if (!keeps) {
        ledger.record({
          path: effect.path,
          what: effect.what,
          by: "command",
          instruction,
          unit,
          owner,
          ...(effect.from === undefined ? {} : { from: effect.from }),
          ...(effect.link === undefined ? {} : { link: effect.link }),
        });
      }
      tree.apply(effect);
      sources.apply({ ...effect, move: false });
    } else if (effect.kind === "remove") {
      ledger.remove(effect.path);
      tree.apply(effect);
    } else if (effect.kind === "chmod") {
      ledger.chmod(effect.path, effect.recursive, effect.mode);
    } else if (effect.kind === "chown") {
      ledger.chown(effect.path, effect.recursive, effect.owner, instruction);
    }
  }
}

function ownerName(state: State): string {
  if (!state.user.known) return "root";
  return state.user.value === "" ? "root" : state.user.value;
}
