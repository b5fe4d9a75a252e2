/**
 * The image configs, field by field. In: both configs, those of both final stages' base images, and what the
 * plan recorded; out: problems, and a note for each difference that is meant: a path that the rewrite gave the artifact,
 * a variable of the build that was dropped on purpose, and what only a base image contributed.
 */
import { isDeepStrictEqual } from "node:util";
import { globMatches, hasGlob, resolvePath } from "../../model/paths.js";
import type { ImageConfig } from "../engine/types.js";
import type { PathMap } from "../files/path-map.js";
import type { Problems } from "./problems.js";

export interface ConfigPair {
  readonly before: ImageConfig;
  readonly after: ImageConfig;
  /** null when the base is not known (a stage of the file) */
  readonly oldBase: ImageConfig | null;
  readonly newBase: ImageConfig | null;
  readonly droppedEnv: readonly string[];
  readonly paths: PathMap;
}

export function compareConfig(pair: ConfigPair, problems: Problems): void {
  compareEnv(pair, problems);
  compareCommand("entrypoint", "entrypoint-changed", pair, problems);
  compareCommand("cmd", "command-changed", pair, problems);
  compareHealthcheck(pair, problems);
  compareNames("exposed", "exposed-ports-changed", "port", pair, problems);
  compareNames("volumes", "volumes-changed", "volume", pair, problems);
  compareLabels(pair, problems);
  const { before, after } = pair;
  if (userName(before.user) !== userName(after.user))
    problems.problem("user-changed", changed("the user", userName(before.user), userName(after.user)));
  if (before.workdir !== after.workdir)
    problems.problem("workdir-changed", changed("the working directory", before.workdir, after.workdir));
  const signal = (config: ImageConfig): string => config.stopSignal ?? "SIGTERM";
  if (signal(before) !== signal(after))
    problems.problem("stop-signal-changed", changed("the stop signal", signal(before), signal(after)));
  if (!isDeepStrictEqual(before.shell, after.shell))
    problems.problem("shell-changed", changed("the shell", shown(before.shell), shown(after.shell)));
  if (!isDeepStrictEqual(before.onbuild, after.onbuild))
    problems.problem("onbuild-changed", changed("ONBUILD", shown(before.onbuild), shown(after.onbuild)));
}

function compareEnv({ before, after, oldBase, newBase, droppedEnv }: ConfigPair, problems: Problems): void {
  const names = [...new Set([...Object.keys(before.env), ...Object.keys(after.env)])].sort();
  for (const name of names) {
    const [old, now] = [before.env[name], after.env[name]];
    if (old === now) continue;
    const [oldDefault, newDefault] = [oldBase?.env[name], newBase?.env[name]];
    if (now === undefined) {
      if (old === oldDefault)
        problems.note("only-in-old-base", `${name}=${String(old)} came from the old base image alone`);
      else if (droppedEnv.includes(name))
        problems.note("build-variable-dropped", `${name} is a variable of the build and was left there`);
      else problems.problem("env-lost", `the variable ${name} was ${shown(old)} and is not set`);
    } else if (old === undefined) {
      if (now === newDefault)
        problems.note("only-in-new-base", `${name}=${now} comes from the new base image`);
      else problems.problem("env-added", `the variable ${name} was not set and is ${shown(now)}`);
    } else if (sameButBase(old, now, oldDefault, newDefault)) {
      problems.note("differs-between-bases", changed(name, old, now));
    } else problems.problem("env-changed", changed(`the variable ${name}`, shown(old), shown(now)));
  }
}

/** `/opt/tool:$PATH`: the file adds the same to what either base has. */
function sameButBase(old: string, now: string, oldBase?: string, newBase?: string): boolean {
  if (oldBase === undefined || newBase === undefined || oldBase === "" || newBase === "") return false;
  return old.includes(oldBase) && old.replace(oldBase, newBase) === now;
}

