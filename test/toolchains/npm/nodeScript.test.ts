import fc from "fast-check";
import { nodeScript } from "../../../src/toolchains/npm/nodeScript.js";
import { memoryTree } from "../../support/tree.js";
import { invocation } from "./invocation.js";
import { application, kept } from "./started.js";
import { project, typescript, typescriptFiles } from "./projects.js";

function paths(text: string): readonly string[] | string {
  const made = nodeScript(invocation("node scripts/a.js"), memoryTree({ "/app/scripts/a.js": text }));
  if (made === null) return "null";
  return made.known ? made.value.map(({ path }) => path) : made.because;
}

describe("what a script of node writes", () => {
  it("chmod of an output, as packages with a program do after tsc", () => {
    const pkg = {
      ...typescript,
      scripts: {
        ...typescript.scripts,
        build: "tsc && node -e \"require('fs').chmodSync('dist/index.js', '755')\"",
      },
    };
    const answer = application(project(pkg, typescriptFiles), ["npm ci", "npm run build"], "npm start");
    expect(answer.refuse).toBeUndefined();
    expect(kept(answer)).toContain("dist");
  });

  it("literal paths of copies, folders and files", () => {
    expect(
      paths(
        "#!/usr/bin/env node\nconst fs = require('fs');\nconst path = require('node:path');\n" +
          "const out = path.join(__dirname, '..', 'dist');\nif (!fs.existsSync(out)) {\n  fs.mkdirSync(out, { recursive: true });\n}\n" +
          "fs.copyFileSync('src/a.json', path.join(out, 'a.json'));\n" +
          "fs.writeFileSync('dist/version.json', JSON.stringify({ at: Date.now() }));\nconsole.log(`made ${out}`);\n",
      ),
    ).toEqual(["/app/dist", "/app/dist/a.json", "/app/dist/version.json"]);
    expect(
      paths("import { cpSync } from 'node:fs';\ncpSync('views', 'dist/views', { recursive: true });"),
    ).toEqual(["/app/dist/views"]);
  });

  it.each([
    ["another module", "require('esbuild').buildSync(options)", "buildSync"],
    ["a computed path", "const fs = require('fs');\nfs.writeFileSync(name, 'x');", "computed"],
    ["a program", "require('child_process').execSync('tsc')", "execSync"],
    [
      "a program in the content",
      "const fs = require('fs');\nfs.writeFileSync('a', execSync('git log'));",
      "execSync",
    ],
    ["a function", "async function main() {}\nmain();", "async"],
  ])("%s is unknown", (_, text, because) => {
    expect(paths(text)).toContain(
      because === "buildSync" || because === "execSync" ? "does what is not read" : because,
    );
  });

  it("a file that is not there, and a module loaded first", () => {
    expect(nodeScript(invocation("node a.js"), memoryTree({}))?.known).toBe(false);
    expect(nodeScript(invocation("node -r esm a.js"), memoryTree({ "/app/a.js": "" }))).toBeNull();
    expect(nodeScript(invocation("tsc"), memoryTree({}))).toBeNull();
  });

  it("ends on any text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            ...[
              "const",
              "fs",
              "=",
              "require",
              "(",
              ")",
              "'fs'",
              "{",
              "}",
              ",",
              ";",
              ".",
              "if",
              "import",
              "from",
              "path",
              "join",
              "'a'",
              "copyFileSync",
              "`${x}`",
            ],
          ),
        ),
        (words) => {
          expect(typeof paths(words.join(" "))).not.toBe("undefined");
        },
      ),
    );
  });
});
