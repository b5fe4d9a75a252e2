/**
 * One original and its rewrite: both built, described, compared and, where asked, run. Out: the report's entry. An
 * original that does not build, an engine that fails and a signal are outcomes, not exceptions; images and
 * containers are removed as soon as the pair is done.
 */
import { diskProject } from "../project/disk.js";
import { compareCommands } from "./compare/commands.js";
import { compareConfig } from "./compare/config.js";
import type { Image } from "./compare/image.js";
import { leftBehind } from "./compare/left.js";
import { compareOwners } from "./compare/owners.js";
import { Problems } from "./compare/problems.js";
import { compareSecrets } from "./compare/secrets.js";
import { compareSharedLibraries } from "./compare/shared-libraries.js";
import { factsOf, type DockerfileFacts } from "./dockerfile-facts.js";
import { EngineError } from "./engine/types.js";
import { PathMap } from "./files/path-map.js";
import { baseConfig, buildImage, contextFilesOf, readImage, type BuildOrder } from "./images.js";
import { runBoth } from "./run/run-both.js";
import type { Secret } from "./secrets/find.js";
import { flagValues, secretsOf } from "./secrets/given.js";
import { Interrupted, type Tools } from "./tools.js";
import type { FileReport, ImagesReport, Pair, RunReport, UserReport, VerifyOutcome } from "./types.js";

const LOG_LINES = 20;

export async function verifyPair(pair: Pair, number: number, tools: Tools): Promise<FileReport> {
  const start = Date.now();
  const problems = new Problems();
  const report = (outcome: VerifyOutcome, more: Partial<FileReport> = {}): FileReport => ({
    path: pair.path,
    context: pair.shownContext,
    outcome,
    reason: null,
    findings: problems.findings,
    notes: problems.notes,
    images: null,
    runs: [],
    log: [],
    seconds: Math.round((Date.now() - start) / 100) / 10,
    ...more,
  });
  const orders = {
    before: { part: `${number}-before`, side: pair.before, context: pair.context },
    after: { part: `${number}-after`, side: pair.after, context: pair.context },
  };
  try {
    tools.onStep(pair.path, "building the original");
    const original = await buildImage(orders.before, tools);
    if (!original.ok) {
      const log = lastLines(original.log);
      const message = `the original does not build: ${errorLine(log)}`;
      return report("original-does-not-build", {
        reason: { code: "original-does-not-build", message, line: null },
        log,
      });
    }
    tools.onStep(pair.path, "building the rewrite");
    const rewrite = await buildImage(orders.after, tools);
    if (!rewrite.ok) {
      const log = lastLines(rewrite.log);
      problems.problem("rewrite-does-not-build", `the rewrite does not build: ${errorLine(log)}`);
      return report("different", { log });
    }
    const compared = await compareImages(pair, orders, problems, tools);
    const runs: RunReport[] = [];
    if (tools.options.run !== null) {
      const sides = { number, before: compared.before, after: compared.after, paths: compared.paths };
      for (const command of tools.options.run.commands)
        runs.push(await runBoth(pair.path, sides, command, tools.options.run, problems, tools));
    }
    const outcome = problems.findings.length > 0 ? "different" : "same";
    return report(outcome, { images: compared.images, runs });
  } catch (error) {
    if (error instanceof Interrupted || tools.signal.aborted) {
      const reason = { code: "verify-interrupted", message: "it was interrupted", line: null };
      return report("interrupted", { reason });
    }
    if (!(error instanceof EngineError)) throw error;
    return report("failed", { reason: { code: "engine-failed", message: error.message, line: null } });
  } finally {
    await removeAll(`${number}-`, tools);
  }
}

interface Compared {
  readonly before: Image;
  readonly after: Image;
  readonly paths: PathMap;
  readonly images: ImagesReport;
}

async function compareImages(
  pair: Pair,
  orders: { readonly before: BuildOrder; readonly after: BuildOrder },
  problems: Problems,
  tools: Tools,
): Promise<Compared> {
  const { options, session } = tools;
  tools.onStep(pair.path, "comparing");
  const oldBase = await baseConfig(orders.before, tools);
  const newBase = await baseConfig(orders.after, tools);
  const old = factsOf(pair.before.dockerfile, options.target, oldBase, options.buildArgs);
  const now = factsOf(pair.after.dockerfile, options.target, newBase, options.buildArgs);
  const project = diskProject(pair.context, { dockerfilePath: null });
  const secrets = secretsOfBuild(old, now, project, tools);
  const before = await readImage(orders.before.part, secrets, tools);
  const after = await readImage(orders.after.part, secrets, tools);
  const paths = new PathMap(now.copies, before.listing, after.listing);
  compareConfig(
    {
      before: before.config,
      after: after.config,
      oldBase,
      newBase,
      droppedEnv: pair.droppedEnv,
      paths,
    },
    problems,
  );
  compareUsers(before, after, problems);
  compareCommands(before, after, paths, problems);
  compareSharedLibraries(before, after, paths, problems);
  compareOwners(before, after, paths, problems);
  compareSecrets(secrets, before, after, problems);
  const images: ImagesReport = {
    size: { before: sizeOf(before), after: sizeOf(after) },
    layers: { before: before.facts.layers, after: after.facts.layers },
    files: { before: before.listing.entries.size, after: after.listing.entries.size },
    user: { before: userOf(before), after: userOf(after) },
    left: leftBehind(before, after, paths, { files: contextFilesOf(project), places: old.places }),
    secrets: secrets.map(({ name }) => name),
    kept: options.keep
      ? { before: session.image(orders.before.part), after: session.image(orders.after.part) }
      : null,
  };
  return { before, after, paths, images };
}

function secretsOfBuild(
  old: DockerfileFacts,
  now: DockerfileFacts,
  project: ReturnType<typeof diskProject>,
  { options, cwd, env }: Tools,
): readonly Secret[] {
  const given = flagValues(options.buildFlags, "--build-arg").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return secretsOf({
    buildArgs: { ...Object.fromEntries(given), ...options.buildArgs },
    args: new Map([...old.args, ...now.args]),
    secrets: [...options.secrets, ...flagValues(options.buildFlags, "--secret")],
    project,
    cwd,
    env,
  });
}

/** One name may stand for different numbers in two images. */
function compareUsers(before: Image, after: Image, problems: Problems): void {
  if (before.account === null) return;
  if (after.account === null)
    problems.problem("user-missing", `the image has no user ${after.config.user}: it cannot be started`);
  else if (before.account.uid !== after.account.uid)
    problems.problem(
      "user-changed",
      `${after.config.user || "root"} was the user id ${before.account.uid} and is ${after.account.uid}`,
    );
}

function userOf({ config, account }: Image): UserReport {
  return { name: config.user, uid: account?.uid ?? null };
}

/** As the engine counts; buildah does not, and then it is the sum of the files. */
function sizeOf({ facts, listing }: Image): number {
  return facts.size ?? [...listing.entries.values()].reduce((sum, { size }) => sum + size, 0);
}

async function removeAll(part: string, { engine, session }: Tools): Promise<void> {
  try {
    await session.remove(engine, part);
  } catch (error) {
    // told at the end of the run, which tries again
    if (!(error instanceof EngineError)) throw error;
  }
}

function lastLines(log: string): readonly string[] {
  return log
    .trimEnd()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(-LOG_LINES);
}

/** The line that says what was wrong, as near to the end as possible. */
function errorLine(log: readonly string[]): string {
  const line =
    log.findLast((one) => /\berror\b|failed/i.test(one)) ?? log.at(-1) ?? "no word from the engine";
  return line.trim();
}
