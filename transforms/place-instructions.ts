/**
 * Every instruction goes to the build stage, the runtime stage or both. The build stage keeps all
 * that stands before the end of the build and may bear on it, byte for byte; the runtime stage gets
 * what describes the container, sets up its system, or brings files that only it uses. A RUN that
 * does both is kept whole in the build stage and cut down for the runtime stage.
 */
import type { Instruction } from "../src/dockerfile/types.js";
import type { Note } from "../src/findings/types.js";
import { isWithin, resolvePath } from "../src/model/paths.js";
import type { Fact } from "../src/model/types.js";
import { isBuildVariable, isSecretName } from "../src/plan/environment.js";
import { readByBuild, readByRuntime } from "../src/plan/inputs.js";
import { javaAlternatives } from "../src/plan/java-alternatives.js";
import { stageInstructions, summaryOf } from "../src/plan/order.js";
import { runtimeRun } from "../src/plan/runtime-run.js";
import {
  refined,
  refuse,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";
import type { Decision } from "../src/split/types.js";

const NAME = "place-instructions";

interface Placed {
  readonly where: "build" | "runtime" | "both";
  readonly because: string;
  /** text of the instruction in the runtime stage when it is edited */
  readonly text?: string;
  readonly notes?: readonly Note[];
  readonly programs?: readonly { readonly name: string; readonly because: string }[];
  readonly gains?: readonly string[];
  readonly installs?: boolean;
}
type Answer = Placed | { readonly refused: { readonly code: string; readonly message: string } };

function apply(plan: Plan, analysis: Analysis): Refined {
  const build: Item[] = [];
  const runtime: Item[] = [];
  const decisions: Decision[] = [...plan.decisions];
  const notes: Note[] = [...plan.notes, ...javaAlternatives(analysis.model)];
  const gains: string[] = [...plan.gains];
  const programs = [...plan.imagePrograms];
  const droppedEnv: string[] = [];
  for (const fact of analysis.model.facts) {
    const { instruction } = fact;
    const answer = place(fact, analysis);
    if ("refused" in answer) return refuse(answer.refused.code, answer.refused.message, instruction.line);
    const { where, because, text } = answer;
    if (where === "build" || where === "both") {
      build.push({ kind: "original", instruction: instruction.index, because });
    }
    if (where === "runtime" || where === "both") {
      runtime.push(
        text === undefined
          ? { kind: "original", instruction: instruction.index, because }
          : { kind: "edited", instruction: instruction.index, text, because },
      );
    }
    if (where === "build" && instruction.keyword === "ENV") {
      droppedEnv.push(...instruction.pairs.map((pair) => pair.key));
    }
    notes.push(...(answer.notes ?? []));
    programs.push(...(answer.programs ?? []));
    gains.push(...(answer.gains ?? []));
    decisions.push({
      line: instruction.line,
      instruction: summaryOf(instruction),
      placement: where,
      transform: NAME,
      because,
    });
  }
  return refined({
    ...plan,
    build,
    runtime,
    decisions,
    notes,
    gains,
    imagePrograms: programs,
    droppedEnv,
  });
}

function place(fact: Fact, analysis: Analysis): Answer {
  const { instruction } = fact;
  const { lastBuild } = analysis.regions;
  const beforeBuild = instruction.index < lastBuild;
  switch (instruction.keyword) {
    case "ARG":
      return { where: "build", because: "declared for the build; repeated where the runtime stage uses it" };
    case "ENV":
      return placeEnv(instruction, analysis, beforeBuild);
    case "LABEL":
    case "EXPOSE":
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
    case "STOPSIGNAL":
    case "VOLUME":
    case "MAINTAINER":
      return { where: "runtime", because: "describes the container" };
    case "SHELL":
      return beforeBuild
        ? { where: "both", because: "the shell of RUN in the build, and part of the image's config" }
        : { where: "runtime", because: "part of the image's config" };
    case "WORKDIR":
      return placeWorkdir(instruction, analysis, beforeBuild);
    case "USER":
      return placeUser(instruction, analysis, beforeBuild);
    case "COPY":
    case "ADD":
      return fact.kind === "copy"
        ? placeCopy(fact, analysis, beforeBuild)
        : placeForeignCopy(instruction, beforeBuild);
    case "RUN":
      return fact.kind === "run" ? runtimeRun(fact, analysis) : { where: "build", because: "" };
    case "ONBUILD":
      return { refused: { code: "onbuild-trigger", message: "ONBUILD makes this image a base for others" } };
    case "FROM":
      return { where: "build", because: "the base image of the build" };
  }
}

function placeEnv(
  instruction: Extract<Instruction, { keyword: "ENV" | "LABEL" }>,
  analysis: Analysis,
  beforeBuild: boolean,
): Answer {
  const names = instruction.pairs.map((pair) => pair.key);
  const secrets = names.filter(isSecretName);
  if (beforeBuild && secrets.length === names.length && !usesVariable(analysis, names, instruction)) {
    return {
      where: "build",
      because: `${names.join(", ")}: a credential of the build`,
      notes: [
        {
          code: "secret-left-in-build-stage",
          message: `${names.join(", ")} stays in the build stage; pass credentials with RUN --mount=type=secret instead`,
          line: instruction.line,
          weight: "review",
        },
      ],
    };
  }
  if (beforeBuild && names.every(isBuildVariable) && !usesVariable(analysis, names, instruction)) {
    return { where: "build", because: `${names.join(", ")}: read by build tools alone` };
  }
  return beforeBuild
    ? { where: "both", because: "the build may read it, and it is part of the container's environment" }
    : { where: "runtime", because: "set after the build: part of the container's environment" };
}

/** Does another instruction or a command of the container use one of the variables? */
function usesVariable(analysis: Analysis, names: readonly string[], own: Instruction): boolean {
  const pattern = new RegExp(`\\$\\{?(${names.join("|")})\\b`);
  return (
    stageInstructions(analysis).some(
      (one) => one !== own && one.keyword !== "RUN" && one.keyword !== "ARG" && pattern.test(one.body.text),
    ) || analysis.needs.commands.some((command) => command.raw.some((word) => pattern.test(word)))
  );
}

function placeWorkdir(instruction: Instruction, analysis: Analysis, beforeBuild: boolean): Answer {
  const later = stageInstructions(analysis).filter((one) => one.index > instruction.index);
  const next = later.find((one) => one.keyword === "WORKDIR");
  const span = later.filter((one) => next === undefined || one.index < next.index);
  const usedAtRuntime = span.some((one) => {
    if (one.keyword === "RUN" || one.keyword === "COPY" || one.keyword === "ADD") {
      const fact = analysis.model.facts.find((candidate) => candidate.instruction === one);
      if (fact?.kind === "run") {
        const answer = runtimeRun(fact, analysis);
        return !("refused" in answer) && answer.where !== "build" && usesDirectory(fact);
      }
      if (fact?.kind === "copy") {
        const answer = placeCopy(fact, analysis, one.index < analysis.regions.lastBuild);
        return !("refused" in answer) && answer.where !== "build";
      }
      return one.index > analysis.regions.lastBuild;
    }
    return false;
  });
  const usedInBuild =
    beforeBuild ||
    span.some((one) => {
      const fact = analysis.model.facts.find((candidate) => candidate.instruction === one);
      if (fact?.kind !== "run" && fact?.kind !== "copy") return false;
      const answer =
        fact.kind === "run"
          ? runtimeRun(fact, analysis)
          : placeCopy(fact, analysis, one.index < analysis.regions.lastBuild);
      return !("refused" in answer) && answer.where !== "runtime";
    });
  const runtime = next === undefined || usedAtRuntime;
  // The first one of the runtime stage cannot lean on a WORKDIR that stays behind, or on the old base image's.
  const text = runtime && isRelative(instruction) ? absoluteWorkdir(instruction, analysis) : null;
  const edit = text === null ? {} : { text };
  if (runtime && usedInBuild) {
    return { where: "both", because: "working directory of the build and of the container", ...edit };
  }
  if (runtime) return { where: "runtime", because: "working directory of the container", ...edit };
  return { where: "build", because: "working directory of the build alone" };
}

/** Does a command of the RUN speak of a path relative to the working directory, as far as can be told? */
function usesDirectory(fact: Extract<Fact, { kind: "run" }>): boolean {
  return fact.units.some((unit) =>
    unit.commands.some(({ invocation, effects }) => {
      const paths = effects.flatMap((effect) => ("path" in effect ? [effect.path] : []));
      if (paths.length === 0) return false;
      const { cwd } = invocation;
      return invocation.raw.some(
        (word) =>
          !word.startsWith("/") &&
          !word.startsWith("-") &&
          cwd.known &&
          paths.includes(resolvePath(cwd.value, word.replaceAll(/["']/g, ""))),
      );
    }),
  );
}

function isRelative(instruction: Instruction): boolean {
  return !/^["']?[/$]/.test(instruction.body.text.trim());
}

/** The instruction with the absolute path that it stands for; null when that is not known. */
function absoluteWorkdir(instruction: Instruction, analysis: Analysis): string | null {
  const after =
    analysis.model.facts.find((fact) => fact.instruction.index > instruction.index)?.before ??
    analysis.model.final;
  if (!after.workdir.known) return null;
  const path = /\s/.test(after.workdir.value) ? JSON.stringify(after.workdir.value) : after.workdir.value;
  return `${instruction.written} ${path}`;
}

function placeUser(instruction: Instruction, analysis: Analysis, beforeBuild: boolean): Answer {
  const later = stageInstructions(analysis).filter((one) => one.index > instruction.index);
  const next = later.find((one) => one.keyword === "USER");
  const span = later.filter((one) => next === undefined || one.index < next.index);
  const runs = span.filter((one) => one.keyword === "RUN" || one.keyword === "WORKDIR");
  const inBuild = beforeBuild && runs.some((one) => one.index <= analysis.regions.lastBuild);
  const inRuntime =
    next === undefined ||
    runs.some((one) => {
      const fact = analysis.model.facts.find((candidate) => candidate.instruction === one);
      if (fact?.kind !== "run") return false;
      const answer = runtimeRun(fact, analysis);
      return !("refused" in answer) && (answer.where === "runtime" || answer.where === "both");
    });
  if (inBuild && inRuntime) return { where: "both", because: "user of the build and of the container" };
  if (inBuild) return { where: "build", because: "user of the build alone" };
  return { where: "runtime", because: "user of the container" };
}

function placeForeignCopy(instruction: Instruction, beforeBuild: boolean): Answer {
  return beforeBuild
    ? { where: "both", because: "brought from another image; the build may use it too" }
    : { where: "runtime", because: `${instruction.keyword} from another image, after the build` };
}

function isPrivateKey(image: string, context: string, { project }: Analysis): boolean {
  if (!/\/\.ssh\//.test(image)) return false;
  const text = project.read(context);
  return /\/id_\w+$/.test(image) || (text.known && text.value.includes("PRIVATE KEY"));
}

function placeCopy(fact: Extract<Fact, { kind: "copy" }>, analysis: Analysis, beforeBuild: boolean): Answer {
  const { regions } = analysis;
  if (!fact.destination.known) {
    return {
      refused: {
        code: "path-unknown",
        message: `the destination of ${summaryOf(fact.instruction)} is not known: ${fact.destination.because}`,
      },
    };
  }
  const target = fact.destination.value;
  if (
    beforeBuild &&
    !fact.whole &&
    regions.isScratch(target) &&
    readByRuntime(target, fact.instruction.index, analysis)
  ) {
    return { where: "both", because: `a RUN of the runtime stage reads ${target}` };
  }
  if (regions.isScratch(target) && !isNeeded(analysis, target)) {
    return { where: "build", because: `${target}: settings and credentials of the build tools` };
  }
  const inBuild =
    regions.isBuildPath(target) ||
    regions.buildDirectories.includes(target) ||
    fact.files.some(({ image }) => regions.isBuildPath(image));
  if (!inBuild) {
    const key = fact.files.find(({ image, context }) => isPrivateKey(image, context, analysis));
    if (key !== undefined) {
      return {
        refused: {
          code: "secret-in-runtime",
          message: `${key.image} is a private key, and the container runs what reads it`,
        },
      };
    }
    if (
      beforeBuild &&
      (!isNeeded(analysis, target) || readByBuild(target, fact.instruction.index, analysis))
    ) {
      return {
        where: "both",
        because: "outside the sources: the build may read it, and so may the container",
      };
    }
    return { where: "runtime", because: "only the container uses it" };
  }
  if (!beforeBuild) return { where: "runtime", because: "copied after the build: the container's own files" };
  if (!fact.whole && fact.files.length > 0 && analysis.toolchain.family === "jvm") {
    const entries = topEntries(fact, analysis);
    if (entries.length > 0 && entries.every(({ purpose }) => purpose !== "build-only")) {
      return { where: "both", because: "may be read by the running program" };
    }
  }
  return { where: "build", because: "sources of the build" };
}

function topEntries(
  fact: Extract<Fact, { kind: "copy" }>,
  analysis: Analysis,
): readonly { readonly path: string; readonly purpose: "build-only" | "runtime" | "unknown" }[] {
  const { workdir } = analysis.model.final;
  const directory = workdir.known ? workdir.value : "/";
  const entries = new Set<string>();
  for (const { image } of fact.files) {
    if (!isWithin(image, directory)) return [];
    const name = image.slice(directory === "/" ? 1 : directory.length + 1).split("/")[0] ?? "";
    entries.add(directory === "/" ? `/${name}` : `${directory}/${name}`);
  }
  return [...entries].map((path) => ({
    path,
    purpose: analysis.toolchain.purpose(path, directory, analysis.model.tree),
  }));
}

/** Is the path, or something below it, named by a need of the container? */
function isNeeded(analysis: Analysis, target: string): boolean {
  return analysis.needs.needs.some(({ need }) => need.kind === "path" && isWithin(need.path, target));
}

export const placeInstructions: Transform = {
  name: NAME,
  summary: "Sorts every instruction into the build stage, the runtime stage or both",
  default: true,
  required: true,
  safety: "safe",
  example: {
    before: "RUN apt-get install -y maven curl\nRUN mvn package\nEXPOSE 8080",
    after:
      "# build\nRUN apt-get install -y maven curl\nRUN mvn package\n\n# runtime\nRUN apt-get install -y curl\nEXPOSE 8080",
  },
  apply,
};
