/** `dfsplit verify` in this process, with its report as a value. */
import { main } from "../../src/cli/main.js";
import type { VerifyReport } from "../../src/verify/types.js";
import { quietIo } from "./io.js";

/** More flags for every build, blank-separated: `--network host` where a build reaches the registries only so. */
export const buildFlags = (process.env["DFSPLIT_E2E_BUILD_FLAGS"] ?? "")
  .split(/\s+/)
  .filter((word) => word !== "");

export interface Verified {
  readonly code: number;
  readonly report: VerifyReport;
  readonly err: string;
}

/** @param flags for the builds, behind `--` */
export async function verify(
  args: readonly string[],
  cwd: string,
  flags: readonly string[] = [],
): Promise<Verified> {
  const io = quietIo(cwd, process.env);
  const behind = [...buildFlags, ...flags];
  const words = ["verify", ...args, "--format", "json", ...(behind.length > 0 ? ["--", ...behind] : [])];
  const code = await main(words, io);
  if (io.outText() === "") throw new Error(`verify printed no report: ${io.errText()}`);
  return { code, report: JSON.parse(io.outText()) as VerifyReport, err: io.errText() };
}
