/**
 * The files that tsc writes: which sources the configuration takes, what they import beside it, and
 * the common root that decides the folder below outDir when rootDir is not set (`dist/src/index.js`).
 */
import { dirname, join, relative, resolve } from "node:path/posix";
import picomatch from "picomatch";
import { known, unknown, type Known } from "../../../known.js";
import type { ImageTree, Output } from "../../../model/types.js";
import { aliasOf } from "../alias.js";
import { closure } from "../imports.js";
import type { PackageJson } from "../packageJson.js";
import { below, within } from "../paths.js";
import {
  artifact,
  artifactFile,
  build,
  has,
  operands,
  option,
  type Made,
  type Tool,
  type ToolCall,
} from "./made.js";
import { readTypeScriptConfig, type TypeScriptConfig } from "./tsconfig.js";

export interface Emitted {
  readonly config: TypeScriptConfig;
  /** output -> source */
  readonly emits: ReadonlyMap<string, string>;
  readonly outDir: string | null;
}

const VALUE_OPTIONS = [
  "-p",
  "--project",
  "--outDir",
  "--rootDir",
  "--target",
  "-t",
  "--module",
  "-m",
  "--lib",
  "--jsx",
  "--moduleResolution",
  "--declarationDir",
  "--tsBuildInfoFile",
  "--outFile",
  "--baseUrl",
];

