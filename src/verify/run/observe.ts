/**
 * One run of one image: started, waited for, asked, stopped. In: the image and what is asked of it; out: what was
 * seen, as a value. Waits until the container ended, its probes answered and its health check decided; without
 * either until its ports stand still; for one that only works quietly until nothing was heard of it for a while.
 */
import { setTimeout as delay } from "node:timers/promises";
import { EngineError, type ContainerState, type Containers, type Engine } from "../engine/types.js";
import type { Observation, ProbeAnswer, RunOptions, StopReport } from "../types.js";
import { ask, type Place } from "./http.js";
import { firstLines, type Own } from "./normalise.js";
import { socketTables, userOf } from "./proc.js";
import { listeningPorts } from "./sockets.js";

export interface RunRequest {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly options: RunOptions;
  readonly network: string;
  readonly hasHealthcheck: boolean;
  /** ports to reach the container by, where its address does not */
  readonly publish: readonly number[];
  readonly renamed: Own["renamed"];
  readonly signal: AbortSignal;
}

const LOG_LINES = 20;
const POLL = 200;
/** Milliseconds without a change after which ports are taken to be complete. */
const STEADY = 1000;
/** Milliseconds without a port or a line of the log after which nothing more is waited for. */
const QUIET = 15_000;
const STOP_SECONDS = 10;

export async function observe(engine: Engine, request: RunRequest): Promise<Observation> {
  const { containers } = engine;
  if (containers === null) throw new EngineError(`${engine.name} runs no containers`);
  await containers.start({ ...request, env: request.options.env });
  const run = new Run(engine, containers, request);
  const ready = await run.wait();
  const state = await containers.state(request.name);
  const ports = state.running ? await run.ports(state) : [];
  const uid = state.running && engine.local ? userOf(state.pid) : null;
  const probes = state.running ? await run.probe(state, ports) : [];
  const { stdout, stderr } = await containers.logs(request.name);
  const own: Own = {
    words: [request.name, state.address ?? "", state.hostname],
    renamed: request.renamed,
  };
  const stop = state.running ? await stopped(containers, request.name) : null;
  await engine.remove({ kind: "container", name: request.name });
  return {
    exitCode: state.running ? null : state.exitCode,
    ready,
    health: state.health,
    ports,
    uid,
    probes,
    stdout: firstLines(stdout, LOG_LINES, own),
    stderr: firstLines(stderr, LOG_LINES, own),
    stop,
  };
}

class Run {
  constructor(
    private readonly engine: Engine,
    private readonly containers: Containers,
    private readonly request: RunRequest,
  ) {}

  async wait(): Promise<Observation["ready"]> {
    const { name, options, hasHealthcheck, signal } = this.request;
    const end = Date.now() + options.timeout * 1000;
    let seen = "";
    let changed = Date.now();
    let heard = Date.now();
    for (;;) {
      const state = await this.containers.state(name);
      if (!state.running) return "exited";
      const decided = state.health === "healthy" || state.health === "unhealthy";
      const answered = options.probes.length > 0 && (await this.#allAnswer(state));
      if (answered && (!hasHealthcheck || decided)) return "answered";
      if (options.probes.length === 0 && hasHealthcheck && decided)
        return state.health === "healthy" ? "healthy" : "unhealthy";
      const ports = (await this.ports(state)) ?? [];
      const { stdout, stderr } = await this.containers.logs(name);
      const now = JSON.stringify(ports);
      if (now !== seen) [seen, changed] = [now, Date.now()];
      const length = `${stdout.length} ${stderr.length} ${now}`;
      if (length !== this.#length) [this.#length, heard] = [length, Date.now()];
      const waitsForMore = options.probes.length > 0 || hasHealthcheck;
      if (!waitsForMore && ports.length > 0 && Date.now() - changed > STEADY) return "listening";
      if (!waitsForMore && ports.length === 0 && Date.now() - heard > QUIET) return "quiet";
      if (Date.now() > end) return "timeout";
      await delay(POLL, undefined, { signal });
    }
  }

  #length = "";

  async #allAnswer(state: ContainerState): Promise<boolean> {
    for (const url of this.request.options.probes) {
      const place = this.#place(new URL(url), state);
      if (place === null || (await ask(new URL(url), place)) === null) return false;
    }
    return true;
  }

  /** Without probes, each port that can be reached is asked for its front page. */
  async probe(state: ContainerState, ports: Observation["ports"]): Promise<readonly ProbeAnswer[]> {
    const { probes } = this.request.options;
    const reachable = (ports ?? []).filter(({ loopback }) => !loopback);
    const urls = probes.length > 0 ? probes : reachable.map(({ port }) => `http://127.0.0.1:${port}/`);
    const answers: ProbeAnswer[] = [];
    for (const url of urls) {
      const place = this.#place(new URL(url), state);
      const answer = place === null ? null : await ask(new URL(url), place);
      answers.push(answer ?? { url, status: null, contentType: null, body: "", sha256: "" });
    }
    return answers;
  }

  async ports(state: ContainerState): Promise<Observation["ports"]> {
    const tables = this.engine.local ? socketTables(state.pid) : null;
    if (tables !== null) return listeningPorts(tables);
    const read = await Promise.all(
      ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => this.containers.read(this.request.name, path)),
    );
    const texts = read.flatMap((text) => text ?? []);
    return texts.length === 0 ? null : listeningPorts(texts);
  }

  /** An address names a port of the container, however it is reached. */
  #place(url: URL, state: ContainerState): Place | null {
    const port = Number(url.port || "80");
    const published = state.published[port];
    if (published !== undefined) return { host: "127.0.0.1", port: published };
    return this.engine.local && state.address !== null ? { host: state.address, port } : null;
  }
}

async function stopped(containers: Containers, name: string): Promise<StopReport> {
  const start = Date.now();
  await containers.stop(name, STOP_SECONDS);
  const seconds = (Date.now() - start) / 1000;
  const { exitCode } = await containers.state(name);
  const killed = exitCode === 137 && seconds >= STOP_SECONDS - 1;
  return { exitCode, time: killed ? "killed" : seconds < 4 ? "at once" : "slowly" };
}
