/**
 * `ts-node src/x.ts`, `tsx`, `ts-node-dev`, `babel-node` and node with such a loader, as the project's own build
 * script and `node OUTPUT`. In: the command; out: both, where a script of package.json compiles exactly this file
 * to a path that can be computed, and the output loads as the sources did; else what is missing.
 */
import { relative, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { Production } from "../../types.js";
import { closure, moduleFile } from "../imports.js";
import { option } from "../outputs/made.js";
import { follow } from "../scripts.js";
import { INTERPRETING_PRELOAD } from "../servers.js";
import { texts, withArgv } from "../words.js";
import { boundToSources, unloadable } from "./modules.js";
import { isMade, makingFrom, notInstalled, scriptWords, type Situation } from "./situation.js";

/** Options with a value, by program; sources: the --help of ts-node 10, tsx 4, ts-node-dev 2, @babel/node 7. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "ts-node": [
    "-P",
    "--project",
    "-O",
    "--compiler-options",
    "-C",
    "--compiler",
    "-I",
    "--ignore",
    "--cwd",
    "--dir",
  ],
  tsx: ["--tsconfig", "--ignore", "--exclude", "--include"],
  "ts-node-dev": [
    "-P",
    "--project",
    "--watch",
    "--ignore-watch",
    "--debounce",
    "--interval",
    "-O",
    "-C",
    "-I",
    "--cwd",
    "--dir",
  ],
  "babel-node": ["--presets", "--plugins", "--extensions", "-x", "--config-file", "-w", "--env-name"],
};
const KIN: Readonly<Record<string, string>> = { tsnd: "ts-node-dev", "babel-watch": "babel-node" };
const CHECKS_NOT = /^(-T|--transpile-only|--transpileOnly|-S|--swc|--esbuild)$/;

interface Words {
  readonly script: string;
  readonly preloads: readonly string[];
  readonly args: readonly string[];
  /** it checks no types */
  readonly quick: boolean;
}

export function interpreted(here: Situation): Known<Production> {
  const words = wordsOf(here);
  return words.known ? compiledInstead(words.value, here) : words;
}

function wordsOf({ invocation }: Situation): Known<Words> {
  const { program } = invocation;
  const name = KIN[program] ?? (/^ts-node/.test(program) && program !== "ts-node-dev" ? "ts-node" : program);
  const values = VALUES[name];
  if (values === undefined) return unknown(`the options of ${program} are not known`);
  const list = texts(invocation.args);
  const preloads: string[] = [];
  let quick = name === "tsx" || name === "babel-node" || program === "ts-node-transpile-only";
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? null;
    if (word === null) return unknown(`an argument of ${program} is only known at run time`);
    if (word === "watch" && name === "tsx") continue;
    if (/^--?inspect/.test(word)) return unknown(`${word} opens a debugger, which is development`);
    if (/^(-e|--eval|-p|--print|-i|--interactive)$/.test(word)) return unknown(`${word} runs no file`);
    if (name === "babel-node" && /^--(presets|plugins|env-name)\b/.test(word))
      return unknown(`${word} sets what the build script compiles without`);
    if (/^(-r|--require|--import)$/.test(word)) {
      at += 1;
      preloads.push(list[at] ?? "");
    } else if (values.includes(word)) at += 1;
    else if (CHECKS_NOT.test(word)) quick = true;
    else if (word.startsWith("-")) continue;
    else {
      const args = list.slice(at + 1);
      if (args.includes(null)) return unknown(`an argument of the program is only known at run time`);
      return known({ script: word, preloads, args: args.flatMap((one) => one ?? []), quick });
    }
  }
  return unknown(`${program} is given no file`);
}

/** The build script that compiles the file, and node with its output. */
export function compiledInstead(words: Words, here: Situation): Known<Production> {
  const { cwd, pkg, tree, invocation } = here;
  const entry = moduleFile(resolve(cwd, words.script), tree);
  if (entry === null) return unknown(`${words.script} is not among the files that the image has`);
  const found = compilerOf(entry, here);
  if (!found.known) return found;
  const { script, output, config } = found.value;
  const build = scriptWords(here, script);
  const missing = notInstalled(makingFrom(build, here).programs, here);
  if (missing !== null) return unknown(`${build.join(" ")} cannot run: ${missing}`);
  const scan = closure([entry], tree, () => []);
  const bad = (config === null ? null : unloadable(config, pkg, scan, tree)) ?? boundToSources(scan, tree);
  if (bad !== null) return unknown(bad);
  const preloads = words.preloads.filter(
    (name) => !INTERPRETING_PRELOAD.test(name) && !/^tsconfig-paths\//.test(name),
  );
  return known({
    build: isMade(output, here) ? [] : build,
    start: ["node", ...preloads.flatMap((name) => ["-r", name]), relative(cwd, output), ...words.args],
    directory: cwd,
    differences: words.quick
      ? [
          `${build.join(" ")} checks types, which ${invocation.program} did not: it can fail where the program ran`,
        ]
      : [`${build.join(" ")} compiles all that its configuration includes, not the loaded files alone`],
  });
}

interface Compiled {
  readonly script: string;
  readonly output: string;
  /** tsconfig.json that it was compiled with; null for babel */
  readonly config: string | null;
}

function compilerOf(entry: string, here: Situation): Known<Compiled> {
  const { pkg, cwd, tree, invocation } = here;
  const name = relative(cwd, entry);
  const scripts = Object.keys(pkg.scripts).filter((one) =>
    /^(build|compile|tsc|transpile)([:-](prod|production|server|ts|api|backend|app))?$/.test(one),
  );
  if (scripts.length === 0)
    return unknown(
      `package.json has no build script that compiles ${name}; "build": "tsc" with an outDir in tsconfig.json would do`,
    );
  let because = `no build script of package.json is known to compile ${name}`;
  for (const script of scripts.sort((one, other) => one.length - other.length)) {
    const words = scriptWords(here, script);
    const making = makingFrom(words, here);
    if (!making.outputs.known) {
      because = `${words.join(" ")}: ${making.outputs.because}`;
      continue;
    }
    const outputs = [...making.emits].flatMap(([output, source]) => (source === entry ? [output] : []));
    const [output] = outputs;
    if (output === undefined || outputs.length > 1) {
      because = `${words.join(" ")} does not compile ${name} to one file`;
      continue;
    }
    const run = withArgv(
      words.map((word) => known(word)),
      { ...invocation, assignments: [], redirects: [] },
    );
    const tools = (run === null ? [] : follow(run, tree)).flatMap((leaf) =>
      leaf.kind === "program" ? [leaf.invocation] : [],
    );
    const tsc = tools.find(({ program }) => program === "tsc");
    const babel = /^babel/.test(invocation.program) && tools.some(({ program }) => program === "babel");
    if (tsc === undefined && !babel) {
      because = `${words.join(" ")} compiles with another program than tsc`;
      continue;
    }
    const config =
      option(tsc === undefined ? [] : texts(tsc.args), "-p", "--project", "-b") ?? "tsconfig.json";
    const at = resolve(cwd, config);
    return known({
      script,
      output,
      config: babel ? null : tree.kind(at) === "directory" ? `${at}/tsconfig.json` : at,
    });
  }
  return unknown(because);
}
