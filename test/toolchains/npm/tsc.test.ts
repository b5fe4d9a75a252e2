import { memoryTree } from "../../support/tree.js";
import { compile } from "../../../src/toolchains/npm/outputs/tsc.js";
import { readPackage } from "../../../src/toolchains/npm/packageJson.js";
import { invocation } from "./invocation.js";
import { texts } from "../../../src/toolchains/npm/words.js";

function emits(files: Readonly<Record<string, string>>, command = "tsc"): readonly string[] {
  const tree = memoryTree(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`/app/${path}`, text])),
  );
  const one = invocation(command);
  const pkg = readPackage("/app", tree);
  const all = compile({
    invocation: one,
    args: texts(one.args),
    cwd: "/app",
    pkg: pkg.known ? pkg.value : null,
    tree,
  });
  return all.known
    ? all.value
        .flatMap((emitted) => [...emitted.emits.keys()])
        .map((path) => path.slice("/app/".length))
        .sort()
    : [all.because];
}

const config = (options: object, rest: object = {}): string =>
  JSON.stringify({ compilerOptions: options, ...rest });

describe("P159: where tsc writes", () => {
  it("with rootDir", () => {
    expect(
      emits({
        "tsconfig.json": config({ outDir: "dist", rootDir: "src" }),
        "src/a.ts": "",
        "src/b/c.tsx": "",
      }),
    ).toEqual(["dist/a.js", "dist/b/c.js"]);
  });

  it("by the common root of what is included", () => {
    expect(emits({ "tsconfig.json": config({ outDir: "dist" }), "src/a.ts": "", "src/b/c.ts": "" })).toEqual([
      "dist/a.js",
      "dist/b/c.js",
    ]);
    expect(emits({ "tsconfig.json": config({ outDir: "dist" }), "src/a.ts": "", "config.ts": "" })).toEqual([
      "dist/config.js",
      "dist/src/a.js",
    ]);
    expect(
      emits({ "tsconfig.json": config({ outDir: "dist" }), "src/a.ts": "", "test/a.test.ts": "" }),
    ).toEqual(["dist/src/a.js", "dist/test/a.test.js"]);
  });

  it("with files that are only imported", () => {
    expect(
      emits({
        "tsconfig.json": config({ outDir: "dist" }, { include: ["src"] }),
        "src/a.ts": "import { x } from '../lib/x';",
        "lib/x.ts": "",
      }),
    ).toEqual(["dist/lib/x.js", "dist/src/a.js"]);
    expect(
      emits({
        "tsconfig.json": config({ outDir: "dist" }, { include: ["src"] }),
        "src/a.ts": "import type { X } from '../lib/x';",
        "lib/x.ts": "",
      }),
    ).toContain("dist/src/a.js");
  });

  it("declarations and excluded files do not count", () => {
    expect(
      emits({
        "tsconfig.json": config({ outDir: "dist" }, { exclude: ["**/*.spec.ts", "node_modules"] }),
        "src/a.ts": "",
        "a.spec.ts": "",
        "types.d.ts": "",
        "node_modules/x/index.ts": "",
      }),
    ).toEqual(["dist/a.js"]);
  });

  it("a composite project and TypeScript 6 take the folder of tsconfig.json", () => {
    expect(emits({ "tsconfig.json": config({ outDir: "dist", composite: true }), "src/a.ts": "" })).toEqual([
      "dist/src/a.js",
    ]);
    expect(
      emits({
        "package.json": '{"devDependencies": {"typescript": "^6.0.0"}}',
        "tsconfig.json": config({ outDir: "dist" }, { include: ["src"] }),
        "src/a.ts": "",
      }),
    ).toEqual(["dist/src/a.js"]);
  });

  it("without outDir beside the sources", () => {
    expect(emits({ "tsconfig.json": config({}), "src/a.ts": "", "b.mts": "" })).toEqual([
      "b.mjs",
      "src/a.js",
    ]);
  });

  it("with extends, where paths belong to the file that has them", () => {
    expect(
      emits({
        "tsconfig.json": '{"extends": "./config/base", "include": ["src"]}',
        "config/base.json": config({ outDir: "../build", rootDir: "../src" }),
        "src/a.ts": "",
      }),
    ).toEqual(["build/a.js"]);
    expect(
      emits({
        "tsconfig.json": JSON.stringify({
          extends: "@tsconfig/node20/tsconfig.json",
          compilerOptions: { outDir: "out" },
        }),
        "src/a.ts": "",
      }),
    ).toEqual(["out/a.js"]);
    expect(emits({ "tsconfig.json": '{"extends": "@acme/tsconfig"}', "src/a.ts": "" })[0]).toContain(
      "lies in a package",
    );
  });

  it("with references", () => {
    expect(
      emits(
        {
          "tsconfig.json": '{"files": [], "references": [{"path": "./core"}, {"path": "tsconfig.app.json"}]}',
          "core/tsconfig.json": config({ outDir: "../dist/core", composite: true }),
          "core/a.ts": "",
          "tsconfig.app.json": config({ noEmit: true }, { include: ["app"] }),
          "app/b.ts": "",
        },
        "tsc -b",
      ),
    ).toEqual(["dist/core/a.js"]);
  });

  it("as the command line says", () => {
    const files = {
      "tsconfig.json": config({ outDir: "dist", noEmit: false }),
      "tsconfig.server.json": config({ outDir: "out" }, { include: ["server"] }),
      "server/a.ts": "",
      "client/b.ts": "",
    };
    expect(emits(files, "tsc -p tsconfig.server.json")).toEqual(["out/a.js"]);
    expect(emits(files, "tsc --project ./tsconfig.server.json --outDir lib")).toEqual(["lib/a.js"]);
    expect(emits(files, "tsc --noEmit")).toEqual([]);
  });

  it("JavaScript and JSX when allowed", () => {
    expect(
      emits({
        "tsconfig.json": config({ outDir: "dist", allowJs: true, jsx: "preserve" }),
        "src/a.js": "",
        "src/b.tsx": "",
      }),
    ).toEqual(["dist/a.js", "dist/b.jsx"]);
    expect(emits({ "tsconfig.json": config({ outDir: "dist" }), "src/a.js": "", "src/b.ts": "" })).toEqual([
      "dist/b.js",
    ]);
  });
});

