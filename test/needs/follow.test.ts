/** The container's command followed down to programs and paths. */
import { known } from "../../src/known.js";
import { Follower } from "../../src/needs/follow.js";
import type { RuntimeNeeds } from "../../src/needs/types.js";
import { toolchains } from "../../src/toolchains/registry.js";
import { memoryTree } from "../support/tree.js";

function follow(
  command: string | readonly string[],
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): RuntimeNeeds {
  const follower = new Follower({
    tree: memoryTree(files),
    toolchains,
    history: { steps: [], invocations: [] },
    env: new Map(Object.entries(env).map(([name, value]) => [name, known(value)])),
    cwd: "/app",
    user: "",
    linkTarget: (path) => links[path] ?? null,
  });
  if (typeof command === "string") follower.text(command, 1);
  else follower.argv(command, 1);
  return follower.result();
}

const programs = (needs: RuntimeNeeds): string[] =>
  needs.needs.flatMap(({ need }) => (need.kind === "program" ? [need.name] : []));
const paths = (needs: RuntimeNeeds): string[] =>
  needs.needs.flatMap(({ need }) => (need.kind === "path" ? [need.path] : []));

describe("following the command", () => {
  it("P135: programs of an entrypoint script are needs, tools that every image has are not", () => {
    const needs = follow(["/app/run.sh"], {
      "/app/run.sh":
        "#!/bin/bash\nset -e\nmkdir -p /tmp/x\nenvsubst < /app/conf.tpl > /tmp/x/conf\nexec java -jar /app/app.jar\n",
      "/app/conf.tpl": "",
      "/app/app.jar": "",
    });
    expect(programs(needs)).toEqual(expect.arrayContaining(["/bin/bash", "envsubst", "java"]));
    expect(programs(needs)).not.toContain("mkdir");
    expect(paths(needs)).toEqual(expect.arrayContaining(["/app/run.sh", "/app/conf.tpl", "/app/app.jar"]));
  });

  it("P146: a script of the project that another one sources is followed, and has to be there", () => {
    const needs = follow(["./start.sh"], {
      "/app/start.sh": "#!/bin/sh\n. ./bin/env.sh\nexec $RUNNER -jar app.jar\n",
      "/app/bin/env.sh": "if [ -z $PORT ]; then PORT=80; fi\nRUNNER=java\n",
      "/app/app.jar": "",
    });
    expect(needs.refusal).toBeNull();
    expect(programs(needs)).toContain("java");
    expect(paths(needs)).toEqual(expect.arrayContaining(["/app/bin/env.sh", "/app/app.jar"]));
    expect(follow(["./start.sh"], { "/app/start.sh": "#!/bin/sh\n. ./env.sh\njava\n" }).refusal?.code).toBe(
      "command-not-understood",
    );
  });

  it('P141: "$@" of an exec-form ENTRYPOINT is the CMD', () => {
    const needs = follow(["./entry.sh", "java", "-jar", "x.jar"], {
      "/app/entry.sh": '#!/bin/sh\necho starting\nexec "$@"\n',
      "/app/x.jar": "",
    });
    expect(programs(needs)).toContain("java");
    expect(paths(needs)).toContain("/app/x.jar");
  });

  it("P149: a link on the PATH is followed to the program behind it, and has to be there itself", () => {
    const needs = follow(
      ["greet", "--loud"],
      {
        "/opt/greet/bin/greet": "#!/usr/bin/env node\nrequire('./words.js');\n",
        "/opt/greet/package.json": "{}",
      },
      {},
      { "/usr/local/bin/greet": "/opt/greet/bin/greet" },
    );
    expect(paths(needs)).toContain("/usr/local/bin/greet");
    expect(programs(needs)).toContain("node");
    expect(programs(needs)).not.toContain("greet");
    const compiled = follow(["tool"], {}, {}, { "/usr/bin/tool": "/opt/tool/run" });
    expect(paths(compiled)).toEqual(["/usr/bin/tool", "/opt/tool/run"]);
  });

  it("wrappers are programs that have to be there, and what they start is followed", () => {
    const needs = follow(
      ["tini", "--", "gosu", "app", "sh", "-c", "exec java -jar $JAR"],
      { "/app/a.jar": "" },
      { JAR: "a.jar" },
    );
    expect(programs(needs)).toEqual(expect.arrayContaining(["tini", "gosu", "java"]));
    expect(paths(needs)).toContain("/app/a.jar");
  });

  it("a program that is only known at run time is refused", () => {
    expect(follow("$START_COMMAND --now").refusal?.code).toBe("command-not-understood");
    expect(follow('eval "$X"').refusal?.code).toBe("command-not-understood");
  });

  it("scripts that call each other end", () => {
    const needs = follow(["./a.sh"], {
      "/app/a.sh": "#!/bin/sh\n./b.sh\n",
      "/app/b.sh": "#!/bin/sh\n./a.sh\n",
    });
    expect(paths(needs)).toEqual(["/app/a.sh", "/app/b.sh"]);
  });
});
