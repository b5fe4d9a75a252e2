/**
 * The examples as tests: each folder is split and held against what was written by hand, and the
 * properties that every rewrite has are shown on each. A new case is a new folder.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import type { Dockerfile } from "../../src/dockerfile/types.js";
import { diskProject } from "../../src/project/disk.js";
import { memoryProject } from "../../src/project/memory.js";
import type { Project } from "../../src/project/types.js";
import { run } from "../../src/run/run.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome, SplitOptions } from "../../src/split/types.js";
import { copyProject, examplesFolder, readExamples, type Example } from "../support/examples.js";
import { copiesFromBuild, finalConfig, originalWords } from "../support/final-config.js";

const examples = readExamples();
const rewritten = examples
  .filter(({ expected }) => expected !== null)
  .map((example) => ({ name: example.name, example }));
const leftAlone = examples
  .filter(({ leftAlone }) => leftAlone !== null)
  .map((example) => ({ name: example.name, example }));

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "dfsplit-examples-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the folders", () => {
  it("have one expectation each, and a README of a heading and two lines", () => {
    for (const { name, directory, expected, leftAlone } of examples) {
      expect([name, (expected === null) !== (leftAlone === null)]).toEqual([name, true]);
      const readme = readFileSync(join(directory, "README.md"), "utf8");
      expect([name, /^# .+\n\n.+\n.+\n$/.test(readme)]).toEqual([name, true]);
    }
  });

  it("are all listed in the table of examples/README.md, and nothing else is", () => {
    const table = readFileSync(join(examplesFolder, "README.md"), "utf8");
    const listed = [...table.matchAll(/^\| \[`(.+?)`\]\((.+?)\) \| (.+) \|$/gm)].map((row) => row.slice(1));
    const headings = examples.map(({ name, directory }) => {
      const [heading = ""] = readFileSync(join(directory, "README.md"), "utf8").split("\n");
      return [name, name, heading.replace(/^# /, "")];
    });
    expect([...listed].sort()).toEqual([...headings].sort());
  });

  it("are at least 14 projects to split", () => {
    expect(rewritten.length).toBeGreaterThanOrEqual(14);
  });

  it("name no registry in their lockfiles: whoever installs uses the one that is set up", () => {
    for (const { name, files } of examples) {
      for (const [path, text] of Object.entries(files)) {
        if (!/(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml)$/.test(path)) continue;
        const addresses = [
          ...text.matchAll(/(?:"resolved": "|resolved "|tarball: )(?:https?|git)[^\s"]+/g),
        ].map(([found]) => found);
        expect([name, addresses]).toEqual([name, []]);
      }
    }
  });
});

describe.each(rewritten)("$name", ({ example }) => {
  const expected = example.expected ?? "";

  it("is rewritten as expected, byte for byte", () => {
    const outcome = splitExample(example);
    expect(refusal(outcome)).toBe("");
    expect(dockerfileOf(outcome)).toBe(expected);
    expect(outcome.safety).toBe("safe");
    expect(outcome.gains.length).toBeGreaterThan(0);
  });

  it("trims the build context as expected", () => {
    expect(ignoreOf(splitExample(example))).toEqual(
      example.expectedIgnore === null
        ? null
        : {
            path: ".dockerignore",
            before: example.files[".dockerignore"] ?? null,
            after: example.expectedIgnore,
          },
    );
  });

  it("gives an output that parses and has one stage more", () => {
    const before = parsed(example.source);
    const after = parsed(outputOf(example));
    expect(after.stages.length).toBe(before.stages.length + 1);
    expect(after.directives).toEqual(before.directives);
  });

  it("loses no instruction and no comment", () => {
    // Physical lines, so that nothing of the program's own reading of them is taken on trust.
    const lines = (text: string): string[] =>
      text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== "");
    const kept = lines(outputOf(example));
    // FROM is edited by design; what became of the commands is seen in the config.
    const lost = lines(example.source).filter(
      (line) => !kept.includes(line) && !/^(FROM|CMD|ENTRYPOINT)\s/i.test(line),
    );
    expect(lost).toEqual([]);
  });

  it("has the image config of the original", () => {
    const [before, after] = [parsed(example.source), parsed(outputOf(example))];
    const copies = copiesFromBuild(after);
    const [old, now] = [finalConfig(before), finalConfig(after)];
    const gone = example.run?.goneEnv ?? [];
    expect({
      ...now,
      cmd: originalWords(now.cmd, now.workdir, copies),
      entrypoint: originalWords(now.entrypoint, now.workdir, copies),
    }).toEqual({
      ...old,
      cmd: originalWords(old.cmd, old.workdir, copies),
      entrypoint: originalWords(old.entrypoint, old.workdir, copies),
      env: Object.fromEntries(Object.entries(old.env).filter(([key]) => !gone.includes(key))),
    });
  });

  it("is left alone when it is split again", () => {
    const outcome = splitText(
      outputOf(example),
      { ...example.files, Dockerfile: outputOf(example) },
      example,
    );
    expect([outcome.status, outcome.reason?.code, outcome.changes]).toEqual([
      "unchanged",
      "already-multi-stage",
      [],
    ]);
  });

  it("leaves the .dockerignore alone with --skip dockerignore", () => {
    const outcome = splitExample(example, { skip: ["dockerignore"] });
    expect(outcome.changes.map(({ target }) => target)).toEqual(["dockerfile"]);
    expect(dockerfileOf(outcome)).toBe(outputOf(example));
  });

  it("comes out the same with the other line ends, with a byte order mark, and without a last newline", () => {
    const other = (text: string): string =>
      example.source.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text.replaceAll("\n", "\r\n");
    const output = outputOf(example);
    const variant = (source: string): string | null =>
      dockerfileOf(splitText(source, { ...example.files, Dockerfile: source }, example));
    expect(variant(other(example.source))).toBe(other(output));
    expect(variant(`\ufeff${example.source}`)).toBe(`\ufeff${output}`);
    expect(variant(example.source.replace(/\r?\n$/, ""))).toBe(output.replace(/\r?\n$/, ""));
  });

  it("comes out the same from disk and from memory", () => {
    const folder = projectFolder(example, "disk");
    const project = diskProject(folder, { dockerfilePath: join(folder, "Dockerfile") });
    expect(split(example.source, project, optionsFor())).toEqual(splitExample(example));
  });

  it("comes out the same where it stands, expectations beside it", () => {
    const project = diskProject(example.directory, { dockerfilePath: join(example.directory, "Dockerfile") });
    expect(dockerfileOf(split(example.source, project, optionsFor()))).toBe(outputOf(example));
  });

  it("gives a diff that git apply and patch take, from the folder and from above", async () => {
    // The folder's name has a blank, and the second run starts two folders further up.
    for (const [tool, above] of [
      ["git", ""],
      ["patch", ""],
      ["git", "some where"],
      ["patch", "some where"],
    ] as const) {
      const root = mkdtempSync(join(scratch, "patch-"));
      const folder = join(root, above, above === "" ? "" : "deep");
      mkdirSync(folder, { recursive: true });
      copyProject(example, folder);
      const result = await run([join(folder, "Dockerfile")], { cwd: root });
      const [file] = result.files;
      expect([file?.status, file?.reason]).toEqual(["rewritten", undefined]);
      writeFileSync(join(root, "the.patch"), file?.diff ?? "");
      if (tool === "git") execFileSync("git", ["apply", "the.patch"], { cwd: root, env: gitEnv(root) });
      else execFileSync("patch", ["-p1", "--silent", "-i", "the.patch"], { cwd: root });
      expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(outputOf(example));
      const ignore = existsSync(join(folder, ".dockerignore"))
        ? readFileSync(join(folder, ".dockerignore"), "utf8")
        : null;
      expect(ignore).toBe(example.expectedIgnore ?? example.files[".dockerignore"] ?? null);
      expect(readdirSync(folder).filter((name) => /\.(orig|rej)$/.test(name))).toEqual([]);
    }
  });

  it("is written in place, and then nothing is left to do", async () => {
    const folder = projectFolder(example, "write");
    const first = await run([folder], { cwd: folder, write: true });
    expect(first.summary).toEqual({ rewritten: 1, unchanged: 0, refused: 0, invalid: 0 });
    expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe(outputOf(example));
    const second = await run([folder], { cwd: folder, write: true });
    expect(second.summary).toEqual({ rewritten: 0, unchanged: 1, refused: 0, invalid: 0 });
  });
});

describe.each(leftAlone)("$name", ({ example }) => {
  it("is left alone, with the reason", () => {
    const outcome = splitExample(example);
    expect({ status: outcome.status, code: outcome.reason?.code }).toEqual(example.leftAlone);
    expect(outcome.changes).toEqual([]);
  });

  it("is not touched by --write", async () => {
    const folder = projectFolder(example, "alone");
    const before = mkdtempSync(join(scratch, "before-"));
    cpSync(folder, before, { recursive: true });
    const result = await run([folder], { cwd: folder, write: true });
    expect(result.files.map(({ status, diff }) => ({ status, diff }))).toEqual([
      { status: example.leftAlone?.status, diff: "" },
    ]);
    expect(treeOf(folder)).toEqual(treeOf(before));
  });
});

it("are all found under examples/", () => {
  // A folder without a Dockerfile of its own would be tested by nobody.
  const names = readdirSync(examplesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const tested = new Set(examples.map(({ name }) => name.split("/")[0]));
  expect(names.filter((name) => !tested.has(name))).toEqual([]);
});

function optionsFor(more: Partial<SplitOptions> = {}): SplitOptions {
  return { ...defaultOptions, dockerfilePath: "Dockerfile", ...more };
}

function projectOf(files: Readonly<Record<string, string>>, example: Example): Project {
  return memoryProject(files, { executables: example.executables });
}

function splitText(
  source: string,
  files: Readonly<Record<string, string>>,
  example: Example,
  more: Partial<SplitOptions> = {},
): Outcome {
  return split(source, projectOf(files, example), optionsFor(more));
}

function splitExample(example: Example, more: Partial<SplitOptions> = {}): Outcome {
  return splitText(example.source, example.files, example, more);
}

function refusal({ status, reason }: Outcome): string {
  return status === "rewritten" ? "" : `${status}: ${reason?.code ?? ""}: ${reason?.message ?? ""}`;
}

function dockerfileOf(outcome: Outcome): string | null {
  return outcome.changes.find(({ target }) => target === "dockerfile")?.after ?? null;
}

/** The rewrite that the program makes; the properties are shown on it even where it is not the expected one. */
function outputOf(example: Example): string {
  const outcome = splitExample(example);
  const text = dockerfileOf(outcome);
  if (text === null) throw new Error(`no rewrite: ${refusal(outcome)}`);
  return text;
}

function ignoreOf(
  outcome: Outcome,
): { readonly path: string; readonly before: string | null; readonly after: string } | null {
  for (const { target, before, after } of outcome.changes) {
    if (target !== "dockerfile") return { path: target.contextPath, before, after };
  }
  return null;
}

function parsed(text: string): Dockerfile {
  const result = parseDockerfile(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.dockerfile;
}

function projectFolder(example: Example, purpose: string): string {
  const folder = mkdtempSync(join(scratch, `${purpose}-`));
  copyProject(example, folder);
  return folder;
}

/** `git apply` of a folder that is no repository, whatever lies above it. */
function gitEnv(root: string): NodeJS.ProcessEnv {
  return { ...process.env, GIT_CEILING_DIRECTORIES: join(root, "..") };
}

function treeOf(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path.slice(folder.length), readFileSync(path, "utf8")] as const);
}
