/**
 * Optional: the dependencies in a layer of their own, in front of the sources, so that a change of the sources
 * does not fetch them again: wrapper and build files first, then the command of the toolchain that fetches,
 * then the COPY of everything as it was. Left alone, with a note: a file that has such a layer already, and
 * builds whose dependencies cannot be told from their build files.
 */
import { unknown, type Known } from "../src/known.js";
import { isWithin, parentOf, relativeTo } from "../src/model/paths.js";
import type { Fact, Invocation } from "../src/model/types.js";
import { workdirAt } from "../src/plan/insert.js";
import { keyword } from "../src/plan/style.js";
import {
  refined,
  type Analysis,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";
import { toolchains } from "../src/toolchains/registry.js";
import type { DependencyLayer } from "../src/toolchains/types.js";
import { shellText, shellWord } from "../src/toolchains/words.js";

const NAME = "dependency-layer";

type CopyFact = Extract<Fact, { kind: "copy" }>;

function apply(plan: Plan, analysis: Analysis): Refined {
  const left = (because: string): Refined =>
    refined({
      ...plan,
      notes: [
        ...plan.notes,
        { code: "dependency-layer-not-made", message: because, line: null, weight: "info" },
      ],
    });
  const { model } = analysis;
  const copies = model.facts.filter((fact): fact is CopyFact => fact.kind === "copy");
  const copy = copies.find((fact) => fact.whole);
  const first = model.history.steps.find(({ step }) => step.kind === "build" || step.kind === "install");
  if (!copy?.destination.known || first === undefined) return left("no COPY brings the whole context");
  const { destination } = copy;
  const earlier = copies.some(
    (fact) => fact.instruction.index < copy.instruction.index && touches(fact, destination.value),
  );
  if (earlier || first.invocation.line < copy.instruction.line)
    return left("something of the project is copied in front of the sources already");
  const layer = layerOf(first.invocation, analysis);
  if (!layer.known) return left(layer.because);
  const at = plan.build.findIndex(
    (item) => item.kind !== "new" && item.instruction === copy.instruction.index,
  );
  const workdir = workdirAt(plan.build.slice(0, at), analysis);
  const { cwd } = first.invocation;
  if (at === -1 || workdir === null || !cwd.known) return left("the working directory is not known");
  const lines = linesOf(layer.value, workdir, cwd.value, analysis);
  if (!lines.known) return left(lines.because);
  const because = "fetched again only when the build files change";
  const items = lines.value.map((text): Item => ({ kind: "new", text, because }));
  return refined({
    ...plan,
    build: [...plan.build.slice(0, at), ...items, ...plan.build.slice(at)],
    decisions: [
      ...plan.decisions,
      ...lines.value.map((instruction) => ({
        line: null,
        instruction,
        placement: "build" as const,
        transform: NAME,
        because,
      })),
    ],
  });
}

function touches(fact: CopyFact, directory: string): boolean {
  return fact.destination.known && fact.files.some(({ image }) => isWithin(image, directory));
}

function layerOf(invocation: Invocation, { model }: Analysis): Known<DependencyLayer> {
  for (const toolchain of toolchains) {
    const layer = toolchain.dependencyLayer?.(invocation, model.sources) ?? null;
    if (layer !== null) return layer;
  }
  return unknown("the toolchain fetches its dependencies by the command that the file has");
}

/** One COPY for the files of each folder, one for each folder that goes as a whole, and the RUN. */
function linesOf(
  layer: DependencyLayer,
  workdir: string,
  cwd: string,
  { model, dockerfile }: Analysis,
): Known<readonly string[]> {
  const files = new Map<string, string[]>();
  const folders: string[] = [];
  for (const path of layer.files) {
    const source = model.sources.contextPath(path);
    if (source === null && model.sources.kind(path) === "file")
      return unknown(`${path} does not come from the context`);
    const from = source ?? contextFolder(path, model.sources);
    if (from === null || /\s/.test(from)) return unknown(`${path} cannot be copied by itself`);
    const folder = relativeFolder(workdir, model.sources.kind(path) === "directory" ? path : parentOf(path));
    if (model.sources.kind(path) === "directory") folders.push(`${from} ${folder}`);
    else files.set(folder, [...(files.get(folder) ?? []), from]);
  }
  const copy = keyword(dockerfile, "COPY");
  const here = cwd === workdir ? "" : `cd ${shellWord(cwd)} && `;
  return {
    known: true,
    value: [
      ...[...files].map(([folder, sources]) => `${copy} ${sources.join(" ")} ${folder}`),
      ...folders.map((words) => `${copy} ${words}`),
      `${keyword(dockerfile, "RUN")} ${here}${shellText(layer.command)}`,
    ],
  };
}

function contextFolder(path: string, tree: Analysis["model"]["sources"]): string | null {
  const [file] = tree.files(path);
  const source = file === undefined ? null : tree.contextPath(file);
  return file !== undefined && source?.endsWith(file.slice(path.length)) === true
    ? source.slice(0, source.length - (file.length - path.length))
    : null;
}

function relativeFolder(workdir: string, folder: string): string {
  if (!isWithin(folder, workdir) || workdir === "/") return `${folder === "/" ? "" : folder}/`;
  const path = relativeTo(workdir, folder);
  return path === "." ? "./" : `${path}/`;
}

export const dependencyLayer: Transform = {
  name: NAME,
  summary: "Fetches dependencies in a layer in front of the sources",
  default: false,
  required: false,
  safety: "safe",
  example: {
    before: "COPY . .\nRUN mvn package",
    after: "COPY pom.xml ./\nRUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn package",
  },
  apply,
};
