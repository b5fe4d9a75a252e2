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

describe("npm workspaces", () => {
  const runs = ["npm ci", "npm run build --workspace @shop/prices --workspace @shop/api"];

  it("P85: keep node_modules and the packages that the program reaches, each whole", () => {
    const answer = application(inApp(npmFiles), runs, "node packages/api/dist/index.js");
    expect(kept(answer)).toEqual(["node_modules", "package.json", "packages/api", "packages/prices"]);
    expect(left(answer)).toEqual(["README.md", "package-lock.json", "packages/web"]);
    expect(answer.prune).toEqual({
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
    expect(kept(answer)).toEqual(["node_modules", "package.json", "packages/api", "packages/prices"]);
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
    expect(kept(answer)).toEqual(["node_modules", "package.json", "packages/api", "packages/prices"]);
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
    expect(kept(answer)).toContain("packages/web");
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

  it("P84: are not pruned, because pnpm would install them anew", () => {
    const answer = application(
      inApp(pnpm),
      ["pnpm install --frozen-lockfile", "pnpm --filter @shop/api... build"],
      "pnpm --filter @shop/api start",
    );
    expect(answer.prune.known ? "pruned" : answer.prune.because).toContain("anew");
    expect(kept(answer)).toEqual([
      "node_modules",
      "package.json",
      "packages/api",
      "packages/prices",
      "pnpm-workspace.yaml",
    ]);
  });

  it("P83: node_modules of the root and of the packages go along", () => {
    const answer = application(
      inApp(pnpm),
      ["pnpm install", "pnpm -r build"],
      "node packages/api/dist/index.js",
    );
    expect(kept(answer)).toEqual(expect.arrayContaining(["node_modules", "packages/api"]));
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
COPY --from=build /app/packages/api ./
COPY --from=build /app/packages/prices /app/packages/prices
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
