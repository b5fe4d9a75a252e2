/**
 * The command line of `dfsplit verify` as a value. In: the parsed options, and what stands behind `--`: flags for both
 * builds; out: what is to be compared and how. Whatever does not go together is a `UserError` of one line.
 */
import { UserError } from "../run/user-error.js";
import { parseShell } from "../shell/parse.js";
import { known } from "../known.js";
import { engineNames, type EngineName } from "../verify/engine/types.js";
import { buildArgs, flag, many, names, one, type Values } from "./values.js";

export type VerifyFormat = "table" | "json" | "markdown";

export interface VerifyCommand {
  readonly kind: "verify";
  readonly paths: readonly string[];
  /** two files instead of paths */
  readonly pair: { readonly before: string; readonly after: string } | null;
  readonly engine: EngineName | null;
  readonly context: string | null;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target: string | null;
  readonly secrets: readonly string[];
  readonly buildFlags: readonly string[];
  readonly run: boolean;
  readonly probes: readonly string[];
  readonly commands: readonly (readonly string[])[];
  readonly env: readonly string[];
  readonly network: string | null;
  readonly timeout: number;
  readonly keep: boolean;
  readonly jobs: number;
  readonly unsafe: boolean;
  readonly runtimeImage: string | null;
  readonly keepImage: boolean;
  readonly only: readonly string[] | null;
  readonly skip: readonly string[];
  readonly with: readonly string[];
  readonly format: VerifyFormat;
  readonly output: string | null;
  readonly quiet: boolean;
  readonly color: boolean | null;
}

const list = { type: "array", string: true, requiresArg: true } as const;
const text = { type: "string", requiresArg: true } as const;

export const verifyOptions = {
  engine: { ...text, choices: engineNames, describe: "Container engine; the first that answers by default" },
  before: { ...text, describe: "The original, when there are two files to compare; goes with --after" },
  after: { ...text, describe: "The conversion of --before" },
  context: { ...text, describe: "Build context" },
  "build-arg": { ...list, describe: "K=V, for both builds" },
  target: { ...text, describe: "Stage to build" },
  secret: { ...list, describe: "id=…, for both builds; must not be found in the image" },
  run: { type: "boolean", describe: "Run both images as well: the original twice, the rewrite once" },
  probe: { ...list, describe: "http://127.0.0.1:PORT/path to ask both containers" },
  command: {
    ...list,
    describe: "Command in the place of the image's (empty: that one); each is a run of its own",
  },
  env: { ...list, describe: "K=V, for both containers" },
  network: { ...text, describe: "Network of the containers; without a way out by default" },
  timeout: { ...text, default: "60", describe: "Seconds until a container has to be ready" },
  keep: { type: "boolean", describe: "Keep the images and the build's files" },
  jobs: { ...text, default: "1", describe: "Files at a time" },
  unsafe: { type: "boolean", describe: "Also rewrites that somebody has to look at" },
  "runtime-image": { ...text, describe: "Base image of the runtime stage" },
  "keep-image": { type: "boolean", describe: "Runtime stage on the same image as the build" },
  only: { ...list, describe: "Only these transforms" },
  skip: { ...list, describe: "Not these transforms" },
  with: { ...list, describe: "These optional transforms as well" },
  format: {
    ...text,
    choices: ["table", "json", "markdown"],
    default: "table",
    describe: "What the report looks like",
  },
  output: { ...text, alias: "o", describe: "File for the report instead of standard output" },
  quiet: { type: "boolean", describe: "No progress on standard error" },
} as const;

export function verifyCommand(
  values: Values,
  behind: readonly string[],
  color: boolean | null,
): VerifyCommand {
  const paths = many(values, "paths");
  const [before, after] = [one(values, "before"), one(values, "after")];
  if ((before === null) !== (after === null)) throw new UserError("--before and --after go together");
  if (before !== null && paths.length > 0)
    throw new UserError("--before and --after take the place of paths");
  if (paths.includes("-")) throw new UserError("verify takes files: standard input has no build context");
  const command: VerifyCommand = {
    kind: "verify",
    paths,
    pair: before !== null && after !== null ? { before, after } : null,
    engine: one(values, "engine") as EngineName | null,
    context: one(values, "context"),
    buildArgs: buildArgs(many(values, "build-arg")),
    target: one(values, "target"),
    secrets: many(values, "secret"),
    buildFlags: behind,
    run: flag(values, "run") ?? false,
    probes: many(values, "probe").map(probeOf),
    commands: many(values, "command").map(wordsOf),
    env: many(values, "env").map(variableOf),
    network: one(values, "network"),
    timeout: numberOf(values, "timeout", 3600),
    keep: flag(values, "keep") ?? false,
    jobs: numberOf(values, "jobs", 64),
    unsafe: flag(values, "unsafe") ?? false,
    runtimeImage: one(values, "runtime-image"),
    keepImage: flag(values, "keep-image") ?? false,
    only: values["only"] === undefined ? null : names(values, "only"),
    skip: names(values, "skip"),
    with: names(values, "with"),
    format: one(values, "format") as VerifyFormat,
    output: one(values, "output"),
    quiet: flag(values, "quiet") ?? false,
    color,
  };
  if (command.keepImage && command.runtimeImage !== null)
    throw new UserError("--keep-image and --runtime-image do not go together");
  const forRuns = [
    ["--probe", command.probes],
    ["--command", command.commands],
    ["--env", command.env],
    ["--network", command.network ?? []],
  ] as const;
  const without = forRuns.find(([, value]) => value.length > 0 && !command.run);
  if (without) throw new UserError(`${without[0]} needs --run`);
  return command;
}

/** @returns the address as it is asked */
function probeOf(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol !== "http:")
    throw new UserError(`--probe takes http://127.0.0.1:PORT/path, not ${given}`);
  return url.href;
}

/** A JSON array, or words as a shell reads them; variables are the container's affair and are not expanded. */
function wordsOf(given: string): readonly string[] {
  if (given === "") return [];
  const wrong = new UserError(`--command takes words or a JSON array of strings, not ${given}`);
  if (given.trimStart().startsWith("[")) {
    const parsed = parsedJson(given);
    if (!Array.isArray(parsed) || parsed.length === 0 || !parsed.every((word) => typeof word === "string"))
      throw wrong;
    return parsed;
  }
  const script = parseShell(given, { cwd: known("/"), env: new Map() });
  const [command] = script.commands;
  if (
    script.commands.length !== 1 ||
    !command ||
    command.redirects.length > 0 ||
    command.assignments.length > 0
  )
    throw wrong;
  return command.argv.map((word) => {
    if (!word.value.known) throw wrong;
    return word.value.value;
  });
}

function parsedJson(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return null;
  }
}

function variableOf(given: string): string {
  if (!/^[^=\s]+=/.test(given)) throw new UserError(`--env takes K=V, not ${given}`);
  return given;
}

function numberOf(values: Values, name: string, most: number): number {
  const given = one(values, name) ?? "";
  const number = Number(given);
  if (!/^\d+$/.test(given) || number < 1 || number > most)
    throw new UserError(`--${name} takes a number from 1 to ${most}, not ${given}`);
  return number;
}
