import { memoryTree } from "../../support/tree.js";
import { npm } from "../../../src/toolchains/npm/npm.js";
import type { Step } from "../../../src/model/types.js";
import { historyOf, invocation, noHistory } from "./invocation.js";
import { express, expressFiles, project, typescript, typescriptFiles } from "./projects.js";

const tree = project(typescript, typescriptFiles);
const step = (
  command: string,
  on = tree,
  cwd = "/app",
  env: Readonly<Record<string, string>> = {},
): Step | null => npm.step(invocation(command, cwd, env), on, noHistory);
const paths = (one: Step | null, role?: string): readonly string[] =>
  one?.outputs.known === true
    ? one.outputs.value.filter((output) => role === undefined || output.role === role).map(({ path }) => path)
    : [one?.outputs.known === false ? one.outputs.because : "no step"];

describe("kinds of steps", () => {
  it.each([
    ["npm ci", "install"],
    ["npm install", "install"],
    ["npm i --silent", "install"],
    ["yarn", "install"],
    ["yarn --frozen-lockfile", "install"],
    ["yarn install --network-timeout 100000", "install"],
    ["pnpm install --frozen-lockfile", "install"],
    ["pnpm i", "install"],
    ["bun install", "install"],
    ["npm install pg", "install"],
    ["npm rebuild", "install"],
    ["npm i -g pm2", "install"],
    ["yarn global add serve", "install"],
    ["npm run build", "build"],
    ["yarn build", "build"],
    ["pnpm build", "build"],
    ["pnpm run build", "build"],
    ["npx tsc", "build"],
    ["npx --no-install tsc -p tsconfig.json", "build"],
    ["tsc", "build"],
    ["./node_modules/.bin/tsc", "build"],
    ["node_modules/typescript/bin/tsc", "build"],
    ["node node_modules/typescript/bin/tsc", "build"],
    ["npm prune --production", "prune"],
    ["npm prune --omit=dev", "prune"],
    ["pnpm prune --prod", "prune"],
    ["npm test", "test"],
    ["npm audit", "test"],
    ["npx eslint .", "test"],
    ["npm cache clean --force", "housekeeping"],
    ["yarn cache clean", "housekeeping"],
    ["npm config set registry https://registry.example", "housekeeping"],
    ["corepack enable", "housekeeping"],
    ["corepack prepare pnpm@9 --activate", "housekeeping"],
  ])("%s is %s", (command, kind) => {
    expect(step(command)?.kind).toBe(kind);
  });

  it.each(["ls", "mvn package", "apk add git", "node scripts/x.js", "./gradlew build"])(
    "%s is not ours",
    (command) => {
      expect(step(command)).toBeNull();
    },
  );
});

it("P86: a second install of yarn without scripts is a prune, a first one is none", () => {
  const command = "yarn install --production --ignore-scripts --prefer-offline";
  expect(npm.step(invocation(command), tree, historyOf(tree, ["yarn install"]))?.kind).toBe("prune");
  expect(npm.step(invocation(command), tree, noHistory)?.kind).toBe("install");
});

describe("production installs", () => {
  it.each([
    ["npm ci --omit=dev", {}, true],
    ["npm ci --omit dev", {}, true],
    ["npm ci --only=production", {}, true],
    ["npm install --production", {}, true],
    ["npm install --production=false", { NODE_ENV: "production" }, false],
    ["npm ci", { NODE_ENV: "production" }, true],
    ["npm ci --include=dev", { NODE_ENV: "production" }, false],
    ["NODE_ENV=development npm ci", { NODE_ENV: "production" }, false],
    ["yarn --prod", {}, true],
    ["yarn install", { NODE_ENV: "production" }, true],
    ["pnpm install --prod", {}, true],
    ["pnpm install -P", {}, true],
    ["npm ci", {}, false],
  ])("P12: %s with %j: %s", (command, env, production) => {
    expect(step(command, tree, "/app", env)?.productionOnly).toBe(production);
  });
});