/** The program of one configuration; `override` is what the command line sets. */
export function emitted(config: TypeScriptConfig, pkg: PackageJson | null, tree: ImageTree): Known<Emitted> {
  if (config.noEmit || config.declarationOnly)
    return known({ config, emits: new Map(), outDir: config.outDir });
  if (config.outFile !== null)
    return known({
      config,
      emits: new Map([[config.outFile, config.path]]),
      outDir: dirname(config.outFile),
    });
  const roots = rootFiles(config, tree);
  const alias = aliasOf(pkg, config, tree);
  const scan = closure(roots, tree, alias.find, true);
  if (scan.unread.length > 0) return unknown(`${scan.unread[0] ?? "a source"} cannot be read`);
  const program = new Set([...scan.sources.map(({ path }) => path), ...jsonImports(scan.sources, tree)]);
  const compiled = [...program].filter((path) => isCompiled(path, config) && !/\/node_modules\//.test(path));
  const root = config.rootDir ?? (config.outDir === null ? "/" : commonRoot(compiled, config, pkg));
  if (root === null) return known({ config, emits: new Map(), outDir: config.outDir });
  const emits = new Map<string, string>();
  for (const path of compiled) {
    const target = config.outDir === null ? path : join(config.outDir, relative(root, path));
    const output = outputName(target, config);
    if (output !== path) emits.set(output, path);
  }
  return known({ config, emits, outDir: config.outDir });
}

function jsonImports(
  sources: readonly { readonly path: string; readonly facts: { readonly imports: readonly string[] } }[],
  tree: ImageTree,
): readonly string[] {
  return sources.flatMap(({ path, facts }) =>
    facts.imports.flatMap((specifier) => {
      const file = resolve(dirname(path), specifier);
      return /^\.{1,2}\//.test(specifier) && specifier.endsWith(".json") && tree.kind(file) === "file"
        ? [file]
        : [];
    }),
  );
}

function isCompiled(path: string, config: TypeScriptConfig): boolean {
  if (/\.d\.[cm]?ts$/.test(path)) return false;
  return (
    /\.([cm]?ts|tsx)$/.test(path) ||
    path.endsWith(".json") ||
    (config.allowJs && /\.([cm]?js|jsx)$/.test(path))
  );
}

/** https://www.typescriptlang.org/tsconfig/#include */
function rootFiles(config: TypeScriptConfig, tree: ImageTree): readonly string[] {
  const directory = dirname(config.path);
  const listed = (config.files ?? []).filter((path) => tree.kind(path) === "file");
  if (config.include === null && config.files !== null) return listed;
  const pattern = (written: string): string =>
    /[*?]|\.[cm]?[jt]sx?$|\.json$/.test(written.split("/").at(-1) ?? "") ? written : `${below(written)}**/*`;
  const includes = (config.include ?? [`${below(directory)}**/*`]).map(pattern);
  const excludes = (
    config.exclude ?? [
      ...["node_modules", "bower_components", "jspm_packages"].map((name) => `${below(directory)}**/${name}`),
      ...(config.outDir === null ? [] : [config.outDir]),
    ]
  ).flatMap((one) => [one, `${below(one)}**`]);
  const taken = picomatch(includes, { dot: false });
  const left = picomatch(excludes, { dot: true });
  const extensions = config.allowJs ? /\.([cm]?[jt]s|[jt]sx)$/ : /\.([cm]?ts|tsx)$/;
  const bases = [
    ...new Set(includes.map((one) => one.slice(0, one.search(/[*?]|$/)).replace(/\/[^/]*$/, "") || "/")),
  ];
  const found = bases
    .flatMap((base) => tree.files(base))
    .filter(
      (path) => extensions.test(path) && taken(path) && !left(path) && !path.includes("/node_modules/"),
    );
  return [...new Set([...listed, ...found])];
}

function commonRoot(
  compiled: readonly string[],
  config: TypeScriptConfig,
  pkg: PackageJson | null,
): string | null {
  // Measured with 6.0.3: without rootDir it is the folder of tsconfig.json, also below `include: ["src"]`; before 6 the common root.
  if (config.composite || majorOf(pkg) >= 6) return dirname(config.path);
  const [first, ...others] = compiled;
  if (first === undefined) return null;
  return others.reduce((root, path) => {
    let at = root;
    while (!within(path, at)) at = dirname(at);
    return at;
  }, dirname(first));
}

function majorOf(pkg: PackageJson | null): number {
  const range = pkg?.devDependencies["typescript"] ?? pkg?.dependencies["typescript"] ?? "";
  return Number(/\d+/.exec(range)?.[0] ?? 5);
}

function outputName(path: string, config: TypeScriptConfig): string {
  if (path.endsWith(".tsx")) return path.replace(/\.tsx$/, config.preserveJsx ? ".jsx" : ".js");
  if (path.endsWith(".jsx")) return config.preserveJsx ? path : path.replace(/\.jsx$/, ".js");
  return path.replace(/\.([cm]?)ts$/, ".$1js");
}

/** tsc as it is called: -p, -b, folders on the command line, files on the command line. */
export function compile(call: ToolCall): Known<readonly Emitted[]> {
  const { args, cwd, tree, pkg } = call;
  if (args.some((arg) => arg === null)) return unknown("an argument of tsc is only known at run time");
  const files = operands(args, VALUE_OPTIONS).filter((one): one is string => one !== null);
  const builds = has(args, "-b", "--build");
  const project = option(args, "-p", "--project");
  if (!builds && files.length > 0 && project === null) return compileFiles(files, call);
  const asFile = (path: string): string =>
    path.endsWith(".json") ? resolve(cwd, path) : join(resolve(cwd, path), "tsconfig.json");
  const queue = builds
    ? files.length > 0
      ? files.map(asFile)
      : [join(cwd, "tsconfig.json")]
    : [project === null ? join(cwd, "tsconfig.json") : asFile(project)];
  const done: Emitted[] = [];
  const seen = new Set<string>();
  while (queue.length > 0) {
    const path = queue.shift() ?? "";
    if (seen.has(path)) continue;
    seen.add(path);
    const config = readTypeScriptConfig(path, tree);
    if (!config.known) return config;
    const outDir = option(args, "--outDir");
    const rootDir = option(args, "--rootDir");
    const one = emitted(
      {
        ...config.value,
        ...(outDir === null ? {} : { outDir: resolve(cwd, outDir) }),
        ...(rootDir === null ? {} : { rootDir: resolve(cwd, rootDir) }),
        ...(noEmit(args) ? { noEmit: true } : {}),
      },
      pkg,
      tree,
    );
    if (!one.known) return one;
    done.push(one.value);
    if (builds) queue.push(...config.value.references);
  }
  return known(done);
}

/**
 * Files on the command line: tsc then reads no tsconfig.json (and from 6 on stops where one lies there). Measured with 5.9
 * and 6.0: the output lies beside each file and what it imports, or below --outDir from their common root.
 */
function compileFiles(
  files: readonly string[],
  { args, cwd, pkg, tree }: ToolCall,
): Known<readonly Emitted[]> {
  const paths = files.map((file) => resolve(cwd, file));
  const odd = paths.find((path) => !/\.([cm]?ts|tsx)$/.test(path) || tree.kind(path) !== "file");
  if (odd !== undefined) return unknown(`tsc is given ${odd}, which is no source of the context`);
  const config = join(cwd, "tsconfig.json");
  if (majorOf(pkg) >= 6 && tree.kind(config) !== null && !has(args, "--ignoreConfig"))
    return unknown(`tsc is given files, and ${config} lies there`);
  const folder = (name: string): string | null => {
    const value = option(args, name);
    return value === null ? null : resolve(cwd, value);
  };
  const one = emitted(
    {
      path: config,
      files: paths,
      include: null,
      exclude: null,
      references: [],
      outDir: folder("--outDir"),
      rootDir: folder("--rootDir"),
      outFile: folder("--outFile"),
      baseUrl: null,
      paths: {},
      pathsBase: cwd,
      allowJs: has(args, "--allowJs"),
      noEmit: noEmit(args),
      declarationOnly: has(args, "--emitDeclarationOnly"),
      composite: false,
      incremental: has(args, "--incremental"),
      preserveJsx: option(args, "--jsx") === "preserve",
      buildInfo: folder("--tsBuildInfoFile"),
    },
    // no settings of the project count
    null,
    tree,
  );
  return one.known ? known([one.value]) : one;
}

function noEmit(args: readonly (string | null)[]): boolean {
  const at = args.indexOf("--noEmit");
  return at >= 0 && args[at + 1] !== "false";
}

export function outputsOf(all: readonly Emitted[]): readonly Output[] {
  return all.flatMap(({ config, emits, outDir }): readonly Output[] => {
    const info: Output[] =
      config.composite || config.incremental
        ? [
            {
              path: config.buildInfo ?? config.path.replace(/\.json$/, ".tsbuildinfo"),
              kind: "file",
              role: "cache",
            },
          ]
        : [];
    if (emits.size === 0) return info;
    if (outDir !== null && outDir !== dirname(config.path)) return [artifact(outDir), ...info];
    return [...[...emits.keys()].map(artifactFile), ...info];
  });
}

export const tsc: Tool = {
  programs: ["tsc", "vue-tsc", "tspc", "ttsc"],
  made(call): Made {
    if (has(call.args, "-w", "--watch", "-v", "--version", "--init", "--showConfig"))
      return { ...build(known([])), kind: "test" };
    const all = compile(call);
    if (!all.known) return noEmit(call.args) ? { ...build(known([])), kind: "test" } : build(all);
    const emits = new Map(all.value.flatMap((one) => [...one.emits]));
    const made = build(known(outputsOf(all.value)), {
      emits,
      sources: [...new Set(emits.values())].filter((path) => !path.endsWith(".json")),
    });
    return emits.size === 0 ? { ...made, kind: "test" } : made;
  },
};
