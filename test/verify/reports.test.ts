/** The reports: the fields of the JSON one are a promise; the others say what a person needs. */
import { readFileSync } from "node:fs";
import { colours } from "../../src/report/colours.js";
import { jsonVerifyReport } from "../../src/verify/report/json.js";
import { markdownReport } from "../../src/verify/report/markdown.js";
import { tableReport } from "../../src/verify/report/table.js";
import {
  verifyOutcomes,
  type FileReport,
  type Observation,
  type VerifyReport,
} from "../../src/verify/types.js";
import { verifyExitCode } from "../../src/verify/verify.js";

const seen: Observation = {
  exitCode: null,
  ready: "answered",
  health: "healthy",
  ports: [{ port: 8080, loopback: false }],
  uid: 0,
  probes: [
    { url: "http://127.0.0.1:8080/", status: 200, contentType: "text/plain", body: "ok", sha256: "2689" },
  ],
  stdout: ["ready"],
  stderr: [],
  stop: { exitCode: 143, time: "at once" },
};

const compared: FileReport = {
  path: "api/Dockerfile",
  context: "api",
  outcome: "different",
  reason: null,
  findings: [{ code: "env-lost", message: "the variable A|B was `1` and is not set" }],
  notes: [{ code: "path-renamed", message: "the command was a and is b" }],
  images: {
    size: { before: 1_020_000_000, after: 377_000_000 },
    layers: { before: 13, after: 10 },
    files: { before: 18717, after: 12018 },
    user: { before: { name: "", uid: 0 }, after: { name: "", uid: 0 } },
    left: {
      programs: ["gcc", "git"],
      caches: [{ path: "/root/.npm", bytes: 25_000_000 }],
      sources: { count: 1, bytes: 10, first: ["/app/src/a.ts"] },
      packages: { count: 1, bytes: 1000, first: ["typescript"] },
      other: { count: 2, bytes: 2000 },
    },
    secrets: ["--build-arg NPM_TOKEN"],
    kept: null,
  },
  runs: [{ command: [], before: seen, after: seen, unstable: [] }],
  log: [],
  seconds: 12.3,
};

const broken: FileReport = {
  ...compared,
  path: "old/Dockerfile",
  outcome: "original-does-not-build",
  reason: {
    code: "original-does-not-build",
    message: "the original does not build: npm ci failed",
    line: null,
  },
  findings: [],
  notes: [],
  images: null,
  runs: [],
  log: ["npm error code E404"],
};

function reportOf(files: readonly FileReport[]): VerifyReport {
  const summary = Object.fromEntries(
    verifyOutcomes.map((outcome) => [outcome, files.filter((file) => file.outcome === outcome).length]),
  ) as VerifyReport["summary"];
  return { version: "0.1.0", engine: { name: "docker", version: "26.1.5" }, summary, files };
}

/** `a.b[].c` for every field, in the order in which they are printed. */
function fieldsOf(value: unknown, at = ""): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : fieldsOf(value[0], `${at}[]`);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = at === "" ? name : `${at}.${name}`;
    return [path, ...fieldsOf(inner, path)];
  });
}

