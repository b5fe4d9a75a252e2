/**
 * `nest build`: nest-cli.json names the compiler, the TypeScript configuration (tsconfig.build.json
 * unless it says otherwise) and the assets that are copied along. In monorepo mode webpack writes one main.js per application.
 */
import { dirname, join, resolve } from "node:path/posix";
import { known, unknown } from "../../../known.js";
import { asObject, asText, parseJson, type Json, type JsonObject } from "../jsonText.js";
import { artifact, build, has, operands, option, type Made, type Tool, type ToolCall } from "./made.js";
import { emitted, outputsOf } from "./tsc.js";
import { readTypeScriptConfig } from "./tsconfig.js";

/** https://docs.nestjs.com/cli/monorepo#cli-properties */
function nestConfig(call: ToolCall): JsonObject | null {
  const named = option(call.args, "-c", "--config");
  const file = [named, "nest-cli.json", ".nestcli.json", ".nest-cli.json", "nest.json"].find(
    (name) => name !== null && call.tree.kind(join(call.cwd, name)) === "file",
  );
  if (typeof file !== "string") return {};
  const text = call.tree.read(join(call.cwd, file));
  const json = text.known ? parseJson(text.value) : text;
  return json.known ? asObject(json.value) : null;
}

export const nest: Tool = {
  programs: ["nest"],
  made(call): Made {
    const { cwd, tree, pkg, args } = call;
    const [command, project] = operands(args, [
      "-c",
      "--config",
      "-p",
      "--path",
      "-b",
      "--builder",
      "--webpackPath",
    ]);
    if (command !== "build") return build(unknown(`nest ${command ?? ""} is not known`));
    const config = nestConfig(call);
    if (config === null) return build(unknown("nest-cli.json cannot be read"));
    const options = asObject(config["compilerOptions"]) ?? {};
    if (config["monorepo"] === true || project !== undefined)
      return build(unknown("nest builds one of several projects"));
    const builder = asText(options["builder"]) ?? asText(asObject(options["builder"])?.["type"]);
    const webpack =
      options["webpack"] === true ||
      builder === "webpack" ||
      has(args, "--webpack") ||
      option(args, "-b", "--builder") === "webpack";
    const named = option(args, "-p", "--path") ?? asText(options["tsConfigPath"]);
    const candidates = named === null ? ["tsconfig.build.json", "tsconfig.json"] : [named];
    const file = candidates.map((name) => resolve(cwd, name)).find((path) => tree.kind(path) === "file");
    if (file === undefined) return build(unknown(`${candidates[0] ?? "tsconfig.json"} is not there`));
    const typescript = readTypeScriptConfig(file, tree);
    if (!typescript.known) return build(typescript);
    const sourceRoot = resolve(cwd, asText(config["sourceRoot"]) ?? "src");
    const outDir = typescript.value.outDir ?? join(dirname(file), "dist");
    if (webpack) {
      const entry = asText(config["entryFile"]) ?? "main";
      return build(known([artifact(outDir)]), {
        sources: [sourceRoot],
        certain: [join(outDir, `${entry}.js`)],
      });
    }
    const one = emitted({ ...typescript.value, outDir }, pkg, tree);
    if (!one.known) return build(one);
    const emits = new Map(one.value.emits);
    // The swc builder strips the source root; its paths are those of tsc with rootDir at the package.
    const assets = (Array.isArray(options["assets"]) ? options["assets"] : []).flatMap((asset: Json) => {
      const into = asText(asObject(asset)?.["outDir"]);
      return into === null ? [] : [artifact(resolve(cwd, into))];
    });
    const outputs = [...outputsOf([one.value]), ...assets.filter(({ path }) => !path.startsWith(outDir))];
    if (builder === "swc")
      return build(known(outputs), { sources: [sourceRoot], certain: [join(outDir, "main.js")] });
    return build(known(outputs), {
      emits,
      sources: [...emits.values()].filter((path) => !path.endsWith(".json")),
    });
  },
};
