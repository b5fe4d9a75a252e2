/**
 * webpack: the folder and file of `output`, from the command line or from literals in the configuration
 * and the files that it is put together from. A configuration that is computed is unknown.
 */
import { dirname, join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import { isRelative, moduleFile } from "../imports.js";
import { readSource } from "../literals.js";
import { agreed, configFile, configNames, settings, settingsOf, type Setting } from "./configText.js";
import { artifact, build, cache, has, operands, option, type Tool, type ToolCall } from "./made.js";

interface ConfigText {
  /** absolute */
  readonly path: string;
  readonly text: string;
}

/** The configuration and the files of the project that it loads, as webpack-merge and functions join them. */
function configTexts(path: string, call: ToolCall): Known<readonly ConfigText[]> {
  const found: ConfigText[] = [];
  const queue = [path];
  while (queue.length > 0) {
    const at = queue.shift() ?? "";
    if (found.some((one) => one.path === at) || !/\.[cm]?[jt]s$/.test(at)) continue;
    const text = call.tree.read(at);
    if (!text.known) return text;
    found.push({ path: at, text: text.value });
    const facts = readSource(text.value);
    if (facts.dynamic) return unknown("webpack's configuration loads files by computed names");
    for (const name of facts.imports.filter(isRelative)) {
      const file = moduleFile(resolve(dirname(at), name), call.tree);
      if (file !== null) queue.push(file);
    }
  }
  return known(found);
}

/** The value of `output.NAME`, a folder as an absolute path. */
function output(texts: readonly ConfigText[], name: string, call: ToolCall): Setting {
  return agreed(
    texts.flatMap(({ path, text }) =>
      settingsOf(text, "output", name).map((one): Setting =>
        one.kind === "text" && name === "path"
          ? { kind: "text", value: resolve(one.fromCwd === true ? call.cwd : dirname(path), one.value) }
          : one,
      ),
    ),
  );
}

/** An entry with names of its own gives its files those names. */
function severalEntries(texts: readonly ConfigText[]): boolean {
  return texts.some(({ text }) => settings(text, "entry").some(({ kind }) => kind !== "text"));
}

export const webpack: Tool = {
  programs: ["webpack", "webpack-cli"],
  made(call) {
    if (has(call.args, "-w", "--watch") || operands(call.args)[0] === "serve")
      return build(unknown("webpack does not end"));
    const sources = [join(call.cwd, "src")];
    const named = option(call.args, "-o", "--output-path");
    if (named !== null) return build(known([artifact(resolve(call.cwd, named))]), { sources });
    const given = option(call.args, "-c", "--config");
    const path =
      given === null
        ? configFile(call.cwd, [...configNames("webpack"), "webpack.config.babel.js"], call.tree)
        : resolve(call.cwd, given);
    const texts = path === null ? known([]) : configTexts(path, call);
    if (!texts.known) return build(texts);
    const place = output(texts.value, "path", call);
    if (place.kind === "computed" || place.kind === "flag")
      return build(unknown("webpack's output.path is computed in its configuration"));
    const directory = place.kind === "text" ? place.value : join(call.cwd, "dist");
    const filename = output(texts.value, "filename", call);
    const certain =
      filename.kind === "text" && !filename.value.includes("[")
        ? [join(directory, filename.value)]
        : filename.kind === "absent" && !severalEntries(texts.value)
          ? [join(directory, "main.js")]
          : [];
    return build(known([artifact(directory), cache(join(call.cwd, "node_modules/.cache"))]), {
      sources,
      certain,
    });
  },
};
