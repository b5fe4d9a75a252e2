/** `dfsplit verify` as a command: its arguments, and what it says without an engine. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArguments } from "../../src/cli/arguments.js";
import { main } from "../../src/cli/main.js";
import { quietIo } from "../support/io.js";

const parsed = (...args: string[]) => parseArguments(["verify", ...args]);

describe("the arguments", () => {
  it("are taken over", async () => {
    const command = await parsed(
      ..."Dockerfile --engine podman --run --probe http://127.0.0.1:8080/a --env A=1 --timeout 5 --jobs 3".split(
        " ",
      ),
      ..."--build-arg K=V --secret id=x --target app --keep --format json -o out.json".split(" "),
    );
    expect(command).toMatchObject({
      kind: "verify",
      paths: ["Dockerfile"],
      engine: "podman",
      run: true,
      probes: ["http://127.0.0.1:8080/a"],
      env: ["A=1"],
      timeout: 5,
      jobs: 3,
      buildArgs: { K: "V" },
      secrets: ["id=x"],
      target: "app",
      keep: true,
      format: "json",
      output: "out.json",
      buildFlags: [],
    });
  });

  it("behind -- are flags for both builds", async () => {
    expect(await parsed("a", "--", "--network", "host", "--no-cache")).toMatchObject({
      paths: ["a"],
      buildFlags: ["--network", "host", "--no-cache"],
    });
  });

  it.each([
    ["node 'my file.js' -x", ["node", "my file.js", "-x"]],
    ['["sh", "-c", "echo $A"]', ["sh", "-c", "echo $A"]],
    ["", []],
  ])("--command %j", async (given, words) => {
    expect(await parsed("--run", "--command", given)).toMatchObject({ commands: [words] });
  });

  it.each([
    [["--before", "a"], "--before and --after go together"],
    [["a", "--before", "b", "--after", "c"], "take the place of paths"],
    [["--probe", "http://127.0.0.1/"], "--probe needs --run"],
    [["--run", "--probe", "ftp://x"], "--probe takes"],
    [["--run", "--command", "a | b"], "--command takes"],
    [["--run", "--command", "[1]"], "--command takes"],
    [["--run", "--command", "echo $A"], "--command takes"],
    [["--run", "--env", "A"], "--env takes"],
    [["--jobs", "0"], "--jobs takes"],
    [["--timeout", "soon"], "--timeout takes"],
    [["--engine", "lxc"], "engine"],
    [["-"], "standard input"],
  ])("%j are wrong: %s", async (args, message) => {
    await expect(parsed(...args)).rejects.toThrow(message);
  });
});

describe("without an engine", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dfsplit-test-"));
    writeFileSync(join(folder, "Dockerfile"), "FROM node:20\n");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("it says so in one clear line, with exit code 2", async () => {
    const io = quietIo(folder, { PATH: folder });
    expect(await main(["verify", "Dockerfile"], io)).toBe(2);
    expect(io.errText()).toBe(
      "dfsplit: verify needs a container engine: docker is not installed, podman is not installed, buildah is not installed\n",
    );
    expect(io.outText()).toBe("");
  });

  it("one that was asked for is the only one that is looked for", async () => {
    const io = quietIo(folder, { PATH: folder });
    expect(await main(["verify", "Dockerfile", "--engine", "podman"], io)).toBe(2);
    expect(io.errText()).toBe("dfsplit: verify needs a container engine: podman is not installed\n");
  });

  it("one that does not answer is told from one that is not there", async () => {
    writeFileSync(join(folder, "docker"), "#!/bin/sh\necho 'Cannot connect to the daemon' >&2\nexit 1\n", {
      mode: 0o755,
    });
    const io = quietIo(folder, { PATH: folder });
    expect(await main(["verify", "Dockerfile", "--engine", "docker"], io)).toBe(2);
    expect(io.errText()).toBe(
      "dfsplit: verify needs a container engine: docker does not answer (Cannot connect to the daemon)\n",
    );
  });
});
