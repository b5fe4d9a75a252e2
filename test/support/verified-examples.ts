/**
 * Every example that says how it is run goes through `dfsplit verify --run` on a real engine, and the report is held
 * against what the example says: answers, exit codes, user, health, what is gone. A missing engine is a failure.
 * DFSPLIT_E2E_ONLY takes names of examples, DFSPLIT_E2E_SUBJECT=expected verifies the expectation instead of what the
 * program makes, DFSPLIT_E2E_RESULTS=write writes their rows of docs/results.md.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstLines } from "../../src/verify/run/normalise.js";
import type { FileReport } from "../../src/verify/types.js";
import { docker } from "./engine.js";
import { named, present, requireEngine } from "./engine-state.js";
import { copyProject, readExamples, type Example, type ExampleRun, type Exit } from "./examples.js";
import { resultsPage, RESULTS } from "./results.js";
import { verify } from "./verify.js";

const folders: string[] = [];
const reports: { readonly name: string; readonly file: FileReport }[] = [];

const only = (process.env["DFSPLIT_E2E_ONLY"] ?? "").split(",").filter((name) => name !== "");
const examples = readExamples();
const names = examples.filter(({ run }) => run !== null).map(({ name }) => name);
const runnable = examples.flatMap((example) =>
  example.run !== null && (only.length === 0 || only.includes(example.name))
    ? [{ example, run: example.run }]
    : [],
);

/** The part (0 to `parts` - 1) of the examples that one test file takes, so that workers share them. */
export function verifiedExamples(part: number, parts: number): void {
  const mine = runnable.filter((_one, at) => at % parts === part);
  if (mine.length === 0) {
    it.skip("none of the examples that were asked for", () => undefined);
    return;
  }
  beforeAll(requireEngine);
  afterAll(tidy);
  describe.each(mine.map(({ example, run }) => ({ name: example.name, example, run })))("$name", checked);
}

async function tidy(): Promise<void> {
  // what --keep kept bears this process in its name
  const mine = `-${process.pid}-`;
  for (const image of await named(mine)) await docker(["image", "rm", image]);
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith("dfsplit-kept-") && name.includes(mine)) folders.push(join(tmpdir(), name));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  if (process.env["DFSPLIT_E2E_RESULTS"] === "write") {
    const earlier = existsSync(RESULTS) ? readFileSync(RESULTS, "utf8") : "";
    writeFileSync(RESULTS, await resultsPage(reports, earlier, names));
  }
}

function checked({
  name,
  example,
  run,
}: {
  readonly name: string;
  readonly example: Example;
  readonly run: ExampleRun;
}): void {
  let files: readonly FileReport[];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "dfsplit-e2e-"));
    folders.push(folder);
    copyProject(example, folder);
    const found: FileReport[] = [];
    for (const [at, exits] of groupsOf(run).entries()) {
      const { report } = await verify(
        [...subject(example, folder), ...runArguments(run, exits), ...(at === 0 ? ["--keep"] : [])],
        folder,
        Object.entries(run.images ?? {}).flatMap(([from, to]) => [
          "--build-context",
          `${from}=docker-image://${to}`,
        ]),
      );
      const file = report.files.find(({ outcome }) => outcome !== "left-alone");
      if (!file) throw new Error(JSON.stringify(report));
      found.push(file);
      if (at === 0) reports.push({ name, file });
    }
    files = found;
  });

  it("is the same container", () => {
    const lines = files.map(({ outcome, findings, reason }) => ({ outcome, findings, reason }));
    expect(lines).toEqual(files.map(() => ({ outcome: "same", findings: [], reason: null })));
  });

  it("behaves as the example says", () => {
    for (const [at, exits] of groupsOf(run).entries()) {
      const runs = files[at]?.runs ?? [];
      expect(runs.map(({ before }) => before.exitCode)).toEqual(
        exits.length === 0 ? [null] : exits.map(({ code }) => code),
      );
      for (const [number, exit] of exits.entries())
        expect(runs[number]?.before.stdout).toEqual(firstLines(exit.stdout, 20));
    }
    const [first] = files[0]?.runs ?? [];
    expect(files[0]?.images?.user.before.uid).toBe(run.user);
    if (run.http) {
      expect(first?.before.uid).toBe(run.user);
      expect(first?.before.ports).toContainEqual({ port: run.http.port, loopback: false });
    }
    for (const [number, { status, body, contains }] of (run.http?.probes ?? []).entries()) {
      const answer = first?.before.probes[number];
      expect(answer?.status).toBe(status ?? 200);
      if (body !== undefined) expect(answer?.body).toBe(body);
      if (contains !== undefined) expect(answer?.body).toContain(contains);
    }
    if (run.healthy === true) expect(first?.before.health).toBe("healthy");
  });

  it("leaves the sources and the build tools behind", async () => {
    const images = files[0]?.images;
    expect(images?.size.after).toBeLessThan(images?.size.before ?? 0);
    expect(await present(images?.kept?.before ?? "", run.gone)).toEqual(run.gone);
    expect(await present(images?.kept?.after ?? "", run.gone)).toEqual([]);
    const dropped = files[0]?.notes.filter(({ code }) => code === "build-variable-dropped") ?? [];
    expect(dropped.map(({ message }) => message.split(" ")[0])).toEqual(run.goneEnv ?? []);
  });

  it("stands in the table of sizes", () => {
    // npm run results writes the table anew
    if (process.env["DFSPLIT_E2E_RESULTS"] !== "write")
      expect(readFileSync(RESULTS, "utf8")).toContain(`[${name}]`);
  });
}

function subject(example: Example, folder: string): readonly string[] {
  if (process.env["DFSPLIT_E2E_SUBJECT"] !== "expected") return ["Dockerfile"];
  const beside = mkdtempSync(join(tmpdir(), "dfsplit-e2e-"));
  folders.push(beside);
  const after = join(beside, "Dockerfile");
  writeFileSync(after, example.expected ?? "");
  if (example.expectedIgnore !== null) writeFileSync(`${after}.dockerignore`, example.expectedIgnore);
  return ["--before", join(folder, "Dockerfile"), "--after", after, "--context", folder];
}

/** Exits with one environment are runs of one verification; a server is one without exits. */
function groupsOf(run: ExampleRun): readonly (readonly Exit[])[] {
  const groups = new Map<string, Exit[]>();
  for (const exit of run.exits ?? []) {
    const key = JSON.stringify(exit.env ?? {});
    groups.set(key, [...(groups.get(key) ?? []), exit]);
  }
  return groups.size === 0 ? [[]] : [...groups.values()];
}

function runArguments(run: ExampleRun, exits: readonly Exit[]): readonly string[] {
  const env = { ...run.env, ...exits[0]?.env };
  const commands = exits.length > 0 ? exits.map(({ args }) => args) : [run.args];
  return [
    "--run",
    "--timeout",
    "120",
    ...(run.target === undefined ? [] : ["--target", run.target]),
    ...Object.entries(run.buildArgs ?? {}).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]),
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...commands.flatMap((args) => ["--command", args === undefined ? "" : JSON.stringify(args)]),
    ...(run.http?.probes ?? []).flatMap(({ path }) => [
      "--probe",
      `http://127.0.0.1:${run.http?.port ?? 0}${path}`,
    ]),
  ];
}
