/** Each rule of the self-check catches a rewrite that was broken on purpose, and passes the right one. */
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { users } from "../../src/plan/check/users.js";
import { selfCheck } from "../../src/plan/check/self-check.js";
import { MAVEN_FILES, NODE_FILES, rewrite } from "../support/rewrite.js";

const SOURCE = `# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-17
ARG VERSION=1
LABEL version=$VERSION
# where it lives
WORKDIR /app
ENV PORT=8080
COPY . .
RUN mvn -B package
RUN groupadd -r app && useradd -r -g app app && chown -R app:app /app
USER app
EXPOSE 8080
VOLUME /data
STOPSIGNAL SIGINT
HEALTHCHECK --interval=10s CMD java -version
CMD ["java", "-jar", "target/demo-1.0.jar"]
`;

const right = rewrite(SOURCE, MAVEN_FILES);

/** The text with one thing changed in the runtime stage; throws when the change changes nothing. */
function broken(change: (runtime: string) => string): string {
  const at = right.text.indexOf("\nFROM ", right.text.indexOf("FROM ") + 1);
  const text = right.text.slice(0, at) + change(right.text.slice(at));
  if (text === right.text) throw new Error(`nothing was changed in\n${right.text}`);
  return text;
}

const without = (line: RegExp) => (text: string) => text.replace(line, "");

describe("the self-check", () => {
  it("passes the rewrite as it is", () => {
    expect(selfCheck(right.text, right.plan, right.analysis)).toBeNull();
  });

  it.each([
    ["a syntax error", "self-check-parse", (text: string) => `${text}\nNONSENSE`],
    ["a third stage", "self-check-structure", (text: string) => `${text}FROM alpine\n`],
    ["a lost instruction (P7)", "self-check-structure", without(/EXPOSE.*\n/)],
    ["a lost ENV (P4)", "self-check-config", without(/ENV PORT.*\n/)],
    ["another value of ENV", "self-check-config", (text: string) => `${text}ENV PORT=80\n`],
    ["a lost WORKDIR", "self-check-config", (text: string) => `${text}WORKDIR /\n`],
    [
      "work on what the build alone has, in a folder that mkdir made",
      "self-check-runtime",
      (text: string) => text.replace("USER app", "RUN mkdir -p /app && cp target/classes/x /x\nUSER app"),
    ],
    ["another user (P7)", "self-check-config", (text: string) => `${text}USER root\n`],
    ["another port", "self-check-config", (text: string) => `${text}EXPOSE 1\n`],
    ["another stop signal", "self-check-config", (text: string) => `${text}STOPSIGNAL SIGQUIT\n`],
    ["another volume", "self-check-config", (text: string) => `${text}VOLUME /other\n`],
    ["another label (P6)", "self-check-config", (text: string) => `${text}LABEL version=2\n`],
    ["another health check", "self-check-config", (text: string) => `${text}HEALTHCHECK NONE\n`],
    [
      "another command",
      "self-check-config",
      (text: string) => `${text}CMD ["java", "-jar", "other.jar", "x"]\n`,
    ],
    ["a new entrypoint (P8)", "self-check-config", (text: string) => `${text}ENTRYPOINT ["sh"]\n`],
    [
      "a source that nothing makes (P21)",
      "self-check-files",
      (text: string) => `${text}COPY --from=build /app/public /app/public\n`,
    ],
    ["the whole file system (P23)", "self-check-files", (text: string) => `${text}COPY --from=build / /\n`],
    ["a lost artifact", "self-check-files", without(/COPY --from=build.*\n/)],
    ["a lost owner (P13)", "self-check-files", (text: string) => text.replace(/--chown=\S+ /, "")],
    ["an ARG that is not declared (P1, P5)", "self-check-scope", without(/ARG VERSION.*\n/)],
    ["a build stage without its sources", "self-check-structure", null],
    ["a credential", "self-check-scope", (text: string) => `${text}ARG NPM_TOKEN\n`],
  ] as const)("catches %s", (_what, code, change) => {
    const text = change ? broken(change) : right.text.replace("COPY . .\n", "");
    expect(selfCheck(text, right.plan, right.analysis)?.code).toBe(code);
  });

  it("catches a build stage that lacks what the build reads", () => {
    // The COPY stands in the runtime stage instead, so nothing is lost as text.
    const text = right.text.replace("COPY . .\n", "").replace("\nUSER app", "\nCOPY . .\nUSER app");
    expect(selfCheck(text, right.plan, right.analysis)?.code).toBe("self-check-build");
  });

  it("catches a RUN of the runtime stage that works on files of the build", () => {
    const text = right.text.replace("\nUSER app", "\nRUN cp /app/pom.xml /pom.xml\nUSER app");
    expect(selfCheck(text, right.plan, right.analysis)?.code).toBe("self-check-runtime");
  });

  it("catches an install without an index of packages", () => {
    const { text, plan, analysis } = rewrite(
      'FROM node:20-slim\nRUN apt-get update && apt-get install -y g++\nRUN apt-get install -y dumb-init\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["dumb-init", "node", "dist/index.js"]\n',
      NODE_FILES,
    );
    expect(selfCheck(text, plan, analysis)).toBeNull();
    const at = text.lastIndexOf("RUN apt-get update\n");
    const without = text.slice(0, at) + text.slice(at).replace("RUN apt-get update\n", "");
    expect(selfCheck(without, plan, analysis)?.code).toBe("self-check-runtime");
  });

  it("catches a user that the final stage does not have (P120)", () => {
    const text = right.text.replace("useradd -r -g app app", "useradd -r -g app other");
    const parsed = parseDockerfile(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const violations = users.violations({
      output: parsed.dockerfile,
      plan: right.plan,
      analysis: right.analysis,
    });
    expect(violations).toEqual([
      "the user app is not in the final stage",
      "the user app is not in the final stage",
    ]);
  });

  it("catches a comment that is lost in both stages", () => {
    const text = right.text.replaceAll("# where it lives\n", "");
    expect(selfCheck(text, right.plan, right.analysis)?.code).toBe("self-check-structure");
  });
});
