/**
 * Rewrites that are broken on purpose, one kind a folder, are caught and named on a real engine. A folder of
 * fixtures/broken holds the original, the broken conversion, the project, and the codes that have to be found: all of them and no other.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pageOf } from "../../src/findings/registry.js";
import { requireEngine } from "../support/engine-state.js";
import { verify } from "../support/verify.js";

const folder = fileURLToPath(new URL("fixtures/broken", import.meta.url));

interface Case {
  readonly args: readonly string[];
  readonly codes: readonly string[];
}

beforeAll(async () => {
  await requireEngine();
  process.env["VERIFY_TEST_TOKEN"] = "token-of-the-test-93b1";
});

describe.each(readdirSync(folder).sort())("%s", (name) => {
  const place = join(folder, name);
  const { args, codes } = JSON.parse(readFileSync(join(place, "case.json"), "utf8")) as Case;

  it("is caught and named", async () => {
    const pair = ["--before", "before.Dockerfile", "--after", "after.Dockerfile"];
    const { code, report } = await verify([...pair, ...args], place);
    const [file] = report.files;
    const found = [...new Set(file?.findings.map((finding) => finding.code))].sort();
    expect({
      outcome: file?.outcome,
      reason: file?.reason,
      found,
      findings: found.length === codes.length ? [] : file?.findings,
    }).toEqual({
      outcome: "different",
      reason: null,
      found: codes,
      findings: [],
    });
    expect(code).toBe(1);
    expect(found.map((each) => pageOf(each)?.kind)).toEqual(found.map(() => "difference"));
  });
});

it("finds nothing where the conversion is good", async () => {
  // the original against itself: whatever is found is an error of verify
  const place = join(folder, "other-port");
  const args = ["--before", "before.Dockerfile", "--after", "before.Dockerfile", "--run"];
  const { code, report } = await verify(args, place);
  expect(report.files.map(({ outcome, findings }) => ({ outcome, findings }))).toEqual([
    { outcome: "same", findings: [] },
  ]);
  expect(code).toBe(0);
});
