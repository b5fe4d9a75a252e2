/**
 * Where the copies stand in the runtime stage: at the place of the build's last instruction, in the
 * working directory that is in force there, behind whatever makes their owner or sets up their folder.
 */
import { isWithin, parentOf, relativeTo } from "../model/paths.js";
import { sameOwner } from "../model/ledger.js";
import { variablesIn } from "../dockerfile/variables.js";
import { copyLine, keyword, type VariablePath } from "./style.js";
import type { Analysis, ArtifactCopy, Item, Plan } from "./types.js";

export function insertCopies(
  plan: Plan,
  copies: readonly ArtifactCopy[],
  analysis: Analysis,
): readonly Item[] {
  const usual = position(plan, copies, analysis);
  const places = new Map<number, ArtifactCopy[]>();
  for (const copy of copies) {
    const user = plan.runtime.findIndex((item) => item.kind !== "new" && item.instruction === copy.before);
    const at = user === -1 ? usual : Math.min(user, usual);
    places.set(at, [...(places.get(at) ?? []), copy]);
  }
  const items: Item[] = [];
  for (let at = 0; at <= plan.runtime.length; at++) {
    items.push(...copiesAt(plan.runtime.slice(0, at), places.get(at) ?? [], plan.buildName, analysis));
    items.push(...plan.runtime.slice(at, at + 1));
  }
  return items;
}

function copiesAt(
  before: readonly Item[],
  copies: readonly ArtifactCopy[],
  buildName: string,
  analysis: Analysis,
): readonly Item[] {
  if (copies.length === 0) return [];
  const workdir = workdirAt(before, analysis);
  const variable = variableWorkdir(before, analysis);
  const items = together(copies).map((copy): Item => ({
    kind: "new",
    text: copyLine(analysis.dockerfile, buildName, copy, workdir, variable),
    because: copy.because,
  }));
  return [...folderModes(copies, workdir, userAt(before, analysis), analysis), ...items];
}

/** From so many files of one folder on, one line with all of them reads better than a line each. */
const MANY = 4;

/** Many files that go from one folder to the same one, whose owner is the same, are one COPY in the place of the first. */
function together(copies: readonly ArtifactCopy[]): readonly ArtifactCopy[] {
  const group = (copy: ArtifactCopy): readonly ArtifactCopy[] =>
    joins(copy)
      ? copies.filter(
          (one) => joins(one) && one.owner === copy.owner && parentOf(one.from) === parentOf(copy.from),
        )
      : [copy];
  return copies.flatMap((copy) => {
    const members = group(copy);
    if (members.length < MANY) return [copy];
    if (members[0] !== copy) return [];
    const others = members.filter((one) => one !== copy).map(({ from }) => from);
    const patterns = members.flatMap(({ also }) => also ?? []);
    const because = [...new Set(members.map((one) => one.because))].join("; ");
    return [{ ...copy, also: [...others, ...patterns], because }];
  });
}

