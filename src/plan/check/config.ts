/**
 * The final stage's image config equals the original's, evaluated, with what the base images
 * contribute. Allowed are the recorded differences: an artifact's new path in a command, a variable
 * of the build that was left behind, and what only the old base image contributed while nothing reads it.
 */
import type { ImageConfig } from "../../images/types.js";
import { unknown, type Known } from "../../known.js";
import { evaluateConfig, type EvaluatedConfig } from "../../model/config.js";
import { isWithin } from "../../model/paths.js";
import type { Rewrite, Rule } from "./types.js";

/** Entrypoints that run the command they are given, unchanged (read in the sources of docker-node, docker-maven and adoptium/containers). */
const TRANSPARENT = [
  /(^|\/)docker-entrypoint\.sh$/,
  /(^|\/)mvn-entrypoint\.sh$/,
  /(^|\/)__cacert_entrypoint\.sh$/,
];

export const config: Rule = {
  name: "config",
  violations: (rewrite) => {
    const { analysis, plan, output } = rewrite;
    const same = plan.runtimeFrom?.same === true;
    const before = baseConfig(rewrite, "build");
    const after = baseConfig(rewrite, "runtime");
    const { escape } = analysis.dockerfile;
    const evaluate = (
      instructions: Parameters<typeof evaluateConfig>[0],
      base: Known<ImageConfig>,
    ): EvaluatedConfig =>
      evaluateConfig(instructions, base, escape, analysis.model.globals, analysis.options.buildArgs);
    const old = evaluate(analysis.dockerfile.stages[0]?.instructions ?? [], before);
    const now = evaluate(output.stages.at(-1)?.instructions ?? [], after);
    if (plan.server !== null)
      return [...servedFields(old, now), ...variables(old, now, before, after, rewrite)];
    return [
      ...fields(old, now, rewrite),
      ...variables(old, now, before, after, rewrite),
      ...(same ? [] : inherited(before, after, rewrite)),
    ];
  },
};

function baseConfig({ analysis, plan }: Rewrite, stage: "build" | "runtime"): Known<ImageConfig> {
  const base =
    stage === "build" || plan.runtimeFrom?.same === true ? analysis.model.base : plan.runtimeFrom?.base;
  if (!base) return unknown("no image was chosen");
  return base.known ? base.value.config : base;
}

function fields(old: EvaluatedConfig, now: EvaluatedConfig, rewrite: Rewrite): string[] {
  const found: string[] = [];
  const renamed = rewrite.plan.copies.filter((copy) => copy.from !== copy.to);
  const command = (field: "cmd" | "entrypoint" | "healthcheck"): void => {
    if (old[field] === now[field]) return;
    const edited = rewrite.plan.runtime.some((item) => item.kind === "edited");
    const launcher = renamed.find((copy) => copy.instead)?.instead?.launcher ?? null;
    const before = launcher === null ? old[field] : launched(old[field], launcher);
    if (renamed.length === 0 || !edited || !sameButRenamed(before, now[field]))
      found.push(`${field} was ${String(old[field])} and is ${String(now[field])}`);
  };
  command("cmd");
  command("entrypoint");
  command("healthcheck");
  if (userName(old.user) !== userName(now.user))
    found.push(`user was ${old.user || "root"} and is ${now.user || "root"}`);
  for (const field of ["workdir", "stopSignal", "shell", "maintainer"] as const) {
    if (old[field] !== now[field])
      found.push(`${field} was ${String(old[field])} and is ${String(now[field])}`);
  }
  for (const field of ["exposed", "volumes"] as const) {
    if ([...old[field]].sort().join(" ") !== [...now[field]].sort().join(" ")) found.push(`${field} differs`);
  }
  for (const [key, value] of old.labels) {
    if (now.labels.get(key) !== value)
      found.push(`the label ${key} was ${value} and is ${String(now.labels.get(key))}`);
  }
  if (now.labels.size !== old.labels.size) found.push("labels were added");
  return found;
}

/** nginx in the place of another server: it is what runs, and its image may add a port and a way to stop. */
function servedFields(old: EvaluatedConfig, now: EvaluatedConfig): string[] {
  const found: string[] = [];
  const started = [now.entrypoint, now.cmd].filter((one) => one !== null).join(" ");
  if (!started.endsWith(JSON.stringify(["nginx", "-g", "daemon off;"])))
    found.push(`${started} does not start nginx`);
  if (now.healthcheck !== old.healthcheck) found.push("healthcheck differs");
  if (userName(now.user) !== "root") found.push(`user is ${now.user ?? ""}`);
  for (const field of ["workdir", "shell", "maintainer"] as const)
    if (old[field] !== now[field])
      found.push(`${field} was ${String(old[field])} and is ${String(now[field])}`);
  // The image of nginx sets SIGQUIT, with which nginx ends its requests first.
  if (old.stopSignal !== null && old.stopSignal !== now.stopSignal) found.push("stopSignal differs");
  for (const field of ["exposed", "volumes"] as const)
    if ([...old[field]].sort().join(" ") !== [...now[field]].sort().join(" ")) found.push(`${field} differs`);
  for (const [key, value] of old.labels)
    if (now.labels.get(key) !== value) found.push(`the label ${key} differs`);
  return found;
}

