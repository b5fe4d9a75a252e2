/** Knowledge of programs that stand in start commands of node images, as data. Sources: each project's command line documentation. */

/** Interpreters that compile the sources when the container starts: nothing is built before. */
export const INTERPRETERS: ReadonlySet<string> = new Set(
  "ts-node ts-node-esm ts-node-script ts-node-transpile-only ts-node-cwd tsx babel-node esno esmo swc-node esbuild-runner esr sucrase-node vite-node jiti typeorm-ts-node-commonjs typeorm-ts-node-esm".split(
    " ",
  ),
);

/** Preloaded modules that do the same. */
export const INTERPRETING_PRELOAD =
  /^(ts-node(\/|$)|tsx(\/|$)|@babel\/register|babel-register|@swc-node\/register|@swc\/register|esbuild-register|sucrase\/register|coffeescript|coffee-script|esbuild-runner\/register|@esbuild-kit\/|jiti\/register|typescript-require)/;

interface DevServer {
  readonly program: string;
  /** first words that make it one; null: always; "" is no word at all */
  readonly verbs: readonly string[] | null;
}

export const DEV_SERVERS: readonly DevServer[] = [
  { program: "nodemon", verbs: null },
  { program: "ts-node-dev", verbs: null },
  { program: "tsnd", verbs: null },
  { program: "tsc-watch", verbs: null },
  { program: "node-dev", verbs: null },
  { program: "supervisor", verbs: null },
  { program: "react-scripts", verbs: ["start"] },
  { program: "react-app-rewired", verbs: ["start"] },
  { program: "craco", verbs: ["start"] },
  { program: "react-scripts-ts", verbs: ["start"] },
  { program: "vite", verbs: ["", "dev", "serve"] },
  { program: "ng", verbs: ["serve", "s"] },
  { program: "next", verbs: ["", "dev"] },
  { program: "nuxt", verbs: ["", "dev"] },
  { program: "nuxi", verbs: ["", "dev"] },
  { program: "nuxt-ts", verbs: ["", "dev"] },
  { program: "webpack", verbs: ["serve"] },
  { program: "webpack-dev-server", verbs: null },
  { program: "vue-cli-service", verbs: ["serve"] },
  { program: "gatsby", verbs: ["develop"] },
  { program: "astro", verbs: ["", "dev", "start"] },
  { program: "remix", verbs: ["dev", "vite:dev"] },
  { program: "react-router", verbs: ["dev"] },
  { program: "svelte-kit", verbs: ["dev"] },
  { program: "strapi", verbs: ["develop", "dev"] },
  { program: "medusa", verbs: ["develop"] },
  { program: "parcel", verbs: ["", "serve", "watch"] },
  { program: "snowpack", verbs: ["dev", ""] },
  { program: "start-storybook", verbs: null },
  { program: "storybook", verbs: ["dev"] },
  { program: "docusaurus", verbs: ["start"] },
  { program: "vitepress", verbs: ["dev", ""] },
  { program: "vuepress", verbs: ["dev"] },
  { program: "expo", verbs: ["start"] },
  { program: "quasar", verbs: ["dev"] },
  { program: "ember", verbs: ["serve", "server", "s"] },
  { program: "ionic", verbs: ["serve"] },
  { program: "live-server", verbs: null },
  { program: "browser-sync", verbs: null },
  { program: "wrangler", verbs: ["dev"] },
  { program: "netlify", verbs: ["dev"] },
  { program: "serverless", verbs: ["offline"] },
  { program: "sls", verbs: ["offline"] },
  { program: "babel-watch", verbs: null },
  { program: "modern", verbs: ["dev"] },
  { program: "umi", verbs: ["dev"] },
  { program: "max", verbs: ["dev"] },
];

/** Programs that run tasks of the project, and how to do without; sources: each project's documentation. */
export const TASK_RUNNERS: Readonly<Record<string, string>> = {
  gulp: "build in a RUN, and start the program that the task starts",
  grunt: "build in a RUN, and start the program that the task starts",
  nx: "build the project with `nx build` in a RUN, and start what it makes",
  turbo: "build with `turbo run build` in a RUN, and start one package by its own command",
  lerna: "build with `lerna run build` in a RUN, and start one package by its own command",
  nps: "name the command that the script of package-scripts.js runs",
};

/** Programs that compile again when they start. */
export const BUILDS_AT_START: readonly DevServer[] = [{ program: "nest", verbs: ["start"] }];

/** Options after which the program watches the sources. */
export const WATCHES: readonly string[] = ["--watch", "-w"];

/** Static servers: the word that names the folder, and options with a value. */
export const STATIC_SERVERS: Readonly<
  Record<
    string,
    { readonly values: readonly string[]; readonly verb?: string; readonly folder: string | null }
  >
> = {
  // https://github.com/vercel/serve: -c names serve.json
  serve: {
    values: ["-l", "--listen", "-p", "--port", "-c", "--config", "--ssl-cert", "--ssl-key", "--ssl-pass"],
    folder: ".",
  },
  // https://github.com/http-party/http-server: ./public when it is there, else the working directory
  "http-server": {
    values: [
      "-p",
      "--port",
      "-a",
      "-P",
      "--proxy",
      "-S",
      "-C",
      "--cert",
      "-K",
      "--key",
      "--proxy-options",
      "--username",
      "--password",
      "-t",
      "-e",
      "--ext",
      "-c",
      "-m",
      "--mimetypes",
    ],
    folder: null,
  },
  sirv: { values: ["-p", "--port", "-H", "--host", "-m", "--maxage", "--key", "--cert"], folder: "." },
  "sirv-cli": { values: ["-p", "--port", "-H", "--host", "-m", "--maxage"], folder: "." },
  "spa-http-server": { values: ["-p", "-a", "-c"], folder: null },
  lws: { values: ["-p", "--port", "-d", "--directory"], folder: null },
};

/** Words after which a framework's program does something else than to serve for development. */
export const OTHER_VERBS: ReadonlySet<string> = new Set(
  "build start preview export generate lint optimize telemetry info prepare typecheck init add check sync analyze serve create upgrade docs db".split(
    " ",
  ),
);
