import { memoryTree } from "../../support/tree.js";
import { application, kept, left, started } from "./started.js";
import { express, expressFiles, packageLock, project, typescript, typescriptFiles } from "./projects.js";

describe("a plain JavaScript server", () => {
  const tree = project(express, expressFiles);

  it("P49: keeps its sources and what they name; tests, docs and settings of linters stay behind", () => {
    const answer = application(tree, ["npm ci"], "npm start");
    expect(kept(answer)).toEqual([".env", "node_modules", "package.json", "public", "routes", "server.js"]);
    expect(left(answer)).toEqual([".eslintrc.json", "README.md", "package-lock.json", "test"]);
    expect(answer.refuse).toBeUndefined();
  });

  it("copies node_modules first", () => {
    expect(application(tree, ["npm ci"], "node server.js").keep[0]?.path).toBe("/app/node_modules");
  });

  it("keeps .env with a note, because dotenv reads it", () => {
    expect(application(tree, ["npm ci"], "npm start").notes).toMatchObject([
      { code: "env-file-in-image", weight: "info" },
    ]);
  });

  it("P152: a production install of a plain server gains nothing here", () => {
    const answer = application(tree, ["npm ci --omit=dev"], "node server.js");
    expect(answer.gains).toEqual([]);
    expect(answer.prune).toEqual({ known: true, value: null });
  });

  it("keeps a folder called test when a source reads it", () => {
    const files = {
      ...expressFiles,
      "server.js":
        "const express = require('express');\nexpress().use(express.static(path.join(__dirname, 'test')));\n",
    };
    expect(kept(application(project(express, files), ["npm ci"], "node server.js"))).toContain("test");
  });

  it("keeps documentation that a source reads", () => {
    const files = { ...expressFiles, "server.js": "const text = fs.readFileSync('./README.md', 'utf8');\n" };
    expect(kept(application(project(express, files), ["npm ci"], "node server.js"))).toContain("README.md");
  });

  it("P91: .npmrc stays in the build stage, with a note", () => {
    const answer = application(
      project(express, { ...expressFiles, ".npmrc": "//registry.example/:_authToken=x" }),
      ["npm ci"],
      "node server.js",
    );
    expect(left(answer)).toContain(".npmrc");
    expect(answer.notes.map(({ code }) => code)).toContain("npmrc-left-behind");
  });

  it("keeps what a command of a RUN wrote into the folder", () => {
    const answer = application(
      tree,
      ["npm ci", "mkdir -p uploads/tmp", "cp .env config.env"],
      "node server.js",
    );
    expect(kept(answer)).toEqual(expect.arrayContaining(["uploads", "config.env"]));
  });

  it("P31: names what it reads and the project does not show: .env, a file that is loaded", () => {
    const server =
      "require('dotenv').config();\nrequire('./config.json');\nrequire('./local');\nrequire('./lib/deep');\n";
    const files = { "server.js": server, "lib/index.js": "" };
    expect(application(project(express, files), ["npm ci"], "node server.js").untracked).toEqual([
      { pattern: "/app/.env*", because: "dotenv reads .env where there is one" },
      { pattern: "/app/config.jso[n]", because: "/app/server.js loads ./config.json" },
      { pattern: "/app/local.js*", because: "/app/server.js loads ./local" },
    ]);
    const all = { ...files, ".env": "", "config.json": "{}", "local.js": "" };
    expect(application(project(express, all), ["npm ci"], "node server.js").untracked).toEqual([]);
  });

  it.each([
    "path.resolve('../client/build')",
    "path.join(__dirname, '../../client/build')",
    "'/client/build'",
    "process.env.PAGES",
  ])("P136: what the build makes in another tree goes along, here %s", (folder) => {
    const client = { name: "c", scripts: { build: "react-scripts build" }, dependencies: { react: "18" } };
    const tree = memoryTree({
      "/client/package.json": JSON.stringify(client),
      "/client/src/index.js": "import React from 'react';\n",
      "/server/package.json": JSON.stringify(express),
      "/server/server.js": `require('express')().use(require('express').static(${folder}));\n`,
    });
    const runs = ["npm install --prefix /client", "npm run build --prefix /client", "npm install"];
    const answer = application(tree, runs, "node server.js", "/server");
    expect(kept(answer, "/server")).toEqual(["/client/build", "node_modules", "package.json", "server.js"]);
  });

  it("P124: what a script moves away is not there any more", () => {
    const scripts = { build: "tsc && mv dist made && rm -rf docs" };
    const files = { ...typescriptFiles, "docs/a.txt": "" };
    const tree = project({ ...typescript, scripts }, files);
    const answer = application(tree, ["npm ci", "npm run build"], "node made/index.js");
    expect(kept(answer)).toContain("made");
    expect(kept(answer)).not.toContain("dist");
  });

  it("P26: keeps the folders that links of node_modules point to, sources or not", () => {
    const pkg = {
      ...typescript,
      dependencies: { ...typescript.dependencies, words: "file:./docs/words", other: "file:../other" },
    };
    const files = { ...typescriptFiles, "docs/words/index.js": "module.exports = [];\n" };
    const answer = application(project(pkg, files), ["npm install", "npm run build"], "npm start");
    expect(kept(answer)).toEqual(expect.arrayContaining(["docs", "/other"]));
  });

  it.each([
    ["(cd words && npm link) && npm link words", "words"],
    ["npm install ./words", "words"],
    ["npm install file:words/", null],
  ])("P26: keeps the folder that %s links", (run, folder) => {
    const files = {
      ...typescriptFiles,
      "words/package.json": '{"name":"words","main":"src/a.js"}',
      "words/src/a.js": "module.exports = [];\n",
    };
    const answer = application(project(typescript, files), ["npm ci", run, "npm run build"], "npm start");
    if (folder !== null) expect(kept(answer)).toContain(folder);
    expect(answer.refuse).toBeUndefined();
  });

  it("needs no node_modules without any dependency", () => {
    const answer = application(
      project({ name: "x", scripts: {} }, { "index.js": "require('http').createServer().listen(80)" }, null),
      [],
      "node index.js",
    );
    expect(kept(answer)).toEqual(["index.js", "package.json"]);
  });
});

