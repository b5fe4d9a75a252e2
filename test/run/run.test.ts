import { readdirSync, statSync } from "node:fs";
import { exitCode, run } from "../../src/run/run.js";
import type { RunDeps } from "../../src/run/run.js";
import type { FileResult, RunOptions, RunResult } from "../../src/run/types.js";
import { fakeSplit } from "./fake-split.js";
import { Folder } from "./folder.js";

function runIn(
  folder: Folder,
  paths: readonly string[],
  options: RunOptions = {},
  deps: RunDeps = {},
): Promise<RunResult> {
  return run(paths, { cwd: folder.path, ...options }, { split: fakeSplit, ...deps });
}

function reasons(result: RunResult): readonly string[] {
  return result.files.map((file) => `${file.path} ${file.status} ${file.reason?.code ?? ""}`.trim());
}

const good = "FROM node\nRUN npm ci\n";

describe("bad input", () => {
  const bad: readonly {
    readonly name: string;
    readonly content: string | Uint8Array;
    readonly code: string;
    readonly line: number | null;
  }[] = [
    { name: "an empty file", content: "", code: "empty-dockerfile", line: 1 },
    { name: "blank lines only", content: "\n\n  \n", code: "empty-dockerfile", line: 1 },
    { name: "no FROM", content: "RUN npm ci\n", code: "no-from", line: 1 },
    {
      name: "an unknown instruction",
      content: "FROM node\nRUM npm ci\n",
      code: "unknown-instruction",
      line: 2,
    },
    {
      name: "an unterminated heredoc",
      content: "FROM node\nRUN <<EOF\nnpm ci\n",
      code: "unterminated-heredoc",
      line: 2,
    },
    {
      name: "bytes that are not UTF-8",
      content: Buffer.from("FROM node \xff\n", "latin1"),
      code: "not-utf8",
      line: null,
    },
    { name: "UTF-16", content: Buffer.from("\ufeffFROM node\n", "utf16le"), code: "not-utf8", line: null },
    { name: "10 MB", content: "#".repeat(10_000_000), code: "file-too-large", line: null },
    {
      name: "something else altogether",
      content: Buffer.from([0, 1, 2, 3, 0xff]),
      code: "not-utf8",
      line: null,
    },
  ];

  it.each(bad)(
    "$name is one result, exit code 2, and stops nothing else",
    async ({ content, code, line }) => {
      const folder = new Folder({ "a/Dockerfile": content, "b/Dockerfile": good });
      const result = await runIn(folder, ["."]);
      expect(result.files[0]).toMatchObject({
        path: "a/Dockerfile",
        status: "invalid",
        diff: "",
        changes: [],
      });
      expect(result.files[0]?.reason).toMatchObject({ code, line });
      expect(result.files[1]?.status).toBe("rewritten");
      expect(result.summary).toEqual({ rewritten: 1, unchanged: 0, refused: 0, invalid: 1 });
      expect(exitCode(result.summary, { check: false })).toBe(2);
    },
  );

  it("names what is missing, a folder, a pipe, a loop and a link out of the tree", async () => {
    const folder = new Folder({
      "tree/.git/HEAD": "",
      "Dockerfile/readme": "",
      outside: good,
      "inside/Dockerfile": good,
    });
    folder.link("tree/Dockerfile", "../outside");
    folder.link("loop", "loop");
    folder.link("inside/Dockerfile.link", "Dockerfile");
    folder.exec("mkfifo", ["pipe"]);
    const away = new Folder({ Dockerfile: good });
    folder.link("away", away.at("Dockerfile"));
    const paths = ["missing", "Dockerfile", "pipe", "loop", "away", "inside/Dockerfile.link"];
    expect(reasons(await runIn(folder, paths))).toEqual([
      "missing invalid no-such-file",
      "Dockerfile invalid not-a-file",
      "pipe invalid not-a-file",
      "loop invalid symlink-loop",
      "away invalid symlink-out-of-tree",
      "inside/Dockerfile.link rewritten",
    ]);
    expect(reasons(await run(["Dockerfile"], { cwd: folder.at("tree") }, { split: fakeSplit }))).toEqual([
      "Dockerfile invalid symlink-out-of-tree",
    ]);
  });

  it("says when a file may not be read, or is gone when its turn comes", async () => {
    const folder = new Folder({ "a.Dockerfile": good, "b.Dockerfile": good, "c.Dockerfile": good });
    const readFile = (path: string): Uint8Array => {
      if (path.includes("b.Docker")) return Buffer.from(good);
      const code = path.includes("a.Docker") ? "EACCES" : "EIO";
      throw Object.assign(new Error(`${code}: no`), { code });
    };
    const result = await runIn(folder, ["."], {}, { readFile });
    expect(result.files.map((file) => file.reason?.message ?? file.status)).toEqual([
      "there is no permission to read it",
      "rewritten",
      "the system says EIO",
    ]);
  });

  it("a crash of the core is one invalid file, with its stack for who asks", async () => {
    const folder = new Folder({ "a/Dockerfile": "FROM node\nRUN throw\n", "b/Dockerfile": good });
    const bugs: unknown[] = [];
    const result = await runIn(
      folder,
      ["."],
      {},
      { onBug: (path, error) => bugs.push([path, String(error)]) },
    );
    expect(reasons(result)).toEqual(["a/Dockerfile invalid internal-error", "b/Dockerfile rewritten"]);
    expect(bugs).toEqual([["a/Dockerfile", "TypeError: cannot read the moon"]]);
  });
});

