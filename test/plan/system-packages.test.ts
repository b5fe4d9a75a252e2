/** Installs of system packages cut down for the runtime stage: libraries, virtual packages, repositories. */
import { NODE_FILES, rewrite } from "../support/rewrite.js";

const BUILD = "WORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n";
const CMD = 'CMD ["node", "dist/index.js"]\n';

function runtimeOf(source: string, files: Readonly<Record<string, string>> = {}): string {
  const { text } = rewrite(source, { ...NODE_FILES, ...files });
  return text.slice(text.indexOf("\n\nFROM ") + 2);
}

describe("libraries", () => {
  it("P62, P63: headers become the libraries of the image's release, in the layout of the file", () => {
    const runtime = runtimeOf(
      `FROM node:20-bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n    build-essential python3 \\\n    libcairo2-dev libssl-dev \\\n && rm -rf /var/lib/apt/lists/*\n${BUILD}${CMD}`,
    );
    expect(runtime).toContain(
      "RUN apt-get update && apt-get install -y --no-install-recommends \\\n    libcairo2 libssl3 \\\n && rm -rf /var/lib/apt/lists/*\n",
    );
  });

  it("P144: one apk add mixes compilers, headers and programs", () => {
    const runtime = runtimeOf(
      `FROM node:20-alpine\nRUN apk add --no-cache make g++ python3 cairo-dev zlib-dev chromium curl\n${BUILD}${CMD}`,
    );
    expect(runtime).toContain("RUN apk add --no-cache cairo chromium curl\n");
  });
});

describe("virtual packages", () => {
  it("P143: what is deleted again stays in the build stage, what the same RUN adds for the container does not", () => {
    const runtime = runtimeOf(
      `FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nRUN apk add --no-cache --virtual .gyp python3 make g++ cairo-dev && npm ci && npm run build && apk del .gyp && apk add --no-cache cairo tini\nENTRYPOINT ["tini", "--"]\n${CMD}`,
    );
    expect(runtime).toContain("RUN apk add --no-cache cairo tini\n");
  });

  it("P161: a virtual package that is never deleted holds what the container uses", () => {
    const runtime = runtimeOf(
      `FROM node:20-alpine\nRUN apk add --no-cache --virtual deps build-base python3 dumb-init cairo-dev\n${BUILD}ENTRYPOINT ["dumb-init", "--"]\n${CMD}`,
    );
    expect(runtime).toContain("RUN apk add --no-cache --virtual deps dumb-init cairo\n");
  });
});

describe("the index of packages", () => {
  it("comes along where a later install rests on the update of a RUN that stays behind", () => {
    const runtime = runtimeOf(
      `FROM node:20-slim\nRUN apt-get update && apt-get install -y build-essential\nRUN apt-get install -y dumb-init\n${BUILD}ENTRYPOINT ["dumb-init", "--"]\n${CMD}`,
    );
    expect(runtime).toContain("RUN apt-get update\nRUN apt-get install -y dumb-init\n");
  });

  it("does not where the later install fetches its own", () => {
    const runtime = runtimeOf(
      `FROM node:20-slim\nRUN apt-get update && apt-get install -y build-essential\nRUN apt-get update && apt-get install -y dumb-init\n${BUILD}ENTRYPOINT ["dumb-init", "--"]\n${CMD}`,
    );
    expect(runtime.match(/apt-get update/g)).toHaveLength(1);
  });
});

describe("repositories of packages", () => {
  const keys =
    "RUN curl -sS https://dl.yarnpkg.com/debian/pubkey.gpg | apt-key add - && echo 'deb https://dl.yarnpkg.com/debian stable main' > /etc/apt/sources.list.d/yarn.list\n";

  it("P68: are not set up where no package behind them stays", () => {
    const runtime = runtimeOf(
      `FROM node:20\n${keys}RUN apt-get update && apt-get install -y yarn\n${BUILD}${CMD}`,
    );
    expect(runtime).toMatch(/^FROM node:20-slim\nWORKDIR/);
  });

  it("are set up where one stays", () => {
    const runtime = runtimeOf(
      `FROM debian:bookworm\nRUN apt-get update && apt-get install -y curl gnupg make g++\nRUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash -\nRUN apt-get install -y nodejs\n${BUILD}${CMD}`,
    );
    expect(runtime).toContain("RUN apt-get update && apt-get install -y curl gnupg\n");
    expect(runtime).toContain("RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash -\n");
    expect(runtime).toContain("RUN apt-get install -y nodejs\n");
  });
});
