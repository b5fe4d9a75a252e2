/**
 * A `node` command line -> what it preloads, its script and the script's arguments. Options follow
 * `node --help`; one that is not in the table takes no value, as V8's own do.
 */
import { known, unknown, type Known } from "../../known.js";
import type { Invocation } from "../../model/types.js";

export interface NodeCommand {
  /** null: `node -e`, `node -p`, or no script at all */
  readonly script: string | null;
  readonly evaluated: string | null;
  readonly preloads: readonly string[];
  readonly envFiles: readonly string[];
  /** further conditions under which `imports` and `exports` are resolved */
  readonly conditions: readonly string[];
  readonly watch: boolean;
  readonly test: boolean;
  /** `node --run NAME` */
  readonly run: string | null;
  readonly args: readonly Known<string>[];
}

const VALUES: ReadonlySet<string> = new Set(
  "--title --inspect-port --debug-port --icu-data-dir --openssl-config --redirect-warnings --report-dir --report-directory --report-filename --secure-heap --tls-cipher-list --tls-keylog --input-type --diagnostic-dir --disable-warning --unhandled-rejections --dns-result-order --trace-event-categories --stack-trace-limit --max-http-header-size --heapsnapshot-signal --cpu-prof-dir --watch-path".split(
    " ",
  ),
);
const PRELOADS: ReadonlySet<string> = new Set([
  "-r",
  "--require",
  "--import",
  "--loader",
  "--experimental-loader",
]);

export function readNode(invocation: Invocation): Known<NodeCommand> {
  const env = invocation.env.get("NODE_OPTIONS");
  const words: (Known<string> & { readonly option?: true })[] = [
    ...(env?.known === true
      ? env.value
          .split(/\s+/)
          .filter((word) => word !== "")
          .map((word) => ({ ...known(word), option: true as const }))
      : []),
    ...invocation.args,
  ];
  const preloads: string[] = [];
  const envFiles: string[] = [];
  const conditions: string[] = [];
  let evaluated: string | null = null;
  let watch = false;
  let test = false;
  let run: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (!word.known) {
      // `node $NODE_OPTIONS app.js`: set when the container starts, an option at most
      const raw = invocation.raw[at - (words.length - invocation.args.length)] ?? "";
      if (/^"?\$\{?[A-Z_]*(OPTS|OPTIONS|ARGS|FLAGS)\b/.test(raw)) continue;
      return unknown(`the script that node runs, ${raw}, is only known at run time`);
    }
    const [name = "", ...rest] = word.value.startsWith("--") ? word.value.split("=") : [word.value];
    const inline = rest.length > 0 ? rest.join("=") : null;
    const value = (): Known<string> => {
      if (inline !== null) return known(inline);
      at += 1;
      return words[at] ?? unknown(`${name} is the last word`);
    };
    if (PRELOADS.has(name)) {
      const loaded = value();
      if (!loaded.known) return loaded;
      preloads.push(loaded.value);
    } else if (name === "--env-file" || name === "--env-file-if-exists") {
      const file = value();
      if (file.known) envFiles.push(file.value);
    } else if (name === "-C" || name === "--conditions") {
      const condition = value();
      if (!condition.known) return condition;
      conditions.push(condition.value);
    } else if (["-e", "--eval", "-p", "--print", "-pe"].includes(name)) {
      const text = value();
      if (!text.known) return text;
      evaluated = text.value;
    } else if (name === "--run") {
      const script = value();
      if (!script.known) return script;
      run = script.value;
    } else if (name === "--watch" || name === "--watch-path") {
      watch = true;
      if (name === "--watch-path" && inline === null) at += 1;
    } else if (name === "--test") test = true;
    else if (VALUES.has(name)) value();
    else if (name === "--" || name === "inspect") continue;
    else if (!name.startsWith("-") || name === "-") {
      if (word.option === true) continue;
      return known({
        script: evaluated === null ? word.value : null,
        evaluated,
        preloads,
        envFiles,
        conditions,
        watch,
        test,
        run,
        args: words.slice(at + 1),
      });
    }
  }
  return known({ script: null, evaluated, preloads, envFiles, conditions, watch, test, run, args: [] });
}
