/**
 * Every example that says how it is run is built as it is and as it is rewritten, on a real engine, and
 * both images are held against each other: config, answers, exit codes, user, size, and what is
 * gone. A missing engine is a failure. DFSPLIT_E2E_ONLY takes names of examples, DFSPLIT_E2E_SUBJECT=expected
 * builds the expectation instead of what the program makes.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { diskProject } from "../../src/project/disk.js";
import { defaultOptions, split } from "../../src/split/split.js";
import { Engine, type ImageConfig } from "../support/engine.js";
import { copyProject, readExamples, type Example, type ExampleRun } from "../support/examples.js";
import { copiesFromBuild, originalWords, type StageCopy } from "../support/final-config.js";

const engine = new Engine();
const folders: string[] = [];
const sizes: {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly seconds: number;
}[] = [];

const only = (process.env["DFSPLIT_E2E_ONLY"] ?? "").split(",").filter((name) => name !== "");
const runnable = readExamples().flatMap((example) =>
  example.run !== null && (only.length === 0 || only.includes(example.name))
    ? [{ example, run: example.run }]
    : [],
);

beforeAll(async () => {
  await engine.version();
});

afterAll(async () => {
  await engine.cleanUp();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`${table()}\n`);
});

describe.each(runnable.map(({ example, run }) => ({ name: example.name, example, run })))(
  "$name",
  ({ name, example, run }) => {
    const before = `dfsplit-e2e/${name}:before`;
    const after = `dfsplit-e2e/${name}:after`;
    let rewrite: Rewrite;

    beforeAll(async () => {
      const start = Date.now();
      const context = projectFolder(example);
      const rewritten = projectFolder(example);
      rewrite = rewriteOf(example, rewritten);
      const options = {
        ...(run.buildArgs === undefined ? {} : { buildArgs: run.buildArgs }),
        ...(run.images === undefined ? {} : { images: run.images }),
        ...(run.target === undefined ? {} : { target: run.target }),
      };
      await engine.build({ ...options, context, dockerfile: join(context, "Dockerfile"), tag: before });
      await engine.build({
        ...options,
        context: rewritten,
        dockerfile: join(rewritten, "Dockerfile"),
        tag: after,
      });
      const [old, now] = [await engine.inspect(before), await engine.inspect(after)];
      sizes.push({ name, before: old.size, after: now.size, seconds: (Date.now() - start) / 1000 });
    });

    it("has the image config of the original", async () => {
      const [old, now] = [await engine.inspect(before), await engine.inspect(after)];
      const [oldBase, newBase] = [
        await baseOf(rewrite.images.build, run),
        await baseOf(rewrite.images.runtime, run),
      ];
      const own = (config: ImageConfig, base: ImageConfig): ImageConfig => ({
        ...config,
        env: Object.fromEntries(
          Object.entries(config.env).filter(
            ([key, value]) => base.env[key] !== value && run.goneEnv?.includes(key) !== true,
          ),
        ),
        volumes: config.volumes.filter((volume) => !base.volumes.includes(volume)),
      });
      const found = own(now.config, newBase);
      expect({
        ...found,
        cmd: originalWords(found.cmd, now.config.workdir, rewrite.copies),
        entrypoint: originalWords(found.entrypoint, now.config.workdir, rewrite.copies),
      }).toEqual({
        ...own(old.config, oldBase),
        cmd: originalWords(old.config.cmd, old.config.workdir, rewrite.copies),
        entrypoint: originalWords(old.config.entrypoint, old.config.workdir, rewrite.copies),
      });
      // What both bases bring under one name has to be the same, or a program that reads it sees a change.
      for (const key of Object.keys(newBase.env))
        expect([key, now.config.env[key]]).toEqual([key, old.config.env[key]]);
      for (const key of run.goneEnv ?? [])
        expect([key in old.config.env, key in now.config.env]).toEqual([true, false]);
    });

    it("behaves as the original", async () => {
      for (const image of [before, after]) {
        for (const exit of run.exits ?? []) {
          const { code, stdout } = await engine.run(image, exit);
          expect({ image, code, stdout }).toEqual({ image, code: exit.code, stdout: exit.stdout });
        }
        if (run.exits) {
          const { stdout } = await engine.run(image, { entrypoint: "id", args: ["-u"] });
          expect({ image, user: Number(stdout) }).toEqual({ image, user: run.user });
        }
        if (run.http) await serves(image, run, run.http);
      }
    });

    it("gives the files that it copies to those who owned them", async () => {
      for (const { from, to } of rewrite.copies) {
        expect({ path: to, owners: await ownersOf(after, to) }).toEqual({
          path: to,
          owners: await ownersOf(before, from),
        });
      }
    });

    it("leaves the sources and the build tools behind", async () => {
      const [old, now] = [await engine.inspect(before), await engine.inspect(after)];
      expect(now.size).toBeLessThan(old.size);
      expect(await present(before, run.gone)).toEqual(run.gone);
      expect(await present(after, run.gone)).toEqual([]);
    });
  },
);

interface Rewrite {
  readonly images: { readonly build: string; readonly runtime: string };
  readonly copies: readonly StageCopy[];
}

function projectFolder(example: Example): string {
  const folder = mkdtempSync(join(tmpdir(), "dfsplit-e2e-"));
  folders.push(folder);
  copyProject(example, folder);
  return folder;
}

/** Rewrites the project that lies in the folder. */
function rewriteOf(example: Example, folder: string): Rewrite {
  let text: string;
  if (process.env["DFSPLIT_E2E_SUBJECT"] === "expected") {
    text = example.expected ?? "";
    if (example.expectedIgnore !== null) writeFileSync(join(folder, ".dockerignore"), example.expectedIgnore);
  } else {
    const project = diskProject(folder, { dockerfilePath: join(folder, "Dockerfile") });
    const outcome = split(example.source, project, { ...defaultOptions, dockerfilePath: "Dockerfile" });
    if (outcome.status !== "rewritten")
      throw new Error(`${outcome.status}: ${outcome.reason?.code ?? ""} ${outcome.reason?.message ?? ""}`);
    for (const change of outcome.changes) {
      writeFileSync(
        join(folder, change.target === "dockerfile" ? "Dockerfile" : change.target.contextPath),
        change.after,
      );
    }
    text = outcome.changes.find((change) => change.target === "dockerfile")?.after ?? "";
  }
  writeFileSync(join(folder, "Dockerfile"), text);
  const parsed = parseDockerfile(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const [build, runtime] = parsed.dockerfile.stages.map(({ from }) => from.image.text);
  return {
    images: { build: build ?? "", runtime: runtime ?? "" },
    copies: copiesFromBuild(parsed.dockerfile),
  };
}

async function baseOf(image: string, run: ExampleRun): Promise<ImageConfig> {
  return (await engine.inspect(run.images?.[image] ?? image)).config;
}

async function serves(image: string, run: ExampleRun, http: NonNullable<ExampleRun["http"]>): Promise<void> {
  const container = await engine.start(image, http.port, {
    ...(run.env === undefined ? {} : { env: run.env }),
    ...(run.args === undefined ? {} : { args: run.args }),
  });
  try {
    for (const { path, status, body, contains } of http.probes) {
      const answer = await container.get(path);
      expect({ image, path, status: answer.status }).toEqual({ image, path, status: status ?? 200 });
      if (body !== undefined) expect({ image, path, body: answer.body }).toEqual({ image, path, body });
      if (contains !== undefined) expect(answer.body).toContain(contains);
    }
    expect({ image, user: await container.user() }).toEqual({ image, user: run.user });
    if (run.healthy === true)
      expect({ image, health: await container.health() }).toEqual({ image, health: "healthy" });
  } finally {
    await engine.stop(container);
  }
}

/** Who owns the path and all that lies below it: `uid:gid`, each once. */
async function ownersOf(image: string, path: string): Promise<readonly string[]> {
  const script = 'find "$1" -exec stat -c %u:%g {} + | sort -u';
  const result = await engine.run(image, { entrypoint: "sh", args: ["-c", script, "sh", path] });
  if (result.stdout === "") throw new Error(`${image} has no ${path}`);
  return result.stdout.trim().split("\n");
}

/** Which of the paths and programs the image has. */
async function present(image: string, names: readonly string[]): Promise<readonly string[]> {
  const script =
    'for name; do case "$name" in /*) [ -e "$name" ] && echo "$name";; *) command -v "$name" >/dev/null && echo "$name";; esac; done; true';
  const result = await engine.run(image, { entrypoint: "sh", args: ["-c", script, "sh", ...names] });
  if (result.code !== 0) throw new Error(result.stderr);
  return result.stdout.split("\n").filter((line) => line !== "");
}

function table(): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  const rows = sizes.map(({ name, before, after, seconds }) => [
    name,
    megabytes(before),
    megabytes(after),
    `-${(100 - (100 * after) / before).toFixed(0)} %`,
    `${seconds.toFixed(0)} s`,
  ]);
  const all = [["example", "before", "after", "", "builds"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join("  "),
    )
    .join("\n");
}
