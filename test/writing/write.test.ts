import { readdirSync, statSync } from "node:fs";
import { WriteError, writeFiles } from "../../src/writing/write.js";
import { Folder } from "../run/folder.js";

const bytes = (text: string): Uint8Array => Buffer.from(text);

function codeOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    if (error instanceof WriteError) return error.code;
    throw error;
  }
  return "written";
}

describe("writeFiles", () => {
  it("replaces a file whole, keeps its mode, and leaves nothing beside it", () => {
    const folder = new Folder({ Dockerfile: "old" });
    folder.mode("Dockerfile", 0o750);
    writeFiles([{ path: folder.at("Dockerfile"), before: bytes("old"), after: bytes("new\r\n") }]);
    expect(folder.read("Dockerfile")).toBe("new\r\n");
    expect(statSync(folder.at("Dockerfile")).mode & 0o777).toBe(0o750);
    expect(readdirSync(folder.path)).toEqual(["Dockerfile"]);
  });

  it("writes the target of a symlink and keeps the link", () => {
    const folder = new Folder({ "real/Dockerfile": "old" });
    folder.link("Dockerfile", "real/Dockerfile");
    writeFiles([{ path: folder.at("Dockerfile"), before: bytes("old"), after: bytes("new") }]);
    expect(folder.read("real/Dockerfile")).toBe("new");
    expect(
      readdirSync(folder.path, { withFileTypes: true })
        .find((e) => e.name === "Dockerfile")
        ?.isSymbolicLink(),
    ).toBe(true);
  });

  it("refuses all of a rewrite when one of its files has changed since it was read", () => {
    const folder = new Folder({ Dockerfile: "old", ".dockerignore": "somebody else's" });
    const code = codeOf(() =>
      writeFiles([
        { path: folder.at("Dockerfile"), before: bytes("old"), after: bytes("new") },
        { path: folder.at(".dockerignore"), before: bytes("old"), after: bytes("new") },
      ]),
    );
    expect(code).toBe("file-changed");
    expect(folder.read("Dockerfile")).toBe("old");
    expect(folder.read(".dockerignore")).toBe("somebody else's");
    expect(readdirSync(folder.path)).toHaveLength(2);
  });

  it("refuses to create a file that has appeared", () => {
    const folder = new Folder({ ".dockerignore": "x" });
    expect(
      codeOf(() => writeFiles([{ path: folder.at(".dockerignore"), before: null, after: bytes("y") }])),
    ).toBe("file-changed");
    expect(folder.read(".dockerignore")).toBe("x");
  });

  it("refuses a read-only file", () => {
    const folder = new Folder({ Dockerfile: "old" });
    folder.mode("Dockerfile", 0o444);
    const code = codeOf(() =>
      writeFiles([{ path: folder.at("Dockerfile"), before: bytes("old"), after: bytes("new") }]),
    );
    expect(code).toBe("read-only-file");
    expect(folder.read("Dockerfile")).toBe("old");
  });

  it("writes neither file when the second cannot be laid down", () => {
    const folder = new Folder({ Dockerfile: "old" });
    const code = codeOf(() =>
      writeFiles([
        { path: folder.at("Dockerfile"), before: bytes("old"), after: bytes("new") },
        { path: folder.at("missing/.dockerignore"), before: null, after: bytes("new") },
      ]),
    );
    expect(code).toBe("write-failed");
    expect(folder.read("Dockerfile")).toBe("old");
    expect(readdirSync(folder.path)).toEqual(["Dockerfile"]);
  });

  it("creates a file beside the one that it replaces", () => {
    const folder = new Folder({ Dockerfile: "old" });
    writeFiles([
      { path: folder.at("Dockerfile"), before: bytes("old"), after: bytes("new") },
      { path: folder.at(".dockerignore"), before: null, after: bytes(".git\n") },
    ]);
    expect([folder.read("Dockerfile"), folder.read(".dockerignore")]).toEqual(["new", ".git\n"]);
    expect(statSync(folder.at(".dockerignore")).mode & 0o600).toBe(0o600);
  });
});
