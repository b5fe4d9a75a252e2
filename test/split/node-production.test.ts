/** Development servers of node as the container's command: refused, and what --unsafe makes of them. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";

type Files = Readonly<Record<string, string>>;

const HEAD = "FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\n";
const MAIN = "import ms from 'ms';\nconsole.log(ms('1s'));\n";
const COMMON = { compilerOptions: { module: "commonjs", outDir: "dist" }, include: ["src"] };

function project(
  scripts: Files,
  more: Files = {},
  dev: Files = { typescript: "5.4.5" },
  dependencies: Files = { ms: "2.1.3" },
  fields: Readonly<Record<string, unknown>> = {},
): Files {
  const all = { ...dependencies, ...dev };
  return {
    "package.json": JSON.stringify({ name: "app", scripts, dependencies, devDependencies: dev, ...fields }),
    "package-lock.json": JSON.stringify({
      name: "app",
      lockfileVersion: 3,
      packages: {
        "": { name: "app", dependencies, devDependencies: dev },
        ...Object.fromEntries(
          Object.entries(all).map(([name, version]) => [
            `node_modules/${name}`,
            { version, ...(name in dev ? { dev: true } : {}) },
          ]),
        ),
      },
    }),
    ...more,
  };
}

const typescript = (scripts: Files, more: Files = {}, dev: Files = {}): Files =>
  project(
    scripts,
    { "tsconfig.json": JSON.stringify(COMMON), "src/main.ts": MAIN, ...more },
    { typescript: "5.4.5", ...dev },
  );

const nest = (start: string, more: Files = {}): Files =>
  typescript(
    { build: "nest build", start },
    { "nest-cli.json": JSON.stringify({ sourceRoot: "src" }), ...more },
    { "@nestjs/cli": "10.4.9" },
  );

function run(source: string, files: Files, unsafe = true): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
    unsafe,
  });
}

function rewritten(source: string, files: Files): { readonly text: string; readonly note: string } {
  const outcome = run(source, files);
  if (outcome.status !== "rewritten") throw new Error(`${outcome.reason?.code}: ${outcome.reason?.message}`);
  expect(outcome.safety).toBe("review");
  const note = outcome.notes.find(({ code }) => code === "built-before-start");
  expect(note).toMatchObject({
    weight: "review",
    line: source.split("\n").findIndex((l) => /^CMD/.test(l)) + 1,
  });
  return { text: outcome.changes[0]?.after ?? "", note: note?.message ?? "" };
}

function reason(source: string, files: Files, unsafe = true): string {
  const outcome = run(source, files, unsafe);
  return `${outcome.status} ${outcome.reason?.code}: ${outcome.reason?.message}`;
}

/** RUN lines behind the install, and the command. */
function gist(source: string, files: Files): readonly string[] {
  return rewritten(source, files)
    .text.split("\n")
    .filter((line) => /^(RUN|CMD|ENTRYPOINT)/.test(line) && !/npm (ci|prune)/.test(line));
}