describe("a TypeScript server", () => {
  const tree = project(typescript, typescriptFiles);

  it("leaves the sources and the compiler's settings, keeps what it cannot judge", () => {
    const answer = application(tree, ["npm ci", "npm run build"], "npm start");
    expect(kept(answer)).toEqual(["dist", "migrations", "node_modules", "package.json"]);
    expect(left(answer)).toEqual(["README.md", "package-lock.json", "src", "tsconfig.json"]);
    expect(answer.gains).toEqual(["sources stay behind", "dev dependencies stay behind"]);
  });

  it("P134: keeps the sources when a text reaches into them", () => {
    const files = {
      ...typescriptFiles,
      "src/routes.ts": "const views = path.join(process.cwd(), 'src/views');\n",
      "src/views/a.hbs": "x",
    };
    const answer = application(project(typescript, files), ["npm ci", "npm run build"], "npm start");
    expect(kept(answer)).toContain("src");
  });

  it("P134: keeps the sources when kept settings name them", () => {
    const files = { ...typescriptFiles, "ormconfig.json": '{"migrations": ["src/migrations/*.sql"]}' };
    expect(kept(application(project(typescript, files), ["npm ci", "npm run build"], "npm start"))).toContain(
      "src",
    );
  });

  it("P134: keeps tsconfig.json for tsconfig-paths", () => {
    const pkg = {
      ...typescript,
      dependencies: { ...typescript.dependencies, "tsconfig-paths": "^4.2.0" },
      scripts: { ...typescript.scripts, start: "node -r tsconfig-paths/register dist/index.js" },
    };
    const answer = application(project(pkg, typescriptFiles), ["npm ci", "npm run build"], "npm start");
    expect(kept(answer)).toContain("tsconfig.json");
  });

  it("P159: the common root decides where tsc writes, and the command names another file", () => {
    const files = {
      ...typescriptFiles,
      "tsconfig.json": '{"compilerOptions": {"outDir": "dist"}}',
      "config.ts": "export const port = 3000;",
    };
    const answer = application(project(typescript, files), ["npm ci", "npm run build"], "npm start");
    expect(answer.refuse).toMatchObject({ code: "command-not-produced" });
    expect(answer.refuse?.message).toContain("/app/dist/src/index.js");
    const right = { ...typescript, scripts: { ...typescript.scripts, start: "node dist/src/index.js" } };
    expect(
      application(project(right, files), ["npm ci", "npm run build"], "npm start").refuse,
    ).toBeUndefined();
  });

  it("P159: an import of package.json moves the common root up", () => {
    const files = {
      ...typescriptFiles,
      "tsconfig.json":
        '{"compilerOptions": {"outDir": "dist", "resolveJsonModule": true}, "include": ["src"]}',
      "src/routes.ts": "import pkg from '../package.json';\nexport const routes = pkg.name;\n",
    };
    expect(
      application(project(typescript, files), ["npm ci", "npm run build"], "npm start").refuse?.code,
    ).toBe("command-not-produced");
  });

  it("refuses a command whose file no step makes", () => {
    expect(
      application(project(typescript, typescriptFiles), ["npm ci", "npm run build"], "node build/index.js")
        .refuse?.code,
    ).toBe("command-not-produced");
  });

  it("P99: a program that is not known beside the compiler is for a person to look at", () => {
    const pkg = { ...typescript, scripts: { ...typescript.scripts, build: "make-routes && tsc" } };
    const answer = application(project(pkg, typescriptFiles), ["npm ci", "npm run build"], "npm start");
    expect(answer.refuse).toBeUndefined();
    expect(answer.notes).toMatchObject([{ code: "build-step-unknown", weight: "review" }]);
    expect(kept(answer)).toContain("dist");
    expect(answer.prune.known).toBe(false);
    const alone = { ...pkg, scripts: { ...pkg.scripts, build: "make-routes" } };
    expect(
      application(project(alone, typescriptFiles), ["npm ci", "npm run build"], "npm start").refuse?.code,
    ).toBe("build-output-unknown");
  });

  it.each([
    ['"file:./shop.db"', true],
    ['env("DATABASE_URL")', false],
  ])("P160: prisma migrate deploy in the build with the database %s", (url, known) => {
    const pkg = { ...typescript, devDependencies: { ...typescript.devDependencies, prisma: "^5.0.0" } };
    const schema = `datasource db {\n  provider = "sqlite"\n  url = ${url}\n}\n`;
    const answer = application(
      project(pkg, { ...typescriptFiles, "prisma/schema.prisma": schema }),
      ["npm ci", "npx prisma migrate deploy", "npm run build"],
      "npm start",
    );
    expect(answer.notes.map(({ code }) => code)).toEqual(known ? [] : ["build-step-unknown"]);
    expect(kept(answer)).toContain("prisma");
  });

  it("P49: another folder's src is not the sources, and a source that a step writes is in the output", () => {
    const files = {
      ...typescriptFiles,
      "src/routes.ts": "export const example = ['./shop-front/src', 'docs'];\n",
    };
    const runs = ["npm ci", 'echo "export const key = 1" > src/key.ts', "npm run build"];
    expect(left(application(project(typescript, files), runs, "npm start"))).toContain("src");
    const read = { ...files, "src/routes.ts": "export const page = readFileSync('./src/page.html');\n" };
    expect(kept(application(project(typescript, read), runs, "npm start"))).toContain("src");
  });

  it("refuses when the build is not understood", () => {
    const pkg = { ...typescript, scripts: { ...typescript.scripts, build: "node scripts/build.js" } };
    expect(
      application(
        project(pkg, { ...typescriptFiles, "scripts/build.js": "require('esbuild').build(options)" }),
        ["npm ci", "npm run build"],
        "npm start",
      ).refuse?.code,
    ).toBe("build-output-unknown");
  });

  it("path aliases that nothing resolves never worked", () => {
    const files = {
      ...typescriptFiles,
      "tsconfig.json":
        '{"compilerOptions": {"outDir": "dist", "rootDir": "src", "baseUrl": ".", "paths": {"@app/*": ["src/*"]}}}',
      "src/index.ts": "import { routes } from '@app/routes';\n",
    };
    expect(
      application(project(typescript, files), ["npm ci", "npm run build"], "npm start").refuse?.code,
    ).toBe("original-broken-path-alias");
    const aliased = { ...typescript, scripts: { ...typescript.scripts, build: "tsc && tsc-alias" } };
    expect(
      application(project(aliased, files), ["npm ci", "npm run build"], "npm start").refuse,
    ).toBeUndefined();
  });

  it("assets that a script copies into the output go along with it", () => {
    const pkg = {
      ...typescript,
      scripts: {
        ...typescript.scripts,
        build: "rimraf dist && tsc && cp -r src/views dist/views && copyfiles -u 1 src/**/*.graphql dist",
      },
    };
    const answer = application(
      project(pkg, { ...typescriptFiles, "src/views/a.hbs": "x" }),
      ["npm ci", "npm run build"],
      "npm start",
    );
    expect(answer.refuse).toBeUndefined();
    expect(kept(answer)).toEqual(["dist", "migrations", "node_modules", "package.json"]);
  });
});

