import { relative } from "node:path";
import { BuildContexts } from "../../src/discovery/build-context.js";
import { readDefinitions } from "../../src/discovery/build-definitions.js";
import { Folder } from "../run/folder.js";

function contextIn(files: Readonly<Record<string, string>>, dockerfile: string): string {
  const folder = new Folder({ ".git/HEAD": "", [dockerfile]: "FROM x", ...files });
  const context = new BuildContexts(folder.path).of(folder.at(dockerfile));
  return context.kind === "context"
    ? relative(folder.path, context.directory) || "."
    : `ambiguous: ${context.because}`;
}

describe("the build context (P150)", () => {
  it("is the folder of the Dockerfile when nothing says otherwise", () => {
    expect(contextIn({}, "docker/Dockerfile")).toBe("docker");
    expect(contextIn({ "compose.yaml": "services: { db: { image: postgres } }" }, "docker/Dockerfile")).toBe(
      "docker",
    );
  });

  it("is what a compose file says", () => {
    const compose = "services:\n  api:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n";
    expect(contextIn({ "docker-compose.yml": compose }, "docker/Dockerfile")).toBe(".");
    const inner = "services: { api: { build: { context: .., dockerfile: docker/Dockerfile } } }";
    expect(contextIn({ "docker/compose.prod.yaml": inner }, "docker/Dockerfile")).toBe(".");
    const outward = "services: { api: { build: { context: ./api, dockerfile: ../docker/Dockerfile } } }";
    expect(contextIn({ "compose.yaml": outward, "api/x": "" }, "docker/Dockerfile")).toBe("api");
  });

  it("understands the short form, anchors and defaults of variables", () => {
    expect(contextIn({ "compose.yml": "services: { api: { build: ./api } }" }, "api/Dockerfile")).toBe("api");
    const anchors =
      "x-b: &b { context: ., dockerfile: api/Dockerfile }\nservices:\n  a: { build: *b }\n  w: { build: { <<: *b, target: x } }\n";
    expect(contextIn({ "compose.yml": anchors }, "api/Dockerfile")).toBe(".");
    const variable = "services: { api: { build: { context: '${ROOT:-.}', dockerfile: api/Dockerfile } } }";
    expect(contextIn({ "compose.yml": variable }, "api/Dockerfile")).toBe(".");
  });

  it("is what a bake file or a workflow says", () => {
    const hcl = 'target "api" {\n  context    = "."\n  dockerfile = "api/Dockerfile"\n  tags = ["x"]\n}\n';
    expect(contextIn({ "docker-bake.hcl": hcl }, "api/Dockerfile")).toBe(".");
    expect(
      contextIn({ "docker-bake.json": '{"target":{"a":{"dockerfile":"api/Dockerfile"}}}' }, "api/Dockerfile"),
    ).toBe(".");
    const workflow =
      "jobs:\n  b:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v6\n        with: { context: ., file: ./api/Dockerfile }\n";
    expect(contextIn({ ".github/workflows/ci.yml": workflow }, "api/Dockerfile")).toBe(".");
  });

  it("P185: is what a Tiltfile says, whose paths are its own", () => {
    const tilt =
      "# docker_build('x', 'other')\ndocker_build('shop/api', '.', dockerfile='docker/Dockerfile', live_update=[])\n";
    expect(contextIn({ Tiltfile: tilt }, "docker/Dockerfile")).toBe(".");
    const inner = 'docker_build("shop/api", context="../", dockerfile="../docker/Dockerfile")\n';
    expect(contextIn({ "dev/Tiltfile": inner }, "docker/Dockerfile")).toBe(".");
    expect(
      contextIn(
        { Tiltfile: "docker_build(name, folder, dockerfile='docker/Dockerfile')\n" },
        "docker/Dockerfile",
      ),
    ).toBe("docker");
  });

  it("P185: is what a Maven plugin says", () => {
    const pom = (plugin: string): string =>
      `<project><build><plugins><plugin>${plugin}</plugin></plugins></build></project>`;
    const spotify = pom(
      "<artifactId>dockerfile-maven-plugin</artifactId><configuration><dockerfile>docker/Dockerfile</dockerfile></configuration>",
    );
    expect(contextIn({ "pom.xml": spotify }, "docker/Dockerfile")).toBe(".");
    const fabric8 = pom(
      "<artifactId>docker-maven-plugin</artifactId><configuration><images><image><build><contextDir>${project.basedir}</contextDir>" +
        "<dockerFile>docker/Dockerfile</dockerFile></build></image></images></configuration>",
    );
    expect(contextIn({ "pom.xml": fabric8 }, "docker/Dockerfile")).toBe(".");
    const open = pom(
      "<artifactId>dockerfile-maven-plugin</artifactId><configuration><contextDirectory>${docker.dir}</contextDirectory></configuration>",
    );
    expect(contextIn({ "pom.xml": open }, "docker/Dockerfile")).toBe("docker");
  });

  it("is not taken from files that no builder would read", () => {
    const broken = "services: [\n  build: {";
    expect(contextIn({ "compose.yml": broken, "docker-bake.json": "{" }, "api/Dockerfile")).toBe("api");
    const outside = "services: { api: { build: { context: ../.., dockerfile: x/api/Dockerfile } } }";
    expect(contextIn({ "compose.yml": outside }, "api/Dockerfile")).toBe("api");
  });

  it("is looked for on the way up to the current folder where there is no repository", () => {
    const compose = "services: { api: { build: { context: .., dockerfile: a/docker/Dockerfile } } }";
    const folder = new Folder({
      "x/a/docker/Dockerfile": "",
      "x/a/compose.yml": compose,
      "x/b/compose.yml": compose,
    });
    const of = (cwd: string): unknown =>
      new BuildContexts(folder.at(cwd)).of(folder.at("x/a/docker/Dockerfile"));
    expect(of(".")).toEqual({ kind: "context", directory: folder.at("x") });
    expect(of("x/a/docker")).toEqual({ kind: "context", directory: folder.at("x/a/docker") });
  });

  it("is not guessed when two files disagree", () => {
    const files = {
      "compose.yml": "services: { api: { build: { context: ., dockerfile: api/Dockerfile } } }",
      "dev/compose.yml": "services: { api: { build: ../api } }",
    };
    expect(contextIn(files, "api/Dockerfile")).toBe(
      "ambiguous: compose.yml builds it from ., dev/compose.yml builds it from api",
    );
  });
});

describe("readDefinitions", () => {
  it("leaves out what names no file here", () => {
    const compose = [
      "services:",
      "  a: { build: 'https://github.com/x/y.git' }",
      "  b: { build: { context: '${DIR}' } }",
      "  c: { build: { dockerfile_inline: 'FROM x' } }",
      "  d: { image: x }",
      "  e: null",
      "  f: { build: { context: ., dockerfile: [1] } }",
    ].join("\n");
    expect(readDefinitions("compose", compose)).toEqual([]);
    const hcl =
      'target "a" {\n  context = "${BASE}"\n}\ntarget "b" {\n  inherits = ["a"]\n}\ntarget "c" {\n  context = dir\n}\n';
    expect(readDefinitions("bake-hcl", hcl)).toEqual([]);
  });
});
