/**
 * Where the obvious split breaks: each folder below fixtures/naive is a project with its Dockerfile, and a
 * `naive.Dockerfile` as people write it by hand (the same file, a slim base, the artifact copied). On a real engine
 * the original and the rewrite behave alike, and the naive split shows its symptom: when it is built, or when it runs.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { diskProject } from "../../src/project/disk.js";
import { defaultOptions, split } from "../../src/split/split.js";
import { Engine } from "../support/engine.js";

interface Case {
  /** numbers of the pitfalls, for the test's name */
  readonly pitfalls: readonly string[];
  /** the output of a run to its end, or what the health check says */
  readonly observe: "exit" | "health";
  /** the original's output or health, to the letter */
  readonly right: string;
  /** what the naive split says instead: a part of its build log, output or health */
  readonly naive: string;
}

interface NamedCase extends Case {
  readonly name: string;
}

const root = fileURLToPath(new URL("fixtures/naive", import.meta.url));
const only = (process.env["DFSPLIT_E2E_ONLY"] ?? "").split(",").filter((name) => name !== "");
const cases = readdirSync(root)
  .filter((name) => only.length === 0 || only.includes(name))
  .map((name): NamedCase => ({
    name,
    ...(JSON.parse(readFileSync(join(root, name, "case.json"), "utf8")) as Case),
  }));

const engine = new Engine();
const folders: string[] = [];

beforeAll(async () => {
  await engine.version();
});

afterAll(async () => {
  await engine.cleanUp();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe.each(cases.map((one) => [one.pitfalls.join(" "), one.name, one] as const))(
  "%s %s",
  (_pitfalls, _name, one) => {
    it("behaves after the rewrite as before, and breaks in the naive split", async () => {
      const folder = mkdtempSync(join(tmpdir(), "dfsplit-naive-"));
      folders.push(folder);
      cpSync(join(root, one.name), folder, {
        recursive: true,
        filter: (path) => !/^(case\.json|naive\.Dockerfile)$/.test(basename(path)),
      });
      expect(await observe(one, folder, "original", readFileSync(join(folder, "Dockerfile"), "utf8"))).toBe(
        one.right,
      );
      const naive = readFileSync(join(root, one.name, "naive.Dockerfile"), "utf8");
      expect(await observe(one, folder, "naive", naive)).toContain(one.naive);
      const project = diskProject(folder, { dockerfilePath: join(folder, "Dockerfile") });
      const source = readFileSync(join(folder, "Dockerfile"), "utf8");
      const outcome = split(source, project, { ...defaultOptions, dockerfilePath: "Dockerfile" });
      expect([outcome.status, outcome.reason?.code]).toEqual(["rewritten", undefined]);
      for (const change of outcome.changes) {
        if (change.target !== "dockerfile")
          writeFileSync(join(folder, change.target.contextPath), change.after);
      }
      const text = outcome.changes.find(({ target }) => target === "dockerfile")?.after ?? "";
      expect(await observe(one, folder, "rewrite", text)).toBe(one.right);
    });
  },
);

/** What the image shows when it is built and run: the output, the health, or why it did not get so far. */
async function observe(one: NamedCase, folder: string, variant: string, text: string): Promise<string> {
  const dockerfile = join(folder, `.${variant}.Dockerfile`);
  writeFileSync(dockerfile, text);
  const tag = `dfsplit-e2e/${one.name}:${variant}`;
  try {
    await engine.build({ context: folder, dockerfile, tag });
  } catch (error) {
    return String(error);
  } finally {
    rmSync(dockerfile);
  }
  if (one.observe === "exit") {
    const { code, stdout, stderr } = await engine.run(tag);
    return code === 0 ? stdout : stdout + stderr;
  }
  const container = await engine.start(tag);
  try {
    return await container.health();
  } finally {
    await engine.stop(container);
  }
}
