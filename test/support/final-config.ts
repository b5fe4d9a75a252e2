/**
 * The config that the last stage of a Dockerfile writes itself, without what its base image brings. A second
 * opinion: it knows the program's parser and nothing else of it, and holds for plain variables only.
 */
import type { Command, Dockerfile, Instruction } from "../../src/dockerfile/types.js";

export interface FinalConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly cmd: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly healthcheck: string | null;
  readonly exposed: readonly string[];
  readonly volumes: readonly string[];
  readonly user: string | null;
  readonly workdir: string;
  readonly stopSignal: string | null;
  readonly shell: readonly string[] | null;
}

/** Files that the last stage copies from another one: source to destination, both absolute. */
export interface StageCopy {
  readonly from: string;
  readonly to: string;
}

export function finalConfig(dockerfile: Dockerfile): FinalConfig {
  const env: Record<string, string> = {};
  const args: Record<string, string> = {};
  const labels: Record<string, string> = {};
  const exposed = new Set<string>();
  const volumes = new Set<string>();
  let cmd: readonly string[] | null = null;
  let entrypoint: readonly string[] | null = null;
  let healthcheck: string | null = null;
  let user: string | null = null;
  let stopSignal: string | null = null;
  let shell: readonly string[] | null = null;
  let workdir = "/";
  const expand = (text: string): string =>
    text.replaceAll(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (whole, braced: string | undefined, plain: string | undefined) => {
        const name = braced ?? plain ?? "";
        return env[name] ?? args[name] ?? whole;
      },
    );
  const value = (text: string): string => expand(text.replaceAll(/["']/g, ""));
  for (const one of lastStage(dockerfile)) {
    switch (one.keyword) {
      case "ARG":
        for (const { name, default: text } of one.args) args[name] = text === null ? "" : value(text);
        break;
      case "ENV":
        for (const pair of one.pairs) env[pair.key] = value(pair.value);
        break;
      case "LABEL":
        for (const pair of one.pairs) labels[value(pair.key)] = value(pair.value);
        break;
      case "CMD":
        cmd = argv(one.command, shell);
        break;
      case "ENTRYPOINT":
        entrypoint = argv(one.command, shell);
        break;
      case "HEALTHCHECK":
        healthcheck = `${one.flags
          .map((flag) => `${flag.name}=${flag.value ?? ""}`)
          .sort()
          .join(" ")} ${one.command ? argv(one.command, shell).join("\0") : "NONE"}`;
        break;
      case "EXPOSE":
        for (const { text } of one.values) exposed.add(value(text));
        break;
      case "VOLUME":
        for (const { text } of one.values) volumes.add(value(text));
        break;
      case "USER":
        user = value(one.value.text);
        break;
      case "WORKDIR":
        workdir = resolve(workdir, value(one.value.text));
        break;
      case "STOPSIGNAL":
        stopSignal = value(one.value.text);
        break;
      case "SHELL":
        shell = one.argv.map((word) => word.value);
        break;
      default:
    }
  }
  return {
    env,
    labels,
    cmd,
    entrypoint,
    healthcheck,
    exposed: [...exposed].sort(),
    volumes: [...volumes].sort(),
    user,
    workdir,
    stopSignal,
    shell,
  };
}

/** Where the files that the last stage takes from the build stand in both stages. */
export function copiesFromBuild(dockerfile: Dockerfile): readonly StageCopy[] {
  const names = dockerfile.stages.map(({ from }) => from.alias?.text);
  let workdir = "/";
  const found: StageCopy[] = [];
  for (const one of lastStage(dockerfile)) {
    if (one.keyword === "WORKDIR") workdir = resolve(workdir, one.value.text);
    if (one.keyword !== "COPY" || one.from === null || !names.includes(one.from)) continue;
    for (const source of one.sources) {
      found.push({ from: source.text, to: resolve(workdir, one.destination.text) });
    }
  }
  return found;
}

/**
 * The words of a command, with the path of every file that a copy moved written as the absolute path that it had
 * in the build stage, whether the word says where it was (a pattern too) or where it is now. A command before and
 * after the split gives the same words, if renaming is all that happened to it.
 */
export function originalWords(
  words: readonly string[] | null,
  workdir: string,
  copies: readonly StageCopy[],
): readonly string[] | null {
  const original = (word: string): string => {
    const path = resolve(workdir, word);
    return (
      copies.find((copy) => copy.from !== copy.to && (copy.to === path || matches(path, copy.from)))?.from ??
      word
    );
  };
  return words?.map((word) => word.split(" ").map(original).join(" ")) ?? null;
}

function matches(pattern: string, path: string): boolean {
  const expression = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  return new RegExp(`^${expression}$`).test(path);
}

function lastStage(dockerfile: Dockerfile): readonly Instruction[] {
  return dockerfile.stages.at(-1)?.instructions ?? [];
}

function argv(command: Command, shell: readonly string[] | null): readonly string[] {
  if (command.form === "exec") return command.argv.map((word) => word.value);
  return [...(shell ?? ["/bin/sh", "-c"]), command.script.text.trim()];
}

function resolve(workdir: string, path: string): string {
  const parts = (path.startsWith("/") ? path : `${workdir}/${path}`).split("/");
  const kept: string[] = [];
  for (const part of parts) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}
