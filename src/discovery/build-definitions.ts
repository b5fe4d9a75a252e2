/**
 * Reads which build context a file of the repository gives a Dockerfile: compose files, bake files,
 * GitHub workflows with docker/build-push-action, Tiltfiles, and Maven plugins that build images. In: the text and its kind; out: pairs as written,
 * relative paths still unresolved. What holds a variable without default, a URL or an inline Dockerfile
 * is left out, since it names no file here.
 */
import { parse } from "yaml";
import { mavenContexts, tiltContexts } from "./tool-contexts.js";

export interface BuildDefinition {
  readonly context: string;
  /** relative to the context (compose, bake), to the workspace (workflow) or to the file (Tiltfile, POM); null for the context's own `Dockerfile` */
  readonly dockerfile: string | null;
}

export type DefinitionKind = "compose" | "bake-json" | "bake-hcl" | "workflow" | "tilt" | "maven";

export function definitionKind(name: string, folder: string): DefinitionKind | null {
  if (/^(?:docker-)?compose.*\.ya?ml$/.test(name)) return "compose";
  if (/^docker-bake.*\.json$/.test(name)) return "bake-json";
  if (/^docker-bake.*\.hcl$/.test(name)) return "bake-hcl";
  if (name === "Tiltfile") return "tilt";
  if (name === "pom.xml") return "maven";
  return /\.ya?ml$/.test(name) && folder.endsWith(".github/workflows") ? "workflow" : null;
}

export function readDefinitions(kind: DefinitionKind, text: string): readonly BuildDefinition[] {
  try {
    switch (kind) {
      case "compose":
        return values(record(load(text))["services"]).flatMap((service) => build(record(service)["build"]));
      case "bake-json":
        return values(record(JSON.parse(text))["target"]).flatMap((target) =>
          build({ context: ".", ...record(target) }),
        );
      case "bake-hcl":
        return hclTargets(text);
      case "workflow":
        return values(record(load(text))["jobs"]).flatMap((job) =>
          list(record(job)["steps"]).flatMap(action),
        );
      case "tilt":
        return tiltContexts(text).flatMap(({ context, dockerfile }) => definition(context, dockerfile));
      case "maven":
        return mavenContexts(text).flatMap(({ context, dockerfile }) => definition(context, dockerfile));
    }
  } catch {
    // a file that another tool would reject says nothing about the context
    return [];
  }
}

function load(text: string): unknown {
  return parse(text, { merge: true, logLevel: "silent" });
}

function build(value: unknown): readonly BuildDefinition[] {
  if (typeof value === "string") return definition(value, null);
  if (value === null || typeof value !== "object") return [];
  const { context, dockerfile, dockerfile_inline: inline, "dockerfile-inline": bakeInline } = record(value);
  if (inline !== undefined || bakeInline !== undefined) return [];
  if (dockerfile !== undefined && typeof dockerfile !== "string") return [];
  return definition(typeof context === "string" ? context : ".", dockerfile ?? null);
}

function action(step: unknown): readonly BuildDefinition[] {
  const { uses, with: inputs } = record(step);
  if (typeof uses !== "string" || !uses.startsWith("docker/build-push-action@")) return [];
  const { context, file } = record(inputs);
  // Without a context the action builds from the Git URL, which is the root of the repository.
  return definition(typeof context === "string" ? context : ".", typeof file === "string" ? file : null);
}

const TARGET = /^target\s+"[^"]*"\s*\{([\s\S]*?)^\}/gm;

function hclTargets(text: string): readonly BuildDefinition[] {
  return [...text.matchAll(TARGET)].flatMap(([, body = ""]) => {
    const value = (name: string): string | undefined =>
      new RegExp(`^\\s*${name}\\s*=\\s*"([^"]*)"\\s*$`, "m").exec(body)?.[1];
    const written = (name: string): boolean => new RegExp(`^\\s*${name}\\s*=`, "m").test(body);
    if (["context", "dockerfile"].some((name) => written(name) && value(name) === undefined)) return [];
    if (written("inherits") || written("dockerfile-inline")) return [];
    return definition(value("context") ?? ".", value("dockerfile") ?? null);
  });
}

function definition(context: string, dockerfile: string | null): readonly BuildDefinition[] {
  const folder = withDefaults(context);
  const file = dockerfile === null ? null : withDefaults(dockerfile);
  if (folder === null || /^[a-z+]+:\/\/|^git@|^github\.com\//.test(folder)) return [];
  return file === null && dockerfile !== null ? [] : [{ context: folder, dockerfile: file }];
}

/** `${DIR:-.}` is its default; null where a variable has none. */
function withDefaults(value: string): string | null {
  const replaced = value.replace(/\$\{\w+:?-([^${}]*)\}/g, "$1");
  return replaced.includes("$") ? null : replaced;
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

function values(value: unknown): readonly unknown[] {
  return Object.values(record(value));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
