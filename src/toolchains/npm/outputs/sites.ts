/**
 * Tools that turn a front end into a folder of files: Create React App, Vue CLI, Angular, Gatsby, Docusaurus,
 * VitePress. The folder is fixed or named by a literal; one that is computed is unknown.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import { asObject, asText, parseJson, type Json } from "../jsonText.js";
import { configFile, configNames, setting } from "./configText.js";
import {
  artifact,
  build,
  cache,
  has,
  operands,
  option,
  type Made,
  type Tool,
  type ToolCall,
} from "./made.js";

function single(
  programs: readonly string[],
  verbs: readonly string[],
  folder: (call: ToolCall) => Known<string>,
  sources: readonly string[],
  caches: readonly string[] = [],
): Tool {
  return {
    programs,
    made(call): Made {
      const [command] = operands(call.args);
      if (!verbs.includes(command ?? ""))
        return command === "test" || command === "lint"
          ? { ...build(known([])), kind: "test" }
          : build(unknown(`${call.invocation.program} ${command ?? ""} is no build`));
      const out = folder(call);
      if (!out.known) return build(out);
      const directory = resolve(call.cwd, out.value);
      return build(
        known([
          artifact(directory),
          ...[...caches, "node_modules/.cache"].map((path) => cache(join(call.cwd, path))),
        ]),
        {
          sources: sources.map((path) => join(call.cwd, path)),
          certain: [directory, join(directory, "index.html")],
        },
      );
    },
  };
}

/** BUILD_PATH: https://create-react-app.dev/docs/advanced-configuration */
const reactScripts = single(
  ["react-scripts", "react-app-rewired", "craco", "react-scripts-ts"],
  ["build"],
  ({ invocation }) => {
    const path = invocation.env.get("BUILD_PATH");
    return path ?? known("build");
  },
  ["src", "public"],
);

const vueCli = single(
  ["vue-cli-service"],
  ["build"],
  (call) => {
    const named = option(call.args, "--dest");
    if (named !== null) return known(named);
    if (has(call.args, "--target")) return unknown("vue-cli-service builds a library");
    const path = configFile(call.cwd, configNames("vue"), call.tree);
    const text = path === null ? known("") : call.tree.read(path);
    if (!text.known) return text;
    const out = setting(text.value, "outputDir");
    return out.kind === "absent"
      ? known("dist")
      : out.kind === "text"
        ? known(out.value)
        : unknown("outputDir of Vue CLI is computed");
  },
  ["src", "public"],
);

const gatsby = single(["gatsby"], ["build"], () => known("public"), ["src"], [".cache"]);
const docusaurus = single(
  ["docusaurus"],
  ["build"],
  (call) => known(option(call.args, "--out-dir") ?? "build"),
  [],
  [".docusaurus"],
);
const vitepress = single(
  ["vitepress"],
  ["build"],
  (call) => known(join(operands(call.args)[1] ?? ".", ".vitepress/dist")),
  [],
);

/** Angular 5 and before: https://github.com/angular/angular-cli/wiki/angular-cli, several apps are not told apart. */
function earlyAngular(call: ToolCall): Made | null {
  if (call.tree.kind(join(call.cwd, "angular.json")) === "file") return null;
  const text = call.tree.read(join(call.cwd, ".angular-cli.json"));
  const json = text.known ? parseJson(text.value) : null;
  const apps = json?.known === true ? asObject(json.value)?.["apps"] : undefined;
  if (!Array.isArray(apps) || apps.length !== 1) return null;
  const app = asObject(apps[0] as Json);
  const out = option(call.args, "--output-path", "-op") ?? asText(app?.["outDir"]) ?? "dist";
  const directory = resolve(call.cwd, out);
  return build(known([artifact(directory)]), {
    sources: [join(call.cwd, asText(app?.["root"]) ?? "src")],
    certain: [directory],
  });
}

/** https://angular.dev/reference/configs/workspace-config: the application builder adds `browser`. */
const angular: Tool = {
  programs: ["ng"],
  made(call) {
    const [command, named] = operands(call.args, [
      "-c",
      "--configuration",
      "--output-path",
      "--project",
      "--base-href",
    ]);
    if (command === "test" || command === "lint" || command === "e2e")
      return { ...build(known([])), kind: "test" };
    if (command === "analytics" || command === "version" || command === "cache")
      return { ...build(known([])), kind: "housekeeping" };
    if (command !== "build" && command !== "b") return build(unknown(`ng ${command ?? ""} is no build`));
    const early = earlyAngular(call);
    if (early !== null) return early;
    const text = call.tree.read(join(call.cwd, "angular.json"));
    if (!text.known) return build(text);
    const json = parseJson(text.value);
    const root = json.known ? asObject(json.value) : null;
    const projects = asObject(root?.["projects"]) ?? {};
    const names = Object.keys(projects);
    const project =
      named ??
      option(call.args, "--project") ??
      asText(root?.["defaultProject"]) ??
      (names.length === 1 ? (names[0] ?? null) : null);
    if (project === null) return build(unknown("angular.json has several projects"));
    const entry = asObject(projects[project]);
    const targets = asObject(entry?.["architect"]) ?? asObject(entry?.["targets"]);
    const target = asObject(targets?.["build"]);
    const options = asObject(target?.["options"]) ?? {};
    const given = options["outputPath"];
    const written = option(call.args, "--output-path") ?? asText(given) ?? asText(asObject(given)?.["base"]);
    const out =
      written ?? (/:application$/.test(asText(target?.["builder"]) ?? "") ? join("dist", project) : null);
    if (out === null) return build(unknown("angular.json names no outputPath"));
    const configurations = Object.values(asObject(target?.["configurations"]) ?? {});
    if (configurations.some((one) => asObject(one)?.["outputPath"] !== undefined))
      return build(unknown("a configuration of angular.json has its own outputPath"));
    const directory = resolve(call.cwd, out);
    return build(known([artifact(directory), cache(join(call.cwd, ".angular"))]), {
      sources: [join(call.cwd, asText(entry?.["sourceRoot"]) ?? "src")],
      certain: [directory],
    });
  },
};

export const sites: readonly Tool[] = [reactScripts, vueCli, angular, gatsby, docusaurus, vitepress];
