/** Workspaces: which packages a command means, which go along, and how dev dependencies are dropped. */
import { defaultOptions, split } from "../../../src/split/split.js";
import { memoryProject } from "../../../src/project/memory.js";
import type { Step } from "../../../src/model/types.js";
import { npmStep } from "../../../src/toolchains/npm/step.js";
import { memoryTree } from "../../support/tree.js";
import { workspaceAround } from "../../../src/toolchains/npm/workspace.js";
import { invocation } from "./invocation.js";
import { application, kept, left, started } from "./started.js";

const root = {
  name: "shop",
  private: true,
  workspaces: ["packages/*"],
  scripts: { start: "node packages/api/dist/index.js" },
  devDependencies: { typescript: "5.5.4" },
};
const api = {
  name: "@shop/api",
  version: "1.0.0",
  scripts: { build: "tsc", start: "node dist/index.js" },
  dependencies: { "@shop/prices": "1.0.0", ms: "2.1.3" },
};
const prices = { name: "@shop/prices", version: "1.0.0", main: "dist/index.js", scripts: { build: "tsc" } };
const web = {
  name: "@shop/web",
  version: "1.0.0",
  scripts: { build: "vite build" },
  dependencies: { vue: "3.4.0" },
};
const tsconfig = '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }';

const files = {
  "packages/api/package.json": JSON.stringify(api),
  "packages/api/tsconfig.json": tsconfig,
  "packages/api/src/index.ts":
    "import { price } from '@shop/prices';\nimport ms from 'ms';\nprice(ms('1s'));\n",
  "packages/prices/package.json": JSON.stringify(prices),
  "packages/prices/tsconfig.json": tsconfig,
  "packages/prices/src/index.ts": "export const price = (n: number) => n;\n",
  "packages/web/package.json": JSON.stringify(web),
  "packages/web/src/main.ts": "import { createApp } from 'vue';\n",
  "README.md": "# shop",
};

function lock(): string {
  return JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "": { name: "shop", devDependencies: root.devDependencies },
      "packages/api": { dependencies: api.dependencies },
      "packages/prices": {},
      "packages/web": { dependencies: web.dependencies },
      "node_modules/@shop/api": { link: true },
      "node_modules/ms": { version: "2.1.3" },
      "node_modules/vue": { version: "3.4.0" },
      "node_modules/typescript": { version: "5.5.4", dev: true },
    },
  });
}

const npmFiles = { "package.json": JSON.stringify(root), "package-lock.json": lock(), ...files };
const inApp = (all: Readonly<Record<string, string>>): ReturnType<typeof memoryTree> =>
  memoryTree(Object.fromEntries(Object.entries(all).map(([path, text]) => [`/app/${path}`, text])));

describe("the packages of a workspace", () => {
  const names = (text: Readonly<Record<string, string>>, at = "/app"): readonly string[] | undefined =>
    workspaceAround(at, inApp(text))?.members.map(({ directory }) => directory);

  it("P85: are those that the patterns name and the image has", () => {
    expect(names(npmFiles)).toEqual(["/app/packages/api", "/app/packages/prices", "/app/packages/web"]);
    expect(names(npmFiles, "/app/packages/api/src")).toHaveLength(3);
  });

  it("are those of pnpm-workspace.yaml, without the ones that it leaves out", () => {
    const pnpm = {
      ...files,
      "package.json": "{}",
      "pnpm-workspace.yaml": "packages:\n  - 'packages/**'\n  - '!packages/web'\n",
    };
    expect(names(pnpm)).toEqual(["/app/packages/api", "/app/packages/prices"]);
  });

  it("are none for a package beside the patterns", () => {
    expect(names({ ...npmFiles, "tools/cli/package.json": "{}" }, "/app/tools/cli")).toBeUndefined();
  });
});

/** What goes along of the two packages that tsc builds. */
const built = ["api", "prices"].flatMap((name) => [`packages/${name}/dist`, `packages/${name}/package.json`]);

