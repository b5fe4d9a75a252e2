/** Programs and paths of the command, owners and rights, held against listings. */
import { compareCommands } from "../../src/verify/compare/commands.js";
import { commandWords } from "../../src/verify/compare/command-words.js";
import { compareOwners } from "../../src/verify/compare/owners.js";
import { Problems } from "../../src/verify/compare/problems.js";
import { PathMap } from "../../src/verify/files/path-map.js";
import { file, folder, image, link, listing, plainConfig, type ImageParts } from "./listings.js";

const runs = { mode: 0o755 };
const PASSWD = { "/etc/passwd": "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n" };

function compared(
  before: ImageParts,
  after: ImageParts,
  copies: ConstructorParameters<typeof PathMap>[0] = [],
) {
  const problems = new Problems();
  const [old, now] = [image(before), image(after)];
  const paths = new PathMap(copies, old.listing, now.listing);
  compareCommands(old, now, paths, problems);
  compareOwners(old, now, paths, problems);
  return problems.findings;
}

const codes = (...args: Parameters<typeof compared>): readonly string[] =>
  compared(...args).map(({ code }) => code);

describe("the words of a command", () => {
  it("are found behind wrappers and in shell text", () => {
    const config = {
      ...plainConfig,
      workdir: "/app",
      entrypoint: ["tini", "--"],
      cmd: ["sh", "-c", "cd api && exec node dist/main.js --file=conf/a.json"],
    };
    const { programs, words } = commandWords(config);
    expect(programs).toEqual(expect.arrayContaining(["tini", "sh", "node"]));
    expect(words).toEqual(
      expect.arrayContaining([
        { text: "dist/main.js", cwd: "/app/api" },
        { text: "conf/a.json", cwd: "/app/api" },
      ]),
    );
  });

  it("behind an entrypoint that nobody knows are a command too", () => {
    const config = {
      ...plainConfig,
      workdir: "/app",
      entrypoint: ["docker-entrypoint.sh"],
      cmd: ["./start.sh"],
    };
    expect(commandWords(config).programs).toEqual(["docker-entrypoint.sh", "./start.sh"]);
  });

  it("leave out what only exists at run time", () => {
    const config = { ...plainConfig, cmd: ["sh", "-c", "java $JAVA_OPTS -jar $(ls *.jar) http://a/b"] };
    expect(commandWords(config).words.map(({ text }) => text)).toEqual(["ls", "*.jar", "java", "-jar"]);
  });
});

describe("a program", () => {
  const config = { env: { PATH: "/usr/bin:/bin" }, cmd: ["curl", "x"] };

  it("that the rewrite's image lacks is missing", () => {
    const files = listing({ "/usr/bin/curl": file(runs) });
    expect(codes({ config, files }, { config })).toEqual(["program-missing"]);
    expect(codes({ config, files }, { config, files })).toEqual([]);
  });

  it("that neither has is not the rewrite's fault", () => {
    expect(codes({ config }, { config })).toEqual([]);
  });

  it("is found through links", () => {
    const before = listing({ "/usr/bin/curl": file(runs) });
    const after = listing({ "/usr/bin": link("/opt/bin"), "/opt/bin/curl": file(runs) });
    expect(codes({ config, files: before }, { config, files: after })).toEqual([]);
  });

  it("has to be one that the user may run, with every folder on the way", () => {
    const own = { ...config, user: "app", cmd: ["/srv/run"] };
    const before = listing({ "/srv/run": file(runs) }, PASSWD);
    const closed = listing({ "/srv": folder({ mode: 0o700 }), "/srv/run": file(runs) }, PASSWD);
    const found = codes({ config: own, files: before }, { config: own, files: closed });
    expect(found).toContain("program-not-executable");
    const bare = listing({ "/srv/run": file() }, PASSWD);
    expect(codes({ config: own, files: before }, { config: own, files: bare })).toContain(
      "program-not-executable",
    );
  });

  it("that is a script needs its interpreter", () => {
    const own = { ...config, cmd: ["/run.sh"] };
    const script = { "/run.sh": file(runs) };
    const before = listing({ ...script, "/bin/bash": file(runs) }, {}, { "/run.sh": "/bin/bash -e" });
    const after = listing(script, {}, { "/run.sh": "/bin/bash -e" });
    expect(compared({ config: own, files: before }, { config: own, files: after })).toEqual([
      { code: "program-missing", message: "/bin/bash, which runs /run.sh, is not in the image" },
    ]);
  });

  it("of the health check counts", () => {
    const healthcheck = {
      test: ["CMD-SHELL", "curl -f http://a || exit 1"],
      interval: 0,
      timeout: 0,
      startPeriod: 0,
      retries: 0,
    };
    const own = { env: config.env, healthcheck };
    const files = listing({ "/usr/bin/curl": file(runs) });
    expect(codes({ config: own, files }, { config: own })).toEqual(["program-missing"]);
  });
});

describe("a path", () => {
  const config = { env: { PATH: "/bin" }, workdir: "/app", cmd: ["node", "dist/main"] };

  it("that the command names has to be there, by whatever ending node finds it", () => {
    const files = listing({ "/app/dist/main.js": file() });
    expect(codes({ config, files }, { config, files: listing({ "/app/x": file() }) })).toEqual([
      "command-path-missing",
    ]);
    expect(codes({ config, files }, { config, files })).toEqual([]);
  });

  it("that was renamed has to be there under its new name", () => {
    const old = { ...config, cmd: ["java", "-jar", "build/demo.jar"] };
    const now = { ...config, cmd: ["java", "-jar", "app.jar"] };
    const files = listing({ "/app/build/demo.jar": file() });
    const copies = [{ from: "/app/build/demo.jar", to: "/app/app.jar", into: false }];
    expect(codes({ config: old, files }, { config: now }, copies)).toEqual(["command-path-missing"]);
    const good = listing({ "/app/app.jar": file() });
    expect(codes({ config: old, files }, { config: now, files: good }, copies)).toEqual([]);
  });

  it("has to be one that the user may read", () => {
    const own = { ...config, user: "app" };
    const files = listing({ "/app/dist/main.js": file() }, PASSWD);
    const closed = listing({ "/app/dist/main.js": file({ mode: 0o600 }) }, PASSWD);
    expect(codes({ config: own, files }, { config: own, files: closed })).toContain(
      "command-path-unreadable",
    );
  });
});

describe("owners", () => {
  const config = { user: "app" };

  it("of copied files are those of the originals, also under another path", () => {
    const before = listing({ "/src/out/a": file({ uid: 1000, gid: 1000 }) }, PASSWD);
    const after = listing({ "/srv/a": file() }, PASSWD);
    const copies = [{ from: "/src/out", to: "/srv", into: false }];
    expect(compared({ config, files: before }, { config, files: after }, copies)).toEqual([
      { code: "owner-changed", message: "another owner: /srv/a (was 1000:1000, is 0:0)" },
    ]);
  });

  it("of the distribution's own files do not count", () => {
    const before = listing({ "/etc/shadow": file({ gid: 42 }) }, PASSWD);
    const after = listing({ "/etc/shadow": file({ gid: 15 }) }, PASSWD);
    expect(codes({ config, files: before }, { config, files: after })).toEqual([]);
  });

  it("that stay the same do not hide a right that was lost", () => {
    const before = listing({ "/data": folder({ mode: 0o777 }) }, PASSWD);
    const after = listing({ "/data": folder() }, PASSWD);
    expect(compared({ config, files: before }, { config, files: after })).toEqual([
      { code: "permission-lost", message: "the image's user may not write /data any more" },
    ]);
  });
});
