import fc from "fast-check";
import { known } from "../../src/known.js";
import { absentProject } from "../../src/project/absent.js";
import { diskProject } from "../../src/project/disk.js";
import { memoryProject } from "../../src/project/memory.js";
import { Folder } from "../run/folder.js";

const name = fc.constantFrom("a", "b", "src", "target", "x.jar", "node_modules");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const rules = fc.array(fc.constantFrom("a", "!a", "**/target", "*.jar", "!src/x.jar", "*", "!b"), {
  maxLength: 4,
});

describe("memoryProject", () => {
  it("answers as the same files on disk do", () => {
    fc.assert(
      fc.property(fc.array(path, { minLength: 1, maxLength: 8 }), rules, (paths, patterns) => {
        const files: Record<string, string> = { ".dockerignore": patterns.join("\n") };
        for (const each of paths) {
          const clash = Object.keys(files).some(
            (file) => file.startsWith(`${each}/`) || each.startsWith(`${file}/`),
          );
          if (!clash) files[each] = each;
        }
        const memory = memoryProject(files, { contextPath: "" });
        const disk = diskProject(new Folder(files).path, { dockerfilePath: null });
        expect(memory.files()).toEqual(disk.files());
        for (const each of [...paths, "", "src", "a/b", "../a", "missing", "a/../b"]) {
          expect(memory.entries(each)).toEqual(disk.entries(each));
          expect(memory.info(each)?.kind).toEqual(disk.info(each)?.kind);
          expect(memory.ignored(each)).toEqual(disk.ignored(each));
          expect(memory.read(each).known).toEqual(disk.read(each).known);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has a context inside a repository", () => {
    const project = memoryProject(
      {
        "compose.yaml": "c",
        "api/Dockerfile": "FROM x",
        "api/gradlew": "#!",
        "api/.dockerignore": "gradlew",
      },
      { contextPath: "api", executables: ["api/gradlew"] },
    );
    expect(project.info("gradlew")).toEqual({ kind: "file", size: 2, executable: true });
    expect(project.ignored("gradlew")).toBe(true);
    expect(project.info("../compose.yaml")).toBeNull();
    expect(project.repository?.read("compose.yaml")).toEqual(known("c"));
    expect(project.repository?.dockerfilePath).toBe("api/Dockerfile");
    expect(project.repository?.contextPath).toBe("api");
  });

  it("takes <Dockerfile>.dockerignore first", () => {
    const files = { "docker/A.Dockerfile.dockerignore": "x", ".dockerignore": "y" };
    expect(memoryProject(files, { dockerfilePath: "docker/A.Dockerfile" }).dockerignore?.text).toBe("x");
    expect(memoryProject(files).dockerignore?.text).toBe("y");
  });
});

describe("absentProject", () => {
  it("knows nothing and claims nothing", () => {
    const project = absentProject();
    expect(project.present).toBe(false);
    expect([project.entries(""), project.info("a"), project.repository, project.dockerignore]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect([project.read("a").known, project.files().known, project.ignored("a")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
