/** Shapes in which an artifact's path is easily lost: moves, links, programs by path, folders to write to, other vendors' Java. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import { MAVEN_FILES, NODE_FILES, rewrite } from "../support/rewrite.js";

const HEAD = "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\n";

function runtimeOf(source: string, files: Readonly<Record<string, string>> = {}): string {
  const { text } = rewrite(source, { ...MAVEN_FILES, ...files });
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

describe("paths", () => {
  it("a folder that was moved is copied from where it is, and from nowhere else", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mkdir /srv/a && cp target/demo-1.0.jar /srv/a/a.jar\nRUN mv /srv/a /srv/b\nCMD java -jar /srv/b/a.jar\n`,
    );
    expect(runtime).toContain("COPY --from=build /srv/b ");
    expect(runtime).not.toContain("/srv/a ");
  });

  it("P26, P149: a link is made again, and what it points to is there", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mkdir -p /opt/v1 && cp target/demo-1.0.jar /opt/v1/a.jar && ln -s /opt/v1 /opt/current\nCMD java -jar /opt/current/a.jar\n`,
    );
    expect(runtime).toContain("RUN ln -s /opt/v1 /opt/current\n");
    expect(runtime).toContain("COPY --from=build /opt/v1");
  });

  it("an artifact that is run itself is not looked for on the PATH", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN chmod +x target/demo-1.0.jar\nENTRYPOINT ["./target/demo-1.0.jar"]\n`,
    );
    expect(runtime).toContain('ENTRYPOINT ["./app.jar"]\n');
    expect(runtime).toContain("/app/target/demo-1.0.jar app.jar\n");
  });

  it.each([
    ["a manifest", { "k8s/deploy.yaml": "command: ['java', '-jar', 'target/demo-1.0.jar']\n" }, ""],
    ["a workflow", { ".github/workflows/ci.yml": "run: docker run d java -jar target/demo-1.0.jar\n" }, ""],
    ["a variable", {}, "ENV APP_JAR=/app/target/demo-1.0.jar\n"],
  ])("the path stays where %s names it", (_what, files, line) => {
    expect(runtimeOf(`${HEAD}${line}CMD ["java", "-jar", "target/demo-1.0.jar"]\n`, files)).toContain(
      'CMD ["java", "-jar", "target/demo-1.0.jar"]\n',
    );
  });

  it("the folder of a file that the command writes to goes along", () => {
    const runtime = runtimeOf(`${HEAD}CMD java -jar target/demo-1.0.jar > logs/out.log 2>&1\n`, {
      "logs/.gitkeep": "",
    });
    expect(runtime).toContain("COPY --from=build /app/logs ./logs\n");
  });
});

describe("a jar that is taken apart in the file (P124)", () => {
  const apart = `${HEAD}RUN mkdir -p /srv/a && cp target/demo-1.0.jar /srv/a/a.jar && cd /srv/a && java -Djarmode=layertools -jar a.jar extract && rm a.jar\n`;
  const start = 'ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]\n';

  it("what puts the layers together stays in the build stage", () => {
    const runtime = runtimeOf(
      `${apart}WORKDIR /srv/a/dependencies\nRUN cp -r ../spring-boot-loader/. ../snapshot-dependencies/. ../application/. .\n${start}`,
    );
    expect(runtime).not.toContain("RUN");
    expect(runtime).toMatch(/COPY --from=build \/srv\/a(\/dependencies)? /);
  });
});

describe("the image of another vendor (P111)", () => {
  it.each([
    ["the command", 'CMD ["/usr/local/openjdk-17/bin/java", "-jar", "target/demo-1.0.jar"]\n'],
    ["a variable", "ENV JAVA_HOME=/usr/local/openjdk-17\nCMD $JAVA_HOME/bin/java -jar target/demo-1.0.jar\n"],
    [
      "an option",
      "CMD java -Djavax.net.ssl.trustStore=/usr/local/openjdk-17/lib/security/cacerts -jar target/demo-1.0.jar\n",
    ],
    ["modules of the JDK", "CMD java --add-modules jdk.compiler -jar target/demo-1.0.jar\n"],
  ])("the image stays where %s names its Java", (_what, command) => {
    const source = `FROM openjdk:17-jdk-slim\nRUN apt-get update && apt-get install -y maven\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${command}`;
    expect(runtimeOf(source)).toContain("FROM openjdk:17-jdk-slim\n");
  });
});

describe("a program that asks where it lies", () => {
  it("keeps its path, since it looks for files from there", () => {
    const runtime = runtimeOf(`${HEAD}CMD ["java", "-jar", "target/demo-1.0.jar"]\n`, {
      "src/main/java/App.java":
        "class App { static java.net.URL at = App.class.getProtectionDomain().getCodeSource().getLocation(); }",
    });
    expect(runtime).toContain('CMD ["java", "-jar", "target/demo-1.0.jar"]\n');
    expect(runtime).toContain("/app/target/demo-1.0.jar ./target/demo-1.0.jar\n");
  });
});

describe("what a program of Java reads from the disk", () => {
  const code = (text: string): Readonly<Record<string, string>> => ({
    "src/main/java/App.java": `class App { Object o = ${text}; }`,
  });
  const start = 'CMD ["java", "-jar", "target/demo-1.0.jar"]\n';

  it.each([
    ['new java.io.File("target/classes/schema.sql")', "/app/target/classes ./target/classes"],
    ['Path.of("target", "classes")', "/app/target/classes ./target/classes"],
  ])("P49: %s is output of the build beside the jar", (text, copy) => {
    expect(runtimeOf(`${HEAD}${start}`, code(text))).toContain(`COPY --from=build ${copy}\n`);
  });

  it("P49: a site that npm has built is copied, and node stays behind", () => {
    const source = `FROM maven:3.9-eclipse-temurin-17\nRUN apt-get update && apt-get install -y nodejs npm\nWORKDIR /app\nCOPY . .\nRUN cd ui && npm ci && npm run build\nRUN mvn package\n${start}`;
    const ui = Object.fromEntries(Object.entries(NODE_FILES).map(([path, text]) => [`ui/${path}`, text]));
    const runtime = runtimeOf(source, { ...ui, ...code('new java.io.File("ui/dist")') });
    expect(runtime).toContain("COPY --from=build /app/ui/dist ./ui/dist\n");
    expect(runtime).not.toContain("nodejs");
    expect(runtimeOf(source, { ...ui, ...code('"dist"') })).not.toContain("/ui/");
  });

  it("a path in the build's folder that no step is known to make is for a reviewer", () => {
    const { plan } = rewrite(`${HEAD}${start}`, { ...MAVEN_FILES, ...code('"target/stamp/version.txt"') });
    expect(plan.notes.map(({ code: name }) => name)).toContain("build-folder-named");
  });

  it("P149: a link to the jar is followed, and the jar stands in its place", () => {
    const runtime = runtimeOf(`${HEAD}RUN ln -s target/demo-1.0.jar app.jar\nCMD java -jar app.jar\n`);
    expect(runtime).toContain("COPY --from=build /app/target/demo-1.0.jar app.jar\n");
    expect(runtime).toContain("CMD java -jar app.jar\n");
  });
});

describe("an application of node", () => {
  const NODE = "FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n";
  const START = 'CMD ["node", "dist/index.js"]\n';

  function nodeRuntime(source: string, files: Readonly<Record<string, string>> = {}): string {
    const { text } = rewrite(source, { ...NODE_FILES, ...files });
    return text.slice(text.indexOf("\n\nFROM ") + 2);
  }

  function reason(source: string, files: Readonly<Record<string, string>> = {}): string | undefined {
    const project = memoryProject({ ...NODE_FILES, ...files, Dockerfile: source });
    return split(source, project, { ...defaultOptions, dockerfilePath: "Dockerfile" }).reason?.code;
  }

  it.each([
    [
      "by a pipe",
      "mkdir /release && tar cf - dist node_modules | tar xf - -C /release",
      "/release/dist/index.js",
    ],
    ["by cp", "cp -r dist /release && cp -r node_modules /release/", "/release/index.js"],
    ["by cp of all", "cp -a /app /release", "/release/dist/index.js"],
  ])("P124: a folder that is filled as a whole %s goes as a whole", (_how, run, entry) => {
    const runtime = nodeRuntime(`${NODE}RUN ${run}\nCMD ["node", "${entry}"]\n`);
    expect(runtime).toContain("COPY --from=build /release /release\n");
    expect(runtime).not.toContain("/release/dist ");
  });

  it("P124: what is moved away is not looked for at its old place", () => {
    const runtime = nodeRuntime(
      `${NODE}RUN mkdir /opt/run && mv dist/index.js /opt/run/server.js && mv node_modules /opt/run/ && rm -rf /app/*\nCMD ["node", "/opt/run/server.js"]\n`,
    );
    expect(runtime).toContain("COPY --from=build /opt/run/server.js /opt/run/server.js\n");
    expect(runtime).not.toContain("/app/dist");
  });

  it("P160: a file that a script of the project writes into a folder that is made again", () => {
    const runtime = nodeRuntime(`${NODE}RUN mkdir -p /var/lib/shop && node scripts/seed.js\n${START}`, {
      "scripts/seed.js": "require('fs').writeFileSync('/var/lib/shop/seed.json', '{}');\n",
    });
    expect(runtime).toContain("RUN mkdir -p /var/lib/shop\n");
    expect(runtime).toContain("COPY --from=build /var/lib/shop/seed.json /var/lib/shop/seed.json\n");
  });

  it("a log that is a link to the output of the container", () => {
    const run = "RUN mkdir -p /var/log/shop && ln -sf /dev/stdout /var/log/shop/app.log\n";
    expect(nodeRuntime(NODE + run + START)).toContain(run);
  });

  it("P156: settings of git go along where the program runs git, but not its credentials", () => {
    const run = "RUN git config --system --add safe.directory '*'\n";
    const calls = { "src/index.ts": "require('child_process').execSync('git status');\n" };
    expect(nodeRuntime(NODE + run + START, calls)).toContain(run);
    expect(nodeRuntime(NODE + run + START)).not.toContain("git config");
    const secret = "RUN git config --global url.https://x:y@host/.insteadOf https://host/\n";
    expect(nodeRuntime(NODE + secret + START, calls)).not.toContain("insteadOf");
  });

  it("hosts that ssh knows go along where the program runs ssh, a private key does not", () => {
    const calls = { "src/index.ts": "require('child_process').execSync('ssh host ls');\n" };
    const head = "FROM node:20\nRUN mkdir -p -m 0700 /root/.ssh\n";
    const rest = NODE.slice(NODE.indexOf("WORKDIR")) + START;
    const known = "COPY ops/known_hosts /root/.ssh/known_hosts\n";
    const files = { ...calls, "ops/known_hosts": "h k v\n", "ops/id_rsa": "PRIVATE KEY\n" };
    expect(nodeRuntime(head + known + rest, files)).toContain(known);
    expect(nodeRuntime(head + known + rest, { ...files, "src/index.ts": "" })).not.toContain(".ssh");
    expect(reason(`${head}COPY ops/id_rsa /root/.ssh/id_rsa\n${rest}`, files)).toBe("secret-in-runtime");
  });

  it("settings of npm that decide how scripts run go along where npm starts the program", () => {
    const run = "RUN npm config set --global script-shell /bin/bash\n";
    expect(nodeRuntime(`${NODE}${run}CMD ["npm", "start"]\n`)).toContain(run);
    expect(nodeRuntime(`${NODE}${run}${START}`)).not.toContain("script-shell");
    const mirror = "RUN npm config set registry https://registry.example.org\n";
    expect(nodeRuntime(`${NODE}${mirror}CMD ["npm", "start"]\n`)).not.toContain("npm config");
  });

  it("P26: a link beside the program that leads out of it is made again, not followed by a COPY", () => {
    const run = "RUN mkdir -p /data/up && ln -s /data/up uploads\n";
    const runtime = nodeRuntime(`${NODE}${run}VOLUME /data\n${START}`);
    expect(runtime).toContain(run);
    expect(runtime).not.toContain("/app/uploads");
  });

  it.each([
    [
      "a command of a service",
      {
        "docker-compose.yml":
          "services:\n  web:\n    build: .\n  job:\n    build: .\n    command: node dist/job.js\n",
      },
      START,
    ],
    ["a second program of the command", {}, "CMD node dist/index.js && node dist/job.js\n"],
    ["a health check", {}, `HEALTHCHECK CMD node dist/job.js\n${START}`],
    [
      "a probe of a platform",
      { "k8s/a.yaml": "spec:\n  livenessProbe:\n    exec:\n      command: [node, tools/probe.js]\n" },
      START,
    ],
  ])("P158: what %s imports forbids pruning, too", (_what, files, end) => {
    const runtime = rewrite(`${NODE}${end}`, {
      ...NODE_FILES,
      "src/job.ts": "import ts from 'typescript';\nexport const version = ts.version;\n",
      "tools/probe.js": "require('typescript');\n",
      ...files,
    }).text;
    expect(runtime).not.toContain("prune");
  });

  it("P141: the command of a service stands behind the ENTRYPOINT of the image", () => {
    const source = `${NODE}ENTRYPOINT ["npm", "run"]\nCMD ["start"]\n`;
    const compose = (command: string): Readonly<Record<string, string>> => ({
      "docker-compose.yml": `services:\n  web:\n    build: .\n    command: ${command}\n`,
      "package.json": JSON.stringify({
        name: "app",
        scripts: { build: "tsc", start: "node dist/index.js", watch: "tsc --watch" },
        dependencies: { ms: "2.1.3" },
        devDependencies: { typescript: "5.4.5" },
      }),
    });
    expect(reason(source, compose("watch"))).toBe("needs-review");
    expect(reason(source, compose("start"))).toBeUndefined();
  });

  describe("files that are mounted for a RUN", () => {
    const bind = (path: string): string => `--mount=type=bind,source=${path},target=${path} `;
    const install = `RUN ${bind("package.json")}${bind("package-lock.json")}--mount=type=cache,target=/root/.npm npm ci\n`;

    it("are there for the install, and a later COPY brings them for the prune", () => {
      const { text } = rewrite(
        `FROM node:20\nWORKDIR /app\n${install}COPY . .\nRUN npm run build\n${START}`,
        NODE_FILES,
      );
      expect(text).toContain(`${install}COPY . .\nRUN npm run build\nRUN npm prune --omit=dev\n`);
      expect(text).toContain("COPY --from=build /app/package.json ./package.json\n");
    });

    it("are in no layer: nothing is pruned by them, and they are not copied", () => {
      const { text } = rewrite(
        `FROM node:20\nWORKDIR /app\n${install}COPY src ./src\nCOPY tsconfig.json .\nRUN npx tsc\n${START}`,
        NODE_FILES,
      );
      expect(text).not.toContain("prune");
      expect(text).not.toContain("/app/package.json");
      expect(text).toContain("COPY --from=build /app/dist ./dist\n");
    });

    it("may be the sources of the compiler", () => {
      const compile = `RUN ${bind("src")}${bind("tsconfig.json")}npx tsc\n`;
      const source = `FROM node:20\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n${compile}${START}`;
      expect(nodeRuntime(source)).toContain("COPY --from=build /app/dist ./dist\n");
    });

    it.each([
      [
        "of another image",
        "RUN --mount=type=bind,from=nginx:1.27,source=/etc/nginx,target=/n cp /n/mime.types ./\n",
      ],
      ["that the RUN writes to", "RUN --mount=type=bind,source=src,target=/s,rw cp /s/index.ts ./\n"],
      ["whole", "RUN --mount=type=bind,target=/ctx cp /ctx/a.txt ./\n"],
      [
        "for the container's part",
        "RUN --mount=type=bind,source=list.txt,target=/list.txt mkdir -p /srv/x\n",
      ],
    ])("%s are refused", (_what, run) => {
      expect(reason(`${NODE}${run}${START}`, { "list.txt": "x", "a.txt": "x" })).toBe("bind-mount-in-run");
    });
  });

  it("P26: behind a link is refused where the link stays in the build stage", () => {
    expect(
      reason(
        'FROM node:20\nWORKDIR /srv/releases/42\nCOPY . .\nRUN npm ci && npm run build && ln -sfn /srv/releases/42 /srv/current\nWORKDIR /srv/current\nCMD ["node", "dist/index.js"]\n',
      ),
    ).toBe("path-through-link");
  });

  it("ADD of an archive: among the sources it is refused, elsewhere the runtime stage has the ADD", () => {
    const archive = { "data.tgz": "x" };
    const build = "COPY package*.json tsconfig.json ./\nCOPY src ./src\nRUN npm ci && npm run build\n";
    expect(reason(`FROM node:20\nWORKDIR /app\nADD data.tgz ./\n${build}${START}`, archive)).toBe(
      "archive-unpacked-by-add",
    );
    const aside = "ADD data.tgz /srv/data/\n";
    expect(nodeRuntime(`FROM node:20\nWORKDIR /app\n${build}${aside}${START}`, archive)).toContain(aside);
    // A compressed file that is no archive stays one file.
    expect(
      nodeRuntime(`FROM node:20\nWORKDIR /app\nADD words.gz ./\n${build}${START}`, { "words.gz": "x" }),
    ).toContain("/app/words.gz ./words.gz");
  });
});
