/**
 * Where a RUN goes, and its text in the runtime stage when only a part of it belongs there. Refuses
 * a RUN that is not understood behind the build, and one command line that does two things at once.
 */
import type { Note } from "../findings/types.js";
import { baseName } from "../model/paths.js";
import { withFoldersOfUsers, withFoldersToOwn } from "./folders.js";
import { numberOf } from "./owner-number.js";
import { packageProvides } from "./providers.js";
import { isSystemFolder } from "./system-folders.js";
import {
  fetchesIndex,
  isIndexWork,
  isRepositoryWork,
  partsOf,
  type Part,
  type PartScope,
  type RunFact,
} from "./units.js";
import { programsUnpackedInto } from "./unpacked.js";
import type { Analysis } from "./types.js";

export type RunAnswer =
  | { readonly refused: { readonly code: string; readonly message: string } }
  | {
      readonly where: "build" | "runtime" | "both";
      readonly because: string;
      readonly text?: string;
      readonly notes?: readonly Note[];
      readonly programs?: readonly { readonly name: string; readonly because: string }[];
      readonly gains?: readonly string[];
      readonly installs?: boolean;
      readonly produces?: Part["produces"];
      /** indexes of the units that the runtime stage has */
      readonly kept: ReadonlySet<number>;
    };

const NO_UNITS: ReadonlySet<number> = new Set();

function keptUnits(fact: RunFact, parts: readonly Part[]): ReadonlySet<number> {
  return new Set(parts.flatMap((part) => part.units.map((unit) => fact.units.indexOf(unit))));
}

/** All RUNs are decided in the file's order: what stays in the build stage decides on those behind it. */
const answers = new WeakMap<Analysis["model"], ReadonlyMap<number, RunAnswer>>();

export function runtimeRun(fact: RunFact, analysis: Analysis): RunAnswer {
  const before = answers.get(analysis.model);
  const all = before ?? decideAll(analysis);
  if (!before) answers.set(analysis.model, all);
  const answer = all.get(fact.instruction.index);
  if (!answer) throw new Error(`line ${fact.instruction.line} is not a RUN of this model`);
  return answer;
}

function decideAll(analysis: Analysis): ReadonlyMap<number, RunAnswer> {
  const found = new Map<number, RunAnswer>();
  const scope = partScope(analysis);
  const parts = new Map<number, readonly Part[]>();
  for (const fact of analysis.model.facts) {
    if (fact.kind === "run" && fact.opaque === null) parts.set(fact.instruction.index, partsOf(fact, scope));
  }
  withFoldersToOwn(parts);
  withFoldersOfUsers(parts, analysis);
  withoutIdleRepositories(parts);
  withIndexOfInstalls(parts);
  const installs = [...parts.values()].some((all) => all.some((part) => part.installs));
  for (const fact of analysis.model.facts) {
    if (fact.kind !== "run") continue;
    found.set(
      fact.instruction.index,
      decide(fact, parts.get(fact.instruction.index) ?? [], installs, analysis),
    );
  }
  return found;
}

