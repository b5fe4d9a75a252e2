/**
 * Mutations of right rewrites: whatever a planner could forget, add or put in the wrong place, the self-check
 * has to object. First every single item of every rewritten example is taken away; then faults are seeded by name.
 * The mutated plan goes along, so that a rule that only compares the text with the plan sees nothing.
 */
import { lookupImage } from "../../src/images/lookup.js";
import { render } from "../../src/plan/render.js";
import { selfCheck } from "../../src/plan/check/self-check.js";
import type { Item, Plan } from "../../src/plan/types.js";
import { readExamples } from "../support/examples.js";
import { MAVEN_FILES, rewrite, type Rewritten } from "../support/rewrite.js";

function verdict({ analysis }: Rewritten, plan: Plan): string | null {
  return selfCheck(render(analysis.dockerfile, plan), plan, analysis)?.code ?? null;
}

function textOf(item: Item, { analysis }: Rewritten): string {
  if (item.kind !== "original") return item.text;
  const instruction = analysis.dockerfile.instructions[item.instruction];
  return instruction ? analysis.dockerfile.source.slice(instruction.span.start, instruction.span.end) : "";
}

/** Without it dev dependencies stay in the image: larger, and not wrong. */
const IS_PRUNE =
  /^RUN (CI=true )?(npm prune|pnpm prune|pnpm install --prod|yarn install --production|yarn workspaces focus)/;

describe.each(
  readExamples()
    .filter((example) => example.expected !== null)
    .map((example) => [example.name, example] as const),
)("of the example %s", (_name, example) => {
  const right = rewrite(example.source, example.files, {}, example.executables);
  const { plan } = right;

  it("the rewrite itself is right", () => {
    expect(verdict(right, plan)).toBeNull();
  });

  it.each(
    (["build", "runtime"] as const).flatMap((stage) =>
      plan[stage]
        .map((item, at) => [stage, textOf(item, right), at] as const)
        .filter(([, text]) => stage === "runtime" || !IS_PRUNE.test(text)),
    ),
  )("without an item of the %s stage: %s", (stage, _text, at) => {
    const mutated = { ...plan, [stage]: plan[stage].filter((_item, index) => index !== at) };
    expect(verdict(right, mutated)).toMatch(/^self-check-/);
  });

  it.each(plan.copies.map((copy) => [copy.from, copy] as const))("without the copy of %s", (_from, copy) => {
    const mutated = {
      ...plan,
      copies: plan.copies.filter((one) => one !== copy),
      runtime: plan.runtime.filter(
        (item) =>
          !(item.kind === "new" && item.text.startsWith("COPY") && item.text.split(" ").includes(copy.from)),
      ),
    };
    expect(mutated.runtime).toHaveLength(plan.runtime.length - 1);
    expect(verdict(right, mutated)).toMatch(/^self-check-/);
  });
});

const NODE_FILES: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name: "shop",
    version: "1.0.0",
    scripts: { build: "tsc" },
    dependencies: { express: "4.19.2" },
    devDependencies: { typescript: "5.4.5" },
  }),
  "package-lock.json": JSON.stringify({
    name: "shop",
    version: "1.0.0",
    lockfileVersion: 3,
    packages: {
      "": { name: "shop", dependencies: { express: "4.19.2" }, devDependencies: { typescript: "5.4.5" } },
      "node_modules/express": { version: "4.19.2" },
      "node_modules/typescript": { version: "5.4.5", dev: true, bin: { tsc: "bin/tsc" } },
    },
  }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: { outDir: "dist", rootDir: "src", module: "commonjs" },
    include: ["src"],
  }),
  "src/index.ts": 'import express from "express";\nexpress().listen(process.env.PORT);\n',
  "public/index.html": "<p>shop</p>\n",
  "docker/entry.sh": '#!/bin/sh\nset -e\nexec "$@"\n',
};

const NODE = `FROM node:20-bookworm
ARG COMMIT=none
ENV PORT=8080 LANG=C.UTF-8
SHELL ["/bin/bash", "-c"]
RUN apt-get update && apt-get install -y --no-install-recommends g++ make tini && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/shop
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
COPY docker/entry.sh /usr/local/bin/entry.sh
RUN chmod +x /usr/local/bin/entry.sh && mkdir -p /data && chown node:node /data
LABEL commit=$COMMIT
VOLUME /data
USER node
EXPOSE 8080
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s CMD node -e "fetch('http://127.0.0.1:8080')"
ENTRYPOINT ["tini", "--", "/usr/local/bin/entry.sh"]
CMD ["node", "dist/index.js"]
`;