describe("P89: a development server is refused, by its name and the scripts that lead to it", () => {
  it.each<readonly [string, string, Files, string]>([
    [
      "a script",
      'CMD ["npm", "start"]',
      project({ start: "react-scripts start" }),
      "refused dev-server-command: react-scripts start is a development server (npm start -> react-scripts start)",
    ],
    [
      "a script that calls a script",
      "CMD yarn go",
      project({ go: "npm run dev", dev: "vite --host" }),
      "vite --host is a development server (yarn go -> npm run dev -> vite --host)",
    ],
    [
      "a script of the repository",
      'CMD ["./start.sh"]',
      project({ dev: "vue-cli-service serve" }, { "start.sh": "#!/bin/sh\nnpm run dev\n" }),
      "(./start.sh -> npm run dev -> vue-cli-service serve)",
    ],
    [
      "no script",
      "CMD npx ng serve --host 0.0.0.0",
      project({}),
      "ng serve --host 0.0.0.0 is a development server",
    ],
    [
      "watching",
      "CMD node --watch main.js",
      project({}, { "main.js": "" }),
      "restarts the program when a source changes",
    ],
    [
      "an interpreter",
      "CMD npx tsx src/main.ts",
      typescript({}),
      "refused interpreter-of-sources: tsx src/main.ts",
    ],
  ])("%s", (_what, command, files, message) => {
    const outcome = run(`${HEAD}${command}\n`, files, false);
    expect(`${outcome.status} ${outcome.reason?.code}: ${outcome.reason?.message}`).toContain(message);
    expect(outcome).toMatchObject({ reason: { line: 5 }, changes: [] });
  });

  it.each<readonly [string, string]>([
    ["react-scripts start", "react-scripts build"],
    ["vite", "vite build"],
    ["ng serve", "ng build"],
    ["vue-cli-service serve", "vue-cli-service build"],
    ["webpack serve", "webpack --mode production"],
  ])("%s has no exact form: the refusal says what to do", (start, build) => {
    const text = reason(`${HEAD}CMD ["npm", "start"]\n`, project({ start }));
    expect(text).toContain("it has no exact production form: ");
    expect(text).toContain(`\`${build}\` in a RUN`);
    expect(text).toContain("--with static-site");
  });

  it("P163: a runner of tasks is no server, and the refusal says what to do", () => {
    expect(reason(`${HEAD}CMD npm start\n`, project({ start: "nps serve" }))).toBe(
      "refused dev-server-command: nps serve runs tasks of the project by nps, a tool for development: name the command that the script of package-scripts.js runs (npm start -> nps serve)",
    );
  });

  it("P164: a build that runs and is not used is no production form of its server", () => {
    expect(
      reason(`${HEAD}RUN npm run build\nCMD npm run dev\n`, project({ build: "vite build", dev: "vite" })),
    ).toMatch(/^refused dev-server-command: vite is a development server \(npm run dev -> vite\)/);
  });
});

