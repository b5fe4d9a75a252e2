/** RUNs that set up the system of the runtime stage: certificates, programs that are fetched, folders, users. */
import { memoryProject } from "../../src/project/memory.js";
import { defaultOptions, split } from "../../src/split/split.js";
import type { Outcome } from "../../src/split/types.js";
import { MAVEN_FILES, NODE_FILES, rewrite } from "../support/rewrite.js";

const BUILD = "WORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n";
const CMD = 'CMD ["node", "dist/index.js"]\n';
const JAVA = 'CMD ["java", "-jar", "target/demo-1.0.jar"]\n';

function outcomeOf(source: string, files: Readonly<Record<string, string>>): Outcome {
  return split(source, memoryProject({ ...files, Dockerfile: source }), {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
  });
}

/** The runtime stage of a rewrite that is safe. */
function runtimeOf(source: string, files: Readonly<Record<string, string>> = {}): string {
  const outcome = outcomeOf(source, { ...(source.includes("mvn") ? MAVEN_FILES : NODE_FILES), ...files });
  const text = outcome.changes[0]?.after ?? `${outcome.reason?.code ?? ""}: ${outcome.reason?.message ?? ""}`;
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

function inOrder(text: string, ...parts: readonly string[]): boolean {
  const places = parts.map((part) => text.indexOf(part));
  return places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1));
}

describe("P138: certificates of the build's network", () => {
  const crt = { "certs/corp.crt": "x", "corp.crt": "x" };

  it("that a COPY puts into a temporary folder are copied there again", () => {
    const runtime = runtimeOf(
      `FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY corp.crt /tmp/corp.crt\nRUN keytool -importcert -noprompt -alias corp -file /tmp/corp.crt -keystore $JAVA_HOME/lib/security/cacerts -storepass changeit\nCOPY . .\nRUN mvn package\n${JAVA}`,
      crt,
    );
    expect(
      inOrder(runtime, "FROM eclipse-temurin:17-jre\n", "COPY corp.crt /tmp/corp.crt\n", "RUN keytool"),
    ).toBe(true);
  });

  it("that lie among the sources are copied in front of the RUN that reads them", () => {
    const runtime = runtimeOf(
      `FROM maven:3.9-eclipse-temurin-17\nWORKDIR /app\nCOPY . .\nRUN mvn package\nRUN keytool -import -noprompt -alias corp -file certs/corp.crt -cacerts -storepass changeit\n${JAVA}`,
      crt,
    );
    expect(inOrder(runtime, "COPY --from=build /app/certs/corp.crt ./certs/corp.crt\n", "RUN keytool")).toBe(
      true,
    );
  });

  it("that the build puts into the system's folder stand there when the list is made", () => {
    const runtime = runtimeOf(
      `FROM node:20-bookworm-slim\nRUN apt-get update && apt-get install -y ca-certificates\nWORKDIR /app\nCOPY . .\nRUN cp certs/corp.crt /usr/local/share/ca-certificates/ && update-ca-certificates\nRUN npm ci && npm run build\n${CMD}`,
      crt,
    );
    expect(
      inOrder(
        runtime,
        "COPY --from=build /usr/local/share/ca-certificates/corp.crt /usr/local/share/ca-certificates/corp.crt\n",
        "RUN update-ca-certificates\n",
      ),
    ).toBe(true);
  });
});

describe("programs that are fetched", () => {
  it("P137: by curl and chmod in one RUN, with an automatic ARG, are copied with their mode", () => {
    const runtime = runtimeOf(
      `FROM node:20\nARG TARGETARCH\nRUN curl -fsSL -o /usr/local/bin/tini https://example.com/tini-\${TARGETARCH} && chmod +x /usr/local/bin/tini\n${BUILD}ENTRYPOINT ["tini", "--"]\n${CMD}`,
    );
    expect(runtime).toContain("FROM node:20-slim\n");
    expect(runtime).toContain("COPY --from=build /usr/local/bin/tini /usr/local/bin/tini\n");
    expect(runtime).not.toContain("TARGETARCH");
  });

  it("by ADD have a provider, so that the image need not stay", () => {
    const runtime = runtimeOf(
      `FROM node:20\nADD https://example.com/tini /tini\nRUN chmod +x /tini\n${BUILD}ENTRYPOINT ["/tini", "--"]\n${CMD}`,
    );
    expect(
      inOrder(runtime, "FROM node:20-slim\n", "ADD https://example.com/tini /tini\n", "RUN chmod +x /tini\n"),
    ).toBe(true);
  });
});