describe("frameworks", () => {
  it("Nest: dist/main.js from tsconfig.build.json", () => {
    const pkg = {
      name: "n",
      scripts: { build: "nest build", "start:prod": "node dist/main" },
      dependencies: { "@nestjs/core": "^10.0.0" },
      devDependencies: { "@nestjs/cli": "^10.0.0", typescript: "^5.1.3" },
    };
    const tree = project(pkg, {
      "nest-cli.json": '{"collection": "@nestjs/schematics", "sourceRoot": "src"}',
      "tsconfig.json": '{"compilerOptions": {"outDir": "./dist", "baseUrl": "./"}}',
      "tsconfig.build.json":
        '{"extends": "./tsconfig.json", "exclude": ["node_modules", "test", "dist", "**/*spec.ts"]}',
      "src/main.ts":
        "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\n",
      "src/app.module.ts": "export class AppModule {}",
      "src/app.controller.spec.ts": "import { Test } from '@nestjs/testing';",
      "test/app.e2e-spec.ts": "import * as request from 'supertest';",
      "test/jest-e2e.json": "{}",
    });
    const answer = application(tree, ["npm ci", "npm run build"], "npm run start:prod");
    expect(kept(answer)).toEqual(["dist", "node_modules", "package.json"]);
    expect(answer.prune).toMatchObject({
      known: true,
      value: { command: "npm prune --omit=dev", directory: "/app" },
    });
  });

  const nextPackage = {
    name: "site",
    scripts: { build: "next build", start: "next start", dev: "next dev" },
    dependencies: { next: "14.1.0", react: "^18.2.0", "react-dom": "^18.2.0" },
    devDependencies: { typescript: "^5.3.3", tailwindcss: "^3.4.0" },
  };
  const nextFiles = {
    "next.config.js":
      "/** @type {import('next').NextConfig} */\nmodule.exports = { reactStrictMode: true };\n",
    "app/page.tsx":
      "import Link from 'next/link';\nexport default function Page() { return <Link href=\"/about\">don't</Link>; }\n",
    "components/nav.tsx": "import React from 'react';\nexport const Nav = () => null;\n",
    "public/logo.svg": "<svg/>",
    "tailwind.config.ts": "import type { Config } from 'tailwindcss';\nexport default {};\n",
    "postcss.config.js": "module.exports = { plugins: { tailwindcss: {} } };\n",
    "tsconfig.json": '{"compilerOptions": {"noEmit": true, "paths": {"@/*": ["./*"]}}}',
  };

  it("Next, served by next start: .next, public, the configuration and node_modules", () => {
    const answer = application(project(nextPackage, nextFiles), ["npm ci", "npm run build"], "npm start");
    expect(answer.refuse).toBeUndefined();
    expect(kept(answer)).toEqual(
      expect.arrayContaining([".next", "next.config.js", "node_modules", "package.json", "public"]),
    );
    expect(left(answer)).toEqual(
      expect.arrayContaining([
        "app",
        "components",
        "postcss.config.js",
        "tailwind.config.ts",
        "tsconfig.json",
      ]),
    );
    expect(answer.prune).toMatchObject({ known: true, value: { command: "npm prune --omit=dev" } });
  });

  it("P92, P167: Next standalone goes along alone", () => {
    const files = { ...nextFiles, "next.config.js": "module.exports = { output: 'standalone' };\n" };
    const pkg = {
      ...nextPackage,
      scripts: {
        ...nextPackage.scripts,
        build: "next build && cp -r public .next/standalone/ && cp -r .next/static .next/standalone/.next/",
      },
    };
    const answer = application(
      project(pkg, files),
      ["npm ci", "npm run build"],
      "node .next/standalone/server.js",
    );
    expect(kept(answer)).toContain(".next/standalone");
    expect(left(answer)).toContain("node_modules");
    expect(answer.prune).toEqual({ known: true, value: null });
  });

  it("a configuration that computes the output is not guessed", () => {
    const files = {
      ...nextFiles,
      "next.config.js": "module.exports = { output: process.env.STANDALONE ? 'standalone' : undefined };\n",
    };
    expect(
      application(project(nextPackage, files), ["npm ci", "npm run build"], "npm start").refuse?.code,
    ).toBe("build-output-unknown");
  });

  it("Nuxt 3: .output alone", () => {
    const pkg = {
      name: "n",
      scripts: { build: "nuxt build" },
      devDependencies: { nuxt: "^3.10.0" },
      dependencies: {},
    };
    const tree = project(pkg, {
      "nuxt.config.ts": "export default defineNuxtConfig({ devtools: { enabled: true } })\n",
      "app.vue": "<template><p>it's</p></template>",
    });
    const answer = application(tree, ["npm ci", "npm run build"], "node .output/server/index.mjs");
    expect(kept(answer)).toContain(".output");
    expect(left(answer)).toEqual(expect.arrayContaining(["node_modules", ".nuxt"]));
    expect(answer.gains).toContain("node_modules stays behind");
  });

  it("a client built inside the project and served by the server: its packages and sources stay behind", () => {
    const tree = memoryTree({
      "/app/package.json": JSON.stringify({
        name: "s",
        scripts: { start: "node server.js" },
        dependencies: { express: "^4.0.0" },
      }),
      "/app/server.js":
        "const path = require('path');\nrequire('express')().use(require('express').static(path.join(__dirname, 'client', 'build')));\n",
      "/app/client/package.json": JSON.stringify({
        name: "c",
        scripts: { build: "react-scripts build" },
        dependencies: { react: "^18.0.0", "react-scripts": "5.0.1" },
      }),
      "/app/client/src/index.js": "import React from 'react';\n",
      "/app/client/public/index.html": "<div/>",
    });
    const answer = application(
      tree,
      [
        "npm install",
        "cd client && npm install",
        "npm --prefix client install",
        "npm --prefix client run build",
      ],
      "npm start",
    );
    expect(kept(answer)).toEqual(["client/build", "node_modules", "package.json", "server.js"]);
    expect(left(answer)).toEqual(
      expect.arrayContaining(["client/node_modules", "client/public", "client/src"]),
    );
    expect(answer.gains.length).toBeGreaterThan(0);
  });

  it("P85: a workspace without a package in the image is an ordinary package", () => {
    const pkg = { ...express, workspaces: ["packages/*"] };
    const answer = application(project(pkg, expressFiles), ["npm ci"], "node server.js");
    expect(kept(answer)).toContain("server.js");
    expect(left(answer)).toContain("test");
  });

  it("settings of pnpm in pnpm-workspace.yaml make no workspace", () => {
    const files = { ...expressFiles, "pnpm-workspace.yaml": "onlyBuiltDependencies:\n  - bcrypt\n" };
    expect(application(project(express, files), ["npm ci"], "node server.js").refuse).toBeUndefined();
  });
});

