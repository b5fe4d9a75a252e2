import { application, kept, left } from "./started.js";
import { express, expressFiles, project, typescript, typescriptFiles } from "./projects.js";

const builds = ["npm ci", "npm run build"];

function keepsWith(source: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return kept(
    application(
      project(typescript, { ...typescriptFiles, "src/routes.ts": source, ...files }),
      builds,
      "npm start",
    ),
  );
}

describe("sources that a compiled program reads when it runs", () => {
  it.each([
    ["relative to the working directory", "fs.readFileSync('./src/files/item-codes.txt')"],
    [
      "a glob of a documentation tool",
      "const options = { definition: {}, apis: ['./src/http/controllers/**/*.ts'] };",
    ],
    ["joined from process.cwd()", "const file = path.join(process.cwd(), 'src', 'app', 'data.json');"],
    ["joined from __dirname", "const dir = path.resolve(__dirname, '..', 'src', 'i18n');"],
    ["in a template", "const file = `${process.cwd()}/src/data/${name}.json`;"],
    ["put together", "const file = process.cwd() + '/src/data.json';"],
    ["entities of an ORM", "export const db = new DataSource({ entities: ['src/entities/*.ts'] });"],
    [
      "migrations of an ORM",
      'export const db = new DataSource({ migrations: ["./src/migrations/*{.ts,.js}"] });',
    ],
    ["by a constant", "const HOME = 'src';\nconst files = fs.readdirSync(path.join(process.cwd(), HOME));"],
    ["by a property", "const options = { home: 'src' };\nfs.readdirSync(path.resolve(options.home));"],
    ["an option for a folder", "i18n.configure({ directory: 'src' });"],
    ["a list of folders", "const options = { viewDirs: ['src'] };"],
  ])("P134: %s", (_, source) => {
    expect(keepsWith(source)).toContain("src");
  });

  it.each([
    ["a word", "log.info('src');"],
    ["an address", "const home = 'https://example.org/src/main';"],
    ["a comparison", "if (kind === 'src') start();"],
  ])("%s of the same name is none", (_, source) => {
    expect(keepsWith(source)).not.toContain("src");
  });

  it("P134: settings in .env, the environment and package.json name folders too", () => {
    const files = { ...typescriptFiles, "test/seed.ts": "" };
    expect(
      kept(
        application(
          project(typescript, { ...files, ".env": "TYPEORM_ENTITIES=src/entities/*.ts\n" }),
          builds,
          "npm start",
        ),
      ),
    ).toContain("src");
    expect(
      kept(application(project(typescript, files), builds, "npm start", "/app", { NODE_CONFIG_DIR: "src" })),
    ).toContain("src");
    expect(
      kept(
        application(project({ ...typescript, _moduleAliases: { "@": "src" } }, files), builds, "npm start"),
      ),
    ).toContain("src");
    expect(
      kept(application(project(typescript, { ...files, ".env": "NODE_ENV=test\n" }), builds, "npm start")),
    ).not.toContain("test");
  });

  it("what packages read from the working directory without being told", () => {
    const pkg = {
      ...typescript,
      scripts: { ...typescript.scripts, start: "node dist/src/index.js" },
      dependencies: { ...typescript.dependencies, config: "^3.3.0" },
    };
    const files = {
      ...typescriptFiles,
      "tsconfig.json":
        '{"compilerOptions": {"outDir": "dist", "rootDir": "."}, "include": ["src", "config"]}',
      "src/routes.ts":
        "import config from 'config';\nimport '../config/schema';\nexport const routes = config;\n",
      "config/schema.ts": "export const port = 1;",
      "config/default.json": "{}",
    };
    expect(kept(application(project(pkg, files), builds, "npm start"))).toContain("config");
    const without = { ...files, "src/routes.ts": "import '../config/schema';\nexport const routes = 1;\n" };
    expect(left(application(project(pkg, without), builds, "npm start"))).toContain("config");
  });

  it("files beside compiled ones are out of reach without a name", () => {
    const files = {
      ...typescriptFiles,
      "src/legacy/old.js": "console.log(1)",
      "src/data/cities.json": "[]",
    };
    expect(left(application(project(typescript, files), builds, "npm start"))).toContain("src");
  });

  it("folders of TypeScript that nothing names stay behind; node cannot run them", () => {
    const files = { ...typescriptFiles, "types/index.d.ts": "", "tools/seed.ts": "", "data/a.csv": "" };
    const answer = application(project(typescript, files), builds, "npm start");
    expect(left(answer)).toEqual(expect.arrayContaining(["types", "tools"]));
    expect(kept(answer)).toContain("data");
    const named = { ...files, "src/routes.ts": "fork('tools/seed.ts');" };
    expect(kept(application(project(typescript, named), builds, "npm start"))).toContain("tools");
  });
});

