/** Scripts of the project in a build: those that only check, and those that call esbuild or vite. */
import { memoryTree } from "../../support/tree.js";
import { buildScript } from "../../../src/toolchains/npm/buildScript.js";
import { invocation } from "./invocation.js";

const made = (command: string, files: Readonly<Record<string, string>>): readonly string[] | null => {
  const tree = memoryTree({
    "/app/package.json": "{}",
    "/app/vite.config.js": "export default {}",
    ...files,
  });
  const answer = buildScript(invocation(command), tree);
  return answer?.outputs.known === true ? answer.outputs.value.map(({ path }) => path) : null;
};

it("a script that checks the version of node makes nothing, with or without its extension", () => {
  const files = {
    "/app/check.js":
      "const semver = require('semver');\nconst { engines } = require('./package.json');\nif (!semver.satisfies(process.version, engines.node)) throw new Error('old');\n",
  };
  expect(made("node check.js", files)).toEqual([]);
  expect(made("node ./check", files)).toEqual([]);
});

it("P99: esbuild and vite called by a script, their outputs literal", () => {
  const files = {
    "/app/script/build.ts":
      "import { build as esbuild } from 'esbuild';\nimport { build as viteBuild } from 'vite';\nimport { rm, readFile } from 'fs/promises';\nawait rm('dist');\nawait viteBuild();\nawait esbuild({ entryPoints: ['server/index.ts'], outfile: 'dist/index.cjs' });\n",
    "/app/server/index.ts": "export {};\n",
  };
  expect(made("tsx script/build.ts", files)).toEqual(
    expect.arrayContaining(["/app/dist/index.cjs", "/app/dist"]),
  );
});

it.each([
  ["const fs = require('fs'); fs.writeFileSync('x', '');"],
  ["require('child_process').execSync('make');"],
  ["require('some-tool').run();"],
  ["require(process.argv[2]);"],
  ["import { build } from 'esbuild'; build({ outfile: process.env.OUT });"],
])("what is not read is not guessed: %s", (text) => {
  expect(made("node build.js", { "/app/build.js": text })).toBeNull();
});
