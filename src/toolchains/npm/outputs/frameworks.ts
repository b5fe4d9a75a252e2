/**
 * Frameworks with a build command and a fixed output folder, or one that a literal in their
 * configuration names, whose output a server runs: Next, Nuxt, Remix, React Router, Astro, SvelteKit.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { Output } from "../../../model/types.js";
import { asObject, asText, parseJson } from "../jsonText.js";
import { agreed, configFile, configNames, setting, settingsOf } from "./configText.js";
import { artifact, artifactFile, build, cache, operands, option, type Tool, type ToolCall } from "./made.js";

export interface NextConfig {
  /** absolute */
  readonly path: string | null;
  readonly output: Known<"standalone" | "export" | null>;
  readonly distDir: Known<string>;
}

/** https://nextjs.org/docs/app/api-reference/config/next-config-js */
export function nextConfig(directory: string, tree: ToolCall["tree"]): NextConfig {
  const path = configFile(directory, configNames("next"), tree);
  const text = path === null ? known("") : tree.read(path);
  if (!text.known) return { path, output: text, distDir: text };
  const output = setting(text.value, "output");
  const distDir = setting(text.value, "distDir");
  return {
    path,
    output:
      output.kind === "absent"
        ? known(null)
        : output.kind === "text" && (output.value === "standalone" || output.value === "export")
          ? known(output.value)
          : unknown("output in the configuration of Next is computed"),
    distDir:
      distDir.kind === "absent"
        ? known(".next")
        : distDir.kind === "text"
          ? known(distDir.value)
          : unknown("distDir in the configuration of Next is computed"),
  };
}

/** https://nextjs.org/docs/app/getting-started/project-structure; `public` is served as it is. */
const NEXT_SOURCES = [
  ...["src", "app", "pages", "components", "styles"],
  ...["middleware", "proxy", "instrumentation", "instrumentation-client", "mdx-components"].flatMap(
    (name) => [`${name}.ts`, `${name}.tsx`, `${name}.js`],
  ),
];

/** https://nuxt.com/docs/guide/directory-structure, and the folders of its modules for stores and texts. */
const NUXT_SOURCES = [
  ...[
    "app.vue",
    "error.vue",
    "app.config.ts",
    "nuxt.schema.ts",
    "app",
    "assets",
    "components",
    "composables",
  ],
  ...[
    "content",
    "i18n",
    "layers",
    "layouts",
    "locales",
    "middleware",
    "modules",
    "pages",
    "plugins",
    "public",
  ],
  ...["server", "shared", "static", "store", "stores", "types", "utils"],
];

const next: Tool = {
  programs: ["next"],
  made(call) {
    const [command, folder] = operands(call.args, ["-p", "--port"]);
    if (command === "telemetry" || command === "lint")
      return { ...build(known([])), kind: command === "lint" ? "test" : "housekeeping" };
    if (command === "export")
      return build(known([artifact(resolve(call.cwd, option(call.args, "-o", "--outdir") ?? "out"))]));
    if (command !== "build") return build(unknown(`next ${command ?? ""} is no build`));
    const directory = resolve(call.cwd, folder ?? ".");
    const { output, distDir } = nextConfig(directory, call.tree);
    if (!output.known) return build(output);
    if (!distDir.known) return build(distDir);
    const dist = resolve(directory, distDir.value);
    const outputs: Output[] = [artifact(dist), cache(join(dist, "cache"))];
    const typescript: Output = { path: join(directory, "next-env.d.ts"), kind: "file", role: "intermediate" };
    const exported =
      output.value === "export"
        ? [artifact(join(directory, distDir.value === ".next" ? "out" : distDir.value))]
        : [];
    return build(known([...outputs, typescript, ...exported]), {
      sources: NEXT_SOURCES.map((name) => join(directory, name)),
      certain: output.value === "standalone" ? [join(dist, "standalone/server.js")] : [],
    });
  },
};

function nuxtRange(pkg: ToolCall["pkg"]): string {
  return pkg?.dependencies["nuxt"] ?? pkg?.devDependencies["nuxt"] ?? "";
}

/** Nuxt 2 serves .nuxt with its own server; from 3 on the build makes a server of its own in .output. */
export function isNuxt2(pkg: ToolCall["pkg"]): boolean {
  return /^\D*2\b/.test(nuxtRange(pkg)) || pkg?.dependencies["nuxt-edge"] !== undefined;
}

const nuxt: Tool = {
  programs: ["nuxt", "nuxi", "nuxt-ts"],
  made(call) {
    const [command] = operands(call.args);
    if (command === "prepare" || command === "cleanup")
      return { ...build(known([cache(join(call.cwd, ".nuxt"))])), kind: "housekeeping" };
    if (command !== "build" && command !== "generate")
      return build(unknown(`nuxt ${command ?? ""} is no build`));
    const range = nuxtRange(call.pkg);
    const major = Number(/\d+/.exec(range)?.[0] ?? Number.NaN);
    if (isNuxt2(call.pkg)) {
      const out = command === "generate" ? [artifact(join(call.cwd, "dist"))] : [];
      return build(
        known([artifact(join(call.cwd, ".nuxt")), ...out, cache(join(call.cwd, "node_modules/.cache"))]),
      );
    }
    if (Number.isNaN(major) && range !== "latest" && range !== "npm:nuxt-nightly@latest")
      return build(unknown("the version of nuxt, which decides its output, is not known"));
    const path = configFile(call.cwd, configNames("nuxt"), call.tree);
    const text = path === null ? known("") : call.tree.read(path);
    if (!text.known) return build(text);
    const preset = setting(text.value, "preset");
    if (
      preset.kind !== "absent" &&
      !(preset.kind === "text" && /^node[-_]?(server|cluster)?$/.test(preset.value))
    )
      return build(unknown("the preset of Nitro decides the output of nuxt"));
    if (setting(text.value, "srcDir").kind !== "absent" || setting(text.value, "buildDir").kind !== "absent")
      return build(unknown("nuxt is told other folders"));
    // https://nitro.build/config#output
    const folder = agreed(settingsOf(text.value, "output", "dir"));
    const others = ["serverDir", "publicDir"].flatMap((name) => settingsOf(text.value, "output", name));
    if (folder.kind === "computed" || folder.kind === "flag" || others.length > 0)
      return build(unknown("the output folders of Nitro are computed or several"));
    const output = resolve(call.cwd, folder.kind === "text" ? folder.value : ".output");
    const made: Output[] = [
      artifact(output),
      cache(join(call.cwd, ".nuxt")),
      cache(join(call.cwd, "node_modules/.cache")),
    ];
    return build(known([...made, ...(command === "generate" ? [artifact(join(call.cwd, "dist"))] : [])]), {
      sources: NUXT_SOURCES.map((name) => join(call.cwd, name)),
      certain:
        command === "generate" ? [join(output, "public/index.html")] : [join(output, "server/index.mjs")],
    });
  },
};