describe("P89: nest start becomes nest build and node", () => {
  it("is refused by default, and says what --unsafe does", () => {
    const text = reason(`${HEAD}CMD ["npm", "run", "start"]\n`, nest("nest start"), false);
    expect(text).toBe(
      "refused build-at-start: nest start compiles the sources when the container starts (npm run start -> nest start); --unsafe builds it with `npm run build` and starts `node dist/main`",
    );
  });

  it("the whole file", () => {
    const { text, note } = rewritten(
      `${HEAD}EXPOSE 3000\nCMD ["npm", "run", "start"]\n`,
      nest("nest start --watch"),
    );
    expect(text).toBe(`FROM node:20 AS build
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/dist ./dist
EXPOSE 3000
CMD ["node", "dist/main"]
`);
    expect(note).toContain("nothing watches the sources any more");
  });

  it("a build that the file runs already is not run again", () => {
    const { text, note } = rewritten(`${HEAD}RUN npm run build\nCMD npm start\n`, nest("nest start"));
    expect(text.match(/RUN .*/g)).toEqual(["RUN npm ci", "RUN npm run build", "RUN npm prune --omit=dev"]);
    expect(note).toMatch(/^the container starts `node dist\/main`; /);
    expect(note).toContain("node is the container's first process instead of npm");
  });

  it("arguments behind --, an entry file and a configuration go along", () => {
    const files = nest("nest start -p tsconfig.app.json --entryFile server -- --seed", {
      "tsconfig.app.json": JSON.stringify(COMMON),
      "src/server.ts": MAIN,
    });
    expect(gist(`${HEAD}CMD npm start\n`, files)).toEqual([
      "RUN npx nest build -p tsconfig.app.json",
      'CMD ["node", "dist/server", "--seed"]',
    ]);
  });

  it("the file is where the compiler's common root puts it", () => {
    const files = nest("nest start", {
      "tsconfig.json": JSON.stringify({ ...COMMON, include: ["src", "config.ts"] }),
      "config.ts": "export default 1;\n",
    });
    expect(gist(`${HEAD}CMD npm start\n`, files).at(-1)).toBe('CMD ["node", "dist/src/main"]');
  });

  it("an application of a monorepo, built by webpack", () => {
    const files = {
      ...nest("nest start api"),
      "nest-cli.json": JSON.stringify({
        monorepo: true,
        sourceRoot: "apps/web/src",
        compilerOptions: { webpack: true, tsConfigPath: "apps/web/tsconfig.app.json" },
        projects: {
          api: {
            root: "apps/api",
            sourceRoot: "apps/api/src",
            entryFile: "server",
            compilerOptions: { tsConfigPath: "apps/api/tsconfig.app.json" },
          },
        },
      }),
      "apps/api/tsconfig.app.json": JSON.stringify({ compilerOptions: { outDir: "../../dist/apps/api" } }),
      "apps/api/src/server.ts": MAIN,
    };
    expect(gist(`${HEAD}CMD npm start\n`, files)).toEqual([
      "RUN npx nest build api",
      'CMD ["node", "dist/apps/api/server"]',
    ]);
  });

  it("P146: commands in front of it stay as they are", () => {
    const files = nest("nest start", { "migrate.sh": "#!/bin/sh\ntrue\n" });
    expect(gist(`${HEAD}CMD sh migrate.sh  && \\\n  npm start\n`, files)).toEqual([
      "RUN npm run build",
      "CMD sh migrate.sh  && \\",
    ]);
    expect(rewritten(`${HEAD}CMD sh migrate.sh  && \\\n  npm start\n`, files).text).toContain(
      "CMD sh migrate.sh  && \\\n  node dist/main\n",
    );
  });

  it("variables that the script sets go along", () => {
    const files = nest("cross-env TZ=UTC nest start");
    expect(gist(`${HEAD}CMD npm start\n`, files)).toEqual([
      "RUN TZ=UTC npm run build",
      "CMD TZ=UTC exec node dist/main",
    ]);
  });

  it.each<readonly [string, string, Files, string]>([
    ["a debugger", `${HEAD}CMD npx nest start --debug\n`, nest("nest start"), "debugger"],
    ["another program", `${HEAD}CMD npm start\n`, nest("nest start -e bun"), "no counterpart"],
    [
      "no such file",
      `${HEAD}CMD npm start\n`,
      nest("nest start --entryFile other"),
      "nest build makes no dist/other.js",
    ],
    [
      "more commands",
      `${HEAD}CMD npm start\n`,
      nest("rimraf dist && nest start"),
      "runs more than the server",
    ],
    ["a command behind it", `${HEAD}CMD npm start && echo done\n`, nest("nest start"), "does more"],
    ["beside another one", `${HEAD}CMD npm start & sleep 1\n`, nest("nest start"), "does more"],
    ["one of two", `${HEAD}CMD [ -n "$A" ] && npm start || npm start\n`, nest("nest start"), "would not do"],
    [
      "a manager's variable",
      `${HEAD}CMD npm start\n`,
      nest("nest start", { "src/main.ts": "console.log(process.env.npm_package_version);\n" }),
      "/app/src/main.ts reads npm_package_version, which only npm sets",
    ],
    [
      "the compiler is not installed",
      `FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nCMD npm start\n`,
      nest("nest start"),
      "nest comes from @nestjs/cli, a dev dependency",
    ],
    [
      "NODE_ENV leaves it out",
      `FROM node:20\nENV NODE_ENV=production\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD npm start\n`,
      nest("nest start"),
      "nest comes from @nestjs/cli, a dev dependency",
    ],
    [
      "P117: sources mounted over the image",
      `${HEAD}CMD npm start\n`,
      nest("nest start", {
        "compose.yaml": "services:\n  app:\n    build: .\n    volumes:\n      - .:/app\n",
      }),
      "would not do",
    ],
  ])("%s", (_what, source, files, because) => {
    const text = reason(source, files);
    expect(text).toMatch(/^refused /);
    expect(text).toContain(because);
  });
});

