import type { Io } from "../../src/cli/io.js";
import { main } from "../../src/cli/main.js";
import type { MainDeps } from "../../src/cli/main.js";
import { fakeSplit } from "../run/fake-split.js";
import { Folder } from "../run/folder.js";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const deps: MainDeps = {
  split: fakeSplit,
  transforms: [
    { name: "stage", summary: "Names the build stage", default: true, safety: "safe" },
    { name: "cache-mounts", summary: "Adds cache mounts", default: false, safety: "review" },
  ],
  toolchains: [{ name: "npm", title: "npm", summary: "package.json with npm, yarn or pnpm" }],
};

async function dfsplit(
  folder: Folder,
  args: readonly string[],
  given: { input?: string | Uint8Array; terminal?: boolean; env?: Io["env"] } = {},
): Promise<Ran> {
  const out: Uint8Array[] = [];
  let err = "";
  const code = await main(
    args,
    {
      cwd: folder.path,
      env: given.env ?? {},
      stdoutIsTerminal: given.terminal ?? false,
      stderrIsTerminal: false,
      out: (text) => void out.push(Buffer.from(text as string)),
      err: (text) => void (err += text),
      input: () => Promise.resolve(Buffer.from((given.input ?? "") as string)),
      interrupts: () => new AbortController().signal,
    },
    deps,
  );
  return { code, out: Buffer.concat(out).toString("latin1"), err };
}

const good = "FROM node\nRUN npm ci\n";
const development = "FROM node\nCMD npm run dev\n";

describe("dfsplit", () => {
  it("prints a patch that applies, and the summary on standard error", async () => {
    const folder = new Folder({ Dockerfile: good, "b/Dockerfile": development });
    const { code, out, err } = await dfsplit(folder, []);
    expect(code).toBe(0);
    folder.exec("patch", ["-p1"], out);
    expect(folder.read("Dockerfile")).toContain("FROM node AS build\n");
    expect(err).toBe(
      "b/Dockerfile:2: refused (dev-server-command): npm run dev is a development server\n" +
        "1 rewritten, 0 unchanged, 1 refused, 0 invalid\n" +
        "  1 refused: dev-server-command\n" +
        "  1 more would be rewritten with --unsafe, each with notes on what to look at\n",
    );
  });

  it("--write writes, and says what it wrote", async () => {
    const folder = new Folder({ Dockerfile: good });
    expect(await dfsplit(folder, ["Dockerfile", "-w"])).toEqual({
      code: 0,
      out: "",
      err: "Dockerfile: written\n1 rewritten, 0 unchanged, 0 refused, 0 invalid\n",
    });
    expect(folder.read("Dockerfile")).toContain("FROM slim");
    const again = await dfsplit(folder, ["Dockerfile", "-w"]);
    expect(again.err).toContain("Dockerfile:1: unchanged (already-multi-stage): it has two stages already\n");
  });

  it("--check and --list-different end with 1 when something would change, and write nothing", async () => {
    const folder = new Folder({ Dockerfile: good, "b/Dockerfile": development });
    expect(await dfsplit(folder, ["-c", "--quiet"])).toEqual({ code: 1, out: "", err: "" });
    expect(await dfsplit(folder, ["-l", "--quiet"])).toEqual({ code: 1, out: "Dockerfile\n", err: "" });
    expect((await dfsplit(folder, ["-c", "b"])).code).toBe(0);
    expect(folder.read("Dockerfile")).toBe(good);
    folder.write("c/Dockerfile", "");
    expect((await dfsplit(folder, ["-c"])).code).toBe(2);
  });

  it("--unsafe rewrites more, and says what to look at", async () => {
    const folder = new Folder({ Dockerfile: development });
    const { out, err } = await dfsplit(folder, ["--unsafe"]);
    expect(out).toContain("+FROM slim");
    expect(err).toContain("Dockerfile:2: look at this (dev-server-replaced): look at the command\n");
  });

  it("--format json is one object with the documented names", async () => {
    const folder = new Folder({ Dockerfile: good, "b/Dockerfile": development });
    const { out } = await dfsplit(folder, ["--format", "json"]);
    const report = JSON.parse(out) as { files: Record<string, unknown>[] };
    expect(Object.keys(report)).toEqual(["version", "summary", "files"]);
    const names = "path context status toolchain safety notes stages copies gains changes diff".split(" ");
    expect(Object.keys(report.files[0] ?? {})).toEqual(names);
    expect(report.files[1]?.["reason"]).toEqual({
      code: "dev-server-command",
      message: "npm run dev is a development server",
      line: 2,
    });
    const explained = await dfsplit(folder, ["--format", "json", "--explain"]);
    expect(explained.out).toContain('"placement": "build"');
  });

  it("--format ndjson is one line a file", async () => {
    const folder = new Folder({ Dockerfile: good, "b/Dockerfile": development });
    const { out } = await dfsplit(folder, ["--format", "ndjson"]);
    const lines = out.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { path: string }).path)).toEqual([
      "Dockerfile",
      "b/Dockerfile",
    ]);
  });

  it("-o puts the report into a file, also with --write", async () => {
    const folder = new Folder({ Dockerfile: good });
    expect((await dfsplit(folder, ["-w", "-o", "out.patch"])).out).toBe("");
    expect(folder.read("out.patch")).toContain("+FROM slim");
    expect(await dfsplit(folder, ["-o", "none/out.patch"])).toMatchObject({
      code: 2,
      err: "dfsplit: --output: none/out.patch cannot be written (ENOENT)\n",
    });
  });

  it("--explain says where each instruction went", async () => {
    const folder = new Folder({ Dockerfile: good });
    const { err } = await dfsplit(folder, ["--explain"]);
    expect(err).toContain("  1  build  FROM node  it is the build [stage]\n");
    expect(err).toContain("  +  new    FROM slim  it is smaller [stage]\n");
  });

  it("groups the reasons where there are many files", async () => {
    const files = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`${n}/Dockerfile`, development]));
    const { err } = await dfsplit(new Folder(files), []);
    expect(err.split("\n").slice(0, 2)).toEqual([
      "0 rewritten, 0 unchanged, 11 refused, 0 invalid",
      "  11 refused: dev-server-command",
    ]);
  });

  it("says where a patch belongs that is not for the current folder", async () => {
    const folder = new Folder({ "a/Dockerfile": good, "b/x": "" });
    const there = new Folder({ x: "" });
    const { err } = await dfsplit(there, [folder.at("a")]);
    expect(err).toContain(`the patch is to be applied in ${folder.at("a")}\n`);
  });

  it("a folder without a Dockerfile is no error", async () => {
    const folder = new Folder({ "a/x": "" });
    expect(await dfsplit(folder, ["a"])).toEqual({
      code: 0,
      out: "",
      err: "a: there is no Dockerfile in this folder\n0 rewritten, 0 unchanged, 0 refused, 0 invalid\n",
    });
  });
});