describe("files on the command line", () => {
  const files = { "src/x.ts": "import { y } from './lib/y';", "src/lib/y.ts": "", "src/z.ts": "" };
  const settings = { "tsconfig.json": config({ outDir: "dist", rootDir: "src" }) };
  const of = (version: string): Record<string, string> => ({
    "package.json": JSON.stringify({ devDependencies: { typescript: version } }),
  });

  it.each([
    ["tsc src/x.ts", ["src/lib/y.js", "src/x.js"]],
    ["tsc src/x.ts --outDir out", ["out/lib/y.js", "out/x.js"]],
    ["tsc src/x.ts --outDir out --rootDir .", ["out/src/lib/y.js", "out/src/x.js"]],
    ["tsc --noEmit src/x.ts", []],
  ])("%s takes no settings of the project", (command, made) => {
    expect(emits({ ...files, ...settings }, command)).toEqual(made);
    expect(emits({ ...files, ...of("6.0.3") }, command)).toEqual(made);
  });

  it("from 6 on tsc stops where settings lie there", () => {
    expect(emits({ ...files, ...settings, ...of("6.0.3") }, "tsc src/x.ts")).toEqual([
      "tsc is given files, and /app/tsconfig.json lies there",
    ]);
    expect(emits({ ...files, ...settings, ...of("6.0.3") }, "tsc --ignoreConfig src/z.ts")).toEqual([
      "src/z.js",
    ]);
  });

  it("a file that is not there, or a pattern, is not told", () => {
    expect(emits(files, "tsc src/w.ts")).toEqual([
      "tsc is given /app/src/w.ts, which is no source of the context",
    ]);
    expect(emits(files, "tsc src/*.ts")).toEqual([
      "tsc is given /app/src/*.ts, which is no source of the context",
    ]);
  });
});
