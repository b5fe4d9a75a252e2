/** nx: which files the targets of its projects write, and what of the repository is left behind. */
import type { ImageTree } from "../../../src/model/types.js";
import { memoryTree } from "../../support/tree.js";
import { application, kept, left } from "./started.js";

const target = (executor: string, options: object): object => ({ build: { executor, options } });
const api = {
  name: "api",
  sourceRoot: "apps/api/src",
  targets: target("@nx/webpack:webpack", {
    outputPath: "dist/apps/api",
    main: "apps/api/src/main.ts",
    assets: ["apps/api/src/assets"],
  }),
};
const web = {
  name: "web",
  sourceRoot: "apps/web/src",
  targets: target("@nx/vite:build", { outputPath: "dist/apps/web" }),
};
const project = {
  "package.json": JSON.stringify({
    name: "shop",
    dependencies: { express: "4.0.0" },
    devDependencies: { nx: "20.0.0", "@nx/webpack": "20.0.0" },
  }),
  "package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "": { dependencies: { express: "4.0.0" }, devDependencies: { nx: "20.0.0", "@nx/webpack": "20.0.0" } },
      "node_modules/express": { version: "4.0.0" },
      "node_modules/nx": { version: "20.0.0", dev: true },
      "node_modules/@nx/webpack": { version: "20.0.0", dev: true },
    },
  }),
  "nx.json": "{}",
  "tsconfig.base.json":
    '{ "compilerOptions": { "baseUrl": ".", "paths": { "@shop/prices": ["libs/prices/src/index.ts"] } } }',
  "apps/api/project.json": JSON.stringify(api),
  "apps/api/tsconfig.app.json": "{}",
  "apps/api/jest.config.ts": "export default {};\n",
  "apps/api/src/main.ts": "import express from 'express';\nimport { price } from '@shop/prices';\n",
  "apps/api/src/assets/logo.txt": "",
  "apps/web/project.json": JSON.stringify(web),
  "apps/web/src/main.ts": "import { createApp } from 'vue';\n",
  "libs/prices/project.json": JSON.stringify({ name: "prices", sourceRoot: "libs/prices/src", targets: {} }),
  "libs/prices/src/index.ts": "export const price = 1;\n",
};

function inApp(more: Readonly<Record<string, string>> = {}): ImageTree {
  return memoryTree(
    Object.fromEntries(Object.entries({ ...project, ...more }).map(([path, text]) => [`/app/${path}`, text])),
  );
}

const runs = (build: string): readonly string[] => ["npm ci", build];
const COMMAND = "node dist/apps/api/main.js";

describe("nx", () => {
  it.each([
    "npx nx build api",
    "npx nx build api --prod",
    "npx nx run api:build:production",
    "npx nx run-many --target=build --projects=api",
    "npx nx run-many -t build",
  ])("%s makes the bundle of the project; the sources of all stay behind", (build) => {
    const answer = application(inApp(), runs(build), COMMAND);
    expect(answer.refuse).toBeUndefined();
    expect(kept(answer)).toEqual(["dist", "node_modules", "package.json"]);
    expect(left(answer)).toEqual(expect.arrayContaining(["apps", "libs", "nx.json", "tsconfig.base.json"]));
    expect(answer.prune).toMatchObject({ value: { command: "npm prune --omit=dev" } });
    expect(answer.gains).toContain("sources stay behind");
  });

  it("P49: a folder of projects that a source names goes along", () => {
    const answer = application(
      inApp({
        "apps/api/src/mail.hbs": "",
        "apps/api/src/main.ts": "render(join(process.cwd(), 'apps/api/src/mail.hbs'));\n",
      }),
      runs("npx nx build api"),
      COMMAND,
    );
    expect(kept(answer)).toContain("apps");
  });

  it("P158: a library that imports a dev dependency forbids the prune", () => {
    const tree = inApp({ "libs/prices/src/index.ts": "import '@nx/webpack';\n" });
    const { prune } = application(tree, runs("npx nx build api"), COMMAND);
    expect(prune.known ? "pruned" : prune.because).toContain("@nx/webpack");
  });

  const withApi = (targets: object): ImageTree =>
    inApp({ "apps/api/project.json": JSON.stringify({ ...api, targets }) });

  it.each([
    [
      "a compiler that leaves imports of libraries as they are",
      target("@nx/js:tsc", { outputPath: "dist/apps/api", main: "apps/api/src/main.ts" }),
      "@nx/js:tsc",
    ],
    ["a target that a plugin infers", {}, "no such target"],
    [
      "a webpack configuration that says where the output goes",
      target("@nx/webpack:webpack", {
        outputPath: "dist/apps/api",
        main: "apps/api/src/main.ts",
        webpackConfig: "apps/api/webpack.config.js",
      }),
      "webpack.config.js",
    ],
  ])("%s is not known", (_, targets, because) => {
    const files = "apps/api/webpack.config.js";
    const tree = memoryTree({
      ...Object.fromEntries(Object.entries(project).map(([path, text]) => [`/app/${path}`, text])),
      "/app/apps/api/project.json": JSON.stringify({ ...api, targets }),
      [`/app/${files}`]: "module.exports = { output: { path: join(__dirname, '../out') } };\n",
    });
    const answer = application(tree, runs("npx nx build api"), COMMAND);
    expect(answer.refuse).toMatchObject({ code: "build-output-unknown" });
    expect(answer.refuse?.message).toContain(because);
  });

  it("names the file as outputFileName does", () => {
    const tree = withApi(
      target("@nx/webpack:webpack", {
        outputPath: "dist/apps/api",
        main: "apps/api/src/main.ts",
        outputFileName: "server.js",
      }),
    );
    expect(application(tree, runs("npx nx build api"), COMMAND).refuse?.code).toBe("command-not-produced");
    expect(
      application(tree, runs("npx nx build api"), "node dist/apps/api/server.js").refuse,
    ).toBeUndefined();
  });

  it("an unknown project is named", () => {
    expect(application(inApp(), runs("npx nx build shop"), COMMAND).refuse?.message).toContain("shop");
  });
});
