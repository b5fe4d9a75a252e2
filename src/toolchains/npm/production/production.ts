/**
 * The production form of a development command of node: the build that makes what it serves, and the start of
 * that. In: the container's command, followed through scripts to the one program that serves; out: both, or why
 * there is no exact one and what to do instead; null for a command that is none for development.
 */
import { unknown, type Known } from "../../../known.js";
import type { ImageTree, Invocation } from "../../../model/types.js";
import type { BuildHistory, Production } from "../../types.js";
import { developmentOf } from "../development.js";
import { readNode } from "../nodeOptions.js";
import { closestPackage } from "../packageJson.js";
import { follow, followText, type Leaf } from "../scripts.js";
import { INTERPRETERS, INTERPRETING_PRELOAD, TASK_RUNNERS } from "../servers.js";
import { texts } from "../words.js";
import { framework } from "./frameworks.js";
import { compiledInstead, interpreted } from "./interpreter.js";
import { insteadOf } from "./instead.js";
import { nestStart } from "./nest.js";
import { nodemon, unwatched, type Restarted } from "./restarter.js";
import { notInstalled, type Situation } from "./situation.js";

const MANAGERS: ReadonlySet<string> = new Set(["npm", "yarn", "pnpm", "bun"]);
const KIN: Readonly<Record<string, string>> = { npx: "npm", yarnpkg: "yarn", pnpx: "pnpm", bunx: "bun" };
const DEPTH = 3;

export function npmProduction(
  command: Invocation,
  tree: ImageTree,
  history: BuildHistory,
): Known<Production> | null {
  const leaves = follow(command, tree);
  const [leaf, ...others] = leaves;
  if (!leaves.some(isDevelopment)) return null;
  if (leaf?.kind !== "program" || others.length > 0)
    return unknown(`${[command.program, ...command.raw].join(" ")} runs more than the server`);
  const { invocation } = leaf;
  if (!invocation.cwd.known || !command.cwd.known) return unknown("the working directory is not known");
  const pkg = closestPackage(invocation.cwd.value, tree);
  if (!pkg.known) return pkg;
  if (pkg.value === null) return unknown("there is no package.json");
  const cwd = invocation.cwd.value;
  if (cwd !== command.cwd.value || cwd !== pkg.value.directory)
    return unknown("the server runs in another folder than the command");
  const unset = invocation.assignments.find(({ value }) => !value.known);
  if (unset !== undefined) return unknown(`the value of ${unset.name} is not known`);
  const manager = managerFor(command, history);
  const here: Situation = { invocation, cwd, pkg: pkg.value, tree, history, manager };
  const told = toldByManager(command, here);
  if (told !== null) return unknown(told);
  const missing = notInstalled([invocation.program], here);
  if (missing !== null) return unknown(missing);
  return withEnvironment(asFirstProcess(productionOf(here), command), invocation, command);
}

/** Tried with nest start: npm passes SIGTERM on and ends, while node as process 1 ends only if the program handles it. */
function asFirstProcess(found: Known<Production>, command: Invocation): Known<Production> {
  const isNode = command.program === "node" || command.program === "nodejs";
  if (!found.known || isNode) return found;
  const asFirst = `node is the container's first process instead of ${command.program}: a program that handles no SIGTERM is killed when the container is stopped`;
  return { known: true, value: { ...found.value, asFirst } };
}

/** Variables that its scripts set in front of the program (`cross-env NODE_ENV=production nest start`). */
function withEnvironment(
  found: Known<Production>,
  invocation: Invocation,
  command: Invocation,
): Known<Production> {
  if (!found.known) return found;
  const own = Object.fromEntries(
    invocation.assignments
      .filter((one) => !command.assignments.includes(one))
      .map(({ name, value }) => [name, value.known ? value.value : ""]),
  );
  return { known: true, value: { ...found.value, environment: { ...own, ...found.value.environment } } };
}