describe("P149: programs behind other names", () => {
  const source = { "src/index.ts": "#!/usr/bin/env node\nimport ms from 'ms';\nconsole.log(ms('1s'));\n" };

  it("a link of a RUN is followed to the built program, and made again", () => {
    const runtime = runtimeOf(
      `FROM node:20\nWORKDIR /opt/x\nCOPY . .\nRUN npm ci && npm run build && chmod +x dist/index.js && ln -s /opt/x/dist/index.js /usr/local/bin/tool\nENTRYPOINT ["tool"]\n`,
      source,
    );
    expect(runtime).toContain("RUN ln -s /opt/x/dist/index.js /usr/local/bin/tool\n");
    expect(runtime).toContain("COPY --from=build /opt/x/node_modules ./node_modules\n");
  });

  it("a built file of JavaScript that is run itself is an application of node", () => {
    const runtime = runtimeOf(
      `FROM node:20\n${BUILD}RUN chmod +x dist/index.js\nENTRYPOINT ["./dist/index.js"]\n`,
      source,
    );
    expect(runtime).toContain("COPY --from=build /app/node_modules ./node_modules\n");
  });

  it.each([
    [
      "a file",
      "wget https://example.com/dockerize-v1.tar.gz && tar -C /usr/local/bin -xzf dockerize-v1.tar.gz && rm dockerize-v1.tar.gz",
    ],
    ["a pipe", "curl -sL https://example.com/dockerize-v1.tar.gz | tar -xz -C /usr/local/bin"],
  ])("a program that an archive brings into a folder of the PATH is copied: %s", (_what, run) => {
    const runtime = runtimeOf(
      `FROM node:20\nRUN ${run}\n${BUILD}CMD dockerize -wait tcp://db:5432 node dist/index.js\n`,
    );
    expect(runtime).toContain("FROM node:20-slim\n");
    expect(runtime).toContain("COPY --from=build /usr/local/bin/dockerize /usr/local/bin/dockerize\n");
  });
});

describe("build tools that are fetched", () => {
  const jdk = "FROM eclipse-temurin:17-jdk\n";
  const build = `WORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`;
  const link = "ln -s /opt/apache-maven-3.9.6/bin/mvn /usr/local/bin/mvn";

  it.each([
    [
      "by a pipe",
      `curl -fsSL https://example.com/apache-maven-3.9.6-bin.tar.gz | tar -xz -C /opt && ${link}`,
    ],
    [
      "as a file",
      `wget -q https://example.com/apache-maven-3.9.6-bin.tar.gz && tar -xzf apache-maven-3.9.6-bin.tar.gz -C /opt && ${link}`,
    ],
  ])("stay in the build stage with their links: %s", (_what, run) => {
    expect(runtimeOf(`${jdk}RUN ${run}\n${build}`)).toBe(
      'FROM eclipse-temurin:17-jre\nWORKDIR /app\nCOPY --from=build /app/target/demo-1.0.jar app.jar\nCMD ["java", "-jar", "app.jar"]\n',
    );
  });

  it("the rest of their RUN does not", () => {
    const run = `apt-get update && apt-get install -y tini && curl -fsSL https://example.com/apache-maven-3.9.6-bin.tar.gz | tar -xz -C /opt && ${link}`;
    const runtime = runtimeOf(`${jdk}RUN ${run}\n${build.replace("CMD", 'ENTRYPOINT ["tini", "--"]\nCMD')}`);
    expect(runtime).toContain("RUN apt-get update && apt-get install -y tini\n");
    expect(runtime).not.toContain("mvn");
  });
});

