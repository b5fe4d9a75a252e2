/** Who else runs, builds upon or works in the image: scripts, workflows, platforms, other Dockerfiles, devcontainers. */
import { containerCalls } from "../../src/plan/container-calls.js";
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { NODE_FILES } from "../support/rewrite.js";

type Files = Readonly<Record<string, string>>;

const SOURCE =
  'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/index.js"]\n';
const FILES: Files = {
  ...NODE_FILES,
  "package.json": JSON.stringify({
    name: "app",
    scripts: { build: "tsc", start: "node dist/index.js", test: "jest" },
    dependencies: { ms: "2.1.3" },
    devDependencies: { typescript: "5.4.5" },
  }),
};

function outcomeOf(files: Files, source = SOURCE): Outcome {
  const project = memoryProject({ ...FILES, ...files, Dockerfile: source });
  return split(source, project, { ...defaultOptions, dockerfilePath: "Dockerfile" });
}

function notesOf(files: Files): readonly string[] {
  return outcomeOf(files).notes.map(({ code }) => code);
}

const workflow = (...lines: readonly string[]): Files => ({
  ".github/workflows/ci.yml": `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${lines.map((line) => `      - ${line}\n`).join("")}`,
});

describe("a command for the image that wants the build's tools is for a reviewer", () => {
  it.each<readonly [string, Files]>([
    [
      "P46: a workflow that builds and runs it",
      workflow("run: docker build -t shop .", "run: docker run --rm -e CI=1 shop:latest npm test"),
    ],
    [
      "P46: a workflow that builds it by an action",
      workflow(
        "uses: docker/build-push-action@v6\n        with:\n          context: .\n          tags: ghcr.io/${{ github.repository }}:${{ github.sha }}",
        "run: docker run ghcr.io/${{ github.repository }}:${{ github.sha }} npm test",
      ),
    ],
    [
      "P46: a Makefile with the name in a variable",
      {
        Makefile:
          "IMAGE ?= shop\nbuild:\n\t@docker build --pull \\\n\t  -t $(IMAGE):$(TAG) -f Dockerfile .\ntest: build\n\tdocker run -it $(IMAGE):$(TAG) npm test\n",
      },
    ],
    [
      "P46: a script of package.json",
      {
        "package.json": JSON.stringify({
          ...(JSON.parse(FILES["package.json"] ?? "") as object),
          scripts: {
            build: "tsc",
            start: "node dist/index.js",
            test: "jest",
            "test:docker": "docker build -t shop . && docker run shop npm test",
          },
        }),
      },
    ],
    [
      "P46: compose run of a service",
      {
        "docker-compose.yml": "services:\n  web:\n    build: .\n",
        "scripts/test.sh": "docker compose -f docker-compose.yml run --rm --no-deps -e A=b web npm test\n",
      },
    ],
    [
      "P46: exec in a container of it",
      {
        "docker-compose.yml": "services:\n  web:\n    build: .\n    image: me/shop:1\n",
        "test.sh": "docker run -d --name s me/shop:2\ndocker exec s npm test\n",
      },
    ],
    [
      "P77: the release command of Fly.io",
      {
        "fly.toml":
          "app = 'shop'\n[build]\n  dockerfile = 'Dockerfile'\n[deploy]\n  release_command = 'npx tsc --version'\n",
      },
    ],
    [
      "a process of Heroku",
      {
        "heroku.yml":
          "build:\n  docker:\n    web: Dockerfile\nrun:\n  worker:\n    command:\n      - npm test\n    image: web\n",
      },
    ],
  ])("%s", (_what, files) => {
    expect(notesOf(files)).toContain("image-run-needs-build-stage");
    expect(outcomeOf(files).safety).toBe("review");
  });

  it.each<readonly [string, Files]>([
    ["another image", workflow("run: docker build -t shop .", "run: docker run other npm test")],
    [
      "another Dockerfile",
      workflow("run: docker build -t shop -f ci/Dockerfile .", "run: docker run shop npm test"),
    ],
    [
      "the host's files over the program",
      workflow("run: docker build -t shop .", "run: docker run -v $(pwd):/app shop npm test"),
    ],
    ["a comment", { "test.sh": "docker build -t shop .\n# docker run shop npm test\n" }],
    ["the image's own command", workflow("run: docker build -t shop .", "run: docker run -d -p 80:80 shop")],
  ])("but not for %s", (_what, files) => {
    expect(outcomeOf(files).status).toBe("rewritten");
    expect(notesOf(files)).toEqual([]);
  });
});

it("what such a command runs goes to the runtime stage", () => {
  const outcome = outcomeOf({
    ...workflow("run: docker build -t shop .", "run: docker run shop node tools/report.js"),
    "tools/report.js": "console.log(1);\n",
  });
  expect(outcome.copies.map(({ from }) => from)).toContain("/app/tools");
});

it("arguments stand behind the ENTRYPOINT of the image", () => {
  const source = SOURCE.replace("CMD", "ENTRYPOINT");
  const files = workflow("run: docker build -t shop .", "run: docker run shop test");
  expect(outcomeOf(files, source).status).toBe("rewritten");
});

it("P119: a devcontainer that is built from the file is an image to work in", () => {
  const devcontainer = (file: string): Files => ({
    ".devcontainer/devcontainer.json": `{\n  // comment\n  "build": { "dockerfile": "${file}", "context": ".." }\n}\n`,
  });
  expect(outcomeOf(devcontainer("../Dockerfile")).reason?.code).toBe("development-dockerfile");
  expect(outcomeOf(devcontainer("Dockerfile")).status).toBe("rewritten");
});

it("P139: working_dir of a service is where its command runs", () => {
  const outcome = outcomeOf({
    "docker-compose.yml":
      "services:\n  web:\n    build: .\n  job:\n    build: .\n    working_dir: /app/jobs\n    command: node nightly.js\n",
    "jobs/nightly.js": "console.log(1);\n",
  });
  expect(outcome.copies.map(({ from }) => from)).toContain("/app/jobs");
});

describe("container calls", () => {
  it.each([
    [
      "podman run --rm --name x -w /a img a 'b c' > out",
      { kind: "run", image: "img", name: "x", words: ["a", "b c"] },
    ],
    [
      "sudo docker container run --entrypoint=/x.sh img -v",
      { kind: "run", entrypoint: "/x.sh", words: ["-v"] },
    ],
    ["docker-compose run web sh", { kind: "service", image: "web", words: ["sh"] }],
    [
      "docker run --mount type=bind,src=.,target=/app -v vol:/d -v ./x:/y i",
      { kind: "run", mounts: ["/y", "/app"] },
    ],
  ])("%s", (text, expected) => {
    expect(containerCalls("a.sh", text)).toEqual([expect.objectContaining(expected)]);
  });

  it("end on any text", () => {
    for (const text of [
      "docker",
      "docker run",
      "docker run --x",
      'docker run "',
      "docker build",
      "docker compose",
    ])
      expect(() => containerCalls("a.sh", text)).not.toThrow();
  });
});