function decide(fact: RunFact, all: readonly Part[], installs: boolean, analysis: Analysis): RunAnswer {
  const { instruction } = fact;
  const { lastBuild } = analysis.regions;
  const inBuild = instruction.index <= lastBuild;
  if (fact.opaque !== null) return opaqueRun(fact.opaque, inBuild, instruction.line);
  const bound = instruction.flags.some((flag) => flag.name === "mount" && isBindMount(flag.value ?? ""));
  if (bound && !fact.mounted.known) return boundRun(fact.mounted.because);
  const parts = installs ? all : withoutIdleIndex(all);
  const opaque = parts.find((part) => part.opaque !== null);
  const notes: Note[] = [];
  if (opaque) {
    const answer = opaqueRun(opaque.opaque ?? "", inBuild, instruction.line);
    if ("refused" in answer) return answer;
    notes.push(...(answer.notes ?? []));
  }
  const kept = parts.filter((part) => part.place === "runtime");
  const removed = removedAgain(fact);
  const leaves = parts.flatMap((part) => part.leaves).filter((name) => !removed.has(name));
  const gains = leaves.length > 0 ? [`packages of the build stay behind: ${leaves.join(", ")}`] : [];
  const produces = parts.flatMap((part) => part.produces);
  if (kept.length === 0) {
    return {
      where: "build",
      because:
        parts.find((part) => part.place === "build")?.because ??
        "it changes nothing that the container could lack",
      notes,
      gains,
      produces,
      kept: NO_UNITS,
    };
  }
  if (bound) return boundRun("a part of the RUN is for the container");
  const programs = kept.flatMap((part) =>
    part.programs.map((name) => ({ name, because: `line ${instruction.line} runs it in the runtime stage` })),
  );
  const because = kept.map((part) => part.because).join("; ");
  const where = buildNeedsIt(fact, parts, analysis) ? ("both" as const) : ("runtime" as const);
  const shared = {
    where,
    because,
    notes,
    programs,
    gains,
    installs: parts.some((part) => part.installs),
    produces,
    kept: keptUnits(fact, kept),
  };
  if (parts.every((part) => part.place !== "build" && part.text === null)) return shared;
  const text = cut(fact, parts, analysis);
  if (text === null) {
    return {
      refused: {
        code: "run-cannot-be-cut",
        message:
          "a part of this RUN belongs to the container and a part to the build, and they hang together",
      },
    };
  }
  return { ...shared, text };
}

function boundRun(because: string): RunAnswer {
  return {
    refused: {
      code: "bind-mount-in-run",
      message: `RUN --mount=type=bind works on files that are in no layer, so what it reads and makes cannot be followed: ${because}`,
    },
  };
}

/** A repository of packages is set up for the packages that are installed behind it; where none of them stays, it does not either. */
function withoutIdleRepositories(parts: Map<number, readonly Part[]>): void {
  let wanted = false;
  for (const [index, all] of [...parts].reverse()) {
    const kept = [...all].reverse().map((part): Part => {
      wanted ||= part.installs;
      return !wanted && part.place === "runtime" && isRepositoryWork(part)
        ? { ...part, place: "build", because: "no package of this repository stays" }
        : part;
    });
    parts.set(index, kept.reverse());
  }
}

/**
 * An install without an update of its own rests on the index that an earlier RUN has fetched; where the packages
 * of that RUN stay behind, its update has to come along: the base images have no index.
 */
function withIndexOfInstalls(parts: Map<number, readonly Part[]>): void {
  let fetched = false;
  let dropped: { readonly index: number; readonly part: Part } | null = null;
  for (const [index, all] of parts) {
    for (const part of all) {
      const fetches = part.units.some((unit) =>
        unit.commands.some(({ effects }) => effects.some(fetchesIndex)),
      );
      if (part.place !== "runtime") {
        if (fetches && isIndexWork(part)) dropped = { index, part };
        continue;
      }
      fetched ||= fetches;
      if (!part.installs || fetched || dropped === null) continue;
      const { index: at, part: idle } = dropped;
      const because = "the packages of a later RUN are found in this index";
      parts.set(
        at,
        (parts.get(at) ?? []).map((one) => (one === idle ? { ...one, place: "runtime", because } : one)),
      );
      fetched = true;
    }
  }
}

/** Packages that the RUN itself removes again, by name or by the name of their group (apk --virtual): the image never had them. */
function removedAgain(fact: RunFact): ReadonlySet<string> {
  const effects = fact.units.flatMap((unit) => unit.commands.flatMap((command) => command.effects));
  const names = new Set(
    effects.flatMap((effect) =>
      effect.kind === "packages" && effect.action === "remove" ? effect.names : [],
    ),
  );
  const groups = effects.flatMap((effect) =>
    effect.kind === "packages" && effect.virtual !== undefined && names.has(effect.virtual)
      ? effect.names
      : [],
  );
  return new Set([...names, ...groups]);
}

/** `apt-get update` is of no use where no RUN of the runtime stage installs anything. */
function withoutIdleIndex(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) =>
    part.place === "runtime" && isIndexWork(part)
      ? { ...part, place: "build", because: "the package index is only needed for packages of the build" }
      : part,
  );
}

