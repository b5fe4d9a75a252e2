/**
 * `nodemon` and `node --watch` as what they start. In: the command and nodemon.json or package.json#nodemonConfig;
 * out: the text or the words that run once, with the environment that nodemon sets; else why they cannot be told.
 * Source: nodemon 3, lib/cli/parse.js, lib/config/exec.js and load.js.
 */
import { extname, join } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import { asObject, asText, asTexts, parseJson, type JsonObject } from "../jsonText.js";
import { appended, quote, texts } from "../words.js";
import type { Situation } from "./situation.js";

export interface Restarted {
  /** shell text of what nodemon starts */
  readonly text: string;
  readonly environment: Readonly<Record<string, string>>;
}

const VALUES = [
  "-P",
  "--polling-interval",
  "--config",
  "-w",
  "--watch",
  "-i",
  "--ignore",
  "-d",
  "--delay",
  "-e",
  "--ext",
  "-s",
  "--signal",
];
const FLAGS = [
  "--spawn",
  "-V",
  "--verbose",
  "-L",
  "--legacy-watch",
  "--js",
  "-q",
  "--quiet",
  "--exitcrash",
  "-I",
  "--no-stdin",
  "--no-colours",
  "--no-colors",
  "--no-update-notifier",
  "--on-change-only",
  "-C",
];

export function nodemon(here: Situation): Known<Restarted> {
  const { invocation } = here;
  const list = texts(invocation.args);
  const given: string[] = [];
  let exec: string | null = null;
  let file: string | null = null;
  let script: string | null = null;
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? null;
    if (word === null) return unknown("an argument of nodemon is only known at run time");
    const rest = list.slice(at + 1);
    if (word === "-x" || word === "--exec") exec = list[(at += 1)] ?? "";
    else if (word === "--config") file = list[(at += 1)] ?? "";
    else if (VALUES.includes(word)) at += 1;
    else if (FLAGS.includes(word)) continue;
    else if (word === "--cwd") return unknown("--cwd moves nodemon to another folder");
    else if (/^--?(inspect|debug)/.test(word))
      return unknown(`${word} opens a debugger, which is development`);
    else if (word === "--") {
      // What follows is the program's; the separator itself is not handed on.
      if (rest.includes(null)) return unknown("an argument of the program is only known at run time");
      given.push(...rest.flatMap((one) => one ?? []));
      break;
    } else if (/^(-r|--require|--import)$/.test(word) && script === null)
      given.push(word, list[(at += 1)] ?? "");
    else if (script === null && word.startsWith("-")) return unknown(`${word} of nodemon is not taken apart`);
    else {
      script ??= word;
      given.push(word);
    }
  }
  const config = configOf(file, here);
  if (!config.known) return config;
  exec ??= asText(config.value["exec"]);
  const named = script ?? asText(config.value["script"]);
  const plain = exec === null && named === null ? standard(here) : named;
  if (exec === null && plain === null)
    return unknown("nodemon is given no file, and package.json has no main");
  const map = asObject(config.value["execMap"]) ?? {};
  const extension = extname(plain ?? "").slice(1);
  const runner = exec ?? asText(map[extension]) ?? (extension === "ts" ? "ts-node" : "node");
  if (runner.includes("{{")) return unknown("nodemon puts names into its command");
  const args = [
    ...given,
    ...(script === null && plain !== null ? [plain] : []),
    ...asTexts(config.value["args"]),
  ];
  const env = asObject(config.value["env"]) ?? {};
  const environment = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, String(value as unknown)]),
  );
  return known({
    text: appended(
      runner,
      args.map((word) => known(word)),
    ),
    environment,
  });
}

function standard({ pkg, cwd, tree }: Situation): string | null {
  return pkg.main ?? (tree.kind(join(cwd, "index.js")) === "file" ? "index.js" : null);
}

function configOf(named: string | null, { cwd, pkg, tree }: Situation): Known<JsonObject> {
  const path = join(cwd, named ?? "nodemon.json");
  if (tree.kind(path) !== "file") {
    const own = pkg.directory === cwd ? asObject(pkg.fields["nodemonConfig"]) : null;
    return named === null ? known(own ?? {}) : unknown(`${named} is not there`);
  }
  const text = tree.read(path);
  const json = text.known ? parseJson(text.value) : text;
  if (!json.known) return json;
  const config = asObject(json.value);
  return config === null ? unknown(`${path} is no object`) : known(config);
}

/** The words of `node --watch x.js` without watching. */
export function unwatched({ invocation }: Situation): Known<Restarted> {
  const list = texts(invocation.args);
  if (list.includes(null)) return unknown("an argument of node is only known at run time");
  const words: string[] = [];
  let file = false;
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? "";
    if (!file && /^--?inspect/.test(word)) return unknown(`${word} opens a debugger, which is development`);
    if (!file && /^--watch(-preserve-output)?$|^--watch-path=/.test(word)) continue;
    if (!file && word === "--watch-path") at += 1;
    else {
      file ||= !word.startsWith("-");
      words.push(word);
    }
  }
  return known({ text: ["node", ...words].map(quote).join(" "), environment: {} });
}