describe("P89: programs that start again on a change", () => {
  const plain = (script: string, more: Files = {}): Files =>
    project({ build: "tsc", dev: script }, { ...typescript({ build: "tsc", dev: script }), ...more });

  it.each<readonly [string, string, Files, readonly string[]]>([
    [
      "nodemon with JavaScript",
      "CMD npx nodemon -L --watch src server.js -w lib -- --port 80",
      project({}, { "server.js": "require('ms');\n" }),
      ['CMD ["node", "server.js", "--port", "80"]'],
    ],
    [
      "nodemon without a file takes main",
      "CMD npx nodemon",
      project({}, { "server.js": "require('ms');\n" }, {}, { ms: "2.1.3" }, { main: "server.js" }),
      ['CMD ["node", "server.js"]'],
    ],
    [
      "node --watch",
      'CMD ["node", "--watch", "--enable-source-maps", "server.js"]',
      project({}, { "server.js": "require('ms');\n" }),
      ['CMD ["node", "--enable-source-maps", "server.js"]'],
    ],
    [
      "nodemon with TypeScript",
      "CMD npx nodemon src/main.ts",
      typescript({ build: "tsc" }),
      ["RUN npm run build", 'CMD ["node", "dist/main.js"]'],
    ],
    [
      "nodemon.json with a command and variables",
      "CMD npm run dev",
      plain("nodemon", {
        "nodemon.json": JSON.stringify({ exec: "ts-node ./src/main.ts", watch: ["src"], env: { A: "b" } }),
      }),
      ["RUN A=b npm run build", "CMD A=b exec node dist/main.js"],
    ],
    [
      "nodemon --exec",
      "CMD npm run dev",
      plain('nodemon --watch src --exec "ts-node -T" src/main.ts'),
      ["RUN npm run build", 'CMD ["node", "dist/main.js"]'],
    ],
    [
      "ts-node",
      "CMD npx ts-node -P tsconfig.json src/main.ts a",
      plain(""),
      ["RUN npm run build", 'CMD ["node", "dist/main.js", "a"]'],
    ],
    [
      "tsx",
      "CMD npm run dev",
      plain("tsx watch src/main.ts"),
      ["RUN npm run build", 'CMD ["node", "dist/main.js"]'],
    ],
    [
      "ts-node-dev",
      "CMD npm run dev",
      plain("ts-node-dev --respawn --transpile-only src/main.ts"),
      ["RUN npm run build", 'CMD ["node", "dist/main.js"]'],
    ],
    [
      "node with ts-node",
      "CMD node -r ts-node/register src/main.ts",
      plain(""),
      ["RUN npm run build", 'CMD ["node", "dist/main.js"]'],
    ],
    [
      "a build that the file has",
      "RUN npm run build\nCMD npx ts-node src/main.ts",
      plain(""),
      ["RUN npm run build", 'CMD ["node", "dist/main.js"]'],
    ],
  ])("%s", (_what, command, files, lines) => {
    expect(gist(`${HEAD}${command}\n`, files)).toEqual(lines);
  });

  it.each<readonly [string, string, Files, string]>([
    [
      "no build script",
      "CMD npx ts-node src/main.ts",
      typescript({}),
      "has no build script that compiles src/main.ts",
    ],
    [
      "a build script of something else",
      "CMD npx ts-node seed.ts",
      typescript({ build: "tsc" }, { "seed.ts": MAIN }),
      "does not compile seed.ts to one file",
    ],
    [
      "a bundler",
      "CMD npx tsx src/main.ts",
      typescript({ build: "esbuild src/main.ts --bundle --outfile=dist/main.js" }),
      "another program than tsc",
    ],
    [
      "modules without extensions",
      "CMD npx tsx src/main.ts",
      project(
        { build: "tsc" },
        {
          "tsconfig.json": JSON.stringify({
            ...COMMON,
            compilerOptions: { module: "esnext", outDir: "dist" },
          }),
          "src/main.ts": "import './other';\n",
          "src/other.ts": "",
        },
        { typescript: "5.4.5" },
        { ms: "2.1.3" },
        { type: "module" },
      ),
      "imports ./other without an extension",
    ],
    [
      "modules that package.json does not know",
      "CMD npx tsx src/main.ts",
      typescript(
        { build: "tsc" },
        {
          "tsconfig.json": JSON.stringify({
            ...COMMON,
            compilerOptions: { module: "es2022", outDir: "dist" },
          }),
        },
      ),
      'no "type": "module"',
    ],
    [
      "files beside the source",
      "CMD npx ts-node src/main.ts",
      typescript({ build: "tsc" }, { "src/main.ts": "console.log(__dirname + '/views');\n" }),
      "finds files by its own place",
    ],
    [
      "sources by name",
      "CMD npx ts-node src/main.ts",
      typescript({ build: "tsc" }, { "src/main.ts": "const entities = ['src/entity/**/*.ts'];\n" }),
      "names src/entity/**/*.ts",
    ],
    ["a debugger", "CMD npx nodemon --inspect server.js", typescript({}), "debugger"],
    [
      "several commands",
      "CMD npm run dev",
      plain('nodemon --exec "tsc && node dist/main.js"'),
      "several commands",
    ],
    ["a text", "CMD npx nodemon -x 'deno run' main.ts", typescript({}), "whose production form is not known"],
  ])("refused: %s", (_what, command, files, because) => {
    const text = reason(`${HEAD}${command}\n`, files);
    expect(text).toMatch(/^refused (dev-server-command|interpreter-of-sources): /);
    expect(text).toContain(because);
  });

  it("a check of types that the command did not do is said", () => {
    const { note } = rewritten(`${HEAD}CMD npx tsx src/main.ts\n`, typescript({ build: "tsc" }));
    expect(note).toContain("checks types, which tsx did not");
  });
});