describe("standard input", () => {
  it("gives the patch, or with --write the new text", async () => {
    const folder = new Folder();
    const patch = await dfsplit(folder, ["-"], { input: good });
    expect(patch.out).toContain("--- a/Dockerfile\n+++ b/Dockerfile\n");
    const text = await dfsplit(folder, ["-", "-w"], { input: good });
    expect(text.out).toBe("FROM node AS build\nRUN npm ci\n\nFROM slim\nCOPY --from=build /app /app\n");
    expect(text.code).toBe(0);
  });

  it("passes on what is not rewritten, byte for byte", async () => {
    const folder = new Folder();
    expect((await dfsplit(folder, ["-", "-w"], { input: development })).out).toBe(development);
    const broken = await dfsplit(folder, ["-", "-w"], { input: Buffer.from("FROM \xff", "latin1") });
    expect(broken).toMatchObject({ code: 2, out: "FROM \xff" });
    expect(broken.err).toContain("-: invalid (not-utf8): it is not valid UTF-8\n");
  });

  it("has a context when one is given", async () => {
    const folder = new Folder({ "app/trim-me": "" });
    expect((await dfsplit(folder, ["-"], { input: good })).out).not.toContain(".dockerignore");
    const { out } = await dfsplit(folder, ["-", "--context", "app"], { input: good });
    expect(out).toContain("+++ b/app/.dockerignore\n");
    expect(out).toContain("+++ b/app/Dockerfile\n");
  });

  it("is a list of paths for --files-from -", async () => {
    const folder = new Folder({
      Dockerfile: good,
      "a b/Dockerfile": good,
      list: "Dockerfile\r\n\r\na b/Dockerfile\n",
    });
    expect(
      (await dfsplit(folder, ["-l", "--files-from", "-"], { input: "Dockerfile\0a b/Dockerfile\0" })).out,
    ).toBe("Dockerfile\na b/Dockerfile\n");
    expect((await dfsplit(folder, ["-l", "--files-from", "list"])).out).toBe("Dockerfile\na b/Dockerfile\n");
    const missing = await dfsplit(folder, ["--files-from", "-"], { input: "gone\nDockerfile\n" });
    expect(missing.code).toBe(2);
    expect(missing.err).toContain("gone: invalid (no-such-file): there is no such file or folder\n");
    expect(missing.out).toContain("+FROM slim");
  });
});