describe("npm workspaces", () => {
  const runs = ["npm ci", "npm run build --workspace @shop/prices --workspace @shop/api"];

  it("P85: keep node_modules and what is built of the packages that the program reaches", () => {
    const answer = application(inApp(npmFiles), runs, "node packages/api/dist/index.js");
    expect(kept(answer)).toEqual(["node_modules", "package.json", ...built]);
    expect(left(answer)).toEqual([
      "README.md",
      "package-lock.json",
      ...["api", "prices"].flatMap((name) => [`packages/${name}/src`, `packages/${name}/tsconfig.json`]),
      "packages/web",
    ]);
    expect(answer.prune).toMatchObject({
      known: true,
      value: { command: "npm prune --omit=dev", directory: "/app" },
    });
    expect(answer.notes).toEqual([]);
  });

  it("follow npm start -w to the one package", () => {
    const { needs, stopped } = started(inApp(npmFiles), runs, "npm start -w @shop/api");
    expect(stopped).toBeNull();
    expect(needs).toContainEqual(
      expect.objectContaining<Record<string, unknown>>({
        kind: "application",
        directory: "/app",
        entry: "/app/packages/api/dist/index.js",
      }),
    );
  });

  it("refuse a command that starts several", () => {
    expect(started(inApp(npmFiles), runs, "npm start --workspaces").stopped).toMatchObject({
      code: "workspace",
    });
  });

  it("keep a package that a source names by its folder", () => {
    const tree = inApp({
      ...npmFiles,
      "packages/api/src/site.ts": "app.use(express.static(join(__dirname, '../../web/dist')));\n",
      "packages/api/src/index.ts": "import './site';\n",
    });
    expect(kept(application(tree, runs, "node packages/api/dist/index.js"))).toContain("packages/web");
  });

  it("P158: are not pruned when a package imports what only another's development brings", () => {
    const tree = inApp({
      ...npmFiles,
      "packages/prices/src/index.ts": "import ts from 'typescript';\nexport const price = ts;\n",
    });
    const { prune } = application(tree, runs, "node packages/api/dist/index.js");
    expect(prune.known ? "pruned" : prune.because).toContain("typescript");
  });

  it("are not pruned when package.json of a member and the lockfile differ", () => {
    const other = { ...api, dependencies: { ...api.dependencies, ms: "2.0.0" } };
    const tree = inApp({ ...npmFiles, "packages/api/package.json": JSON.stringify(other) });
    const { prune } = application(tree, runs, "node packages/api/dist/index.js");
    expect(prune.known ? "pruned" : prune.because).toContain("another range for ms");
  });

  it("go along whole, for a reviewer, when a step is not understood", () => {
    const answer = application(
      inApp(npmFiles),
      ["npm ci", "npx nx run-many -t build"],
      "node packages/api/dist/index.js",
    );
    expect(kept(answer)).toEqual(["/app"]);
    expect(answer.notes).toMatchObject([{ code: "workspace-whole", weight: "review" }]);
  });

  it("P85: go along whole, for a reviewer, when a package came after the install", () => {
    const dockerfile =
      'FROM node:20-slim\nWORKDIR /app\nCOPY package*.json ./\nCOPY packages/api/package.json packages/api/\nRUN npm ci\nCOPY . .\nRUN npm run build -w @shop/prices -w @shop/api\nCMD ["node", "packages/api/dist/index.js"]\n';
    const outcome = split(dockerfile, memoryProject({ ...npmFiles, Dockerfile: dockerfile }), {
      ...defaultOptions,
      dockerfilePath: "Dockerfile",
    });
    expect(outcome.status === "rewritten" ? outcome.safety : outcome.notes.map(({ code }) => code)).toContain(
      "workspace-whole",
    );
  });

  it("take the lockfile of the root when npm ci runs in a package, but not with --prefix", () => {
    const tree = inApp(npmFiles);
    const stepOf = (text: string, cwd: string): Step | null =>
      npmStep(invocation(text, cwd), tree, { steps: [], invocations: [] });
    expect(stepOf("npm ci", "/app/packages/api")).toMatchObject({
      directory: "/app",
      lockfile: "/app/package-lock.json",
    });
    expect(stepOf("npm ci --prefix packages/api", "/app")?.broken?.code).toBe("original-broken-no-lockfile");
  });
});

