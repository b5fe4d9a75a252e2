/** Follows a container's command down to its needs, as the needs module does, and asks for the application. */
import { known } from "../../../src/known.js";
import type { ImageTree } from "../../../src/model/types.js";
import { parseShell } from "../../../src/shell/parse.js";
import { npm } from "../../../src/toolchains/npm/npm.js";
import type { Application, Launch, Need } from "../../../src/toolchains/types.js";
import { historyOf, invocation } from "./invocation.js";

export interface Started {
  readonly needs: readonly Need[];
  readonly stopped: Extract<Launch, { kind: "refuse" | "broken" }> | null;
}

type ApplicationNeed = Extract<Need, { kind: "application" }>;

export function started(
  tree: ImageTree,
  runs: readonly string[],
  command: string,
  cwd = "/app",
  env: Readonly<Record<string, string>> = {},
): Started {
  const history = historyOf(tree, runs, cwd, env);
  const needs: Need[] = [];
  let stopped: Started["stopped"] = null;
  const walk = (text: string, directory: string, bins: readonly string[], depth: number): void => {
    if (depth > 8) throw new Error("too deep");
    for (const command of parseShell(text, {
      cwd: known(directory),
      env: new Map(Object.entries(env).map(([name, value]) => [name, known(value)])),
    }).commands) {
      const base = invocation(
        command.argv.map((word) => word.text).join(" "),
        command.cwd.known ? command.cwd.value : directory,
        env,
      );
      const launch = npm.launch({ ...base, bins, env: command.env }, tree, history);
      if (launch === null) {
        needs.push({ kind: "program", name: base.path, because: "the command runs it" });
        continue;
      }
      if (launch.kind === "refuse" || launch.kind === "broken") stopped ??= launch;
      else {
        needs.push(...launch.needs);
        if (launch.kind === "follow") walk(launch.text, launch.cwd, launch.bins, depth + 1);
      }
    }
  };
  walk(command, cwd, [], 0);
  return { needs, stopped };
}

/** The application that all needs together ask for: one entry, all packages that the command uses. */
export function application(
  tree: ImageTree,
  runs: readonly string[],
  command: string,
  cwd = "/app",
  env: Readonly<Record<string, string>> = {},
): Application {
  const { needs, stopped } = started(tree, runs, command, cwd, env);
  if (stopped !== null) throw new Error(`${stopped.code}: ${stopped.message}`);
  const all = needs.filter((need): need is ApplicationNeed => need.kind === "application");
  const main = all.find(({ entry }) => entry !== null) ?? all[0];
  if (main === undefined) throw new Error("no application");
  const need = { ...main, uses: all.flatMap(({ uses }) => uses ?? []) };
  const answer = npm.application(need, tree, historyOf(tree, runs, cwd, env));
  if (answer === null) throw new Error("not an application of node");
  return answer;
}

export function kept(answer: Application, root = "/app"): readonly string[] {
  return answer.keep
    .map(({ path }) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path))
    .sort();
}

export function left(answer: Application, root = "/app"): readonly string[] {
  return answer.leave
    .map(({ path }) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path))
    .sort();
}
