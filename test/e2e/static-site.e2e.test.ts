/**
 * The example of a static site with `--with static-site`, on a real engine: the original and nginx are asked the same, and
 * answer alike. The engine's nginx stands in for the line that the rewrite names. A missing engine is a failure.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireEngine } from "../support/engine-state.js";
import { copyProject, readExamples } from "../support/examples.js";
import { verify } from "../support/verify.js";

const PATHS = [
  "/",
  "/any/route",
  "/any/route.js",
  "/robots.txt",
  "/assets/index.js",
  "/about",
  "/about.html",
  "/index",
];

let folder: string;

beforeAll(async () => {
  await requireEngine();
  folder = mkdtempSync(join(tmpdir(), "dfsplit-e2e-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("P95, P97: nginx answers on the same port what serve --single answered", async () => {
  const example = readExamples().find(({ name }) => name === "static-site");
  if (example === undefined) throw new Error("no such example");
  copyProject(example, folder);
  // serve answers /about by index.html, although there is such a page
  writeFileSync(join(folder, "public/about.html"), "<title>About</title>\n");
  const probes = PATHS.flatMap((path) => ["--probe", `http://127.0.0.1:8080${path}`]);
  const { report } = await verify(
    // without a way out, asking for a newer version takes its time
    ["Dockerfile", "--with", "static-site", "--unsafe", "--run", "--env", "NO_UPDATE_CHECK=1", ...probes],
    folder,
    ["--build-context", "nginx:1.30=docker-image://nginx:1.27"],
  );
  const [file] = report.files;
  const [first] = file?.runs ?? [];
  expect(file?.reason).toBeNull();
  expect(first?.before.ports).toContainEqual({ port: 8080, loopback: false });
  expect(first?.after.ports).toContainEqual({ port: 8080, loopback: false });
  const answers = (one: "before" | "after"): unknown =>
    first?.[one].probes.map(({ status, body }) => [status, status === 200 ? body : ""]);
  expect(first?.before.probes.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 301, 301]);
  expect(answers("after")).toEqual(answers("before"));
});
