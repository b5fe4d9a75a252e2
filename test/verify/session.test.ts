/** Whose a name is, and what is removed of runs that are over. */
import { mkdirSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Engine, Owned } from "../../src/verify/engine/types.js";
import { EngineError } from "../../src/verify/engine/types.js";
import { removeLeftovers } from "../../src/verify/session/leftovers.js";
import {
  isAbandoned,
  isAlive,
  keptNameOf,
  nameOf,
  ownerOf,
  startOf,
  thisProcess,
} from "../../src/verify/session/owner.js";
import { Session } from "../../src/verify/session/session.js";

const me = thisProcess();
/** Numbers of processes end below this. */
const NOBODY = 2 ** 30;

function engineWith(
  names: readonly string[],
  fails = false,
): { readonly engine: Engine; readonly removed: string[] } {
  const removed: string[] = [];
  const unused = (): never => {
    throw new Error("not asked for");
  };
  const engine: Engine = {
    name: "docker",
    version: "0",
    local: true,
    build: unused,
    inspect: unused,
    files: unused,
    containers: null,
    owned: (prefix) => {
      if (fails) return Promise.reject(new EngineError("it is gone"));
      const owned = names
        .filter((name) => name.startsWith(prefix))
        .map((name): Owned => ({ kind: "image", name }));
      return Promise.resolve(owned);
    },
    remove: ({ name }) => {
      removed.push(name);
      return Promise.resolve(true);
    },
  };
  return { engine, removed };
}

describe("a name", () => {
  it("tells its owner, and is one that an image may have", () => {
    const name = nameOf(me);
    expect(ownerOf(`${name}:0-before`)).toEqual(me);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(name.length).toBeLessThan(110);
  });

  it("of something that is kept, or of somebody else, has none", () => {
    expect(ownerOf(keptNameOf(nameOf(me)))).toBeNull();
    expect(ownerOf("dfsplit-verify-mine")).toBeNull();
    expect(ownerOf("postgres:16")).toBeNull();
  });
});

describe("an owner", () => {
  it("that lives keeps what it has", () => {
    expect(isAbandoned(me, me)).toBe(false);
    expect(isAlive(process.pid, startOf(process.pid) ?? "0")).toBe(true);
  });

  it("whose process is over has nothing any more; a new process with its number is another", () => {
    expect(isAbandoned({ ...me, pid: NOBODY }, me)).toBe(true);
    expect(isAbandoned({ ...me, start: "1" }, me)).toBe(true);
    expect(isAbandoned({ ...me, boot: "00000000" }, me)).toBe(true);
  });

  it("on another machine is never touched", () => {
    expect(isAbandoned({ ...me, machine: "00000000", pid: NOBODY }, me)).toBe(false);
  });
});

describe("leftovers", () => {
  it("of a run that is over are removed, with the processes it started; those of others are not", async () => {
    const dead = nameOf({ ...me, pid: NOBODY });
    const alive = nameOf(me);
    const foreign = nameOf({ ...me, machine: "00000000", pid: NOBODY });
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const over = new Promise((resolve) => child.on("exit", resolve));
    const folder = join(tmpdir(), dead);
    mkdirSync(folder);
    try {
      writeFileSync(join(folder, "processes"), `${child.pid ?? 0} ${startOf(child.pid ?? 0) ?? ""}\n`);
      const { engine, removed } = engineWith([
        `${dead}:0-before`,
        `${alive}:0-before`,
        `${foreign}:0-before`,
      ]);
      expect(await removeLeftovers(engine, me)).toBe(3);
      expect(removed).toEqual([`${dead}:0-before`]);
      expect(existsSync(folder)).toBe(false);
      await over;
    } finally {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("leave alone a process that only has the number of one that the run started", async () => {
    const dead = nameOf({ ...me, pid: NOBODY });
    const folder = join(tmpdir(), dead);
    mkdirSync(folder);
    // this very process, as if it had been started at another time: it would be ended
    writeFileSync(join(folder, "processes"), `${process.pid} 1\n`);
    expect(await removeLeftovers(engineWith([]).engine, me)).toBe(1);
    expect(existsSync(folder)).toBe(false);
  });
});

describe("a session", () => {
  it("removes what bears its name, and its folder", async () => {
    const session = new Session(me, false);
    const { engine, removed } = engineWith([session.image("0-before"), "postgres:16"]);
    session.workspace.write("0-before", "Dockerfile", "FROM x\n");
    expect(await session.close(engine)).toEqual({ left: [], kept: null });
    expect(removed).toEqual([session.image("0-before")]);
    expect(existsSync(session.workspace.folder)).toBe(false);
  });

  it("keeps images and folder where it is asked to, and nothing else", async () => {
    const session = new Session(me, true);
    const { engine, removed } = engineWith([session.image("0-before"), session.named("0-net")]);
    const { kept } = await session.close(engine);
    expect(removed).toEqual([session.named("0-net")]);
    expect(kept === null || ownerOf(basename(kept)) !== null).toBe(false);
    expect([existsSync(session.workspace.folder), existsSync(kept ?? "")]).toEqual([false, true]);
    rmSync(kept ?? "", { recursive: true });
  });

  it("removes its folder, and says what it could not remove, when the engine is gone", async () => {
    const session = new Session(me, false);
    expect(await session.close(engineWith([], true).engine)).toEqual({
      left: [`${session.name} (it is gone)`],
      kept: null,
    });
    expect(existsSync(session.workspace.folder)).toBe(false);
  });
});