describe("settings of package managers", () => {
  it("P91: every name that begins with .npmrc or .yarnrc stays in the build stage", () => {
    const answer = application(
      project(express, {
        ...expressFiles,
        ".npmrc-ci": "//registry.example/:_authToken=${NPM_TOKEN}",
        ".npmrc.docker": "registry=https://registry.example",
        ".yarnrc": "",
      }),
      ["npm ci"],
      "node server.js",
    );
    expect(left(answer)).toEqual(expect.arrayContaining([".npmrc-ci", ".npmrc.docker", ".yarnrc"]));
    expect(answer.notes.find(({ code }) => code === "npmrc-left-behind")?.message).toContain(
      "/app/.npmrc-ci",
    );
  });

  it("one that steers how scripts run stays with the program, unless it holds a token", () => {
    const withSettings = (text: string): readonly string[] =>
      kept(application(project(express, { ...expressFiles, ".npmrc": text }), ["npm ci"], "npm start"));
    expect(withSettings("node-options=--max-old-space-size=4096\n")).toContain(".npmrc");
    expect(withSettings("node-options=-r ./x.js\n//registry.example/:_authToken=abc\n")).not.toContain(
      ".npmrc",
    );
  });
});

describe("what a program of the system is asked for", () => {
  it("git and the repository, when a source runs it", () => {
    const files = {
      ...expressFiles,
      "server.js": "const { execSync } = require('child_process');\nexecSync('git rev-parse HEAD');\n",
      ".git/HEAD": "ref: refs/heads/main",
    };
    const answer = application(project(express, files), ["npm ci"], "node server.js");
    expect(answer.programs.map(({ name }) => name)).toContain("git");
    expect(kept(answer)).toContain(".git");
    expect(
      left(application(project(express, { ...expressFiles, ".git/HEAD": "x" }), ["npm ci"], "npm start")),
    ).toContain(".git");
  });
});

describe("settings of a program that the command starts", () => {
  const started = (start: string, dependency: string, files: Readonly<Record<string, string>>) =>
    kept(
      application(
        project(
          {
            ...typescript,
            scripts: { ...typescript.scripts, start: `${start} && node dist/index.js` },
            dependencies: { ...typescript.dependencies, [dependency]: "6.0.0" },
          },
          { ...typescriptFiles, "src/migrations/1.js": "exports.up = () => {};\n", ...files },
        ),
        builds,
        "npm start",
      ),
    );

  it("name its folders, whatever the file is called", () => {
    const sequelize = "module.exports = { 'migrations-path': path.resolve('src', 'migrations') };\n";
    expect(started("sequelize db:migrate", "sequelize-cli", { ".sequelizerc": sequelize })).toContain("src");
    const mongo = "module.exports = { migrationsDir: 'src/migrations' };\n";
    expect(started("migrate-mongo up", "migrate-mongo", { "migrate-mongo-config.js": mongo })).toContain(
      "src",
    );
  });

  it("and those of a program that it does not start name nothing", () => {
    const text = "module.exports = { 'migrations-path': path.resolve('src', 'migrations') };\n";
    expect(started("echo", "sequelize-cli", { ".sequelizerc": text })).not.toContain("src");
  });
});

describe("imports of package.json", () => {
  const keeps = (
    imports: unknown,
    command = "node dist/index.js",
    build = "tsc",
    env: Readonly<Record<string, string>> = {},
  ): boolean => {
    const pkg = { ...typescript, imports, scripts: { ...typescript.scripts, build } };
    const tree = project(pkg, typescriptFiles);
    return kept(application(tree, builds, command, "/app", env)).includes("src");
  };

  it.each<readonly [string, unknown, boolean]>([
    ["the sources", { "#x/*": "./src/*.js" }, true],
    ["the output", { "#x/*": "./dist/*.js" }, false],
    [
      "the sources while it is developed",
      { "#x/*": { development: "./src/*.ts", default: "./dist/*.js" } },
      false,
    ],
    ["types", { "#x/*": { types: "./src/*.ts", node: { import: "./dist/*.js" } } }, false],
    [
      "what stands behind a condition that always holds",
      { "#x/*": { default: "./dist/*.js", node: "./src/*.js" } },
      false,
    ],
    [
      "the sources when they are required",
      { "#x/*": { import: "./dist/*.js", require: "./src/*.cjs" } },
      true,
    ],
    ["the sources, with a fallback", { "#x/*": { browser: "./dist/*.js", default: ["./src/*.js"] } }, true],
  ])("%s", (_what, imports, keepsSources) => {
    expect(keeps(imports)).toBe(keepsSources);
  });

  it("a condition that the command sets", () => {
    const imports = { "#x/*": { source: "./src/*.js", default: "./dist/*.js" } };
    expect(keeps(imports, "node dist/index.js")).toBe(false);
    expect(keeps(imports, "node --conditions=source dist/index.js")).toBe(true);
    expect(keeps(imports, "node -C source dist/index.js")).toBe(true);
    expect(keeps(imports, "node dist/index.js", "tsc", { NODE_OPTIONS: "--conditions=source" })).toBe(true);
  });

  it("the closest package.json counts: here one that the build puts beside its output", () => {
    expect(keeps({ "#x/*": "./src/*.js" }, "node dist/index.js", "tsc && cp package.json dist/")).toBe(false);
  });
});
