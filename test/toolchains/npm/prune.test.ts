import { dirname, join } from "node:path/posix";
import type { Application } from "../../../src/toolchains/types.js";
import { memoryTree } from "../../support/tree.js";
import { application } from "./started.js";
import { packageLock, project, typescript, typescriptFiles, type Dependency } from "./projects.js";

type Fields = Readonly<Record<string, unknown>>;
const builds = ["npm ci", "npm run build"];

function pruneOf(
  fields: Fields = {},
  files: Readonly<Record<string, string>> = {},
  runs: readonly string[] = builds,
  transitive: Readonly<Record<string, Dependency>> = {},
  command = "npm start",
): Application["prune"] {
  const pkg = { ...typescript, ...fields };
  return application(
    project(pkg, { ...typescriptFiles, ...files }, packageLock(pkg, transitive)),
    runs,
    command,
  ).prune;
}

const because = (prune: Application["prune"]): string =>
  prune.known ? `known ${prune.value?.command ?? "nothing"}` : prune.because;

describe("npm", () => {
  it("prunes with the option that fits the lockfile", () => {
    expect(pruneOf()).toEqual({
      known: true,
      value: {
        command: "npm prune --omit=dev",
        directory: "/app",
        rewrites: { path: "/app/package-lock.json", unless: "--no-save" },
      },
    });
    const first = JSON.stringify({
      lockfileVersion: 1,
      dependencies: Object.fromEntries([
        ...Object.keys(typescript.dependencies).map((name) => [name, { version: "1.0.0" }] as const),
        ...Object.keys(typescript.devDependencies).map(
          (name) => [name, { version: "1.0.0", dev: true }] as const,
        ),
      ]),
    });
    expect(application(project(typescript, typescriptFiles, first), builds, "npm start").prune).toMatchObject(
      { value: { command: "npm prune --production" } },
    );
  });

  it("repeats options that decide how the tree is resolved", () => {
    expect(pruneOf({}, {}, ["npm ci --legacy-peer-deps", "npm run build"])).toMatchObject({
      value: { command: "npm prune --omit=dev --legacy-peer-deps" },
    });
  });

  it("has nothing to drop without dev dependencies or after a production install", () => {
    expect(pruneOf({ devDependencies: {} })).toEqual({ known: true, value: null });
    expect(pruneOf({}, { "dist/index.js": "" }, ["npm ci --omit=dev"], {}, "node dist/index.js")).toEqual({
      known: true,
      value: null,
    });
    expect(pruneOf({}, {}, [...builds, "npm prune --production"])).toEqual({ known: true, value: null });
  });

  it("P158: an undeclared import that only a dev dependency brings", () => {
    const source = { "src/routes.ts": "import chalk from 'chalk';\nexport const routes = chalk;\n" };
    expect(because(pruneOf({}, source, builds, { chalk: { dev: true } }))).toContain("imports chalk");
    expect(pruneOf({}, source, builds, { chalk: {} })).toMatchObject({
      known: true,
      value: { directory: "/app" },
    });
  });

  it("P158: an import of a dev dependency, but not one for its types", () => {
    expect(
      because(pruneOf({}, { "src/routes.ts": "import ts from 'typescript';\nexport const routes = ts;\n" })),
    ).toContain("imports typescript");
    expect(
      pruneOf(
        {},
        {
          "src/routes.ts":
            "import type { Node } from 'typescript';\nexport const routes = (n: Node): Node => n;\n",
        },
      ).known,
    ).toBe(true);
    expect(
      pruneOf(
        {},
        { "src/routes.ts": "import { type Node, type Type } from 'typescript';\nexport const routes = 1;\n" },
      ).known,
    ).toBe(true);
  });

  it("imports of tests and of files that nothing loads do not count", () => {
    expect(
      pruneOf(
        {},
        {
          "src/routes.test.ts": "import ts from 'typescript';\n",
          "src/seed.ts": "import ts from 'typescript';\n",
        },
      ).known,
    ).toBe(true);
  });

  it.each([
    [
      "forked by a path of parts",
      "fork(path.resolve('scripts', 'child.js'));",
      "scripts/child.js",
      "npm start",
    ],
    [
      "of a folder that is listed",
      "readdirSync(path.join(__dirname, '../plugins'));",
      "plugins/a.js",
      "npm start",
    ],
    ["loaded first by an option", "", "tracing.js", "node -r ./tracing.js dist/index.js"],
  ])("P158: plain JavaScript %s counts", (_how, text, file, command) => {
    const files = {
      "src/routes.ts": `export const routes = 1;\n${text}\n`,
      [file]: "require('./more');\n",
      [join(dirname(file), "more.js")]: "require('typescript');\n",
    };
    expect(because(pruneOf({}, files, builds, {}, command))).toMatch(/typescript/);
  });

  it("a computed import makes every source count", () => {
    expect(
      because(
        pruneOf(
          {},
          {
            "src/routes.ts": "export const routes = require(process.env.PLUGIN);\n",
            "src/seed.ts": "import ts from 'typescript';\n",
          },
        ),
      ),
    ).toContain("imports typescript");
  });

  it("P158: a package named by a text: transports, dialects, view engines", () => {
    const dev = {
      devDependencies: { ...typescript.devDependencies, "pino-pretty": "^11.0.0", sqlite3: "^5.1.0" },
    };
    expect(
      because(
        pruneOf(dev, {
          "src/routes.ts": "export const routes = { transport: { target: 'pino-pretty' } };\n",
        }),
      ),
    ).toContain("pino-pretty");
    expect(
      because(pruneOf(dev, { "src/routes.ts": "export const routes = { dialect: 'sqlite' };\n" })),
    ).toContain("sqlite3");
  });

  it("P77: the command runs a program of a dev dependency", () => {
    const scripts = { ...typescript.scripts, start: "prisma migrate deploy && node dist/index.js" };
    expect(
      because(pruneOf({ scripts, devDependencies: { ...typescript.devDependencies, prisma: "^5.0.0" } })),
    ).toContain("uses prisma");
    expect(pruneOf({ scripts, dependencies: { ...typescript.dependencies, prisma: "^5.0.0" } }).known).toBe(
      true,
    );
  });

  it("P77: the command preloads a dev dependency", () => {
    const fields = {
      scripts: { ...typescript.scripts, start: "node -r tsconfig-paths/register dist/index.js" },
      devDependencies: { ...typescript.devDependencies, "tsconfig-paths": "^4.0.0" },
    };
    expect(because(pruneOf(fields))).toContain("tsconfig-paths");
  });

  it("P162: packages installed by name", () => {
    expect(because(pruneOf({}, {}, ["npm ci", "npm install ioredis", "npm run build"]))).toContain(
      "npm install ioredis",
    );
    expect(because(pruneOf({}, {}, ["npm ci", "npm update", "npm run build"]))).toContain("npm update");
    expect(because(pruneOf({}, {}, ["npm ci", "npm audit fix --force", "npm run build"]))).toContain(
      "npm audit fix",
    );
    expect(pruneOf({}, {}, ["npm install -g npm@10", ...builds]).known).toBe(true);
  });

  it("a folder that is made for a cache, and its owner, change no package", () => {
    const before = ["mkdir -p node_modules", "chown -R node node_modules", ...builds];
    const cache = [...builds, "mkdir -p node_modules/.cache", "chmod -R 777 node_modules/.cache"];
    for (const runs of [before, cache]) expect(pruneOf({}, {}, runs)).toMatchObject({ known: true });
    expect(pruneOf({}, {}, cache)).toEqual(pruneOf({}, {}, builds));
    expect(because(pruneOf({}, {}, [...builds, "mkdir -p node_modules/own"]))).toContain(
      "mkdir -p node_modules/own",
    );
  });

  it("a lockfile that differs from package.json", () => {
    const other = packageLock({ ...typescript, dependencies: { fastify: "^3.0.0", pg: "^8.11.0" } });
    expect(
      because(
        application(
          project(typescript, typescriptFiles, other),
          ["npm install", "npm run build"],
          "npm start",
        ).prune,
      ),
    ).toContain("fastify");
  });

  it("an install that took no notice of the lockfile", () => {
    expect(because(pruneOf({}, {}, ["npm install --no-package-lock", "npm run build"]))).toContain(
      "lockfile",
    );
    expect(
      because(pruneOf({}, { ".npmrc": "package-lock=false\n" }, ["npm install", "npm run build"])),
    ).toContain(".npmrc");
  });

  it("without a lockfile npm has written one in the image", () => {
    expect(
      application(project(typescript, typescriptFiles, null), ["npm install", "npm run build"], "npm start")
        .prune,
    ).toMatchObject({ value: { command: "npm prune --production" } });
  });

  it("a folder that was removed before the install is no change", () => {
    expect(pruneOf({}, {}, ["rm -rf node_modules", ...builds])).toMatchObject({
      value: { command: "npm prune --omit=dev" },
    });
  });

  it("P145: modules that were installed elsewhere and copied", () => {
    const tree = project(typescript, { ...typescriptFiles, "dist/index.js": "" });
    expect(
      because(
        application(
          tree,
          ["cd /tmp/app && npm ci", "cp -a /tmp/app/node_modules /app/"],
          "node dist/index.js",
        ).prune,
      ),
    ).toContain("no command is known");
  });
});