describe("mistakes", () => {
  it.each([
    [["missing"], "missing: invalid (no-such-file): there is no such file or folder"],
    [["x/*.none"], "x/*.none: invalid (pattern-matches-nothing): no file matches the pattern"],
    [["--bogus"], "dfsplit: Unknown argument: bogus"],
    [["--only", "stage,stge"], "dfsplit: --only: there is no transform stge; dfsplit transforms lists them"],
    [["--skip=nope"], "dfsplit: --skip: there is no transform nope; dfsplit transforms lists them"],
    [["--with", "nope"], "dfsplit: --with: there is no transform nope; dfsplit transforms lists them"],
    [["--build-arg", "NAME"], "dfsplit: --build-arg takes K=V, not NAME"],
    [["--context", "none"], "dfsplit: --context: none is not a folder"],
    [["--context="], "dfsplit: --context needs a value"],
    [["--context", "a", "--context", "b"], "dfsplit: --context is given more than once"],
    [
      ["--format", "xml"],
      'dfsplit: Invalid values: Argument: format, Given: "xml", Choices: "diff", "json", "ndjson"',
    ],
    [["-w", "-c"], "dfsplit: --write and --check do not go together"],
    [
      ["--keep-image", "--runtime-image", "x"],
      "dfsplit: --keep-image and --runtime-image do not go together",
    ],
    [["-", "a"], "dfsplit: - (standard input) stands alone, without other paths and without --files-from"],
    [["--files-from", "none"], "--files-from: "],
    [["explain", "dev-server"], "dfsplit: there is no code dev-server"],
    [["explain"], "dfsplit: Not enough non-option arguments: got 0, need at least 1"],
    [["transforms", "--write"], "dfsplit: Unknown argument: write"],
  ])("%j is one line, exit code 2", async (args, message) => {
    const { code, out, err } = await dfsplit(
      new Folder({ Dockerfile: "FROM x AS build\n" }),
      ["explain", "transforms"].includes(args[0] ?? "") ? args : ["--quiet", ...args],
    );
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("a message never carries control characters to the terminal", async () => {
    const folder = new Folder({ "a\u001b[31m/Dockerfile": "" });
    const { err } = await dfsplit(folder, ["--quiet"]);
    expect(err).toContain("a?[31m/Dockerfile:");
  });

  it("a bug leaves with its stack", async () => {
    const folder = new Folder({ Dockerfile: "FROM x\nRUN throw\n" });
    const { code, err } = await dfsplit(folder, []);
    expect(code).toBe(2);
    expect(err).toMatch(/TypeError: cannot read the moon\n\s+at /);
  });
});

describe("other commands", () => {
  const folder = new Folder({ Dockerfile: good });

  it("explain prints the page of a code", async () => {
    const { code, out } = await dfsplit(folder, ["explain", "no-from"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^no-from\ninvalid: /);
    expect(out).toContain('    RUN npm ci\n    CMD ["node", "server.js"]\n');
  });

  it("transforms and toolchains print the registries", async () => {
    expect((await dfsplit(folder, ["transforms"])).out).toBe(
      "stage         on        safe    Names the build stage\ncache-mounts  optional  review  Adds cache mounts\n",
    );
    expect((await dfsplit(folder, ["toolchains"])).out).toBe(
      "npm  npm  package.json with npm, yarn or pnpm\n",
    );
  });

  it("a path that is called like a command goes behind --", async () => {
    const there = new Folder({ "transforms/Dockerfile": good });
    expect((await dfsplit(there, ["-l", "--", "transforms"])).out).toBe("transforms/Dockerfile\n");
  });

  it("--help and --version", async () => {
    expect((await dfsplit(folder, ["--help"])).out).toContain("--list-different");
    expect((await dfsplit(folder, ["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("colours", () => {
  const escape = "\u001b[";
  it.each([
    [[], true, {}, true],
    [[], false, {}, false],
    [[], true, { NO_COLOR: "1" }, false],
    [[], true, { TERM: "dumb" }, false],
    [["--color"], false, { NO_COLOR: "1" }, true],
    [["--no-color"], true, {}, false],
    [[], false, { FORCE_COLOR: "1" }, true],
  ] as const)("%j on a terminal %s with %j: %s", async (args, terminal, env, coloured) => {
    const { out } = await dfsplit(new Folder({ Dockerfile: good }), [...args], { terminal, env });
    expect(out.includes(escape)).toBe(coloured);
  });

  it("never in a file", async () => {
    const folder = new Folder({ Dockerfile: good });
    await dfsplit(folder, ["-o", "x.patch"], { terminal: true });
    expect(folder.read("x.patch")).not.toContain(escape);
  });
});