const FIELDS = `
version
engine engine.name engine.version
summary summary.same summary.different summary.left-alone summary.original-does-not-build summary.invalid summary.failed summary.interrupted
files
files[].path files[].context files[].outcome files[].reason
files[].findings files[].findings[].code files[].findings[].message
files[].notes files[].notes[].code files[].notes[].message
files[].images
files[].images.size files[].images.size.before files[].images.size.after
files[].images.layers files[].images.layers.before files[].images.layers.after
files[].images.files files[].images.files.before files[].images.files.after
files[].images.user
files[].images.user.before files[].images.user.before.name files[].images.user.before.uid
files[].images.user.after files[].images.user.after.name files[].images.user.after.uid
files[].images.left files[].images.left.programs
files[].images.left.caches files[].images.left.caches[].path files[].images.left.caches[].bytes
files[].images.left.sources files[].images.left.sources.count files[].images.left.sources.bytes files[].images.left.sources.first
files[].images.left.packages files[].images.left.packages.count files[].images.left.packages.bytes files[].images.left.packages.first
files[].images.left.other files[].images.left.other.count files[].images.left.other.bytes
files[].images.secrets files[].images.kept
files[].runs files[].runs[].command
files[].runs[].before files[].runs[].before.exitCode files[].runs[].before.ready files[].runs[].before.health
files[].runs[].before.ports files[].runs[].before.ports[].port files[].runs[].before.ports[].loopback
files[].runs[].before.uid
files[].runs[].before.probes files[].runs[].before.probes[].url files[].runs[].before.probes[].status
files[].runs[].before.probes[].contentType files[].runs[].before.probes[].body files[].runs[].before.probes[].sha256
files[].runs[].before.stdout files[].runs[].before.stderr
files[].runs[].before.stop files[].runs[].before.stop.exitCode files[].runs[].before.stop.time
files[].runs[].after files[].runs[].after.exitCode files[].runs[].after.ready files[].runs[].after.health
files[].runs[].after.ports files[].runs[].after.ports[].port files[].runs[].after.ports[].loopback
files[].runs[].after.uid
files[].runs[].after.probes files[].runs[].after.probes[].url files[].runs[].after.probes[].status
files[].runs[].after.probes[].contentType files[].runs[].after.probes[].body files[].runs[].after.probes[].sha256
files[].runs[].after.stdout files[].runs[].after.stderr
files[].runs[].after.stop files[].runs[].after.stop.exitCode files[].runs[].after.stop.time
files[].runs[].unstable
files[].log files[].seconds
`
  .trim()
  .split(/\s+/);

describe("the JSON report", () => {
  it("has these fields, and no other", () => {
    expect(fieldsOf(JSON.parse(jsonVerifyReport(reportOf([compared]))))).toEqual(FIELDS);
  });

  it("has a reason where nothing was compared", () => {
    const parsed = JSON.parse(jsonVerifyReport(reportOf([broken]))) as VerifyReport;
    expect(parsed.files[0]?.reason).toEqual(broken.reason);
    expect(parsed.files[0]?.images).toBeNull();
  });

  it("is documented: every field and every outcome stands in docs/verify.md", () => {
    const page = readFileSync("docs/verify.md", "utf8");
    const names = new Set([
      ...FIELDS.map(
        (path) =>
          path
            .split(/[.[\]]+/)
            .filter(Boolean)
            .at(-1) ?? "",
      ),
      ...verifyOutcomes,
    ]);
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("the table", () => {
  const text = tableReport(reportOf([compared, broken]), colours(false));

  it("has a line for each file, with sizes and layers", () => {
    expect(text).toMatch(/api\/Dockerfile\s+DIFFERENT\s+1\.02 GB\s+377 MB\s+-63 %\s+13 -> 10\s+1/);
    expect(text).toMatch(/old\/Dockerfile\s+original does not build/);
  });

  it("says what differs, what is meant to, what stayed behind, and the last lines of a build", () => {
    expect(text).toContain("env-lost: the variable A|B was `1` and is not set");
    expect(text).toContain("note (path-renamed)");
    expect(text).toContain("2 programs (gcc, git); the cache /root/.npm (25 MB)");
    expect(text).toContain("| npm error code E404");
    expect(text).toContain("docker 26.1.5: 1 different, 1 original does not build");
  });
});

it("the Markdown report quotes what could be taken for Markdown", () => {
  const text = markdownReport(reportOf([{ ...compared, path: "a|b/Dockerfile" }]));
  expect(text).toContain("a\\|b/Dockerfile");
  expect(text).toContain("**`env-lost`**: the variable A|B was \\`1\\` and is not set");
});

it.each([
  [["same", "left-alone"], 0],
  [["same", "different"], 1],
  [["different", "original-does-not-build"], 2],
  [["failed"], 2],
  [["invalid"], 2],
  [["interrupted", "failed"], 130],
  [[], 0],
] as const)("%j gives the exit code %d", (outcomes, code) => {
  const files = outcomes.map((outcome) => ({ ...compared, outcome }));
  expect(verifyExitCode(reportOf(files).summary)).toBe(code);
});
