/**
 * Uses of dev dependencies that no import shows: programs in command strings, node_modules given out
 * as a folder, helpers that a compiler imports, drivers and peers that a framework loads by name. In:
 * what runs and the dev dependencies; out: one sentence that forbids pruning, or null.
 */
import { join } from "node:path/posix";
import type { ImageTree } from "../../model/types.js";
import type { ScannedSource } from "./imports.js";
import type { PackageJson } from "./packageJson.js";

/** Loaded by name or by URL scheme, not by an import of the program (the packages' own documentation). */
const LOADED_BY: readonly { readonly by: RegExp; readonly names: RegExp }[] = [
  {
    by: /^(sequelize|knex|typeorm|@mikro-orm\/core|drizzle-orm|objection|bookshelf|sequelize-typescript|@nestjs\/typeorm|@nestjs\/sequelize)$/,
    names:
      /^(pg|pg-hstore|pg-native|postgres|mysql|mysql2|mariadb|sqlite3|better-sqlite3|tedious|mssql|oracledb|mongodb|@libsql\/client|@mikro-orm\/.+)$/,
  },
  {
    by: /^@nestjs\/core$/,
    names:
      /^(class-validator|class-transformer|@nestjs\/platform-.+|@nestjs\/websockets|@nestjs\/microservices|reflect-metadata)$/,
  },
  {
    by: /^(express|fastify|koa|hapi|@hapi\/hapi|@nestjs\/core)$/,
    names: /^(ejs|pug|hbs|handlebars|nunjucks|eta|mustache)$/,
  },
];

/** What compilers import on their own account (tsconfig importHelpers, babel's transform-runtime, swc's externalHelpers). */
const HELPERS = /^(tslib|@babel\/runtime(-corejs\d)?|@swc\/helpers|core-js|regenerator-runtime)$/;

/** Literals that run programs of node_modules, or give the folder out. */
const COMMAND_STRING = /["'`](?:npx|npm (?:run|exec)|yarn|pnpm|bunx)\s[^"'`\n]*["'`]|node_modules\/\.bin\b/;
const WHOLE_FOLDER = /["'`/]node_modules\/?["'`]/;

export function hiddenUse(
  pkg: PackageJson,
  dev: readonly string[],
  sources: readonly ScannedSource[],
  uses: readonly string[],
  tree: ImageTree,
): string | null {
  for (const { path } of sources) {
    const text = tree.read(path);
    if (!text.known) continue;
    const command = COMMAND_STRING.exec(text.value)?.[0];
    if (command !== undefined) return `${path} runs ${command}, which may be a program of a dev dependency`;
    if (WHOLE_FOLDER.test(text.value)) return `${path} names the whole folder node_modules`;
  }
  const helper = dev.find((name) => HELPERS.test(name));
  if (helper !== undefined) return `a compiler may import ${helper}, which is a dev dependency`;
  for (const { by, names } of LOADED_BY) {
    const loader = Object.keys(pkg.dependencies).find((name) => by.test(name));
    const loaded = loader === undefined ? undefined : dev.find((name) => names.test(name));
    if (loaded !== undefined)
      return `${loader ?? ""} may load ${loaded} by its name, and it is a dev dependency`;
  }
  const settings = [
    "knexfile.ts",
    "ormconfig.ts",
    "data-source.ts",
    "drizzle.config.ts",
    "mikro-orm.config.ts",
  ].find((name) => tree.kind(join(pkg.directory, name)) === "file");
  const loader = dev.find((name) => /^(ts-node|tsx|@swc-node\/register|esbuild-register)$/.test(name));
  if (uses.length > 0 && settings !== undefined && loader !== undefined) {
    return `${settings} is loaded through ${loader}, which is a dev dependency`;
  }
  return null;
}