describe("where files lie", () => {
  it("keeps node_modules of a folder above the application", () => {
    const tree = memoryTree({
      "/srv/package.json": JSON.stringify({ dependencies: { express: "4.0.0" } }),
      "/srv/app/package.json": JSON.stringify({ dependencies: { express: "4.0.0" } }),
      "/srv/app/index.js": "require('express')",
    });
    const answer = application(
      tree,
      ["cd /srv && npm install", "npm --prefix /srv install"],
      "node index.js",
      "/srv/app",
    );
    expect(kept(answer, "/srv")).toContain("node_modules");
  });

  it("never takes a folder of the system along from an application in /", () => {
    const tree = memoryTree({
      "/package.json": '{"dependencies": {"express": "4.0.0"}}',
      "/index.js": "require('express')",
      "/views/a.ejs": "",
    });
    const answer = application(tree, ["npm i -g pm2", "npm install"], "node /index.js", "/");
    expect(answer.keep.map(({ path }) => path)).toEqual([
      "/node_modules",
      "/package.json",
      "/index.js",
      "/views",
    ]);
    const shared = memoryTree({ "/package.json": "{}", "/index.js": "", "/lib/a.js": "" });
    expect(application(shared, ["npm install"], "node /index.js", "/").refuse?.code).toBe(
      "application-in-root",
    );
  });

  it("P87: yarn berry without node_modules", () => {
    const files = { ...expressFiles, "yarn.lock": "__metadata:\n  version: 8\n" };
    expect(started(project(express, files, null), ["yarn install"], "node server.js").stopped?.code).toBe(
      "yarn-pnp",
    );
    const linked = { ...files, ".yarnrc.yml": "nodeLinker: node-modules\n" };
    expect(
      application(project(express, linked, null), ["yarn install"], "node server.js").refuse,
    ).toBeUndefined();
  });

  it("P26: node_modules that is a link", () => {
    expect(
      application(
        project(express, expressFiles),
        ["npm ci", "ln -s /deps/node_modules /app/node_modules"],
        "node server.js",
      ).refuse?.code,
    ).toBe("node-modules-linked");
  });

  it("P30: a stale copy of the output in the context is written over", () => {
    const answer = application(
      project(typescript, { ...typescriptFiles, "dist/index.js": "require('typescript')" }),
      ["npm ci", "npm run build"],
      "npm start",
    );
    expect(kept(answer)).not.toContain("src");
    expect(answer.prune).toMatchObject({ known: true, value: { command: "npm prune --omit=dev" } });
  });

  it("a server that loads its bundler keeps the sources", () => {
    const pkg = {
      name: "s",
      scripts: { build: "next build" },
      dependencies: { next: "14.0.0", react: "18.0.0" },
    };
    const answer = application(
      project(pkg, {
        "server.js": "const next = require('next');\nnext({ dev: process.env.NODE_ENV !== 'production' });\n",
        "pages/index.js": "export default () => null;\n",
      }),
      ["npm ci", "npm run build"],
      "node server.js",
    );
    expect(kept(answer)).toEqual([".next", "node_modules", "package.json", "pages", "server.js"]);
  });
});

