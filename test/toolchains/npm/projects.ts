/** Small projects in the shape of real ones, as files below /app. */
import { memoryTree } from "../../support/tree.js";

export interface Dependency {
  readonly version?: string;
  readonly dev?: boolean;
  readonly bin?: string;
}

/** package-lock.json version 3 for a package.json; `transitive` adds packages that only others bring. */
export function packageLock(
  pkg: Readonly<Record<string, unknown>>,
  transitive: Readonly<Record<string, Dependency>> = {},
): string {
  const dependencies = (pkg["dependencies"] ?? {}) as Readonly<Record<string, string>>;
  const devDependencies = (pkg["devDependencies"] ?? {}) as Readonly<Record<string, string>>;
  const entry = (name: string, range: string, dev: boolean, bin?: string): [string, object] => [
    `node_modules/${name}`,
    {
      version: range.replace(/^[^\d]*/, ""),
      ...(dev ? { dev: true } : {}),
      ...(bin === undefined ? {} : { bin: { [bin]: "bin.js" } }),
    },
  ];
  return JSON.stringify({
    name: pkg["name"],
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": {
        name: pkg["name"],
        ...(pkg["dependencies"] === undefined ? {} : { dependencies }),
        ...(pkg["devDependencies"] === undefined ? {} : { devDependencies }),
      },
      ...Object.fromEntries([
        ...Object.entries(dependencies).map(([name, range]) => entry(name, range, false)),
        ...Object.entries(devDependencies).map(([name, range]) => entry(name, range, true)),
        ...Object.entries(transitive).map(([name, one]) =>
          entry(name, one.version ?? "1.0.0", one.dev === true, one.bin),
        ),
      ]),
    },
  });
}

export function project(
  pkg: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
  lock: string | null = packageLock(pkg),
): ReturnType<typeof memoryTree> {
  return memoryTree({
    "/app/package.json": JSON.stringify(pkg),
    ...(lock === null ? {} : { "/app/package-lock.json": lock }),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`/app/${path}`, text])),
  });
}

export const express = {
  name: "shop",
  version: "1.0.0",
  main: "server.js",
  scripts: { start: "node server.js", dev: "nodemon server.js", test: "jest" },
  dependencies: { express: "^4.19.2", dotenv: "^16.4.5" },
  devDependencies: { nodemon: "^3.1.0", jest: "^29.7.0" },
};

export const expressFiles = {
  "server.js":
    "const express = require('express');\nrequire('dotenv').config();\nconst routes = require('./routes');\nconst app = express();\napp.use(express.static('public'));\napp.use('/api', routes);\napp.listen(process.env.PORT || 3000);\n",
  "routes/index.js": "const { Router } = require('express');\nmodule.exports = Router();\n",
  "public/index.html": "<h1>shop</h1>",
  "test/server.test.js": "const request = require('supertest');\ntest('answers', () => {});\n",
  "README.md": "# shop",
  ".eslintrc.json": "{}",
  ".env": "PORT=3000",
};

export const typescript = {
  name: "api",
  version: "1.0.0",
  scripts: { build: "tsc", start: "node dist/index.js", dev: "ts-node-dev src/index.ts" },
  dependencies: { fastify: "^4.26.0", pg: "^8.11.0" },
  devDependencies: { typescript: "^5.4.0", "@types/node": "^20.11.0", "ts-node-dev": "^2.0.0" },
};

export const typescriptFiles = {
  "tsconfig.json":
    '{\n  // compiled for node 20\n  "compilerOptions": { "outDir": "./dist", "rootDir": "./src", "module": "commonjs", "strict": true },\n  "include": ["src"],\n}\n',
  "src/index.ts":
    "import fastify from 'fastify';\nimport type { Pool } from 'pg';\nimport { routes } from './routes';\nconst app = fastify();\napp.register(routes);\nawait app.listen({ port: 3000 });\n",
  "src/routes.ts":
    "import { readFileSync } from 'node:fs';\nexport const routes = async (): Promise<void> => {};\n",
  "migrations/001.sql": "create table a (id int);",
  "README.md": "# api",
};
