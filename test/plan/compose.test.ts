/** Which services of compose files are this image's, and what they do to the rewrite. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";

const pkg = { name: "a", dependencies: { ms: "2.1.3" }, devDependencies: { typescript: "5.5.4" } };
const dockerfile =
  'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npx tsc\nCMD ["node", "dist/index.js"]\n';
const files = {
  "package.json": JSON.stringify({ ...pkg, scripts: { dev: "nodemon" } }),
  "package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "": pkg,
      "node_modules/ms": { version: "2.1.3" },
      "node_modules/typescript": { version: "5.5.4", dev: true, bin: { tsc: "bin/tsc" } },
    },
  }),
  "tsconfig.json": '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
  "src/index.ts": "import ms from 'ms';\nms('1s');\n",
};

function code(more: Readonly<Record<string, string>>, name = "Dockerfile"): string {
  const outcome = split(dockerfile, memoryProject({ ...files, ...more, [name]: dockerfile }), {
    ...defaultOptions,
    dockerfilePath: name,
  });
  return outcome.reason?.code ?? outcome.status;
}

const service = "services:\n  web:\n    build: .\n";
const dev = "services:\n  web:\n    volumes: ['.:/app']\n    command: npm run dev\n";

it("P118: another file that changes the service is for a reviewer", () => {
  expect(code({ "docker-compose.yml": service })).toBe("rewritten");
  expect(code({ "docker-compose.yml": service, "docker-compose-dev.yml": dev })).toBe("needs-review");
  expect(code({ "docker-compose-dev.yml": dev })).toBe("rewritten");
});

it("P117: the file that compose takes unasked may hide the program", () => {
  const mounts = "services:\n  web:\n    volumes: ['.:/app']\n";
  expect(code({ "docker-compose.yml": service, "docker-compose.override.yml": mounts })).toBe(
    "compose-mounts-sources",
  );
});

it("P117: a file called dockerfile is what compose builds", () => {
  const mounts = `${service}    volumes: ['./:/app']\n`;
  expect(code({ "docker-compose.yml": mounts }, "dockerfile")).toBe("compose-mounts-sources");
});
