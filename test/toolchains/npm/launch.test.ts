import { memoryTree } from "../../support/tree.js";
import { npm } from "../../../src/toolchains/npm/npm.js";
import { invocation, noHistory } from "./invocation.js";
import { started } from "./started.js";
import { express, expressFiles, project, typescript, typescriptFiles } from "./projects.js";

const tree = project(typescript, typescriptFiles);
const builds = ["npm ci", "npm run build"];

const scripted = (
  scripts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof project> =>
  project({ ...typescript, ...more, scripts: { ...typescript.scripts, ...scripts } }, typescriptFiles);

const codeOf = (
  scripts: Readonly<Record<string, string>>,
  command: string,
  more: Readonly<Record<string, unknown>> = {},
): string | undefined => started(scripted(scripts, more), builds, command).stopped?.code;

describe("node", () => {
  const entryOf = (command: string, files = expressFiles as Readonly<Record<string, string>>): unknown =>
    started(project(express, files), ["npm ci"], command).needs.find(({ kind }) => kind === "application");

  it.each([
    ["node server.js", "/app/server.js"],
    ["node server", "/app/server.js"],
    ["node .", "/app/server.js"],
    ["node ./", "/app/server.js"],
    ["node --max-old-space-size=4096 server.js --port 80", "/app/server.js"],
    ["node -r dotenv/config server.js", "/app/server.js"],
    ["node --env-file=.env server.js", "/app/server.js"],
    ["node routes", "/app/routes/index.js"],
    ["/usr/local/bin/node /app/server.js", "/app/server.js"],
  ])("%s runs %s", (command, entry) => {
    expect(entryOf(command)).toMatchObject({ kind: "application", directory: "/app", entry });
  });

  it("names the packages that the command preloads", () => {
    expect(entryOf("node --require dotenv/config --import=./server.js server.js")).toMatchObject({
      uses: ["dotenv", "express"],
    });
  });

  it("finds the entry in what the build makes", () => {
    expect(started(tree, builds, "node dist").needs).toContainEqual(
      expect.objectContaining({ entry: "/app/dist/index.js" }),
    );
  });

  it("takes the folder of package.json when the working directory lies below it", () => {
    const { needs } = started(
      memoryTree({ "/srv/package.json": "{}", "/srv/src/main.js": "" }),
      [],
      "node main.js",
      "/srv/src",
    );
    expect(needs).toContainEqual(expect.objectContaining({ directory: "/srv", entry: "/srv/src/main.js" }));
  });

  it("takes the working directory when package.json lies below it", () => {
    const { needs } = started(
      memoryTree({ "/srv/server/package.json": "{}", "/srv/server/main.js": "", "/srv/views/a.ejs": "" }),
      [],
      "node server/main.js",
      "/srv",
    );
    expect(needs).toContainEqual(
      expect.objectContaining({ directory: "/srv", entry: "/srv/server/main.js" }),
    );
  });

  it("never takes / for the application because of the working directory", () => {
    const { needs } = started(
      memoryTree({ "/srv/package.json": "{}", "/srv/main.js": "" }),
      [],
      "node /srv/main.js",
      "/",
    );
    expect(needs).toContainEqual(expect.objectContaining({ directory: "/srv" }));
  });

  it.each([
    ["node --watch src/index.js", "dev-server-command"],
    ["node --test", "test-command"],
    ["node -r ts-node/register src/index.ts", "interpreter-of-sources"],
    ["node --import tsx src/index.ts", "interpreter-of-sources"],
    ["node --loader ts-node/esm src/index.ts", "interpreter-of-sources"],
  ])("P89: %s is refused with %s", (command, code) => {
    expect(started(tree, builds, command).stopped?.code).toBe(code);
  });
});

describe("scripts of package.json", () => {
  it("follows npm start with its prestart and reads package.json", () => {
    const launch = npm.launch(
      invocation("npm start -- --port 80"),
      scripted({ prestart: "node migrate.js" }),
      noHistory,
    );
    expect(launch).toMatchObject({
      kind: "follow",
      text: "node migrate.js\nnode dist/index.js --port 80",
      cwd: "/app",
      bins: ["/app/node_modules/.bin"],
    });
  });

  it.each(["npm start", "pnpm start"])("%s is node server.js without a start script", (command) => {
    const launch = npm.launch(invocation(command), project({ name: "x" }, { "server.js": "" }), noHistory);
    expect(launch).toMatchObject({ kind: "follow", text: "node server.js" });
  });

  it("a script that is not there never worked", () => {
    expect(npm.launch(invocation("npm run serve"), tree, noHistory)).toMatchObject({
      kind: "broken",
      code: "original-broken-no-script",
    });
  });

  it.each(["yarn run prisma migrate deploy", "bun run prisma migrate deploy"])(
    "P146: %s runs a program of node_modules where no script has the name",
    (command) => {
      const { needs, stopped } = started(
        scripted({}, { devDependencies: { prisma: "5.0.0" } }),
        builds,
        command,
      );
      expect(stopped).toBeNull();
      expect(needs).toContainEqual(expect.objectContaining({ kind: "application", uses: ["prisma"] }));
    },
  );

  it("bun run takes a source file", () => {
    const { needs, stopped } = started(tree, builds, "bun run src/index.ts --port 80");
    expect(stopped).toBeNull();
    expect(needs).toContainEqual(
      expect.objectContaining({ kind: "application", entry: "/app/src/index.ts" }),
    );
  });

  it("yarn start without a script has nothing to run, and npm and pnpm run scripts alone", () => {
    const none = project({ name: "x", devDependencies: { prisma: "5.0.0" } }, {});
    for (const command of ["yarn start", "npm run prisma", "pnpm run prisma"])
      expect(npm.launch(invocation(command), none, noHistory)).toMatchObject({ kind: "broken" });
  });

  it("P170: the script's name is a variable", () => {
    expect(npm.launch(invocation("npm run $NODE_ENV"), tree, noHistory)).toMatchObject({
      kind: "refuse",
      code: "script-name-variable",
    });
  });

  it("P125: prestart builds", () => {
    expect(codeOf({ prestart: "npm run build" }, "npm start")).toBe("build-at-start");
  });

  it("P147: the start script migrates, builds and starts", () => {
    expect(
      codeOf({ start: "prisma migrate deploy && next build && next start" }, "npm start", {
        dependencies: { prisma: "5.0.0", next: "14.0.0" },
      }),
    ).toBe("build-at-start");
  });

  it.each([
    ["^2.15.8", "nuxt start", undefined],
    ["^3.13.0", "nuxt start", "interpreter-of-sources"],
    ["^4.0.0", "nuxi preview", "interpreter-of-sources"],
  ])("P99: with nuxt %s %s", (nuxt, start, code) => {
    expect(codeOf({ start }, "npm start", { dependencies: { nuxt } })).toBe(code);
  });

  it("P163: nps takes its scripts from elsewhere", () => {
    expect(codeOf({ start: "nps serve" }, "npm start serve")).toBe("dev-server-command");
  });

  it.each([
    ["nodemon src/index.ts", "dev-server-command"],
    ["ts-node-dev --respawn src/index.ts", "dev-server-command"],
    ["tsx watch src/index.ts", "dev-server-command"],
    ["react-scripts start", "dev-server-command"],
    ["vite", "dev-server-command"],
    ["vite --host 0.0.0.0", "dev-server-command"],
    ["ng serve --host 0.0.0.0", "dev-server-command"],
    ["next dev", "dev-server-command"],
    ["nuxt", "dev-server-command"],
    ["nest start --watch", "dev-server-command"],
    ["nest start", "build-at-start"],
    ["webpack serve --mode development", "dev-server-command"],
    ["webpack-dev-server", "dev-server-command"],
    ["gulp", "dev-server-command"],
    ["nx serve api", "dev-server-command"],
    ["tsc -w", "dev-server-command"],
    ["ts-node src/index.ts", "interpreter-of-sources"],
    ["tsx src/index.ts", "interpreter-of-sources"],
    ["babel-node src/index.js", "interpreter-of-sources"],
    ["npm run build && node dist/index.js", "build-at-start"],
    ["npm install && node dist/index.js", "build-at-start"],
    ["cross-env NODE_ENV=development nodemon src/index.ts", "dev-server-command"],
    ['concurrently "npm:dev" "node dist/index.js"', "dev-server-command"],
    ["run-p dev", "dev-server-command"],
  ])("P89, P142, P164: %s is refused with %s", (start, code) => {
    expect(codeOf({ start }, "npm start")).toBe(code);
  });

  it.each([
    "npm run start",
    "yarn start",
    "yarn run start",
    "pnpm start",
    "pnpm run start",
    "bun run start",
    "npm --prefix /app start",
    "npm start --silent",
  ])("%s reaches the entry", (command) => {
    expect(started(tree, builds, command).needs).toContainEqual(
      expect.objectContaining({ kind: "application", entry: "/app/dist/index.js" }),
    );
  });

  it("P88: pnpm is needed at run time, with what corepack keeps", () => {
    const { needs } = started(
      tree,
      ["corepack enable", "pnpm install --frozen-lockfile", "pnpm build"],
      "pnpm start",
    );
    expect(needs).toContainEqual(expect.objectContaining({ kind: "program", name: "pnpm" }));
    expect(needs).toContainEqual(
      expect.objectContaining({ kind: "path", path: "/root/.cache/node/corepack", optional: true }),
    );
  });

  it("cross-env and env-cmd are used by the command", () => {
    const { needs } = started(
      scripted(
        { start: "env-cmd -f .env cross-env NODE_ENV=production node dist/index.js" },
        { dependencies: { "env-cmd": "10.1.0", "cross-env": "7.0.3" } },
      ),
      builds,
      "npm start",
    );
    expect(needs.flatMap((need) => (need.kind === "application" ? (need.uses ?? []) : []))).toEqual(
      expect.arrayContaining(["env-cmd", "cross-env"]),
    );
    expect(needs).toContainEqual(expect.objectContaining({ entry: "/app/dist/index.js" }));
  });

  it("P146: a migration tool in front of the program", () => {
    const { needs, stopped } = started(
      scripted(
        { start: "prisma migrate deploy && node dist/index.js" },
        { dependencies: { prisma: "5.0.0" } },
      ),
      builds,
      "npm start",
    );
    expect(stopped).toBeNull();
    expect(needs).toContainEqual(expect.objectContaining({ entry: null, uses: ["prisma"] }));
  });
});

describe("servers of packages", () => {
  it("next start serves .next", () => {
    const pkg = { name: "s", scripts: { start: "next start -p 80" }, dependencies: { next: "14.0.0" } };
    expect(started(project(pkg, {}), [], "npm start").needs).toContainEqual(
      expect.objectContaining({ entry: "/app/.next", uses: ["next"] }),
    );
  });

  it("serve of the image serves a folder", () => {
    const { needs } = started(tree, ["npm i -g serve"], "serve -s dist -l 3000");
    expect(needs).toEqual([
      { kind: "program", name: "serve", because: "it serves the site" },
      { kind: "path", path: "/app/dist", because: "serve serves it" },
    ]);
  });

  it("pm2-runtime runs a file, an ecosystem file, a script", () => {
    const runs = ["npm i -g pm2", ...builds];
    const entry = expect.objectContaining({ entry: "/app/dist/index.js" }) as unknown;
    expect(started(tree, runs, "pm2-runtime dist/index.js").needs).toContainEqual(entry);
    expect(started(tree, runs, "pm2-runtime start npm -- start").needs).toContainEqual(entry);
    const files = {
      ...typescriptFiles,
      "ecosystem.config.js":
        "module.exports = { apps: [{ name: 'api', script: './dist/index.js', instances: 2 }] };\n",
    };
    const answer = started(
      project(typescript, files),
      runs,
      "pm2-runtime start ecosystem.config.js --env production",
    );
    expect(answer.needs).toContainEqual(entry);
    expect(answer.needs).toContainEqual(
      expect.objectContaining({ kind: "path", path: "/app/ecosystem.config.js" }),
    );
  });

  it("an ecosystem file that is the list of programs itself, with a script without an ending", () => {
    const files = {
      "bin/www": "#!/usr/bin/env node\nrequire('../app');\n",
      "app.js": "require('express')();\n",
      "ecosystem.config.js": "module.exports = [\n  { script: 'bin/www', name: 'the api' },\n];\n",
    };
    const { needs } = started(project(express, files), ["npm install"], "pm2-runtime ecosystem.config.js");
    expect(needs).toContainEqual(expect.objectContaining({ kind: "application", entry: "/app/bin/www" }));
  });

  it("an ecosystem file with several programs, folders and arguments of their own", () => {
    const files = {
      ...typescriptFiles,
      "ecosystem.config.js":
        "module.exports = { apps: [{ script: './worker.js', cwd: './dist', args: '--once', env: { args: 'x' } }, { script: 'npm', args: 'start' }] };\n",
      "src/worker.ts": "export {};\n",
    };
    const { needs } = started(project(typescript, files), builds, "npx pm2-runtime ecosystem.config.js");
    const entries = needs.flatMap((need) => (need.kind === "application" ? [need.entry] : []));
    expect(entries).toEqual(expect.arrayContaining(["/app/dist/worker.js", "/app/dist/index.js"]));
  });

  it.each(["run-s 'start:*'", "concurrently 'npm:start:*'", "npm-run-all --parallel start:*"])(
    "%s picks the scripts of package.json",
    (start) => {
      const scripts = { build: "tsc", start, "start:api": "node dist/index.js", stop: "echo" };
      const { needs, stopped } = started(
        project({ ...typescript, scripts }, typescriptFiles),
        builds,
        "npm start",
      );
      expect(stopped).toBeNull();
      expect(needs).toContainEqual(expect.objectContaining({ entry: "/app/dist/index.js" }) as unknown);
    },
  );

  it("a pattern that no script has is not followed", () => {
    expect(codeOf({ start: "run-s serve:*" }, "npm start")).toBe("command-not-understood");
  });

  it("an ecosystem file that computes what it starts is not followed", () => {
    const files = {
      ...typescriptFiles,
      "ecosystem.config.js": "module.exports = { apps: [{ script: process.env.MAIN }] };\n",
    };
    expect(started(project(typescript, files), builds, "pm2-runtime ecosystem.config.js").stopped?.code).toBe(
      "command-not-understood",
    );
  });

  it("programs of others are not ours", () => {
    for (const command of ["nginx -g 'daemon off;'", "java -jar app.jar", "./start.sh", "python3 app.py"]) {
      expect(npm.launch(invocation(command), tree, noHistory)).toBeNull();
    }
  });
});
