import { known } from "../../src/known.js";
import { contextFiles } from "../../src/project/context-files.js";
import { diskProject } from "../../src/project/disk.js";
import { compileDockerignore } from "../../src/project/dockerignore.js";
import type { Entry } from "../../src/project/types.js";
import { Folder } from "../run/folder.js";

describe("diskProject", () => {
  it("lists, describes and reads files of the context", () => {
    const folder = new Folder({ "b/x.txt": "x", "a.txt": "\ufeffhello", run: "#!/bin/sh\n" });
    folder.mode("run", 0o755);
    folder.link("link", "a.txt");
    const project = diskProject(folder.path, { dockerfilePath: null });
    expect(project.entries("")).toEqual([
      { name: "a.txt", kind: "file" },
      { name: "b", kind: "directory" },
      { name: "link", kind: "symlink" },
      { name: "run", kind: "file" },
    ]);
    expect(project.entries("b/")).toEqual([{ name: "x.txt", kind: "file" }]);
    expect(project.entries("a.txt")).toBeNull();
    expect(project.info("run")).toEqual({ kind: "file", size: 10, executable: true });
    expect(project.info("b")?.kind).toBe("directory");
    expect(project.info("link")?.size).toBe(8);
    expect(project.read("./b/../b/x.txt")).toEqual(known("x"));
    expect(project.read("a.txt")).toEqual(known("hello"));
    expect(project.files()).toEqual(known(["a.txt", "b/x.txt", "link", "run"]));
  });

  it("never leaves the context", () => {
    const folder = new Folder({ "secret.txt": "s", "context/a.txt": "a", "context-2/b.txt": "b" });
    folder.link("context/out", "../secret.txt");
    folder.link("context/up", "..");
    folder.link("context/sibling", "../context-2/b.txt");
    folder.link("context/absolute", "/etc");
    const project = diskProject(folder.at("context"), { dockerfilePath: null });
    for (const path of [
      "../secret.txt",
      "out",
      "up/secret.txt",
      "sibling",
      "absolute/passwd",
      "/etc/passwd",
      "a/../../secret.txt",
    ]) {
      expect(project.info(path)).toBeNull();
      expect(project.read(path).known).toBe(false);
    }
    expect(project.entries("up")).toBeNull();
    expect(project.entries("..")).toBeNull();
  });

  it("answers for loops of symlinks, pipes and what is not there", () => {
    const folder = new Folder({ "a/b.txt": "b" });
    folder.link("loop", "loop");
    folder.link("a/again", "../a");
    folder.exec("mkfifo", ["pipe"]);
    const project = diskProject(folder.path, { dockerfilePath: null });
    for (const path of ["loop", "pipe", "missing", "a/b.txt/c", "nul\0byte"]) {
      expect(project.info(path)).toBeNull();
      expect(project.read(path).known).toBe(false);
    }
    expect(project.files()).toEqual(known(["a/again", "a/b.txt", "loop"]));
    expect(project.read("a/again/again/b.txt")).toEqual(known("b"));
  });

  it("does not read what is too large or no UTF-8", () => {
    const folder = new Folder({
      large: "x".repeat(4 * 1024 * 1024 + 1),
      limit: "x".repeat(4 * 1024 * 1024),
      latin1: Buffer.from([0x66, 0xfc, 0x72]),
      utf16: Buffer.from("\ufefffür", "utf16le"),
    });
    const project = diskProject(folder.path, { dockerfilePath: null });
    expect(project.read("large")).toEqual({ known: false, because: "large is larger than 4 MiB" });
    expect(project.read("limit").known).toBe(true);
    expect(project.read("latin1")).toEqual({ known: false, because: "latin1: it is not valid UTF-8" });
    expect(project.read("utf16")).toEqual({ known: false, because: "utf16: it is UTF-16, not UTF-8" });
  });

  it("takes <Dockerfile>.dockerignore before .dockerignore, wherever the Dockerfile stands (P150)", () => {
    const folder = new Folder({
      ".dockerignore": "\ufeffa\r\n",
      "docker/Dockerfile": "FROM x",
      "docker/Dockerfile.dockerignore": "b",
      "docker/Other": "FROM x",
      a: "",
      b: "",
    });
    const own = diskProject(folder.path, { dockerfilePath: folder.at("docker/Dockerfile") });
    expect(own.dockerignore).toEqual({ path: "docker/Dockerfile.dockerignore", text: "b" });
    expect([own.ignored("a"), own.ignored("b")]).toEqual([false, true]);
    const other = diskProject(folder.path, { dockerfilePath: folder.at("docker/Other") });
    expect(other.dockerignore).toEqual({ path: ".dockerignore", text: "\ufeffa\r\n" });
    expect([other.ignored("a"), other.ignored("b")]).toEqual([true, false]);
    const outside = diskProject(folder.at("docker"), { dockerfilePath: folder.at("docker/Dockerfile") });
    expect(outside.dockerignore?.path).toBe("Dockerfile.dockerignore");
  });

  it("gives the files that the builder gets", () => {
    const folder = new Folder({
      ".dockerignore": "**/node_modules\ndist\n!dist/keep.js\n",
      "src/b.js": "",
      "src/a.js": "",
      "node_modules/x/index.js": "",
      "packages/p/node_modules/y.js": "",
      "dist/drop.js": "",
      "dist/keep.js": "",
    });
    expect(diskProject(folder.path, { dockerfilePath: null }).files()).toEqual(
      known([".dockerignore", "dist/keep.js", "src/a.js", "src/b.js"]),
    );
  });

  it("sees the repository around the context, and nothing above it", () => {
    const folder = new Folder({
      ".git/HEAD": "ref: x",
      "compose.yaml": "services: {}",
      "services/api/package.json": "{}",
      "docker/Dockerfile": "FROM x",
    });
    const context = folder.at("services/api");
    const { repository } = diskProject(context, { dockerfilePath: folder.at("docker/Dockerfile") });
    expect(repository?.contextPath).toBe("services/api");
    expect(repository?.dockerfilePath).toBe("docker/Dockerfile");
    expect(repository?.read("compose.yaml")).toEqual(known("services: {}"));
    expect(repository?.read("../x").known).toBe(false);
    expect(repository?.entries("services")).toEqual([{ name: "api", kind: "directory" }]);
  });

  it("takes the context for the repository where there is none", () => {
    const folder = new Folder({ "app/compose.yaml": "x", Dockerfile: "FROM x" });
    const { repository } = diskProject(folder.at("app"), { dockerfilePath: folder.at("Dockerfile") });
    expect(repository?.contextPath).toBe("");
    expect(repository?.dockerfilePath).toBeNull();
    expect(repository?.read("compose.yaml")).toEqual(known("x"));
  });
});

describe("contextFiles", () => {
  it("says that a context is too large, instead of listing it", () => {
    const many: readonly Entry[] = Array.from({ length: 50_001 }, (_, n) => ({
      name: `f${n}`,
      kind: "file",
    }));
    const entries = (): readonly Entry[] => many;
    expect(contextFiles(entries, compileDockerignore("")).known).toBe(false);
    expect(contextFiles(entries, compileDockerignore("f1"))).toMatchObject({ known: true });
  });

  it("counts what is ignored as well, since it has to be looked at", () => {
    const many: readonly Entry[] = Array.from({ length: 500_001 }, () => ({ name: "f", kind: "file" }));
    expect(contextFiles(() => many, compileDockerignore("*")).known).toBe(false);
  });
});
