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

describe("P169: one image to develop, to test and to run", () => {
  const named = `${service}    image: example/web\n`;
  const test = "services:\n  tests:\n    image: example/web\n    command: npm test\n";

  it("tests in the image that another file builds", () => {
    expect(code({ "docker-compose.yml": named, "docker-compose.test.yml": test })).toBe("needs-review");
    expect(code({ "docker-compose.yml": service, "docker-compose.test.yml": test })).toBe("rewritten");
  });

  it("a service that takes over another one and changes its command", () => {
    const own = `${service}  dev:\n    extends: web\n    command: npm run dev\n`;
    const other =
      "services:\n  dev:\n    extends:\n      file: docker-compose.yml\n      service: web\n    command: npm run dev\n";
    expect(code({ "docker-compose.yml": own })).toBe("needs-review");
    expect(code({ "docker-compose.yml": service, "docker-compose.dev.yml": other })).toBe("needs-review");
    expect(code({ "docker-compose.yml": own.replace("npm run dev", "node dist/index.js") })).toBe(
      "rewritten",
    );
  });

  it("what it takes over is mounted, too", () => {
    const mounted = `${service}    volumes: ['.:/app']\n    target: x\n  dev:\n    extends: web\n`;
    expect(code({ "docker-compose.yml": mounted })).toBe("compose-mounts-sources");
  });

  it("a service that is put together from an anchor", () => {
    const text =
      "x-app: &app\n  build: .\nservices:\n  web:\n    <<: *app\n  dev:\n    <<: *app\n    command: npm run dev\n";
    expect(code({ "docker-compose.yml": text })).toBe("needs-review");
  });

  it("a service that builds this very file with tests for its command", () => {
    const tests = "services:\n  tests:\n    build: .\n    command: npm test\n";
    expect(code({ "docker-compose.yml": service, "docker-compose.ci.yml": tests })).toBe("needs-review");
  });

  it("one that asks for its stage is served by it", () => {
    const dev = `${service}  dev:\n    build:\n      context: .\n      target: build\n    command: npm run dev\n`;
    expect(code({ "docker-compose.yml": dev })).toBe("rewritten");
  });
});
