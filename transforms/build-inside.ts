/**
 * Optional: a file that copies an artifact which was built on the host (`COPY target/app.jar`) gets the
 * build stage that makes it, with the wrapper where the project has one and an image of the declared Java
 * version. Comes in: such a file and its project; goes out: the two-stage file, whose COPY takes the one
 * file that the build makes, everything else byte for byte; refused where that file, the Java version
 * or the sources are not known.
 */
import type { Copy, Dockerfile } from "../src/dockerfile/types.js";
import { parseDockerfile } from "../src/dockerfile/parse.js";
import { lookupImage } from "../src/images/lookup.js";
import { known, unknown, type Known } from "../src/known.js";
import { foldImage, type ImageModel } from "../src/model/fold.js";
import { globMatches, isWithin, resolvePath } from "../src/model/paths.js";
import type { Fact, Output } from "../src/model/types.js";
import { keyword } from "../src/plan/style.js";
import type { Described } from "../src/plan/types.js";
import type { Project } from "../src/project/types.js";
import type { SplitOptions } from "../src/split/types.js";
import { toolchains } from "../src/toolchains/registry.js";

export interface BuiltInside {
  readonly text: string;
  readonly toolchain: string;
  readonly stage: { readonly name: string; readonly from: string };
  readonly command: string;
  readonly copies: readonly { readonly from: string; readonly to: string; readonly line: number }[];
}

/** Where the build stage works; the name has to do with no project (P179 is looked at where Gradle takes it). */
const FOLDER = "/build";
const RELEASES = [8, 11, 17, 21, 25];

type CopyFact = Extract<Fact, { kind: "copy" }>;

interface Prebuilt {
  readonly fact: CopyFact;
  readonly tool: "maven" | "gradle";
  /** the folder of the module, relative to the context, "" for the root */
  readonly module: string;
}

export function builtInside(
  dockerfile: Dockerfile,
  project: Project,
  options: SplitOptions,
): Known<BuiltInside> {
  const model = foldImage(dockerfile, project, { buildArgs: options.buildArgs, toolchains, lookupImage });
  const found = model.facts.flatMap((fact) => (fact.kind === "copy" ? prebuilt(fact) : []));
  const [first] = found;
  if (first === undefined) return unknown("no COPY takes an artifact of a Maven or Gradle build");
  if (found.some((one) => one.tool !== first.tool || one.module !== first.module))
    return unknown("the artifacts come from more than one module");
  const root = rootOf(first, project);
  if (root === null) return unknown(`the context holds no build file for ${first.module || "it"}`);
  const java = javaRelease(first, root, project, model);
  if (!java.known) return java;
  const tool = toolOf(first, root, java.value, project);
  const alias = dockerfile.stages[0]?.from.alias?.text.toLowerCase();
  const name = alias === "build" ? "builder" : "build";
  const workdir = resolvePath(FOLDER, root);
  let because = "the build makes no such file";
  for (const tasks of tool.candidates) {
    const command = `${tool.program} ${tasks}`;
    const stage = [
      `${keyword(dockerfile, "FROM")} ${tool.image} ${keyword(dockerfile, "AS")} ${name}`,
      `${keyword(dockerfile, "WORKDIR")} ${FOLDER}`,
      `${keyword(dockerfile, "COPY")} . .`,
      ...(root === "" ? [] : [`${keyword(dockerfile, "WORKDIR")} ${workdir}`]),
      `${keyword(dockerfile, "RUN")} ${command}`,
    ].join(dockerfile.eol);
    const outputs = outputsOf(stage, project, options);
    if (!outputs.known) {
      because = outputs.because;
      continue;
    }
    const copies = found.map(({ fact }) => takenFrom(fact, outputs.value));
    const bad = copies.find((copy) => !copy.known);
    if (bad?.known === false) {
      because = bad.because;
      continue;
    }
    const taken = copies.flatMap((copy) => (copy.known ? [copy.value] : []));
    return known({
      text: assemble(dockerfile, stage, name, taken),
      toolchain: first.tool,
      stage: { name, from: tool.image },
      command,
      copies: taken.flatMap(({ fact, paths }) =>
        paths.map((from) => ({
          from,
          to: fact.destination.known ? fact.destination.value : "",
          line: fact.instruction.line,
        })),
      ),
    });
  }
  return unknown(because);
}

