/** Pitfalls of node images that only the whole rewrite shows: order, a single install, folders under their own names, nothing to gain. */
import { main } from "../../src/cli/main.js";
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { Folder } from "../run/folder.js";
import { NODE_FILES } from "../support/rewrite.js";

type Files = Readonly<Record<string, string>>;

function outcome(source: string, files: Files): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
}

/** The two stages of the rewrite, and the ignored entries that were added. */
function stages(source: string, files: Files): readonly [string, string, string] {
  const { reason, changes } = outcome(source, files);
  const text = changes.find(({ target }) => target === "dockerfile")?.after;
  if (text === undefined) throw new Error(`${reason?.code ?? ""}: ${reason?.message ?? ""}`);
  const at = text.lastIndexOf("\nFROM ");
  const ignore = changes.find(({ target }) => target !== "dockerfile")?.after ?? "";
  return [text.slice(0, at), text.slice(at), ignore];
}

function packageWith(more: object): Files {
  const pkg = { ...(JSON.parse(NODE_FILES["package.json"] ?? "") as object), ...more };
  return { ...NODE_FILES, "package.json": JSON.stringify(pkg) };
}

const BUILD = 'RUN npm run build\nCMD ["node", "dist/index.js"]\n';

it("P81: the script of an install stays in front of the install, and is not kept from the builder", () => {
  const head =
    "WORKDIR /app\nCOPY package*.json ./\nCOPY scripts/after-install.sh scripts/\nRUN npm ci\nCOPY . .\nRUN npm run build\n";
  const files = packageWith({
    scripts: { build: "tsc", start: "node dist/index.js", postinstall: "mkdir -p var" },
  });
  const [build, runtime, ignore] = stages(`FROM node:20\n${head}CMD ["node", "dist/index.js"]\n`, {
    ...files,
    "scripts/after-install.sh": "mkdir -p var\n",
  });
  expect(build).toContain(head);
  expect(runtime).not.toContain("npm");
  expect(ignore).not.toContain("scripts");
});

describe("P82: native modules are compiled once, by the original's own commands", () => {
  const native = packageWith({
    dependencies: { ms: "2.1.3" },
    scripts: { build: "tsc", start: "node dist/index.js" },
  });

  it("no install is told to pass over scripts, and none is run a second time", () => {
    const [build, runtime] = stages(`FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\n${BUILD}`, native);
    expect(build.match(/npm (ci|i|install)\b/g)).toHaveLength(1);
    expect(build).not.toContain("--ignore-scripts");
    expect(build).toContain("\nRUN npm prune --omit=dev");
    expect(runtime).toContain("COPY --from=build /app/node_modules ./node_modules\n");
    expect(runtime).not.toContain("RUN");
  });

  it("where the original rebuilds by name, that stays", () => {
    const [build, runtime] = stages(
      `FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci --ignore-scripts && npm rebuild ms\n${BUILD}`,
      native,
    );
    expect(build).toContain("RUN npm ci --ignore-scripts && npm rebuild ms\n");
    expect(runtime).not.toContain("RUN");
  });
});

it.each([
  ["with the project", "COPY . .\nRUN npm ci\n"],
  ["into a folder of its name", "COPY . .\nRUN npm ci\nCOPY public ./public\n"],
  ["its content", "COPY . .\nRUN npm ci\nCOPY public/ /app/public/\n"],
])("P18, P94: a folder that was copied %s is copied under its own name", (_what, copies) => {
  const [, runtime] = stages(`FROM node:20\nWORKDIR /app\n${copies}${BUILD}`, {
    ...NODE_FILES,
    "public/index.html": "",
    "src/index.ts": "import express from 'express';\nexpress.static('public');\n",
    "public/public/nested.html": "",
  });
  const lines = runtime.match(/^COPY .*public.*$/gm) ?? [];
  expect(lines).toHaveLength(1);
  // Either the line of the original, or one that repeats the name.
  expect(lines[0]).toMatch(
    /^COPY (--from=build \/app\/public \.\/public|public \.\/public|public\/ \/app\/public\/)$/,
  );
});

describe("P100: an image that is lean as it is", () => {
  const lean =
    'FROM node:20-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n';
  const files = { ...NODE_FILES, "server.js": "require('ms');\n" };

  it("stays as it is, and says why", () => {
    expect(outcome(lean, files)).toMatchObject({
      status: "unchanged",
      changes: [],
      reason: { code: "nothing-to-gain" },
    });
  });

  it("is a success for the command line, also with --check", async () => {
    const folder = new Folder({ ...files, Dockerfile: lean });
    const io = {
      cwd: folder.path,
      env: {},
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      out: () => undefined,
      err: () => undefined,
      input: () => Promise.resolve(Buffer.from("")),
      interrupts: () => new AbortController().signal,
    };
    expect(await main(["Dockerfile", "--write"], io)).toBe(0);
    expect(await main(["Dockerfile", "--check"], io)).toBe(0);
    expect(folder.read("Dockerfile")).toBe(lean);
  });
});