describe("run", () => {
  it("describes a rewrite, and writes nothing unless asked", async () => {
    const folder = new Folder({ "api/Dockerfile": good, "api/trim-me": "" });
    const result = await runIn(folder, ["api"]);
    expect(result.files[0]).toEqual({
      path: "api/Dockerfile",
      context: "api",
      status: "rewritten",
      toolchain: "npm",
      safety: "safe",
      notes: [],
      stages: [
        { name: "build", from: "node" },
        { name: null, from: "slim" },
      ],
      copies: [{ from: "/app", to: "/app" }],
      gains: ["sources stay behind"],
      changes: ["api/Dockerfile", "api/.dockerignore"],
      diff: expect.stringContaining("--- /dev/null\n+++ b/api/.dockerignore\n") as string,
      decisions: expect.any(Array) as [],
      diffRoot: folder.path,
    } satisfies FileResult);
    expect(folder.read("api/Dockerfile")).toBe(good);
    expect(readdirSync(folder.at("api"))).toEqual(["Dockerfile", "trim-me"]);
  });

  it("writes the Dockerfile and .dockerignore, keeps the mode, and has nothing to do after that", async () => {
    const folder = new Folder({ Dockerfile: good, ".dockerignore": "\ufeffa\r\n", "trim-me": "" });
    folder.mode("Dockerfile", 0o640);
    const result = await runIn(folder, ["Dockerfile"], { write: true });
    expect(result.files[0]?.changes).toEqual(["Dockerfile", ".dockerignore"]);
    expect(folder.read("Dockerfile")).toContain("FROM slim\nCOPY --from=build");
    expect(folder.read(".dockerignore")).toBe("\ufeffa\r\n.git\n");
    expect(statSync(folder.at("Dockerfile")).mode & 0o777).toBe(0o640);
    expect(reasons(await runIn(folder, ["Dockerfile"], { write: true }))).toEqual([
      "Dockerfile unchanged already-multi-stage",
    ]);
  });

  it("changes nothing on disk when it refuses", async () => {
    const text = "FROM node\nCMD npm run dev\n";
    const folder = new Folder({ Dockerfile: text });
    const before = statSync(folder.at("Dockerfile"), { bigint: true });
    expect(reasons(await runIn(folder, ["."], { write: true }))).toEqual([
      "Dockerfile refused dev-server-command",
    ]);
    const after = statSync(folder.at("Dockerfile"), { bigint: true });
    expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([before.ino, before.mtimeNs, before.ctimeNs]);
    expect(readdirSync(folder.path)).toEqual(["Dockerfile"]);
  });

  it("reports a read-only file, and leaves both files as they are", async () => {
    const folder = new Folder({ Dockerfile: good, ".dockerignore": "a\n", "trim-me": "" });
    folder.mode(".dockerignore", 0o444);
    const result = await runIn(folder, ["."], { write: true });
    expect(result.files[0]).toMatchObject({ status: "invalid", changes: [], diff: "" });
    expect(result.files[0]?.reason).toEqual({
      code: "read-only-file",
      message: ".dockerignore: the file is read-only",
      line: null,
    });
    expect(folder.read("Dockerfile")).toBe(good);
  });

  it("does not write over what changed while it was at work", async () => {
    const folder = new Folder({ Dockerfile: good });
    const result = await runIn(
      folder,
      ["."],
      { write: true },
      {
        split: (...args) => {
          folder.write("Dockerfile", "FROM somebody-else\n");
          return fakeSplit(...args);
        },
      },
    );
    expect(reasons(result)).toEqual(["Dockerfile invalid file-changed"]);
    expect(folder.read("Dockerfile")).toBe("FROM somebody-else\n");
  });

  it("leaves a file alone that asks for it", async () => {
    const folder = new Folder({
      Dockerfile: `  # dfsplit-ignore: by hand\n${good}`,
      "b/Dockerfile": `# dfsplit-ignored\n${good}`,
      "broken/Dockerfile": "{{ template }}\n# dfsplit-ignore\n",
    });
    expect(reasons(await runIn(folder, ["."]))).toEqual([
      "Dockerfile unchanged ignored-by-comment",
      "b/Dockerfile rewritten",
      "broken/Dockerfile unchanged ignored-by-comment",
    ]);
  });

  it("gives the core the context, the Dockerfile's place in it and the options (P150)", async () => {
    const compose = "services: { api: { build: { context: ., dockerfile: docker/Dockerfile } } }";
    const folder = new Folder({
      ".git/HEAD": "",
      "compose.yaml": compose,
      "docker/Dockerfile": good,
      "app/x": "",
      "a.txt": "",
    });
    const seen: unknown[] = [];
    const look: RunDeps = {
      split: (source, project, options) => {
        seen.push([
          options.dockerfilePath,
          project.label,
          project.info("a.txt") !== null,
          options.buildArgs,
          options.only,
        ]);
        return fakeSplit(source, project, options);
      },
    };
    await runIn(folder, ["docker"], { buildArgs: { A: "1" } }, look);
    await runIn(folder, ["docker"], { context: "app", only: ["x"] }, look);
    expect(seen).toEqual([
      ["docker/Dockerfile", ".", true, { A: "1" }, null],
      [null, "app", false, {}, ["x"]],
    ]);
  });

  it("refuses where the context is not clear", async () => {
    const folder = new Folder({
      ".git/HEAD": "",
      "compose.yaml": "services: { api: { build: { context: ., dockerfile: api/Dockerfile } } }",
      "compose.dev.yaml": "services: { api: { build: ./api } }",
      "api/Dockerfile": good,
    });
    expect(reasons(await runIn(folder, ["api"]))).toEqual(["api/Dockerfile refused build-context-ambiguous"]);
    expect(reasons(await runIn(folder, ["api"], { context: "api" }))).toEqual(["api/Dockerfile rewritten"]);
  });

  it("stops between two files when it is interrupted", async () => {
    const folder = new Folder({ "a/Dockerfile": good, "b/Dockerfile": good });
    const interrupt = new AbortController();
    const deps: RunDeps = { signal: interrupt.signal, onFile: () => interrupt.abort() };
    const result = await runIn(folder, ["."], { write: true }, deps);
    expect(reasons(result)).toEqual(["a/Dockerfile rewritten"]);
    expect(folder.read("b/Dockerfile")).toBe(good);
  });
});

