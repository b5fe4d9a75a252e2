/** Configuration files: which one is read, what it may say, and what the command line says over it. */
import type { Io } from "../../src/cli/io.js";
import { main } from "../../src/cli/main.js";
import type { SplitOptions } from "../../src/split/types.js";
import { withoutRewrite } from "../../src/run/result.js";
import { Folder } from "../run/folder.js";

interface Ran {
  readonly code: number;
  readonly err: string;
  /** by the text of the Dockerfile */
  readonly seen: ReadonlyMap<string, SplitOptions>;
}

async function dfsplit(folder: Folder, args: readonly string[] = [], input = ""): Promise<Ran> {
  let err = "";
  const seen = new Map<string, SplitOptions>();
  const io: Io = {
    cwd: folder.path,
    env: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    out: () => undefined,
    err: (text) => void (err += text),
    input: () => Promise.resolve(Buffer.from(input)),
    interrupts: () => new AbortController().signal,
  };
  const code = await main(args, io, {
    split: (source, _project, options) => {
      seen.set(source.trim(), options);
      return withoutRewrite("unchanged", { code: "no-build-step", message: "x", line: null });
    },
    transforms: [
      { name: "stage", summary: "x", default: true, safety: "safe", required: true },
      { name: "cache-mounts", summary: "x", default: false, safety: "review" },
      { name: "dockerignore", summary: "x", default: true, safety: "safe" },
    ],
  });
  return { code, err, seen };
}

const IMAGES = { "registry.example/jdk:*": "registry.example/jre:$1" };
const DOCKERFILE = { Dockerfile: "FROM a\n" };

describe("a configuration file", () => {
  it.each([
    [".dfsplitrc", `unsafe: true\nimages:\n  "registry.example/jdk:*": "registry.example/jre:$1"\n`],
    [".dfsplitrc", JSON.stringify({ unsafe: true, images: IMAGES })],
    [".dfsplitrc.json", JSON.stringify({ unsafe: true, images: IMAGES })],
    [".dfsplitrc.yaml", JSON.stringify({ unsafe: true, images: IMAGES })],
    ["dfsplit.config.json", JSON.stringify({ unsafe: true, images: IMAGES })],
    ["dfsplit.config.mjs", `export default ${JSON.stringify({ unsafe: true, images: IMAGES })};\n`],
    ["package.json", JSON.stringify({ name: "x", dfsplit: { unsafe: true, images: IMAGES } })],
  ])("%s is read", async (name, text) => {
    const { seen, code } = await dfsplit(new Folder({ ...DOCKERFILE, [name]: text }));
    expect(code).toBe(0);
    expect(seen.get("FROM a")).toMatchObject({ unsafe: true, images: IMAGES });
  });

  it("is the closest one of each Dockerfile, and alone", async () => {
    const folder = new Folder({
      ".dfsplitrc": "unsafe: true\nskip: [dockerignore]\n",
      Dockerfile: "FROM a\n",
      "one/Dockerfile": "FROM b\n",
      "one/package.json": JSON.stringify({ name: "one" }),
      "two/deep/Dockerfile": "FROM c\n",
      "two/.dfsplitrc.json": JSON.stringify({ keepImage: true }),
    });
    const { seen } = await dfsplit(folder);
    expect(seen.get("FROM a")).toMatchObject({ unsafe: true, skip: ["dockerignore"], keepImage: false });
    expect(seen.get("FROM b")).toMatchObject({ unsafe: true, skip: ["dockerignore"] });
    expect(seen.get("FROM c")).toMatchObject({ unsafe: false, skip: [], keepImage: true });
  });

  it("ends at the root of the repository", async () => {
    const folder = new Folder({
      ".dfsplitrc": "unsafe: true\n",
      "repo/.git/HEAD": "x",
      "repo/Dockerfile": "FROM a\n",
    });
    expect((await dfsplit(folder)).seen.get("FROM a")).toMatchObject({ unsafe: false });
  });

  it("is for standard input the one of the current folder", async () => {
    const { seen } = await dfsplit(new Folder({ ".dfsplitrc": "unsafe: true\n" }), ["-"], "FROM a\n");
    expect(seen.get("FROM a")).toMatchObject({ unsafe: true });
  });

  it("in JavaScript is not run below the folder that the user started in", async () => {
    const folder = new Folder({
      "repo/Dockerfile": "FROM a\n",
      "repo/dfsplit.config.mjs": "throw new Error('ran');\n",
      Dockerfile: "FROM b\n",
    });
    const { code, err, seen } = await dfsplit(folder);
    expect(code).toBe(2);
    expect(err).toContain(
      "repo/dfsplit.config.mjs: is a program, which is run only when it is named with --config",
    );
    expect(err).not.toContain("ran");
    expect([...seen.keys()]).toEqual(["FROM b"]);
  });
});

