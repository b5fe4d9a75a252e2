/**
 * `nest build`: nest-cli.json names the compiler, the TypeScript configuration (tsconfig.build.json
 * unless it says otherwise) and the assets that are copied along; in a monorepo each application has
 * settings of its own over those of the root. Source: @nestjs/cli 10, actions/build.action.ts and
 * lib/compiler (webpack writes `dist/ROOT/ENTRY.js` below the working directory).
 */
import { dirname, join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
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

const VALUE_OPTIONS = ["-c", "--config", "-p", "--path", "-b", "--builder", "--webpackPath"];

export interface NestSettings {
  /** of the application that is named, else of the root */
  readonly value: (...path: readonly string[]) => Json | undefined;
  readonly monorepo: boolean;
  readonly webpack: boolean;
  readonly builder: string;
  /** as written */
  readonly sourceRoot: string;
  readonly entryFile: string;
}

/** What the command line and nest-cli.json say of the application that is built. */
export function nestSettings(call: ToolCall): Known<NestSettings> {
  const { args } = call;
  const [, app, ...others] = operands(args, VALUE_OPTIONS);
  const config = nestConfig(call);
  if (config === null) return unknown("nest-cli.json cannot be read");
  if (app === null || others.length > 0 || has(args, "--all"))
    return unknown("nest builds several projects, or one that is only known at run time");
  const own = app === undefined ? null : asObject(asObject(config["projects"])?.[app]);
  if (app !== undefined && own === null) return unknown(`nest-cli.json has no project ${app}`);
  const at = (root: JsonObject | null, path: readonly string[]): Json | undefined =>
    path.reduce<Json | undefined>((value, name) => asObject(value)?.[name], root ?? undefined);
  const value = (...path: readonly string[]): Json | undefined => at(own, path) ?? at(config, path);
  const set = value("compilerOptions", "builder");
  const builder = option(args, "-b", "--builder") ?? asText(set) ?? asText(asObject(set)?.["type"]) ?? "tsc";
  return known({
    value,
    monorepo: config["monorepo"] === true || app !== undefined,
    webpack:
      builder === "webpack" ||
      (!has(args, "--tsc") && (has(args, "--webpack") || value("compilerOptions", "webpack") === true)),
    builder,
    sourceRoot: asText(value("sourceRoot")) ?? "src",
    entryFile: asText(value("entryFile")) ?? "main",
  });
}

export const nest: Tool = {
  programs: ["nest"],
  made(call): Made {
    const { cwd, tree, pkg, args } = call;
    const [command] = operands(args, VALUE_OPTIONS);
    if (command !== "build") return build(unknown(`nest ${command ?? ""} is not known`));
    const settings = nestSettings(call);
    if (!settings.known) return build(settings);
    const { value, monorepo, webpack, builder, entryFile } = settings.value;
    const named = option(args, "-p", "--path") ?? asText(value("compilerOptions", "tsConfigPath"));
    const candidates = named === null ? ["tsconfig.build.json", "tsconfig.json"] : [named];
    const file = candidates.map((name) => resolve(cwd, name)).find((path) => tree.kind(path) === "file");
    if (file === undefined) return build(unknown(`${candidates[0] ?? "tsconfig.json"} is not there`));
    const typescript = readTypeScriptConfig(file, tree);
    if (!typescript.known) return build(typescript);
    const sourceRoot = resolve(cwd, settings.value.sourceRoot);
    const outDir = typescript.value.outDir ?? join(dirname(file), "dist");
    if (webpack) {
      const to = monorepo ? join(cwd, "dist", asText(value("root")) ?? "") : outDir;
      const own = resolve(cwd, asText(value("compilerOptions", "webpackConfigPath")) ?? "webpack.config.js");
      if (monorepo && tree.kind(option(args, "--webpackPath") ?? own) === "file")
        return build(unknown(`${own} may change where webpack writes`));
      return build(known([artifact(to)]), { sources: [sourceRoot], certain: [join(to, `${entryFile}.js`)] });
    }
    const one = emitted({ ...typescript.value, outDir }, pkg, tree);
    if (!one.known) return build(one);
    const emits = new Map(one.value.emits);
    // The swc builder strips the source root; its paths are those of tsc with rootDir at the package.
    const listed = value("compilerOptions", "assets");
    const assets = (Array.isArray(listed) ? listed : []).flatMap((asset: Json) => {
      const into = asText(asObject(asset)?.["outDir"]);
      return into === null ? [] : [artifact(resolve(cwd, into))];
    });
    const outputs = [...outputsOf([one.value]), ...assets.filter(({ path }) => !path.startsWith(outDir))];
    if (builder === "swc")
      return monorepo
        ? build(unknown("the swc builder of nest in a monorepo is not known"))
        : build(known(outputs), { sources: [sourceRoot], certain: [join(outDir, "main.js")] });
    return build(known(outputs), {
      emits,
      sources: [...emits.values()].filter((path) => !path.endsWith(".json")),
    });
  },
};
