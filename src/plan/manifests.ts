/**
 * Commands that a platform runs inside the container beside the image's own: exec probes and lifecycle hooks of
 * Kubernetes, health checks of ECS task definitions, `--health-cmd` of `docker run`. In: the repository around the
 * context; out: shell texts or words. Which container is this image's is not told by a manifest, so that these
 * commands never refuse anything: they only tell which programs of the image are used. A file that is no valid
 * YAML (a Helm template) is read without the lines that hold placeholders.
 */
import { parseAllDocuments } from "yaml";
import type { Repository } from "../project/types.js";
import { buildingFiles } from "./references.js";

export type PlatformCommand = string | readonly string[];

/** Names under which the specifications put an `exec.command`. */
const HOOKS = new Set(["livenessProbe", "readinessProbe", "startupProbe", "preStop", "postStart"]);

export function platformCommands(repository: Repository): readonly PlatformCommand[] {
  return buildingFiles(repository).flatMap(({ path, text }) => {
    const flags = [...text.matchAll(/--health-cmd[= ](?:"([^"]+)"|'([^']+)')/g)].map(
      (match) => match[1] ?? match[2] ?? "",
    );
    if (!/\.(ya?ml|json|tpl)$/i.test(path) || !/exec|health_?check/i.test(text)) return flags;
    return [...flags, ...valuesOf(text).flatMap((value) => commandsIn(value, ""))];
  });
}

function valuesOf(text: string): readonly unknown[] {
  const plain = text
    .split("\n")
    .filter((line) => !line.includes("{{"))
    .join("\n");
  const documents = parseAllDocuments(plain, { logLevel: "silent", strict: false });
  return "empty" in documents
    ? []
    : documents.filter((one) => one.errors.length === 0).map((one): unknown => one.toJS());
}

function commandsIn(value: unknown, name: string): readonly PlatformCommand[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => commandsIn(one, ""));
  if (typeof value !== "object" || value === null) return [];
  const record = value as Readonly<Record<string, unknown>>;
  const exec = HOOKS.has(name) ? words(read(record["exec"], "command")) : null;
  const health = /^health_?check$/i.test(name) ? words(record["command"]) : null;
  const [kind, ...rest] = health ?? [];
  return [
    ...(exec === null ? [] : [exec]),
    ...(kind === "CMD" ? [rest] : kind === "CMD-SHELL" ? [rest.join(" ")] : []),
    ...Object.entries(record).flatMap(([key, inner]) => commandsIn(inner, key)),
  ];
}

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function words(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : null;
}