function compareCommand(
  field: "cmd" | "entrypoint",
  code: string,
  { before, after, oldBase, newBase, paths }: ConfigPair,
  problems: Problems,
): void {
  const [old, now] = [before[field], after[field]];
  if (isDeepStrictEqual(old, now)) return;
  const what = field === "cmd" ? "the command" : "the entrypoint";
  if (
    old &&
    now &&
    isDeepStrictEqual(renamed(old, before.workdir, paths), renamed(now, after.workdir, paths))
  ) {
    problems.note("path-renamed", changed(what, shown(old), shown(now)));
    return;
  }
  const inherited =
    oldBase !== null &&
    newBase !== null &&
    isDeepStrictEqual(old, oldBase[field]) &&
    isDeepStrictEqual(now, newBase[field]);
  // Without a command of the file's own, what the base images run is what the container runs.
  const own = (config: ImageConfig, base: ImageConfig | null): boolean =>
    config.cmd !== null && !isDeepStrictEqual(config.cmd, base?.cmd ?? null);
  const ownEntrypoint = !isDeepStrictEqual(before.entrypoint, oldBase?.entrypoint ?? null);
  const runsOwn = field === "cmd" ? ownEntrypoint : own(before, oldBase);
  if (inherited && runsOwn)
    problems.note(
      "differs-between-bases",
      `${changed(what, shown(old), shown(now))}; both are the base images' own`,
    );
  else problems.problem(code, changed(what, shown(old), shown(now)));
}

function compareHealthcheck({ before, after, paths }: ConfigPair, problems: Problems): void {
  const [old, now] = [before.healthcheck, after.healthcheck];
  if (isDeepStrictEqual(old, now)) return;
  const words = (check: typeof old, workdir: string) =>
    check && { ...check, test: renamed(check.test, workdir, paths) };
  if (isDeepStrictEqual(words(old, before.workdir), words(now, after.workdir)))
    problems.note("path-renamed", changed("the health check", shown(old?.test), shown(now?.test)));
  else problems.problem("healthcheck-changed", changed("the health check", shown(old), shown(now)));
}

function compareNames(
  field: "exposed" | "volumes",
  code: string,
  what: string,
  { before, after, oldBase, newBase }: ConfigPair,
  problems: Problems,
): void {
  for (const name of before[field]) {
    if (after[field].includes(name)) continue;
    if (oldBase?.[field].includes(name) === true)
      problems.note("only-in-old-base", `the ${what} ${name} came from the old base image alone`);
    else problems.problem(code, `the ${what} ${name} is gone`);
  }
  for (const name of after[field]) {
    if (before[field].includes(name)) continue;
    if (newBase?.[field].includes(name) === true)
      problems.note("only-in-new-base", `the ${what} ${name} comes from the new base image`);
    else problems.problem(code, `the ${what} ${name} was added`);
  }
}

function compareLabels({ before, after, oldBase, newBase }: ConfigPair, problems: Problems): void {
  const names = [...new Set([...Object.keys(before.labels), ...Object.keys(after.labels)])].sort();
  for (const name of names) {
    const [old, now] = [before.labels[name], after.labels[name]];
    if (old === now) continue;
    const bases =
      (old === undefined || old === oldBase?.labels[name]) &&
      (now === undefined || now === newBase?.labels[name]);
    if (bases) problems.note("differs-between-bases", changed(`the label ${name}`, shown(old), shown(now)));
    else problems.problem("labels-changed", changed(`the label ${name}`, shown(old), shown(now)));
  }
}

/** The words with every path that was renamed written as the absolute path that it had in the original. */
function renamed(words: readonly string[], workdir: string, paths: PathMap): readonly string[] {
  const original = (word: string): string => {
    const path = resolvePath(workdir, word);
    const moved = paths.renamed.some(({ from, to }) => to === path || from === path);
    if (moved) return paths.before(path);
    // `target/*.jar` names the artifact too
    return paths.renamed.find(({ from }) => hasGlob(path) && globMatches(path, from))?.from ?? word;
  };
  return words.map((word) => word.split(" ").map(original).join(" "));
}

/** root has three names. */
function userName(user: string): string {
  return user === "" || user === "0" ? "root" : user;
}

function changed(what: string, old: string, now: string): string {
  return `${what} was ${old} and is ${now}`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "not set";
  return typeof value === "string" ? value : JSON.stringify(value);
}
