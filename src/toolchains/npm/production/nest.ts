/**
 * `nest start`, with `--watch` or without, as `nest build` and `node FILE`: the file is where the CLI itself
 * looks for it, `OUT/SOURCEROOT/ENTRY.js` if the build makes that, else `OUT/ENTRY.js` (@nestjs/cli 6 to 11,
 * actions/start.action.ts). Refused: a debugger, another program than node, options that only start knows.
 */
import { join, relative } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { Production } from "../../types.js";
import { asText } from "../jsonText.js";
import { operands, option } from "../outputs/made.js";
import { nest, nestSettings } from "../outputs/nest.js";
import { texts } from "../words.js";
import { isMade, programWords, type Situation } from "./situation.js";

/** Of `nest start`: handed on to the build, with their values. */
const BUILD_VALUES = ["-c", "--config", "-p", "--path", "-b", "--builder", "--webpackPath"];
const BUILD_FLAGS = ["--webpack", "--tsc", "--type-check"];
/** Of watching alone. */
const DROPPED = ["-w", "--watch", "--watchAssets", "--preserveWatchOutput", "--shell"];

export function nestStart(here: Situation): Known<Production> {
  const { invocation, cwd, pkg, tree } = here;
  const all = texts(invocation.args);
  if (all.includes(null)) return unknown("an argument of nest start is only known at run time");
  const words = all.filter((word): word is string => word !== null);
  const separator = words.indexOf("--");
  const own = separator < 0 ? words : words.slice(0, separator);
  const rest = separator < 0 ? [] : words.slice(separator + 1);
  if (rest.some((word) => /[$`"\\]/.test(word)))
    return unknown("a shell reads the arguments behind -- again");
  const kept: string[] = [];
  let entry: string | null = null;
  const list = own.slice(own.indexOf("start") + 1);
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? "";
    const name = word.startsWith("--") ? (word.split("=")[0] ?? word) : word;
    if (/^(-d|--debug)$/.test(name)) return unknown(`${word} opens a debugger, which is development`);
    if (DROPPED.includes(name)) continue;
    if (BUILD_VALUES.includes(name)) {
      kept.push(word, ...(name === word ? [list[at + 1] ?? ""] : []));
      if (name === word) at += 1;
    } else if (name === "--entryFile") {
      entry = name === word ? (list[at + 1] ?? "") : word.slice(name.length + 1);
      if (name === word) at += 1;
    } else if (BUILD_FLAGS.includes(name) || !word.startsWith("-")) kept.push(word);
    else return unknown(`${word} of nest start has no counterpart in nest build`);
  }
  const build = ["nest", "build", ...kept];
  const call = { invocation, args: build.slice(1), cwd, pkg, tree };
  const settings = nestSettings(call);
  if (!settings.known) return settings;
  const { value, sourceRoot, entryFile, webpack } = settings.value;
  const runner = asText(value("exec"));
  if (runner !== null && runner !== "node") return unknown(`nest-cli.json starts the program with ${runner}`);
  if (entry !== null && webpack) return unknown("--entryFile changes what webpack builds");
  const made = nest.made(call);
  if (!made.outputs.known) return made.outputs;
  const outDir = made.outputs.value.find(({ kind }) => kind === "directory")?.path;
  if (outDir === undefined) return unknown("the folder that nest build writes to is not known");
  const name = `${(entry ?? entryFile).replace(/\.js$/, "")}`;
  const files = [...(made.emits?.keys() ?? []), ...(made.certain ?? [])];
  const file = [join(outDir, sourceRoot, `${name}.js`), join(outDir, `${name}.js`)].find((path) =>
    files.includes(path),
  );
  if (file === undefined)
    return unknown(`nest build makes no ${relative(cwd, join(outDir, name))}.js, which nest start would run`);
  return known({
    build: isMade(file, here) ? [] : programWords(here, build),
    start: ["node", relative(cwd, file).replace(/\.js$/, ""), ...rest],
    directory: cwd,
    differences: [
      "nest start also maps the lines of stack traces to the sources",
      ...(operands(list).length === 0 &&
      option(list, "-w") === null &&
      !list.some((one) => /watch/i.test(one))
        ? []
        : ["nothing watches the sources any more"]),
    ],
  });
}
