/** Where the prune works for the user as whom the build ends. */
import { NODE_FILES, rewrite } from "../support/rewrite.js";

const CMD = 'CMD ["node", "dist/index.js"]\n';
const BUILD = "WORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n";

const textOf = (source: string): string => rewrite(source, NODE_FILES).text;

describe("the user of the prune", () => {
  it("prunes as root without more ado", () => {
    expect(textOf(`FROM node:20-alpine\n${BUILD}${CMD}`)).toContain("RUN npm prune --omit=dev\n");
  });

  it("leaves a lockfile alone that belongs to root", () => {
    expect(textOf(`FROM node:20-alpine\nUSER node\n${BUILD}${CMD}`)).toContain(
      "RUN npm prune --omit=dev --no-save\n",
    );
  });

  it("writes the lockfile that is the user's own", () => {
    const own = BUILD.replaceAll("COPY ", "COPY --chown=node:node ");
    expect(textOf(`FROM node:20-alpine\nUSER node\n${own}${CMD}`)).toContain("RUN npm prune --omit=dev\n");
  });

  it("keeps node_modules whole that another user installed", () => {
    const { text, plan } = rewrite(
      `FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN mkdir dist && chown node dist\nUSER node\nRUN npm run build\n${CMD}`,
      NODE_FILES,
    );
    expect(text).not.toContain("npm prune");
    expect(plan.notes.map(({ message }) => message)).toContain(
      "node_modules is copied whole: it belongs to another user than node, as whom the build ends",
    );
    expect(plan.gains).not.toContain("dev dependencies stay behind");
  });
});