describe("other managers", () => {
  const yarnLock = [
    "# yarn lockfile v1",
    "",
    'fastify@^4.26.0:\n  version "4.26.0"\n  resolved "https://registry.example/fastify.tgz"\n  dependencies:\n    pino "^8.17.0"',
    'pino@^8.17.0:\n  version "8.17.0"',
    'pg@^8.11.0:\n  version "8.11.0"',
    'typescript@^5.4.0:\n  version "5.4.2"',
    '"@types/node@^20.11.0", "@types/node@*":\n  version "20.11.0"',
    'ts-node-dev@^2.0.0:\n  version "2.0.0"\n  dependencies:\n    chalk "^4.0.0"',
    'chalk@^4.0.0:\n  version "4.1.2"',
    "",
  ].join("\n\n");
  const withLock = (
    name: string,
    lock: string,
    fields: Fields = {},
    files: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof project> =>
    project({ ...typescript, ...fields }, { ...typescriptFiles, ...files, [name]: lock }, null);

  it("P86: yarn classic drops them by a second install without scripts", () => {
    const answer = application(
      withLock("yarn.lock", yarnLock),
      ["yarn install --frozen-lockfile", "yarn build"],
      "yarn start",
    );
    expect(answer.prune).toEqual({
      known: true,
      value: { command: "yarn install --production --ignore-scripts --prefer-offline", directory: "/app" },
    });
  });

  it("yarn classic does not where the install has no lockfile and writes none", () => {
    const on = project(typescript, typescriptFiles, null);
    expect(because(application(on, ["yarn --frozen-lockfile", "yarn build"], "yarn start").prune)).toBe(
      "yarn --frozen-lockfile finds no lockfile and writes none",
    );
    expect(application(on, ["yarn", "yarn build"], "yarn start").prune.known).toBe(true);
  });

  it("P158: yarn: what only dev dependencies bring", () => {
    const files = { "src/routes.ts": "import chalk from 'chalk';\nexport const routes = chalk;\n" };
    expect(
      because(
        application(withLock("yarn.lock", yarnLock, {}, files), ["yarn", "yarn build"], "yarn start").prune,
      ),
    ).toContain("imports chalk");
    const kept = { "src/routes.ts": "import pino from 'pino';\nexport const routes = pino;\n" };
    expect(
      application(withLock("yarn.lock", yarnLock, {}, kept), ["yarn", "yarn build"], "yarn start").prune
        .known,
    ).toBe(true);
  });

  it("P158: yarn: a dev dependency whose other version stays for production", () => {
    const files = {
      "src/routes.ts": "import { Routes } from 'discord-api-types/v9';\nexport const routes = Routes;\n",
    };
    const fields = { devDependencies: { ...typescript.devDependencies, "discord-api-types": "^0.34.0" } };
    const locked = (needed: string): string =>
      yarnLock.replace(
        /^(fastify@.*:\n {2}version .*\n)/m,
        `$1  dependencies:\n    discord-api-types "${needed}"\n`,
      ) +
      '\n"discord-api-types@^0.34.0":\n  version "0.34.0"\n\n"discord-api-types@^0.33.3":\n  version "0.33.5"\n';
    const pruned = (lock: string): Application["prune"] =>
      application(withLock("yarn.lock", lock, fields, files), ["yarn", "yarn build"], "yarn start").prune;
    expect(because(pruned(locked("^0.33.3")))).toContain("discord-api-types");
    expect(because(pruned(locked("^0.34.0")))).toContain("yarn install --production");
  });

  it("yarn is told again what the install was told to pass over", () => {
    const answer = application(
      withLock("yarn.lock", yarnLock),
      ["yarn --ignore-engines --frozen-lockfile", "yarn build"],
      "yarn start",
    );
    expect(answer.prune).toMatchObject({
      value: { command: "yarn install --production --ignore-scripts --prefer-offline --ignore-engines" },
    });
  });

  it("yarn would undo patches and fetch again after a cache clean", () => {
    expect(
      because(
        application(
          withLock("yarn.lock", yarnLock, {
            scripts: { ...typescript.scripts, postinstall: "patch-package" },
          }),
          ["yarn", "yarn build"],
          "yarn start",
        ).prune,
      ),
    ).toContain("on install");
    expect(
      because(
        application(withLock("yarn.lock", yarnLock), ["yarn", "yarn cache clean", "yarn build"], "yarn start")
          .prune,
      ),
    ).toContain("cache clean");
  });

  it("a range that yarn.lock does not have", () => {
    expect(
      because(
        application(
          withLock("yarn.lock", yarnLock.replace("fastify@^4.26.0", "fastify@^4.25.0")),
          ["yarn", "yarn build"],
          "yarn start",
        ).prune,
      ),
    ).toContain("fastify");
  });

  const berryLock = (names: Readonly<Record<string, string>>): string =>
    `__metadata:\n  version: 8\n\n${Object.entries(names)
      .map(([name, range]) => `"${name}@npm:${range}":\n  version: 1.0.0\n\n`)
      .join("")}`;
  const berry = (
    fields: Readonly<Record<string, unknown>>,
    settings = "nodeLinker: node-modules\n",
  ): ReturnType<typeof application> =>
    application(
      withLock(
        "yarn.lock",
        berryLock({ ...typescript.dependencies, ...typescript.devDependencies }),
        fields,
        { ".yarnrc.yml": settings },
      ),
      ["yarn install --immutable", "yarn build"],
      "yarn start",
    );

  it("P87: yarn 4 focuses on production", () => {
    const focus = { value: { command: "yarn workspaces focus --all --production" } };
    expect(berry({ packageManager: "yarn@4.1.0" }).prune).toMatchObject(focus);
    const released = berry({}, "nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.5.0.cjs\n");
    expect(released.prune).toMatchObject(focus);
  });

  it("P87: yarn 3 has such a command by a plugin alone, and yarn 4 would run the scripts of an install", () => {
    expect(because(berry({ packageManager: "yarn@3.6.0" }).prune)).toContain("plugin");
    const plugin =
      'nodeLinker: node-modules\nplugins:\n  - path: .yarn/plugins/x.cjs\n    spec: "@yarnpkg/plugin-workspace-tools"\n';
    expect(berry({ packageManager: "yarn@3.6.0" }, plugin).prune).toMatchObject({
      value: { command: "yarn workspaces focus --all --production" },
    });
    const scripts = { ...typescript.scripts, postinstall: "patch-package" };
    expect(because(berry({ packageManager: "yarn@4.1.0", scripts }).prune)).toContain("postinstall");
  });

  const pnpmLock = (version: string): string =>
    `lockfileVersion: '${version}'\n\nimporters:\n  .:\n    dependencies:\n      fastify:\n        specifier: ^4.26.0\n        version: 4.26.0\n      pg:\n        specifier: ^8.11.0\n        version: 8.11.0\n    devDependencies:\n      '@types/node':\n        specifier: ^20.11.0\n        version: 20.11.0\n      ts-node-dev:\n        specifier: ^2.0.0\n        version: 2.0.0\n      typescript:\n        specifier: ^5.4.0\n        version: 5.4.2\n`;

  it("P83, P84: pnpm prunes in place, without the scripts that it would run", () => {
    const answer = application(
      withLock("pnpm-lock.yaml", pnpmLock("9.0")),
      ["pnpm install --frozen-lockfile", "pnpm build"],
      "pnpm start",
    );
    expect(answer.prune).toMatchObject({ value: { command: "pnpm prune --prod --ignore-scripts" } });
  });

  it("P78: pnpm keeps the client that prisma generated", () => {
    const lock = pnpmLock("9.0").replace(
      "      pg:",
      "      '@prisma/client':\n        specifier: ^5.0.0\n        version: 5.0.0\n      pg:",
    );
    const fields = { dependencies: { ...typescript.dependencies, "@prisma/client": "^5.0.0" } };
    const answer = application(
      withLock("pnpm-lock.yaml", lock, fields),
      ["pnpm install", "pnpm build"],
      "pnpm start",
    );
    // pnpm keeps what lies beside the client's package in its store folder (docs/prune.md)
    expect(answer.prune).toMatchObject({ value: { command: "pnpm prune --prod --ignore-scripts" } });
  });

  it("npm would remove what a script puts into node_modules", () => {
    const fields = { scripts: { ...typescript.scripts, postinstall: "mkdir -p node_modules/lib" } };
    const pkg = { ...typescript, ...fields };
    const tree = project(pkg, typescriptFiles);
    const answer = application(tree, ["npm ci", "npm run build"], "npm start");
    expect(because(answer.prune)).toContain("npm prune would remove what mkdir -p node_modules/lib");
  });

  it("P79: whatever is decided, node_modules goes along whole", () => {
    const tree = memoryTree({
      "/app/package.json": JSON.stringify({ dependencies: { express: "4.0.0" } }),
      "/app/i.js": "require('express')",
    });
    expect(application(tree, ["npm i"], "node i.js").keep.map(({ path }) => path)).toContain(
      "/app/node_modules",
    );
  });
});