describe("programs of the system", () => {
  const names = (
    pkg: Readonly<Record<string, unknown>>,
    files: Readonly<Record<string, string>>,
  ): readonly (readonly [string, boolean])[] =>
    application(
      project(pkg, files, packageLock(pkg, { "fluent-ffmpeg": {} })),
      ["npm ci"],
      "node server.js",
    ).programs.map(({ name, certain }) => [name, certain] as const);

  it("P155: what the sources start and what packages call", () => {
    const server =
      "const { execSync, spawn } = require('child_process');\nexecSync('git rev-parse HEAD | cut -c1-7');\nspawn('convert', ['a.png', 'b.jpg']);\n";
    expect(
      names(
        { ...express, dependencies: { ...express.dependencies, "@prisma/client": "^5.0.0" } },
        { ...expressFiles, "server.js": server },
      ),
    ).toEqual([
      ["openssl", true],
      ["ffmpeg", true],
      ["git", true],
      ["convert", true],
    ]);
  });

  it("P155: a program whose name is computed is for a reviewer", () => {
    const answer = application(
      project(express, {
        ...expressFiles,
        "server.js": "const { exec } = require('child_process');\nexec(process.env.HOOK);\n",
      }),
      ["npm ci"],
      "node server.js",
    );
    expect(answer.notes).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: "programs-computed", weight: "review" })]),
    );
  });

  it("P136: puppeteer's browser in the home directory goes along", () => {
    const pkg = { ...express, dependencies: { puppeteer: "^22.0.0" } };
    const answer = application(
      project(pkg, { "server.js": "require('puppeteer')" }),
      ["npm ci"],
      "node server.js",
    );
    expect(kept(answer)).toContain("/root/.cache/puppeteer");
    expect(answer.programs.map(({ name }) => name)).toEqual(["chromium"]);
  });

  it("P136: so does one that a package of a package brings, and one of playwright", () => {
    const bot = { ...express, dependencies: { "a-bot": "^1.0.0" } };
    const withPuppeteer = (version: string): readonly string[] =>
      kept(
        application(
          project(bot, { "server.js": "require('a-bot')" }, packageLock(bot, { puppeteer: { version } })),
          ["npm ci"],
          "node server.js",
        ),
      );
    expect(withPuppeteer("22.7.1")).toContain("/root/.cache/puppeteer");
    // below node_modules
    expect(withPuppeteer("18.2.1")).not.toContain("/root/.cache/puppeteer");
    const playwright = (dependencies: Readonly<Record<string, string>>): readonly string[] =>
      kept(
        application(
          project({ ...express, dependencies }, { "server.js": "" }),
          ["npm install"],
          "node server.js",
        ),
      );
    expect(playwright({ "playwright-chromium": "^1.44.0" })).toContain("/root/.cache/ms-playwright");
    expect(playwright({ playwright: "1.30.0" })).toContain("/root/.cache/ms-playwright");
    // from 1.38 on it has no install script
    expect(playwright({ playwright: "^1.44.0" })).not.toContain("/root/.cache/ms-playwright");
  });

  it("P136: settings of the project that decide where the browser lies are for a person to look at", () => {
    const pkg = { ...express, dependencies: { puppeteer: "^22.0.0" } };
    const settings = { ".puppeteerrc.cjs": "module.exports = { cacheDirectory: process.env.X };" };
    const answer = application(
      project(pkg, { "server.js": "require('puppeteer')", ...settings }),
      ["npm ci"],
      "node server.js",
    );
    expect(kept(answer)).not.toContain("/root/.cache/puppeteer");
    expect(answer.notes).toEqual([
      expect.objectContaining({ code: "browser-folder-unknown", weight: "review" }),
    ]);
  });
});

