/** Results of the experiments -> docs/prune.md. */

const cell = (value) => String(value).replaceAll("|", "\\|");
const row = (cells) => `| ${cells.map(cell).join(" | ")} |\n`;
const table = (head, rows) => row(head) + row(head.map(() => "---")) + rows.map(row).join("");

export function page(results, node) {
  const done = results.filter(({ failed }) => failed === undefined);
  const names = Object.keys(done[0]?.before ?? {});
  const single = done.flatMap(({ manager, before, rows }) => [
    [
      manager.name,
      `\`${manager.install.join(" ")}\` (before)`,
      0,
      ...names.map((name) => (name === "scripts of the root" ? "" : before[name])),
      "",
    ],
    ...rows.map(({ args, status, seen, network, because }) => [
      manager.name,
      `\`${args.join(" ")}\``,
      status,
      ...(status === 0 ? names.map((name) => seen[name]) : [because, ...names.slice(1).map(() => "")]),
      status === 0 ? network : "",
    ]),
  ]);
  const unlocked = done.flatMap(({ manager, unlocked }) =>
    unlocked.map(({ args, status, seen }) => [
      manager.name,
      `\`${args.join(" ")}\``,
      status,
      seen["locked version kept"],
      seen["dev package gone"],
    ]),
  );
  const parts = [
    ...new Set(done.flatMap(({ workspaces }) => workspaces.flatMap(({ seen }) => Object.keys(seen)))),
  ];
  const workspaces = done.flatMap(({ manager, workspaces }) =>
    workspaces.map(({ args, status, seen, network, because }) => [
      manager.name,
      `\`${args.join(" ")}\``,
      status,
      ...(status === 0 ? parts.map((name) => seen[name] ?? "") : [because, ...parts.slice(1).map(() => "")]),
      status === 0 ? network : "",
    ]),
  );
  const failed = results.filter(({ failed }) => failed !== undefined);
  return `# What leaving dev dependencies out does

Made by \`node scripts/prune-experiments.mjs\` on node ${node}; every cell is an observation. The project has a package that compiles an addon on install, a
client whose code is generated into \`node_modules/.client\`, a patched package (by the manager's own means where it has them, else by the root's
\`postinstall\`), a package of which a file is changed and one is added after the install, a symbolic link made by hand in \`node_modules\`, a
package for development, another one that the client takes as an optional peer, and all lifecycle scripts in the root. The lockfile holds a version that is not the newest of its range.

## What dfsplit takes

- **npm**: \`npm prune --omit=dev\`, with \`--production\` for lockfiles of npm 6, which does not know the other option. Never a second \`npm ci\`: it loses what was generated and patched.
  npm from 8 on writes \`package-lock.json\` again even when nothing in it changes, and stops with EACCES where another user owns it (tried with 8, 9, 10 and 11): there the command gets \`--no-save\`.
  Where \`node_modules\` itself belongs to another user than the one as whom the build ends, nothing is pruned, whatever the manager.
- **yarn 1**: \`yarn install --production --ignore-scripts --prefer-offline\`, where nothing has changed files of packages: it puts them back.
- **yarn 4**, and **yarn 3** with the plugin workspace-tools: \`yarn workspaces focus --all --production\`, where the project has no scripts that run on
  install. Without the plugin yarn 2 and 3 have no such command. Under Plug'n'Play the archives of what is left out stay in the cache, so nothing is gained there.
- **pnpm**: \`pnpm prune --prod --ignore-scripts\` in one package. In a workspace that passes over the packages (without a terminal), fails, or breaks the
  links, by version; \`pnpm install --prod\` works in place there, with \`CI=true\` for the missing terminal, and with \`modules-cache-max-age=0\`, because pnpm keeps
  what nothing needs any more for a week.
- **bun** removes nothing.
- Where a script puts links or folders of its own into \`node_modules\`, nothing is pruned: npm, yarn and most versions of pnpm remove them.

## One package

${table(["manager", "command", "exit code", ...names, "network"], single)}
"network: no" means that the command also works without the registry and without the manager's cache; "only without its cache" that it works without the registry
as long as the cache is there.

## Without a lockfile at the time of the prune

${table(["manager", "command", "exit code", "locked version kept", "dev package gone"], unlocked)}
## A workspace

\`packages/app\` runs and uses \`packages/lib\`; the root has another version of a package that \`packages/app\` uses.

${table(["manager", "command", "exit code", ...parts, "network"], workspaces)}${
    failed.length === 0
      ? ""
      : `\n## Not tried\n\n${failed.map(({ manager, failed }) => `- ${manager.name}: ${failed}\n`).join("")}`
  }
`;
}
