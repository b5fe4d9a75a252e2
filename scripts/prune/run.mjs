/** Runs a manager in a folder with a home of its own, with the registry that is set up or without any. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
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
