/**
 * Nothing is left of `dfsplit verify`: no container, image, network or temporary folder, and no process, after
 * success, failure, Ctrl-C and an engine that went away; and after kill -9 a second run removes what the first left.
 * The program runs as a process of its own here, compiled into node_modules/.cache.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { docker } from "../support/engine.js";
import { named, requireEngine } from "../support/engine-state.js";
import { buildFlags } from "../support/verify.js";

const compiled = join(process.cwd(), "node_modules/.cache/dfsplit-e2e");
const program = join(compiled, "src/cli.js");
let folder: string;

beforeAll(async () => {
  await requireEngine();
  rmSync(compiled, { recursive: true, force: true });
  mkdirSync(compiled, { recursive: true });
  writeFileSync(
    join(compiled, "package.json"),
    '{ "name": "dfsplit", "version": "0.0.0", "type": "module" }',
  );
  execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.build.json", "--outDir", compiled]);
  folder = mkdtempSync(join(tmpdir(), "dfsplit-e2e-"));
  writeFileSync(join(folder, "good.Dockerfile"), 'FROM node:20-slim\nCMD ["node", "-e", "console.log(1)"]\n');
  writeFileSync(join(folder, "bad.Dockerfile"), "FROM node:20-slim\nRUN echo on the way && false\n");
  // the time makes each build a new one
  writeFileSync(join(folder, "slow.Dockerfile"), `FROM node:20-slim\nRUN echo ${Date.now()} && sleep 20\n`);
  writeFileSync(
    join(folder, "server.Dockerfile"),
    'FROM node:20-slim\nCMD ["node", "-e", "setTimeout(() => {}, 60000)"]\n',
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(compiled, { recursive: true, force: true });
});

it("leaves nothing after success", async () => {
  const run = start("good", "--run");
  expect(await run.ended).toMatchObject({ code: 0 });
  expect(await leftOf(run.pid)).toEqual([]);
});

it("leaves nothing after a build that fails, and shows its last lines", async () => {
  const run = start("bad");
  const { code, out } = await run.ended;
  expect(code).toBe(2);
  expect(out).toContain("original does not build");
  expect(out).toContain("on the way");
  expect(await leftOf(run.pid)).toEqual([]);
});

it.each(["SIGINT", "SIGTERM"] as const)("leaves nothing after %s during a build", async (signal) => {
  const run = start("slow");
  await until(() => isBuilding(run.pid));
  run.child.kill(signal);
  expect(await run.ended).toMatchObject({ code: 130 });
  expect(await leftOf(run.pid)).toEqual([]);
});

it("leaves nothing after SIGINT while a container runs", async () => {
  const run = start("server", "--run");
  await until(() => hasContainer(run.pid));
  run.child.kill("SIGINT");
  expect(await run.ended).toMatchObject({ code: 130 });
  expect(await leftOf(run.pid)).toEqual([]);
});

it("removes what a run left that was killed during a build", async () => {
  const run = start("slow");
  await until(() => isBuilding(run.pid));
  run.child.kill("SIGKILL");
  await run.ended;
  expect(await leftOf(run.pid)).not.toEqual([]);
  const second = start("good");
  expect(await second.ended).toMatchObject({ code: 0 });
  // the build of the first would be through by now, had it gone on
  await delay(20_000);
  expect(await leftOf(run.pid)).toEqual([]);
  expect(await leftOf(second.pid)).toEqual([]);
});

it("removes what a run left that was killed while a container ran", async () => {
  const run = start("server", "--run");
  await until(() => hasContainer(run.pid));
  run.child.kill("SIGKILL");
  await run.ended;
  const left = await leftOf(run.pid);
  expect(left.length).toBeGreaterThan(3); // container, network, images and folder
  const second = start("good");
  const { err } = await second.ended;
  expect(err).toContain("which was killed");
  expect(await leftOf(run.pid)).toEqual([]);
});

it("leaves alone what a run has that is still going on", async () => {
  const run = start("server", "--run");
  await until(() => hasContainer(run.pid));
  await start("good").ended;
  expect(await hasContainer(run.pid)).toBe(true);
  run.child.kill("SIGINT");
  await run.ended;
});

it("says that the engine went away, and the next run removes what was left", async () => {
  const socket = join(folder, "engine.sock");
  const engine = await proxy(socket);
  const run = start("server", "--run", { DOCKER_HOST: `unix://${socket}` });
  await until(() => hasContainer(run.pid));
  engine.close();
  const { code, out, err } = await run.ended;
  expect(code).toBe(2);
  expect(out).toContain("engine-failed");
  expect(err).toContain("is removed by the next run");
  expect((await leftOf(run.pid)).filter((name) => name.startsWith("folder"))).toEqual([]);
  await start("good").ended;
  expect(await leftOf(run.pid)).toEqual([]);
});

interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

/** The file against itself. */
function start(name: string, ...more: readonly (string | Record<string, string>)[]): Started {
  const args = more.filter((one) => typeof one === "string");
  const env = more.filter((one) => typeof one === "object");
  const file = `${name}.Dockerfile`;
  const behind = buildFlags.length > 0 ? ["--", ...buildFlags] : [];
  const child = spawn(
    process.execPath,
    [program, "verify", "--engine", "docker", "--before", file, "--after", file, ...args, ...behind],
    {
      cwd: folder,
      env: Object.assign({}, process.env, ...env) as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on("exit", (code) => resolve({ code, out, err }));
  });
  return { child, pid: child.pid ?? 0, ended };
}

/** Everything with the process's number in its name. */
async function leftOf(pid: number): Promise<readonly string[]> {
  return [...(await named(`-${pid}-`)), ...foldersOf(pid).map((name) => `folder ${name}`)];
}

function foldersOf(pid: number): readonly string[] {
  return readdirSync(tmpdir()).filter(
    (name) => name.startsWith("dfsplit-verify-") && name.includes(`-${pid}-`),
  );
}

/** The RUN that takes long has begun: its process can be seen. */
function isBuilding(pid: number): Promise<boolean> {
  if (foldersOf(pid).length === 0) return Promise.resolve(false);
  const sleeping = readdirSync("/proc").some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/cmdline`, "utf8") === "sleep\x0020\0";
    } catch {
      return false;
    }
  });
  return Promise.resolve(sleeping);
}

async function hasContainer(pid: number): Promise<boolean> {
  const { stdout } = await docker(["ps", "--format", "{{.Names}}"]);
  return stdout.split("\n").some((name) => name.includes(`-${pid}-`) && name.includes("running"));
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let at = 0; at < 600; at++) {
    if (await holds()) return;
    await delay(200);
  }
  throw new Error("it did not come to that");
}

/** Stands in front of the real engine, so that a test can take it away. */
async function proxy(socket: string): Promise<{ close(): void }> {
  const host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
  const open = new Set<{ destroy(): void }>();
  const server: Server = createServer((client) => {
    const behind = createConnection(host.replace(/^unix:\/\//, ""));
    open.add(client).add(behind);
    client.on("error", () => behind.destroy());
    behind.on("error", () => client.destroy());
    client.pipe(behind).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    close: () => {
      server.close();
      for (const one of open) one.destroy();
    },
  };
}
