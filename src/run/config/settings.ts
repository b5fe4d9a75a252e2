/**
 * What a configuration file may say, checked. In: the value that the file holds; out: settings, or a `UserError` of one
 * line that names the file and the key. The keys are the flags that make sense for every file; how the
 * report looks and what is written stay with the command line.
 */
import { mappingFault } from "../../images/mapping.js";
import { UserError } from "../user-error.js";
import type { RunOptions } from "../types.js";

export type Settings = Partial<
  Pick<
    RunOptions,
    "unsafe" | "only" | "skip" | "with" | "keepImage" | "runtimeImage" | "buildArgs" | "images"
  >
>;

type Check = (value: unknown) => string | null;

const flag: Check = (value) => (typeof value === "boolean" ? null : "is true or false");
const text: Check = (value) => (typeof value === "string" && value !== "" ? null : "is a text");
const list: Check = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === "string") ? null : "is a list of names";
const texts: Check = (value) =>
  isRecord(value) && Object.values(value).every((one) => typeof one === "string")
    ? null
    : "is an object of texts";

function images(value: unknown): string | null {
  if (!isRecord(value)) return 'is an object such as { "registry.example/jdk:*": "registry.example/jre:$1" }';
  for (const [pattern, target] of Object.entries(value)) {
    if (typeof target !== "string") return `has no image for "${pattern}"`;
    const fault = mappingFault(pattern, target);
    if (fault !== null) return `has a fault: ${fault}`;
  }
  return null;
}

const CHECKS: Readonly<Record<keyof Settings, Check>> = {
  unsafe: flag,
  only: list,
  skip: list,
  with: list,
  keepImage: flag,
  runtimeImage: text,
  buildArgs: texts,
  images,
};

/** @param file the path as it is shown in messages */
export function settingsOf(value: unknown, file: string): Settings {
  if (!isRecord(value)) throw new UserError(`${file}: the configuration is not an object`);
  for (const [key, given] of Object.entries(value)) {
    if (key === "$schema") continue;
    const check = Object.hasOwn(CHECKS, key) ? CHECKS[key as keyof Settings] : null;
    if (check === null)
      throw new UserError(
        `${file}: there is no setting "${key}" (there are ${Object.keys(CHECKS).join(", ")})`,
      );
    const fault = check(given);
    if (fault !== null) throw new UserError(`${file}: "${key}" ${fault}`);
  }
  const settings: Settings & Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "$schema"),
  );
  if (settings.keepImage === true && settings.runtimeImage !== undefined)
    throw new UserError(`${file}: keepImage and runtimeImage do not go together`);
  return settings;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The options of the command line win: a list replaces the list, build arguments win one by one, and an image
 * chosen there sets aside both ways of choosing it in the file.
 */
export function withSettings(options: RunOptions, settings: Settings): RunOptions {
  const { keepImage, runtimeImage, buildArgs, ...others } = settings;
  const chosen = options.keepImage === true || (options.runtimeImage ?? null) !== null;
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== null),
  );
  return {
    ...others,
    ...(chosen || keepImage === undefined ? {} : { keepImage }),
    ...(chosen || runtimeImage === undefined ? {} : { runtimeImage }),
    ...given,
    buildArgs: { ...buildArgs, ...options.buildArgs },
  };
}