describe("the command line", () => {
  const file = {
    ".dfsplitrc": "unsafe: true\nskip: [dockerignore]\nruntimeImage: a:1\nbuildArgs: { A: '1', B: '2' }\n",
  };

  it("wins over the file", async () => {
    const { seen } = await dfsplit(new Folder({ ...DOCKERFILE, ...file }), [
      "--no-unsafe",
      "--keep-image",
      "--build-arg",
      "A=3",
    ]);
    expect(seen.get("FROM a")).toMatchObject({
      unsafe: false,
      keepImage: true,
      runtimeImage: null,
      skip: ["dockerignore"],
      buildArgs: { A: "3", B: "2" },
    });
  });

  it("names another file with --config, and none with --no-config", async () => {
    const folder = new Folder({ ...DOCKERFILE, ...file, "ci/fleet.yaml": "keepImage: true\n" });
    expect((await dfsplit(folder, ["--config", "ci/fleet.yaml"])).seen.get("FROM a")).toMatchObject({
      unsafe: false,
      keepImage: true,
    });
    expect((await dfsplit(folder, ["--no-config"])).seen.get("FROM a")).toMatchObject({
      unsafe: false,
      skip: [],
      runtimeImage: null,
    });
  });
});

describe("what is wrong with it is one line with its path, and exit code 2", () => {
  it.each([
    ["unsave: true\n", '.dfsplitrc: there is no setting "unsave"'],
    ["unsafe: 1\n", '.dfsplitrc: "unsafe" is true or false'],
    ["skip: dockerignore\n", '.dfsplitrc: "skip" is a list of names'],
    ["skip: [stage]\n", '"skip": stage is part of every rewrite and cannot be left out'],
    ["with: [nothing]\n", '"with": there is no transform nothing'],
    ["images: [a]\n", '.dfsplitrc: "images" is an object'],
    ["images: { 'a:*': 'b:$2' }\n", '.dfsplitrc: "images" has a fault'],
    ["keepImage: true\nruntimeImage: a\n", ".dfsplitrc: keepImage and runtimeImage do not go together"],
    ["- a\n", ".dfsplitrc: the configuration is not an object"],
    ["a: [\n", ".dfsplitrc: cannot be read"],
  ])("%j", async (text, message) => {
    const { code, err, seen } = await dfsplit(new Folder({ ...DOCKERFILE, ".dfsplitrc": text }));
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(seen.size).toBe(0);
  });

  it("a file of --config that is not there", async () => {
    const { code, err } = await dfsplit(new Folder(DOCKERFILE), ["--config", "none.json"]);
    expect([code, err]).toEqual([2, "dfsplit: --config: none.json does not exist\n"]);
  });

  it("stops no other file when it is a folder's own", async () => {
    const folder = new Folder({
      "one/Dockerfile": "FROM a\n",
      "one/.dfsplitrc": "x: 1\n",
      "two/Dockerfile": "FROM b\n",
    });
    const { code, err, seen } = await dfsplit(folder);
    expect(code).toBe(2);
    expect(err).toContain('one/.dfsplitrc: there is no setting "x"');
    expect([...seen.keys()]).toEqual(["FROM b"]);
  });

  it("a broken package.json without settings is none of it", async () => {
    const { code } = await dfsplit(new Folder({ ...DOCKERFILE, "package.json": "{" }));
    expect(code).toBe(0);
  });
});
