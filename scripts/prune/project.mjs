/**
 * The small project that the managers are tried on. Goes out: files for one package, or for a
 * workspace; and the packages of its own that it depends on (an addon that cc compiles on install, a client whose
 * code a program of its own generates into node_modules, a package whose files are changed later, a tool for
 * development).
 */

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** name -> files of a package that `npm pack` puts into vendor/ */
export const vendored = {
  addon: {
    "package.json": json({ name: "addon", version: "1.0.0", scripts: { install: "node build.js" } }),
    "build.js":
      'require("fs").mkdirSync("build/Release", { recursive: true });\n' +
      'require("child_process").execFileSync("cc", ["-shared", "-fPIC", "-o", "build/Release/addon.node", "addon.c"]);\n',
    // node finds the functions of its own interface in the running program: no headers are needed
    "addon.c":
      "typedef void *v;\nextern int napi_create_int32(v, int, v *);\n" +
      "v napi_register_module_v1(v env, v exports) { v n; napi_create_int32(env, 42, &n); return n; }\n",
    "index.js": 'module.exports = require("./build/Release/addon.node");\n',
  },
  client: {
    // as prisma's client, it takes the tool for development as an optional peer
    "package.json": json({
      name: "client",
      version: "1.0.0",
      bin: { "client-generate": "generate.js" },
      peerDependencies: { tool: "*" },
      peerDependenciesMeta: { tool: { optional: true } },
    }),
    "generate.js":
      '#!/usr/bin/env node\nconst { join } = require("path");\nconst fs = require("fs");\n' +
      'const folder = join(fs.realpathSync(__dirname), "../.client");\n' +
      'fs.mkdirSync(folder, { recursive: true });\nfs.writeFileSync(join(folder, "index.js"), "module.exports = \'generated\';\\n");\n',
    "index.js": 'module.exports = require(require("path").join(__dirname, "../.client"));\n',
  },
  kept: {
    "package.json": json({ name: "kept", version: "1.0.0" }),
    "index.js": "exports.changed = false;\n",
  },
  tool: {
    "package.json": json({ name: "tool", version: "1.0.0", bin: { tool: "tool.js" } }),
    "tool.js": "#!/usr/bin/env node\n",
  },
};

const LIFECYCLE = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "preprepare",
  "prepare",
  "postprepare",
];
const scripts = (log = "log.js") =>
  Object.fromEntries(LIFECYCLE.map((name) => [name, `node ${log} ${name}`]));
const tarball = (name) => `file:./vendor/${name}-1.0.0.tgz`;

const PATCH = `diff --git a/index.js b/index.js
--- a/index.js
+++ b/index.js
@@ -1,3 +1,3 @@
-/**
+/** patched
  * Helpers.
  */
`;

/** `patches`: how the manager itself applies patches, or undefined (a postinstall script does it). */
export function single(manager) {
  const patched = manager.patches === "protocol" ? "patch:ms@npm%3A2.0.0#./ms.patch" : "2.0.0";
  return {
    "package.json": json({
      name: "demo",
      version: "1.0.0",
      private: true,
      license: "MIT",
      scripts: scripts(),
      dependencies: {
        addon: tarball("addon"),
        client: tarball("client"),
        kept: tarball("kept"),
        ms: patched,
        "is-number": "6.0.0",
      },
      devDependencies: { tool: tarball("tool"), "is-odd": "3.0.1" },
      ...(manager.patches === "setting"
        ? // pnpm 10 builds nothing unless it is told
          { pnpm: { patchedDependencies: { "ms@2.0.0": "ms.patch" }, neverBuiltDependencies: [] } }
        : {}),
      ...(manager.package === "bun" ? { trustedDependencies: ["addon"] } : {}),
    }),
    "log.js":
      'require("fs").appendFileSync("scripts.log", `${process.argv[2]}\\n`);\n' +
      (manager.patches === undefined
        ? 'if (process.argv[2] === "postinstall" && !process.env.PRUNING) require("fs").appendFileSync("node_modules/ms/index.js", "module.exports.patched = true;\\n");\n'
        : ""),
    "ms.patch": PATCH,
    "beside/index.js": "module.exports = 'linked';\n",
    ...manager.settings,
  };
}

/** packages/app needs packages/lib; each has a dev dependency of its own, and app one that the root has in another version. */
export function workspace(manager) {
  const range = manager.package === "npm" || manager.name === "yarn 1.22" ? "1.0.0" : "workspace:*";
  return {
    "package.json": json({
      name: "demo",
      version: "1.0.0",
      private: true,
      workspaces: ["packages/*"],
      devDependencies: { "is-odd": "3.0.1", "is-number": "7.0.0" },
      ...(manager.patches === "setting" ? { pnpm: { neverBuiltDependencies: [] } } : {}),
      ...(manager.package === "bun" ? { trustedDependencies: ["addon"] } : {}),
    }),
    "pnpm-workspace.yaml": 'packages:\n  - "packages/*"\n',
    "packages/lib/package.json": json({
      name: "@demo/lib",
      version: "1.0.0",
      main: "dist/index.js",
      files: ["dist"],
      dependencies: { ms: "2.0.0", addon: "file:../../vendor/addon-1.0.0.tgz" },
      devDependencies: { "is-even": "1.0.0" },
    }),
    "packages/lib/dist/index.js": "exports.ms = require('ms')('1s') + require('addon');\n",
    "packages/app/package.json": json({
      name: "@demo/app",
      version: "1.0.0",
      main: "index.js",
      scripts: scripts("../../log.js"),
      dependencies: {
        "@demo/lib": range,
        "is-number": "6.0.0",
        client: "file:../../vendor/client-1.0.0.tgz",
        kept: "file:../../vendor/kept-1.0.0.tgz",
      },
      devDependencies: { "is-even": "1.0.0" },
    }),
    "log.js":
      'require("fs").appendFileSync(require("path").join(__dirname, "scripts.log"), `${process.argv[2]}\\n`);\n',
    "packages/app/index.js":
      "console.log(require('@demo/lib').ms, require('is-number/package.json').version);\n",
    ...manager.settings,
  };
}
