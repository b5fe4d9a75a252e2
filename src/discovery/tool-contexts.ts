/**
 * Build contexts that tools around the image name (P185): `docker_build` of a Tiltfile, whose `dockerfile` is taken from the
 * Tiltfile's folder, and the Maven plugins dockerfile-maven (`contextDirectory`, `dockerfile`) and docker-maven of fabric8
 * (`contextDir`, `dockerFile`), whose paths are taken from the module's folder. In: the file's text; out: pairs as written.
 * What is no plain string is left out. Sources: Tilt's answer on `dockerfile` paths, READMEs of spotify/dockerfile-maven and
 * fabric8io/docker-maven-plugin.
 */
import { XMLParser } from "fast-xml-parser";

export interface ToolContext {
  readonly context: string;
  /** relative to the file; null for the context's own `Dockerfile` */
  readonly dockerfile: string | null;
}

const TILT_CALL = /\bdocker_build\(([^()]*)\)/g;
const STRING = /^\s*(['"])([^'"]*)\1\s*$/;

export function tiltContexts(text: string): readonly ToolContext[] {
  const code = text.replaceAll(/(^|\s)#.*$/gm, "");
  return [...code.matchAll(TILT_CALL)].flatMap(([, call = ""]) => {
    const words = call.split(",");
    const named = (name: string): string | undefined =>
      words.find((word) => new RegExp(`^\\s*${name}\\s*=`).test(word))?.replace(/^[^=]*=/, "");
    const positional = words.filter((word) => !/^\s*\w+\s*=/.test(word));
    const context = STRING.exec(named("context") ?? positional[1] ?? "")?.[2];
    const dockerfile = named("dockerfile");
    const file = dockerfile === undefined ? null : STRING.exec(dockerfile)?.[2];
    return context === undefined || file === undefined ? [] : [{ context, dockerfile: file }];
  });
}

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, trimValues: true });

export function mavenContexts(text: string): readonly ToolContext[] {
  if (!/docker-?(file-)?maven/.test(text)) return [];
  return plugins(parser.parse(text)).flatMap((plugin) => {
    const { artifactId, configuration } = plugin;
    if (artifactId === "dockerfile-maven-plugin") {
      const { contextDirectory, dockerfile } = record(configuration);
      return pair(contextDirectory, dockerfile);
    }
    if (artifactId !== "docker-maven-plugin") return [];
    return list(record(record(configuration)["images"])["image"]).flatMap((image) => {
      const { contextDir, dockerFile } = record(record(image)["build"]);
      return contextDir === undefined ? [] : pair(contextDir, dockerFile);
    });
  });
}

function pair(context: unknown, dockerfile: unknown): readonly ToolContext[] {
  const folder = context === undefined ? "." : path(context);
  const file = dockerfile === undefined ? null : path(dockerfile);
  return folder === null || (file === null && dockerfile !== undefined)
    ? []
    : [{ context: folder, dockerfile: file }];
}

/** A path of the module; null when another property decides it. */
function path(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const local = value.replace(/^\$\{(project\.)?basedir\}\/?/, "") || ".";
  return local.includes("$") ? null : local;
}

/** Every plugin of the POM, profiles and pluginManagement included. */
function plugins(value: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(plugins);
  return Object.entries(record(value)).flatMap(([name, child]) =>
    name === "plugin" ? list(child).map(record) : plugins(child),
  );
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function list(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