describe("an entry without extension", () => {
  const files = {
    "bin/www": "#!/usr/bin/env node\nconst app = require('../app');\napp.listen(3000);\n",
    "app.js":
      "require('morgan');\nrequire('child_process').execSync('git log');\nfs.readFileSync(__dirname + '/docs/a.md');\n",
    "docs/a.md": "",
  };
  const pkg = { name: "shop", scripts: { start: "node bin/www" }, devDependencies: { morgan: "1.10.0" } };

  it.each(["node bin/www", "npm start"])(
    "P155, P158: what it loads is read as the program (%s)",
    (command) => {
      const answer = application(project(pkg, files), ["npm ci"], command);
      expect(answer.prune).toMatchObject({
        known: false,
        because: expect.stringContaining("imports morgan") as string,
      });
      expect(answer.programs.map(({ name }) => name)).toContain("git");
      expect(kept(answer)).toContain("docs");
    },
  );

  it("so is a module without one", () => {
    const more = { ...files, "bin/www": "require('../lib/app');\n", "lib/app": "require('morgan');\n" };
    const answer = application(project(pkg, { ...more, "app.js": "" }), ["npm ci"], "node bin/www");
    expect(answer.prune.known).toBe(false);
  });

  it("and a program by its first line, where the command's own file is not known", () => {
    const script = { "lib/run": "#!/usr/bin/env node\nrequire('morgan');\n" };
    const strapi = { ...pkg, dependencies: { strapi: "3.0.0" }, scripts: { start: "strapi start" } };
    const answer = application(project(strapi, script), ["npm ci"], "npm start");
    expect(answer.prune).toMatchObject({
      known: false,
      because: expect.stringContaining("/app/lib/run imports morgan") as string,
    });
  });
});

