/** What goes to the runtime stage of an interpreted application, and who else may need it. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { NODE_FILES as FILES, rewrite } from "../support/rewrite.js";

const HEAD = "FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n";

function runtimeOf(source: string, files: Readonly<Record<string, string>> = {}): string {
  const { text } = rewrite(source, { ...FILES, ...files });
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

function outcomeOf(source: string, files: Readonly<Record<string, string>> = {}): Outcome {
  return split(source, memoryProject({ ...FILES, ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
}

describe("a compiled server", () => {
  it("P76, P90: builds with dev dependencies, runs without them and without the sources", () => {
    const { text } = rewrite(`${HEAD}CMD ["npm", "start"]\n`, FILES);
    expect(text).toContain("RUN npm prune --omit=dev\n");
    expect(text).toContain("FROM node:20-slim\n");
    expect(text).toContain("COPY --from=build /app/node_modules ./node_modules\n");
    expect(text).toContain("COPY --from=build /app/dist ./dist\n");
    expect(text).not.toContain("./src\n");
  });

  it("P136: a file that a RUN writes beside the program goes along", () => {
    const runtime = runtimeOf(`${HEAD}RUN echo 1 > version.txt\nCMD ["npm", "start"]\n`);
    expect(runtime).toContain("COPY --from=build /app/version.txt ./version.txt\n");
  });

  it("many files of one folder are one COPY, few are a COPY each, and a name that COPY would read as a pattern is alone", () => {
    const data = (...names: readonly string[]): Record<string, string> =>
      Object.fromEntries(names.map((name) => [name, "x\n"]));
    const command = 'CMD ["npm", "start"]\n';
    expect(runtimeOf(HEAD + command, data("a.dat", "b.dat"))).toContain(
      "COPY --from=build /app/a.dat ./a.dat\nCOPY --from=build /app/b.dat ./b.dat\n",
    );
    const many = runtimeOf(HEAD + command, data("a.dat", "b.dat", "c.dat", "[d].dat", "more/e.dat"));
    expect(many).toContain("COPY --from=build /app/package.json /app/a.dat /app/b.dat /app/c.dat ./\n");
    expect(many).toContain("/app/more ./more\n");
    expect(many.match(/a\.dat/g)).toHaveLength(1);
    const owned = runtimeOf(
      `FROM node:20\nWORKDIR /app\nCOPY --chown=node . .\nRUN npm ci && npm run build\nRUN echo > r.dat\n${command}`,
      data("a.dat", "b.dat", "c.dat"),
    );
    expect(owned).toContain("--chown=node:node /app/package.json /app/a.dat /app/b.dat /app/c.dat ./\n");
    expect(owned).toContain("COPY --from=build /app/r.dat ./r.dat\n");
  });

  it("an install in a folder to which the context brings no package.json is not known to make anything", () => {
    const source =
      "FROM ubuntu:20.04\nRUN apt-get update && apt-get install -y build-essential curl\n" +
      "RUN curl -sL https://deb.nodesource.com/setup_14.x | bash -\nRUN apt-get install -y nodejs\n" +
      'RUN npm install\nCOPY . /app/\nWORKDIR /app/\nCMD ["npm", "start"]\n';
    const files = { "package.json": '{"scripts":{"start":"node app.js"}}', "app.js": "process.exit();\n" };
    const outcome = split(source, memoryProject({ ...files, Dockerfile: source }), {
      ...defaultOptions,
      dockerfilePath: "Dockerfile",
    });
    expect(outcome.reason).toMatchObject({ code: "build-output-unknown" });
    expect(outcome.reason?.message).toContain("no package.json to /");
  });

  it("P28: output that lies in a cache mount is in no layer, and what was copied out of it is", () => {
    const source =
      "FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN --mount=type=cache,target=dist npm run build && cp -r dist /srv/out\n" +
      "RUN cp -r node_modules /srv/node_modules\n";
    const runtime = runtimeOf(`${source}CMD ["node", "/srv/out/index.js"]\n`);
    expect(runtime).toContain("/srv/out");
    expect(runtime).not.toContain("/app/dist");
    expect(outcomeOf(`${source}CMD ["npm", "start"]\n`).reason?.code).toBe("artifact-in-cache-mount");
  });

  it("P56: a folder that a RUN makes for the program is made in the runtime stage", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mkdir -p logs && chown node:node logs\nUSER node\nCMD ["npm", "start"]\n`,
    );
    expect(runtime).toContain("RUN mkdir -p logs && chown node:node logs\n");
  });

  it("P16: a folder keeps the mode that a RUN gave it, which a COPY alone would lose", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mkdir -p data && chmod 777 data uploads\nUSER node\nCMD ["npm", "start"]\n`,
      { "uploads/.keep": "" },
    );
    expect(runtime).toContain("RUN mkdir -p uploads && chmod 777 uploads\nCOPY --from=build");
    expect(runtime).toContain("COPY --from=build /app/uploads ./uploads\n");
  });

  it("P182: modes for an arbitrary user id reach the folders that are copied", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN chgrp -R 0 /app && chmod -R g=u /app\nUSER 1001\nCMD ["npm", "start"]\n`,
    );
    expect(runtime).toContain("mkdir -p dist && chmod g=u dist");
    expect(runtime).not.toContain("--chown=:0");
  });

  it("an empty folder that its own RUN makes behind the build is made in the runtime stage alone", () => {
    const runtime = runtimeOf(`${HEAD}RUN mkdir -p /app/logs\nCMD ["npm", "start"]\n`);
    expect(runtime).toContain("RUN mkdir -p /app/logs\n");
    expect(runtime).not.toContain("COPY --from=build /app/logs");
  });

  it("P69: a health check by a script of the project finds its script", () => {
    const runtime = runtimeOf(`${HEAD}HEALTHCHECK CMD node healthcheck.js\nCMD ["npm", "start"]\n`, {
      "healthcheck.js": "process.exit(0);\n",
    });
    expect(runtime).toContain("COPY --from=build /app/healthcheck.js ./healthcheck.js\n");
  });

  it("a folder that an ARG decides is copied by that ARG", () => {
    const runtime = runtimeOf(
      'FROM node:20\nARG HOME_DIR=/srv/app\nWORKDIR ${HOME_DIR}\nCOPY . .\nRUN npm ci && npm run build\nCMD ["npm", "start"]\n',
    );
    expect(runtime).toContain("ARG HOME_DIR=/srv/app\nWORKDIR ${HOME_DIR}\n");
    expect(runtime).toContain("COPY --from=build ${HOME_DIR}/dist ./dist\n");
  });

  it("P139: without a command of its own the compose service's command tells the needs", () => {
    const { text } = rewrite(HEAD, {
      ...FILES,
      "docker-compose.yml": "services:\n  web:\n    build: .\n    command: node dist/index.js\n",
    });
    expect(text).toContain("COPY --from=build /app/dist ./dist\n");
  });

  it("P143, P161: packages that are removed again are neither installed nor removed in the runtime stage", () => {
    const runtime = runtimeOf(
      'FROM node:20-alpine\nRUN apk add --no-cache python3 make g++ tzdata\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build && apk del python3 make g++\nCMD ["npm", "start"]\n',
    );
    expect(runtime).toContain("RUN apk add --no-cache tzdata\n");
    expect(runtime).not.toContain("apk del");
  });

  it("a folder of which only one file is known to be made is copied all the same", () => {
    const runtime = runtimeOf(`${HEAD}CMD ["npm", "start"]\n`, {
      "package.json": JSON.stringify({
        name: "app",
        scripts: {
          build: "esbuild src/index.ts --bundle --platform=node --outfile=dist/index.js",
          start: "node dist/index.js",
        },
        dependencies: { ms: "2.1.3" },
        devDependencies: { esbuild: "0.21.0" },
      }),
    });
    expect(runtime).toContain("COPY --from=build /app/dist");
  });

  it("P70, P157: a service that uses the built image by its name counts, too", () => {
    const compose =
      "services:\n  web:\n    build: .\n    image: me/app\n  worker:\n    image: me/app\n    healthcheck:\n      test: curl -f localhost\n";
    expect(runtimeOf(`${HEAD}CMD ["npm", "start"]\n`, { "docker-compose.yml": compose })).toContain(
      "apt-get install -y --no-install-recommends curl ",
    );
  });

  it.each([
    [
      "P77: a program in a command string",
      { "src/index.ts": "require('child_process').execSync('npx prisma migrate deploy');" },
      {},
    ],
    [
      "a folder node_modules that is given out",
      { "src/index.ts": "app.use(express.static('node_modules'));" },
      {},
    ],
    ["helpers that the compiler imports", {}, { tslib: "2.6.0" }],
    ["a driver that is loaded by name", {}, { pg: "8.0.0" }],
  ])("%s forbids pruning", (_what, files, dev) => {
    const pkg = {
      name: "app",
      scripts: { build: "tsc", start: "node dist/index.js" },
      dependencies: { ms: "2.1.3", knex: "3.0.0" },
      devDependencies: { typescript: "5.4.5", ...dev },
    };
    const { text } = rewrite(`${HEAD}CMD ["npm", "start"]\n`, {
      ...FILES,
      "package.json": JSON.stringify(pkg),
      ...files,
    });
    expect(text).not.toContain("prune");
  });

  it("a COPY with a flag that chooses files is not followed", () => {
    expect(outcomeOf(`${HEAD}COPY --parents a/b ./\nCMD ["npm", "start"]\n`).reason?.code).toBe(
      "copy-flag-not-understood",
    );
  });
});

describe("several processes (P131)", () => {
  const SUPERVISED = `${HEAD}RUN apt-get update && apt-get install -y supervisor\nCOPY supervisord.conf /etc/supervisor/conf.d/app.conf\nCMD ["supervisord", "-n"]\n`;

  it("the programs of supervisord are followed", () => {
    const runtime = runtimeOf(SUPERVISED, {
      "supervisord.conf":
        "[supervisord]\nnodaemon=true\n\n[program:web]\ncommand=node dist/index.js\ndirectory=/app\n",
    });
    expect(runtime).toContain("COPY supervisord.conf /etc/supervisor/conf.d/app.conf\n");
    expect(runtime).toContain("COPY --from=build /app/dist ./dist\n");
  });

  it("and refused where they cannot be read", () => {
    expect(outcomeOf(SUPERVISED, { "supervisord.conf": "[supervisord]\n" }).reason?.code).toBe(
      "process-manager-not-followed",
    );
  });

  it("nginx needs the folders that its configuration gives out", () => {
    const source = `FROM node:20\nRUN apt-get update && apt-get install -y nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["nginx", "-g", "daemon off;"]\n`;
    const runtime = runtimeOf(source, { "nginx.conf": "http {\n  server {\n    root /app/dist;\n  }\n}\n" });
    expect(runtime).toContain("COPY nginx.conf /etc/nginx/nginx.conf\n");
    expect(runtime).toContain("COPY --from=build /app/dist");
    expect(runtime).not.toContain("node_modules");
  });
});

describe("a download into the application's folder", () => {
  it("that is unpacked elsewhere and removed again is nothing that the container needs", () => {
    const runtime = runtimeOf(
      'FROM node:20\nWORKDIR /app\nENV WAIT=v1\nRUN wget https://downloads.example/dockerize-$WAIT.tar.gz && tar -C /usr/local/bin -xzf dockerize-$WAIT.tar.gz && rm dockerize-$WAIT.tar.gz\nCOPY . .\nRUN npm ci && npm run build\nENTRYPOINT ["dockerize", "-wait", "tcp://db:5432", "node", "dist/index.js"]\n',
    );
    expect(runtime).toContain("COPY --from=build /usr/local/bin/dockerize /usr/local/bin/dockerize\n");
    expect(runtime).not.toContain("tar.gz");
  });
});

describe("a file without a command", () => {
  const site = {
    "package.json": JSON.stringify({ scripts: { build: "vite build" }, devDependencies: { vite: "5.0.0" } }),
    "vite.config.js": "export default {};\n",
    "index.html": "<html></html>\n",
  };
  const source = (from: string): string =>
    `FROM ${from}\nWORKDIR /site\nCOPY . .\nRUN apk add --no-cache nodejs npm && npm install && npm run build && cp -R dist/* /usr/share/nginx/html/\n`;

  it("P139: has that of its base image where that one is a server", () => {
    const { text } = rewrite(source("nginx:1.27-alpine"), site);
    const runtime = text.slice(text.indexOf("\n\nFROM ") + 2);
    expect(runtime).toMatch(/^FROM nginx:1\.27-alpine\n/);
    expect(runtime).toContain("COPY --from=build /usr/share/nginx/html /usr/share/nginx/html\n");
    expect(runtime).not.toContain("CMD");
  });

  it("P139: is left alone where the base image starts a console", () => {
    expect(outcomeOf(source("node:20-alpine"), site).reason?.code).toBe("no-command");
    expect(outcomeOf(`${source("nginx:1.27-alpine")}ENTRYPOINT []\n`, site).reason?.code).toBe("no-command");
  });
});