describe("what the slimmer image has to hold", () => {
  it("P61: openssl for Prisma", () => {
    const runtime = runtimeOf(`FROM node:20\n${BUILD}${CMD}`, {
      "package.json": JSON.stringify({
        name: "app",
        scripts: { build: "tsc" },
        dependencies: { "@prisma/client": "5.0.0" },
        devDependencies: { typescript: "5.4.5" },
      }),
      "package-lock.json": JSON.stringify({
        name: "app",
        lockfileVersion: 3,
        packages: {
          "": { dependencies: { "@prisma/client": "5.0.0" }, devDependencies: { typescript: "5.4.5" } },
          "node_modules/@prisma/client": { version: "5.0.0" },
          "node_modules/typescript": { version: "5.4.5", dev: true, bin: { tsc: "bin/tsc" } },
        },
      }),
      "src/index.ts": "import { PrismaClient } from '@prisma/client';\nnew PrismaClient();\n",
      "prisma/schema.prisma": 'generator client {\n  provider = "prisma-client-js"\n}\n',
    });
    expect(runtime).toMatch(/^FROM node:20-slim\nRUN apt-get update .* openssl /);
  });

  it("P66: time zone and locale are set up again, in their order", () => {
    const zone = "ln -snf /usr/share/zoneinfo/$TZ /etc/localtime && echo $TZ > /etc/timezone";
    const runtime = runtimeOf(
      `FROM node:20\nENV TZ=Europe/Berlin LANG=en_US.UTF-8\nRUN ${zone}\nRUN apt-get update && apt-get install -y locales make && echo "en_US.UTF-8 UTF-8" > /etc/locale.gen && locale-gen\n${BUILD}${CMD}`,
    );
    expect(
      inOrder(
        runtime,
        "FROM node:20-slim\nENV TZ=Europe/Berlin LANG=en_US.UTF-8\n",
        `RUN ${zone}\n`,
        'RUN apt-get update && apt-get install -y locales && echo "en_US.UTF-8 UTF-8" > /etc/locale.gen && locale-gen\n',
      ),
    ).toBe(true);
  });

  it("P72: a shell where the command is in shell form", () => {
    const runtime = runtimeOf(`FROM node:20\n${BUILD}CMD node $NODE_OPTS dist/index.js\n`);
    expect(runtime).toMatch(/^FROM node:20-slim\n[^]*CMD node \$NODE_OPTS dist\/index\.js\n$/);
  });

  it("P60, P148: the same release and major version, never another C library", () => {
    expect(runtimeOf(`FROM node:20-bullseye\n${BUILD}${CMD}`)).toMatch(/^FROM node:20-bullseye-slim\n/);
    expect(runtimeOf(`FROM node:18.19.1-alpine3.19\n${BUILD}${CMD}`)).toMatch(
      /^FROM node:18\.19\.1-alpine3\.19\n/,
    );
  });

  it("P153: the slim base is the gain of an install that compiles nothing", () => {
    const runtime = runtimeOf(
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n',
      { "server.js": "require('ms');\n", "src/index.ts": "" },
    );
    expect(runtime).toMatch(/^FROM node:20-slim\n/);
  });

  it("P17: an image whose user is not root gets no packages", () => {
    const runtime = runtimeOf(
      `FROM registry.access.redhat.com/ubi9/openjdk-17:1.18\nWORKDIR /app\nCOPY . .\nRUN mvn package\nHEALTHCHECK CMD curl -f http://localhost:8080\n${JAVA}`,
    );
    expect(runtime).not.toContain("microdnf");
  });
});

describe("an image that is not known may have an ENTRYPOINT of its own", () => {
  const code = (command: string, files: Readonly<Record<string, string>> = {}) =>
    outcomeOf(`FROM registry.example.com/functions/node:20\n${BUILD}${command}`, { ...NODE_FILES, ...files })
      .reason?.code;

  it.each(['CMD ["/app/dist/index.handler"]\n', 'CMD ["dist/index.handler"]\n', 'CMD ["index.handler"]\n'])(
    "that takes %j as its argument: nothing tells what it reads",
    (command) => {
      expect(code(command)).toBe("entrypoint-unknown");
    },
  );

  it.each([
    ["a program", CMD],
    ["a script of the context", 'CMD ["./start.sh"]\n'],
    ["an ENTRYPOINT of the file", 'ENTRYPOINT ["node"]\nCMD ["dist/index.js"]\n'],
  ])("but %s is what the container runs", (_what, command) => {
    expect(code(command, { "start.sh": "#!/bin/sh\nexec node dist/index.js\n" })).not.toBe(
      "entrypoint-unknown",
    );
  });
});