describe("P89: frameworks with a server of their own", () => {
  const next = (more: Files = {}): Files =>
    project(
      { dev: "next dev -p 8080" },
      { "pages/index.js": "export default () => 'x';\n", ...more },
      {},
      { next: "14.2.35" },
    );

  it("next dev becomes next build and next start on the same port", () => {
    expect(gist(`${HEAD}CMD npm run dev\n`, next())).toEqual([
      "RUN npx next build",
      'CMD ["npx", "next", "start", "-p", "8080"]',
    ]);
  });

  it("nuxt 2 keeps its flags, nuxt 3 takes them from the environment", () => {
    const nuxt = (version: string): Files =>
      project(
        { dev: "nuxt --port 8080" },
        { "pages/index.vue": "<template>x</template>\n" },
        {},
        { nuxt: version },
      );
    expect(gist(`${HEAD}CMD npm run dev\n`, nuxt("2.18.1"))).toEqual([
      "RUN npx nuxt build",
      'CMD ["npx", "nuxt", "start", "--port", "8080"]',
    ]);
    expect(gist(`${HEAD}CMD npm run dev\n`, nuxt("3.12.0"))).toEqual([
      "RUN NODE_ENV=production PORT=8080 npx nuxt build",
      "CMD NODE_ENV=production PORT=8080 exec node .output/server/index.mjs",
    ]);
  });

  it.each<readonly [string, string, Files, string]>([
    [
      "an export",
      "CMD npm run dev",
      next({ "next.config.js": "module.exports = { output: 'export' };\n" }),
      "serve the folder out",
    ],
    [
      "standalone",
      "CMD npm run dev",
      next({ "next.config.js": "module.exports = { output: 'standalone' };\n" }),
      "standalone/server.js",
    ],
    ["NODE_ENV", "ENV NODE_ENV=development\nCMD npm run dev", next(), "NODE_ENV is development"],
    [
      "astro without an adapter",
      "CMD npx astro dev --host",
      project({}, {}, {}, { astro: "4.0.0" }),
      "only with the node adapter",
    ],
    [
      "remix of its own choice",
      "CMD npx remix dev",
      project({}, {}, { "@remix-run/dev": "2.17.5" }, { "@remix-run/serve": "2.17.5" }),
      "a server of its own choice",
    ],
  ])("refused: %s", (_what, command, files, because) => {
    const text = reason(`${HEAD}${command}\n`, files);
    expect(text).toMatch(/^refused dev-server-command: /);
    expect(text).toContain(because);
  });
});