/** Not understood: in front of the end of the build it stays there, for a person to look at; behind it nothing can be said. */
function opaqueRun(because: string, inBuild: boolean, line: number): RunAnswer {
  if (!inBuild) return { refused: { code: "command-not-understood", message: because } };
  return {
    where: "build",
    because: `kept in the build stage: ${because}`,
    kept: NO_UNITS,
    notes: [
      {
        code: "build-command-not-understood",
        message: `${because}; it stays in the build stage, so look whether the container needs what it makes`,
        line,
        weight: "review",
      },
    ],
  };
}

/**
 * The build stage keeps a RUN in front of the end of the build, unless all that it does is to make
 * users, folders or links that no instruction of the build speaks of.
 */
function buildNeedsIt(fact: RunFact, parts: readonly Part[], analysis: Analysis): boolean {
  const { lastBuild } = analysis.regions;
  if (fact.instruction.index > lastBuild) return false;
  if (parts.some((part) => part.place === "build")) return true;
  const commands = fact.units.flatMap((unit) => unit.commands);
  const effects = commands.flatMap((command) => command.effects);
  const users = effects.flatMap((effect) =>
    effect.kind === "user" || effect.kind === "group" ? [effect.name] : [],
  );
  const onlyUsers =
    commands.every(({ step, opaque }) => step === null && opaque === null) &&
    effects.every((effect) => effect.kind === "user" || effect.kind === "group");
  if (!onlyUsers) return true;
  return analysis.model.facts.some(
    (other) =>
      other.instruction.index > fact.instruction.index &&
      other.instruction.index <= lastBuild &&
      users.some((user) =>
        new RegExp(`(^|[^\\w-])${escapeRegExp(user)}($|[^\\w-])`).test(mentions(other.instruction)),
      ),
  );
}

