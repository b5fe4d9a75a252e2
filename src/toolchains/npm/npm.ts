/**
 * The node tool chain: npm, yarn, pnpm and bun, the compilers, bundlers and frameworks that they run.
 * One module for all, because one package.json, one node_modules and the same tools stand behind them.
 */
import type { Toolchain } from "../types.js";
import { npmApplication } from "./application.js";
import { browserNote } from "./browsers.js";
import { npmLaunch } from "./launch.js";
import { closestPackage, productionNames } from "./packageJson.js";
import { pinnedManager } from "./pinnedManager.js";
import { npmProduction } from "./production/production.js";
import { npmSite } from "./site/site.js";
import { npmPurpose } from "./purpose.js";
import { npmStep } from "./step.js";
import { programsOfPackages } from "./systemPrograms.js";

export const npm: Toolchain = {
  name: "npm",
  title: "npm, yarn, pnpm and bun",
  summary: "Node projects: TypeScript, Nest, Next, Nuxt, Express and static front ends",
  family: "node",
  buildPrograms: [
    "npm",
    "npx",
    "yarn",
    "yarnpkg",
    "pnpm",
    "pnpx",
    "bunx",
    "corepack",
    "node-gyp",
    "tsc",
    "ng",
    "vite",
    "webpack",
  ],
  step: npmStep,
  launch: npmLaunch,
  production: npmProduction,
  site: npmSite,
  purpose: npmPurpose,
  application(need, tree, history) {
    const application = npmApplication(need, tree, history);
    if (application === null) return null;
    const fetches = pinnedManager(need.directory, tree, history);
    const browser = browserNote(need.directory, tree, history);
    return {
      ...application,
      notes: browser === null ? application.notes : [...application.notes, browser],
      ...(fetches ? { fetches } : {}),
    };
  },
  programs(directory, tree) {
    const pkg = closestPackage(directory, tree);
    return pkg.known && pkg.value !== null ? programsOfPackages(productionNames(pkg.value)) : [];
  },
};
