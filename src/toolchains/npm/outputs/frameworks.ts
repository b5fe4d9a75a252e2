/**
 * Frameworks with a build command and a fixed output folder, or one that a literal in their
 * configuration names: Next, Nuxt, Remix, React Router, Astro, Create React App, Vue CLI, Angular, Gatsby.
 */
import { join, resolve } from "node:path/posix";
import { known, unknown, type Known } from "../../../known.js";
import type { Output } from "../../../model/types.js";
import { asObject, asText, parseJson } from "../jsonText.js";
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
      sources: ["src", "app", "pages", "components", "styles"].map((name) => join(directory, name)),
      certain: output.value === "standalone" ? [join(dist, "standalone/server.js")] : [],
    });
  },
};

const nuxt: Tool = {
  programs: ["nuxt", "nuxi", "nuxt-ts"],
  made(call) {
    const [command] = operands(call.args);
    if (command === "prepare" || command === "cleanup")
      return { ...build(known([cache(join(call.cwd, ".nuxt"))])), kind: "housekeeping" };
    if (command !== "build" && command !== "generate")
      return build(unknown(`nuxt ${command ?? ""} is no build`));
    const range = call.pkg?.dependencies["nuxt"] ?? call.pkg?.devDependencies["nuxt"] ?? "";
    const major = Number(/\d+/.exec(range)?.[0] ?? Number.NaN);
    if (major === 2 || call.pkg?.dependencies["nuxt-edge"] !== undefined) {
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
    const output = join(call.cwd, ".output");
    const made: Output[] = [
      artifact(output),
      cache(join(call.cwd, ".nuxt")),
      cache(join(call.cwd, "node_modules/.cache")),
    ];
    return build(known([...made, ...(command === "generate" ? [artifact(join(call.cwd, "dist"))] : [])]), {
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
    if (
      ["serverBuildPath", "serverBuildDirectory", "buildDirectory", "assetsBuildDirectory"].some(
        (name) => setting(text.value, name).kind !== "absent",
      )
    ) {
      return build(unknown("the output folders are set in the configuration of Remix"));
    }
    const classic = command === "build" && call.invocation.program === "remix";
    return build(
      known([
        artifact(join(call.cwd, "build")),
        ...(classic ? [artifact(join(call.cwd, "public/build")), cache(join(call.cwd, ".cache"))] : []),
      ]),
      {
        sources: [join(call.cwd, "app")],
        certain: classic ? [join(call.cwd, "build/index.js")] : [join(call.cwd, "build/server/index.js")],
      },
    );
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

export const frameworks: readonly Tool[] = [
  next,
  nuxt,
  remix,
  astro,
  reactScripts,
  vueCli,
  angular,
  gatsby,
  docusaurus,
  vitepress,
];
