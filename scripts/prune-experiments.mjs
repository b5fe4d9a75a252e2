/**
 * Tries what each package manager does to an installed project when dev dependencies are left out, and
 * writes docs/prune.md. Usage: node scripts/prune-experiments.mjs [NAME..] (`npm 10`, `pnpm`: only these, no file is
 * written). Needs cc, a registry and some minutes; works in a temporary folder that it removes.
 */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  readFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { managers } from "./prune/managers.mjs";
import { observeSingle, observeWorkspace } from "./prune/observe.mjs";
import { single, vendored, workspace } from "./prune/project.mjs";
import { page } from "./prune/page.mjs";
import { fetchManager, fetchPlugin, runManager } from "./prune/run.mjs";

const only = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), "prune-experiments-"));
const tarballs = join(root, "tarballs");

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function packVendored() {
  mkdirSync(tarballs);
  for (const [name, files] of Object.entries(vendored)) {
    write(join(root, "vendored", name), files);
    execFileSync("npm", ["pack", "--silent", "--pack-destination", tarballs], {
      cwd: join(root, "vendored", name),
    });
  }
}

/** What a build does after the install: generates a client, changes a package, adds a file, makes a link. */
function build(cwd, manager, packages = ["."]) {
  rmSync(join(cwd, "scripts.log"), { force: true });
  if (manager.pnp) return;
  for (const modules of packages.map((name) => join(cwd, name, "node_modules"))) {
    const client = join(modules, "client/generate.js");
    if (existsSync(client)) execFileSync(process.execPath, [client]);
    // A new file, as sed -i and patch write it: a hard link into the manager's store must not change.
    const kept = join(modules, "kept/index.js");
    if (existsSync(kept)) {
      rmSync(kept);
      writeFileSync(kept, "exports.changed = true;\n");
      writeFileSync(join(modules, "kept/added.js"), "module.exports = 'added';\n");
    }
  }
  symlinkSync("../beside", join(cwd, "node_modules/by-hand"));
}

/** The lockfile then holds ms 2.0.0 under a range that newer versions satisfy, too. */
function widen(cwd, manager) {
  if (manager.patches === "protocol") return;
  const files = ["package.json", manager.lockfile];
  for (const name of files) {
    const path = join(cwd, name);
    if (!existsSync(path)) continue;
    const text = readFileSync(path, "utf8")
      .replace(/"ms": "2\.0\.0"/g, '"ms": "^2.0.0"')
      .replace(/^ms@2\.0\.0:/m, "ms@^2.0.0:")
      .replace(/(\n\s+ms:\s*\n\s+specifier: )2\.0\.0/, "$1^2.0.0")
      .replace(/(specifiers:[\s\S]*?\n\s+ms: )2\.0\.0/, "$1^2.0.0");
    writeFileSync(path, text);
  }
}

function attempt(argv, args, base, project, home, options = {}) {
  rmSync(project, { recursive: true, force: true });
  cpSync(base, project, { recursive: true, verbatimSymlinks: true });
  return runManager(argv, args, { cwd: project, home, ...options });
}

function experiment(manager) {
  const argv = fetchManager(manager, join(root, "managers"));
  if (argv === null) return { manager, failed: "the registry does not have it" };
  const folder = join(root, manager.name.replaceAll(/[ ,]+/g, "-"));
  const [home, project, base] = ["home", "project", "base"].map((name) => join(folder, name));
  mkdirSync(home, { recursive: true });
  mkdirSync(project);
  const plugin = fetchPlugin(manager, join(root, "managers"));
  const more = plugin === null ? {} : { "plugin.cjs": plugin };
  write(project, { ...single(manager), ...more });
  cpSync(tarballs, join(project, "vendor"), { recursive: true });
  const first = runManager(argv, manager.install, { cwd: project, home });
  if (first.status !== 0) return { manager, failed: lastLine(first.output) };
  build(project, manager);
  widen(project, manager);
  renameSync(project, base);
  const rows = [];
  const before = observeSingle(base, manager);
  for (const args of manager.attempts) {
    const { status, output } = attempt(argv, args, base, project, home);
    const seen = observeSingle(project, manager);
    const offline = attempt(argv, args, base, project, home, { offline: true });
    const bare = join(folder, "bare");
    mkdirSync(bare, { recursive: true });
    const cacheless = attempt(argv, args, base, project, bare, { offline: true });
    rmSync(bare, { recursive: true });
    rows.push({
      args,
      status,
      seen,
      network: networkNeed(offline.status, cacheless.status),
      because: status === 0 ? "" : lastLine(output),
    });
  }
  const unlocked = [];
  if (manager.package === "npm" || manager.package === "pnpm") {
    const lock = join(base, manager.lockfile);
    renameSync(lock, `${lock}.aside`);
    const { status } = attempt(argv, manager.attempts[0], base, project, home);
    unlocked.push({ args: manager.attempts[0], status, seen: observeSingle(project, manager) });
    renameSync(`${lock}.aside`, lock);
  }
  return { manager, before, rows, unlocked, workspaces: workspaceRows(manager, argv, folder, home, more) };
}

/** From the exit codes without the registry: with the cache of the install, and with an empty one. */
function networkNeed(offline, cacheless) {
  if (cacheless === 0) return "no";
  return offline === 0 ? "only without its cache" : "yes";
}

function workspaceRows(manager, argv, folder, home, more) {
  const [project, base] = ["workspace", "workspace-base"].map((name) => join(folder, name));
  mkdirSync(project);
  write(project, { ...workspace(manager), ...more });
  cpSync(tarballs, join(project, "vendor"), { recursive: true });
  const first = runManager(argv, manager.install, { cwd: project, home });
  if (first.status !== 0)
    return [{ args: manager.install, status: first.status, seen: {}, because: lastLine(first.output) }];
  build(project, manager, [".", "packages/app"]);
  renameSync(project, base);
  return manager.workspace.map((args) => {
    const { status, output } = attempt(argv, args, base, project, home);
    const out = args.includes("deploy") ? join(project, "out") : undefined;
    const seen = observeWorkspace(project, manager, out);
    const offline = attempt(argv, args, base, project, home, { offline: true });
    const bare = join(folder, "bare");
    mkdirSync(bare, { recursive: true });
    const cacheless = attempt(argv, args, base, project, bare, { offline: true });
    rmSync(bare, { recursive: true });
    return {
      args,
      status,
      seen,
      network: networkNeed(offline.status, cacheless.status),
      because: status === 0 ? "" : lastLine(output),
    };
  });
}

function lastLine(output) {
  const plain = output.replaceAll(/\u001b\[[\d;]*m/g, "").replaceAll(root, "…");
  const lines = plain
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return (
    lines.find((line) => /ERR|error|YN\d+.*(not|cannot|fail)|Unknown/i.test(line)) ??
    lines.at(-1) ??
    ""
  ).slice(0, 120);
}

try {
  packVendored();
  const results = [];
  for (const manager of managers) {
    if (only.length > 0 && !only.some((name) => manager.name.startsWith(name))) continue;
    process.stderr.write(`${manager.name}\n`);
    results.push(experiment(manager));
  }
  const text = page(results, process.version);
  if (only.length > 0) process.stdout.write(text);
  else writeFileSync(fileURLToPath(new URL("../docs/prune.md", import.meta.url)), text);
} finally {
  if (process.env.KEEP !== "1") rmSync(root, { recursive: true, force: true });
  else appendFileSync("/dev/stderr", `${root}\n`);
}