describe("outputs", () => {
  it("names node_modules, the lockfile that npm install may write, and the caches", () => {
    expect(paths(step("npm install"))).toEqual([
      "/app/node_modules",
      "/root/.npm",
      "/root/.cache/node-gyp",
      "/app/package-lock.json",
    ]);
    expect(paths(step("npm ci"))).not.toContain("/app/package-lock.json");
  });

  it("remembers the lockfile of the install", () => {
    expect(step("npm ci")?.lockfile).toBe("/app/package-lock.json");
    expect(step("npm install", project(typescript, {}, null))?.lockfile).toBeNull();
  });

  it("P149: a global program is a file on the PATH", () => {
    const one = step("npm install -g pm2@5 @nestjs/cli --silent");
    expect(paths(one, "dependencies")).toEqual([
      "/usr/local/lib/node_modules/pm2",
      "/usr/local/bin/pm2",
      "/usr/local/bin/pm2-runtime",
      "/usr/local/bin/pm2-docker",
      "/usr/local/bin/pm2-dev",
      "/usr/local/lib/node_modules/@nestjs/cli",
      "/usr/local/bin/nest",
    ]);
    expect(one?.directory).toBe("/");
  });

  it("works in the folder that the command names", () => {
    const nested = memoryTree({
      "/app/web/package.json":
        '{"name": "w", "scripts": {"build": "vite build"}, "devDependencies": {"vite": "5.0.0"}}',
    });
    for (const command of [
      "npm --prefix web run build",
      "npm run build --prefix ./web",
      "yarn --cwd web build",
      "pnpm -C web build",
      "pnpm --dir web run build",
    ]) {
      expect(step(command, nested)?.directory).toBe("/app/web");
      expect(paths(step(command, nested), "artifact")).toEqual(["/app/web/dist"]);
    }
  });

  it("a script of the install that builds counts", () => {
    const pkg = { ...typescript, scripts: { ...typescript.scripts, postinstall: "npm run build" } };
    expect(paths(step("npm ci", project(pkg, typescriptFiles)))).toContain("/app/dist");
    expect(paths(step("npm ci --ignore-scripts", project(pkg, typescriptFiles)))).not.toContain("/app/dist");
  });

  it("P80: git hooks on install make nothing", () => {
    const pkg = { ...typescript, scripts: { ...typescript.scripts, prepare: "husky install || true" } };
    expect(step("npm ci", project(pkg, typescriptFiles))?.outputs.known).toBe(true);
  });

  it("P160: a script of the install that seeds is not understood", () => {
    const pkg = { ...typescript, scripts: { ...typescript.scripts, postinstall: "node scripts/seed.js" } };
    expect(step("npm ci", project(pkg, typescriptFiles))?.outputs).toMatchObject({ known: false });
  });

  const built = (
    script: string,
    more: Readonly<Record<string, string>> = {},
    fields: Readonly<Record<string, unknown>> = {},
  ): Step | null =>
    step(
      "npm run build",
      project(
        {
          ...typescript,
          ...fields,
          scripts: {
            build: script,
            lint: "eslint .",
            clean: "rimraf dist",
            compile: "tsc",
            types: "tsc --noEmit",
          },
        },
        { ...typescriptFiles, ...more },
      ),
    );

  it.each([
    ["npm run clean && npm run compile", ["/app/dist"]],
    ["run-s clean lint compile", ["/app/dist"]],
    ["npm-run-all clean compile", ["/app/dist"]],
    ["npm run types && vite build", ["/app/dist"]],
    ["vite build --outDir ../static", ["/static"]],
    ["vue-tsc --noEmit && vite build", ["/app/dist"]],
    ["tsc --outDir build", ["/app/build"]],
    ["esbuild src/index.ts --bundle --platform=node --outfile=out/server.js", ["/app/out/server.js"]],
    ["esbuild src/index.ts --outdir=lib", ["/app/lib"]],
    ["tsup src/index.ts", ["/app/dist"]],
    ["babel src -d lib --copy-files", ["/app/lib"]],
    ["react-scripts build", ["/app/build"]],
    ["CI=false react-scripts build", ["/app/build"]],
    ["cross-env NODE_OPTIONS=--max-old-space-size=4096 react-scripts build", ["/app/build"]],
    ["node --max_old_space_size=4096 node_modules/.bin/react-scripts build", ["/app/build"]],
    ["vue-cli-service build", ["/app/dist"]],
    ["next build", ["/app/.next"]],
    ["astro build", ["/app/dist"]],
    ["gatsby build", ["/app/public"]],
    ["ncc build src/index.ts -o out", ["/app/out"]],
    ["webpack --mode production", ["/app/dist"]],
    ["parcel build index.html", ["/app/dist"]],
    ["mkdir -p lib && cp src/a.json lib/a.json", ["/app/lib", "/app/lib/a.json"]],
    ["dotenv -e .env -- tsc", ["/app/dist"]],
    ["tsc && tsc-alias", ["/app/dist"]],
    ["tailwindcss -i src/in.css -o public/out.css --minify", ["/app/public/out.css"]],
  ])("P99: %s makes %j", (script, outputs) => {
    expect(paths(built(script), "artifact")).toEqual(outputs);
  });

  it.each([
    ["node build.js"],
    ["gulp build"],
    ["turbo run build"],
    ["nx build api"],
    ["lerna run build"],
    ["npm run build -w packages/a"],
    ["rollup -c"],
    ["make"],
  ])("%s is not guessed", (script) => {
    expect(built(script)?.outputs.known).toBe(false);
  });

  it("P99: folders from the configuration, when they are literal", () => {
    expect(
      paths(
        built("vite build", {
          "vite.config.ts": "export default defineConfig({ build: { outDir: 'build/client' } })",
        }),
        "artifact",
      ),
    ).toEqual(["/app/build/client"]);
    expect(
      built("vite build", {
        "vite.config.ts": "export default defineConfig({ build: { outDir: process.env.OUT } })",
      })?.outputs.known,
    ).toBe(false);
    expect(
      paths(
        built("webpack", {
          "webpack.config.js":
            "module.exports = { output: { path: path.resolve(__dirname, 'public', 'js'), filename: 'app.js' } }",
        }),
        "artifact",
      ),
    ).toEqual(["/app/public/js"]);
    expect(
      paths(
        built("vue-cli-service build", {
          "vue.config.js": "module.exports = { outputDir: path.join(__dirname, '../web') }",
        }),
        "artifact",
      ),
    ).toEqual(["/web"]);
    expect(
      paths(
        built("rollup -c", {
          "rollup.config.js":
            "export default { input: 'src/i.js', output: { file: 'dist/bundle.js', format: 'cjs' } }",
        }),
        "artifact",
      ),
    ).toEqual(["/app/dist/bundle.js"]);
  });

  it.each([
    ["output: { path: __dirname + '/public/js' }"],
    ["output: { path: `${__dirname}/public/js` }"],
    ["output: { filename: 'a.js', path: OUT }"],
    ["output: { path: path.resolve('public', 'js') }, plugins: [new Env({ path: './.env' })]"],
  ])("P99: webpack with %s", (config) => {
    const text = `const OUT = path.join(__dirname, 'public/js');\nmodule.exports = { ${config} };`;
    expect(paths(built("webpack", { "webpack.config.js": text }), "artifact")).toEqual(["/app/public/js"]);
  });

  it("P99: webpack's configuration out of several files", () => {
    const files = {
      "config/prod.js":
        "const { merge } = require('webpack-merge');\nmodule.exports = merge(require('./common.js'), { mode: 'production' });",
      "config/common.js": "module.exports = { output: { path: path.resolve(__dirname, '../dist') } };",
    };
    expect(paths(built("webpack --config config/prod.js", files), "artifact")).toEqual(["/app/dist"]);
    const two = {
      ...files,
      "config/prod.js": `${files["config/prod.js"]}\nx = { output: { path: '/other' } };`,
    };
    expect(built("webpack --config config/prod.js", two)?.outputs.known).toBe(false);
    const computed = { ...files, "config/prod.js": "module.exports = require(`./${process.env.KIND}.js`);" };
    expect(built("webpack --config config/prod.js", computed)?.outputs.known).toBe(false);
  });

  it("P99: Angular's outputPath", () => {
    const angular = JSON.stringify({
      projects: {
        web: {
          sourceRoot: "src",
          architect: { build: { builder: "@angular/build:application", options: {} } },
        },
      },
    });
    expect(
      paths(built("ng build --configuration production", { "angular.json": angular }), "artifact"),
    ).toEqual(["/app/dist/web"]);
    const older = JSON.stringify({
      projects: {
        web: {
          architect: {
            build: { builder: "@angular-devkit/build-angular:browser", options: { outputPath: "dist/site" } },
          },
        },
      },
    });
    expect(paths(built("ng build", { "angular.json": older }), "artifact")).toEqual(["/app/dist/site"]);
  });

  it("P78: prisma generate writes below node_modules, or where the schema says", () => {
    const schema =
      'generator client {\n  provider = "prisma-client-js"\n}\ndatasource db { provider = "postgresql" }\n';
    expect(paths(built("prisma generate && tsc", { "prisma/schema.prisma": schema }))).toEqual(
      expect.arrayContaining(["/app/node_modules/.prisma", "/app/dist"]),
    );
    const own = schema.replace('-js"', '-js"\n  output = "../generated/client"');
    expect(paths(built("prisma generate", { "prisma/schema.prisma": own }), "artifact")).toEqual([
      "/app/generated/client",
    ]);
  });
});

