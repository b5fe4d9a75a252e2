import { npm } from "../../../src/toolchains/npm/npm.js";
import { invocation, historyOf } from "./invocation.js";
import { express, expressFiles, project, typescript, typescriptFiles } from "./projects.js";
it("x", () => {
  for (const [pkg, files, cmds, cmd] of [
    [express, expressFiles, ["npm ci"], "npm start"],
    [express, expressFiles, ["npm ci"], "node server"],
    [typescript, typescriptFiles, ["npm ci", "npm run build"], "npm start"],
    [typescript, typescriptFiles, ["npm ci", "npm run build"], "node dist/index.js"],
    [typescript, typescriptFiles, ["npm ci", "npm run build"], "node dist"],
    [typescript, typescriptFiles, ["npm ci", "npm run build"], "node dist/src/index.js"],
  ] as const) {
    const tree = project(pkg, files);
    const history = historyOf(tree, cmds);
    console.log(JSON.stringify(history.steps.map((s) => s.step), null, 1));
    const launch = npm.launch(invocation(cmd), tree, history);
    console.log(cmd, JSON.stringify(launch, null, 1));
    if (launch?.kind === "needs") for (const need of launch.needs) if (need.kind === "application") console.log(JSON.stringify(npm.application(need, tree, history), null, 1));
  }
});