describe("the patch of a run", () => {
  it.each([
    ["LF", "FROM node\nRUN npm ci\n"],
    ["CRLF", "FROM node\r\nRUN npm ci\r\n"],
    ["no final newline", "FROM node\nRUN npm ci"],
  ])(
    "is taken by git apply and patch from the current folder and from a folder in it: %s",
    async (_name, text) => {
      for (const from of [".", "my services"]) {
        for (const tool of [
          ["git", "apply"],
          ["patch", "-p1", "-s"],
        ] as const) {
          const folder = new Folder({ "my services/api/Dockerfile": text, "my services/api/trim-me": "" });
          folder.exec("git", ["init", "-q"]);
          const cwd = folder.at(from);
          const { files } = await run(["."], { cwd }, { split: fakeSplit });
          const [program, ...args] = tool;
          folder.exec("sh", ["-c", `cd "$0" && exec "$@"`, cwd, program, ...args], files[0]?.diff ?? "");
          const { files: rest } = await run(["."], { cwd }, { split: fakeSplit });
          expect(rest.map((file) => file.status)).toEqual(["unchanged"]);
          expect(folder.read("my services/api/.dockerignore")).toBe(".git\n");
        }
      }
    },
  );

  it("starts from the root of the repository when the file lies outside of the current folder", async () => {
    const folder = new Folder({ "repo/api/Dockerfile": good, "elsewhere/x": "" });
    folder.exec("git", ["init", "-q", "repo"]);
    const { files } = await run(
      ["../repo/api/Dockerfile"],
      { cwd: folder.at("elsewhere") },
      { split: fakeSplit },
    );
    expect(files[0]?.path).toBe("../repo/api/Dockerfile");
    expect(files[0]?.diffRoot).toBe(folder.at("repo"));
    folder.exec("git", ["-C", "repo", "apply"], files[0]?.diff ?? "");
    expect(folder.read("repo/api/Dockerfile")).toContain("FROM slim");
  });

  it("starts from the folder of the files when there is no repository", async () => {
    const folder = new Folder({ "project/Dockerfile": good, "project/trim-me": "", "elsewhere/x": "" });
    const { files } = await run(
      [folder.at("project/Dockerfile")],
      { cwd: folder.at("elsewhere") },
      { split: fakeSplit },
    );
    expect(files[0]?.diffRoot).toBe(folder.at("project"));
    folder.exec("patch", ["-p1", "-d", "project"], files[0]?.diff ?? "");
    expect(folder.read("project/.dockerignore")).toBe(".git\n");
  });

  it("changes the file behind a symlink, not the link", async () => {
    const folder = new Folder({ "real/Dockerfile": good });
    folder.link("Dockerfile", "real/Dockerfile");
    const { files } = await runIn(folder, ["Dockerfile"]);
    expect(files[0]?.diff).toContain("--- a/real/Dockerfile\n");
    expect(files[0]?.changes).toEqual(["real/Dockerfile"]);
  });
});