describe("certain failures", () => {
  const broken = (
    command: string,
    on: ReturnType<typeof memoryTree>,
    before: readonly string[] = [],
  ): string | undefined => npm.step(invocation(command), on, historyOf(on, before))?.broken?.code;

  it("npm ci without a lockfile", () => {
    expect(broken("npm ci", project(express, expressFiles, null))).toBe("original-broken-no-lockfile");
    expect(broken("npm ci", project(express, expressFiles))).toBeUndefined();
    expect(broken("npm install", project(express, expressFiles, null))).toBeUndefined();
  });

  it("npm ci after an install that wrote the lockfile", () => {
    expect(broken("npm ci", project(express, expressFiles, null), ["npm install"])).toBeUndefined();
  });

  it("a mount may bring what no COPY does", () => {
    expect(broken("npm ci", memoryTree({ "/other/file": "" }))).toBeUndefined();
  });

  it("a script that is not there", () => {
    expect(broken("npm run compile", tree)).toBe("original-broken-no-script");
    expect(broken("npm run compile --if-present", tree)).toBeUndefined();
    expect(broken("yarn run tsc", tree)).toBeUndefined();
    expect(broken("bun run tsc", tree)).toBeUndefined();
  });

  it("no package.json", () => {
    expect(broken("npm run build", memoryTree({ "/app/index.js": "" }))).toBe(
      "original-broken-no-build-file",
    );
    expect(broken("pnpm install", memoryTree({ "/app/index.js": "" }))).toBe("original-broken-no-build-file");
    const workspace = { "/app/pnpm-workspace.yaml": "packages: [api]", "/app/index.js": "" };
    expect(broken("pnpm install", memoryTree(workspace))).toBeUndefined();
  });

  it("npm 6 and yarn 1 install nothing without one, and go on", () => {
    for (const command of ["npm install", "yarn"]) {
      const one = step(command, memoryTree({ "/app/index.js": "" }), "/");
      expect([one?.kind, paths(one)]).toEqual(["housekeeping", []]);
    }
    // what another folder holds may be the base image's
    expect(paths(step("npm install", memoryTree({ "/app/index.js": "" }), "/srv"))).toContain(
      "/srv/node_modules",
    );
    expect(paths(step("npm install express", memoryTree({ "/app/index.js": "" }), "/"))).toContain(
      "/node_modules",
    );
  });
});

