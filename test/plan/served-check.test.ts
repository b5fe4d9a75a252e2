/** The self-check of a site that nginx serves (`static-site`): what differs on purpose is allowed, and nothing else. */
import { selfCheck } from "../../src/plan/check/self-check.js";
import { rewrite, type Rewritten } from "../support/rewrite.js";

const FILES = {
  "package.json": JSON.stringify({
    name: "site",
    scripts: { build: "vite build" },
    devDependencies: { vite: "5.4.10", serve: "14.2.7" },
  }),
  "index.html": "<h1>x</h1>\n",
};
const SOURCE = `FROM node:20
WORKDIR /app
COPY . .
RUN npm install
RUN npm run build
ENV A=b
LABEL c=d
EXPOSE 3000
VOLUME /data
HEALTHCHECK CMD curl -f http://127.0.0.1:3000/
CMD ["npx", "serve", "-s", "dist", "-l", "3000"]
`;

const right = (): Rewritten => rewrite(SOURCE, FILES, { with: ["static-site"] });

it("a right rewrite has no violation", () => {
  const { text, plan, analysis } = right();
  expect(plan.server?.image).toBe("nginx:1.30");
  expect(selfCheck(text, plan, analysis)).toBeNull();
});

it.each<readonly [string, (text: string) => string]>([
  ["the folder is not copied", (text) => text.replace(/COPY --from=build .*\n/, "")],
  [
    "another folder is copied",
    (text) => text.replace(/COPY --from=build .*\n/, "COPY --from=build /app/src ./src\n"),
  ],
  ["the server of node is started", (text) => text.replace(/CMD \["nginx".*\n/, 'CMD ["npx", "serve"]\n')],
  ["nothing starts nginx in the foreground", (text) => text.replace(', "-g", "daemon off;"', "")],
  ["a port is gone", (text) => text.replace("EXPOSE 3000\n", "")],
  ["another port", (text) => text.replace("EXPOSE 3000", "EXPOSE 80")],
  ["a variable is gone", (text) => text.replace("ENV A=b\n", "")],
  ["a label is gone", (text) => text.replace("LABEL c=d\n", "")],
  ["a volume is gone", (text) => text.replace("VOLUME /data\n", "")],
  ["the health check is gone", (text) => text.replace(/HEALTHCHECK .*\n/, "")],
  ["a health check that the image cannot run", (text) => text.replace("CMD curl -f", "CMD wget -q")],
  ["another user", (text) => text.replace("EXPOSE 3000", "USER nginx\nEXPOSE 3000")],
  ["the build is not there", (text) => text.replace("RUN npm run build\n", "")],
  [
    "the build is in the runtime stage",
    (text) => text.replace("EXPOSE 3000", "RUN npm run build\nEXPOSE 3000"),
  ],
])("finds: %s", (_what, fault) => {
  const { text, plan, analysis } = right();
  const wrong = fault(text);
  expect(wrong).not.toBe(text);
  expect(selfCheck(wrong, plan, analysis)?.code).toMatch(/^self-check-/);
});
