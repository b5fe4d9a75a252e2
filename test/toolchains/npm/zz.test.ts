import { execFileSync } from "node:child_process";
import { memoryTree } from "../../support/tree.js";
import { started } from "./started.js";
import { npm } from "../../../src/toolchains/npm/npm.js";
import { historyOf } from "./invocation.js";
const git = (dir: string, ...args: string[]): string => execFileSync("git", [`--git-dir=/work/.mirror/${dir}/repo`, ...args], { maxBuffer: 1e9 }).toString();
it("x", () => {
  const out: string[] = [];
  for (const [dir, cmds, cmd] of [
    
    ["lujakob+nestjs-realworld-example-app", ["npm install"], "npm start"],
    ["lujakob+nestjs-realworld-example-app", ["npm install", "npm run prestart:prod"], "node dist/main.js"],
    ["w3tecch+express-typescript-boilerplate", ["yarn install", "yarn start build"], "node dist/app.js"],
  ] as const) {
    const names = git(dir, "ls-tree", "-r", "--name-only", "HEAD").split("\n").filter((n) => n !== "" && !/\.(png|jpg|ico|gif|svg)$/.test(n));
    if (names.length > 800) { out.push(dir + " too big"); continue; }
    const tree = memoryTree(Object.fromEntries(names.map((n) => [`/app/${n}`, git(dir, "show", `HEAD:${n}`)])));
    const t = Date.now();
    const s = started(tree, cmds, cmd);
    out.push(`=== ${dir} :: ${cmd}  ${git(dir, "show", "HEAD:package.json").match(/"scripts"[^}]*}/)?.[0] ?? ""}`);
    out.push(JSON.stringify(s.stopped));
    for (const need of s.needs) if (need.kind === "application") out.push(JSON.stringify(need), JSON.stringify(npm.application({ ...need, uses: s.needs.flatMap((n) => n.kind === "application" ? n.uses ?? [] : []) }, tree, historyOf(tree, cmds)), (k, v: unknown) => k === "leave" || k === "keep" ? (v as {path: string; because: string}[]).map((x) => x.path.slice(5) + ": " + x.because) : v, 1));
    out.push(`${Date.now() - t} ms`);
  }
  console.log(out.join("\n"));
});
