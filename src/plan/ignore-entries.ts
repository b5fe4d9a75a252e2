/**
 * Context entries that the build provably does not read, as patterns for .dockerignore. A pattern is
 * only given when no COPY or ADD of this or another Dockerfile of the context names it, and when the
 * build does not ask for it (`.git` for version plugins).
 */
import { parseDockerfile } from "../dockerfile/parse.js";
import { baseName, globMatches, isWithin } from "../model/paths.js";
import { contextPath } from "../model/copy.js";
import type { Project } from "../project/types.js";
import { isDockerfileName } from "./dockerfile-name.js";
import type { Analysis } from "./types.js";

/** Build files whose text shows that git is asked while building (git-commit-id, buildnumber, axion, nebula, jgitver, spotless' ratchet …). */
const ASKS_GIT =
  /git-commit-id|buildnumber-maven|gradle-git-properties|axion-release|nebula\.release|jgitver|reckon|gitversioning|git-version|ratchetFrom|palantir\.git|\bgit (describe|rev-parse|log|status)|simple-git|setuptools.scm|\.git\b/;

/** Patterns in the order in which they are written; empty when nothing can be shown. */
export function ignoreEntries(analysis: Analysis): readonly string[] {
  const { project, model, options } = analysis;
  if (!project.present || !model.facts.some((fact) => fact.kind === "copy" && fact.whole)) return [];
  const { steps } = model.history;
  // A step that is not understood may read anything.
  if (steps.some(({ step }) => !step.outputs.known)) return [];
  const prefixes = new Set(
    steps.map(({ step }) => model.tree.contextPath(step.directory)).filter((path) => path !== null),
  );
  const wanted: string[] = [];
  if (!asksGit(analysis)) wanted.push(".git");
  for (const prefix of [...prefixes].sort()) {
    for (const name of outputNames(analysis, prefix)) wanted.push(prefix === "" ? name : `${prefix}/${name}`);
  }
  const dockerfile = options.dockerfilePath ?? null;
  if (dockerfile !== null && isDockerfileName(baseName(dockerfile))) wanted.push(dockerfile);
  const read = readByCopies(analysis);
  return [...new Set(wanted)].filter(
    (path) =>
      !project.ignored(path) &&
      !project.ignored(`${path}/x`) &&
      !read.some((source) => touches(source, path)) &&
      !heldByRepository(project, path),
  );
}

/** Names under which tools put what they make or fetch. */
const OUTPUT_FOLDER = /^(node_modules|target|build|\.gradle|dist|out|\.next|\.nuxt|\.output)$/;

/** Folders that the build itself makes below its directory: whatever lies there in the context is overwritten or stale. */
function outputNames(analysis: Analysis, prefix: string): readonly string[] {
  const { model } = analysis;
  const names = new Set<string>();
  for (const { step } of model.history.steps) {
    if (model.tree.contextPath(step.directory) !== prefix || !step.outputs.known) continue;
    for (const output of step.outputs.value) {
      if (!isWithin(output.path, step.directory)) continue;
      const parts = output.path.slice(step.directory === "/" ? 1 : step.directory.length + 1).split("/");
      const at = parts.findIndex((part) => OUTPUT_FOLDER.test(part));
      // Below a module (core/target) only where the context has that module.
      const module = parts.slice(0, at).join("/");
      const parent = [prefix, module].filter((part) => part !== "").join("/");
      if (at !== -1 && (module === "" || analysis.project.entries(parent) !== null)) {
        names.add(parts.slice(0, at + 1).join("/"));
      }
    }
  }
  return [...names].sort();
}

function asksGit(analysis: Analysis): boolean {
  const { project } = analysis;
  if (analysis.called.some(({ name }) => name === "git")) return true;
  const files = project.files();
  if (!files.known) return true;
  const text = [analysis.dockerfile.source];
  for (const path of files.value) {
    if (
      !/(^|\/)(pom\.xml|[^/]+\.gradle(\.kts)?|package\.json|[^/]+\.sh|extensions\.xml|vite\.config\.\w+|next\.config\.\w+|webpack[^/]*\.js|vue\.config\.js)$/.test(
        path,
      )
    )
      continue;
    const content = project.read(path);
    if (!content.known) return true;
    text.push(content.value);
  }
  return text.some((one) =>
    ASKS_GIT.test(
      one.replaceAll(/\bgit clone\b/g, "").replaceAll(/https?:\/\/\S+|git\+\S+|"[^"]*\.git"|\S+\.git\b/g, ""),
    ),
  );
}

/** The sources of every COPY and ADD of this Dockerfile and of the others that may share the context. */
function readByCopies(analysis: Analysis): readonly string[] {
  const { project } = analysis;
  const texts = [analysis.dockerfile.source];
  for (const folder of ["", "docker", "deploy", "build", ".docker"]) {
    for (const entry of project.entries(folder) ?? []) {
      if (entry.kind !== "file" || !isDockerfileName(entry.name)) continue;
      const text = project.read(folder === "" ? entry.name : `${folder}/${entry.name}`);
      if (text.known) texts.push(text.value);
    }
  }
  return texts.flatMap((text) => {
    const parsed = parseDockerfile(text);
    if (!parsed.ok) return [];
    return parsed.dockerfile.instructions.flatMap((one) =>
      (one.keyword === "COPY" || one.keyword === "ADD") && one.from === null
        ? one.sources.map((source) => contextPath(source.text)).filter((path) => path !== "")
        : [],
    );
  });
}

/** Would a context without `path` take something away from `source`? */
function touches(source: string, path: string): boolean {
  if (isWithin(source, path) || source.includes("$")) return true;
  const first = source.split("/")[0] ?? "";
  return globMatches(source, path) || globMatches(first, path.split("/")[0] ?? "") || isWithin(path, source);
}

/** Committed output (a build/ folder with sources in it) is no output. */
function heldByRepository(project: Project, path: string): boolean {
  if (!/(^|\/)(build|out|dist|target)$/.test(path)) return false;
  return (project.entries(path) ?? []).some((entry) =>
    /\.(gradle|kts|java|kt|ts|tsx|sh|xml|json|js|md|ya?ml)$/.test(entry.name),
  );
}
