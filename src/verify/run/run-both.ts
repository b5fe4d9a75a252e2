/**
 * Runs the original twice and the rewrite once, with the same command, environment and limits, and holds them against
 * each other. The containers of one run stand in a network of their own that has no way out; where this machine
 * cannot reach it, ports are published instead, which needs the engine's ordinary network.
 */
import type { Image } from "../compare/image.js";
import type { Problems } from "../compare/problems.js";
import { EngineError } from "../engine/types.js";
import type { PathMap } from "../files/path-map.js";
import { stopIfAsked, type Tools } from "../tools.js";
import type { Observation, RunOptions, RunReport } from "../types.js";
import { compareRuns } from "./compare.js";
import { observe } from "./observe.js";

export interface Sides {
  readonly number: number;
  readonly before: Image;
  readonly after: Image;
  readonly paths: PathMap;
}

export async function runBoth(
  path: string,
  sides: Sides,
  command: readonly string[],
  options: RunOptions,
  problems: Problems,
  tools: Tools,
): Promise<RunReport> {
  const { engine, session, signal } = tools;
  const network = await networkOf(sides.number, options, tools);
  if (network.open)
    problems.note(
      "network-open",
      "the engine's addresses lead nowhere from here: the containers had the ordinary network",
    );
  const publish = network.open ? portsOf(sides.before, options) : [];
  const one = async (step: string, side: "before" | "after", image: Image): Promise<Observation> => {
    tools.onStep(path, step);
    const observed = await observe(engine, {
      name: session.named(`${sides.number}-${step.replaceAll(" ", "-")}`),
      image: session.image(`${sides.number}-${side}`),
      command,
      options,
      network: network.name,
      hasHealthcheck: image.config.healthcheck !== null && image.config.healthcheck.test[0] !== "NONE",
      publish,
      renamed: sides.paths.renamed,
      signal,
    });
    stopIfAsked(signal);
    return observed;
  };
  const first = await one("running the original", "before", sides.before);
  const second = await one("running the original again", "before", sides.before);
  const after = await one("running the rewrite", "after", sides.after);
  const unstable = compareRuns(first, second, after, problems);
  for (const name of unstable)
    problems.note("unstable-in-original", `two runs of the original differ in: ${name}; it was not compared`);
  return { command, before: first, after, unstable };
}

async function networkOf(
  number: number,
  options: RunOptions,
  { engine, session }: Tools,
): Promise<{ readonly name: string; readonly open: boolean }> {
  if (options.network !== null) return { name: options.network, open: false };
  if (!engine.local) return { name: "bridge", open: true };
  const name = session.named(`${number}-net`);
  const owned = await engine.owned(name);
  if (owned.some((one) => one.kind === "network" && one.name === name)) return { name, open: false };
  if (engine.containers === null) throw new EngineError(`${engine.name} runs no containers`);
  await engine.containers.createNetwork(name);
  return { name, open: false };
}

function portsOf({ config }: Image, { probes }: RunOptions): readonly number[] {
  const exposed = config.exposed.filter((port) => !port.endsWith("/udp")).map((port) => parseInt(port, 10));
  return [...new Set([...exposed, ...probes.map((url) => Number(new URL(url).port || "80"))])];
}
