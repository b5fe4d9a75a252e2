/**
 * The secrets of one build: build arguments and ARG defaults by their names, `--secret` by the file or variable that
 * it names, and credential files of the context. In: the options, both Dockerfiles' arguments, the context; out: names
 * and values. A file that cannot be read gives none: the build says so.
 */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Project } from "../../project/types.js";
import { CREDENTIAL_FILES, secretOfFile, secretsOfCredentials, secretsOfNames, type Secret } from "./find.js";

export interface SecretSources {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly args: ReadonlyMap<string, string>;
  /** values of `--secret`, those among the flags that are passed on included */
  readonly secrets: readonly string[];
  readonly project: Project;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Larger ones are no tokens. */
const LIMIT = 256 * 1024;

export function secretsOf(sources: SecretSources): readonly Secret[] {
  const files = sources.project.files();
  const credentials = (files.known ? files.value : []).filter((path) =>
    CREDENTIAL_FILES.some((pattern) => pattern.test(path)),
  );
  const found = [
    ...secretsOfNames(Object.entries(sources.buildArgs), "--build-arg"),
    ...secretsOfNames(sources.args, "ARG"),
    ...sources.secrets.flatMap((secret) => givenSecret(secret, sources)),
    ...credentials.flatMap((path) => {
      const text = sources.project.read(path);
      return text.known ? secretsOfCredentials(path, text.value) : [];
    }),
  ];
  return found.filter((one, at) => found.findIndex(({ value }) => value === one.value) === at);
}

/** `id=npm,src=.npmrc`, `id=token,env=TOKEN`; without either, the variable with the secret's name. */
function givenSecret(secret: string, { cwd, env }: SecretSources): readonly Secret[] {
  const fields = new Map(
    secret.split(",").map((field) => {
      const at = field.indexOf("=");
      return [field.slice(0, at).toLowerCase(), field.slice(at + 1)] as const;
    }),
  );
  const id = fields.get("id") ?? "";
  const name = `--secret ${id}`;
  const file = fields.get("src") ?? fields.get("source");
  if (file !== undefined) return secretOfFile(name, textOf(resolve(cwd, file)));
  return secretOfFile(name, env[fields.get("env") ?? id] ?? "");
}

function textOf(path: string): string {
  try {
    return statSync(path).size > LIMIT ? "" : readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Values of one flag among flags that are passed on: `--secret id=x`, `--secret=id=x`. */
export function flagValues(flags: readonly string[], name: string): readonly string[] {
  return flags.flatMap((flag, at) => {
    if (flag === name) return flags[at + 1] ?? [];
    return flag.startsWith(`${name}=`) ? [flag.slice(name.length + 1)] : [];
  });
}
