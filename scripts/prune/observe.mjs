/** What is left after a prune, each question answered by node itself in the project. */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

function answer(cwd, pnp, code) {
  const hook = pnp ? ["-r", "./.pnp.cjs"] : [];
  const { status, stdout } = spawnSync(process.execPath, [...hook, "-p", code], { cwd, encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}

const yes = (value) => (value ? "yes" : "no");

export function observeSingle(cwd, manager) {
  const ask = (code) => answer(cwd, manager.pnp === true, code);
  const link = join(cwd, "node_modules/by-hand");
  return {
    "addon works": yes(ask("require('addon')") === "42"),
    "generated client": yes(ask("require('client')") === "generated"),
    "patched package": yes(
      manager.patches === undefined
        ? ask("require('ms').patched") === "true"
        : ask("require('fs').readFileSync(require.resolve('ms'), 'utf8').startsWith('/** patched')") ===
            "true",
    ),
    "file changed later": yes(ask("require('kept').changed") === "true"),
    "file added later": yes(ask("require('kept/added.js')") === "added"),
    "link made by hand": yes(existsSync(link) && lstatSync(link).isSymbolicLink()),
    "dev package gone": yes(ask("require.resolve('is-odd/package.json')") === null),
    "optional peer gone": yes(ask("require.resolve('tool/package.json')") === null),
    "locked version kept": yes(ask("require('ms/package.json').version") === "2.0.0"),
    "scripts of the root": scriptsOf(cwd),
  };
}

/** A folder or an archive of the package: links gone do not mean space gained. */
function heldSomewhere(cwd, name) {
  const places = [
    "node_modules",
    "node_modules/.pnpm",
    "packages/app/node_modules",
    ".yarn/cache",
    ".yarn/unplugged",
  ];
  return places.some(
    (place) => existsSync(join(cwd, place)) && readdirSync(join(cwd, place)).some((one) => name.test(one)),
  );
}

function scriptsOf(cwd) {
  const log = join(cwd, "scripts.log");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").join(", ") : "none";
}

export function observeWorkspace(cwd, manager, out) {
  const app = out ?? join(cwd, "packages/app");
  const lib = join(cwd, "node_modules/@demo/lib");
  const pnp = manager.pnp === true;
  const ask = (folder, code) => {
    if (!existsSync(folder)) return null;
    const hook = pnp ? ["-r", join(cwd, ".pnp.cjs")] : [];
    const { status, stdout } = spawnSync(process.execPath, [...hook, "-p", code], {
      cwd: folder,
      encoding: "utf8",
    });
    return status === 0 ? stdout.trim() : null;
  };
  return {
    "app runs": yes(
      existsSync(app) &&
        spawnSync(process.execPath, [...(pnp ? ["-r", join(cwd, ".pnp.cjs")] : []), "index.js"], {
          cwd: app,
          encoding: "utf8",
        }).stdout?.trim() === "1042 6.0.0",
    ),
    "root's dev packages gone": yes(ask(cwd, "require.resolve('is-odd/package.json')") === null),
    "app's dev packages gone": yes(
      existsSync(app) && ask(app, "require.resolve('is-even/package.json')") === null,
    ),
    "their files gone": yes(!heldSomewhere(cwd, /^is-(odd|even)\b/)),
    "generated client": yes(ask(app, "require('client')") === "generated"),
    "file changed later": yes(ask(app, "require('kept').changed") === "true"),
    scripts: scriptsOf(cwd),
    "link to the package": pnp
      ? "-"
      : existsSync(lib)
        ? yes(lstatSync(lib).isSymbolicLink())
        : "in packages/app",
  };
}
