import { discover } from "../../src/discovery/discover.js";
import { isDockerfileName } from "../../src/discovery/names.js";
import { Folder } from "../run/folder.js";

function shown(paths: readonly string[], cwd: string): readonly string[] {
  return discover(paths, cwd).map((found) =>
    found.kind === "file" ? found.shown : `${found.kind} ${found.shown}`,
  );
}

describe("isDockerfileName", () => {
  it.each([
    "Dockerfile",
    "dockerfile",
    "DOCKERFILE",
    "Dockerfile.prod",
    "Dockerfile-api",
    "api.Dockerfile",
    "api.dockerfile",
    "Containerfile",
  ])("%s", (name) => expect(isDockerfileName(name)).toBe(true));

  it.each([
    "Dockerfile.dockerignore",
    "Dockerfile~",
    "Dockerfiles",
    "MyDockerfile",
    "dockerfile.ts",
    ".dockerignore",
    "Dockerfile.",
  ])("not %s", (name) => expect(isDockerfileName(name)).toBe(false));
});

describe("discover", () => {
  it("searches folders, in an order that does not depend on the disk", () => {
    const folder = new Folder({
      "b/Dockerfile": "",
      "a/x.dockerfile": "",
      Dockerfile: "",
      "B/Containerfile": "",
      "a/README.md": "",
      ".hidden/Dockerfile": "",
    });
    expect(shown(["."], folder.path)).toEqual([
      ".hidden/Dockerfile",
      "B/Containerfile",
      "Dockerfile",
      "a/x.dockerfile",
      "b/Dockerfile",
    ]);
    expect(shown(["b", "a", "b/Dockerfile", "./b"], folder.path)).toEqual(["b/Dockerfile", "a/x.dockerfile"]);
  });

  it("passes over node_modules, .git, symlinks and what is ignored", () => {
    const folder = new Folder({
      ".git/HEAD": "",
      ".git/Dockerfile": "",
      ".gitignore": "/dist\n*.Dockerfile\n!keep.Dockerfile\nlogs/\n",
      ".dfsplitignore": "legacy/**\n",
      "dist/Dockerfile": "",
      "api/dist/Dockerfile": "",
      "api/.gitignore": "Dockerfile.local\n!x.Dockerfile",
      "api/Dockerfile.local": "",
      "api/x.Dockerfile": "",
      "drop.Dockerfile": "",
      "keep.Dockerfile": "",
      "legacy/old/Dockerfile": "",
      "node_modules/p/Dockerfile": "",
      "api/node_modules/p/Dockerfile": "",
      "logs/Dockerfile": "",
      "real/Dockerfile": "",
    });
    folder.link("linked", "real");
    folder.link("Dockerfile", "real/Dockerfile");
    folder.link("api/around", "..");
    expect(shown(["."], folder.path)).toEqual([
      "api/dist/Dockerfile",
      "api/x.Dockerfile",
      "keep.Dockerfile",
      "real/Dockerfile",
    ]);
    expect(shown(["api"], folder.path)).toEqual(["api/dist/Dockerfile", "api/x.Dockerfile"]);
  });

  it("takes what is named, ignored or not, and follows a symlink that is named", () => {
    const folder = new Folder({
      ".git/HEAD": "",
      ".gitignore": "dist\n",
      "dist/Dockerfile": "",
      "build.docker": "",
      "real/Dockerfile": "",
    });
    folder.link("link", "real");
    expect(shown(["dist/Dockerfile", "build.docker", "link", "dist"], folder.path)).toEqual([
      "dist/Dockerfile",
      "build.docker",
      "link/Dockerfile",
    ]);
  });

  it("matches globs below their fixed part", () => {
    const folder = new Folder({
      "services/a/Dockerfile": "",
      "services/b/Dockerfile.prod": "",
      "services/b/sub/Dockerfile": "",
      "services/node_modules/x/Dockerfile": "",
      "services/notes.md": "",
      "x.docker": "",
    });
    expect(shown(["services/*/Dockerfile"], folder.path)).toEqual(["services/a/Dockerfile"]);
    expect(shown(["services/b*"], folder.path)).toEqual([
      "services/b/Dockerfile.prod",
      "services/b/sub/Dockerfile",
    ]);
    expect(shown(["**/Dockerfile{,.prod}"], folder.path)).toEqual([
      "services/a/Dockerfile",
      "services/b/Dockerfile.prod",
      "services/b/sub/Dockerfile",
    ]);
    expect(shown(["*.docker"], folder.path)).toEqual(["x.docker"]);
    expect(shown(["../*.docker"], folder.at("services"))).toEqual(["../x.docker"]);
  });

  it("reports what cannot be found, and goes on", () => {
    const folder = new Folder({ "a/Dockerfile": "", "empty/readme": "" });
    folder.link("loop", "loop");
    const found = discover(["missing", "x/*.none", "loop", "empty", "a"], folder.path);
    expect(found.map((each) => (each.kind === "invalid" ? each.code : each.kind))).toEqual([
      "no-such-file",
      "pattern-matches-nothing",
      "symlink-loop",
      "nothing",
      "file",
    ]);
  });

  it("takes a folder that is called Dockerfile for a folder", () => {
    const folder = new Folder({
      "Dockerfile/readme": "",
      "dockerfile/a.Dockerfile": "",
      "web/Dockerfile/x": "",
    });
    expect(shown(["."], folder.path)).toEqual(["dockerfile/a.Dockerfile"]);
    expect(shown(["dockerfile"], folder.path)).toEqual(["dockerfile/a.Dockerfile"]);
    expect(discover(["Dockerfile"], folder.path)).toMatchObject([{ kind: "invalid", code: "not-a-file" }]);
  });

  it("takes a file whose name looks like a glob", () => {
    const folder = new Folder({ "Dockerfile[1]": "" });
    expect(shown(["Dockerfile[1]"], folder.path)).toEqual(["Dockerfile[1]"]);
  });
});