const remix: Tool = {
  programs: ["remix", "react-router"],
  made(call) {
    const [command] = operands(call.args);
    if (command === "typegen" || command === "setup")
      return { ...build(known([cache(join(call.cwd, ".react-router"))])), kind: "housekeeping" };
    if (command !== "build" && command !== "vite:build")
      return build(unknown(`${call.invocation.program} ${command ?? ""} is no build`));
    const path = configFile(
      call.cwd,
      [...configNames("remix"), ...configNames("react-router"), "remix.config.js"],
      call.tree,
    );
    const text = path === null ? known("") : call.tree.read(path);
    if (!text.known) return build(text);
    const folders = ["serverBuildPath", "serverBuildDirectory", "buildDirectory", "assetsBuildDirectory"].map(
      (name) => setting(text.value, name),
    );
    if (folders.some(({ kind }) => kind === "computed" || kind === "flag"))
      return build(unknown("the output folders are computed in the configuration of Remix"));
    const [server, serverFolder, folder, assets] = folders.map((one) =>
      one.kind === "text" ? resolve(call.cwd, one.value) : null,
    );
    const classic = command === "build" && call.invocation.program === "remix";
    const output = folder ?? serverFolder ?? join(call.cwd, "build");
    const made: Output[] = [
      artifact(output),
      ...(typeof server === "string" ? [artifactFile(server)] : []),
      ...(classic
        ? [artifact(assets ?? join(call.cwd, "public/build")), cache(join(call.cwd, ".cache"))]
        : []),
    ];
    return build(known(made), {
      sources: [join(call.cwd, "app")],
      certain: [server ?? join(output, classic ? "index.js" : "server/index.js")],
    });
  },
};

const astro: Tool = {
  programs: ["astro"],
  made(call) {
    const [command] = operands(call.args);
    if (command === "check" || command === "sync")
      return { ...build(known([cache(join(call.cwd, ".astro"))])), kind: "test" };
    if (command !== "build") return build(unknown(`astro ${command ?? ""} is no build`));
    const path = configFile(call.cwd, configNames("astro"), call.tree);
    const text = path === null ? known("") : call.tree.read(path);
    if (!text.known) return build(text);
    const out = setting(text.value, "outDir");
    if (out.kind === "computed" || out.kind === "flag") return build(unknown("outDir of astro is computed"));
    const directory = resolve(call.cwd, out.kind === "text" ? out.value : "dist");
    return build(
      known([
        artifact(directory),
        cache(join(call.cwd, ".astro")),
        cache(join(call.cwd, "node_modules/.astro")),
      ]),
      {
        sources: ["src", "public"].map((name) => join(call.cwd, name)),
        certain: /@astrojs\/node/.test(text.value) ? [join(directory, "server/entry.mjs")] : [],
      },
    );
  },
};

/** https://svelte.dev/docs/kit/cli: types and a tsconfig.json for the editor */
const svelteSync: Tool = {
  programs: ["svelte-kit"],
  made(call) {
    const [command] = operands(call.args);
    return command === "sync"
      ? { ...build(known([cache(join(call.cwd, ".svelte-kit"))])), kind: "housekeeping" }
      : build(
          unknown(
            command === "build" || command === "package"
              ? "the adapter in its configuration decides what svelte-kit writes"
              : `svelte-kit ${command ?? ""} is no build`,
          ),
        );
  },
};

/**
 * Looked up in @strapi/strapi 4.5, 4.20 and 5.12: the admin panel goes to `build` of the project, in a
 * TypeScript project to that of outDir, beside the compiled sources. The program reads all that stands beside it.
 */
const strapi: Tool = {
  programs: ["strapi"],
  made(call) {
    const [command] = operands(call.args);
    if (command !== "build") return build(unknown(`strapi ${command ?? ""} is no build`));
    const text = call.tree.read(join(call.cwd, "tsconfig.json"));
    const json = text.known ? parseJson(text.value) : known({});
    const options = json.known ? asObject(asObject(json.value)?.["compilerOptions"]) : null;
    const folder = text.known ? asText(options?.["outDir"]) : "build";
    if (folder === null) return build(unknown("tsconfig.json of strapi names no outDir"));
    return build(
      known([
        artifact(resolve(call.cwd, folder)),
        cache(join(call.cwd, ".cache")),
        cache(join(call.cwd, ".strapi")),
      ]),
    );
  },
};

export const frameworks: readonly Tool[] = [next, nuxt, remix, astro, svelteSync, strapi];
