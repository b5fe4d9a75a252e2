/** Builds and commands that run programs of dev dependencies which an install or a prune has left out. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { NODE_FILES } from "../support/rewrite.js";

const PACKAGE = {
  name: "app",
  scripts: { build: "tsc", start: "node dist/index.js" } as Record<string, string>,
  dependencies: { ms: "2.1.3" } as Record<string, string>,
  devDependencies: { typescript: "5.4.5" } as Record<string, string>,
};

/** A lockfile that agrees; `more` are packages that nobody names. */
function lock(pkg: typeof PACKAGE, more: Record<string, object> = {}): string {
  const entries = (names: Record<string, string>, dev: boolean): [string, object][] =>
    Object.entries(names).map(([name, version]) => [
      `node_modules/${name}`,
      { version, ...(dev ? { dev } : {}) },
    ]);
  return JSON.stringify({
    name: "app",
    lockfileVersion: 3,
    packages: {
      "": { dependencies: pkg.dependencies, devDependencies: pkg.devDependencies },
      ...Object.fromEntries([...entries(pkg.dependencies, false), ...entries(pkg.devDependencies, true)]),
      ...more,
    },
  });
}

function outcome(
  runs: string,
  pkg: Partial<typeof PACKAGE> = {},
  files: Record<string, string> = {},
  from = "node:20",
): Outcome {
  const own = { ...PACKAGE, ...pkg };
  const source = `FROM ${from}\nWORKDIR /app\nCOPY . .\n${runs}\n`;
  const project = {
    ...NODE_FILES,
    "package.json": JSON.stringify(own),
    "package-lock.json": lock(own),
    ...files,
  };
  return split(source, memoryProject({ ...project, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
}

const START = 'CMD ["npm", "start"]';
const BROKEN = "original-broken-dev-dependency";
const seeds = { start: "sow && node index.js" };
const withSeeds = { scripts: seeds, devDependencies: { sow: "1.0.0" } };
const plain = { "index.js": "console.log(1)\n" };

describe("P76: the build's tool is left out", () => {
  it.each([
    [
      "P12: NODE_ENV before the install",
      `ENV NODE_ENV=production\nRUN npm install\nRUN npm run build\n${START}`,
    ],
    ["npm ci --omit=dev", `RUN npm ci --omit=dev\nRUN npm run build\n${START}`],
    ["npm ci --only=production in one RUN", `RUN npm ci --only=production && npm run build\n${START}`],
    ["a prune before the build", `RUN npm ci\nRUN npm prune --production\nRUN npm run build\n${START}`],
    [
      "removed and installed again",
      `RUN npm ci\nRUN rm -rf node_modules && npm ci --omit=dev\nRUN npm run build\n${START}`,
    ],
    ["its file called", `RUN npm ci --omit=dev\nRUN ./node_modules/.bin/tsc\n${START}`],
    ["its file given to node", `RUN npm ci --omit=dev\nRUN node node_modules/typescript/bin/tsc\n${START}`],
    // The registry's package of that name is another one, and only says so.
    ["npx tsc", `RUN npm ci --omit=dev\nRUN npx tsc\n${START}`],
  ])("%s", (_what, runs) => {
    const { reason } = outcome(runs);
    expect(reason?.code).toBe(BROKEN);
    expect(reason?.message).toContain("tsc comes from typescript, a dev dependency");
  });

  it("with yarn, which fetches nothing for a program that is not there", () => {
    const yarn = 'ms@2.1.3:\n  version "2.1.3"\n\ntypescript@5.4.5:\n  version "5.4.5"\n';
    const own = Object.fromEntries(
      Object.entries(NODE_FILES).filter(([name]) => name !== "package-lock.json"),
    );
    for (const runs of ["RUN yarn --production\nRUN yarn build", "RUN yarn --production\nRUN yarn tsc"]) {
      const source = `FROM node:20\nWORKDIR /app\nCOPY . .\n${runs}\nCMD ["node", "dist/index.js"]\n`;
      const project = memoryProject({ ...own, "yarn.lock": yarn, Dockerfile: source });
      expect(split(source, project, defaultOptions).reason?.code).toBe(BROKEN);
    }
  });

  it("the message names the line and the variable", () => {
    expect(outcome(`ENV NODE_ENV=production\nRUN npm install\nRUN npm run build\n${START}`).reason).toEqual({
      code: BROKEN,
      message:
        "npm run build: tsc comes from typescript, a dev dependency, and npm install under NODE_ENV=production (line 5) leaves those out",
      line: 6,
    });
  });
});

describe("the command's tool is left out", () => {
  it.each([
    ["installed for production", `RUN npm ci --omit=dev\n${START}`],
    ["P78: pruned by the file itself", `RUN npm ci\nRUN npm prune --omit=dev\n${START}`],
  ])("%s", (_what, runs) => {
    const { reason } = outcome(runs, withSeeds, plain);
    expect(reason?.code).toBe(BROKEN);
    expect(reason?.message).toContain("sow comes from sow");
  });

  it("a development server that is not there is no development server", () => {
    const pkg = { scripts: { start: "nodemon index.js" }, devDependencies: { nodemon: "3.0.0" } };
    expect(outcome(`RUN npm ci --omit=dev\n${START}`, pkg, plain).reason?.code).toBe(BROKEN);
    expect(outcome(`RUN npm ci\n${START}`, pkg, plain).reason?.code).toBe("dev-server-command");
  });
});

describe("what may be there all the same is not called broken", () => {
  const build = `RUN npm run build\n${START}`;
  it.each([
    ["dev dependencies are asked for", `ENV NODE_ENV=production\nRUN npm ci --include=dev\n${build}`, {}],
    [".npmrc asks for them", `ENV NODE_ENV=production\nRUN npm ci\n${build}`, { ".npmrc": "include=dev\n" }],
    [
      "P11: the variable's value comes from outside",
      `ARG NODE_ENV\nENV NODE_ENV=$NODE_ENV\nRUN npm ci\n${build}`,
      {},
    ],
    ["it is installed for the whole image", `RUN npm i -g typescript && npm ci --omit=dev\n${build}`, {}],
    ["it is installed by name", `RUN npm ci --omit=dev && npm install --production typescript\n${build}`, {}],
    ["a later install brings it", `RUN npm ci --omit=dev\nRUN npm ci\n${build}`, {}],
    ["the context has node_modules", `RUN npm ci --omit=dev\n${build}`, { "node_modules/x/index.js": "" }],
    [
      "no lockfile tells what else is installed",
      `RUN npm install --production\n${build}`,
      { "package-lock.json": "" },
    ],
    ["only in one case", `ARG X\nRUN if [ "$X" = 1 ]; then npm ci --omit=dev; else npm ci; fi\n${build}`, {}],
    ["npm prune takes only what nobody names", `RUN npm ci\nRUN npm prune\n${build}`, {}],
  ])("%s", (_what, runs, files) => {
    expect(outcome(runs, {}, files).reason?.code).not.toBe(BROKEN);
  });

  it("another package of production brings it", () => {
    const files = { "package-lock.json": lock(PACKAGE, { "node_modules/typescript": { version: "5.4.5" } }) };
    expect(outcome(`RUN npm ci --omit=dev\n${build}`, {}, files).reason?.code).not.toBe(BROKEN);
  });

  it("npm 6 passes over --omit=dev", () => {
    const runs = `RUN npm ci --omit=dev\n${build}`;
    expect(outcome(runs, {}, {}, "node:14").reason?.code).not.toBe(BROKEN);
    expect(outcome(runs.replace("omit=dev", "production"), {}, {}, "node:14").reason?.code).toBe(BROKEN);
  });

  it("an image that is not known may have it", () => {
    const runs = `RUN npm ci --omit=dev\n${build}`;
    expect(outcome(runs, {}, {}, "registry.example/node:20").reason?.code).not.toBe(BROKEN);
  });

  it.each(["tsc || true", "tsc; echo done", "tsc | cat"])("its failure is not the script's: %s", (text) => {
    const pkg = { scripts: { ...PACKAGE.scripts, build: text } };
    expect(outcome(`RUN npm ci --omit=dev\n${build}`, pkg).reason?.code).not.toBe(BROKEN);
  });

  it("nor is it the RUN's", () => {
    const runs = `RUN npm ci --omit=dev\nRUN npm run build || echo none\n${START}`;
    expect(outcome(runs).reason?.code).not.toBe(BROKEN);
  });

  it("a script that is missing does not fail a RUN that goes on", () => {
    expect(outcome(`RUN npm ci\nRUN npm run docs || true\n${build}`).reason?.code).not.toBe(
      "original-broken-no-script",
    );
  });
});

describe("npx fetches what is not there", () => {
  const migrations = { "index.js": "console.log(1)\n", "prisma/schema.prisma": "" };
  const run = "CMD npx prisma migrate deploy && node index.js";
  const prisma = { devDependencies: { prisma: "6.0.0" }, scripts: {} };
  const notes = (one: Outcome): readonly string[] => one.notes.map(({ code }) => code);

  it("P77: a migration tool that the file itself prunes is a matter for a person", () => {
    const one = outcome(`RUN npm ci\nRUN npm prune --omit=dev\n${run}`, prisma, migrations);
    expect(one.reason?.code).toBe("needs-review");
    expect(one.reason?.message).toContain(
      "npx fetches prisma from the registry each time the container starts",
    );
  });

  it("so is one that no package brings, and it builds nothing", () => {
    const one = outcome(`RUN npm ci\n${run}`, { devDependencies: {}, scripts: {} }, migrations);
    expect(notes(one)).toContain("program-fetched-at-start");
    expect(one.reason?.message).not.toContain("build");
  });

  it("one that is there is none", () => {
    const installed = [
      outcome(`RUN npm ci\n${run}`, prisma, migrations),
      outcome(
        `RUN npm ci --omit=dev\n${run}`,
        { dependencies: { prisma: "6.0.0" }, scripts: {} },
        migrations,
      ),
      outcome(`RUN npm i -g prisma && npm ci --omit=dev\n${run}`, prisma, migrations),
    ];
    for (const one of installed) {
      expect(notes(one)).not.toContain("program-fetched-at-start");
      expect(one.reason?.code).not.toBe(BROKEN);
    }
  });
});

describe("what the file itself leaves out is not pruned again", () => {
  const files = { "index.js": "console.log(require('ms')('1s'))\n" };
  it.each([
    "RUN npm ci && npm run build && npm prune --omit=dev",
    "RUN npm ci && npm run build\nRUN rm -rf node_modules && npm ci --omit=dev",
    "RUN npm ci && npm run build && npm ci --omit=dev",
  ])("%s", (runs) => {
    const one = outcome(`${runs}\n${START}`, {}, files);
    const [change] = one.changes;
    expect(one.status).toBe("rewritten");
    expect(change?.after.match(/prune|npm ci --omit=dev/g)).toHaveLength(1);
    expect(one.notes.map(({ code }) => code)).not.toContain("dev-dependencies-kept");
  });

  it("a prune that takes only what nobody names leaves them to be pruned", () => {
    const one = outcome(`RUN npm ci && npm run build && npm prune\n${START}`, {}, files);
    expect(one.changes[0]?.after).toContain("RUN npm prune --omit=dev\n");
  });
});