const JAVA = `FROM maven:3.9-eclipse-temurin-17
ARG VERSION=1
WORKDIR /work
COPY . .
RUN mvn -B package
RUN groupadd -r app && useradd -r -g app app
WORKDIR /app
RUN cp /work/target/demo-1.0.jar /app/service.jar && chown -R app:app /app
ENV JAVA_OPTS="-Xmx64m"
USER app
LABEL version=$VERSION
EXPOSE 8080
CMD java $JAVA_OPTS -jar /app/service.jar
`;

describe("a seeded fault", () => {
  const node = rewrite(NODE, NODE_FILES);
  const java = rewrite(JAVA, MAVEN_FILES);

  const item = (text: string): Item => ({ kind: "new", text, because: "seeded" });
  const first = (stage: "build" | "runtime", pattern: RegExp, of: Rewritten): number => {
    const at = of.plan[stage].findIndex((one) => pattern.test(textOf(one, of)));
    if (at === -1) throw new Error(`no ${String(pattern)} in\n${of.text}`);
    return at;
  };
  const drop =
    (stage: "build" | "runtime", pattern: RegExp) =>
    (of: Rewritten): Plan => {
      const at = first(stage, pattern, of);
      return { ...of.plan, [stage]: of.plan[stage].filter((_one, index) => index !== at) };
    };
  const change =
    (stage: "build" | "runtime", pattern: RegExp, to: string) =>
    (of: Rewritten): Plan => {
      const at = first(stage, pattern, of);
      const before = textOf(of.plan[stage][at] ?? item(""), of);
      const text = before.replace(pattern, to);
      if (text === before) throw new Error(`nothing was changed in ${before}`);
      return {
        ...of.plan,
        [stage]: of.plan[stage].map((one, index) =>
          index === at
            ? {
                ...one,
                ...item(text),
                ...("instruction" in one ? { kind: "edited", instruction: one.instruction } : {}),
              }
            : one,
        ) as readonly Item[],
      };
    };
  const add =
    (stage: "build" | "runtime", text: string) =>
    (of: Rewritten): Plan => ({
      ...of.plan,
      [stage]: [...of.plan[stage], item(text)],
    });
  /** Takes the item out and puts it in front of another one. */
  const before =
    (stage: "build" | "runtime", moved: RegExp, target: RegExp) =>
    (of: Rewritten): Plan => {
      const one = of.plan[stage][first(stage, moved, of)];
      if (!one) throw new Error("nothing to move");
      const rest = of.plan[stage].filter((other) => other !== one);
      const at = rest.findIndex((other) => target.test(textOf(other, of)));
      return { ...of.plan, [stage]: [...rest.slice(0, at), one, ...rest.slice(at)] };
    };
  const toBuild =
    (pattern: RegExp) =>
    (of: Rewritten): Plan => {
      const one = of.plan.runtime[first("runtime", pattern, of)];
      if (one?.kind !== "original") throw new Error("only an original item can be moved");
      const there = of.plan.build.some(
        (other) => other.kind !== "new" && other.instruction === one.instruction,
      );
      return {
        ...of.plan,
        runtime: of.plan.runtime.filter((other) => other !== one),
        build: there ? of.plan.build : [...of.plan.build, one],
      };
    };
  const forget =
    (path: string) =>
    (of: Rewritten): Plan => {
      const kept = of.plan.copies.filter((copy) => copy.from !== path);
      if (kept.length === of.plan.copies.length) throw new Error(`no copy of ${path}`);
      return {
        ...of.plan,
        copies: kept,
        runtime: of.plan.runtime.filter((one) => !(one.kind === "new" && one.text.includes(` ${path} `))),
      };
    };

  it("is none: both rewrites are right", () => {
    expect([verdict(node, node.plan), verdict(java, java.plan)]).toEqual([null, null]);
  });

  it.each([
    ["P4: the ENV of the port stays behind", node, drop("runtime", /^ENV PORT/)],
    ["P4: the ENV of the port is lost for the build", node, drop("build", /^ENV PORT/)],
    ["P5: an ARG that a LABEL uses is not declared again", node, drop("runtime", /^ARG COMMIT/)],
    ["P5: it is declared again with another default", node, change("runtime", /none/, "other")],
    ["P7: the health check is lost", node, drop("runtime", /^HEALTHCHECK/)],
    ["P7: the stop signal is lost", node, drop("runtime", /^STOPSIGNAL/)],
    ["P7: the volume is lost", node, drop("runtime", /^VOLUME/)],
    ["P75: the shell is lost in the runtime stage", node, drop("runtime", /^SHELL/)],
    ["P75: the shell is lost in the build stage", node, drop("build", /^SHELL/)],
    ["P120: the user is made in the build stage alone", java, toBuild(/^RUN groupadd/)],
    ["P13: the owner of the artifact is lost", java, change("runtime", /--chown=\S+ /, "")],
    ["P76: the compilers are missing in the build stage", node, drop("build", /^RUN apt-get/)],
    ["P161: the init program is not installed in the runtime stage", node, drop("runtime", /^RUN apt-get/)],
    ["P161: it is cut out of the install", node, change("runtime", / tini/, "")],
    ["P51: the entrypoint script stays behind", node, toBuild(/^COPY docker\/entry/)],
    ["P51: the entrypoint script loses its run bit", node, toBuild(/^RUN chmod/)],
    ["P76: sources of the build are missing", node, drop("build", /^COPY \. \./)],
    [
      "P76: the build runs in front of its sources",
      node,
      before("build", /^RUN npm run build/, /^COPY \. \./),
    ],
    ["P77: node_modules are forgotten", node, forget("/srv/shop/node_modules")],
    ["P53: package.json is forgotten", node, forget("/srv/shop/package.json")],
    ["P49: the assets beside the sources are forgotten", node, forget("/srv/shop/public")],
    ["the compiled program is forgotten", node, forget("/srv/shop/dist")],
    ["the jar is forgotten", java, forget("/app/service.jar")],
    ["P18: a folder is copied into itself", node, change("runtime", / \.\/dist$/, " ./dist/dist")],
    [
      "P21, P22: a folder is copied that nothing makes, whatever a builder does about it",
      node,
      add("runtime", "COPY --from=build /srv/shop/views ./views"),
    ],
    ["P23: the whole file system is copied", node, add("runtime", "COPY --from=build / /")],
    ["a second install in the runtime stage", node, add("runtime", "RUN npm ci --omit=dev")],
    ["P9: the working directory is another one", node, change("runtime", /shop$/, "other")],
    ["a RUN of the system stands behind USER", node, before("runtime", /^USER node/, /^RUN apt-get/)],
    ["USER is lost: the container runs as root", java, drop("runtime", /^USER app/)],
    ["P8: another entrypoint", java, add("runtime", 'ENTRYPOINT ["sh", "-c"]')],
    ["P10: a credential is declared in the runtime stage", node, add("runtime", "ARG NPM_TOKEN")],
    [
      "the command names a file that is not there",
      node,
      change("runtime", /dist\/index\.js/, "build/index.js"),
    ],
    ["a port is lost", java, drop("runtime", /^EXPOSE/)],
    ["a label is lost (P6)", node, drop("runtime", /^LABEL/)],
    ["the options of the JVM are lost", java, drop("runtime", /^ENV JAVA_OPTS/)],
  ] as const)("%s", (_what, right, fault) => {
    const mutated = fault(right);
    expect(render(right.analysis.dockerfile, mutated)).not.toBe(right.text);
    expect(verdict(right, mutated)).toMatch(/^self-check-/);
  });

  it.each([
    ["P57: musl under modules that were built for glibc", "node:20-alpine", node],
    ["P59: another release of the distribution", "node:20-bullseye-slim", node],
    ["P148: another major version", "node:18-bookworm-slim", node],
    ["P122: another package manager", "node:20-alpine3.20", node],
    ["a JRE of another major version", "eclipse-temurin:21-jre", java],
    ["an image without Java", "debian:bookworm-slim", java],
  ] as const)("%s", (_what, image, right) => {
    const { runtimeFrom } = right.plan;
    if (!runtimeFrom) throw new Error("no runtime image");
    const mutated = {
      ...right.plan,
      runtimeFrom: { ...runtimeFrom, image, reference: image, same: false, base: lookupImage(image) },
    };
    expect(verdict(right, mutated)).toMatch(/^self-check-/);
  });
});
