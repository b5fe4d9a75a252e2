/**
 * What has to stay out of the runtime image: values of build arguments and of ARG defaults whose names say that they
 * are secret, the build's secrets, and the tokens in credential files of the context. In: those texts; out: name
 * and value of each, the value for searching only. Values that are too short to be told from chance are left out.
 */
export interface Secret {
  /** `--build-arg NPM_TOKEN`, `.npmrc` */
  readonly name: string;
  readonly value: string;
}

const SECRET_NAME = /token|passw|passphrase|secret|credential|api_?key|private_?key|access_?key|auth(?!or)/i;
/** Six characters of chance stand in every image. */
const SHORTEST = 8;
const PLACEHOLDER = /^(\$|<|%|\{\{)|^(true|false|none|null|changeme|password|default|disabled|enabled)$/i;

/** Files that hold credentials of package managers and version control. */
export const CREDENTIAL_FILES: readonly RegExp[] = [
  /(^|\/)\.npmrc$/,
  /(^|\/)\.yarnrc(\.yml)?$/,
  /(^|\/)settings(-security)?\.xml$/,
  /(^|\/)\.netrc$/,
  /(^|\/)\.git-credentials$/,
  /(^|\/)\.pypirc$/,
  /(^|\/)auth\.json$/,
  /(^|\/)gradle\.properties$/,
  /(^|\/)id_(rsa|ed25519|ecdsa)$/,
];

export function secretsOfNames(
  values: Iterable<readonly [string, string]>,
  label: string,
): readonly Secret[] {
  return [...values].flatMap(([name, value]) =>
    SECRET_NAME.test(name) && worthwhile(value) ? [{ name: `${label} ${name}`, value }] : [],
  );
}

/** A secret that was given as one: its name does not matter. */
export function secretOfFile(name: string, text: string): readonly Secret[] {
  const values = [text.trim(), ...tokensIn(text)].filter(worthwhile);
  return unique(values.map((value) => ({ name, value })));
}

/** Tokens, passwords and keys that a file of a known format holds. */
export function secretsOfCredentials(path: string, text: string): readonly Secret[] {
  return unique(tokensIn(text).map((value) => ({ name: path, value })));
}

function tokensIn(text: string): readonly string[] {
  const found: string[] = [];
  for (const [, value] of text.matchAll(
    /<(?:password|passphrase|privateKey|secretKey|token)>\s*([^<\s]+)\s*</gi,
  ))
    found.push(value ?? "");
  for (const [, name, value] of text.matchAll(
    /^\s*["']?([\w./:@*-]+)["']?\s*[=:]\s*["']?([^\s"',]+)["']?\s*,?\s*$/gm,
  ))
    if (SECRET_NAME.test(name ?? "")) found.push(value ?? "");
  for (const [, value] of text.matchAll(/\bpassword\s+(\S+)/g)) found.push(value ?? "");
  for (const [, value] of text.matchAll(/^https?:\/\/[^:@/\s]+:([^@\s]+)@/gm)) found.push(value ?? "");
  // the second line of a private key: the first is the same in many
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+\S+\s+(\S+)/.exec(text)?.[1];
  if (key !== undefined) found.push(key);
  return found.filter(worthwhile);
}

function worthwhile(value: string): boolean {
  return (
    value.length >= SHORTEST && !PLACEHOLDER.test(value) && /\d|[A-Z].*[a-z]|[a-z].*[A-Z]|.{16}/.test(value)
  );
}

function unique(secrets: readonly Secret[]): readonly Secret[] {
  return secrets.filter((one, at) => secrets.findIndex((other) => other.value === one.value) === at);
}