describe("a package of a workspace", () => {
  const runs = ["npm ci", "npm run build -ws --if-present"];
  const keptOf = (more: Readonly<Record<string, string>>): readonly string[] =>
    kept(application(inApp({ ...npmFiles, ...more }), runs, "node packages/api/dist/index.js"));

  it("P24: leaves the sources of its build behind, and keeps what is beside them", () => {
    const all = keptOf({ "packages/api/locales/en.json": "{}", "packages/prices/table.csv": "1;2\n" });
    expect(all).toEqual(
      expect.arrayContaining([...built, "packages/api/locales", "packages/prices/table.csv"]),
    );
    expect(all).not.toContain("packages/api/src");
  });

  it("whose main is a source runs as it is", () => {
    const plain = JSON.stringify({ ...prices, main: "src/index.js", scripts: {} });
    const all = keptOf({ "packages/prices/package.json": plain, "packages/prices/src/index.js": "" });
    expect(all).toContain("packages/prices");
  });

  it("P49: of which another one loads a file past main goes along whole", () => {
    const all = keptOf({
      "packages/api/src/index.ts": "import { table } from '@shop/prices/src/table.js';\n",
      "packages/prices/src/table.js": "exports.table = {};\n",
    });
    expect(all).toContain("packages/prices");
  });

  it("that is a site keeps what its bundler wrote, and package.json for the manager", () => {
    const all = keptOf({
      "packages/api/src/index.ts": "app.use(express.static(join(__dirname, '../../web/dist')));\n",
      "packages/web/index.html": "<script src=src/main.ts></script>\n",
    });
    expect(all).toEqual(expect.arrayContaining(["packages/web/dist", "packages/web/package.json"]));
    expect(all).not.toContain("packages/web/src");
  });
});

describe("yarn workspaces", () => {
  const yarnLock =
    '# yarn lockfile v1\n\n\nms@2.1.3:\n  version "2.1.3"\n\ntypescript@5.5.4:\n  version "5.5.4"\n\nvue@3.4.0:\n  version "3.4.0"\n';
  const yarn = { ...npmFiles, "yarn.lock": yarnLock };

  it("P86: are pruned as a whole, and yarn workspace runs in the one package", () => {
    const answer = application(
      inApp(yarn),
      [
        "yarn install --frozen-lockfile",
        "yarn workspace @shop/prices build",
        "yarn workspace @shop/api build",
      ],
      "yarn workspace @shop/api start",
    );
    expect(kept(answer)).toEqual(["node_modules", "package.json", ...built]);
    expect(answer.prune).toMatchObject({
      value: { command: "yarn install --production --ignore-scripts --prefer-offline" },
    });
  });

  it("yarn workspaces run builds all that have the script", () => {
    const answer = application(
      inApp({ ...yarn, "packages/web/package.json": '{"name":"@shop/web"}' }),
      ["yarn", "yarn workspaces run build"],
      "node packages/api/dist/index.js",
    );
    expect(kept(answer)).toEqual(["node_modules", "package.json", ...built]);
  });

  it("P87: yarn 4 focuses on production, when no script runs on install", () => {
    const berry = {
      ...npmFiles,
      "package.json": JSON.stringify({ ...root, packageManager: "yarn@4.5.0" }),
      ".yarnrc.yml": "nodeLinker: node-modules\n",
      "yarn.lock":
        '__metadata:\n  version: 8\n\n"ms@npm:2.1.3":\n  version: 2.1.3\n\n"typescript@npm:5.5.4":\n  version: 5.5.4\n\n"vue@npm:3.4.0":\n  version: 3.4.0\n',
    };
    const answer = application(
      inApp(berry),
      ["yarn install --immutable", "yarn workspaces foreach -A run build"],
      "yarn workspace @shop/api start",
    );
    expect(answer.prune).toMatchObject({ value: { command: "yarn workspaces focus --all --production" } });
    // yarn berry checks the whole project when it runs a script
    expect(kept(answer)).toContain("packages/web/package.json");
    expect(kept(answer)).toContain("yarn.lock");
  });
});

