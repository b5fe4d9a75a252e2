/** Runs a manager in a folder with a home of its own, with the registry that is set up or without any. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const NOWHERE = "http://127.0.0.1:9/";
const PROXIES = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "http_proxy",
  "https_proxy",
  "YARN_HTTP_PROXY",
  "YARN_HTTPS_PROXY",
];
const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();

/** Fetches the manager itself into a folder; null where the registry does not have it. */
export function fetchManager(manager, folder) {
  const prefix = join(folder, `${manager.package.replace("/", "-")}-${manager.version}`);
  if (!existsSync(join(prefix, "node_modules", manager.package))) {
    mkdirSync(prefix, { recursive: true });
    const { status } = spawnSync(
      "npm",
      ["install", "--prefix", prefix, "--no-audit", "--no-fund", `${manager.package}@${manager.version}`],
      { stdio: "ignore" },
    );
    if (status !== 0) return null;
  }
  return manager.program === null
    ? [join(prefix, "node_modules/.bin", manager.package)]
    : [process.execPath, join(prefix, "node_modules", manager.package, manager.program)];
}

/** A plugin of yarn as one file, from the modules of its package; null where there is none. */
export function fetchPlugin(manager, folder) {
  if (manager.plugin === undefined) return null;
  const prefix = join(folder, "plugin");
  const name = manager.plugin.replace(/@[^@]+$/, "");
  const home = join(prefix, "node_modules", name);
  if (!existsSync(home)) {
    mkdirSync(prefix, { recursive: true });
    const args = [
      "install",
      "--prefix",
      prefix,
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "--legacy-peer-deps",
    ];
    spawnSync("npm", [...args, manager.plugin], { stdio: "ignore" });
  }
  const modules = readdirSync(join(home, "lib"), { recursive: true }).filter((path) => path.endsWith(".js"));
  const texts = modules.map(
    (path) =>
      `${JSON.stringify(path)}(exports, module, require) {\n${readFileSync(join(home, "lib", path), "utf8")}\n}`,
  );
  return `module.exports = { name: ${JSON.stringify(name)}, factory(outer) {
    const files = { ${texts.join(",\n")} };
    // what yarn itself has comes from yarn, the rest from where npm put it
    const beside = process.getBuiltinModule?.("module") ?? outer("module");
    const inner = beside.createRequire(${JSON.stringify(join(prefix, "package.json"))});
    const find = (wanted) => /^(@yarnpkg|clipanion|typanion)/.test(wanted) ? outer(wanted) : inner(wanted);
    const load = (path) => { const module = { exports: {} };
      files[path](module.exports, module, (wanted) => wanted.startsWith("./") ? load(wanted.slice(2) + ".js") : find(wanted));
      return module.exports; };
    return load("index.js");
  } };\n`;
}

export function runManager(argv, args, { cwd, home, offline }) {
  const address = offline ? NOWHERE : registry;
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    ...(process.env.NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS } : {}),
    npm_config_registry: address,
    YARN_REGISTRY: address,
    YARN_NPM_REGISTRY_SERVER: address,
    YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
    YARN_HTTP_RETRY: "0",
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
    YARN_CACHE_FOLDER: argv.at(-1)?.includes("cli-dist") ? ".yarn/cache" : join(home, "yarn-cache"),
    BUN_CONFIG_REGISTRY: address,
    npm_config_unsafe_perm: "true",
    npm_config_fetch_retries: "0",
    npm_config_update_notifier: "false",
    npm_config_store_dir: join(home, "store"),
    // a lockfile may hold addresses of packages: no registry alone would not cut them off
    ...(offline ? Object.fromEntries(PROXIES.map((name) => [name, NOWHERE])) : {}),
    PRUNING: args.includes("install") && !args.some((arg) => /prod|omit/.test(arg)) ? "" : "1",
  };
  const [program, ...first] = argv;
  // A word NAME=value at the end is for the environment, as builds in a container have no terminal.
  const set = args.filter((arg) => /^[A-Z]+=/.test(arg)).map((arg) => arg.split("="));
  const { status, stdout, stderr } = spawnSync(
    program,
    [...first, ...args.filter((arg) => !/^[A-Z]+=/.test(arg))],
    {
      cwd,
      env: { ...env, ...Object.fromEntries(set) },
      encoding: "utf8",
      timeout: 180_000,
    },
  );
  return { status, output: `${stdout ?? ""}${stderr ?? ""}` };
}