describe("a step that is not understood beside a command that runs a source", () => {
  const unread = { ...express, scripts: { ...express.scripts, build: "node scripts/make.js" } };
  const files = { ...expressFiles, "scripts/make.js": "require('maker').run();\n" };
  const builds = ["npm ci", "npm run build"];

  it("P99: the folder goes along whole, unpruned, for a reviewer", () => {
    const answer = application(project(unread, files), builds, "npm start");
    expect(answer.refuse).toBeUndefined();
    expect(answer.keep.map(({ path }) => path)).toEqual(["/app"]);
    expect(answer.gains).toEqual([]);
    expect(answer.prune).toEqual({ known: true, value: null });
    expect(answer.notes).toMatchObject([{ code: "build-step-unknown", weight: "review" }]);
  });

  it("a command that may run what the step makes is left alone", () => {
    const made = { ...unread, scripts: { ...unread.scripts, start: "node build/server.js" } };
    expect(application(project(made, files), builds, "npm start").refuse?.code).toBe("build-output-unknown");
  });

  it("so is an application in the root of the image", () => {
    const inRoot = Object.fromEntries(
      Object.entries({ ...files, "package.json": JSON.stringify(unread) }).map(([name, text]) => [
        `/${name}`,
        text,
      ]),
    );
    expect(application(memoryTree(inRoot), builds, "npm start", "/").refuse?.code).toBe(
      "build-output-unknown",
    );
  });
});
