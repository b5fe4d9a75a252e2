/**
 * `docker run`, `docker exec` and `docker compose run|exec` in any text: a shell script, a Makefile, a
 * workflow, the scripts of package.json. In: the text; out: what is run and mounted, words as written. Comments
 * are passed over; a variable stays as it is written, so that a name is found again by the same text.
 */

export interface ContainerCall {
  /** `image` is that of run, the container of exec, the service of `compose run` and `compose exec` */
  readonly kind: "run" | "exec" | "service";
  readonly image: string;
  readonly name: string | null;
  readonly entrypoint: string | null;
  readonly words: readonly string[];
  /** container paths that are mounted from the host */
  readonly mounts: readonly string[];
}

const PROGRAM = /(?:^|[\s;&|("'`@])(?:docker|podman|nerdctl)(-compose)?[ \t]+(?=\S)/g;

/** Options without a value (docker 26, `docker run --help`, `docker compose run --help`). */
const FLAGS =
  /^(--(rm|init|privileged|detach|interactive|tty|read-only|publish-all|no-healthcheck|oom-kill-disable|quiet|disable-content-trust|service-ports|no-deps|use-aliases|build|quiet-pull|quiet-build|remove-orphans|no-TTY|T|no-cache|pull|push|load|compress|force-rm|squash|sig-proxy|compatibility|dry-run|all-resources|debug|tls|tlsverify)|-[ditPTqD]+)$/;

export function containerCalls(path: string, text: string): readonly ContainerCall[] {
  const joined = scriptsOf(path, text)
    .replaceAll(/\\\r?\n[ \t]*/g, " ")
    .replaceAll(/\$\{\{\s*([^}]*?)\s*\}\}/g, (_all, inner: string) => `\${{${inner.replaceAll(/\s/g, "")}}}`)
    .replaceAll(/\$\(([^()\n]*)\)/g, (_all, inner: string) => `\${${inner.replaceAll(/\s/g, "_")}}`);
  return joined
    .split("\n")
    .filter((line) => !/^\s*(#|\/\/)/.test(line))
    .flatMap((line) =>
      [...line.matchAll(PROGRAM)].flatMap((match) => {
        const words = wordsOf(line.slice(match.index + match[0].length));
        const call = match[1] === undefined ? engineCall(words) : composeCall(words);
        return call === null ? [] : [call];
      }),
    );
}

/** The commands of package.json stand in JSON texts. */
function scriptsOf(path: string, text: string): string {
  if (!/(^|\/)package\.json$/.test(path)) return text;
  try {
    const value: unknown = JSON.parse(text);
    const scripts: unknown =
      typeof value === "object" && value !== null && "scripts" in value ? value.scripts : {};
    return Object.values(scripts ?? {})
      .filter((one) => typeof one === "string")
      .join("\n");
  } catch {
    return "";
  }
}

/** The words of the command at the beginning of the text, quotes taken off. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  const pattern = /\s+|"((?:[^"\\]|\\.)*)"|'([^']*)'|\$\{[^}]*\}|[^\s"';|&()<>`$]+|\$/y;
  let open: string | null = null;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (/^\s/.test(match[0])) {
      if (open !== null) words.push(open);
      open = null;
    } else open = (open ?? "") + (match[1] ?? match[2] ?? match[0]);
  }
  return open === null ? words : [...words, open];
}

interface Read {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly rest: readonly string[];
}

/** The options in front of the first operand. */
function optionsOf(words: readonly string[]): Read {
  const options: { name: string; value: string }[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith("-") || word === "-") break;
    const [name = "", value] = word.split(/=(.*)/s);
    if (value !== undefined) options.push({ name, value });
    else if (!FLAGS.test(word)) {
      at += 1;
      options.push({ name: word, value: words[at] ?? "" });
    }
  }
  return { options, rest: words.slice(at) };
}

function engineCall(words: readonly string[]): ContainerCall | null {
  const { rest } = optionsOf(words);
  const [first, ...args] = rest;
  if (first === "compose") return composeCall(args);
  const [verb, more] =
    first === "container" || first === "image" || first === "buildx"
      ? [args[0], args.slice(1)]
      : [first, args];
  return verb === "run" || verb === "exec" || verb === "create"
    ? started(verb === "exec" ? "exec" : "run", more)
    : null;
}

function composeCall(words: readonly string[]): ContainerCall | null {
  const [verb, ...args] = optionsOf(words).rest;
  return verb === "run" || verb === "exec" ? started("service", args) : null;
}

function started(kind: "run" | "exec" | "service", words: readonly string[]): ContainerCall | null {
  const { options, rest } = optionsOf(words);
  const [image, ...command] = rest;
  if (image === undefined) return null;
  const values = (...names: string[]): string[] =>
    options.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  return {
    kind,
    image,
    name: values("--name")[0] ?? null,
    entrypoint: values("--entrypoint").find((value) => value !== "") ?? null,
    words: command,
    mounts: [
      ...values("-v", "--volume").flatMap((value) => {
        const [source = "", target] = value.replaceAll(/\$\{[^}]*\}/g, "$").split(":");
        return target !== undefined && /^[./~$]/.test(source) ? [target.replace(/\/$/, "")] : [];
      }),
      ...values("--mount").flatMap((value) =>
        value.includes("type=bind") ? [/(?:target|dst|destination)=([^,]+)/.exec(value)?.[1] ?? ""] : [],
      ),
    ],
  };
}
