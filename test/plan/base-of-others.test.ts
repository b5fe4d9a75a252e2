/** P168: other Dockerfiles of the repository that are built from the image, or copy files of it. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import { NODE_FILES } from "../support/rewrite.js";

const SOURCE =
  'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/index.js"]\n';

function reason(more: Readonly<Record<string, string>>, name = "Dockerfile"): string {
  const project = memoryProject({ ...NODE_FILES, ...more, [name]: SOURCE }, { dockerfilePath: name });
  const outcome = split(SOURCE, project, { ...defaultOptions, dockerfilePath: name });
  return outcome.reason === null ? outcome.status : `${outcome.reason.code}: ${outcome.reason.message}`;
}

const compose = "services:\n  web:\n    build: .\n    image: example/web:1\n";
const worker = (line: string): Record<string, string> => ({
  "worker/Dockerfile": `${line}\nCMD ["worker"]\n`,
});
const REFUSED = "base-for-another-dockerfile";

describe("P168: the image is the base of another one", () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ["compose names it", { "compose.yaml": compose, ...worker("FROM example/web:1") }],
    ["another tag of it", { "compose.yaml": compose, ...worker("FROM docker.io/example/web") }],
    [
      "files are copied from it",
      { "compose.yaml": compose, ...worker("FROM alpine\nCOPY --from=example/web /app/dist /d") },
    ],
    [
      "files of it are mounted",
      {
        "compose.yaml": compose,
        ...worker("FROM alpine\nRUN --mount=type=bind,from=example/web,target=/w cp -r /w/app /"),
      },
    ],
    [
      "by a variable's default",
      { "compose.yaml": compose, ...worker("ARG BASE=example/web:1\nFROM ${BASE}") },
    ],
    [
      "by the same variable",
      { "compose.yaml": compose.replace("example/", "${REG}/"), ...worker("ARG REG\nFROM $REG/web") },
    ],
    ["a file beside it", { "compose.yaml": compose, "Dockerfile.nightly": "FROM example/web\n" }],
    [
      "a Makefile",
      {
        Makefile: "NAME = example/web\nimage:\n\tdocker build -t $(NAME):1 .\n",
        ...worker("FROM example/web"),
      },
    ],
    [
      "a script",
      { "scripts/build.sh": "docker build --pull \\\n  -t example/web .\n", ...worker("FROM example/web") },
    ],
    [
      "package.json",
      {
        "package.json":
          NODE_FILES["package.json"]?.replace('"tsc"', '"tsc","image":"docker build . -t example/web"') ?? "",
        ...worker("FROM example/web"),
      },
    ],
    [
      "a workflow",
      {
        ".github/workflows/ci.yml":
          "jobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          tags: |\n            example/web:latest\n            example/web:2\n",
        ...worker("FROM example/web:2"),
      },
    ],
    [
      "a bake file",
      {
        "docker-bake.hcl": 'target "web" {\n  tags = ["example/web:1"]\n}\n',
        ...worker("FROM example/web:1"),
      },
    ],
    [
      "a bake file's target",
      {
        "docker-bake.hcl":
          'target "web" {\n  context = "."\n}\ntarget "worker" {\n  context = "worker"\n  contexts = { base = "target:web" }\n}\n',
        ...worker("FROM base"),
      },
    ],
    [
      "a context of another service",
      {
        "compose.yaml": `${compose.replace("    image: example/web:1\n", "")}  worker:\n    build:\n      context: worker\n      additional_contexts:\n        base: service:web\n`,
        ...worker("FROM base"),
      },
    ],
  ])("%s", (_what, files) => {
    expect(reason(files)).toMatch(new RegExp(`^${REFUSED}: `));
  });

  it("the message names both files", () => {
    expect(reason({ "compose.yaml": compose, ...worker("FROM example/web:1") })).toBe(
      `${REFUSED}: worker/Dockerfile is built FROM example/web, which is this image (compose.yaml)`,
    );
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ["nobody uses it", { "compose.yaml": compose, ...worker("FROM alpine") }],
    ["another image", { "compose.yaml": compose, ...worker("FROM example/web-base") }],
    [
      "a stage of its own has the name",
      {
        "compose.yaml": compose.replace("example/web:1", "web"),
        ...worker("FROM alpine AS web\nFROM alpine\nCOPY --from=web /a /a"),
      },
    ],
    [
      "a script builds another file",
      {
        "build.sh": "docker build -t example/web -f worker/Dockerfile worker\n",
        ...worker("FROM example/web"),
      },
    ],
  ])("not where %s", (_what, files) => {
    expect(reason(files)).toBe("rewritten");
  });

  it("a file with a name of its own is told by -f", () => {
    const files = {
      Makefile: "image:\n\tdocker build -f web.Dockerfile -t example/web .\n",
      ...worker("FROM example/web"),
    };
    expect(reason(files, "web.Dockerfile")).toContain(REFUSED);
    expect(reason({ ...files, Dockerfile: "FROM alpine\n" }, "web.Dockerfile")).toContain(REFUSED);
  });
});
