/** The pinned version of pnpm is in the runtime image before the container starts. */
import { rewrite } from "../support/rewrite.js";

const pkg = (packageManager?: string): string =>
  JSON.stringify({
    name: "shop",
    scripts: { build: "tsc", start: "node dist/index.js" },
    dependencies: { fastify: "^4.26.0" },
    devDependencies: { typescript: "^5.4.0" },
    packageManager,
  });
const files = {
  "package.json": pkg("pnpm@10.8.1+sha512.0000"),
  "tsconfig.json": '{"compilerOptions":{"outDir":"dist"},"include":["src"]}',
  "src/index.ts": "import fastify from 'fastify';\nvoid fastify().listen({ port: 3000 });\n",
};
const source = (install: string, command = 'CMD ["pnpm", "start"]'): string =>
  `FROM node:20-alpine\nRUN ${install}\nWORKDIR /app\nCOPY . .\nRUN pnpm install\nRUN pnpm run build\n${command}\n`;

const fetched = (text: string): boolean => text.includes("RUN pnpm --version");

describe("pnpm that package.json pins", () => {
  it.each(["npm i -g pnpm", "npm install --global pnpm@latest", "npm i -g pnpm@10"])(
    "is fetched in the runtime stage after %s",
    (install) => {
      const { text } = rewrite(source(install), files);
      expect(text).toMatch(/COPY --from=build \/app\/package\.json[^]*\nRUN pnpm --version\n[^]*CMD/);
      // once, behind the copies
      expect(text.match(/pnpm --version/g)).toHaveLength(1);
    },
  );

  it.each([
    ["a version whose folder is copied", source("npm i -g pnpm@10.15.0"), files],
    ["the same version", source("npm i -g pnpm@10.8.1"), files],
    ["a pnpm that stays what it is", source("npm i -g pnpm@9"), files],
    ["a setting", source("npm i -g pnpm"), { ...files, ".npmrc": "manage-package-manager-versions=false\n" }],
    ["no pin", source("npm i -g pnpm"), { ...files, "package.json": pkg() }],
    ["corepack", source("corepack enable"), files],
    ["a command without pnpm", source("npm i -g pnpm", 'CMD ["node", "dist/index.js"]'), files],
  ] as const)("is not with %s", (_what, text, project) => {
    expect(fetched(rewrite(text, project).text)).toBe(false);
  });
});