describe("P131: several processes", () => {
  const install = (name: string) =>
    `FROM node:20\nRUN apt-get update && apt-get install -y ${name}\n${BUILD}`;

  it("cron's files are followed: the program of a job is what the container runs", () => {
    const runtime = runtimeOf(
      `${install("cron")}COPY jobs /etc/cron.d/jobs\nRUN chmod 0644 /etc/cron.d/jobs\nCMD ["cron", "-f"]\n`,
      { jobs: "# every hour\n0 * * * * root cd /app && node dist/index.js >> /var/log/jobs.log 2>&1\n" },
    );
    expect(runtime).toContain("COPY --from=build /app/dist ./dist\n");
    expect(runtime).toContain("COPY jobs /etc/cron.d/jobs\n");
    expect(runtime).not.toContain("COPY --from=build /app ./\n");
  });

  it("a crontab that the container reads stays in the build stage too, where a RUN installs it", () => {
    const source = `FROM node:18\nRUN apt-get update && apt-get install -y cron\nCOPY jobs /etc/cron.d/jobs\nRUN crontab /etc/cron.d/jobs\n${BUILD}CMD cron && node dist/index.js\n`;
    const files = { ...NODE_FILES, jobs: "* * * * * root node /app/dist/index.js\n" };
    const text = outcomeOf(source, files).changes[0]?.after ?? "";
    expect(text.split("COPY jobs /etc/cron.d/jobs\nRUN crontab /etc/cron.d/jobs\n")).toHaveLength(3);
  });

  it("a crontab among the sources stands there when it is installed", () => {
    const runtime = runtimeOf(`${install("cron")}RUN crontab jobs\nCMD cron && node dist/index.js\n`, {
      jobs: "0 * * * * curl -s http://localhost:3000/clean\n",
    });
    expect(inOrder(runtime, "COPY --from=build /app/jobs ./jobs\n", "RUN crontab jobs\n")).toBe(true);
    expect(runtime).toContain("--no-install-recommends curl ");
  });

  it("jobs that no file of the context shows are a refusal", () => {
    const outcome = outcomeOf(`${install("cron")}CMD ["cron", "-f"]\n`, NODE_FILES);
    expect(outcome.reason?.code).toBe("process-manager-not-followed");
  });

  it("a service that the command starts first is the program of its package", () => {
    const runtime = runtimeOf(
      `${install("nginx")}COPY nginx.conf /etc/nginx/nginx.conf\nCMD service nginx start && node dist/index.js\n`,
      { "nginx.conf": "http { server { root /app/public; } }\n", "public/index.html": "" },
    );
    expect(runtime).toContain("FROM node:20-slim\n");
    expect(runtime).toContain("COPY --from=build /app/public ./public\n");
  });
});

describe("P70, P157: commands of a platform", () => {
  const probe = (command: string) =>
    `spec:\n  containers:\n    - name: web\n      livenessProbe:\n        exec:\n          command: ${command}\n`;

  it.each([
    ["an exec probe of Kubernetes", { "k8s/web.yaml": probe('["curl", "-f", "http://localhost:3000"]') }],
    [
      "a hook in a template",
      {
        "helm/templates/web.yaml": `name: {{ .Values.name }}\n${probe('["sh", "-c", "curl -f http://localhost"]')}`,
      },
    ],
    [
      "a task definition",
      {
        "deploy/task.json":
          '{"containerDefinitions":[{"healthCheck":{"command":["CMD-SHELL","curl -f http://localhost || exit 1"]}}]}',
      },
    ],
    ["docker run", { "scripts/run.sh": 'docker run --health-cmd "curl -f http://localhost:3000" app\n' }],
  ])("%s needs its program", (_what, files) => {
    expect(runtimeOf(`FROM node:20\n${BUILD}${CMD}`, files)).toContain("--no-install-recommends curl ");
  });

  it("a program that the image never had is another container's", () => {
    const runtime = runtimeOf(`FROM node:20\n${BUILD}${CMD}`, { "k8s/db.yaml": probe('["pg_isready"]') });
    expect(runtime).toMatch(/^FROM node:20-slim\nWORKDIR/);
  });
});

