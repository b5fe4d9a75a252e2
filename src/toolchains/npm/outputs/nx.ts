/**
 * nx: `nx build api`, `nx run api:build:production`, `nx run-many --target=build`. In: the command line; out: what
 * the executors of the named targets write. Bundling executors alone are told: one that only compiles leaves
 * imports of the repository's libraries as they are, and a plugin that infers its targets is not read.
 * Source: the schemas of the executors in https://github.com/nrwl/nx/tree/master/packages.
 */
import { basename, dirname, join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { ImageTree, Output } from "../../../model/types.js";
import { buildOnlyName, compilerSetting } from "../buildOnly.js";
import { asObject, asText, asTexts, type Json, type JsonObject } from "../jsonText.js";
import { within } from "../paths.js";
import { settings } from "./configText.js";
import { artifact, build, cache, has, operands, option, type Made, type Tool } from "./made.js";
import { nxProjects, nxRoot, type NxProject } from "./nxProjects.js";

interface Run {
  readonly project: NxProject;
  readonly target: string;
  readonly configuration: string | null;
}

const VALUES = [
  "-p",
  "--projects",
  "--project",
  "-t",
  "--target",
  "--targets",
  "-c",
  "--configuration",
  "--parallel",
  "--exclude",
];

export const nx: Tool = {
  programs: ["nx"],
  made(call): Made {
    const { args, tree } = call;
    const root = nxRoot(call.cwd, tree);
    if (root === null) return build(unknown("nx finds no nx.json in the image"));
    if (args.includes(null)) return build(unknown("an argument of nx is only known at run time"));
    const words = operands(args, VALUES).filter((word): word is string => word !== null);
    if (["reset", "report", "list", "show", "graph", "daemon", "sync"].includes(words[0] ?? ""))
      return { ...build(known([cache(join(root, ".nx"))])), kind: "housekeeping" };
    if (["lint", "test", "e2e", "format:check"].includes(words[0] ?? ""))
      return { ...build(known([])), kind: "test" };
    const projects = nxProjects(root, tree);
    const runs = runsOf(words, args, projects);
    if (!runs.known) return build(runs);
    const outputs: Output[] = [cache(join(root, ".nx")), cache(join(root, "node_modules/.cache"))];
    const emits = new Map<string, string>();
    for (const run of runs.value) {
      const made = bundled(run, root, tree);
      if (!made.known) return build(made);
      outputs.push(artifact(made.value.folder));
      if (made.value.file !== null) emits.set(made.value.file, made.value.source);
    }
    return build(known(outputs), { emits, sources: inputsOf(projects, tree) });
  },
};

function runsOf(
  words: readonly string[],
  args: readonly (string | null)[],
  projects: readonly NxProject[],
): Known<readonly Run[]> {
  const configuration =
    option(args, "-c", "--configuration") ?? (has(args, "--prod", "--production") ? "production" : null);
  const named = (name: string, target: string, own: string | null): Known<readonly Run[]> => {
    const project = projects.find((one) => one.name === name || one.directory.endsWith(`/${name}`));
    return project === undefined
      ? unknown(`nx: no project.json or workspace.json tells of the project ${name}`)
      : known([{ project, target, configuration: own }]);
  };
  const [verb = "", second] = words;
  if (verb === "run" && second !== undefined) {
    const [project = "", target = "", own] = second.split(":");
    return named(project, target, own ?? configuration);
  }
  if (verb === "run-many") {
    const targets = (option(args, "-t", "--target", "--targets") ?? "")
      .split(",")
      .filter((one) => one !== "");
    const chosen = (option(args, "-p", "--projects") ?? "").split(",").filter((one) => one !== "");
    if (targets.length === 0 || has(args, "--exclude") || chosen.some((one) => /[*:!]/.test(one)))
      return unknown("which projects nx run-many takes is not known");
    const list = chosen.length === 0 ? projects : projects.filter(({ name }) => chosen.includes(name));
    return known(
      list.flatMap((project) =>
        targets
          .filter((target) => target in project.targets)
          .map((target) => ({ project, target, configuration })),
      ),
    );
  }
  if (verb === "affected" || verb.startsWith("affected:"))
    return unknown("nx picks projects by what git says has changed");
  if (second === undefined) return unknown(`what nx ${verb} runs is not known`);
  return named(second, verb, configuration);
}

interface Bundle {
  readonly folder: string;
  readonly file: string | null;
  readonly source: string;
}

/** What one target writes: a server's bundle is one file with the packages of node_modules outside of it. */
function bundled({ project, target, configuration }: Run, root: string, tree: ImageTree): Known<Bundle> {
  const label = `nx ${project.name}:${target}`;
  const definition = asObject(project.targets[target]);
  if (definition === null) return unknown(`${label}: project.json has no such target`);
  const executor = asText(definition["executor"]) ?? asText(definition["builder"]) ?? "";
  const chosen = configuration ?? asText(definition["defaultConfiguration"]);
  const options: JsonObject = {
    ...asObject(definition["options"]),
    ...(chosen === null ? {} : asObject(asObject(definition["configurations"])?.[chosen])),
  };
  const path = asText(options["outputPath"]);
  if (path === null || path.includes("{"))
    return unknown(`${label}: ${executor || "the target"} names no outputPath`);
  const folder = resolve(root, path);
  const main = asText(options["main"]) ?? asText(options["browser"]) ?? "";
  const source = resolve(root, main);
  if (SITE.test(executor)) return known({ folder, file: null, source });
  if (!WEBPACK.test(executor)) {
    const esbuild = /^@(nx|nrwl)\/esbuild:esbuild$/.test(executor);
    return esbuild && options["bundle"] !== false && main !== ""
      ? known({
          folder,
          file: join(folder, named(options, `${basename(main).replace(/\.\w+$/, "")}.js`)),
          source,
        })
      : unknown(`${label}: what ${executor} leaves to be loaded at run time is not known`);
  }
  if (main === "") return unknown(`${label}: ${executor} names no main`);
  const own = asText(options["webpackConfig"]);
  const text = own === null ? null : tree.read(resolve(root, own));
  if (
    text !== null &&
    (!text.known || ["output", "filename", "path"].some((name) => settings(text.value, name).length > 0))
  )
    return unknown(`${label}: ${own ?? ""} may change what webpack writes`);
  return known({ folder, file: join(folder, named(options, "main.js")), source });
}

function named(options: JsonObject, fallback: string): string {
  return asText(options["outputFileName"]) ?? fallback;
}

const WEBPACK = /^@(nx|nrwl)\/(webpack:webpack|node:(webpack|build))$/;
const SITE =
  /^(@(nx|nrwl)\/(web|react|vite|angular|rspack):(webpack|build|rspack|webpack-browser|browser-esbuild|application)|@angular-devkit\/build-angular:(browser|browser-esbuild|application))$/;

/** Sources, assets and settings of the projects: what the executors take in, and nothing else does. */
function inputsOf(projects: readonly NxProject[], tree: ImageTree): readonly string[] {
  return projects.flatMap((project) => {
    const assets = Object.values<Json>(project.targets).flatMap((target) =>
      assetsOf(asObject(asObject(target)?.["options"])),
    );
    return tree.files(project.directory).filter((path) => {
      const name = basename(path);
      const source =
        within(path, project.sourceRoot) && /\.([cm]?[jt]sx?|html|s?css|sass|less|styl|svg|snap)$/.test(name);
      return (
        source ||
        assets.some((folder) => path.endsWith(`/${folder}`) || path.includes(`/${folder}/`)) ||
        buildOnlyName(name) !== null ||
        compilerSetting(name) ||
        /^(\.babelrc|\.gitkeep|tsconfig[\w.-]*\.json|(jest|vite|webpack|cypress|playwright|vitest)[\w.-]*\.[cm]?[jt]s(on)?)$/.test(
          name,
        ) ||
        (/-e2e$/.test(basename(project.directory)) && dirname(path) !== "/")
      );
    });
  });
}

function assetsOf(options: JsonObject | null): readonly string[] {
  return asTexts(options?.["assets"]);
}
