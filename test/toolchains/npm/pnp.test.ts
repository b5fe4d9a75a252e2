/** Yarn's Plug'n'Play: which files stand for node_modules, and which commands can be followed. */
import type { ImageTree } from "../../../src/model/types.js";
import { memoryTree } from "../../support/tree.js";
import { application, kept, started } from "./started.js";

const pkg = {
  name: "cases",
  packageManager: "yarn@4.9.1",
  scripts: { build: "tsc", start: "node dist/index.js" },
  dependencies: { express: "4.0.0" },
  devDependencies: { typescript: "5.5.4" },
};
const files = {
  "package.json": JSON.stringify(pkg),
  "tsconfig.json": '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
  "src/index.ts": "import express from 'express';\nexpress();\n",
  "yarn.lock":
    '__metadata:\n  version: 8\n\n"express@npm:4.0.0":\n  version: 4.0.0\n\n"typescript@npm:5.5.4":\n  version: 5.5.4\n',
};
const runs = ["yarn install --immutable", "yarn build"];
const CACHE = "/root/.yarn/berry/cache";

function inApp(more: Readonly<Record<string, string>> = {}): ImageTree {
  return memoryTree(
    Object.fromEntries(Object.entries({ ...files, ...more }).map(([path, text]) => [`/app/${path}`, text])),
  );
}

const keeps = (more: Readonly<Record<string, string>> = {}): readonly string[] =>
  kept(application(inApp(more), runs, "yarn start"));

describe("Plug'n'Play", () => {
  it("P87: yarn 4 keeps packages in the home directory, and nothing of node_modules is copied", () => {
    const all = keeps();
    expect(all).toEqual(expect.arrayContaining([".pnp.cjs", ".yarn", "dist", "package.json", "yarn.lock"]));
    expect(all.map((path) => path.replace(/^\.\.\//, "/"))).toContain(CACHE);
    expect(all).not.toContain("node_modules");
    expect(all).not.toContain("src");
  });

  it("P87: yarn 3, and yarn 4 that is told so, keep them in the project", () => {
    const three = { ...pkg, packageManager: "yarn@3.6.1" };
    expect(keeps({ "package.json": JSON.stringify(three) }).join()).not.toContain("berry");
    expect(keeps({ ".yarnrc.yml": "enableGlobalCache: false\n" }).join()).not.toContain("berry");
  });

  it("the loader is there when a package is of modules", () => {
    expect(keeps()).not.toContain(".pnp.loader.mjs");
    expect(keeps({ "package.json": JSON.stringify({ ...pkg, type: "module" }) })).toContain(
      ".pnp.loader.mjs",
    );
    expect(keeps({ ".yarnrc.yml": "pnpEnableEsmLoader: true\n" })).toContain(".pnp.loader.mjs");
  });

  it("P87: is not pruned: archives of dev dependencies stay in the cache", () => {
    const { prune } = application(inApp(), runs, "yarn start");
    expect(prune.known ? "pruned" : prune.because).toContain("cache");
  });

  it.each([
    ["yarn start", null],
    ["yarn node dist/index.js", null],
    ["node -r ./.pnp.cjs dist/index.js", null],
    ["node dist/index.js", "yarn-pnp"],
    ["npm start", "yarn-pnp"],
  ])("P87: %s", (command, code) => {
    expect(started(inApp(), runs, command).stopped?.code ?? null).toBe(code);
  });

  it.each([
    ["a cache elsewhere", { ".yarnrc.yml": "cacheFolder: /cache\n" }, runs],
    ["another version by a RUN", {}, ["yarn set version 3.6.1", ...runs]],
    ["yarn 2", { "package.json": JSON.stringify({ ...pkg, packageManager: "yarn@2.4.3" }) }, runs],
  ])("is refused with %s", (_, more: Readonly<Record<string, string>>, commands) => {
    expect(application(inApp(more), commands, "yarn start").refuse?.code).toBe("yarn-pnp");
  });

  it("is no matter of nodeLinker: node-modules", () => {
    expect(keeps({ ".yarnrc.yml": "nodeLinker: node-modules\n" })).toContain("node_modules");
  });
});
