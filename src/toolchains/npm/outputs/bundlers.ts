/**
 * Compilers and bundlers whose output is named on the command line or by a literal in their
 * configuration: esbuild, tsup, rollup, webpack, babel, swc, ncc, vite, parcel. A computed setting
 * is unknown.
 */
import { basename, extname, join, relative, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { Output } from "../../../model/types.js";
import { asText, asObject } from "../jsonText.js";
import { configFile, configNames, setting, settings, type Setting } from "./configText.js";
import { webpack } from "./webpack.js";
import {
  artifact,
  artifactFile,
  build,
  cache,
  has,
  operands,
  option,
  type Made,
  type Tool,
  type ToolCall,
} from "./made.js";

/** Text of the configuration, "" when there is none. */
function configOf(call: ToolCall, names: readonly string[], ...flags: readonly string[]): Known<string> {
  const named = option(call.args, ...flags);
  const path = named === null ? configFile(call.cwd, names, call.tree) : resolve(call.cwd, named);
  return path === null ? known("") : call.tree.read(path);
}

function folder(value: Setting, fallback: string, what: string): Known<string> {
  switch (value.kind) {
    case "absent":
      return known(fallback);
    case "text":
      return known(value.value);
    case "flag":
    case "computed":
      return unknown(`${what} is computed in its configuration`);
  }
}

const nothing: Made = { ...build(known([])), kind: "test" };

const esbuild: Tool = {
  programs: ["esbuild"],
  made(call) {
    const outfile = option(call.args, "--outfile");
    const outdir = option(call.args, "--outdir");
    const entries = operands(call.args).filter((one): one is string => one !== null);
    const sources = entries.map((entry) => resolve(call.cwd, entry));
    if (outfile !== null) {
      const path = resolve(call.cwd, outfile);
      const [first] = sources;
      return build(
        known([artifactFile(path), ...(has(call.args, "--sourcemap") ? [artifactFile(`${path}.map`)] : [])]),
        {
          emits: first === undefined ? null : new Map([[path, first]]),
          sources,
          certain: [path],
        },
      );
    }
    if (outdir === null) return build(unknown("esbuild is given no output on the command line"));
    return build(known([artifact(resolve(call.cwd, outdir))]), { sources });
  },
};

const tsup: Tool = {
  programs: ["tsup", "tsdown"],
  made(call) {
    const text = configOf(
      call,
      [...configNames("tsup"), ...configNames("tsdown"), "tsup.config.json"],
      "--config",
      "-c",
    );
    if (!text.known) return build(text);
    const own = asText(asObject(call.pkg?.fields["tsup"])?.["outDir"]);
    const written = option(call.args, "-d", "--out-dir", "--outDir") ?? own;
    const out =
      written === null ? folder(setting(text.value, "outDir"), "dist", "tsup's outDir") : known(written);
    if (!out.known) return build(out);
    return build(known([artifact(resolve(call.cwd, out.value))]), { sources: [join(call.cwd, "src")] });
  },
};

const rollup: Tool = {
  programs: ["rollup"],
  made(call) {
    const outfile = option(call.args, "-o", "--file");
    const outdir = option(call.args, "-d", "--dir");
    if (outfile !== null)
      return build(known([artifactFile(resolve(call.cwd, outfile))]), {
        certain: [resolve(call.cwd, outfile)],
      });
    if (outdir !== null) return build(known([artifact(resolve(call.cwd, outdir))]));
    const text = configOf(call, configNames("rollup"), "-c", "--config");
    if (!text.known || text.value === "") return build(unknown("rollup's output is not named"));
    const files = settings(text.value, "file");
    const directories = settings(text.value, "dir");
    const all = [...files, ...directories];
    if (all.length === 0 || all.some(({ kind }) => kind !== "text"))
      return build(unknown("rollup's output is computed in its configuration"));
    const path = (value: Setting): string => resolve(call.cwd, value.kind === "text" ? value.value : "");
    return build(
      known([
        ...files.map((one) => artifactFile(path(one))),
        ...directories.map((one) => artifact(path(one))),
      ]),
      { certain: files.map(path) },
    );
  },
};

/** Outputs of `babel src -d dist` and `swc src -d dist`: the tree of the folder, or its content. */
function transpiled(call: ToolCall, strip: boolean): Made {
  const outfile = option(call.args, "-o", "--out-file");
  const outdir = option(call.args, "-d", "--out-dir");
  const values = [
    "-d",
    "--out-dir",
    "-o",
    "--out-file",
    "-x",
    "--extensions",
    "--ignore",
    "--presets",
    "--plugins",
    "--config-file",
    "-C",
    "--env-name",
    "-s",
    "--source-maps",
    "--only",
    "--strip-leading-paths",
  ];
  const inputs = operands(
    call.args,
    values.filter((name) => name !== "-s" && name !== "--source-maps" && name !== "--strip-leading-paths"),
  ).filter((one): one is string => one !== null);
  if (outfile !== null)
    return build(known([artifactFile(resolve(call.cwd, outfile))]), {
      certain: [resolve(call.cwd, outfile)],
    });
  if (outdir === null) return build(known([]));
  const out = resolve(call.cwd, outdir);
  const emits = new Map<string, string>();
  for (const input of inputs) {
    const path = resolve(call.cwd, input);
    for (const file of call.tree.files(path)) {
      if (!/\.([cm]?[jt]sx?|es6|es)$/.test(file) || /\.d\.[cm]?ts$/.test(file)) continue;
      const rest = call.tree.kind(path) === "file" ? basename(file) : relative(strip ? path : call.cwd, file);
      emits.set(
        join(
          out,
          rest.slice(0, rest.length - extname(rest).length) +
            (/\.([cm])[jt]s$/.test(rest) ? `.${/\.([cm])/.exec(extname(rest))?.[1] ?? ""}js` : ".js"),
        ),
        file,
      );
    }
  }
  return build(known([artifact(out)]), {
    emits: emits.size === 0 ? null : emits,
    sources: [...emits.values()],
  });
}

const babel: Tool = { programs: ["babel"], made: (call) => transpiled(call, true) };

const swc: Tool = {
  programs: ["swc"],
  made(call) {
    // @swc/cli before 0.4 wrote the content of the folder, since then the folder (unless told to strip).
    const range = call.pkg?.devDependencies["@swc/cli"] ?? call.pkg?.dependencies["@swc/cli"] ?? "";
    const version = /(\d+)\.(\d+)/.exec(range);
    if (version === null)
      return build(unknown("the version of @swc/cli, which decides its output, is not known"));
    const older = Number(version[1]) === 0 && Number(version[2]) < 4;
    const [first, ...rest] = call.args;
    return transpiled(
      { ...call, args: first === "compile" ? rest : call.args },
      older || has(call.args, "--strip-leading-paths"),
    );
  },
};

const ncc: Tool = {
  programs: ["ncc"],
  made(call) {
    if (operands(call.args)[0] !== "build") return build(unknown("ncc is not called to build"));
    const out = resolve(call.cwd, option(call.args, "-o", "--out") ?? "dist");
    return build(known([artifact(out)]), { certain: [join(out, "index.js")] });
  },
};

export const vite: Tool = {
  programs: ["vite"],
  made(call) {
    const [command, root] = operands(call.args, ["--outDir", "-m", "--mode", "-c", "--config", "--base"]);
    if (command !== "build") return build(unknown(`vite ${command ?? ""} is no build`));
    const text = configOf(call, configNames("vite"), "-c", "--config");
    if (!text.known) return build(text);
    const base =
      typeof root === "string" ? known(root) : folder(setting(text.value, "root"), ".", "vite's root");
    if (!base.known) return build(base);
    const written = option(call.args, "--outDir");
    const out =
      written === null ? folder(setting(text.value, "outDir"), "dist", "vite's outDir") : known(written);
    if (!out.known) return build(out);
    if (/@sveltejs\/kit/.test(text.value)) return svelteKit(call);
    if (/@react-router\/dev|@remix-run\/dev/.test(text.value))
      return build(known([artifact(join(call.cwd, "build"))]), { sources: [join(call.cwd, "app")] });
    const directory = resolve(call.cwd, base.value, out.value);
    const sources = ["src", "index.html"].map((name) => resolve(call.cwd, base.value, name));
    return build(known([artifact(directory), cache(join(call.cwd, "node_modules/.vite"))]), {
      sources: [...sources, resolve(call.cwd, base.value, "public")],
      certain: has(call.args, "--ssr") ? [] : [join(directory, "index.html")],
    });
  },
};

/** https://svelte.dev/docs/kit/adapter-node and adapter-static: both write to build by default. */
function svelteKit(call: ToolCall): Made {
  const text = configOf(call, configNames("svelte"));
  if (!text.known) return build(text);
  const node = /@sveltejs\/adapter-node/.test(text.value);
  if (!node && !/@sveltejs\/adapter-static/.test(text.value))
    return build(unknown("the adapter of SvelteKit is not known"));
  const out = folder(setting(text.value, node ? "out" : "pages"), "build", "the adapter's folder");
  if (!out.known) return build(out);
  const directory = resolve(call.cwd, out.value);
  const outputs: Output[] = [
    artifact(directory),
    { path: join(call.cwd, ".svelte-kit"), kind: "directory", role: "intermediate" },
  ];
  return build(known(outputs), {
    sources: [join(call.cwd, "src"), join(call.cwd, "static")],
    certain: node ? [directory, join(directory, "index.js")] : [],
  });
}

const parcel: Tool = {
  programs: ["parcel"],
  made(call) {
    if (operands(call.args)[0] !== "build") return build(unknown("parcel does not end"));
    const out = option(call.args, "--dist-dir", "-d", "--out-dir") ?? "dist";
    return build(known([artifact(resolve(call.cwd, out)), cache(join(call.cwd, ".parcel-cache"))]));
  },
};

export const bundlers: readonly Tool[] = [esbuild, tsup, rollup, webpack, babel, swc, ncc, vite, parcel];
export { nothing as makesNothing };
