/** The image configs, field by field: what is a difference, and what is meant to be one. */
import { compareConfig, type ConfigPair } from "../../src/verify/compare/config.js";
import { Problems } from "../../src/verify/compare/problems.js";
import type { ImageConfig } from "../../src/verify/engine/types.js";
import { PathMap } from "../../src/verify/files/path-map.js";
import { file, listing, plainConfig } from "./listings.js";

const noCopies = new PathMap([], listing({}), listing({}));

interface Given extends Partial<Omit<ConfigPair, "before" | "after" | "oldBase" | "newBase">> {
  readonly before?: Partial<ImageConfig>;
  readonly after?: Partial<ImageConfig>;
  readonly oldBase?: Partial<ImageConfig>;
  readonly newBase?: Partial<ImageConfig>;
}

function compared({ before, after, oldBase, newBase, ...more }: Given): {
  readonly findings: readonly string[];
  readonly notes: readonly string[];
} {
  const problems = new Problems();
  const full = (part: Partial<ImageConfig> | undefined): ImageConfig => ({ ...plainConfig, ...part });
  compareConfig(
    {
      before: full(before),
      after: full(after),
      oldBase: full(oldBase),
      newBase: full(newBase),
      droppedEnv: [],
      paths: noCopies,
      ...more,
    },
    problems,
  );
  return {
    findings: problems.findings.map(({ code }) => code),
    notes: problems.notes.map(({ code }) => code),
  };
}

it("finds nothing in equal configs", () => {
  const config = { env: { A: "1" }, cmd: ["a"], user: "app", exposed: ["80/tcp"] };
  expect(compared({ before: config, after: config })).toEqual({ findings: [], notes: [] });
});

describe("a field that differs is named", () => {
  it.each<[string, Partial<ImageConfig>, Partial<ImageConfig>]>([
    ["env-lost", { env: { A: "1" } }, {}],
    ["env-added", {}, { env: { A: "1" } }],
    ["env-changed", { env: { A: "1" } }, { env: { A: "2" } }],
    ["command-changed", { cmd: ["a"] }, { cmd: ["b"] }],
    ["entrypoint-changed", { entrypoint: ["a"] }, { entrypoint: ["b"] }],
    ["user-changed", { user: "app" }, {}],
    ["workdir-changed", { workdir: "/a" }, { workdir: "/b" }],
    ["stop-signal-changed", { stopSignal: "SIGQUIT" }, {}],
    ["shell-changed", { shell: ["/bin/bash", "-c"] }, {}],
    ["onbuild-changed", { onbuild: ["RUN x"] }, {}],
    ["exposed-ports-changed", { exposed: ["80/tcp"] }, {}],
    ["volumes-changed", {}, { volumes: ["/data"] }],
    ["labels-changed", { labels: { a: "1" } }, { labels: { a: "2" } }],
    [
      "healthcheck-changed",
      { healthcheck: { test: ["CMD", "a"], interval: 0, timeout: 0, startPeriod: 0, retries: 0 } },
      {},
    ],
  ])("%s", (code, before, after) => {
    expect(compared({ before, after }).findings).toEqual([code]);
  });
});

describe("a difference that is meant is a note", () => {
  it("what only a base image contributes", () => {
    const oldBase = { env: { MAVEN_CONFIG: "/root/.m2" }, volumes: ["/root/.m2"], exposed: ["1/tcp"] };
    const newBase = { env: { LANG: "C.UTF-8" } };
    expect(compared({ before: oldBase, oldBase, after: newBase, newBase })).toEqual({
      findings: [],
      notes: ["only-in-new-base", "only-in-old-base", "only-in-old-base", "only-in-old-base"],
    });
  });

  it("what both base images have, each with its value, the file's own part added", () => {
    const oldBase = { env: { PATH: "/usr/java/bin:/bin", JAVA_HOME: "/usr/java" } };
    const newBase = { env: { PATH: "/opt/java/bin:/bin", JAVA_HOME: "/opt/java" } };
    const before = { env: { PATH: "/app/bin:/usr/java/bin:/bin", JAVA_HOME: "/usr/java" } };
    const after = { env: { PATH: "/app/bin:/opt/java/bin:/bin", JAVA_HOME: "/opt/java" } };
    expect(compared({ before, after, oldBase, newBase })).toEqual({
      findings: [],
      notes: ["differs-between-bases", "differs-between-bases"],
    });
  });

  it("but not a variable of the file that happens to be in the old base too", () => {
    const oldBase = { env: { MODE: "base" } };
    expect(compared({ before: { env: { MODE: "own" } }, oldBase }).findings).toEqual(["env-lost"]);
  });

  it("a variable of the build that the plan dropped; the same variable lost by hand is a difference", () => {
    const before = { env: { MAVEN_OPTS: "-Xmx1g" } };
    expect(compared({ before, droppedEnv: ["MAVEN_OPTS"] })).toEqual({
      findings: [],
      notes: ["build-variable-dropped"],
    });
    expect(compared({ before }).findings).toEqual(["env-lost"]);
  });

  it("an artifact that was given another path, also where a pattern named it", () => {
    const before = listing({ "/app/build/libs/demo-1.0.jar": file() });
    const after = listing({ "/app/app.jar": file() });
    const copies = [{ from: "/app/build/libs/demo-1.0.jar", to: "/app/app.jar", into: false }];
    const paths = new PathMap(copies, before, after);
    const now = { cmd: ["java", "-jar", "app.jar"], workdir: "/app" };
    for (const name of ["build/libs/demo-1.0.jar", "build/libs/*.jar"]) {
      const old = { cmd: ["java", "-jar", name], workdir: "/app" };
      expect(compared({ before: old, after: now, paths })).toEqual({ findings: [], notes: ["path-renamed"] });
    }
    const other = { cmd: ["java", "-Xmx1g", "-jar", "app.jar"], workdir: "/app" };
    const old = { cmd: ["java", "-jar", "build/libs/demo-1.0.jar"], workdir: "/app" };
    expect(compared({ before: old, after: other, paths }).findings).toEqual(["command-changed"]);
  });

  it("the base images' entrypoints, provided the file has a command of its own", () => {
    const oldBase = { entrypoint: ["/usr/local/bin/mvn-entrypoint.sh"], cmd: ["mvn"] };
    const newBase = { entrypoint: ["/__cacert_entrypoint.sh"], cmd: ["jshell"] };
    const own = { cmd: ["java", "-jar", "a.jar"] };
    expect(
      compared({ before: { ...oldBase, ...own }, after: { ...newBase, ...own }, oldBase, newBase }),
    ).toEqual({
      findings: [],
      notes: ["differs-between-bases"],
    });
    expect(compared({ before: oldBase, after: newBase, oldBase, newBase }).findings).toEqual([
      "entrypoint-changed",
      "command-changed",
    ]);
  });
});

it("root has three names", () => {
  expect(compared({ before: { user: "root" }, after: { user: "" } }).findings).toEqual([]);
  expect(compared({ before: { user: "0" }, after: { user: "root" } }).findings).toEqual([]);
});