/** A file under its own name; a COPY of several takes a name with these characters for a pattern or a JSON text. */
function joins({ what, from, to, renamable }: ArtifactCopy): boolean {
  return what === "file" && from === to && !renamable && !/[\s*?[\]\\"'$]/.test(from);
}

/**
 * A folder that COPY makes has mode 755, whatever its source has (tried with BuildKit), and a folder that
 * is there keeps its own. So a folder whose mode a RUN changed is made first, with that mode and its owner.
 */
function folderModes(
  copies: readonly ArtifactCopy[],
  workdir: string | null,
  user: string,
  analysis: Analysis,
): readonly Item[] {
  const commands = copies.flatMap((copy) => {
    const modes =
      copy.what === "directory" && copy.to !== workdir ? analysis.model.ledger.modesOf(copy.from) : [];
    if (modes.length === 0) return [];
    const path = workdir === null ? copy.to : relativeTo(workdir, copy.to);
    const owner = sameOwner(copy.owner, user) ? [] : [`chown ${copy.owner} ${path}`];
    return [`mkdir -p ${path}`, ...modes.map((mode) => `chmod ${mode} ${path}`), ...owner];
  });
  if (commands.length === 0) return [];
  return [
    {
      kind: "new",
      text: `${keyword(analysis.dockerfile, "RUN")} ${commands.join(" && ")}`,
      because: "a folder that COPY makes loses its mode",
    },
  ];
}

function position(plan: Plan, copies: readonly ArtifactCopy[], analysis: Analysis): number {
  const { lastBuild } = analysis.regions;
  const owners = copies.map((copy) => copy.owner).filter((owner) => !sameOwner(owner, "root"));
  let at = 0;
  plan.runtime.forEach((item, index) => {
    if (item.kind === "new") return;
    if (item.instruction <= lastBuild || preparesFor(item.instruction, owners, copies, analysis))
      at = index + 1;
  });
  // A WORKDIR right behind the build is where the container lives: the copies read better below it.
  const next = plan.runtime[at];
  if (next && next.kind !== "new") {
    const instruction = analysis.dockerfile.instructions[next.instruction];
    if (instruction?.keyword === "WORKDIR" && next.instruction === lastBuild + 1) at += 1;
  }
  return at;
}

/** Does the instruction make the owner of a copy, or set owner or mode of a folder that is copied into? */
function preparesFor(
  index: number,
  owners: readonly string[],
  copies: readonly ArtifactCopy[],
  analysis: Analysis,
): boolean {
  const fact = analysis.model.facts.find((one) => one.instruction.index === index);
  if (fact?.kind !== "run") return false;
  const effects = fact.units.flatMap((unit) => unit.commands.flatMap((command) => command.effects));
  return effects.some((effect) => {
    if (effect.kind === "user" || effect.kind === "group") {
      return owners.some((owner) => owner.split(":").includes(effect.name));
    }
    return (
      effect.kind === "chown" && effect.recursive && copies.some((copy) => isWithin(copy.to, effect.path))
    );
  });
}

/** The user after these items: of the last USER, else of the base image. */
export function userAt(items: readonly Item[], analysis: Analysis): string {
  const last = items.findLast(
    (item) => item.kind !== "new" && analysis.dockerfile.instructions[item.instruction]?.keyword === "USER",
  );
  if (last === undefined || last.kind === "new") {
    const { base } = analysis.model;
    return base.known && base.value.config.known ? base.value.config.value.user || "root" : "root";
  }
  const instruction = analysis.dockerfile.instructions[last.instruction];
  return instruction?.keyword === "USER" ? instruction.value.text : "root";
}

/** Would a folder have to be made, with its mode, by a user who may not be allowed to? */
export function makesFoldersAsUser(plan: Plan, copies: readonly ArtifactCopy[], analysis: Analysis): boolean {
  const at = position(plan, copies, analysis);
  const items = plan.runtime.slice(0, at);
  const user = userAt(items, analysis);
  return (
    !sameOwner(user, "root") && folderModes(copies, workdirAt(items, analysis), user, analysis).length > 0
  );
}

/** The working directory after these items; null when it is not known. */
export function workdirAt(items: readonly Item[], analysis: Analysis): string | null {
  let workdir: string | null = null;
  for (const item of items) {
    if (item.kind === "new") continue;
    const instruction = analysis.dockerfile.instructions[item.instruction];
    if (instruction?.keyword !== "WORKDIR") continue;
    const after = analysis.model.facts.find((fact) => fact.instruction.index > item.instruction);
    const state = after ? after.before : analysis.model.final;
    workdir = state.workdir.known ? state.workdir.value : null;
  }
  return workdir;
}

/** The last WORKDIR of these items, when an ARG decides it. */
function variableWorkdir(items: readonly Item[], analysis: Analysis): VariablePath | null {
  const value = workdirAt(items, analysis);
  const last = items.findLast(
    (item) =>
      item.kind !== "new" && analysis.dockerfile.instructions[item.instruction]?.keyword === "WORKDIR",
  );
  if (value === null || last?.kind !== "original") return null;
  const instruction = analysis.dockerfile.instructions[last.instruction];
  if (instruction?.keyword !== "WORKDIR") return null;
  const text = instruction.value.text.replace(/\/+$/, "");
  const fact = analysis.model.facts.find((one) => one.instruction.index === last.instruction);
  const { escape } = analysis.dockerfile;
  const fromArgument = (name: string): boolean =>
    fact?.before.env.has(name) === false && fact.before.args.has(name);
  return variablesIn(text, escape).some(fromArgument) && !/["'\s]/.test(text) ? { text, value } : null;
}
