/** The plan and the text of a rewrite over an in-memory project, for tests that break it on purpose. */
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { analyse } from "../../src/plan/analysis.js";
import { render } from "../../src/plan/render.js";
import type { Analysis, Plan } from "../../src/plan/types.js";
import { memoryProject } from "../../src/project/memory.js";
import { refinePlan } from "../../src/split/refine.js";
import { defaultOptions } from "../../src/split/split.js";
import type { SplitOptions } from "../../src/split/types.js";

export interface Rewritten {
  readonly text: string;
  readonly plan: Plan;
  readonly analysis: Analysis;
}

/** Throws with the reason when the file is not rewritten. */
export function rewrite(
  source: string,
  files: Readonly<Record<string, string>>,
  options: Partial<SplitOptions> = {},
  executables: readonly string[] = [],
): Rewritten {
  const parsed = parseDockerfile(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const project = memoryProject({ ...files, Dockerfile: source }, { executables });
  const analysed = analyse(parsed.dockerfile, project, {
    ...defaultOptions,
    dockerfilePath: "Dockerfile",
    ...options,
  });
  if (!analysed.ok) throw new Error(`${analysed.reason.code}: ${analysed.reason.message}`);
  const refined = refinePlan(analysed.analysis);
  if (!refined.ok) throw new Error(`${refined.reason.code}: ${refined.reason.message}`);
  return { text: render(parsed.dockerfile, refined.plan), plan: refined.plan, analysis: analysed.analysis };
}

/** A Maven project whose jar runs alone: `target/demo-1.0.jar`. */
export const MAVEN_FILES: Readonly<Record<string, string>> = {
  "pom.xml": `<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>3.3.0</version>
  </parent>
  <groupId>com.example</groupId>
  <artifactId>demo</artifactId>
  <version>1.0</version>
  <dependencies>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>
  </plugin></plugins></build>
</project>`,
  "src/main/java/App.java": "class App { public static void main(String[] a) {} }",
};

/** A server in TypeScript: `tsc` makes dist/index.js. */
const NODE_LOCK = JSON.stringify({
  name: "app",
  lockfileVersion: 3,
  packages: {
    "": { name: "app", dependencies: { ms: "2.1.3" }, devDependencies: { typescript: "5.4.5" } },
    "node_modules/ms": { version: "2.1.3" },
    "node_modules/typescript": { version: "5.4.5", dev: true, bin: { tsc: "bin/tsc" } },
  },
});

export const NODE_FILES: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name: "app",
    scripts: { build: "tsc", start: "node dist/index.js" },
    dependencies: { ms: "2.1.3" },
    devDependencies: { typescript: "5.4.5" },
  }),
  "package-lock.json": NODE_LOCK,
  "tsconfig.json": JSON.stringify({ compilerOptions: { rootDir: "src", outDir: "dist" }, include: ["src"] }),
  "src/index.ts": "import ms from 'ms';\nconsole.log(ms('1s'));\n",
};