describe("folders and users", () => {
  it.each([
    ["the folder itself", "/app", "mkdir /app && chown node:node /app"],
    [
      "a folder below it",
      "/home/node/app",
      "mkdir -p /home/node/app/node_modules && chown -R node:node /home/node/app",
    ],
  ])("P14: a folder is made in the runtime stage where its owner is set there: %s", (_what, folder, run) => {
    const runtime = runtimeOf(
      `FROM node:20\nRUN ${run}\nWORKDIR ${folder}\nUSER node\nCOPY --chown=node:node . .\nRUN npm ci && npm run build\n${CMD}`,
    );
    expect(inOrder(runtime, `RUN ${run}\n`, `WORKDIR ${folder}\n`, "USER node\n", "COPY --from=build")).toBe(
      true,
    );
  });

  it("P16: setcap runs where the program is, with its package", () => {
    const run =
      "apt-get update && apt-get install -y libcap2-bin && setcap cap_net_bind_service=+ep /usr/local/bin/node";
    const runtime = runtimeOf(`FROM node:20\nRUN ${run}\n${BUILD}USER node\n${CMD}`);
    expect(inOrder(runtime, "FROM node:20-slim\n", `RUN ${run}\n`)).toBe(true);
  });

  it("an id is free where the file removes its user first", () => {
    const runtime = runtimeOf(
      `FROM node:20\nRUN userdel -r node && useradd -u 1000 -m app\n${BUILD}USER app\n${CMD}`,
    );
    expect(runtime).toContain("FROM node:20-slim\n");
  });

  it("P120: the image stays where a user is named whom the slimmer one lacks, in a chown, too", () => {
    const files = {
      "build.gradle":
        "plugins { id 'org.springframework.boot' version '3.2.0'; id 'java' }\nversion = '1.0'\n",
      "settings.gradle": "rootProject.name = 'demo'\n",
    };
    const source = `FROM gradle:8-jdk17\nWORKDIR /src\nCOPY . .\nRUN gradle build --no-daemon\nRUN mkdir /data && chown gradle:gradle /data\nCMD ["java", "-jar", "build/libs/demo-1.0.jar"]\n`;
    expect(rewrite(source, files).text).toContain("\n\nFROM gradle:8-jdk17\n");
  });
});

describe("P181: update-alternatives", () => {
  const BASE = "FROM debian:bookworm\nRUN apt-get update && apt-get install -y openjdk-17-jdk maven\n";

  it("for a tool of the build stays in the build stage, where the tool is", () => {
    const javac = "update-alternatives --set javac /usr/lib/jvm/java-17-openjdk-amd64/bin/javac";
    const runtime = runtimeOf(`${BASE}RUN ${javac}\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`);
    expect(runtime).toContain("openjdk-17-jre");
    expect(runtime).not.toContain("alternatives");
  });

  it("that only asks changes nothing in a build", () => {
    const runtime = runtimeOf(
      `${BASE}RUN update-alternatives --config javac\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`,
    );
    expect(runtime).toContain("openjdk-17-jre");
    expect(runtime).not.toContain("alternatives");
  });

  it("for java is repeated", () => {
    const java = "update-alternatives --set java /usr/lib/jvm/java-17-openjdk-amd64/bin/java";
    expect(runtimeOf(`${BASE}RUN ${java}\nWORKDIR /app\nCOPY . .\nRUN mvn package\n${JAVA}`)).toContain(
      `RUN ${java}\n`,
    );
  });
});
