/** Browsers that an install puts beside the application are in the runtime stage, wherever the base image wants them. */
import { rewrite } from "../support/rewrite.js";

const files = {
  "package.json": JSON.stringify({
    name: "shots",
    scripts: { build: "tsc" },
    dependencies: { "playwright-chromium": "^1.44.0" },
    devDependencies: { typescript: "^5.4.0" },
  }),
  "tsconfig.json": '{"compilerOptions":{"outDir":"dist"},"include":["src"]}',
  "src/index.ts": "import { chromium } from 'playwright-chromium';\nvoid chromium.launch();\n",
};
const source = (from: string): string =>
  `FROM ${from}\nWORKDIR /app\nCOPY . .\nRUN npm install\nRUN npm run build\nCMD ["node", "dist/index.js"]\n`;

it("P136: PLAYWRIGHT_BROWSERS_PATH of the base image says where", () => {
  expect(rewrite(source("mcr.microsoft.com/playwright:v1.40.0-jammy"), files).text).toContain(
    "COPY --from=build /ms-playwright /ms-playwright\n",
  );
  expect(rewrite(source("node:20"), files).text).toContain(
    "COPY --from=build /root/.cache/ms-playwright /root/.cache/ms-playwright\n",
  );
});
