/**
 * Two runs of the original and one of the rewrite. What differs between the two runs of the original is not stable
 * and is not compared; everything else has to be the same. Out: problems, and the names of what was left out.
 */
import { isDeepStrictEqual } from "node:util";
import type { Observation, ProbeAnswer } from "../types.js";
import type { Problems } from "../compare/problems.js";
import { normalise } from "./normalise.js";

export function compareRuns(
  first: Observation,
  second: Observation,
  after: Observation,
  problems: Problems,
): readonly string[] {
  const unstable: string[] = [];
  const stable = (name: string, of: (one: Observation) => unknown): boolean => {
    const is = isDeepStrictEqual(of(first), of(second));
    if (!is) unstable.push(name);
    return is;
  };
  const differs = (of: (one: Observation) => unknown): boolean => !isDeepStrictEqual(of(first), of(after));

  const exit = (one: Observation): unknown => one.exitCode;
  if (stable("exit code", exit) && differs(exit))
    problems.problem("exit-code-changed", `${ending(first)}, and the rewrite ${ending(after)}`);
  const ports = (one: Observation): unknown => one.ports;
  if (stable("listening ports", ports) && differs(ports))
    problems.problem(
      "listening-ports-changed",
      `listened on ${portsOf(first)} and listens on ${portsOf(after)}`,
    );
  const uid = (one: Observation): unknown => one.uid;
  if (stable("user", uid) && first.uid !== null && after.uid !== null && differs(uid))
    problems.problem("process-user-changed", `ran as user ${first.uid} and runs as ${after.uid}`);
  const health = (one: Observation): unknown => one.health;
  if (stable("health", health) && differs(health))
    problems.problem("health-changed", `was ${String(first.health)} and is ${String(after.health)}`);
  compareProbes(first, second, after, unstable, problems);
  for (const name of ["stdout", "stderr"] as const)
    compareLogs(name, first[name], second[name], after[name], unstable, problems);
  const stop = (one: Observation): unknown => one.stop;
  if (first.stop && after.stop && stable("stop", stop) && differs(stop))
    problems.problem(
      "stop-changed",
      `stopped ${first.stop.time} with exit code ${first.stop.exitCode}, and the rewrite ${after.stop.time} with ${after.stop.exitCode}`,
    );
  return unstable;
}

function compareProbes(
  first: Observation,
  second: Observation,
  after: Observation,
  unstable: string[],
  problems: Problems,
): void {
  for (const [at, probe] of first.probes.entries()) {
    const [again, now] = [second.probes[at], after.probes[at]];
    // Without probes of the user's, other ports make other probes; that is said of the ports.
    if (now?.url !== probe.url) continue;
    if (again?.status !== probe.status) {
      unstable.push(`status of ${probe.url}`);
      continue;
    }
    if (now.status !== probe.status) {
      problems.problem("probe-changed", `${probe.url} answered ${said(probe)} and answers ${said(now)}`);
      continue;
    }
    if (now.contentType !== probe.contentType && again.contentType === probe.contentType)
      problems.problem(
        "probe-changed",
        `${probe.url} answered as ${String(probe.contentType)} and answers as ${String(now.contentType)}`,
      );
    const body = [(one: ProbeAnswer) => one.sha256, (one: ProbeAnswer) => normalise(one.body)].find(
      (of) => of(probe) === of(again),
    );
    if (!body) unstable.push(`body of ${probe.url}`);
    else if (body(now) !== body(probe))
      problems.problem(
        "probe-changed",
        `the body of ${probe.url} was ${excerpt(probe.body)} and is ${excerpt(now.body)}`,
      );
  }
}

function compareLogs(
  name: string,
  first: readonly string[],
  second: readonly string[],
  after: readonly string[],
  unstable: string[],
  problems: Problems,
): void {
  const same = isDeepStrictEqual([...first].sort(), [...second].sort());
  if (!same) unstable.push(name);
  const both = first.filter((line) => second.includes(line));
  const lost = both.find((line) => !after.includes(line));
  const added = after.find((line) => !first.includes(line) && !second.includes(line));
  if (lost !== undefined)
    problems.problem("log-changed", `${name} had the line ${excerpt(lost)}, and the rewrite's has not`);
  // Where the original's own lines vary, a new one says nothing.
  if (added !== undefined && same)
    problems.problem(
      "log-changed",
      `the rewrite's ${name} has the line ${excerpt(added)}, and the original's has not`,
    );
}

function ending({ exitCode }: Observation): string {
  return exitCode === null ? "goes on running" : `ended with exit code ${exitCode}`;
}

function portsOf({ ports }: Observation): string {
  if (ports === null) return "unknown ports";
  if (ports.length === 0) return "no port";
  return ports.map(({ port, loopback }) => (loopback ? `${port} (loopback only)` : String(port))).join(", ");
}

function said({ status }: ProbeAnswer): string {
  return status === null ? "nothing" : String(status);
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line);
}