function mentions(
  instruction: RunFact["instruction"] | Analysis["dockerfile"]["instructions"][number],
): string {
  const flags = instruction.flags.map((flag) => flag.value ?? "").join(" ");
  return instruction.keyword === "WORKDIR" ? flags : `${flags} ${instruction.body.text}`;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The runtime parts of the RUN as one instruction, in the layout of the original. null when they cannot be separated. */
function cut(fact: RunFact, parts: readonly Part[], analysis: Analysis): string | null {
  const { source, eol } = analysis.dockerfile;
  const { instruction } = fact;
  if (instruction.command.form === "exec" || instruction.heredocs.length > 0) return null;
  const [, ...rest] = parts;
  if (rest.some((part) => part.units[0]?.unit.joiner === "&")) return null;
  const firstKept = parts.findIndex((part) => part.place === "runtime");
  const lastKept = parts.findLastIndex((part) => part.place === "runtime");
  const kept = parts.filter((part) => part.place === "runtime");
  const chosen = parts.filter(
    (part, at) =>
      part.place === "runtime" ||
      (part.place === "neutral" &&
        at < lastKept &&
        isSurrounding(part) &&
        !(movesAway(part) && kept.every(namesWholePaths))) ||
      (part.place === "neutral" && at > firstKept && cleansUp(part)),
  );
  if (chosen.some((part) => movesAway(part))) return null;
  const head = source.slice(instruction.span.start, instruction.command.span.start);
  const pieces = chosen.map(
    (part) => part.text ?? source.slice(part.units[0]?.span.start ?? 0, part.units.at(-1)?.span.end ?? 0),
  );
  const indent = /\n([ \t]+)/.exec(source.slice(instruction.span.start, instruction.span.end))?.[1] ?? "    ";
  const multiline = source.slice(instruction.span.start, instruction.span.end).includes("\n");
  const joint = multiline ? ` ${analysis.dockerfile.escape}${eol}${indent}&& ` : " && ";
  return chosen.reduce((text, part, at) => {
    if (at === 0) return head + (pieces[0] ?? "");
    // Two that stood side by side keep what stood between them.
    const before = parts[parts.indexOf(part) - 1];
    const between = source.slice(before?.units.at(-1)?.span.end ?? 0, part.units[0]?.span.start ?? 0);
    return text + (before === chosen[at - 1] ? between : joint) + (pieces[at] ?? "");
  }, "");
}

/** `set -e`, `export X=y`: neutral, but what follows may rest on it. */
function isSurrounding(part: Part): boolean {
  return part.units.every(
    (unit) =>
      unit.commands.length === 0 ||
      unit.commands.every(({ invocation }) => /^(set|export|cd|umask|shopt)$/.test(invocation.program)),
  );
}

function cleansUp(part: Part): boolean {
  return part.units.every((unit) =>
    unit.commands.every(
      ({ effects }) =>
        effects.length > 0 &&
        effects.every(
          (effect) => effect.kind === "remove" || (effect.kind === "packages" && effect.action === "clean"),
        ),
    ),
  );
}

function movesAway(part: Part): boolean {
  return (
    part.place === "neutral" &&
    part.units.some((unit) => unit.commands.some(({ invocation }) => invocation.program === "cd"))
  );
}

/** `rm -rf /opt/server/webapps/ROOT`: it does the same from whatever folder. */
function namesWholePaths(part: Part): boolean {
  return part.units.every((unit) =>
    unit.commands.every(({ invocation }) => {
      const { program, args, redirects } = invocation;
      const operands = args.filter((arg) => !(arg.known && arg.value.startsWith("-")));
      // the first of these says what to set
      const paths = /^ch(mod|own|grp)$/.test(program) ? operands.slice(1) : operands;
      const whole = /^(rm|rmdir|mkdir|touch|chmod|chown|chgrp)$/.test(program);
      return (
        (whole &&
          paths.every((path) => path.known && path.value.startsWith("/")) &&
          redirects.length === 0) ||
        unit.commands.length === 0
      );
    }),
  );
}

function isBindMount(value: string): boolean {
  return !/(^|,)type=/.test(value) || /(^|,)type=bind(,|$)/.test(value);
}

function partScope(analysis: Analysis): PartScope {
  const needed = new Set(
    analysis.needs.needs.flatMap(({ need }) => (need.kind === "program" ? [baseName(need.name)] : [])),
  );
  const { base } = analysis.model;
  const called = new Set(analysis.called.map(({ name }) => name));
  const matches = (names: ReadonlySet<string>, wanted: string): boolean =>
    names.has(wanted) || [...names].some((name) => packageProvides("apt", wanted, name));
  return {
    regions: analysis.regions,
    source: analysis.dockerfile.source,
    isNeeded: (program) => matches(needed, program),
    isProgramNeeded: (program) => needed.has(program) || called.has(program),
    mayCall: (program) => matches(called, program),
    isSystemFolder,
    bringsProgram: (folder) => programsUnpackedInto({ path: folder, because: "" }, analysis).length > 0,
    hasProducer: (path) => analysis.model.ledger.producers(path).length > 0,
    buildTools: new Set(analysis.model.history.steps.map(({ invocation }) => invocation.program)),
    release: base.known && base.value.codename.known ? base.value.codename.value : null,
    deleted: deletedVirtuals(analysis),
    madeInBuild: new Set(),
    belongsToBuild: (owner) => runsAsRoot(analysis) && numberOf(owner, analysis) !== null,
  };
}

/** Nobody but root runs in the container, as far as the file says: who owns a folder bears on nothing. */
function runsAsRoot({ model, needs }: Analysis): boolean {
  const { user } = model.final;
  return (
    user.known &&
    /^(|root|0)(:|$)/.test(user.value) &&
    !needs.commands.some(({ program }) => /^(su|sudo|su-exec|gosu|runuser|setpriv|chroot)$/.test(program))
  );
}

function deletedVirtuals(analysis: Analysis): ReadonlySet<string> {
  return new Set(
    analysis.model.facts.flatMap((fact) =>
      fact.kind === "run"
        ? fact.units
            .flatMap((unit) => unit.commands)
            .flatMap(({ effects }) =>
              effects.flatMap((effect) =>
                effect.kind === "packages" && effect.action === "remove" ? effect.names : [],
              ),
            )
        : [],
    ),
  );
}