describe("engines of the project itself", () => {
  const engines = { ...typescript, engines: { node: ">=16.14.0" } };
  const demands = (
    command: string,
    files: Readonly<Record<string, string>> = {},
    env: Readonly<Record<string, string>> = {},
  ): string | undefined =>
    step(command, project(engines, { ...typescriptFiles, ...files }), "/app", env)?.demands?.range;

  it("yarn 1 holds them against node, npm and pnpm do not", () => {
    expect(demands("yarn install --production")).toBe(">=16.14.0");
    expect(demands("npm ci")).toBeUndefined();
    expect(demands("pnpm install")).toBeUndefined();
  });

  it("yarn 1 does not where it is told so", () => {
    expect(demands("yarn --ignore-engines")).toBeUndefined();
    expect(demands("yarn", { ".yarnrc": "ignore-engines true\n" })).toBeUndefined();
    expect(demands("yarn", {}, { YARN_IGNORE_ENGINES: "true" })).toBeUndefined();
  });
});

describe("what a script moves or removes", () => {
  const made = (build: string): readonly string[] =>
    paths(
      step(
        "npm run build",
        project({ ...typescript, scripts: { ...typescript.scripts, build } }, typescriptFiles),
      ),
      "artifact",
    ).map((path) => path.replace("/app/", ""));

  it("stands at its new place alone (P124)", () => {
    expect(made("tsc && mv dist out")).toEqual(["out"]);
    expect(made("tsc && mkdir site && mv dist site")).toEqual(["site", "site/dist"]);
    expect(made("tsc && cp -r dist out")).toEqual(expect.arrayContaining(["dist", "out"]));
  });

  it("is no output any more", () => {
    expect(made("tsc && rm -rf dist")).toEqual([]);
    expect(made("rm -rf dist && tsc")).toContain("dist");
  });
});