function prebuilt(fact: CopyFact): readonly Prebuilt[] {
  if (!fact.sources.known) return [];
  const places = fact.sources.value.map((source) =>
    /^(?:\.?\/)?(?:(.+?)\/)?(target|build\/(?:libs|install|distributions))\/./.exec(source),
  );
  const [place] = places;
  if (place === null || place === undefined) return [];
  return [{ fact, tool: place[2] === "target" ? "maven" : "gradle", module: place[1] ?? "" }];
}

/** The folder in which the tool runs: the root of the context, or the module where the root has no build. */
function rootOf({ tool, module }: Prebuilt, project: Project): string | null {
  const files =
    tool === "maven"
      ? ["pom.xml"]
      : ["settings.gradle", "settings.gradle.kts", "build.gradle", "build.gradle.kts"];
  return (
    ["", module].find((folder) =>
      files.some((file) => project.info(folder === "" ? file : `${folder}/${file}`) !== null),
    ) ?? null
  );
}

/** What the build files declare, else what the container runs. */
function javaRelease({ module }: Prebuilt, root: string, project: Project, model: ImageModel): Known<number> {
  const runtime = model.base.known && model.base.value.major.known ? model.base.value.major.value : null;
  const texts = [module, root].flatMap((folder) =>
    ["pom.xml", "build.gradle", "build.gradle.kts"].flatMap((file) => {
      const text = project.read(folder === "" ? file : `${folder}/${file}`);
      return text.known ? [text.value] : [];
    }),
  );
  const written = texts
    .flatMap((text) => [
      ...text.matchAll(
        /<(?:java\.version|jdk\.version|maven\.compiler\.(?:release|source|target)|release|source|target)>\s*(1\.)?(\d+)\s*</g,
      ),
      ...text.matchAll(
        /(?:JavaLanguageVersion\.of\(|jvmToolchain\(|(?:source|target)Compatibility\s*(?:=|\()?\s*(?:JavaVersion\.(?:VERSION_|toVersion\())?["']?)(1[._])?(\d+)/g,
      ),
    ])
    .map((match) => Number(match[2]));
  const declared = written.length > 0 ? Math.max(...written) : runtime;
  if (declared === null) return unknown("neither the build files nor the base image tell the Java version");
  if (runtime !== null && declared > runtime)
    return unknown(`the build files declare Java ${declared}, and the container runs Java ${runtime}`);
  const release = RELEASES.find((one) => one >= declared);
  return release === undefined ? unknown(`no JDK image of Java ${declared} is known`) : known(release);
}

function toolOf(
  { tool, module }: Prebuilt,
  root: string,
  java: number,
  project: Project,
): { readonly image: string; readonly program: string; readonly candidates: readonly string[] } {
  const at = (file: string): string => (root === "" ? file : `${root}/${file}`);
  const script = tool === "maven" ? "mvnw" : "gradlew";
  const info = project.info(at(script));
  const wrapped =
    info !== null && project.info(at(tool === "maven" ? ".mvn/wrapper" : "gradle/wrapper")) !== null;
  const own = tool === "maven" ? "mvn" : "gradle";
  const program = wrapped ? (info.executable ? `./${script}` : `sh ${script}`) : own;
  const image = wrapped
    ? `eclipse-temurin:${java}-jdk`
    : tool === "maven"
      ? `maven:3.9-eclipse-temurin-${java}`
      : `gradle:8-jdk${java}`;
  const sub = module === root ? "" : module;
  if (tool === "maven") {
    const only = sub === "" ? "" : ` -pl ${sub} -am`;
    return { image, program, candidates: [`-B${only} clean package -DskipTests`] };
  }
  const path = sub === "" ? "" : `:${sub.replaceAll("/", ":")}:`;
  return {
    image,
    program,
    candidates: ["bootJar", "assemble", "shadowJar", "installDist"].map(
      (task) => `--no-daemon clean ${path}${task}`,
    ),
  };
}

/** What the new stage makes, by the same model as every build's. */
function outputsOf(stage: string, project: Project, options: SplitOptions): Known<readonly Output[]> {
  const parsed = parseDockerfile(stage);
  if (!parsed.ok) return unknown(parsed.error.message);
  const model = foldImage(parsed.dockerfile, project, {
    buildArgs: options.buildArgs,
    toolchains,
    lookupImage,
  });
  if (!model.base.known) return unknown(model.base.because);
  if (!model.tree.files(FOLDER).some((path) => path.includes("/src/main/")))
    return unknown("the build context holds no sources of the program");
  const step = model.history.steps.at(-1)?.step;
  if (step === undefined) return unknown("no build was found");
  return step.broken === undefined ? step.outputs : unknown(step.broken.message);
}

interface Taken {
  readonly fact: CopyFact;
  readonly paths: readonly string[];
}

/** The one file or folder of the build that each source of the COPY means. */
function takenFrom(fact: CopyFact, outputs: readonly Output[]): Known<Taken> {
  const paths: string[] = [];
  for (const source of fact.sources.known ? fact.sources.value : []) {
    const pattern = resolvePath(FOLDER, source.replace(/^\//, ""));
    const artifacts = outputs.filter(
      (output) => output.role === "artifact" || output.role === "dependencies",
    );
    const matching = artifacts.filter(
      (output) => output.path === pattern || globMatches(pattern, output.path),
    );
    const alone = matching.filter((output) => output.selfContained === true);
    const [chosen, ...more] = matching.length > 1 ? alone : matching;
    if (chosen !== undefined && more.length === 0 && !chosen.path.includes("*")) paths.push(chosen.path);
    else if (
      chosen === undefined &&
      !pattern.includes("*") &&
      artifacts.some((output) => output.kind === "directory" && isWithin(pattern, output.path))
    )
      paths.push(pattern);
    else {
      const made = artifacts.map((output) => output.path.slice(FOLDER.length + 1)).join(", ");
      return unknown(`which file ${source} means is not known: the build makes ${made || "nothing like it"}`);
    }
  }
  return known({ fact, paths });
}

function assemble(dockerfile: Dockerfile, stage: string, name: string, taken: readonly Taken[]): string {
  const { source, eol, stages, directives } = dockerfile;
  const from = stages[0]?.from;
  if (from === undefined) throw new Error("a file without FROM");
  const head = Math.max(0, ...directives.map(({ span }) => span.end));
  const at = from.leadStart > head ? from.leadStart : from.span.start;
  const lead = at === 0 && dockerfile.bom ? 1 : at;
  let text = source;
  for (const { fact, paths } of [...taken].reverse()) {
    const { span } = fact.instruction;
    text = text.slice(0, span.start) + copyText(fact.instruction, source, name, paths) + text.slice(span.end);
  }
  return `${text.slice(0, lead)}${stage}${eol}${eol}${text.slice(lead)}`;
}

/** The instruction with `--from` in front of its flags and the paths in the place of its sources. */
function copyText(instruction: Copy, source: string, name: string, paths: readonly string[]): string {
  let text = source.slice(instruction.span.start, instruction.span.end);
  const sources = instruction.sources.map((word, at) => ({ word, path: paths[at] ?? "" }));
  for (const { word, path } of sources.reverse()) {
    const start = word.span.start - instruction.span.start;
    const written = text.slice(start, word.span.end - instruction.span.start);
    text =
      text.slice(0, start) +
      (/^["']/.test(written) ? JSON.stringify(path) : path) +
      text.slice(start + written.length);
  }
  const { written } = instruction;
  const copy = /^add$/i.test(written) ? (written === written.toLowerCase() ? "copy" : "COPY") : written;
  return `${copy} --from=${name}${text.slice(written.length)}`;
}

export const buildInside: Described = {
  name: "build-inside",
  summary: "Builds in a stage of its own what the file copies from the host",
  default: false,
  required: false,
  safety: "safe",
  example: {
    before: "FROM eclipse-temurin:17-jre\nCOPY target/*.jar app.jar",
    after:
      "FROM maven:3.9-eclipse-temurin-17 AS build\nWORKDIR /build\nCOPY . .\nRUN mvn -B clean package -DskipTests\n\nFROM eclipse-temurin:17-jre\nCOPY --from=build /build/target/demo-1.0.jar app.jar",
  },
};