describe("pnpm and turbo", () => {
  const importer = (deps: Readonly<Record<string, string>>): object => ({
    dependencies: Object.fromEntries(
      Object.entries(deps).map(([name, specifier]) => [name, { specifier, version: "1.0.0" }]),
    ),
  });
  const pnpm = {
    ...files,
    "package.json": JSON.stringify({
      name: "shop",
      private: true,
      devDependencies: { typescript: "5.5.4", turbo: "2.0.0" },
    }),
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    "turbo.json": '{ "tasks": { "build": { "dependsOn": ["^build"], "outputs": ["dist/**"] } } }',
    "pnpm-lock.yaml": JSON.stringify({
      lockfileVersion: "9.0",
      importers: {
        ".": { devDependencies: { typescript: { specifier: "5.5.4" }, turbo: { specifier: "2.0.0" } } },
        "packages/api": importer(api.dependencies),
        "packages/prices": {},
        "packages/web": importer(web.dependencies),
      },
    }),
  };

  const pnpmBuild = ["pnpm install --frozen-lockfile", "pnpm --filter @shop/api... build"];
  const version = (text: string): Readonly<Record<string, string>> => ({
    ...pnpm,
    "package.json": JSON.stringify({ ...JSON.parse(pnpm["package.json"]), packageManager: text }),
  });
  const paths = (files: Readonly<Record<string, string>>, runs: readonly string[]): readonly string[] =>
    started(inApp(files), runs, "pnpm --filter @shop/api start").needs.flatMap((need) =>
      need.kind === "path" ? [need.path.replace("/app/", "")] : [],
    );

  it("P83: links of the root and of the packages go along, and pnpm drops dev dependencies in place", () => {
    const answer = application(inApp(pnpm), pnpmBuild, "node packages/api/dist/index.js");
    expect(answer.prune).toMatchObject({
      value: {
        command:
          "CI=true pnpm install --prod --frozen-lockfile --ignore-scripts --prefer-offline --config.modules-cache-max-age=0",
      },
    });
    expect(kept(answer)).toEqual([
      "node_modules",
      "package.json",
      "packages/api/dist",
      "packages/api/node_modules",
      "packages/api/package.json",
      "packages/prices/dist",
      "packages/prices/package.json",
      "pnpm-workspace.yaml",
    ]);
  });

  it.each([
    ["pnpm install --filter @shop/api...", pnpm["pnpm-lock.yaml"], "--filter"],
    ["pnpm install", pnpm["pnpm-lock.yaml"].replace("9.0", "5.4"), "pnpm 7"],
  ])("P84: %s: dev dependencies stay", (install, lockfile, because) => {
    const tree = inApp({ ...pnpm, "pnpm-lock.yaml": lockfile });
    const { prune } = application(tree, [install, "pnpm -r build"], "node packages/api/dist/index.js");
    expect(prune.known ? "pruned" : prune.because).toContain(because);
  });

  it("P88: pnpm 11 and later find the lockfile and every package when they run the script", () => {
    expect(paths(version("pnpm@12.1.0"), pnpmBuild)).toEqual(
      expect.arrayContaining([
        "pnpm-lock.yaml",
        "packages/web/package.json",
        "packages/web/node_modules",
        "packages/prices/package.json",
      ]),
    );
    expect(paths(version("pnpm@10.1.0"), pnpmBuild)).not.toContain("pnpm-lock.yaml");
    const asked = {
      ...version("pnpm@10.1.0"),
      "pnpm-workspace.yaml": "packages:\n  - packages/*\nverifyDepsBeforeRun: install\n",
    };
    expect(paths(asked, pnpmBuild)).toContain("pnpm-lock.yaml");
  });

  it("P88: pnpm 10 keeps the version that packageManager asks for in its own folder", () => {
    const tools = "/root/.local/share/pnpm/.tools";
    const global = (spec: string): readonly string[] => [`npm install -g ${spec}`, ...pnpmBuild];
    expect(paths(version("pnpm@10.32.1"), global("pnpm@10.29.1"))).toContain(tools);
    expect(paths(version("pnpm@10.29.1"), global("pnpm@10.29.1"))).not.toContain(tools);
    expect(paths(version("pnpm@10.32.1"), global("pnpm@9.1.0"))).not.toContain(tools);
    expect(paths(version("pnpm@10.32.1"), ["corepack enable", ...pnpmBuild])).not.toContain(tools);
    const off = { ...version("pnpm@10.32.1"), ".npmrc": "manage-package-manager-versions=false\n" };
    expect(paths(off, global("pnpm@10.29.1"))).not.toContain(tools);
  });

  it("P88: where an unnamed pnpm keeps the version that it fetches is for a reviewer", () => {
    const dockerfile =
      'FROM node:20-slim\nWORKDIR /app\nRUN npm install -g pnpm\nCOPY . .\nRUN pnpm install --frozen-lockfile\nRUN pnpm -r build\nCMD ["pnpm", "--filter", "@shop/api", "start"]\n';
    const codes = (packageManager: string): readonly string[] => {
      const files = { ...version(packageManager), "packages/web/package.json": '{"name":"@shop/web"}' };
      return split(dockerfile, memoryProject({ ...files, Dockerfile: dockerfile }), {
        ...defaultOptions,
        dockerfilePath: "Dockerfile",
      }).notes.map(({ code }) => code);
    };
    expect(codes("pnpm@10.32.1")).toContain("pnpm-version-switch");
    expect(codes("")).not.toContain("pnpm-version-switch");
  });

  it("pnpm fetch and an install without a network are one install", () => {
    const answer = application(
      inApp(pnpm),
      ["pnpm fetch", "pnpm install -r --offline", "pnpm -r build"],
      "node packages/api/dist/index.js",
    );
    expect(answer.prune).toMatchObject({ known: true });
    expect(answer.notes).toEqual([]);
  });

  it.each([
    ["--filter=@shop/api", true],
    ["--filter=./packages/api", true],
    ["--filter=api...", true],
    ["--filter=[HEAD^1]", false],
  ])("turbo run build %s", (filter, understood) => {
    const answer = application(
      inApp(pnpm),
      ["pnpm install", `npx turbo run build ${filter}`],
      "node packages/api/dist/index.js",
    );
    expect(answer.notes.map(({ code }) => code)).toEqual(understood ? [] : ["workspace-whole"]);
  });

  it("a package that nothing builds is no artifact", () => {
    const answer = application(
      inApp({ ...pnpm, "turbo.json": "{}" }),
      ["pnpm install", "npx turbo run build --filter=web"],
      "node packages/api/dist/index.js",
    );
    expect(answer.refuse?.code).toBe("command-not-produced");
  });
});