/** root has three names. */
function userName(user: string | null): string {
  return user === null || user === "" || user === "0" ? "root" : user;
}

/** The command with the class in the place of `-jar FILE`, in either form. */
function launched(command: string | null, launcher: string): string | null {
  return (
    command?.replace(/"-jar",\s*"[^"]*"/, JSON.stringify(launcher)).replace(/-jar\s+\S+/, launcher) ?? null
  );
}

/** One word of the command may differ: the artifact's path, which is `app.jar` now. */
function sameButRenamed(old: string | null, now: string | null): boolean {
  if (old === null || now === null) return false;
  const words = (text: string): string[] => text.split(/[\s,[\]]+/);
  const [left, right] = [words(old), words(now)];
  return (
    left.length === right.length &&
    left.filter((word, at) => word !== right[at]).every((word) => /\.(jar|war)\b|\*/.test(word))
  );
}

function variables(
  old: EvaluatedConfig,
  now: EvaluatedConfig,
  before: Known<ImageConfig>,
  after: Known<ImageConfig>,
  rewrite: Rewrite,
): string[] {
  const found: string[] = [];
  for (const [name, value] of old.env) {
    if (rewrite.plan.droppedEnv.includes(name) && !now.env.has(name)) continue;
    if (now.env.get(name) !== value)
      found.push(`the variable ${name} was ${value} and is ${now.env.get(name) ?? "not set"}`);
  }
  for (const [name, value] of now.env) {
    if (!old.env.has(name) && !restores(name, value, before, after))
      found.push(`the variable ${name} was added`);
  }
  const text =
    rewrite.output.stages
      .at(-1)
      ?.instructions.map((one) => one.body.text)
      .join("\n") ?? "";
  for (const name of old.baseEnv) {
    const gone = !now.baseEnv.has(name) && !now.env.has(name);
    if (gone && name !== "PATH" && new RegExp(`\\$\\{?${name}\\b`).test(text)) {
      found.push(`${name} is read, and only the old base image sets it`);
    }
  }
  return found;
}

/** A new line gives the old base image's value again, or empties a variable that only the new one sets. */
function restores(
  name: string,
  value: string,
  before: Known<ImageConfig>,
  after: Known<ImageConfig>,
): boolean {
  if (!before.known) return false;
  const old = before.value.env[name];
  return old === undefined
    ? value === "" && after.known && after.value.env[name] !== undefined
    : value === old && old !== "*";
}

/** What a base image brings unasked: entrypoint, volumes, ports, user, labels. */
function inherited(before: Known<ImageConfig>, after: Known<ImageConfig>, rewrite: Rewrite): string[] {
  const found: string[] = [];
  const old = before.known ? before.value : null;
  const now = after.known ? after.value : null;
  if (!old || !now) return []; // an image given by hand, which a note asks to look at
  const { entrypoint, cmd } = rewrite.analysis.commands;
  if (!entrypoint) {
    for (const one of [old.entrypoint, now.entrypoint]) {
      const [program] = one ?? [];
      if (
        program !== undefined &&
        !TRANSPARENT.some((pattern) => pattern.test(program)) &&
        JSON.stringify(old.entrypoint) !== JSON.stringify(now.entrypoint)
      ) {
        found.push(`the base image's entrypoint ${program} is not one that passes the command on unchanged`);
      }
    }
    const nodeOnly = (one: readonly string[] | null): boolean =>
      one?.[0]?.endsWith("docker-entrypoint.sh") ?? false;
    if (nodeOnly(old.entrypoint) !== nodeOnly(now.entrypoint))
      found.push("one of the base images has an entrypoint that may change the command");
  }
  // Without a command of its own the image is started by somebody who gives one (compose).
  if (!entrypoint && !cmd && JSON.stringify(old.cmd) !== JSON.stringify(now.cmd)) {
    const started = rewrite.analysis.services.every(({ command }) => command !== null);
    if (!started) found.push("the command is the old base image's");
  }
  for (const volume of now.volumes)
    if (!old.volumes.includes(volume)) found.push(`the new base image adds the volume ${volume}`);
  for (const volume of old.volumes) {
    if (!now.volumes.includes(volume) && rewrite.plan.copies.some((copy) => isWithin(copy.to, volume)))
      found.push(`the volume ${volume} of the old base image holds needed files`);
  }
  for (const port of old.exposed)
    if (!now.exposed.includes(port)) found.push(`the port ${port} of the old base image is gone`);
  return found;
}