function productionOf(here: Situation, depth = 0): Known<Production> {
  const { invocation } = here;
  const { program } = invocation;
  if (depth > DEPTH) return unknown("the command wraps itself without end");
  if (program === "nest") return nestStart(here);
  if (program === "nodemon")
    return restarted(nodemon(here), here, depth, "nodemon waits for a change when the program ends");
  if (program === "node" || program === "nodejs") {
    const node = readNode(invocation);
    if (!node.known) return node;
    const { preloads, script, args, watch, envFiles } = node.value;
    if (watch)
      return restarted(unwatched(here), here, depth, "node --watch waits for a change when the program ends");
    if (
      preloads.some((name) => INTERPRETING_PRELOAD.test(name)) &&
      script !== null &&
      envFiles.length === 0
    ) {
      const words = texts(args);
      if (words.includes(null)) return unknown("an argument of the program is only known at run time");
      return compiledInstead(
        { script, preloads, args: words.flatMap((word) => word ?? []), quick: true },
        here,
      );
    }
    return unknown("node is given options that are not taken apart");
  }
  const compiles = INTERPRETERS.has(program) || ["ts-node-dev", "tsnd", "babel-watch"].includes(program);
  if (compiles) return interpreted(here);
  return framework(here) ?? unknown(insteadOf(program));
}

/** What a restarter starts, once: plain node as it stands, anything else by its own production form. */
function restarted(
  found: Known<Restarted>,
  here: Situation,
  depth: number,
  difference: string,
): Known<Production> {
  if (!found.known) return found;
  const { text, environment } = found.value;
  const leaves = followText(text, { ...here.invocation, assignments: [], redirects: [] }, here.tree);
  const [leaf, ...others] = leaves;
  if (leaf?.kind !== "program" || others.length > 0)
    return unknown(`${here.invocation.program} runs several commands, or one that is not followed: ${text}`);
  const { invocation } = leaf;
  const words = texts(invocation.args);
  const set = Object.fromEntries(
    invocation.assignments.map(({ name, value }) => [name, value.known ? value.value : ""]),
  );
  const inner = { ...here, invocation };
  const node = invocation.program === "node" ? readNode(invocation) : null;
  const isPlain =
    node?.known === true &&
    !node.value.watch &&
    !node.value.preloads.some((name) => INTERPRETING_PRELOAD.test(name));
  if (!isPlain && !isDevelopment(leaf))
    return unknown(`${here.invocation.program} starts ${text}, whose production form is not known`);
  const production: Known<Production> =
    isPlain && !words.includes(null)
      ? {
          known: true,
          value: {
            build: [],
            start: [invocation.path, ...words.flatMap((word) => word ?? [])],
            directory: here.cwd,
            differences: [],
          },
        }
      : productionOf(inner, depth + 1);
  if (!production.known) return production;
  const { value } = production;
  return {
    known: true,
    value: {
      ...value,
      environment: { ...set, ...environment, ...value.environment },
      differences: [...value.differences, `${difference}; here the container ends with it`],
    },
  };
}

function isDevelopment(leaf: Leaf): boolean {
  if (leaf.kind !== "program") return false;
  const { invocation } = leaf;
  // What a task of the project runs is not followed; its refusal says what to do.
  if (invocation.program in TASK_RUNNERS) return false;
  if (developmentOf(invocation) !== null) return true;
  if (invocation.program !== "node" && invocation.program !== "nodejs") return false;
  const node = readNode(invocation);
  return (
    node.known && (node.value.watch || node.value.preloads.some((name) => INTERPRETING_PRELOAD.test(name)))
  );
}

/** The manager that the command names, else the one that installed. */
function managerFor(command: Invocation, history: BuildHistory): string {
  const named = KIN[command.program] ?? command.program;
  if (MANAGERS.has(named)) return named;
  const last = history.steps.findLast(
    ({ step, invocation }) => step.kind === "install" && MANAGERS.has(invocation.program),
  );
  return last?.invocation.program ?? "npm";
}

/** Variables that only the manager sets, and a source reads. */
function toldByManager(command: Invocation, { tree, cwd }: Situation): string | null {
  if (!MANAGERS.has(KIN[command.program] ?? command.program)) return null;
  for (const path of tree.files(cwd)) {
    if (!/\.[cm]?[jt]sx?$/.test(path) || /\/(node_modules|\.[^/]+)\//.test(path)) continue;
    const text = tree.read(path);
    const name = text.known ? /\bnpm_(package|config|lifecycle)_\w+/.exec(text.value)?.[0] : undefined;
    if (name !== undefined) return `${path} reads ${name}, which only ${command.program} sets`;
  }
  return null;
}
