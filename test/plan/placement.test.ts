/** Where instructions go, and what the runtime stage looks like, over one Maven project. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome, SplitOptions } from "../../src/split/types.js";
import { MAVEN_FILES, rewrite } from "../support/rewrite.js";

const HEAD = "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\n";
const JAVA = 'CMD ["java", "-jar", "target/demo-1.0.jar"]\n';

function runtimeOf(
  source: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<SplitOptions> = {},
): string {
  const { text } = rewrite(source, { ...MAVEN_FILES, ...files }, options);
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

function buildOf(source: string, files: Readonly<Record<string, string>> = {}): string {
  const { text } = rewrite(source, { ...MAVEN_FILES, ...files });
  return text.slice(0, text.indexOf("\n\nFROM ") + 1);
}

function outcomeOf(
  source: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<SplitOptions> = {},
): Outcome {
  return split(source, memoryProject({ ...MAVEN_FILES, ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
    ...options,
  });
}

describe("folders", () => {
  it.each([
    ["app", true],
    ["root", false],
  ])("P14: a folder that %s makes for WORKDIR is made in the runtime stage: %s", (user, made) => {
    const runtime = runtimeOf(
      `FROM maven:3.9-eclipse-temurin-17\nRUN useradd -m app\nUSER ${user}\nRUN mkdir /home/app/shop\nWORKDIR /home/app/shop\nCOPY --chown=${user} . .\nRUN mvn package\n${JAVA}`,
    );
    expect(runtime.includes("RUN mkdir /home/app/shop\n")).toBe(made);
  });
});

describe("variables", () => {
  it("P1, P5: an ARG that the runtime stage uses is declared there, in its place", () => {
    const runtime = runtimeOf(`${HEAD}ARG VERSION=1\nRUN mvn package\nLABEL version=$VERSION\n${JAVA}`);
    expect(runtime).toContain("ARG VERSION=1\n");
    expect(runtime.indexOf("ARG VERSION")).toBeLessThan(runtime.indexOf("LABEL version"));
  });

  it("an ARG of the build alone stays there", () => {
    expect(runtimeOf(`${HEAD}ARG PROFILE=prod\nRUN mvn package -P$PROFILE\n${JAVA}`)).not.toContain("ARG");
  });

  it("P2: an ARG before FROM keeps its place in front of the first stage", () => {
    const source = `ARG TAG=17\nFROM maven:3.9-eclipse-temurin-\${TAG}\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`;
    const { text } = rewrite(source, MAVEN_FILES);
    expect(text.startsWith("ARG TAG=17\nFROM maven:3.9-eclipse-temurin-${TAG} AS build\n")).toBe(true);
    expect(text).toContain("\nFROM eclipse-temurin:${TAG}-jre\n");
  });

  it("P4: an ENV in front of the build is in both stages, one behind it in the runtime stage", () => {
    const source = `${HEAD}ENV PORT=1\nRUN mvn package\nENV MODE=x\n${JAVA}`;
    expect(runtimeOf(source)).toContain("ENV PORT=1\n");
    expect(runtimeOf(source)).toContain("ENV MODE=x\n");
    expect(buildOf(source)).toContain("ENV PORT=1\n");
    expect(buildOf(source)).not.toContain("MODE");
  });

  it("a variable of the build tool stays behind, unless the command reads it", () => {
    expect(runtimeOf(`${HEAD}ENV MAVEN_OPTS=-Xmx1g\nRUN mvn package\n${JAVA}`)).not.toContain("MAVEN_OPTS");
    expect(
      runtimeOf(
        `${HEAD}ENV MAVEN_OPTS=-Xmx1g\nRUN mvn package\nCMD java $MAVEN_OPTS -jar target/demo-1.0.jar\n`,
      ),
    ).toContain("ENV MAVEN_OPTS");
  });

  it("P10, P91: a credential never reaches the runtime stage, and the report says so", () => {
    const outcome = outcomeOf(`${HEAD}ENV GITHUB_TOKEN=x\nRUN mvn package\n${JAVA}`, {}, { unsafe: true });
    expect(outcome.notes.map(({ code }) => code)).toContain("secret-left-in-build-stage");
    expect(outcome.changes[0]?.after.split("\nFROM ")[1]).not.toContain("GITHUB_TOKEN");
  });
});

describe("the container's config", () => {
  it("P10: a credential that goes from ARG to ENV stays in the build stage, too", () => {
    const outcome = outcomeOf(
      `FROM maven:3.9-eclipse-temurin-17\nARG GITHUB_TOKEN\nENV GITHUB_TOKEN=$GITHUB_TOKEN\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`,
      {},
      { unsafe: true },
    );
    expect(outcome.notes.map(({ code }) => code)).toContain("secret-left-in-build-stage");
    expect(outcome.changes[0]?.after.split("\nFROM ")[1]).not.toContain("GITHUB_TOKEN");
  });

  it("P7: USER, EXPOSE, HEALTHCHECK, STOPSIGNAL, VOLUME and LABEL go to the runtime stage alone", () => {
    const lines = [
      "USER 1000",
      "EXPOSE 80",
      "HEALTHCHECK CMD java -version",
      "STOPSIGNAL SIGINT",
      "VOLUME /data",
      "LABEL a=b",
    ];
    const source = `${HEAD}${lines.slice(1).join("\n")}\nRUN mvn package\nUSER 1000\n${JAVA}`;
    for (const line of lines) {
      expect(runtimeOf(source)).toContain(`${line}\n`);
      expect(buildOf(source)).not.toContain(line);
    }
  });

  it("P75: SHELL in front of the build is in both stages", () => {
    const source = `FROM maven:3.9-eclipse-temurin-17\nSHELL ["/bin/bash", "-c"]\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`;
    expect(runtimeOf(source)).toContain('SHELL ["/bin/bash", "-c"]\n');
    expect(buildOf(source)).toContain('SHELL ["/bin/bash", "-c"]\n');
  });

  it("P9: a relative WORKDIR becomes absolute in the runtime stage", () => {
    const runtime = runtimeOf(
      `FROM maven:3.9-eclipse-temurin-17\nWORKDIR app\nCOPY . .\nRUN mvn package\n${JAVA}`,
    );
    expect(runtime).toContain("WORKDIR /app\n");
  });

  it("P126: of several commands the last one counts, and both stay", () => {
    const runtime = runtimeOf(`${HEAD}RUN mvn package\nCMD ["bash"]\n${JAVA}`);
    expect(runtime).toContain('CMD ["bash"]\n');
    expect(runtime).toContain('CMD ["java", "-jar", "app.jar"]\n');
  });

  it("P121: a stage name that is no builder's word is the final image's", () => {
    const { text } = rewrite(`${HEAD.replace("\n", " AS web\n")}RUN mvn package\n${JAVA}`, MAVEN_FILES);
    expect(text).toContain("FROM maven:3.9-eclipse-temurin-17 AS build\n");
    expect(text).toContain("FROM eclipse-temurin:17-jre AS web\n");
  });

  it("P166: a builder's word stays on the first stage, unless somebody builds it by that name", () => {
    const source = `${HEAD.replace("\n", " AS build\n")}RUN mvn package\n${JAVA}`;
    expect(rewrite(source, MAVEN_FILES).text).toContain("AS build\n");
    expect(runtimeOf(source)).toContain("FROM eclipse-temurin:17-jre\n");
  });

  it("P39: new keywords are written as the file writes its own", () => {
    const { text } = rewrite(`${HEAD.replace("FROM", "from")}RUN mvn package\n${JAVA}`, MAVEN_FILES);
    expect(text).toContain("from maven:3.9-eclipse-temurin-17 as build\n");
    expect(text).toContain("\ncopy --from=build ");
  });
});

describe("the text", () => {
  it("P34, P40: blanks at the end of a line stay, in both stages", () => {
    const outcome = outcomeOf(
      "FROM maven:3.9-eclipse-temurin-17  \nWORKDIR /app \t\nCOPY . . \nRUN mvn package   \nENV A=1  \nCMD java -jar target/demo-1.0.jar \n",
    );
    expect(outcome.changes[0]?.after).toBe(
      "FROM maven:3.9-eclipse-temurin-17 AS build  \nWORKDIR /app \t\nCOPY . . \nRUN mvn package   \n\n" +
        "FROM eclipse-temurin:17-jre\nWORKDIR /app \t\nCOPY --from=build /app/target/demo-1.0.jar app.jar\nENV A=1  \nCMD java -jar app.jar \n",
    );
  });
});

describe("the system", () => {
  it("P68: packages of the build stay behind, the others are installed in the runtime stage", () => {
    const runtime = runtimeOf(
      `FROM eclipse-temurin:17-jdk\nRUN apt-get update && apt-get install -y maven tini && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY . .\nRUN mvn package\nENTRYPOINT ["tini", "--", "java", "-jar", "target/demo-1.0.jar"]\n`,
    );
    expect(runtime).toContain(
      "RUN apt-get update && apt-get install -y tini && rm -rf /var/lib/apt/lists/*\n",
    );
  });

  it("P124, P133: a RUN on what the build put elsewhere takes part in the build, and so does its WORKDIR", () => {
    const source =
      "FROM maven:3.9-eclipse-temurin-17\nWORKDIR /src\nCOPY . .\nRUN mkdir /opt/app && mvn package && cp target/demo-1.0.jar /opt/app/\n" +
      'WORKDIR /opt/app\nRUN mv demo-1.0.jar service.jar\nCMD ["java", "-jar", "service.jar"]\n';
    expect(buildOf(source)).toContain("WORKDIR /opt/app\nRUN mv demo-1.0.jar service.jar\n");
    expect(runtimeOf(source)).toContain(
      "WORKDIR /opt/app\nCOPY --from=build /opt/app/service.jar ./service.jar\n",
    );
  });

  it.each([
    ["by name", "apk add --no-cache make g++ && npm ci && apk del make g++"],
    ["as a group", "apk add --no-cache --virtual .build make g++ && npm ci && apk del .build"],
  ])("what the RUN itself removes again, %s, is no gain", (_how, run) => {
    const outcome = outcomeOf(
      `FROM node:20-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN ${run}\nCOPY main.js ./\nCMD ["node", "main.js"]\n`,
      {
        "package.json": '{"name":"a","version":"1.0.0","dependencies":{"ms":"2.1.3"}}',
        "package-lock.json":
          '{"name":"a","version":"1.0.0","lockfileVersion":3,"packages":{"":{"dependencies":{"ms":"2.1.3"}},"node_modules/ms":{"version":"2.1.3"}}}',
        "main.js": "require('ms');",
      },
    );
    expect([outcome.status, outcome.reason?.code]).toEqual(["unchanged", "nothing-to-gain"]);
  });

  it("a tool that is fetched, unpacked and moved for the build stays there whole", () => {
    const runtime = runtimeOf(
      `FROM eclipse-temurin:17-jdk\nRUN wget -q https://example.com/maven.zip -O /maven.zip\nRUN unzip /maven.zip -d / && rm /maven.zip\nRUN mv /maven-3 /opt/maven\nENV PATH=$PATH:/opt/maven/bin\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`,
    );
    expect(runtime).not.toContain("RUN");
  });

  it("a RUN behind the build that changes nothing stays in the build stage", () => {
    const source = `${HEAD}RUN mvn package\nRUN ls target\n${JAVA}`;
    expect(runtimeOf(source)).not.toContain("ls target");
    expect(buildOf(source)).toContain("RUN ls target\n");
  });

  it("the JDK's package becomes the JRE's, unless a tool of the JDK is needed", () => {
    const source = (command: string): string =>
      `FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y openjdk-17-jdk-headless maven\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${command}`;
    expect(runtimeOf(source(JAVA))).toContain("apt-get install -y openjdk-17-jre-headless\n");
    expect(runtimeOf(source(`HEALTHCHECK CMD jcmd 1 VM.version\n${JAVA}`))).toContain(
      "openjdk-17-jdk-headless\n",
    );
  });

  it("ADD of an address is a file that somebody needs", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mvn package\nADD https://example.com/agent.jar /opt/agent.jar\nCMD ["java", "-javaagent:/opt/agent.jar", "-jar", "target/demo-1.0.jar"]\n`,
    );
    expect(runtime).toContain("ADD https://example.com/agent.jar /opt/agent.jar\n");
    expect(runtime).toContain("FROM eclipse-temurin:17-jre\n");
  });

  it("an install for the build alone is not repeated", () => {
    const runtime = runtimeOf(
      `FROM eclipse-temurin:17-jdk\nRUN apt-get update && apt-get install -y maven\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`,
    );
    expect(runtime).not.toContain("apt-get");
  });

  it("P13, P120: user and owner come along, in front of the copy", () => {
    const runtime = runtimeOf(
      `${HEAD}RUN mvn package\nRUN useradd -m app && chown -R app:app /app\nUSER app\n${JAVA}`,
    );
    expect(runtime).toContain("COPY --from=build --chown=app:app /app/target/demo-1.0.jar app.jar\n");
    expect(runtime.indexOf("useradd")).toBeLessThan(runtime.indexOf("COPY"));
  });

  it("P120: a user whose home is the project's folder is made in the runtime stage", () => {
    const runtime = runtimeOf(
      `FROM maven:3.9-eclipse-temurin-17\nRUN groupadd --system app && useradd --system --gid app --create-home app\nUSER app\nWORKDIR /home/app\nCOPY --chown=app:app . .\nRUN mvn package\n${JAVA}`,
    );
    expect(runtime).toContain("RUN groupadd --system app && useradd --system --gid app --create-home app\n");
  });

  it("the image stays where the slim one gave away the number of a user that the file makes", () => {
    const outcome = outcomeOf(
      `FROM openjdk:21-jdk\nWORKDIR /app\nCOPY . .\nRUN sh ./mvnw package\nRUN useradd -u 1000 app\nUSER app\n${JAVA}`,
      { mvnw: "#!/bin/sh\n", ".mvn/wrapper/maven-wrapper.properties": "distributionUrl=x\n" },
    );
    expect(outcome.stages[1]?.from).toBe("openjdk:21-jdk");
  });

  it("P51: an entrypoint script of the context goes to the runtime stage directly", () => {
    const runtime = runtimeOf(
      `FROM maven:3.9-eclipse-temurin-17\nCOPY run.sh /run.sh\nRUN chmod +x /run.sh\nWORKDIR /app\nCOPY . .\nRUN mvn package\nENTRYPOINT ["/run.sh"]\n`,
      { "run.sh": "#!/bin/sh\nexec java -jar /app/target/demo-1.0.jar\n" },
    );
    expect(runtime).toContain("COPY run.sh /run.sh\n");
    expect(runtime).toContain("RUN chmod +x /run.sh\n");
    expect(runtime).toContain("COPY --from=build /app/target/demo-1.0.jar ./target/demo-1.0.jar\n");
  });
});

describe("optional transforms", () => {
  const source = `${HEAD}RUN mvn -B package\n${JAVA}`;

  it("cache-mounts keeps the local repository of Maven, and only when asked", () => {
    expect(rewrite(source, MAVEN_FILES, { with: ["cache-mounts"] }).text).toContain(
      "RUN --mount=type=cache,target=/root/.m2 mvn -B package\n",
    );
    expect(rewrite(source, MAVEN_FILES).text).not.toContain("--mount");
    const outcome = outcomeOf(source, {}, { with: ["cache-mounts"] });
    expect(outcome.status).toBe("rewritten");
  });

  it("--skip and --only leave optional steps out, never those that make the rewrite", () => {
    expect(rewrite(source, MAVEN_FILES, { skip: ["rewrite-command"] }).text).toContain(
      'CMD ["java", "-jar", "target/demo-1.0.jar"]',
    );
    const only = outcomeOf(source, {}, { only: ["rewrite-command"] });
    expect(only.status).toBe("rewritten");
    expect(only.changes.map(({ target }) => target)).toEqual(["dockerfile"]);
  });
});

describe("what is left alone", () => {
  it.each([
    ["P27", "artifact-under-volume", `${HEAD}VOLUME /app\nRUN mvn package\n${JAVA}`],
    [
      "P28",
      "artifact-in-cache-mount",
      `${HEAD}RUN --mount=type=cache,target=/app/target mvn package\n${JAVA}`,
    ],
    ["P128", "onbuild-trigger", `${HEAD}ONBUILD COPY . /app\nRUN mvn package\n${JAVA}`],
    ["P139", "no-command", `${HEAD}RUN mvn package\n`],
    [
      "a stale name",
      "command-not-produced",
      `${HEAD}RUN mvn package\nCMD ["java", "-jar", "target/other-2.0.jar"]\n`,
    ],
    [
      "nothing of the build is used",
      "build-output-unused",
      `${HEAD}RUN mvn package\nCMD ["sleep", "infinity"]\n`,
    ],
  ])("%s: %s", (_what, code, source) => {
    const outcome = outcomeOf(source);
    expect(outcome.reason?.code).toBe(code);
    expect(outcome.changes).toEqual([]);
  });

  it("P118: a compose service that mounts the sources over the artifact", () => {
    const outcome = outcomeOf(`${HEAD}RUN mvn package\n${JAVA}`, {
      "docker-compose.yml": "services:\n  app:\n    build: .\n    volumes:\n      - .:/app\n",
    });
    expect(outcome.reason?.code).toBe("compose-mounts-sources");
  });

  it("P119: a compose command that needs the build tools is a note with the fix, and a rewrite to review", () => {
    const outcome = outcomeOf(`${HEAD}RUN mvn package\n${JAVA}`, {
      "docker-compose.yml": "services:\n  app:\n    build: .\n    command: mvn spring-boot:run\n",
    });
    expect(outcome.reason?.code).toBe("needs-review");
    expect(outcome.notes.map(({ message }) => message).join()).toContain("target: build");
  });

  it("P184: a negated entry of .dockerignore is respected, and the last line gets its line break", () => {
    const outcome = outcomeOf(`${HEAD}RUN mvn package\n${JAVA}`, { ".dockerignore": "*.md\n!target/keep" });
    const change = outcome.changes.find(({ target }) => target !== "dockerfile");
    expect(change?.after).toBe("*.md\n!target/keep\n.git\nDockerfile\n");
  });
});
