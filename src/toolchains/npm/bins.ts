/**
 * Programs of node_modules: which package brings a program, whether that package stays when dev
 * dependencies go, and what a path below node_modules runs.
 */
import { basename } from "node:path/posix";
import type { Lockfile } from "./lockfiles.js";
import type { PackageJson } from "./packageJson.js";

/** Where program and package have different names; source: the `bin` fields of the packages on the npm registry. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  tsc: ["typescript"],
  tsserver: ["typescript"],
  nest: ["@nestjs/cli"],
  ng: ["@angular/cli"],
  nuxi: ["nuxi", "nuxt"],
  prisma: ["prisma"],
  "sequelize-cli": ["sequelize-cli"],
  sequelize: ["sequelize-cli"],
  "typeorm-ts-node-commonjs": ["typeorm"],
  "typeorm-ts-node-esm": ["typeorm"],
  "mikro-orm": ["@mikro-orm/cli"],
  dotenv: ["dotenv-cli"],
  dotenvx: ["@dotenvx/dotenvx"],
  "run-s": ["npm-run-all", "npm-run-all2"],
  "run-p": ["npm-run-all", "npm-run-all2"],
  "npm-run-all": ["npm-run-all", "npm-run-all2"],
  "ts-node-script": ["ts-node"],
  "ts-node-dev": ["ts-node-dev"],
  tsnd: ["ts-node-dev"],
  "pm2-runtime": ["pm2"],
  "pm2-docker": ["pm2"],
  webpack: ["webpack-cli", "webpack"],
  "webpack-dev-server": ["webpack-dev-server"],
  babel: ["@babel/cli", "babel-cli"],
  "babel-node": ["@babel/node", "babel-cli"],
  swc: ["@swc/cli"],
  "vue-cli-service": ["@vue/cli-service"],
  remix: ["@remix-run/dev"],
  "remix-serve": ["@remix-run/serve"],
  "react-router": ["@react-router/dev"],
  "react-router-serve": ["@react-router/serve"],
  strapi: ["@strapi/strapi", "strapi"],
  medusa: ["@medusajs/cli", "@medusajs/medusa"],
  directus: ["directus"],
  keystone: ["@keystone-6/core", "@keystone-next/keystone"],
  "json-server": ["json-server"],
  "http-server": ["http-server"],
  "cross-env-shell": ["cross-env"],
  "migrate-mongo": ["migrate-mongo"],
  "drizzle-kit": ["drizzle-kit"],
  fastify: ["fastify-cli"],
  "svelte-kit": ["@sveltejs/kit"],
  ncc: ["@vercel/ncc", "@zeit/ncc"],
  gulp: ["gulp", "gulp-cli"],
  grunt: ["grunt-cli", "grunt"],
  docusaurus: ["@docusaurus/core"],
  stencil: ["@stencil/core"],
  serverless: ["serverless"],
  sls: ["serverless"],
  tailwindcss: ["@tailwindcss/cli", "tailwindcss"],
  postcss: ["postcss-cli"],
  lerna: ["lerna"],
  nps: ["nps", "p-s"],
};

/** Programs of packages that are installed for the whole image. */
const GLOBAL_PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  pm2: ["pm2", "pm2-runtime", "pm2-docker", "pm2-dev"],
  typescript: ["tsc", "tsserver"],
  "@nestjs/cli": ["nest"],
  "@angular/cli": ["ng"],
  npm: ["npm", "npx"],
  pnpm: ["pnpm", "pnpx"],
  yarn: ["yarn", "yarnpkg"],
  "@yarnpkg/cli-dist": ["yarn", "yarnpkg"],
  corepack: ["corepack", "yarn", "yarnpkg", "pnpm", "pnpx"],
  "sequelize-cli": ["sequelize", "sequelize-cli"],
  "webpack-cli": ["webpack-cli", "webpack"],
  "gulp-cli": ["gulp"],
  "grunt-cli": ["grunt"],
  "dotenv-cli": ["dotenv"],
  "@vue/cli": ["vue"],
  "ts-node": [
    "ts-node",
    "ts-node-esm",
    "ts-node-script",
    "ts-node-transpile-only",
    "ts-script",
    "ts-node-cwd",
  ],
  "npm-run-all": ["npm-run-all", "run-s", "run-p"],
  "cross-env": ["cross-env", "cross-env-shell"],
  bun: ["bun", "bunx"],
};

/** Programs that a package puts on the PATH when it is installed with -g; its own name where nothing else is known. */
export function programsOf(name: string): readonly string[] {
  return (
    GLOBAL_PROGRAMS[name] ?? [
      Object.entries(PACKAGES).find(([, names]) => names.includes(name))?.[0] ?? basename(name),
    ]
  );
}

/** The packages that are known to bring the program, and the one of its name. */
export function packagesOfProgram(program: string): readonly string[] {
  return [...(PACKAGES[program] ?? []), program];
}

/** The package that brings the program in this project; null when none is known to. */
export function packageOfProgram(
  program: string,
  pkg: PackageJson | null,
  lock: Lockfile | null,
): string | null {
  const fromLock = lock?.packages.filter((one) => one.bins?.includes(program) === true) ?? [];
  const declared = (name: string): boolean =>
    pkg !== null &&
    (name in pkg.dependencies || name in pkg.devDependencies || name in pkg.optionalDependencies);
  const direct = fromLock.find((one) => declared(one.name)) ?? fromLock[0];
  if (direct !== undefined) return direct.name;
  const candidates = packagesOfProgram(program);
  return (
    candidates.find(declared) ??
    candidates.find((name) => lock?.packages.some((one) => one.name === name) === true) ??
    null
  );
}

/** `/app/node_modules/typescript/bin/tsc` -> `tsc`; null for a path that is no program of a package. */
export function programOfPath(path: string): string | null {
  const inside = /(?:^|\/)node_modules\/(?:\.bin\/([^/]+)|((?:@[^/]+\/)?[^/]+)\/(.+))$/.exec(path);
  if (inside === null) return null;
  if (inside[1] !== undefined) return inside[1];
  const file = basename(inside[3] ?? "").replace(/\.[cm]?js$/, "");
  const name = inside[2] ?? "";
  if (
    /^(bin|dist\/bin|lib\/cli|cli|dist\/cli|build\/index|index)$/.test(
      (inside[3] ?? "").replace(/\.[cm]?js$/, ""),
    )
  )
    return basename(name);
  if (name === "typeorm" && file === "cli") return "typeorm";
  if (name === "vite" || name === "next" || name === "ts-node") return file === "bin" ? name : file;
  return file;
}