describe("the whole Dockerfile", () => {
  const dockerfile = `FROM node:20-slim
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build -w @shop/prices -w @shop/api
WORKDIR /app/packages/api
CMD ["npm", "start"]
`;

  it("P93: copies the packages to where they were", () => {
    const outcome = split(dockerfile, memoryProject({ ...npmFiles, Dockerfile: dockerfile }), {
      ...defaultOptions,
      dockerfilePath: "Dockerfile",
    });
    expect(outcome.reason).toBeNull();
    const text = outcome.changes[0]?.after ?? "";
    expect(text.slice(text.indexOf("RUN npm prune"))).toBe(`RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /app/packages/api
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/packages/api/dist ./dist
COPY --from=build /app/packages/api/package.json ./package.json
COPY --from=build /app/packages/prices/dist /app/packages/prices/dist
COPY --from=build /app/packages/prices/package.json /app/packages/prices/package.json
CMD ["npm", "start"]
`);
  });
});

describe("files that only some contexts have", () => {
  const pkg = { name: "a", dependencies: { dotenv: "16.0.0" }, devDependencies: { jest: "29.0.0" } };
  const project = {
    "package.json": JSON.stringify(pkg),
    "package-lock.json": JSON.stringify({
      lockfileVersion: 3,
      packages: {
        "": { dependencies: pkg.dependencies, devDependencies: pkg.devDependencies },
        "node_modules/dotenv": { version: "16.0.0" },
        "node_modules/jest": { version: "29.0.0", dev: true },
      },
    }),
    "index.js": "require('dotenv').config();\nrequire('./config.json');\n",
  };
  const text = (copy: string, more: Readonly<Record<string, string>> = {}): string => {
    const dockerfile = `FROM node:20-slim\nWORKDIR /app\n${copy}\nRUN npm ci\nCMD ["node", "index.js"]\n`;
    const files = { ...project, ...more, Dockerfile: dockerfile };
    const outcome = split(dockerfile, memoryProject(files), {
      ...defaultOptions,
      dockerfilePath: "Dockerfile",
    });
    return outcome.changes[0]?.after ?? outcome.reason?.code ?? "";
  };

  it("P31: go along with package.json, where the whole context is copied", () => {
    expect(text("COPY . .")).toContain(
      "COPY --from=build /app/package.json /app/.env* /app/config.jso[n] ./\n",
    );
  });

  it("but not those that .dockerignore keeps out, nor where only named files are copied", () => {
    expect(text("COPY . .", { ".dockerignore": ".env*\nconfig.json\n" })).toContain(
      "COPY --from=build /app/package.json ./package.json\n",
    );
    expect(text("COPY package*.json index.js ./")).not.toContain(".env");
  });
});
