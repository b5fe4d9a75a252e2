/**
 * Package managers and what each offers to leave dev dependencies out. Data only: the package on the
 * npm registry that brings the manager, how it installs at first, and the commands that are tried.
 */

const npm = (version, ...more) => ({
  name: `npm ${version.split(".")[0]}`,
  package: "npm",
  version,
  program: "bin/npm-cli.js",
  lockfile: "package-lock.json",
  install: ["install", "--no-audit", "--no-fund"],
  attempts: [
    ["prune", "--omit=dev"],
    ["prune", "--production"],
    ["ci", "--omit=dev"],
    ["install", "--omit=dev", "--ignore-scripts"],
    ...more,
  ],
  workspace: [["prune", "--omit=dev"]],
});

const berry = (version, linker, plugin) => ({
  name: `yarn ${version.split(".")[0]}, ${linker}${plugin === undefined ? "" : ", plugin"}`,
  plugin,
  package: "@yarnpkg/cli-dist",
  version,
  program: "bin/yarn.js",
  lockfile: "yarn.lock",
  settings: {
    ".yarnrc.yml":
      `nodeLinker: ${linker}\nenableTelemetry: false\nenableGlobalCache: false\nenableScripts: true\n` +
      (plugin === undefined
        ? ""
        : 'plugins:\n  - path: plugin.cjs\n    spec: "@yarnpkg/plugin-workspace-tools"\n'),
  },
  install: ["install"],
  patches: "protocol",
  pnp: linker === "pnp",
  attempts: [
    ["workspaces", "focus", "--production"],
    ["workspaces", "focus", "--all", "--production"],
  ],
  workspace: [
    ["workspaces", "focus", "--all", "--production"],
    ["workspaces", "focus", "@demo/app", "--production"],
  ],
});

const production = ["install", "--prod", "--frozen-lockfile", "--ignore-scripts", "--prefer-offline"];

const pnpm = (version) => ({
  name: `pnpm ${version.split(".")[0]}`,
  package: "pnpm",
  version,
  program: Number(version.split(".")[0]) > 10 ? "bin/pnpm.mjs" : "bin/pnpm.cjs",
  lockfile: "pnpm-lock.yaml",
  install: ["install", "--no-frozen-lockfile"],
  patches: "setting",
  attempts: [
    ["prune", "--prod"],
    ["prune", "--prod", "--ignore-scripts"],
    ["install", "--prod", "--frozen-lockfile"],
    ["install", "--prod", "--frozen-lockfile", "--ignore-scripts", "--prefer-offline"],
  ],
  workspace: [
    ["prune", "--prod"],
    ["prune", "--prod", "--ignore-scripts", "CI=true"],
    [...production],
    [...production, "CI=true"],
    [...production, "--config.modules-cache-max-age=0", "CI=true"],
    ["--filter", "@demo/app", "deploy", "--prod", "out"],
    ["--filter", "@demo/app", "deploy", "--prod", "--legacy", "out"],
  ],
});

export const managers = [
  npm("6.14.18"),
  npm("8.19.4"),
  npm("9.9.4"),
  npm("10.9.9"),
  npm("11.19.1"),
  {
    name: "yarn 1.22",
    package: "yarn",
    version: "1.22.22",
    program: "bin/yarn.js",
    lockfile: "yarn.lock",
    install: ["install"],
    attempts: [
      ["install", "--production"],
      ["install", "--production", "--ignore-scripts", "--prefer-offline"],
      ["install", "--production", "--ignore-scripts", "--offline"],
    ],
    workspace: [["install", "--production", "--ignore-scripts", "--prefer-offline"]],
  },
  berry("3.8.7", "node-modules"),
  berry("3.8.7", "pnp"),
  berry("3.8.7", "node-modules", "@yarnpkg/plugin-workspace-tools@3.1.4"),
  berry("3.8.7", "pnp", "@yarnpkg/plugin-workspace-tools@3.1.4"),
  berry("4.18.1", "node-modules"),
  berry("4.18.1", "pnp"),
  pnpm("7.33.7"),
  pnpm("8.15.9"),
  pnpm("9.15.9"),
  pnpm("10.34.9"),
  {
    ...pnpm("12.21.0"),
    program: null,
    patches: undefined,
    // what may run scripts is no longer said in package.json
    settings: { "pnpm-workspace.yaml": 'packages:\n  - "packages/*"\ndangerouslyAllowAllBuilds: true\n' },
  },
  {
    name: "bun 1",
    package: "bun",
    version: "1.4.5",
    program: null,
    lockfile: "bun.lock",
    install: ["install"],
    attempts: [
      ["install", "--production"],
      ["install", "--production", "--ignore-scripts"],
    ],
    workspace: [["install", "--production", "--ignore-scripts"]],
  },
];
